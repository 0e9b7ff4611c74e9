"""Bytes to text, and offsets to lines and columns."""

from __future__ import annotations

import bisect
import re
from array import array
from typing import NamedTuple

from ldgraph.errors import Position

_BREAK = re.compile(r"\r\n|\n|\r")
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
#: How a byte that is no UTF-8 is carried through decoding (PEP 383).
_BAD_BYTE = re.compile("[\udc80-\udcff]+")


class Decoded(NamedTuple):
    """A file's text, its byte order mark taken off, and where its bytes were no UTF-8."""

    text: str
    #: Offsets and the bytes found there, at most one for each stretch.
    bad: list[tuple[int, bytes]]
    #: Another encoding that the file announces; the text is then not worth reading.
    other_encoding: str | None


def decode(content: bytes) -> Decoded:
    """Read UTF-8; what is not becomes U+FFFD and is reported."""
    other = next((name for bom, name in _BOMS.items() if content.startswith(bom)), None)
    text = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    bad = [
        (match.start(), match.group().encode("utf-8", "surrogateescape"))
        for match in _BAD_BYTE.finditer(text)
    ]
    return Decoded(_BAD_BYTE.sub(_replaced, text) if bad else text, bad, other)


def _replaced(match: re.Match[str]) -> str:
    return "\ufffd" * len(match.group())


class Lines:
    """Lines of a text: offset to line and column, both from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self._starts = array("L", [0])
        self._starts.extend(match.end() for match in _BREAK.finditer(text))

    def at(self, offset: int) -> tuple[int, int]:
        """Give the line and the column of an offset."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(self, shown: str, start: int, end: int) -> Position:
        """Give the position of a stretch of the file ``shown``."""
        return Position(shown, *self.at(start), *self.at(max(start, end)))

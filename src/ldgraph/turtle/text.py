"""Bytes to text, and offsets to lines and columns."""

from __future__ import annotations

import bisect
import re
from array import array
from typing import NamedTuple

from ldgraph.errors import Position

BOM = b"\xef\xbb\xbf"
_BREAK = re.compile(r"\r\n|\n|\r")
#: Longest first: the mark of UTF-32 begins as that of UTF-16.
_OTHER_BOMS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
#: Bytes to look at for another encoding, and how many of a kind must be zero to tell it.
_SAMPLE, _MOSTLY, _HARDLY = 400, 0.8, 0.2
_CHARACTER = (
    rb"[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]"
    rb"|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_GOOD = re.compile(rb"(?:[\x00-\x7f]++|" + _CHARACTER + rb")*+")
_BAD = re.compile(rb"(?:(?!" + _CHARACTER + rb")[\x80-\xff])++")
#: Stretches of bad bytes that are told apart; a file with more is none that a person wrote.
MOST_BAD = 101


class Decoded(NamedTuple):
    """A file's text, its byte order mark taken off, and where its bytes were no UTF-8."""

    text: str
    #: Offsets and the bytes found there, one for each stretch, of ``MOST_BAD`` stretches at most.
    bad: list[tuple[int, bytes]]
    #: Another encoding that the file announces; the text is then not worth reading.
    other_encoding: str | None


def decode(content: bytes) -> Decoded:
    """Read UTF-8; what is not becomes U+FFFD and is reported."""
    content = content.removeprefix(BOM)
    try:
        text, bad = content.decode(), []
    except UnicodeDecodeError:
        text, bad = content.decode("utf-8", "replace"), _bad_bytes(content)
    return Decoded(text, bad, _other_encoding(content))


def ended(content: bytes) -> bytes:
    """Put a line end behind a file that has none.

    Without one pyoxigraph refuses a file of which the last name has an escape in it.
    """
    return content if content.endswith(b"\n") else content + b"\n"


def _bad_bytes(content: bytes) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    start = offset = 0
    while len(found) < MOST_BAD:
        match = _GOOD.match(content, start)
        end = match.end() if match else start
        offset += len(content[start:end].decode())
        wrong = _BAD.match(content, end)
        if wrong is None:
            break
        found.append((offset, wrong.group()))
        offset += len(wrong.group().decode("utf-8", "replace"))
        start = wrong.end()
    return found


def _other_encoding(content: bytes) -> str | None:
    """Name the encoding that a byte order mark tells, or zeros in every second or fourth byte."""
    for bom, name in _OTHER_BOMS.items():
        if content.startswith(bom):
            return name
    sample = content[:_SAMPLE]
    zeros = [_share(sample[start::4]) for start in range(4)]
    mostly = [share > _MOSTLY for share in zeros]
    if sum(mostly) == 3 and min(zeros) < _HARDLY:  # noqa: PLR2004 (of four)
        return "UTF-32"
    for one, other in ((zeros[::2], zeros[1::2]), (zeros[1::2], zeros[::2])):
        if min(one) > _MOSTLY and max(other) < _HARDLY:
            return "UTF-16"
    return None


def _share(sample: bytes) -> float:
    return sample.count(0) / len(sample) if sample else 0.0


class Lines:
    """Lines of a text: offset to line and column, both from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self._starts = array("L", [0])
        self._starts.extend(match.end() for match in _BREAK.finditer(text))

    def at(self, offset: int) -> tuple[int, int]:
        """Give the line and the column of an offset."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """Give the offset of a line and a column: what ``at`` gives, turned round."""
        return int(self._starts[min(line, len(self._starts)) - 1]) + column - 1

    def span(self, shown: str, start: int, end: int) -> Position:
        """Give the position of a stretch of the file ``shown``."""
        return Position(shown, *self.at(start), *self.at(max(start, end)))

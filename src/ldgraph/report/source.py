"""Lines of source files as a report shows them: read once, cut to size, nothing in them unseen."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError
from ldgraph.report.visible import visible
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.text import BOM

if TYPE_CHECKING:
    from ldgraph.errors import Position

#: Characters of a line that are shown, and how many of them before the place that is meant.
WIDTH, BEFORE = 200, 80
#: Bytes to count the lines of at once.
CHUNK = 65_536
_WHITE_BREAK = re.compile(r"\s*[\r\n]\s*")
_BREAK = re.compile(rb"\r\n|\n|\r")


class SourceLines:
    """Gives lines of files. Findings come in the order of a file, so each is read through once.

    One file is kept at a time, as bytes, and of those only the line asked for becomes text.
    """

    def __init__(self) -> None:
        self._file = ""
        self._content: bytes | None = None
        self._number, self._start = 1, 0
        self._line: str | None = None

    def line(self, at: Position) -> str | None:
        """Give the line of a position; None where the file has no such line, or cannot be read."""
        if at.file != self._file:
            self._open(at.file)
        content = self._content
        if content is None:
            return None
        if at.line < self._number:
            self._rewind()
        self._leap(content, at.line)
        while self._number < at.line:
            match = _BREAK.search(content, self._start)
            if match is None:
                return None
            self._number, self._start, self._line = self._number + 1, match.end(), None
        if self._line is None:
            match = _BREAK.search(content, self._start)
            end = match.start() if match else len(content)
            self._line = content[self._start : end].decode("utf-8", "replace")
        return self._line

    def _leap(self, content: bytes, number: int) -> None:
        """Go on by whole chunks, up to the one in which line ``number`` begins."""
        start = self._start
        while start < len(content):
            end = start + CHUNK
            if content[end - 1 : end + 1] == b"\r\n":
                end += 1
            breaks = content.count(b"\n", start, end) + content.count(b"\r", start, end)
            breaks -= content.count(b"\r\n", start, end)
            if self._number + breaks >= number:
                return
            if breaks:
                last = max(content.rfind(b"\n", start, end), content.rfind(b"\r", start, end))
                self._number, self._start, self._line = self._number + breaks, last + 1, None
            start = end

    def _open(self, file: str) -> None:
        self._file, self._content = file, None
        self._rewind()
        with contextlib.suppress(UnreadableInputError):  # of that another finding speaks
            self._content = read_bytes(Path(file)).removeprefix(BOM)

    def _rewind(self) -> None:
        self._number, self._start = 1, 0
        self._line = None


def marked_line(line: str, column: int, end_column: int) -> tuple[str, str]:
    """Give a line and the marks to print below it, cut to ``WIDTH`` around the column.

    >>> marked_line("<a> <b> <c d> .", 9, 14)
    ('<a> <b> <c d> .', '        ^^^^^')
    """
    start = max(0, column - 1 - BEFORE) if len(line) > WIDTH else 0
    shown = visible(line[start : start + WIDTH])
    # A tab before the mark is kept, so that the mark stands below what it means.
    lead = "".join("\t" if one == "\t" else " " for one in shown[: column - 1 - start])
    marks = "^" * max(1, min(end_column, start + len(shown) + 1) - column)
    if start:
        shown, lead = f"\u2026{shown}", f" {lead}"
    if start + WIDTH < len(line):
        shown += "\u2026"
    return shown, lead + marks


def shown_name(name: str) -> str:
    r"""Give the name of a file such that it can be printed, on one line.

    >>> print(shown_name("a\nb\udcff.ttl"))
    a␊b\xff.ttl
    """
    return visible(os.fsencode(name).decode("utf-8", "backslashreplace"))


def one_line(text: str) -> str:
    r"""Give a text without line ends, or anything else that cannot be printed.

    >>> one_line("een\n  twee")
    'een twee'
    """
    return visible(_WHITE_BREAK.sub(" ", text))

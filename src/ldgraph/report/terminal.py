"""The same lines as in a pipe, coloured, and a bar during long work. Needs a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.console import Console
from rich.highlighter import RegexHighlighter
from rich.progress import BarColumn, Progress, TextColumn
from rich.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

_THEME = Theme(
    {
        "ld.place": "cyan",
        "ld.bad": "bold red",
        "ld.warn": "yellow",
        "ld.good": "green",
        "ld.code": "dim",
        "ld.head": "bold",
    }
)


class _Marks(RegexHighlighter):
    """Colours by what a line says; the text itself is never changed."""

    base_style = "ld."
    highlights: ClassVar = [
        r"^(?P<place>\S+:\d+:\d+):",
        r"(?P<bad>\b(?:fout|error|must|moet)\b)",
        (
            r"(?P<warn>\b(?:waarschuwing|warning|verouderd|outdated|betwist|contested|na te gaan"
            r"|to be checked)\b)"
        ),
        r"(?P<good>\b(?:volledig|full)\b)",
        r"(?P<bad>\[(?:open leemte|open gap)\])",
        r"(?P<code>\[[\w-]+\]$)",
        r"^(?P<head>\S.*\(\d+\))$",
    ]


def show(lines: Iterable[str]) -> None:
    """Print lines to standard output in colour; what they say is left as it is."""
    console = Console(theme=_THEME, highlighter=_Marks(), soft_wrap=True, markup=False, emoji=False)
    for line in lines:
        console.print(line)


class ReadingBar:
    """A bar on standard error that counts files, and then shapes."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.completed}/{task.total}"), BarColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("")
        self._bar.start()

    def step(self, done: int, whole: int) -> None:
        """Say how many are done of how many; another whole is of another thing."""
        self._bar.update(self._task, completed=done, total=whole)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.stop()

"""What every command shares: the root, the language, and how lines reach the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot

DATE = click.DateTime(["%Y-%m-%d"])


class Session:
    """One run of the command: where it works, in which language it speaks."""

    def __init__(self, folder: Path | None, lang: str) -> None:
        self.folder = folder
        self.lang = lang

    def root(self) -> Root:
        """Open the root asked for; without one the current folder's, else the example's."""
        from ldgraph.errors import RootNotFoundError
        from ldgraph.graph.places import bundled_root, find_root, open_root
        from ldgraph.report.words import say

        if self.folder is not None:
            return open_root(self.folder)
        try:
            return find_root(Path.cwd())
        except RootNotFoundError:
            click.echo(say("using_example", self.lang), err=True)
            return open_root(bundled_root())

    def snapshot(self, on: date) -> Snapshot:
        """Build a snapshot to answer from; a file that does not parse would make answers wrong."""
        from ldgraph import snapshot
        from ldgraph.errors import UnreadableInputError
        from ldgraph.report.text import finding_lines

        with progress() as step:
            built = snapshot.build(self.root(), on, progress=step)
        faults = built.dataset.faults
        for fault in faults:
            for line in finding_lines(fault, self.lang):
                click.echo(line, err=True)
        if faults:
            broken = sorted({one.position.file for one in faults if one.position})
            raise UnreadableInputError(", ".join(broken), f"{len(faults)} faults, see above")
        return built

    def show(self, lines: Iterable[str]) -> None:
        """Write lines to standard output: coloured on a terminal, plain in a pipe."""
        if sys.stdout.isatty():
            from ldgraph.report.terminal import show

            show(lines)
        else:
            for line in lines:
                click.echo(line)


def on_date(given: datetime | None) -> date:
    """Give the reference date: the one given, else today."""
    return (given or datetime.now(tz=UTC)).date()


class progress:  # noqa: N801 (used as a function in a with statement)
    """A bar on standard error while files are read; nothing where that is no terminal."""

    def __enter__(self) -> Callable[[int, int], None] | None:
        self._bar = None
        if not sys.stderr.isatty():
            return None
        from ldgraph.report.terminal import ReadingBar

        self._bar = ReadingBar()
        return self._bar.step

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

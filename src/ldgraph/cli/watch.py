"""Check again whenever a file changes, until interrupted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ldgraph.cli.session import Session

#: Seconds between two looks at the files: to seem at once, and to cost little.
_PAUSE = 0.1

_Seen = dict["Path", tuple[int, int]]


def follow(
    session: Session,
    beside: Iterable[Path],
    report: Callable[[], None],
    prepare: Callable[[], None],
) -> NoReturn:
    """Report now and after each change; what stops one is shown, and the next is tried.

    ``prepare`` is called after each report, to do what the next would wait for.
    """
    from ldgraph.errors import LdgraphError
    from ldgraph.report.visible import visible
    from ldgraph.report.words import say

    given = list(beside)
    while True:
        seen = _files(session, given)
        began = time.monotonic()
        try:
            report()
        except LdgraphError as error:
            click.echo(f"ldgraph: {visible(error.message(session.lang))}", err=True)
        click.echo(
            say("watching", session.lang).format(f"{time.monotonic() - began:.1f}"), err=True
        )
        prepare()
        _wait(session, given, seen)


def _wait(session: Session, beside: list[Path], seen: _Seen) -> None:
    """Wait until files differ from what was seen, and no longer change."""
    last = seen
    while True:
        time.sleep(_PAUSE)
        now = _files(session, beside)
        if now == last != seen:
            return
        last = now


def _files(session: Session, beside: list[Path]) -> _Seen:
    """Give the size and the time of each file that a check reads."""
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.places import CONFIG, files_beside, source_files, unread_files

    try:
        root = session.own_root()
        files = [one.path for one in (*source_files(root), *files_beside(root, beside))]
        files += [one.path for one in unread_files(root)]
        files += [one.path / CONFIG for one in root.lineage()]
    except (LdgraphError, OSError):  # half saved, or gone: looked at again in a moment
        return {}
    found: _Seen = {}
    for file in files:
        try:
            at = file.stat()
        except OSError:
            continue
        found[file] = (at.st_size, at.st_mtime_ns)
    return found

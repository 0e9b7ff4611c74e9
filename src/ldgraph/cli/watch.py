"""Check again whenever a file changes, until interrupted."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ldgraph.cli.session import Session
    from ldgraph.graph.watching import Marks

#: Seconds between two looks at the files: to seem at once, and to cost little.
_PAUSE = 0.1


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
    from ldgraph.graph.watching import Watch
    from ldgraph.report.visible import visible
    from ldgraph.report.words import say

    look = Watch(session.own_root, beside).look
    while True:
        seen = look()
        began = time.monotonic()
        try:
            report()
        except LdgraphError as error:
            click.echo(f"ldgraph: {visible(error.message(session.lang))}", err=True)
        click.echo(
            say("watching", session.lang).format(f"{time.monotonic() - began:.1f}"), err=True
        )
        prepare()
        _wait(look, seen)


def _wait(look: Callable[[], Marks], seen: Marks) -> None:
    """Wait until files differ from what was seen, and no longer change."""
    last = seen
    while True:
        time.sleep(_PAUSE)
        now = look()
        if now == last != seen:
            return
        last = now

"""What ``validate --fix`` and ``--diff`` do before they report."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldgraph.cli.session import Session
    from ldgraph.errors import Finding
    from ldgraph.graph.mend import Outcome

#: Times that is checked and mended: what is wrong may show only once something before it is mended.
_MOST_ROUNDS = 8


def mend_all(session: Session, reported: Callable[[], list[Finding]]) -> list[Finding]:
    """Make the safe fixes, say which on standard error, and give what is left.

    Raises:
        UnwritableFileError: A file could not be written; it is as it was, and others are mended.
    """
    from ldgraph.graph.mend import contents, mend

    for _ in range(_MOST_ROUNDS):
        root = session.own_root()
        checked = contents(root)
        found = reported()
        outcome = mend(root, found, checked)
        for line in _lines(outcome, session.lang):
            click.echo(line, err=True)
        for error in outcome.failed:
            raise error
        if not outcome.done:
            return found
    return reported()


def show_diff(session: Session, reported: Callable[[], list[Finding]]) -> None:
    """Show as a unified diff what the safe fixes would change; exit with 1 if that is something."""
    from ldgraph.graph.mend import contents, mend
    from ldgraph.report.words import say

    root = session.own_root()
    checked = contents(root)
    outcome = mend(root, reported(), checked, write=False)
    for shown, (before, after) in outcome.texts.items():
        old, new = before.split("\n"), after.split("\n")
        session.show(
            line.rstrip("\r") for line in difflib.unified_diff(old, new, shown, shown, lineterm="")
        )
    if not outcome.texts:
        click.echo(say("nothing_to_fix", session.lang), err=True)
    sys.exit(1 if outcome.texts else 0)


def _lines(outcome: Outcome, lang: str) -> Iterator[str]:
    from ldgraph.report.source import one_line, shown_name
    from ldgraph.report.words import say

    for one in outcome.done:
        at = one.position
        where = f"{shown_name(at.file)}:{at.line}:{at.column}"
        old, new = one_line(one.old.strip()), one_line(one.new.strip())
        change = f"{old} -> {new}" if old else f"+ {new}"
        yield f"{where}: {say('fixed', lang)}: {change}"
    for left in outcome.left:
        at = left.position
        where = f"{shown_name(at.file)}:{at.line}:{at.column}"
        yield f"{where}: {say(f'not_fixed {left.why}', lang)}"

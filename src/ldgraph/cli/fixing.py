"""What ``validate --fix`` and ``--diff`` do before they report."""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldgraph.cli.session import Session
    from ldgraph.errors import Finding
    from ldgraph.graph.mend import Outcome

#: Times that is checked and mended: what is wrong may show only once something before it is mended.
_MOST_ROUNDS = 8


def mended(
    session: Session,
    reported: Callable[[], list[Finding]],
    wanted: Callable[[Finding], bool],
    *,
    watch: bool = False,
    show: bool = False,
) -> list[Finding]:
    """Make the safe fixes, say which on standard error, and give what is left.

    Args:
        session: How it was called.
        reported: Checks, and gives what would be reported.
        wanted: Whether a finding is of a file that was asked for.
        watch: Whether it was asked to go on; that does not go together.
        show: Only show what would change, and end: with 1 if that is something.

    Raises:
        LdgraphError: It cannot be done, as it was asked or at all; a file that could not be
            written is as it was, and others are mended.
    """
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.mend import Why, contents, mend

    if watch:
        raise LdgraphError(
            "--watch does not go with --fix or --diff: what is saved while you type is not mended",
            "--watch gaat niet samen met --fix of --diff: wat u al typend bewaart, wordt niet "
            "hersteld",
        )
    for number in range(_MOST_ROUNDS):
        root = session.own_root()
        checked = contents(root)
        found = reported()
        # What was changed meanwhile is checked again as it now is.
        changed = contents(root) != checked
        outcome = mend(root, filter(wanted, found), checked, write=not show)
        if show:
            _show_diff(session, outcome)
        changed = changed or any(left.why is Why.CHANGED for left in outcome.left)
        ends = number + 1 == _MOST_ROUNDS or not (outcome.done or changed)
        for line in _lines(outcome, session.lang, with_left=ends):
            click.echo(line, err=True)
        for error in outcome.failed:
            raise error
        if ends:
            break
    return reported() if outcome.done or changed else found


def _show_diff(session: Session, outcome: Outcome) -> NoReturn:
    from ldgraph.report.words import say

    for shown, (before, after) in outcome.texts.items():
        old, new = before.split("\n"), after.split("\n")
        session.show(
            line.rstrip("\r") for line in difflib.unified_diff(old, new, shown, shown, lineterm="")
        )
    if not outcome.texts:
        click.echo(say("nothing_to_fix", session.lang), err=True)
    sys.exit(1 if outcome.texts else 0)


def _lines(outcome: Outcome, lang: str, *, with_left: bool) -> Iterator[str]:
    from ldgraph.report.source import one_line, shown_name
    from ldgraph.report.words import say

    for one in outcome.done:
        at = one.position
        where = f"{shown_name(at.file)}:{at.line}:{at.column}"
        old, new = one_line(one.old.strip()), one_line(one.new.strip())
        change = f"{old} -> {new}" if old else f"+ {new}"
        yield f"{where}: {say('fixed', lang)}: {change}"
    for left in outcome.left if with_left else ():
        at = left.position
        where = f"{shown_name(at.file)}:{at.line}:{at.column}"
        yield f"{where}: {say(f'not_fixed {left.why}', lang)}"

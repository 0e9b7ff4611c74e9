"""The command that checks every file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import DATE, Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from ldgraph.errors import Finding
    from ldgraph.graph.baseline import Baseline


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--fail-on",
    type=click.Choice(["violation", "warning", "info", "never"]),
    default="violation",
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option(
    "--engine",
    type=click.Choice(["fast", "pyshacl"]),
    default="fast",
    show_default=True,
    help="What runs the shapes.",
)
@click.option("--date", type=DATE, help="Day on which waivers hold (default: today).")
@click.option("--baseline", metavar="REV", help="Only what this revision did not have counts.")
@click.option("--watch", is_flag=True, help="Go on: check again whenever a file changes.")
@click.option("--no-cache", is_flag=True, help="Check anew what was checked before unchanged.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend; report what is left.")
@click.option("--diff", is_flag=True, help="Only show what --fix would change.")
# Hides nothing from people who read files; it is for formats that travel (docs/semantics.md).
@click.option("--show-restricted", is_flag=True, hidden=True)
@click.pass_obj
def validate(  # noqa: PLR0913 (one option, one parameter)
    session: Session,
    paths: tuple[Path, ...],
    fail_on: str,
    engine: str,
    *,
    date: datetime | None,
    baseline: str | None,
    watch: bool,
    no_cache: bool,
    fix: bool,
    diff: bool,
    show_restricted: bool,
) -> None:
    """Check every file: syntax, names, references and shapes.

    PATHS limit what is reported, never what is read. What could not be read or not be checked is
    always reported.

    What is waived (ldg:Vrijstelling) is reported and does not count, and so is what was there
    already in the revision of --baseline.

    With --fix a misspelt name or value is put right where one word alone can be meant, in the
    root's own files and not in those that an import wrote.

    Exit code: 0 nothing from the threshold on, 1 findings, 3 something could not be read or
    checked, whatever --fail-on says.
    """
    from ldgraph.errors import Severity
    from ldgraph.graph.cache import check_or_recall
    from ldgraph.graph.check import check
    from ldgraph.report.words import say

    del show_restricted
    wanted = [path.resolve() for path in paths]
    before = _before(session, baseline, paths, engine, on_date(date)) if baseline else None

    def reported(how: Callable[..., list[Finding]]) -> list[Finding]:
        with progress() as step:
            found = how(session.own_root(), paths, step, engine, on=on_date(date))
        found = before.mark(found, session.own_root()) if before else found
        return [one for one in found if one.unchecked or within(one, wanted)]

    def at_once() -> list[Finding]:
        return reported(check if no_cache else check_or_recall)

    if fix or diff:
        from ldgraph.cli.fixing import mended

        found = mended(session, at_once, lambda one: within(one, wanted), watch=watch, show=diff)
    elif watch:
        from ldgraph.cli.watch import follow
        from ldgraph.graph.recheck import Checker

        checker = Checker()
        follow(
            session,
            paths,
            lambda: report_lines(reported(checker.check), session.lang),
            checker.prepare,
        )
    else:
        found = at_once()
    session.show(report_lines(found, session.lang))
    safe = sum(one.counts and one.fix is not None and one.fix.safe for one in found)
    if safe and not fix:
        click.echo(say("fixable", session.lang).format(safe), err=True)
    limit = 4 if fail_on == "never" else Severity(fail_on).rank
    sys.exit(exit_code(found, limit))


def _before(session: Session, name: str, paths: Sequence[Path], engine: str, on: date) -> Baseline:
    """Check the root as it was at a revision."""
    from ldgraph.graph.baseline import baseline_at
    from ldgraph.report.words import say

    with progress() as step:
        found = baseline_at(session.own_root(), name, paths, step, engine, on)
    if not found.at.existed:
        click.echo(say("baseline_not_there", session.lang).format(name), err=True)
    return found


def exit_code(reported: Sequence[Finding], limit: int) -> int:
    """Give the command's exit code: 3 where something was not checked, 1 from a rank on, else 0."""
    counted = [one for one in reported if one.counts]
    if any(one.unchecked for one in counted):
        return 3
    return int(any(one.severity.rank >= limit for one in counted))


def within(finding: Finding, folders: Sequence[Path]) -> bool:
    """Say whether a finding is of one of some files and folders; of none means of any."""
    if finding.position is None or not folders:
        return True
    file = Path(finding.position.file).resolve()
    return any(file == folder or file.is_relative_to(folder) for folder in folders)


def report_lines(found: Sequence[Finding], lang: str) -> Iterator[str]:
    """Write findings, each with its source line and a mark below it, and how many there are."""
    from ldgraph.report.source import SourceLines
    from ldgraph.report.text import finding_lines, summary
    from ldgraph.report.words import say

    sources = SourceLines()
    for one in found:
        line = sources.line(one.position) if one.position else None
        yield from finding_lines(one, lang, line)
    if any(one.unchecked for one in found):
        yield say("not_all_checked", lang)
    yield summary(found, lang)

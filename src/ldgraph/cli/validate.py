"""The command that checks every file."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.outputs import FORMS, InOrder, Output, outputs, refuse_sources, write
from ldgraph.cli.session import DATE, Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from ldgraph.errors import Finding
    from ldgraph.graph.baseline import Baseline
    from ldgraph.report.forms.report import Report


@click.command(cls=InOrder)
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
@click.option(
    "--format",
    "forms",
    type=click.Choice(FORMS),
    multiple=True,
    envvar="LDGRAPH_VALIDATE_FORMAT",
    help="Form of the report; repeat it for more (default: human).",
)
@click.option(
    "-o",
    "--output",
    "files",
    metavar="FILE",
    multiple=True,
    envvar="LDGRAPH_VALIDATE_OUTPUT",
    help="Where the report goes: in the form of the --format before it, else by its name's end; "
    "or FORM:FILE. - is standard output.",
)
@click.option("--watch", is_flag=True, help="Go on: check again whenever a file changes.")
@click.option("--no-cache", is_flag=True, help="Check anew what was checked before unchanged.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend; report what is left.")
@click.option("--diff", is_flag=True, help="Only show what --fix would change.")
@click.option(
    "--show-restricted",
    is_flag=True,
    help="Say all of what is restricted in every form, not only to people.",
)
@click.pass_context
def validate(  # noqa: PLR0913 (one option, one parameter)
    context: click.Context,
    paths: tuple[Path, ...],
    fail_on: str,
    engine: str,
    *,
    date: datetime | None,
    baseline: str | None,
    forms: tuple[str, ...],
    files: tuple[str, ...],
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
    from ldgraph.graph.public import mark_dependent
    from ldgraph.report.forms.report import NEVER, Report
    from ldgraph.report.words import say

    session: Session = context.ensure_object(Session)
    wanted = [path.resolve() for path in paths]
    limit = NEVER if fail_on == "never" else Severity(fail_on).rank
    into = outputs(context, forms, files)
    refuse_sources(into, session.own_root(), paths)
    before = _before(session, baseline, paths, engine, on_date(date)) if baseline else None

    def reported(how: Callable[..., list[Finding]]) -> list[Finding]:
        with progress() as step:
            found = how(session.own_root(), paths, step, engine, on=on_date(date))
        found = before.mark(found, session.own_root()) if before else found
        return [one for one in found if one.unchecked or within(one, wanted)]

    def at_once() -> list[Finding]:
        return reported(check if no_cache else check_or_recall)

    def told(found: Sequence[Finding]) -> None:
        people = Report(tuple(found), session.lang, limit=limit, compared=before is not None)
        judge = (
            None if show_restricted else partial(mark_dependent, engine=engine, on=on_date(date))
        )
        reports = _reports(session, people, paths, judge)
        write(into, session, lambda one: reports(one, into))

    if fix or diff:
        from ldgraph.cli.fixing import mended

        found = mended(session, at_once, lambda one: within(one, wanted), watch=watch, show=diff)
    elif watch:
        from ldgraph.cli.watch import follow
        from ldgraph.graph.recheck import Checker

        checker = Checker()
        _refuse_machines(into)
        follow(session, paths, lambda: told(reported(checker.check)), checker.prepare)
    else:
        found = at_once()
    told(found)
    safe = sum(one.counts and one.fix is not None and one.fix.safe for one in found)
    if safe and not fix:
        click.echo(say("fixable", session.lang).format(safe), err=True)
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
    from ldgraph.report.forms.report import Report

    return Report(tuple(reported), limit=limit).exit_code


def report_lines(found: Sequence[Finding], lang: str) -> Iterator[str]:
    """Write findings, each with its source line and a mark below it, and how many there are."""
    from ldgraph.report.forms.human import lines
    from ldgraph.report.forms.report import Report

    return lines(Report(tuple(found), lang))


def _reports(
    session: Session,
    people: Report,
    paths: Sequence[Path],
    judge: Callable[..., list[Finding]] | None,
) -> Callable[[Output, Sequence[Output]], Report]:
    """Give a function that makes the report of an output: people see all of what is restricted.

    ``judge`` marks what hangs on restricted files; without it machines are told all too.
    """
    from importlib.metadata import version

    from ldgraph.graph.places import files_beside, source_files
    from ldgraph.graph.rules import rules_of
    from ldgraph.report.forms.report import in_order, without_secrets

    @cache
    def machines() -> Report:
        root = session.own_root()
        rules = rules_of(root)
        wanted = [path.resolve() for path in paths]
        read = [*source_files(root), *files_beside(root, paths)]
        files = tuple(one.shown for one in read if _is_within(one.path, wanted))
        findings = in_order(people.findings)
        if judge:
            judged = judge(findings, root, list(paths))
            findings = tuple(without_secrets(one, rules) for one in judged)
        return replace(
            people,
            findings=findings,
            root=root.path,
            vocabulary=root.vocabulary,
            files=files,
            rules=rules,
            version=version("ldgraph"),
        )

    def report(output: Output, into: Sequence[Output]) -> Report:
        if output.form == "human":
            return people
        whole = (one.file for one in into if one.file and one.form != "markdown")
        return replace(machines(), full=next(whole, None))

    return report


def _refuse_machines(into: Sequence[Output]) -> None:
    """While files are watched, standard output is for people."""
    from ldgraph.errors import OutputError

    if any(one.file is None and one.form != "human" for one in into):
        raise OutputError(
            "--watch shows people what it finds; give another form a file (-o FORM:FILE)",
            "--watch toont mensen wat het vindt; geef een andere vorm een bestand (-o VORM:FILE)",
        )


def within(finding: Finding, folders: Sequence[Path]) -> bool:
    """Say whether a finding is of one of some files and folders; of none means of any."""
    if finding.position is None or not folders:
        return True
    return _is_within(Path(finding.position.file).resolve(), folders)


def _is_within(file: Path, folders: Sequence[Path]) -> bool:
    return not folders or any(file == one or file.is_relative_to(one) for one in folders)

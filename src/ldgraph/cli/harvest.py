"""The command that proposes what other people's data say otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ldgraph.cli.session import DATE, Session, on_date, progress

if TYPE_CHECKING:
    from datetime import date, datetime

    from ldgraph.graph.places import Root
    from ldgraph.harvest.gathered import Gathered
    from ldgraph.harvest.run import Harvest
    from ldgraph.harvest.source import Source


@click.command()
@click.argument("source")
@click.option(
    "--mapping",
    type=click.Choice(["gemeenteregister", "lblod", "lpdc"]),
    help="What SOURCE holds, where it is an address or a file.",
)
@click.option(
    "--kind",
    type=click.Choice(["ldes", "sparql", "file"]),
    help="How to read SOURCE, where it is an address (default: ldes).",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path),
    help="Folder for what was fetched (default: .ldgraph/oogst/NAME in the root).",
)
@click.option(
    "--refresh", is_flag=True, help="Fetch all anew, and keep nothing of what was fetched before."
)
@click.option(
    "--allow-private", is_flag=True, help="Ask machines of a private network too, such as this one."
)
@click.option(
    "--only",
    type=click.Choice(["name", "status", "merger", "identifier", "new", "offering"]),
    multiple=True,
    help="Propose only this kind of change (repeat for more).",
)
@click.option("--write", is_flag=True, help="Make the changes that are proposed.")
@click.option("--date", type=DATE, help="Reference date (default: today).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json is for programs.",
)
@click.option("--all", "whole", is_flag=True, help="List all that was not taken over.")
@click.pass_obj
def harvest(  # noqa: PLR0913 (one option, one parameter)
    session: Session,
    source: str,
    *,
    mapping: str | None,
    kind: str | None,
    state: Path | None,
    refresh: bool,
    allow_private: bool,
    only: tuple[str, ...],
    write: bool,
    date: datetime | None,
    form: str,
    whole: bool,
) -> None:
    """Propose what SOURCE says otherwise: names, mergers, status, identifiers, offerings.

    SOURCE is a name of [oogst] in ldgraph.toml, an address, or a file. What would change is shown
    as a diff; a person decides, and --write makes it so. Restricted files are not looked at.

    What was fetched is kept: a next run asks only for what may be new, and goes on where one was
    interrupted.

    Exit code: 0 nothing to do, 1 something is proposed or to be decided, 2 no such source, 3
    something could not be read, or the mapping recognised nothing.
    """
    root = session.own_root()
    wanted = _source(root, source, mapping, kind)
    folder = state or root.path / ".ldgraph" / "oogst" / wanted.name
    if refresh:
        from ldgraph.harvest.state import forget

        forget(folder)
    gathered = _gathered(root, wanted, folder, allow_private=allow_private)
    found = _harvest(session, root, wanted, gathered, _Asked(on_date(date), only))
    if form == "json":
        from ldgraph.report.harvest import as_json as written

        session.write(written(found))
    else:
        _show(session, found, whole=whole)
    sys.exit(_finish(session, found, write=write))


def _source(root: Root, given: str, mapping: str | None, kind: str | None) -> Source:
    from ldgraph.harvest.source import ad_hoc, configured

    known = configured(root)
    return known[given] if given in known else ad_hoc(given, mapping, kind, known)


def _gathered(root: Root, source: Source, folder: Path, *, allow_private: bool) -> Gathered:
    from ldgraph.harvest.run import Way, gather

    with progress() as step:
        return gather(
            source, root, Way(folder, os.environ, allow_private=allow_private, progress=step)
        )


class _Asked(NamedTuple):
    """As of which day, and which kinds of proposals; none for all."""

    on: date
    only: tuple[str, ...]


def _harvest(
    session: Session, root: Root, source: Source, gathered: Gathered, asked: _Asked
) -> Harvest:
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files
    from ldgraph.harvest.run import harvest

    with progress() as step:
        dataset = load([one for one in source_files(root) if not one.restricted], step)
    session.refuse_faults(dataset)
    return harvest(source, gathered, dataset, root, asked.on, only=asked.only)


def _show(session: Session, found: Harvest, *, whole: bool) -> None:
    from ldgraph.report.harvest import diff_lines, summary_lines, word
    from ldgraph.report.text import finding_lines

    session.show(diff_lines(found.drawn.files))
    session.show(summary_lines(found, session.lang, whole=whole))
    if found.findings:
        session.show([f"{word('findings', session.lang)}:"])
        for one in found.findings:
            session.show(finding_lines(one, session.lang))


def _finish(session: Session, found: Harvest, *, write: bool) -> int:
    from ldgraph.errors import Severity
    from ldgraph.harvest.edits import carry_out
    from ldgraph.report.harvest import word
    from ldgraph.report.source import shown_name

    if found.foreign is not None:
        raise found.foreign
    blocked = any(one.severity is Severity.VIOLATION and one.counts for one in found.findings)
    if write and not blocked:
        carry_out(found.drawn.files)
        for one in found.drawn.files:
            click.echo(f"{word('written', session.lang)}: {shown_name(one.file.shown)}", err=True)
        return 1 if found.proposed.questions else 0
    return 1 if found.proposed.proposals or found.proposed.questions else 0

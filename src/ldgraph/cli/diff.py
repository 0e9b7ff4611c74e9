"""The command that tells what a change means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import DATE, Session, on_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from ldgraph.answers.effect import Effect, Figures
    from ldgraph.graph.access import Audience, View
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.graph.revisions import At
    from ldgraph.report.difference import Difference, Side


@click.command()
@click.argument("rev1")
@click.argument("rev2", required=False)
@click.option("--date", type=DATE, help="Reference date (default: today).")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="markdown is for a pull request, json for programs.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file (-: the screen)."
)
@click.option(
    "--show-restricted", is_flag=True, help="With what is restricted, in markdown and json too."
)
@click.pass_obj
def diff(  # noqa: PLR0913 (one option, one parameter)
    session: Session,
    rev1: str,
    rev2: str | None,
    *,
    date: datetime | None,
    form: str,
    output: Path | None,
    show_restricted: bool,
) -> None:
    """Show what changed between REV1 and REV2 (default: the working files), and what it means.

    A revision is a branch, a tag or a commit of the git repository that the root is in; nothing
    is checked out or fetched. What changed: statements, by file and by what they are about. What
    it means: where governments stand, which requirements lose or gain cover, and how heavy what
    remains weighs, as of a date.

    Markdown and JSON leave out what is restricted.

    Exit code: 0 whatever differs, 2 no such revision, 3 something could not be read.
    """
    from ldgraph.report.difference import text_lines
    from ldgraph.turtle.write import write_atomic

    root = session.own_root()
    found = _difference(
        root, (rev1, rev2), on_date(date), restricted=form == "text" or show_restricted
    )
    to_file = output is not None and str(output) != "-"
    if form == "text" and not to_file:
        session.show(text_lines(found, session.lang))
        return
    if form == "text":
        from ldgraph.report.visible import visible

        whole = "\n".join(map(visible, text_lines(found, session.lang)))
    elif form == "markdown":
        from ldgraph.report.difference_markdown import markdown

        whole = markdown(found, session.lang)
    else:
        from ldgraph.report.difference_json import as_json

        whole = as_json(found)
    if to_file:
        assert output is not None
        write_atomic(output, whole + "\n")
    else:
        session.write(whole)


def _difference(
    root: Root, names: tuple[str, str | None], on: date, *, restricted: bool
) -> Difference:
    """Read both sides, compare them, and put the questions to each."""
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, view_for
    from ldgraph.graph.changes import changes
    from ldgraph.graph.prefixes import prefixes_of
    from ldgraph.graph.revisions import root_at
    from ldgraph.report.difference import Difference
    from ldgraph.report.statements import subjects

    sides = [None if name is None else root_at(root, name) for name in names]
    roots = [at.root if at else root for at in sides]
    datasets = [_read(one, restricted=restricted) for one in roots]
    found = changes(*datasets)
    prefixes = {key: value for one in roots for key, value in prefixes_of(one).items()}
    audience = ENTITLED_TO_ALL if restricted else EVERYONE
    views = [view_for(one, audience) for one in datasets]
    effect, reason = None, _both("diff_broken")
    if not any(one.faults for one in datasets):
        try:
            effect = _asked(sides, roots, datasets, on, audience)
        except LdgraphError as error:
            reason = {lang: error.message(lang) for lang in ("nl", "en")}
    return Difference(
        _side(sides[0], datasets[0]),
        _side(sides[1], datasets[1]),
        on,
        restricted,
        [(one, subjects(one.removed, one.added, prefixes)) for one in found],
        effect,
        reason,
        lambda iri, lang: _named(views, iri, lang),
        prefixes,
    )


def _read(root: Root, *, restricted: bool) -> Dataset:
    from ldgraph.cli.session import progress
    from ldgraph.graph.access import for_everyone
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files

    with progress() as step:
        dataset = load(source_files(root), step)
    return dataset if restricted else for_everyone(dataset)


def _side(at: At | None, dataset: Dataset) -> Side:
    from ldgraph.graph.places import shown_path
    from ldgraph.report.difference import Side

    if at is None:
        return Side("", "", existed=True, from_disk=(), faults=dataset.faults)
    outside = [shown_path(one.path) for one in at.from_disk()]
    return Side(at.name, at.commit, at.existed, outside, dataset.faults)


def _asked(
    sides: Sequence[At | None],
    roots: Sequence[Root],
    datasets: Sequence[Dataset],
    on: date,
    audience: Audience,
) -> Effect:
    """Put the questions to both sides; where both are the same, once."""
    from ldgraph.answers.effect import Facts, Figures, effect, figures
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.revisions import AtRevisionError
    from ldgraph.snapshot import of

    found: list[Figures] = []
    for at, root, dataset in zip(sides, roots, datasets, strict=True):
        if at and not at.existed:
            found.append(Figures({}, Facts() if audience.all_graphs else None))
            continue
        try:
            built = of(dataset, root, on, audience)
            found.append(figures(built.view, built.queries, on))
        except LdgraphError as error:
            raise (AtRevisionError(at.name, error) if at else error) from error
    return effect(*found)


def _named(views: Sequence[View], iri: str, lang: str) -> str:
    """Name a thing as it is called after the change, else before it."""
    from ldgraph.answers.names import label

    before, after = (label(view, iri, lang) for view in views)
    return before if iri.endswith(after) else after


def _both(key: str) -> dict[str, str]:
    from ldgraph.report.words import say

    return {lang: say(key, lang) for lang in ("nl", "en")}

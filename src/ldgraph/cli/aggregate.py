"""The command that makes public figures of what is not public, for review and commit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from ldgraph.cli.session import DATE, Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from ldgraph.disclosure.audit import Limits
    from ldgraph.graph.places import Root

_FOLDER = Path("data", "openbaar", "cijfers")
_WORDS = {
    "nothing": {
        "nl": "Niets kan gepubliceerd worden, dus niets is geschreven.",
        "en": "Nothing can be published, so nothing was written.",
    },
    "written": {"nl": "geschreven: {}", "en": "written: {}"},
}
#: Fewer than this is never published apart, whatever is asked.
_FLOOR = 3
_DEFAULT = 5


@click.command()
@click.argument("folder", metavar="[ROOT]", required=False, type=click.Path(path_type=Path))
@click.option("--on", type=DATE, help="Reference date (default: today).")
@click.option(
    "--threshold",
    type=click.IntRange(min=1),
    default=_DEFAULT,
    show_default=True,
    help="Fewest governments of which anything is said apart; never below 3.",
)
@click.option(
    "--width",
    type=click.IntRange(min=_FLOOR),
    help="How far a figure that is not published must be able to move (default: the threshold).",
)
@click.option("--write", is_flag=True, help="Write the file in data/openbaar/cijfers of ROOT.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write to this file (-: the screen; the table then goes to standard error).",
)
@click.option("--overwrite", is_flag=True, help="Replace an edition that was not published yet.")
@click.pass_obj
def aggregate(  # noqa: PLR0913, PLR0917 (one per option)
    session: Session,
    folder: Path | None,
    on: datetime | None,
    threshold: int,
    width: int | None,
    output: Path | None,
    *,
    write: bool,
    overwrite: bool,
) -> None:
    """Count for the public how governments stand, with all left out that would tell of one.

    It reads everything, so it is for someone entitled to all. It shows what would be published,
    what not, and why; only with --write or -o it writes a file, which is to be reviewed and
    committed. What was published already (data/openbaar/cijfers) counts: the difference with an
    earlier edition may give nothing away either.

    Exit code: 0 done, 1 nothing can be published, 2 the threshold is too low or the edition is
    there already, 3 something could not be read.
    """
    from ldgraph.disclosure.audit import Limits

    _refuse_low(threshold)
    session.folder = folder or session.folder
    opened = session.own_root()
    limits = Limits(threshold, width or threshold)
    made = _aggregated(session, opened, on_date(on), limits, overwrite=overwrite)
    if made.exists and not overwrite and (write or output is not None):
        from ldgraph.report.aggregate import EditionExistsError

        raise EditionExistsError(made.iri)
    to_screen = output is not None and str(output) == "-"
    _show(session, made.lines, aside=to_screen)
    if not made.published:
        click.echo(_WORDS["nothing"][session.lang], err=True)
        sys.exit(1)
    if to_screen:
        session.write(made.text.removesuffix("\n"))
    place = opened.path / _FOLDER / f"{made.on}.ttl" if write else None
    for file in (place, None if to_screen else output):
        if file is not None:
            _write(file, made.text, session.lang)


class _Made(NamedTuple):
    """What there is to show and to write."""

    lines: list[str]
    text: str
    on: str
    iri: str
    exists: bool
    published: bool


def _aggregated(
    session: Session, root: Root, on: date, limits: Limits, *, overwrite: bool
) -> _Made:
    from ldgraph import snapshot
    from ldgraph.answers.names import label
    from ldgraph.graph.access import EVERYONE
    from ldgraph.graph.versions import version_of
    from ldgraph.report.aggregate import aggregate as make
    from ldgraph.report.aggregate import counted_from
    from ldgraph.report.disclosure import review_lines

    session.folder = root.path
    whole = session.snapshot(on)
    public = snapshot.of(whole.dataset, root, on, EVERYONE)
    with progress() as step:
        made = make(
            whole,
            public,
            limits,
            on_date(None),
            version_of(counted_from(public.view)),
            overwrite=overwrite,
            step=step,
        )
    lines = review_lines(
        made.reviewed,
        lambda iri: label(public.view, iri, session.lang),
        limits.threshold,
        session.lang,
        invented=made.issue.invented,
    )
    return _Made(
        list(lines),
        made.text,
        made.issue.on,
        made.issue.iri,
        made.exists,
        any(made.issue.published.values()),
    )


def _show(session: Session, lines: Iterable[str], *, aside: bool) -> None:
    """Show what is to be reviewed; beside the file where that goes to standard output."""
    from ldgraph.report.visible import visible

    if not aside:
        session.show(lines)
        return
    for line in lines:
        click.echo(visible(line), err=True)


def _write(file: Path, text: str, lang: str) -> None:
    from ldgraph.graph.places import shown_path
    from ldgraph.report.visible import visible
    from ldgraph.turtle.write import write_atomic

    write_atomic(file, text)
    click.echo(visible(_WORDS["written"][lang].format(shown_path(file))), err=True)


def _refuse_low(threshold: int) -> None:
    from ldgraph.report.aggregate import LowThresholdError

    if threshold < _FLOOR:
        raise LowThresholdError(threshold, _FLOOR)

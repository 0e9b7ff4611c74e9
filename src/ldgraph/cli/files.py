"""Commands that change files: fmt, init, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.validate import report_lines

if TYPE_CHECKING:
    from ldgraph.cli.session import Session


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.pass_obj
def fmt(session: Session, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay out Turtle files in the house style; without PATHS all of the root's own.

    Comments and the order of statements stay as they are. A file with faults is left alone, and
    so is one that cannot be read or written.
    """
    from ldgraph.errors import UnreadableInputError, UnwritableFileError
    from ldgraph.graph.places import turtle_files
    from ldgraph.report.source import shown_name
    from ldgraph.report.visible import visible
    from ldgraph.report.words import count, say
    from ldgraph.turtle.layout import format_turtle
    from ldgraph.turtle.read import read_bytes
    from ldgraph.turtle.write import write_atomic

    changed, broken, failed = 0, False, False
    for file in turtle_files(paths or [session.own_root().path]):
        try:
            content = read_bytes(file)
            text, faults = format_turtle(content, file.as_posix())
            session.show(report_lines(faults, session.lang) if faults else ())
            broken = broken or bool(faults)
            if faults or text.encode() == content:
                continue
            if not check:
                write_atomic(file, text)
        except (UnreadableInputError, UnwritableFileError) as error:
            click.echo(f"ldgraph: {visible(error.message(session.lang))}", err=True)
            failed = True
            continue
        changed += 1
        done = say("would_change" if check else "changed", session.lang)
        session.show([f"{done} {shown_name(str(file))}"])
    if not changed and not broken and not failed:
        session.show([say("laid_out", session.lang)])
    elif changed:
        session.show([count(changed, "files", session.lang)])
    if failed or broken:
        sys.exit(3)
    if check and changed:
        sys.exit(1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--public-data", is_flag=True, help="With the programme's public data in it.")
@click.pass_obj
def init(session: Session, folder: Path, *, public_data: bool) -> None:
    """Make a new root in FOLDER, with a small, invented set to start from."""
    from ldgraph.errors import LdgraphError, in_dutch
    from ldgraph.intake.starter import make_root
    from ldgraph.report.words import say

    try:
        make_root(folder, public_data=public_data)
    except OSError as error:
        problem = error.strerror or str(error)
        raise LdgraphError(
            f"cannot make '{folder}': {problem}",
            f"kan '{folder}' niet maken: {in_dutch(problem)}",
        ) from error
    session.show(
        [f"{say('made_root', session.lang)} {folder}", f"    ldgraph --root {folder} stats"]
    )
    if not public_data:
        session.show([f"    ldgraph --root {folder} cover gemeente-99901"])


@click.group("import")
def import_() -> None:
    """Bring in other people's tables as Turtle files to review."""


@import_.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--read-on", required=True, help="Month the tables were copied, as 2026-11.")
@click.option(
    "--only",
    type=click.Choice(
        ["places", "frameworks", "figures", "catalogue", "mappings", "selection-matrix"]
    ),
    multiple=True,
    help="Only these files (repeat for more). The last two are written only when named here:"
    " ask their publishers before you publish them.",
)
@click.option("--dry-run", is_flag=True, help="Only say which files would change.")
@click.option("--overwrite", is_flag=True, help="Lose what was edited by hand in these files.")
@click.pass_obj
def reference(  # noqa: PLR0913 (one parameter for every option)
    session: Session,
    folder: Path,
    read_on: str,
    only: tuple[str, ...],
    *,
    dry_run: bool,
    overwrite: bool,
) -> None:
    """Write places, frameworks and the catalogue from a folder of reference tables.

    A file that was edited by hand since the last import is not written over: nothing is written,
    and the file is named.
    """
    from ldgraph.cli.session import on_date
    from ldgraph.intake.plan import DEFAULT_GROUPS
    from ldgraph.intake.reference import import_reference
    from ldgraph.report.words import say

    written = import_reference(
        folder,
        session.own_root(),
        read_on,
        on=on_date(None),
        only=only or DEFAULT_GROUPS,
        dry_run=dry_run,
        overwrite=overwrite,
    )
    session.show(written.changed)
    numbers = len(written.changed), len(written.unchanged)
    click.echo(say("import_done", session.lang).format(*numbers), err=True)

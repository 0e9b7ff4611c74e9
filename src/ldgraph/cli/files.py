"""Commands over files: validate, init, import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import Session, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.errors import Finding


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
@click.option("--show-restricted", is_flag=True, help="Show source lines of restricted files too.")
@click.pass_obj
def validate(
    session: Session, paths: tuple[Path, ...], fail_on: str, engine: str, *, show_restricted: bool
) -> None:
    """Check every file: syntax, names, references and shapes.

    PATHS limit what is reported, never what is read.
    """
    from ldgraph.errors import Severity
    from ldgraph.graph.check import check

    with progress() as step:
        found = check(session.root(), paths, step, engine)
    wanted = [path.resolve() for path in paths]
    reported = [one for one in found if _within(one, wanted)]
    session.show(_lines(reported, session.lang, show_restricted=show_restricted))
    limit = 4 if fail_on == "never" else Severity(fail_on).rank
    if any(one.code == "unreadable-file" for one in reported):
        sys.exit(3)
    if any(one.severity.rank >= limit for one in reported):
        sys.exit(1)


def _within(finding: Finding, folders: Sequence[Path]) -> bool:
    if finding.position is None or not folders:
        return True
    file = Path(finding.position.file).resolve()
    return any(file == folder or file.is_relative_to(folder) for folder in folders)


def _lines(found: list[Finding], lang: str, *, show_restricted: bool) -> Iterator[str]:
    from ldgraph.report.text import finding_lines
    from ldgraph.report.words import count, say

    for one in found:
        line = None
        if one.position and (show_restricted or not one.restricted):
            line = _source_line(Path(one.position.file), one.position.line)
        yield from finding_lines(one, lang, line)
    yield count(len(found), "findings", lang) if found else say("no_findings", lang)


def _source_line(file: Path, number: int) -> str | None:
    try:
        lines = file.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return None
    return lines[number - 1].rstrip("\r") if number <= len(lines) else None


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.pass_obj
def fmt(session: Session, paths: tuple[Path, ...], *, check: bool) -> None:
    """Lay out Turtle files in the house style; without PATHS all of the root's own.

    Comments and the order of statements stay as they are. A file with faults is left alone.
    """
    from ldgraph.graph.load import read_bytes
    from ldgraph.graph.places import turtle_files
    from ldgraph.report.words import count, say
    from ldgraph.turtle.layout import format_turtle
    from ldgraph.turtle.write import write_atomic

    changed, broken = 0, False
    for file in turtle_files(paths or [session.root().path]):
        content = read_bytes(file)
        text, faults = format_turtle(content, file.as_posix())
        session.show(_lines(faults, session.lang, show_restricted=True) if faults else ())
        broken = broken or bool(faults)
        if faults or text.encode() == content:
            continue
        changed += 1
        session.show([f"{say('would_change' if check else 'changed', session.lang)} {file}"])
        if not check:
            write_atomic(file, text)
    if not changed and not broken:
        session.show([say("laid_out", session.lang)])
    elif changed:
        session.show([count(changed, "files", session.lang)])
    if broken or (check and changed):
        sys.exit(1)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--public-data", is_flag=True, help="With the programme's public data in it.")
@click.pass_obj
def init(session: Session, folder: Path, *, public_data: bool) -> None:
    """Make a new root in FOLDER, with a small, invented set to start from."""
    from ldgraph.errors import LdgraphError
    from ldgraph.intake.starter import make_root
    from ldgraph.report.words import say

    try:
        make_root(folder, public_data=public_data)
    except OSError as error:
        raise LdgraphError(f"cannot make '{folder}': {error.strerror or error}") from error
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

    written = import_reference(
        folder,
        session.root(),
        read_on,
        on=on_date(None),
        only=only or DEFAULT_GROUPS,
        dry_run=dry_run,
        overwrite=overwrite,
    )
    session.show(written.changed)
    click.echo(f"{len(written.changed)} changed, {len(written.unchanged)} unchanged", err=True)

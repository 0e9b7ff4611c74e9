"""The command that writes the files of every public dataset."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli import uncommitted
from ldgraph.cli.session import Session, progress

if TYPE_CHECKING:
    from ldgraph.catalogue.describe import Offer
    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot

_WORDS = {
    "row": {"nl": "{}: {} uitspraken, versie {}", "en": "{}: {} statements, version {}"},
    "written": {"nl": "geschreven: {} ({} bestanden)", "en": "written: {} ({} files)"},
    "no_address": {
        "nl": "'{}' is geen adres van een server: geef er een, bijvoorbeeld "
        "https://data.example.org",
        "en": "'{}' is no address of a server: give one, such as https://data.example.org",
    },
    "no_stream": {
        "nl": "geen stroom '{}'; er zijn: {} (-2 en zo voort voor een die in de plaats kwam)",
        "en": "no stream '{}'; there are: {} (-2 and so on for one that took its place)",
    },
    "from_disk": {
        "nl": "van schijf gelezen, niet uit de revisie: {}",
        "en": "read from disk, not from the revision: {}",
    },
}


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--commit", metavar="REV", help="Of the root as it was at this revision.")
@click.option(
    "--previous", metavar="REV", help="The revision that was written the last time, to name it."
)
@click.option(
    "--address",
    metavar="URL",
    help="Address of the server that will have the files (default: the base of the root).",
)
@click.option(
    "--stream",
    default="",
    metavar="NAME",
    help="Describe the event stream of that name too, as of that server.",
)
@click.pass_obj
def dump(  # noqa: PLR0913 (one per option)
    session: Session,
    out: Path,
    commit: str | None,
    previous: str | None,
    address: str | None,
    *,
    stream: str,
) -> None:
    """Write the files of every public dataset to OUT, with the catalogue that describes them.

    Turtle, N-Quads and JSON-LD, each with gzip too, in OUT/download; catalogus.ttl, void.ttl and
    SHA256SUMS beside them. The same commit gives the same bytes, whenever and wherever. What is
    not for everyone is not even read.

    OUT is replaced as a whole or not at all, and only where it is empty or comes from this command.

    Exit code: 0 written, 2 OUT holds something else, there is no such stream or the root does not
    say who publishes it, 3 something could not be read or written.
    """
    from ldgraph.catalogue.writing import offer_of, refuse_other, write

    where, root = _address(session, address), _at(session, commit)
    _refuse_stream(session, root, stream)
    refuse_other(out.resolve(), root)
    public = _public(session, root)
    before = _public(session, _at(session, previous)) if previous else None
    offer = offer_of(public, where, stream=stream, before=before)
    written = write(out, public, offer)
    session.show(_lines(session, out, offer, len(written)))
    _warn(session, commit)


def _warn(session: Session, commit: str | None) -> None:
    """Name what is not committed, but not to who chose an older commit."""
    from ldgraph.graph.git import Repository

    root = session.own_root()
    if commit is None:
        uncommitted.warn(root, "taken_in", session.lang, extended=True)
        return
    repository = Repository(root.path)
    if repository.commit(commit) == repository.commit("HEAD"):
        uncommitted.warn(root, "left_out", session.lang, extended=True)


def _public(session: Session, root: Root) -> Snapshot:
    """Read a root as everyone may see it."""
    from ldgraph.catalogue.reading import public_of, read

    with progress() as step:
        dataset = read(root, step)
    session.refuse_faults(dataset)
    return public_of(root, dataset)


def _at(session: Session, commit: str | None) -> Root:
    """Open the root, as it is or as it was."""
    root = session.own_root()
    if commit is None:
        return root
    from ldgraph.graph.revisions import root_at

    found = root_at(root, commit)
    for one in found.from_disk():
        click.echo(_WORDS["from_disk"][session.lang].format(one.path), err=True)
    return found.root


def _refuse_stream(session: Session, root: Root, given: str) -> None:
    """Refuse the name of a stream that no build of this root makes, or of one that it extends.

    Raises:
        click.BadParameter: It is such a name.
    """
    from ldgraph.stream.pages import name_of
    from ldgraph.stream.settings import read_settings

    # A number above that of the settings is of a stream that took the place of another.
    numbered = re.fullmatch(r"(.*)-([2-9]|[1-9][0-9]{1,3})", given)
    stem = numbered[1] if numbered else given
    roots = root.lineage()
    if not given or stem in {name_of(one.name, 1) for one in roots}:
        return
    names = [name_of(one.name, read_settings(one).number) for one in roots]
    said = _WORDS["no_stream"][session.lang].format(given, ", ".join(names))
    raise click.BadParameter(said, param_hint="--stream")


def _address(session: Session, given: str | None) -> str:
    """Give the address of a server that was asked for.

    Raises:
        click.BadParameter: It is none.
    """
    from ldgraph.graph.places import is_base

    if given is not None and not (given.startswith("http") and is_base(given)):
        said = _WORDS["no_address"][session.lang].format(given)
        raise click.BadParameter(said, param_hint="--address")
    return given or ""


def _lines(session: Session, out: Path, offer: Offer, files: int) -> list[str]:
    row, written = _WORDS["row"][session.lang], _WORDS["written"][session.lang]
    return [
        *(row.format(one.part.name, one.statements, one.version) for one in offer.dumps.dumps),
        written.format(out, files),
    ]

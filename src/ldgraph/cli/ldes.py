"""The command that makes the event stream of a root out of its git history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli import uncommitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.cli.session import Session
    from ldgraph.stream.build import Built

_WORDS = {
    "built": {
        "nl": "{iri}: {versions}, waarvan {added} nieuw ({commits}, {blobs} uit git gelezen); "
        "{written} geschreven in {out}",
        "en": "{iri}: {versions}, {added} of them new ({commits}, {blobs} read out of git); "
        "{written} written in {out}",
    },
    "rewritten": {
        "nl": "de geschiedenis is herschreven: dit is een nieuwe stroom, en de vorige zegt dat",
        "en": "history was rewritten: this is a new stream, and the one before says so",
    },
    "changed": {
        "nl": "een instelling waar de stroom van afhangt is anders: dit is een nieuwe stroom, en "
        "de vorige zegt dat",
        "en": "a setting that the stream hangs on is another: this is a new stream, and the one "
        "before says so",
    },
    "withdrawn": {
        "nl": "wat openbaar was, is het niet meer: dit is een nieuwe stroom zonder dat, en de "
        "bladzijden van de vorige zijn weg",
        "en": "what was public no longer is: this is a new stream without it, and the pages of the "
        "one before are gone",
    },
    "numbered": {
        "nl": "ldgraph.toml vraagt een nieuwe stroom, en de vorige zegt dat",
        "en": "ldgraph.toml asks for a new stream, and the one before says so",
    },
    "number": {
        "nl": "zet number = {number} onder [stream] in ldgraph.toml en commit dat: dan geeft een "
        "bouw uit het niets dezelfde stroom",
        "en": "put number = {number} below [stream] in ldgraph.toml and commit it: then a build "
        "from nothing gives the same stream",
    },
    "unread": {
        "nl": "{unread} bestanden van oudere commits zijn geen Turtle: wat ze eerder zeiden, bleef",
        "en": "{unread} files of older commits are no Turtle: what they said before stayed",
    },
    "unread, one": {
        "nl": "{unread} bestand van een oudere commit is geen Turtle: wat het eerder zei, bleef",
        "en": "{unread} file of an older commit is no Turtle: what it said before stayed",
    },
}


@click.group()
def ldes() -> None:
    """Let others follow the public objects of a root: an event stream (LDES) of git's history."""


@ldes.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File in which a build remembers; not for the public (default: OUT.state beside OUT).",
)
@click.pass_obj
def build(session: Session, out: Path, state: Path | None) -> None:
    """Write the event stream as pages in OUT, for any web server; later only what is new.

    Each public object has a version for each commit that changed it; what is not committed is not
    in it, and is named. Restricted files never come in, nor what once was public and is restricted
    now, nor what [stream] in ldgraph.toml lists as withdrawn.

    Exit code: 0 done, 2 the root is in no repository or a setting cannot be, 3 something could not
    be read or written.
    """
    from ldgraph.report.visible import visible
    from ldgraph.stream.build import build as make
    from ldgraph.stream.settings import read_settings

    root = session.own_root()
    asked = read_settings(root).number
    remembered = state or out.absolute().with_name(f"{out.absolute().name}.state")
    built = make(root, out, remembered)
    for line in _told(built, out, asked, session.lang):
        click.echo(visible(line), err=True)
    uncommitted.warn(root, "left_out", session.lang, extended=False)


def _told(built: Built, out: Path, asked: int, lang: str) -> Iterator[str]:
    from ldgraph.report.words import count

    if built.reason:
        yield _WORDS[built.reason][lang]
    if built.number > asked:
        yield _WORDS["number"][lang].format(number=built.number)
    if built.unread:
        unread = "unread, one" if built.unread == 1 else "unread"
        yield _WORDS[unread][lang].format(unread=built.unread)
    yield _WORDS["built"][lang].format(
        iri=built.stream.iri,
        versions=count(built.versions, "versions", lang),
        added=built.added,
        commits=count(built.commits, "commits", lang),
        blobs=count(built.blobs, "files", lang),
        written=count(built.written, "files", lang),
        out=out,
    )

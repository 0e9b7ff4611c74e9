"""The command that writes what JSON means and how it looks: context, frames and schemas."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.cli.session import Session
    from ldgraph.graph.places import Root
    from ldgraph.jsonld.context import Context

_WORDS = {
    "written": {"nl": "{} bestanden geschreven in {}", "en": "{} files written in {}"},
    "kept": {"nl": "bewaard: {}", "en": "kept: {}"},
    "known": {"nl": "versie {} is al bewaard", "en": "version {} is kept already"},
    "unknown": {
        "nl": "versie {} van de context is niet bewaard: `ldgraph jsonld --record` doet dat",
        "en": "version {} of the context is not kept: `ldgraph jsonld --record` does that",
    },
    "nothing": {
        "nl": "zeg waar de bestanden moeten komen (OUT), of geef --record of --check",
        "en": "say where the files are to go (OUT), or give --record or --check",
    },
}


@click.command()
@click.argument("out", metavar="[OUT]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--address",
    metavar="URL",
    help="Where OUT will be published (default: the base of the identifiers).",
)
@click.option("--record", is_flag=True, help="Keep this version of the context in the root.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if this version is not kept."
)
@click.pass_obj
def jsonld(
    session: Session, out: Path | None, address: str | None, *, record: bool, check: bool
) -> None:
    """Write the JSON-LD context, frames and JSON Schemas of the ontology and shapes in OUT.

    They lie there as the server serves them: context/, frame/ and schema/, so that any web server
    can. A context that was published has to stay: --record keeps it in the root, under a name that
    is a hash of what it says, and the server serves all that are kept.

    Exit code: 0 done, 1 the version is not kept (--check), 2 nothing is asked or a setting cannot
    be, 3 something could not be read or written.
    """
    from ldgraph.jsonld.record import record as keep
    from ldgraph.jsonld.record import recorded

    words = {name: text[session.lang] for name, text in _WORDS.items()}
    if out is None and not record and not check:
        raise click.UsageError(words["nothing"])
    root = session.own_root()
    context = _context(session, root)
    if check and context.version not in recorded(root):
        click.echo(words["unknown"].format(context.version), err=True)
        sys.exit(1)
    if record and not check:
        _keep(keep(root, context), context.version, words)
    if out is not None and not check:
        from ldgraph.turtle.write import write_atomic

        files = dict(_files(root, context, (address or root.base).rstrip("/")))
        for name, content in files.items():
            write_atomic(out / name, content.decode())
        click.echo(words["written"].format(len(files), out), err=True)


def _context(session: Session, root: Root) -> Context:
    """Make the context of what is for everyone; the rest is not read."""
    from ldgraph.graph.load import load
    from ldgraph.graph.places import source_files
    from ldgraph.jsonld.context import context_of

    dataset = load([one for one in source_files(root) if not one.restricted])
    session.refuse_faults(dataset)
    return context_of(dataset, root)


def _keep(folder: Path | None, version: str, words: dict[str, str]) -> None:
    from ldgraph.graph.places import shown_path

    done = words["known"].format(version)
    click.echo(done if folder is None else words["kept"].format(shown_path(folder)), err=True)


def _files(root: Root, context: Context, here: str) -> Iterator[tuple[str, bytes]]:
    """Give each file: what holds now, and the same below the name of its version."""
    from ldgraph.jsonld.context import FOLDER, NAME, path_of
    from ldgraph.jsonld.frame import FOLDER as FRAMES
    from ldgraph.jsonld.frame import frame
    from ldgraph.jsonld.record import published
    from ldgraph.jsonld.schema import FOLDER as SCHEMAS
    from ldgraph.jsonld.schema import schema_of

    yield f"{FOLDER}/{NAME}", context.content
    for version, one in published(root, context).items():
        yield path_of(version).lstrip("/"), one.content
        for name, classes in one.classes.items():
            made = frame(classes, here + path_of(version))
            yield f"{FRAMES}/{version}/{name}.jsonld", made
            if version == context.version:
                yield f"{FRAMES}/{name}.jsonld", made
    for name, known in context.vocabulary.framed.items():
        schema = schema_of(known, context.vocabulary)
        content = schema.written(here)
        yield f"{SCHEMAS}/{name}.json", content
        yield schema.path.lstrip("/"), content

"""The command that publishes a root over HTTP."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.configured import with_settings
from ldgraph.cli.session import Session, progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fastapi import FastAPI

    from ldgraph.graph.places import Root
    from ldgraph.serve.operate.asking import Outcome
    from ldgraph.serve.settings import Settings

_TOKEN = "LDGRAPH_RELOAD_TOKEN"  # noqa: S105 (its name)


@click.command()
@click.argument("folder", metavar="[ROOT]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--check",
    is_flag=False,
    flag_value="",
    metavar="[URL]",
    help="Ask the server, or that at URL, what it must be able to answer, and show how it went.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Of --check.",
)
@click.pass_obj
def serve(
    session: Session, /, folder: Path | None, check: str | None, form: str, **flags: object
) -> None:
    """Publish ROOT over HTTP, until interrupted: to everyone what is for everyone.

    With an issuer of tokens also to governments what is theirs; without one, what is not for
    everyone is not even read.

    Settings come from flags, variables LDGRAPH_..., or the table [serve] in ldgraph.toml:
    `ldgraph config --show` shows them. When files change they are read again, also at SIGHUP.
    """
    from ldgraph.serve.config import as_settings, effective

    if check is not None:
        if "://" not in check:
            folder, check = (Path(check) if check else folder), ""
        _check(session, folder, check, form, flags)
        return
    session.folder = folder or session.folder
    opened = session.root()
    _publish(session, opened, as_settings(effective(opened, flags, os.environ)))


with_settings(serve)


def _made(session: Session, opened: Root, settings: Settings) -> FastAPI:
    """Read a root and make the application over it; one that cannot be read is refused."""
    from ldgraph.graph.places import SPARQL
    from ldgraph.serve.access.opened import gate_of
    from ldgraph.serve.app import create_app
    from ldgraph.serve.library import Library, read

    gate = gate_of(settings)
    _look_at_terms(session, opened)
    day, restricted = settings.today, gate.issuer is not None
    library: Library
    if opened.store == SPARQL:
        from ldgraph.engine.opened import Engines
        from ldgraph.serve.elsewhere import RemoteLibrary

        engines = Engines(opened, os.environ)
        library = RemoteLibrary(engines, opened, day, restricted=restricted)
        session.refuse_faults(library.public.snapshot.dataset)
    else:
        with progress() as step:
            dataset = read(opened, restricted=restricted, progress=step)
        session.refuse_faults(dataset)
        library = Library(dataset, opened, day)
    return create_app(library, settings, gate, os.environ.get(_TOKEN, ""))


def _look_at_terms(session: Session, opened: Root) -> None:
    """Say that there will be no catalogue where the root does not say what that must have.

    Raises:
        ConfigError: It says so wrongly.
    """
    from ldgraph.catalogue.settings import NoTermsError, terms_of

    try:
        terms_of(opened)
    except NoTermsError as error:
        click.echo(f"ldgraph: {error.message(session.lang)}", err=True)


def _publish(session: Session, opened: Root, settings: Settings) -> None:
    from ldgraph.serve.operate import logs
    from ldgraph.serve.operate.run import Server, address_of, listen

    with listen(settings.host, settings.port) as listening:
        app = _made(session, opened, settings)
        address = address_of(listening, settings.prefix)
        told = {
            "nl": f"ldgraph luistert op {address} (Ctrl-C om te stoppen)",
            "en": f"ldgraph listens at {address} (Ctrl-C to stop)",
        }[session.lang]
        log = logs.start(sys.stderr, settings.log)
        try:
            Server(app, settings, lambda: click.echo(told, err=True)).run_until_told(listening)
        finally:
            log.close()


def _check(
    session: Session, folder: Path | None, url: str, form: str, flags: Mapping[str, object]
) -> None:
    from ldgraph.serve.config import as_settings, effective
    from ldgraph.serve.operate.asking import ask, served

    if url:
        outcomes = ask(url)
    else:
        session.folder = folder or session.folder
        opened = session.root()
        settings = as_settings(effective(opened, flags, os.environ))
        with served(_made(session, opened, settings), settings) as address:
            outcomes = ask(address)
    if form == "json":
        listed = [
            {
                "check": one.check.id,
                "asked": one.asked,
                "wanted": one.wanted,
                "got": one.got,
                "ok": one.is_good,
            }
            for one in outcomes
        ]
        session.write(json.dumps(listed, indent=2, ensure_ascii=False))
    else:
        session.show(_table(outcomes, session.lang))
    if not all(one.is_good for one in outcomes):
        sys.exit(1)


def _table(outcomes: list[Outcome], lang: str) -> Iterator[str]:
    heads = {
        "nl": ("controle", "gevraagd", "verwacht", "gekregen", "goed"),
        "en": ("check", "asked", "wanted", "got", "ok"),
    }[lang]
    yes, no = ("ja", "NEE") if lang == "nl" else ("yes", "NO")
    rows = [heads] + [
        (one.check.id, one.asked, one.wanted, one.got, yes if one.is_good else no)
        for one in outcomes
    ]
    widths = [min(40, max(len(row[at]) for row in rows)) for at in range(len(heads))]
    for row, is_good in zip(rows, (True, *(one.is_good for one in outcomes)), strict=True):
        # What went wrong is shown whole; what went well, in its column.
        cells = [
            _cut(cell, width) if is_good else cell for cell, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(
            f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)
        ).rstrip()
    good = sum(one.is_good for one in outcomes)
    words = "controles goed" if lang == "nl" else "checks ok"
    yield f"{good}/{len(outcomes)} {words}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"

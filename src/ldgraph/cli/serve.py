"""The command that publishes a root over HTTP."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.configured import with_settings
from ldgraph.cli.session import Session, on_date, progress

if TYPE_CHECKING:
    from ldgraph.graph.places import Root
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


def _publish(session: Session, opened: Root, settings: Settings) -> None:
    from ldgraph.serve.access.opened import gate_of
    from ldgraph.serve.app import create_app
    from ldgraph.serve.library import Library, read
    from ldgraph.serve.operate import logs
    from ldgraph.serve.operate.run import Server, address_of, listen

    gate = gate_of(settings)
    listening = listen(settings.host, settings.port)
    with progress() as step:
        dataset = read(opened, restricted=gate.issuer is not None, progress=step)
    session.refuse_faults(dataset)
    library = Library(dataset, opened, settings.on or on_date(None))
    app = create_app(library, settings, gate, os.environ.get(_TOKEN, ""))
    del dataset, library  # the application has them, until it has others
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
    session: Session, root: Path | None, url: str, form: str, flags: dict[str, object]
) -> None:
    raise NotImplementedError

"""The command that publishes a root over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ldgraph.cli.config import given_flags, with_settings
from ldgraph.cli.session import Session, progress

#: The variable with what an operator shows to have the root read again.
RELOAD_TOKEN = "LDGRAPH_RELOAD_TOKEN"  # noqa: S105 (its name)


@click.command()
@click.argument("folder", metavar="[ROOT]", required=False, type=click.Path(path_type=Path))
@with_settings
@click.pass_obj
def serve(session: Session, /, folder: Path | None, **options: Any) -> None:  # noqa: ANN401
    """Publish ROOT over HTTP, until interrupted: to everyone what is for everyone.

    With an issuer of tokens also to governments what is theirs; without one, what is not for
    everyone is not even read. Every option is a setting too: a variable LDGRAPH_..., or a key of
    [serve] in ldgraph.toml.
    """
    import os

    from ldgraph.serve.access.opened import gate_of
    from ldgraph.serve.app import create_app
    from ldgraph.serve.config import effective
    from ldgraph.serve.library import Library, read
    from ldgraph.serve.run import run

    session.folder = folder or session.folder
    opened = session.root()
    settings = effective(opened, given_flags(options), os.environ).settings
    gate = gate_of(settings)
    with progress() as step:
        dataset = read(opened, restricted=gate.issuer is not None, progress=step)
    session.refuse_faults(dataset)
    library = Library(dataset, opened, settings.day)
    token = os.environ.get(RELOAD_TOKEN, "")
    app = create_app(library, settings, gate, session.root, token)
    run(app, settings, session.lang)

"""The command that publishes a root over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import click

from ldgraph.cli.session import DATE, Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Unpack


class _Access(TypedDict):
    """The options about tokens, as the settings have them."""

    issuer: str
    audience: str
    central: tuple[str, ...]
    scope: str
    introspection: str
    client: str
    leeway: float
    origins: tuple[str, ...]


@click.command()
@click.argument("root", required=False, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port to listen at; 0 takes one that is free.",
)
@click.option("--prefix", default="", help="Path below which a proxy shows the server.")
@click.option(
    "--trusted-proxy",
    "trusted",
    multiple=True,
    help="Address or network whose X-Forwarded headers are believed; repeat for more.",
)
@click.option("--date", "on", type=DATE, help="Reference date (default: today).")
@click.option(
    "--issuer",
    default="",
    envvar="LDGRAPH_ISSUER",
    help="Address of the OIDC issuer whose tokens give access to what is not for everyone.",
)
@click.option(
    "--audience",
    default="",
    envvar="LDGRAPH_AUDIENCE",
    help="What the issuer calls this server; with --issuer.",
)
@click.option(
    "--central",
    multiple=True,
    envvar="LDGRAPH_CENTRAL",
    help="OVO number of an organisation that may see all; repeat for more.",
)
@click.option(
    "--scope", default="", envvar="LDGRAPH_SCOPE", help="Scope that a token needs to give rights."
)
@click.option(
    "--introspection",
    default="",
    envvar="LDGRAPH_INTROSPECTION",
    help="Address where opaque tokens are asked after; the secret is read from LDGRAPH_SECRET.",
)
@click.option("--client", default="", envvar="LDGRAPH_CLIENT", help="Name of this server there.")
@click.option(
    "--leeway",
    default=30.0,
    show_default=True,
    envvar="LDGRAPH_LEEWAY",
    help="Seconds by which the clock of the issuer may differ.",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    envvar="LDGRAPH_ORIGINS",
    help="Site whose pages may ask with a token, such as https://dashboard.example; repeat.",
)
@click.pass_obj
def serve(  # noqa: PLR0913, PLR0917 (one per option)
    session: Session,
    root: Path | None,
    host: str,
    port: int,
    prefix: str,
    trusted: Iterable[str],
    on: datetime | None,
    **access: Unpack[_Access],
) -> None:
    """Publish ROOT over HTTP, until interrupted: to everyone what is for everyone.

    With an issuer of tokens also to governments what is theirs; without one, what is not for
    everyone is not even read.
    """
    import uvicorn

    from ldgraph.serve.access.opened import gate_of
    from ldgraph.serve.app import create_app
    from ldgraph.serve.library import Library, read
    from ldgraph.serve.settings import Settings

    _refuse_no_network(trusted)
    session.folder = root or session.folder
    opened = session.root()
    settings = Settings(
        host=host,
        port=port,
        prefix=prefix,
        trusted=tuple(trusted),
        on=on and on.date(),
        **access,
    )
    gate = gate_of(settings)
    with progress() as step:
        dataset = read(opened, restricted=gate.issuer is not None, progress=step)
    session.refuse_faults(dataset)
    library = Library(dataset, opened, on_date(on))
    app = create_app(library, settings, gate)
    # Whom to believe is decided in one place, which is not uvicorn's.
    uvicorn.run(app, host=host, port=port, proxy_headers=False, server_header=False)


def _refuse_no_network(trusted: Iterable[str]) -> None:
    from ipaddress import ip_network

    for one in trusted:
        try:
            ip_network(one, strict=False)
        except ValueError:
            hint = "--trusted-proxy"
            raise click.BadParameter(one, param_hint=hint) from None

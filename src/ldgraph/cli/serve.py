"""The command that publishes a root over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ldgraph.cli.session import DATE, Session, on_date, progress

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


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
@click.pass_obj
def serve(  # noqa: PLR0913, PLR0917 (one per option)
    session: Session,
    root: Path | None,
    host: str,
    port: int,
    prefix: str,
    trusted: Iterable[str],
    on: datetime | None,
) -> None:
    """Publish what is for everyone of ROOT over HTTP, until interrupted."""
    import uvicorn

    from ldgraph.serve.app import create_app
    from ldgraph.serve.library import Library, read
    from ldgraph.serve.settings import Settings

    _refuse_no_network(trusted)
    session.folder = root or session.folder
    opened = session.root()
    with progress() as step:
        dataset = read(opened, restricted=False, progress=step)
    session.refuse_faults(dataset)
    library = Library(dataset, opened, on_date(on))
    settings = Settings(
        host=host, port=port, prefix=prefix, trusted=tuple(trusted), on=on and on.date()
    )
    app = create_app(library, settings)
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

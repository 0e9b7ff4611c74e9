"""The example's server with an issuer of tokens beside it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from ldgraph.graph.places import open_root
from ldgraph.serve.access.gate import Gate, Rights
from ldgraph.serve.access.introspection import Introspection
from ldgraph.serve.access.issuer import Issuer
from ldgraph.serve.access.tokens import TokenRules
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

from .issuers import HERE, Running, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from anyio.from_thread import BlockingPortal

    Open = Callable[..., TestClient]

ON = date(2026, 11, 25)
CENTRAL = "OVO999999"


@pytest.fixture(scope="session")
def library(project: Path) -> Library:
    """Read all of the example."""
    root = open_root(project / "voorbeeld")
    return Library(read(root, restricted=True), root, ON)


@pytest.fixture
def issuer() -> Iterator[Running]:
    """Run an issuer on loopback."""
    with running() as made:
        yield made


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Say how late it is."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Give the clock by which what was found of tokens and keys grows old."""
    return Clock()


@pytest.fixture
def portal() -> Iterator[BlockingPortal]:
    """Give an event loop in a thread of its own."""
    with start_blocking_portal() as made:
        yield made


@pytest.fixture
def open_app(library: Library, issuer: Running, clock: Clock, portal: BlockingPortal) -> Open:
    """Give a function that opens the server with an issuer."""

    def open_one(scope: str | None = None, *, introspected: bool = False) -> TestClient:
        asks = Introspection(f"{issuer.address}/introspect", "a client", "s3cr:t&")
        gate = Gate(
            Issuer(issuer.address, clock=clock),
            TokenRules(HERE),
            Rights(frozenset({CENTRAL}), scope),
            asks if introspected else None,
            clock,
        )
        app = create_app(library, Settings(on=ON), gate)
        return in_loop(TestClient(app), portal)

    return open_one


def in_loop(client: TestClient, portal: BlockingPortal) -> TestClient:
    """Let all requests of a client run in one loop, without the processes that SPARQL needs."""
    client.portal = portal
    return client


@pytest.fixture
def client(open_app: Open) -> TestClient:
    """Open the server with an issuer, and no introspection."""
    return open_app()

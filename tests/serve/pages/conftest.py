"""Servers that hold restricted facts too, and who asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.graph.places import open_root
from ldgraph.serve.app import create_app
from ldgraph.serve.depends import audience
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    As = Callable[[Audience], TestClient]


@pytest.fixture(scope="session")
def asked_as(project: Path, library: Library) -> As:
    """Give a function that makes a caller of a server over all facts, restricted ones too."""
    on: date = library.published(EVERYONE).snapshot.on
    root = open_root(project / "voorbeeld")
    whole = Library(read(root, restricted=True), root, on)
    made: dict[Audience, TestClient] = {}

    def client(who: Audience) -> TestClient:
        if who not in made:
            app = create_app(whole, Settings(on=on))
            app.dependency_overrides[audience] = lambda: who
            made[who] = TestClient(app, "http://example.test", follow_redirects=False)
        return made[who]

    return client

"""The example with all that is in it, asked by everyone, by one government, by one of the staff."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience
from ldgraph.graph.places import open_root
from ldgraph.serve import depends
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

ON = dt.date(2026, 11, 24)
OWN = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99001"


@pytest.fixture(scope="session")
def full(project: Path) -> Library:
    """Read all of the example, what is restricted too."""
    root = open_root(project / "voorbeeld")
    return Library(read(root, restricted=True), root, ON)


@pytest.fixture(scope="session")
def everyone(full: Library) -> TestClient:
    """Call as one without a token."""
    return _client(full, EVERYONE)


@pytest.fixture(scope="session")
def own(full: Library) -> TestClient:
    """Call as one government."""
    return _client(full, Audience(OWN))


@pytest.fixture(scope="session")
def staff(full: Library) -> TestClient:
    """Call as one entitled to all."""
    return _client(full, ENTITLED_TO_ALL)


def _client(library: Library, audience: Audience) -> TestClient:
    app = create_app(library, Settings(on=ON))
    app.dependency_overrides[depends.audience] = lambda: audience
    return TestClient(app, "http://example.test", follow_redirects=False)

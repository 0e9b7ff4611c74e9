"""What is restricted in an engine of its own: whoever is not answered from it does not need it."""

from __future__ import annotations

import os
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.engine.endpoint import EngineError
from ldgraph.engine.opened import Engines
from ldgraph.engine.release import release
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.serve.app import create_app
from ldgraph.serve.elsewhere import RemoteLibrary
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Engine

pytestmark = pytest.mark.usefixtures("unasked")

_ON = date(2026, 11, 25)


@pytest.fixture
def other(engine: Engine, root: Path, tmp_path: Path) -> Iterator[Engine]:
    """Start an engine for what is restricted, and name it in the settings."""
    folder = tmp_path / "other"
    folder.mkdir()
    made = type(engine)(engine._binary, folder)  # noqa: SLF001 (another of the same)
    settings = root / "ldgraph.toml"
    before, table, after = settings.read_text("utf-8").partition("[sparql.restricted]")
    for one in ("query", "update", "data"):
        after = after.replace(getattr(engine, one), getattr(made, one))
    settings.write_text(f"{before}{table}\ntries = 1{after}", "utf-8")
    try:
        yield made
    finally:
        made.process.terminate()
        made.process.wait(30)


def _publish(root: Path) -> None:
    opened = open_root(root)
    list(release(Engines(opened, os.environ), load(source_files(opened)), opened, _ON))


def _client(root: Path, *, restricted: bool) -> TestClient:
    opened = open_root(root)
    library = RemoteLibrary(Engines(opened, os.environ), opened, _ON, restricted=restricted)
    return TestClient(create_app(library, Settings(on=_ON, watch=0.1)), "http://example.test")


@pytest.mark.parametrize("restricted", [False, True])
def test_what_is_public_is_served_anew_while_the_engine_of_what_is_not_is_away(
    root: Path,
    other: Engine,
    restricted: bool,  # noqa: FBT001 (a case)
    caplog: pytest.LogCaptureFixture,
) -> None:
    _publish(root)
    other.process.terminate()
    other.process.wait(30)
    with _client(root, restricted=restricted) as client:
        assert "Bewaking" in client.get("/v1/aanbod").text
        file = root / "data" / "openbaar" / "catalogus.ttl"
        file.write_text(file.read_text("utf-8").replace('"Bewaking', '"Toezicht'), "utf-8")
        with pytest.raises(EngineError):  # of the second one: what is public is published by then
            _publish(root)
        until = time.monotonic() + 30
        while "Toezicht" not in client.get("/v1/aanbod").text:
            assert time.monotonic() < until
            time.sleep(0.05)
        health = client.get("/health").json()
        assert (health["status"], health["reload"]["status"]) == ("UP", "UP")
    told = [one.getMessage() for one in caplog.records if one.name == "ldgraph.serve.reload"]
    assert not any("the engine gives no answer" in one for one in told)
    # Once, and only where somebody is answered from it.
    assert sum("not for everyone cannot be asked" in one for one in told) == int(restricted)

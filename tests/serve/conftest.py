"""A server over the example root: in this process, and as its user starts it."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.places import open_root
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

ON = dt.date(2026, 11, 24)
_MOST_SECONDS = 60.0


@pytest.fixture(scope="session")
def library(project: Path) -> Library:
    """Give the example as everyone may see it."""
    root = open_root(project / "voorbeeld")
    return Library(read(root, restricted=False), root, ON)


@pytest.fixture(scope="session")
def app(library: Library) -> FastAPI:
    """Make an application over it."""
    return create_app(library, Settings(on=ON))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Call it in this process."""
    with TestClient(app, "http://example.test", follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="session")
def server(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start it as its user does; gives its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    # A file and no pipe: nobody reads what it logs, and it must not wait for that.
    said = tmp_path_factory.mktemp("server") / "said"
    with said.open("wb") as log:
        child = subprocess.Popen(
            [
                *(sys.executable, "-m", "ldgraph", "serve", str(project / "voorbeeld")),
                *("--port", str(port), "--date", ON.isoformat()),
            ],
            stdout=log,
            stderr=log,
            env={**os.environ, "LDGRAPH_LANG": "en"},
        )
    try:
        until = time.monotonic() + _MOST_SECONDS
        while not _answers(address):
            assert child.poll() is None, said.read_text("utf-8")[-2000:]
            assert time.monotonic() < until
            time.sleep(0.05)
        yield address
    finally:
        child.terminate()
        child.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310 (ours)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False

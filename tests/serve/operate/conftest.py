"""A small root that a test may spoil, and servers over it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Start = Callable[..., TestClient]

ON = date(2026, 11, 25)
TOKEN = "beheerder-0123456789"  # noqa: S105 (of the tests)
OPERATOR = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a small root with invented facts."""
    made = tmp_path / "root"
    make_root(made, public_data=False)
    return made


@pytest.fixture
def start(root: Path) -> Iterator[Start]:
    """Give a function that serves the root in this process."""
    running: list[TestClient] = []

    def begin(*, restricted: bool = False, **settings: object) -> TestClient:
        opened = open_root(root)
        library = Library(read(opened, restricted=restricted), opened, ON)
        given = {"on": ON, "watch": 0, **settings}
        app = create_app(library, Settings(**given), reload_token=TOKEN)  # type: ignore[arg-type]
        client = TestClient(app, "http://example.test", client=("127.0.0.1", 50000))
        running.append(client)
        return client.__enter__()

    yield begin
    for one in running:
        one.__exit__(None, None, None)


class Process:
    """The command as an operator starts it, with its lines until it was ready."""

    def __init__(self, child: subprocess.Popen[str], address: str, told: str) -> None:
        self.child = child
        self.address = address
        self.told = told


@contextmanager
def started(*options: str, **environment: str) -> Iterator[Process]:
    """Run ``ldgraph serve`` on a free port."""
    with subprocess.Popen(
        [sys.executable, "-m", "ldgraph", "serve", "--port", "0", *options],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stderr is not None
        told = ""
        try:
            for line in child.stderr:
                told += line
                found = re.search(r"http://127\.0\.0\.1:\d+", line)
                if found:
                    yield Process(child, found[0], told)
                    return
            pytest.fail(told)
        finally:
            if child.poll() is None:
                child.kill()

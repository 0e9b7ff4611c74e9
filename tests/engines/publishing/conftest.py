"""An engine that runs, and a small root that is published there."""

from __future__ import annotations

import subprocess
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from tests.engines import running
from tests.engines.conftest import virtuoso_or_skip

from ldgraph.engine import release
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MOST_SECONDS = 30.0


@dataclass
class Addresses:
    """Where an engine is reached, and the line on credentials in the settings."""

    query: str
    update: str
    data: str
    auth: str = ""


class Engine(Addresses):
    """An Oxigraph that runs on loopback, and keeps what it has in memory."""

    def __init__(self, binary: str, folder: Path) -> None:
        self._port = running.free_port()
        self._binary, self._folder = binary, folder
        at = f"http://127.0.0.1:{self._port}"
        super().__init__(f"{at}/query", f"{at}/update", f"{at}/store")
        self.again()

    def again(self) -> None:
        """Start it, with nothing in it."""
        with (self._folder / "engine.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._binary, "serve", "--bind", f"127.0.0.1:{self._port}"],
                stdout=log,
                stderr=log,
            )
        _wait(f"{self.query}?query=ASK%7B%7D", self.process)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Name the engine of a test: Oxigraph, unless it asks for Virtuoso as well."""
    return str(getattr(request, "param", "oxigraph"))


@pytest.fixture
def engine(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Addresses]:
    """Start an engine of its own on loopback, and end it."""
    if kind == "virtuoso":
        program = virtuoso_or_skip()
        (tmp_path / "virtuoso").mkdir()
        for prefix in ("LDGRAPH_SPARQL", "LDGRAPH_SPARQL_RESTRICTED"):
            monkeypatch.setenv(f"{prefix}_USER", running.USER)
            monkeypatch.setenv(f"{prefix}_PASSWORD", running.PASSWORD)
        with running.virtuoso(program, tmp_path / "virtuoso") as one:
            yield Addresses(one.query_url, one.update_url, one.store_url, 'auth = "digest"\n')
        return
    binary = running.oxigraph_program()
    if binary is None:
        pytest.skip("no oxigraph on this machine: pip install oxigraph")
    made = Engine(binary, tmp_path)
    try:
        yield made
    finally:
        made.process.terminate()
        made.process.wait(_MOST_SECONDS)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 (its own address)
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the engine did not start")


@pytest.fixture
def root(tmp_path: Path, engine: Addresses) -> Path:
    """Make a small root with invented facts, whose answers come from the engine."""
    made = tmp_path / "root"
    make_root(made, public_data=False)
    settings = made / "ldgraph.toml"
    addresses = (
        f'query = "{engine.query}"\nupdate = "{engine.update}"\ndata = "{engine.data}"\n'
        f"{engine.auth}"
    )
    settings.write_text(
        f'{settings.read_text("utf-8")}\nstore = "sparql"\n\n[sparql]\n{addresses}\n'
        f"[sparql.restricted]\n{addresses}",
        "utf-8",
    )
    return made


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish without asking the engine every question first: that takes most of the time."""

    def refuse_nothing(*_: object, **__: object) -> int:
        return 0

    monkeypatch.setattr(release, "refuse_unlike", refuse_nothing)

"""An engine that runs, and a small root that is published there."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_SECONDS = 30.0


class Engine:
    """An Oxigraph that runs on loopback, and keeps what it has in memory."""

    def __init__(self, binary: str, folder: Path) -> None:
        self._port = _free_port()
        self._binary, self._folder = binary, folder
        at = f"http://127.0.0.1:{self._port}"
        self.query, self.update, self.data = f"{at}/query", f"{at}/update", f"{at}/store"
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


def _binary() -> str | None:
    return shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which(
        "oxigraph"
    )


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Start an Oxigraph of its own on loopback, and end it."""
    binary = _binary()
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
def root(tmp_path: Path, engine: Engine) -> Path:
    """Make a small root with invented facts, whose answers come from the engine."""
    made = tmp_path / "root"
    make_root(made, public_data=False)
    settings = made / "ldgraph.toml"
    addresses = f'query = "{engine.query}"\nupdate = "{engine.update}"\ndata = "{engine.data}"\n'
    settings.write_text(
        f'{settings.read_text("utf-8")}\nstore = "sparql"\n\n[sparql]\n{addresses}\n'
        f"[sparql.restricted]\n{addresses}",
        "utf-8",
    )
    return made

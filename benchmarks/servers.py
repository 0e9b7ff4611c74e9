"""Servers that are measured side by side, each started on a port of its own on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

_MOST_SECONDS = 120.0
_LOOK_EVERY = 0.01


def free_port() -> int:
    """Give a port that nothing listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


class Server:
    """A program that serves; ``ready_after`` is in seconds from its start to its first answer.

    Args:
        command: The program, with ``{port}`` where its port belongs.
        ready: The path that answers 200 once it can be used.
        environment: What is added to the environment.
        most_seconds: How long it may take until it answers.
    """

    def __init__(
        self,
        command: Sequence[str],
        ready: str,
        environment: Mapping[str, str] | None = None,
        most_seconds: float = _MOST_SECONDS,
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._command = [part.replace("{port}", str(self.port)) for part in command]
        self._ready = ready
        self._most = most_seconds
        self._environment = {**os.environ, **(environment or {})}
        self.ready_after = 0.0

    def __enter__(self) -> Self:
        """Start it and wait until it answers."""
        began = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            self._child = subprocess.Popen(
                self._command, stdout=said, stderr=subprocess.STDOUT, env=self._environment
            )
            while not self._answers():
                if self._child.poll() is not None or time.perf_counter() - began > self._most:
                    self._child.kill()
                    said.seek(0)
                    raise RuntimeError(said.read().decode("utf-8", "replace")[-2000:])
                time.sleep(_LOOK_EVERY)
        self.ready_after = time.perf_counter() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self._child.terminate()
        try:
            self._child.wait(10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address + self._ready, timeout=5) as answer:  # noqa: S310
                return int(answer.status) == 200  # noqa: PLR2004
        except (urllib.error.URLError, OSError):
            return False

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self._child.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process that was started still runs."""
        return self._child.poll() is None

    def pids(self) -> list[int]:
        """Give that process and all that it has started."""
        return _family(self._child.pid)

    def memory(self) -> float:
        """Give the MiB that it and its children hold, what they share counted once."""
        return sum(_held(pid) for pid in self.pids())


def _family(pid: int) -> list[int]:
    found = [pid]
    for one in found:
        with suppress(OSError):  # it has ended meanwhile
            tasks = Path(f"/proc/{one}/task").glob("*/children")
            found += [int(child) for task in tasks for child in task.read_text().split()]
    return found


def _held(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has ended meanwhile
        return 0.0
    return (
        next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024
    )

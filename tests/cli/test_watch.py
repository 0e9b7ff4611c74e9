"""``validate --watch``: what its user sees while editing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from queue import Queue
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT = 60


class Watched:
    """A running ``validate --watch``, its output line by line."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ldgraph", "--lang", "en", "validate", "--watch"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def report(self) -> str:
        """Wait for the end of a report and give it."""
        said = ""
        while "waiting for changes" not in said:
            said += self._lines.get(timeout=WAIT)
        return said


@pytest.fixture
def watched(root: Path) -> Iterator[Watched]:
    running = Watched(root)
    yield running
    running.process.kill()
    running.process.wait()
    assert running.process.stdout is not None
    running.process.stdout.close()


def test_a_saved_file_is_checked_again_and_a_half_saved_one_stops_nothing(
    watched: Watched, root: Path
) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8")
    assert "No findings" in watched.report()

    file.write_text(text.replace("ldg:levert", "ldg:lvert", 1), "utf-8")
    assert "did you mean ldg:levert" in watched.report()

    file.write_text(text[: len(text) // 2], "utf-8")
    assert "Not everything could be read" in watched.report()

    file.write_text(text, "utf-8")
    assert "No findings" in watched.report()


def test_settings_that_cannot_be_read_are_told_and_waited_for(watched: Watched, root: Path) -> None:
    settings = root / "ldgraph.toml"
    text = settings.read_text("utf-8")
    watched.report()

    settings.write_text("extends = [", "utf-8")
    assert "not TOML" in watched.report()

    settings.write_text(text, "utf-8")
    assert "No findings" in watched.report()


def test_an_interrupt_ends_it(watched: Watched) -> None:
    watched.report()

    watched.process.send_signal(signal.SIGINT)

    assert watched.process.wait(WAIT) == 130

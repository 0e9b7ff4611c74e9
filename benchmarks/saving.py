"""From saving a file to reading its findings: ``ldgraph validate --watch``, as its user waits."""

from __future__ import annotations

import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LONG = 600.0
_END = "waiting for changes"

#: What is saved, made of what was there.
EDITS: Mapping[str, Callable[[str], str]] = {
    "another status": lambda text: text.replace("status:niet-voldaan", "status:voldaan", 1),
    "a misspelt property": lambda text: text.replace("ldg:vereiste", "ldg:vereist", 1),
    "half a file": lambda text: text[: len(text) // 2],
}


def seconds_until_told(root: Path, repeat: int = 5) -> dict[str, list[float]]:
    """Give for each edit the seconds of wall time from the save to the end of the report.

    The root is copied; the edited file is the restricted one in the middle. After each edit the
    file is put back, and that is told too before the next.
    """
    with tempfile.TemporaryDirectory(dir=root.parent) as folder:
        copy = Path(folder) / "root"
        shutil.copytree(root, copy, symlinks=True)
        files = sorted((copy / "data/beperkt").glob("*.ttl"))
        file = files[len(files) // 2]
        text = file.read_text("utf-8")
        watched = _Watched(copy)
        try:
            watched.report()
            return {
                name: [_time(watched, file, change(text), text) for _ in range(repeat)]
                for name, change in EDITS.items()
            }
        finally:
            watched.end()


def _time(watched: _Watched, file: Path, changed: str, text: str) -> float:
    time.sleep(2)  # what the program does while nothing changes is done
    began = time.perf_counter()
    file.write_text(changed, "utf-8")
    watched.report()
    took = time.perf_counter() - began
    file.write_text(text, "utf-8")
    watched.report()
    return took


class _Watched:
    """A running ``validate --watch``."""

    def __init__(self, root: Path) -> None:
        command = ["-m", "ldgraph", "--root", str(root), "--lang", "en", "validate", "--watch"]
        self._child = subprocess.Popen(
            [sys.executable, "-u", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self._lines.put(line)

    def report(self) -> None:
        """Wait for the end of a report."""
        while _END not in self._lines.get(timeout=_LONG):
            pass

    def end(self) -> None:
        self._child.kill()
        self._child.wait()

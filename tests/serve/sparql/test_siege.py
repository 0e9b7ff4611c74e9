"""A server as its user starts it, under one hostile request of each kind, and one cheap one."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from benchmarks.attacks import KINDS
from benchmarks.servers import Server
from benchmarks.siege import attacks, besiege

_LIMITS = {"CPU": "0.5", "PATIENCE": "1", "ANSWER": str(8 << 20), "WALL": "5"}


def test_a_siege_leaves_the_server_as_it_was(project: Path) -> None:
    command = [sys.executable, "-m", "ldgraph", "serve", str(project / "voorbeeld")]
    limits = {f"LDGRAPH_LIMITS_{name}": value for name, value in _LIMITS.items()}

    with Server([*command, "--port", "{port}"], "/health", limits) as server:
        found = besiege(server, attacks(len(KINDS)), at_once=8)
        pids = server.pids()

    assert found.wrong == ()
    assert found.changed == ()
    assert found.is_same_process
    assert sorted(found.cheap)[len(found.cheap) // 2] < 0.25
    assert found.memory_most < 1024
    assert found.memory_after - found.memory_before < 64
    assert {kind for kind, came in found.outcomes.items() if came} == set(KINDS)
    until = time.monotonic() + 5
    while any(map(_is_there, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_is_there, pids))


def _is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()

"""Run a program and say what it cost: processor time and memory as the kernel counts them."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import resource
    from collections.abc import Mapping, Sequence

_LOOK_EVERY = 0.02


class Cost(NamedTuple):
    """What one run cost: seconds, and MiB at its highest; not ``ended`` if it was stopped."""

    cpu: float
    wall: float
    peak: float
    exit_code: int
    ended: bool
    output: str


def run(command: Sequence[str], limit: float, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a program to its end, or stop it after ``limit`` seconds of wall time.

    The processor time is that of the process, user and system, its threads included.
    """
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        child = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        ended, status, used = _wait(child.pid, began + limit)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)  # it is reaped: Popen must not wait
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    return Cost(
        used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, child.returncode, ended, text
    )


def _wait(pid: int, until: float) -> tuple[bool, int, resource.struct_rusage]:
    while time.perf_counter() < until:
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            return True, status, used
        time.sleep(_LOOK_EVERY)
    os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    return False, status, used


def best(costs: Sequence[Cost]) -> Cost:
    """Give the cheapest of several runs: what else the machine did only adds."""
    return min(costs, key=lambda one: one.cpu)


def in_turns(commands: Mapping[str, Sequence[str]], repeat: int, limit: float) -> dict[str, Cost]:
    """Run programs in turns, the order turned round each time, and give the best of each."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for turn in range(repeat):
        order = list(commands)
        for name in order if turn % 2 == 0 else reversed(order):
            # What was stopped once would be stopped again.
            if all(one.ended for one in costs[name]):
                costs[name].append(run(commands[name], limit))
    return {name: best(found) for name, found in costs.items()}


def machine() -> str:
    """Name the machine's class: its processors and their kind, no more."""
    model = "processor"
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{os.cpu_count()} cores, {model}"

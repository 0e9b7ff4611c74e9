"""How costs grow: ``python -m benchmarks.scale FOLDER``; writes tables in Markdown.

FOLDER keeps the roots: x1, x10 and, of the same governments with three waves each, x30. Every size
is measured in processes of its own, one at a time. ``--size`` takes some sizes, ``--only`` one
of the parts: sizes or clients.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
import urllib.request
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import wrk
from benchmarks.generate import GOVERNMENTS, generate
from benchmarks.issuer import Issuer
from benchmarks.measure import machine, run
from benchmarks.servers import Server
from benchmarks.serving import AUDIENCE, CENTRAL, asked
from benchmarks.subject import DATE
from benchmarks.waves import add_waves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SIZES = ("x1", "x10", "x30")
_WAVES = 3
_CLIENTS = (1, 8, 64)
_LONG = 3600.0
#: Questions that stand for the others: of one government, over all, and of no government.
_QUESTIONS = (
    "class-counts",
    "gaps",
    "history-of-government",
    "offerings-for-gaps",
    "requirement-states",
    "requirements-without-full-cover",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for, and write it as it comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=_SIZES, action="append")
    parser.add_argument("--only", choices=("sizes", "clients"))
    parser.add_argument("--seconds", type=float, default=5, help="how long each load lasts")
    given = parser.parse_args(arguments)
    print(f"{machine()}\n")
    if given.only != "clients":
        _table(["what", "size", "cost"], _sizes(given.folder, given.size or _SIZES))
    if given.only != "sizes":
        columns = [f"{count} client{'s' if count > 1 else ''}" for count in _CLIENTS]
        _table(["what", *columns], _clients(root_of(given.folder, "x1"), given.seconds))


def _table(names: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    print(f"| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def root_of(folder: Path, size: str) -> Path:
    """Give the root of a size, made where it is not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / size
    if not place.is_dir():
        if size == "x30":
            add_waves(root_of(folder, "x10"), place, _WAVES)
        else:
            generate(place, round(GOVERNMENTS * float(size[1:])))
    return place


def _sizes(folder: Path, sizes: Sequence[str]) -> Iterator[Sequence[str]]:
    for size in sizes:
        root = root_of(folder, size)
        for what, cost in chain(_loaded(root), _served(root), _questions(root)):
            yield [what, size, cost]


def _loaded(root: Path) -> Iterator[tuple[str, str]]:
    told = _subject("load", root)
    yield "statements, the derived ones too", f"{told.get('statements', math.nan):,}"
    yield "load and rules, processor", _seconds(told["cpu"])
    yield "load and rules, wall, the whole process", _seconds(told["wall"])
    yield "load and rules, peak memory", f"{told['peak']:,.0f} MiB"


def _subject(task: str, *rest: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.subject", task, *map(str, rest)]
    cost = run(command, _LONG)
    if not cost.ended or cost.exit_code:
        failed = " ".join(cost.output.strip().splitlines()[-1:]) or "stopped"
        print(f"{task}: {failed}", file=sys.stderr)
        return {"cpu": math.nan, "wall": cost.wall, "peak": cost.peak, "questions": []}
    return {**json.loads(cost.output), "wall": cost.wall, "peak": cost.peak}


def _served(root: Path) -> Iterator[tuple[str, str]]:
    """Serve a root to everyone, and then to who may see all."""
    with Issuer() as issuer:
        with _server(root, issuer) as server:
            yield "ready to serve everyone, restricted files read too", _seconds(server.ready_after)
            yield "memory, for everyone", f"{server.memory():,.0f} MiB"
            yield "the first answer for who may see all", _seconds(_first(server, issuer))
            yield "memory, for both", f"{server.memory():,.0f} MiB"
        with _server(root, None) as server:
            yield "ready to serve everyone, public files alone", _seconds(server.ready_after)
            yield "memory, for everyone alone", f"{server.memory():,.0f} MiB"


def _server(root: Path, issuer: Issuer | None) -> Server:
    # All requests are of one caller here, who may have no more than a share of the queue.
    settings = {"LDGRAPH_DATE": DATE, "LDGRAPH_LIMITS_WAITING_OF_ONE": str(max(_CLIENTS))}
    if issuer is not None:
        settings |= {
            "LDGRAPH_ISSUER": issuer.address,
            "LDGRAPH_AUDIENCE": AUDIENCE,
            "LDGRAPH_CENTRAL": CENTRAL,
        }
    command = [sys.executable, "-m", "ldgraph", "serve", str(root), "--port", "{port}"]
    return Server(command, "/health/ready", settings, most_seconds=_LONG)


def _token(issuer: Issuer) -> dict[str, str]:
    return {"Authorization": f"Bearer {issuer.token(CENTRAL, AUDIENCE)}"}


def _first(server: Server, issuer: Issuer) -> float:
    began = time.perf_counter()
    asked_first = urllib.request.Request(f"{server.address}/health", headers=_token(issuer))  # noqa: S310 (ours)
    urllib.request.urlopen(asked_first).close()  # noqa: S310 (ours)
    return time.perf_counter() - began


def _questions(root: Path) -> Iterator[tuple[str, str]]:
    told = _subject("questions", root, *_QUESTIONS)
    for one in told["questions"]:
        rows = f"{one['rows']:,} rows"
        yield f"`{one['name']}`, {one['scope']}: processor", f"{_seconds(one['cpu'])}; {rows}"
    yield "peak memory, asking these", f"{told['peak']:,.0f} MiB"


def _clients(root: Path, seconds: float) -> Iterator[Sequence[str]]:
    if not wrk.is_there():
        yield ["`wrk` is not installed (Debian has it)", *[""] * len(_CLIENTS)]
        return
    with Issuer() as issuer, _server(root, issuer) as server:
        _first(server, issuer)
        for what, requests in asked(_token(issuer)):
            found = []
            for turn, count in enumerate(_CLIENTS):
                # Elsewhere each time: what was computed before is not computed again.
                start = turn * len(requests) // len(_CLIENTS)
                turned = [*requests[start:], *requests[:start]]
                found.append(wrk.load(server.address, turned, clients=count, seconds=seconds))
            yield [what, *map(_load, found)]
        yield ["memory with its processes, after all this", f"{server.memory():,.0f} MiB", "", ""]


def _load(found: wrk.Load) -> str:
    spread = f"{found.half * 1000:.3g}, {found.most * 1000:.3g} ms"
    return f"{found.rate:,.0f}/s; {spread}{f' ({found.wrong})' if found.wrong else ''}"


def _seconds(value: float) -> str:
    return f"{value:.3g} s"


if __name__ == "__main__":
    main()

"""A server under hostile requests: ``python -m benchmarks.siege ROOT``.

Many callers send requests of every kind in ``attacks``; meanwhile one asks something cheap, over
and over. Told are what came of each kind, how long the cheap answers took, and whether the server
is the same afterwards: its process, its answers and its memory.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import multiprocessing
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from benchmarks.attacks import CUT, KINDS, LEFT
from benchmarks.servers import Server

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Event

    from benchmarks.attacks import Attack

_PATIENCE = 120.0
_STALL = 3.0
_PIECE = 1 << 16
#: Seconds within which what is cheap is to be answered.
_WANTED = 0.25
#: Another address for each of so many callers, and one for who asks what is cheap.
_CALLERS = 8
_FRIEND = "127.0.0.100"
#: Asked again and again. The comment makes each another text: none is answered from a cache.
CHEAP = (
    "SELECT ?o WHERE { ?s <http://www.w3.org/2004/02/skos/core#notation> ?o } ORDER BY ?o LIMIT 5",
    "ASK { ?s a <http://www.w3.org/2004/02/skos/core#Concept> }",
    "SELECT (COUNT(*) AS ?n) WHERE { ?s a <http://www.w3.org/2004/02/skos/core#Concept> }",
)


class Siege(NamedTuple):
    """What came of it. Times are in seconds, memory in MiB."""

    #: By kind: how often each thing came of it.
    outcomes: Mapping[str, Counter[str]]
    #: What came of a kind and may not.
    wrong: tuple[str, ...]
    cheap: tuple[float, ...]
    #: Cheap questions that were answered otherwise than before.
    changed: tuple[str, ...]
    memory_before: float
    memory_most: float
    memory_after: float
    is_same_process: bool
    seconds: float


def besiege(
    server: Server, attacks: Sequence[tuple[str, Attack]], *, at_once: int = 16, every: float = 0.1
) -> Siege:
    """Send attacks, ``at_once`` of them, and something cheap ``every`` so many seconds."""
    pid, before, memory = server.pid, _cheap_answers(server), server.memory()
    outcomes: dict[str, Counter[str]] = {}
    wrong: list[str] = []
    apart = multiprocessing.get_context("spawn")
    over = apart.Event()
    ours, theirs = apart.Pipe()
    # In a process of its own: what it measures is the server, not who attacks it.
    watch = apart.Process(target=_watch, args=(server.address, before, over, every, theirs))
    watch.start()
    ours.recv()
    with ThreadPoolExecutor(at_once + 1) as threads:
        weighed = threads.submit(_weigh, server, over)
        began = time.perf_counter()
        done = threads.map(
            lambda one: _outcome(server, one[1][1], f"127.0.0.{1 + one[0] % _CALLERS}"),
            enumerate(attacks),
        )
        for (kind, attack), outcome in zip(attacks, done, strict=True):
            outcomes.setdefault(kind, Counter())[outcome] += 1
            if outcome not in attack.may:
                wrong.append(f"{kind}: {outcome}")
        seconds = time.perf_counter() - began
        over.set()
        most = weighed.result()
    cheap, changed = ours.recv()
    watch.join()
    time.sleep(1)
    again = _cheap_answers(server)
    changed += [f"{text}: afterwards" for text in CHEAP if again[text] != before[text]]
    return Siege(
        outcomes,
        tuple(wrong),
        tuple(cheap),
        tuple(changed),
        memory,
        most,
        server.memory(),
        server.pid == pid and server.is_alive,
        seconds,
    )


def attacks(count: int, kinds: Iterable[str] = KINDS) -> list[tuple[str, Attack]]:
    """Make so many attacks, of each kind in turn."""
    turns = itertools.islice(itertools.cycle(kinds), count)
    return [(kind, KINDS[kind](number)) for number, kind in enumerate(turns)]


def _watch(
    address: str, before: Mapping[str, bytes], over: Event, every: float, told: Connection
) -> None:
    taken: list[float] = []
    changed: list[str] = []
    told.send("ready")
    for number in itertools.count():
        text = CHEAP[number % len(CHEAP)]
        began = time.perf_counter()
        answer = _cheap(address, text, number)
        taken.append(time.perf_counter() - began)
        if answer != before[text]:
            changed.append(f"{text}: {answer[:100]!r}")
        if over.wait(every):
            break
    told.send((taken, changed))


def _weigh(server: Server, over: Event) -> float:
    most = server.memory()
    while not over.wait(1):
        most = max(most, server.memory())
    return most


def _cheap_answers(server: Server) -> dict[str, bytes]:
    return {text: _cheap(server.address, text, -1) for text in CHEAP}


def _cheap(address: str, text: str, number: int) -> bytes:
    with closing(_connection(address, _FRIEND)) as connection:
        connection.request("GET", "/sparql?query=" + quote(f"{text} # {number} {time.time_ns()}"))
        got = connection.getresponse()
        return got.read() if got.status == 200 else f"{got.status}".encode()  # noqa: PLR2004


def _connection(address: str, source: str) -> http.client.HTTPConnection:
    place = urlsplit(address)
    assert place.hostname is not None
    return http.client.HTTPConnection(
        place.hostname, place.port, timeout=_PATIENCE, source_address=(source, 0)
    )


def _outcome(server: Server, attack: Attack, source: str) -> str:
    with closing(_connection(server.address, source)) as connection:
        try:
            connection.request(attack.method, attack.path, attack.body, attack.headers)
            if attack.manner == "leave":
                time.sleep(0.02)
                return LEFT
            got = connection.getresponse()
            if attack.manner == "stall" and got.status == 200:  # noqa: PLR2004
                got.read(_PIECE)
                time.sleep(_STALL)
                return LEFT
            return _read(got)
        except (http.client.HTTPException, ConnectionError):
            return CUT
        except TimeoutError:
            return "silent"


def _read(got: http.client.HTTPResponse) -> str:
    if got.status == 200:  # noqa: PLR2004
        while got.read(_PIECE):
            pass
        return "200"
    body = json.loads(got.read())
    is_told = body["status"] == got.status and body["detail"] and "Traceback" not in str(body)
    return str(got.status) if is_told else f"{got.status}, not told"


def main(arguments: Sequence[str] | None = None) -> None:
    """Besiege a server over a root and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=16)
    given = parser.parse_args(arguments)
    command = [sys.executable, "-m", "ldgraph", "serve", str(given.root), "--port", "{port}"]
    with Server(command, "/health") as server:
        found = besiege(server, attacks(given.count), at_once=given.at_once)
    print("| kind | what came of it |\n|---|---|")
    for kind, outcomes in found.outcomes.items():
        listed = ", ".join(f"{what}: {often}" for what, often in sorted(outcomes.items()))
        print(f"| {kind} | {listed} |")
    cheap = sorted(found.cheap)
    rank = [cheap[round(share * (len(cheap) - 1))] * 1000 for share in (0.5, 0.95, 0.99, 1)]
    print(
        f"\n{given.count} requests in {found.seconds:.0f} s; wrong: {list(found.wrong) or 'none'}"
    )
    print(
        "cheap answers: {}; ms at 50, 95, 99, 100%: {}".format(
            len(cheap), ", ".join(f"{one:.0f}" for one in rank)
        )
    )
    print(
        f"too late: {sum(one > _WANTED for one in cheap)}; changed: {list(found.changed) or 'none'}"
    )
    print(
        f"MiB before, at most, after: {found.memory_before:.0f}, {found.memory_most:.0f}, "
        f"{found.memory_after:.0f}; the same process: {found.is_same_process}"
    )


if __name__ == "__main__":
    main()

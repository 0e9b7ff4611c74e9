"""Requests that mean harm: ``python -m benchmarks.hostile ROOT [COUNT]`` sends a thousand of them.

While they run, a cheap query is asked again and again. Afterwards the server must have the same
process, give the same answer, and hold about as much memory as before.
"""

from __future__ import annotations

import argparse
import http.client
import sys
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.servers import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DIRECT = {"Content-Type": "application/sparql-query"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_CHEAP = b"SELECT ?s WHERE { ?s a <http://www.w3.org/2004/02/skos/core#ConceptScheme> } ORDER BY ?s"
_ALL = "?s ?p ?o"
_PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_GROWN = "BIND(CONCAT(?x{0}, ?x{0}) AS ?x{1})"
_GROWTH = "BIND('0123456789' AS ?x0) " + " ".join(_GROWN.format(n, n + 1) for n in range(40))


class Harm(NamedTuple):
    """A body to post to ``/sparql``, with its headers."""

    body: bytes
    headers: Mapping[str, str] = _DIRECT


def _query(text: str) -> Harm:
    return Harm(text.encode())


KINDS: Mapping[str, Harm] = {
    "product": _query(f"SELECT * WHERE {{ {_PRODUCT} }}"),
    "counted product": _query(f"SELECT (COUNT(*) AS ?n) WHERE {{ {_PRODUCT} }}"),
    "sorted product": _query(f"SELECT * WHERE {{ {_PRODUCT} }} ORDER BY ?c ?f"),
    "distinct product": _query(f"SELECT DISTINCT ?a ?f WHERE {{ {_PRODUCT} }}"),
    "any path": _query("SELECT * WHERE { ?s (!<urn:x>)* ?o . ?o (!<urn:y>)* ?z }"),
    "paths of paths": _query("SELECT (COUNT(*) AS ?n) WHERE { ?s ((!<urn:x>)+)+ ?o }"),
    "not in each row": _query(
        f"SELECT * WHERE {{ {_ALL} FILTER NOT EXISTS {{ ?z ?q ?o . ?o ?r ?y . ?y ?t ?s }} }}"
    ),
    "deep brackets": _query("ASK { " + "{" * 20_000 + "}" * 20_000 + " }"),
    "deep brackets within bounds": _query(
        f"ASK {{ {'{ SELECT * WHERE {' * 90} {_ALL} {'} }' * 90} }}"
    ),
    "chained operators": _query("ASK { FILTER(" + "1+" * 100_000 + "1 = 2) }"),
    "many values": _query(
        "SELECT * WHERE { VALUES ?a { " + "1 " * 60_000 + f"}} {_ALL} . ?x ?y ?z }}"
    ),
    "growing text": _query(f"SELECT * WHERE {{ {_GROWTH} }}"),
    "all in one text": _query(
        f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?f))) AS ?t) WHERE {{ {_PRODUCT} }}"
    ),
    "patterns": _query(
        f"SELECT * WHERE {{ {_ALL} . ?x ?y ?z FILTER REGEX(CONCAT(STR(?o), STR(?z)), "
        "'(a|b|ab)*(x+x+)+y(.*)*$') }"
    ),
    "replacement": _query(
        f"SELECT (REPLACE(STR(?o), '', CONCAT(STR(?s), STR(?z))) AS ?r) "
        f"WHERE {{ {_ALL} . ?x ?y ?z }}"
    ),
    "description of all": _query(f"DESCRIBE * WHERE {{ {_ALL} . ?x ?y ?z }}"),
    "constructed product": _query(f"CONSTRUCT {{ ?a ?b ?f }} WHERE {{ {_PRODUCT} }}"),
    "asking others": _query("SELECT * WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"),
    "loading": _query("LOAD <http://127.0.0.1:1/>"),
    "update": Harm(b"update=DROP%20ALL", _FORM),
    "ten megabytes": Harm(b"x" * 10_000_000),
    "no UTF-8": Harm(b"ASK { ?s ?p '\xff\xfe' }"),
    "many parameters": Harm(b"query=ASK%20%7B%7D&" + b"a=b&" * 100_000, _FORM),
}


def send(port: int, harm: Harm, timeout: float = 120) -> int:
    """Post it; gives the status, or 0 where the connection was closed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", "/sparql", harm.body, dict(harm.headers))
        answer = connection.getresponse()
        while answer.read(1 << 20):
            pass
    except (http.client.HTTPException, OSError):
        return 0
    else:
        return answer.status
    finally:
        connection.close()


def cheap(port: int) -> tuple[float, bytes]:
    """Ask something cheap; gives the seconds that it took, and the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("POST", "/sparql", _CHEAP, _DIRECT)
    body = connection.getresponse().read()
    took = time.perf_counter() - began
    connection.close()
    return took, body


def attack(port: int, count: int, clients: int = 8) -> Iterator[tuple[str, int]]:
    """Send so many requests, ``clients`` at once; gives the kind and the status of each."""
    listed = iter([(kind, harm) for _, (kind, harm) in zip(range(count), _ring(), strict=False)])
    lock = threading.Lock()
    found: list[tuple[str, int]] = []

    def work() -> None:
        while True:
            with lock:
                one = next(listed, None)
            if one is None:
                return
            status = send(port, one[1])
            with lock:
                found.append((one[0], status))

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    yield from found


def _ring() -> Iterator[tuple[str, Harm]]:
    while True:
        yield from KINDS.items()


def main() -> None:
    """Attack a server and say what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("count", type=int, nargs="?", default=1000)
    given = parser.parse_args()
    command = [sys.executable, "-m", "ldgraph", "serve", given.root, "--port", "{port}"]
    with Server(command, "/health") as server:
        _, before = cheap(server.port)
        memory = server.memory()
        times: list[float] = []
        is_over = threading.Event()

        def keep_asking() -> None:
            while not is_over.is_set():
                took, answer = cheap(server.port)
                assert answer == before
                times.append(took)
                time.sleep(0.05)

        asking = threading.Thread(target=keep_asking)
        asking.start()
        began = time.perf_counter()
        statuses = Counter(attack(server.port, given.count))
        took = time.perf_counter() - began
        is_over.set()
        asking.join()
        time.sleep(2)
        for (kind, status), number in sorted(statuses.items()):
            print(f"{kind}: {status or 'closed'} x {number}")
        times.sort()
        print(f"{given.count} requests in {took:.0f} s; same process: {server.is_alive}")
        print(
            f"cheap meanwhile: {len(times)} times, half within {times[len(times) // 2]:.3f} s, "
            f"99 of 100 within {times[len(times) * 99 // 100]:.3f} s, longest {times[-1]:.3f} s"
        )
        print(f"same answer: {cheap(server.port)[1] == before}")
        print(f"memory: {memory:.0f} MiB before, {server.memory():.0f} MiB after")


if __name__ == "__main__":
    main()

"""Nobody's query hurts anybody: not who asks, not the server, and nothing beyond it."""

from __future__ import annotations

import asyncio
import datetime as dt
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from ldgraph.serve.app import create_app
from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.frames import Question
from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.pool.pool import Pool
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from fastapi import FastAPI

    from ldgraph.serve.library import Library

_ON = dt.date(2026, 11, 24)
_MIB = 1 << 20
_LIMITS = Limits(cpu=0.6, wall=5, memory=200 * _MIB, answer=20 * _MIB, patience=1)
_PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_HEAVY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != %d) }"


@pytest.fixture(scope="module")
def served(library: Library) -> Iterator[tuple[FastAPI, int]]:
    """Serve the example with small limits, in this process."""
    app = create_app(library, Settings(on=_ON, limits=_LIMITS))
    server = uvicorn.Server(
        uvicorn.Config(app, "127.0.0.1", 0, log_level="critical", lifespan="on")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield app, server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def _post(port: int, body: bytes, media: str = "application/sparql-query") -> int:
    """Post it; gives the status, or 0 where the connection was closed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("POST", "/sparql", body, {"Content-Type": media})
        answer = connection.getresponse()
        while answer.read(1 << 20):
            pass
    except (http.client.HTTPException, OSError):
        return 0
    else:
        return answer.status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        (f"SELECT (COUNT(*) AS ?n) {{ {_PRODUCT} }}", {504}),
        (f"SELECT * {{ {_PRODUCT} }} ORDER BY ?c ?f", {422, 504}),
        # It began well, and was then cut off.
        (f"SELECT * {{ {_PRODUCT} }}", {0}),
        (f"ASK {{ {'{' * 20_000}{'}' * 20_000} }}", {400}),
        (f"ASK {{ FILTER({'1+' * 100_000}1 = 2) }}", {400}),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", {403}),
        ("LOAD <http://127.0.0.1:1/>", {400}),
        ("x" * 10_000_000, {413}),
    ],
    ids=["count", "sort", "all", "deep", "chain", "service", "load", "long"],
)
def test_each_is_told_what_was_wrong(
    served: tuple[FastAPI, int], query: str, statuses: set[int]
) -> None:
    assert _post(served[1], query.encode()) in statuses


def test_a_caller_who_goes_away_leaves_the_place_to_others(served: tuple[FastAPI, int]) -> None:
    app, port = served
    pool = app.state.pools.running()[0]
    for number in range(6):
        body = (_HEAVY % number).encode()
        with socket.create_connection(("127.0.0.1", port)) as one:
            head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
            one.sendall(f"{head}Content-Type: application/sparql-query\r\n\r\n".encode() + body)
            time.sleep(0.2)
    until = time.monotonic() + 3
    while not pool.is_idle and time.monotonic() < until:
        time.sleep(0.02)
    assert pool.is_idle


def test_who_reads_slowly_keeps_no_place(served: tuple[FastAPI, int]) -> None:
    app, port = served
    pool = app.state.pools.running()[0]
    body = b"SELECT * WHERE { ?s ?p ?o }"
    readers = []
    for _ in range(4):
        one = socket.create_connection(("127.0.0.1", port))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
        one.sendall(f"{head}Content-Type: application/sparql-query\r\n\r\n".encode() + body)
        readers.append(one)
    time.sleep(2.5)
    assert pool.slow.taken == 0
    assert _post(port, b"SELECT * WHERE { ?s ?p ?o } LIMIT 40000") == 200
    for one in readers:
        one.close()


def _data() -> int:
    data = os.memfd_create("test")
    os.write(data, b"".join(b'<urn:s%d> <urn:p> "%d" .\n' % (n, n) for n in range(2000)))
    return data


def _with_pool(work: Callable[[Pool], Coroutine[Any, Any, None]], limits: Limits) -> None:
    async def run() -> None:
        pool = await Pool.start(_data(), limits)
        try:
            await work(pool)
        finally:
            pool.end()
            await asyncio.sleep(0)

    asyncio.run(run())


def _question(text: str) -> Question:
    return Question(text, "json", "ttl")


def test_too_many_at_once_are_told_to_come_back() -> None:
    limits = Limits(cpu=1, patience=0.3, waiting=4, waiting_of_one=2)

    async def work(pool: Pool) -> None:
        asked = [pool.ask(_question(_HEAVY % n), "one") for n in range(12)]
        found = await asyncio.gather(*asked, return_exceptions=True)
        whys = {one.why for one in found if isinstance(one, QueryFailure)}
        assert whys == {Why.BUSY, Why.TIME}
        assert all(
            one.retry for one in found if isinstance(one, QueryFailure) and one.why == "busy"
        )

    _with_pool(work, limits)


def test_a_caller_with_many_heavy_queries_does_not_keep_out_another() -> None:
    limits = Limits(cpu=0.4, patience=5)

    async def work(pool: Pool) -> None:
        greedy = [asyncio.create_task(_tried(pool, n, "greedy")) for n in range(12)]
        await asyncio.sleep(1)
        began = time.monotonic()
        await _tried(pool, 99, "other")
        others = time.monotonic() - began
        await asyncio.gather(*greedy)
        assert others < time.monotonic() - began

    _with_pool(work, limits)


async def _tried(pool: Pool, number: int, caller: str) -> None:
    with pytest.raises(QueryFailure):
        await pool.ask(_question(_HEAVY % number), caller)


def test_a_pool_whose_holder_is_gone_starts_another() -> None:
    async def work(pool: Pool) -> None:
        os.kill(pool.pids[0], 9)
        await asyncio.sleep(0.3)
        for _ in range(10):
            answer = await pool.ask(_question("ASK { ?s ?p ?o }"), "one")
            assert answer.whole == b'{"head":{},"boolean":true}'

    _with_pool(work, Limits())


def test_processes_are_used_a_number_of_times() -> None:
    async def work(pool: Pool) -> None:
        seen = set()
        for _ in range(30):
            await pool.ask(_question("ASK {}"), "one")
            seen |= set(pool.pids[1:])
        assert len(seen) > 6

    _with_pool(work, Limits(uses=3, quick=1))


_WAY_OUT = """
import json, os, socket, sys
from ldgraph.serve.pool import frames, worker

def answer(connection, store, question, most):
    tried = {}
    for name, way in {
        "connect": lambda: socket.create_connection(("127.0.0.1", int(question.text)), 2),
        "socket": lambda: socket.socket(),
        "open": lambda: open("/etc/passwd"),
        "write": lambda: open("/tmp/x-ldgraph-test", "w"),
        "fork": os.fork,
        "environment": lambda: None if len(os.environ) <= 1 else 1 / 0,
        "folder": lambda: None if os.getcwd() == "/" else 1 / 0,
    }.items():
        try:
            tried[name] = "yes" if way() is None else "done"
        except OSError as error:
            tried[name] = "no"
    frames.send(connection, frames.Kind.HEAD, json.dumps(tried).encode())
    frames.send(connection, frames.Kind.END)

worker.answer = answer
worker.main()
"""


def test_a_process_that_runs_queries_has_no_way_out() -> None:
    """What runs in its place reaches neither a real listener nor a file, and sees no setting."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        data = _data()
        limits = json.dumps({"cpu": 5, "memory": 200 * _MIB, "answer": _MIB})
        path = f"import sys; sys.path[:] = {[one for one in sys.path if one]}"
        holder = subprocess.Popen(
            [sys.executable, "-I", "-c", path + _WAY_OUT, str(theirs.fileno()), str(data), limits],
            pass_fds=(theirs.fileno(), data),
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
        )
        theirs.close()
        os.close(data)
        assert json.loads(ours.recv(4096))["ready"]
        question, asked = socket.socketpair()
        with question, ours:
            socket.send_fds(ours, [b"fork"], [asked.fileno()])
            asked.close()
            from ldgraph.serve.pool import frames  # noqa: PLC0415

            port = str(listener.getsockname()[1])
            content = json.dumps(_question(port)._asdict()).encode()
            frames.send(question, frames.Kind.QUESTION, content)
            told = frames.receive(question)
        holder.wait(10)
    assert told is not None
    tried = json.loads(told[1])
    if os.geteuid() == 0:  # whom the number of processes does not bind
        tried["fork"] = "no"
    assert tried == {
        "connect": "no",
        "socket": "no",
        "open": "no",
        "write": "no",
        "fork": "no",
        "environment": "yes",
        "folder": "yes",
    }

"""What is logged, counted and bounded; and a server that starts and stops as it should."""

from __future__ import annotations

import io
import json
import logging
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from ldgraph.serve.operate.logs import Lines, as_line, as_text
from ldgraph.serve.operate.observed import ACCESS

from .conftest import started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.testclient import TestClient

    from .conftest import Start


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, ACCESS.name)
    return caplog


def test_a_request_keeps_a_sane_id_and_gets_one_for_any_other(client: TestClient) -> None:
    def named(given: str) -> str:
        return client.get("/health/live", headers={"X-Request-Id": given}).headers["x-request-id"]

    assert named("mijn-verzoek.1") == "mijn-verzoek.1"
    for other in ("kort", "x" * 65, "met spatie 123", "<script>alert", 'a"}\\n{"b":"c'):
        assert named(other) != other
        assert len(named(other)) == 16


def test_a_line_says_nothing_of_what_was_asked(
    client: TestClient, logged: pytest.LogCaptureFixture
) -> None:
    client.get("/sparql?query=ASK%7B%3Fgeheim%20%3Fp%20%3Fo%7D")
    client.get("/doc/concept/Geheim/x", headers={"Authorization": "Bearer geheim.token.hier"})

    lines = [as_line(one) for one in logged.records if one.name == ACCESS.name]
    assert len(lines) == 2
    assert "geheim" not in "".join(lines).lower()
    first, second = (json.loads(one) for one in lines)
    assert (first["path"], first["route"], first["status"]) == ("/sparql", "/sparql", 200)
    assert "path" not in second
    assert second["status"] == 401


def test_an_error_that_nobody_foresaw_is_a_problem_and_its_words_are_not_logged(
    start: Start, logged: pytest.LogCaptureFixture
) -> None:
    client = start()

    @client.app.get("/kapot")  # type: ignore[attr-defined, untyped-decorator]
    def broken() -> None:
        raise ValueError("geheim woord")

    # The address that takes all others was there first.
    routes = client.app.router.routes  # type: ignore[attr-defined]
    routes.insert(0, routes.pop())
    answer = client.get("/kapot", headers={"Accept-Language": "en"})

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    said = "".join(as_line(one) + as_text(one) for one in logged.records)
    assert "ValueError" in said
    assert "geheim" not in said


def test_lines_that_nobody_takes_stop_nothing() -> None:
    class Stuck(io.StringIO):
        def write(self, _: str, /) -> int:
            time.sleep(3600)
            return 0

    handler = Lines(Stuck(), as_json=True)
    record = logging.LogRecord("x", logging.INFO, "", 1, "one\ntwo", (), None)
    began = time.monotonic()
    for _ in range(10_100):
        handler.emit(record)

    assert handler.dropped > 0
    handler.close()
    assert time.monotonic() - began < 10


def test_a_line_cannot_be_broken_into_two() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "one\r\ntwo\x1b[31m\u2028", (), None)

    for line in (as_line(record), as_text(record)):
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line


def test_requests_are_counted_by_route_and_never_by_what_a_caller_made_up(start: Start) -> None:
    client = start()
    for number in range(30):
        client.get(f"/doc/verzonnen/{number}")
        client.get(f"/nergens/{number}")
        client.request(f"VERB{number}", "/health")
    client.get("/ns/lokaal-digitaal.ttl")
    client.get("/ns/lokaal-digitaal.ttl")  # from what is kept

    text = client.get("/metrics").text

    assert 'ldgraph_requests_total{method="GET",route="/doc/{path:path}",status="404"} 30.0' in text
    assert 'route="/ns/lokaal-digitaal.{extension}",status="200"} 2.0' in text
    assert "verzonnen" not in text
    assert "VERB" not in text
    assert "ldgraph_requests_in_flight 1.0" in text
    version = client.get("/health").json()["version"]
    assert f'ldgraph_data_info{{version="{version}"}} 1.0' in text
    assert "ldgraph_pools 1.0" in text
    assert len(text.splitlines()) < 250


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"])
def test_counters_are_not_shown_through_a_proxy(start: Start, header: str) -> None:
    client = start()

    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


def test_counters_are_for_the_addresses_that_may_read_them(start: Start) -> None:
    assert start(metrics=("10.0.0.0/8",)).get("/metrics").status_code == 404


def test_a_body_that_is_too_long_is_not_read(start: Start) -> None:
    client = start(body=1024)

    def pieces() -> Iterator[bytes]:
        for _ in range(4):
            yield b"x" * 512

    headers = {"Content-Type": "application/sparql-query"}
    for content in (b"x" * 1025, pieces()):
        answer = client.post("/sparql", content=content, headers=headers)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert "1024" in answer.json()["detail"]


def _talk(address: str, sent: bytes, seconds: float = 20) -> bytes:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=seconds) as one:
        one.sendall(sent)
        found = b""
        while piece := one.recv(65536):
            found += piece
        return found


def test_a_slow_or_endless_beginning_is_ended(root: Path) -> None:
    options = (str(root), "--limit-slow", "1", "--limit-head", "2048")
    with started(*options) as running:
        began = time.monotonic()
        slow = _talk(running.address, b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        mute = _talk(running.address, b"")
        long = _talk(running.address, b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + b"y" * 4096)
        body = _talk(
            running.address,
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 100\r\n\r\nASK",
        )
        assert time.monotonic() - began < 15
        assert slow.startswith(b"HTTP/1.1 408")
        assert mute.startswith(b"HTTP/1.1 408")
        assert long.startswith(b"HTTP/1.1 431")
        assert body.startswith(b"HTTP/1.1 408")
        for one in (slow, mute, long, body):
            assert b"application/problem+json" in one
        assert httpx.get(f"{running.address}/health").status_code == 200


def test_too_many_at_once_are_asked_to_come_back_and_health_is_still_told(root: Path) -> None:
    with started(str(root), "--limit-concurrency", "1") as running:
        host, port = running.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as busy:
            busy.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 100\r\n\r\nASK"
            )
            time.sleep(0.3)
            refused = httpx.get(f"{running.address}/ns/lokaal-digitaal")
            health = httpx.get(f"{running.address}/health")

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["content-type"] == "application/problem+json"
    assert health.status_code == 200


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
def test_what_was_begun_is_ended_and_the_exit_code_is_zero(
    root: Path, signal_: signal.Signals
) -> None:
    with started(str(root), "--log", "text") as running:
        host, port = running.address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as begun:
            begun.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 16\r\n\r\nASK {"
            )
            time.sleep(0.3)
            running.child.send_signal(signal_)
            time.sleep(0.5)
            begun.sendall(b" ?s ?p ?o }")
            got = begun.recv(65536)
        told = running.child.communicate(timeout=30)[1]

    assert running.child.returncode == 0, told
    assert got.startswith(b"HTTP/1.1 200")
    assert "Traceback" not in told


def test_what_takes_too_long_when_the_server_stops_is_asked_to_come_back(root: Path) -> None:
    got: list[httpx.Response] = []
    with started(str(root), "--log", "text", "--grace", "1") as running:

        def ask() -> None:
            query = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . FILTER(?c = ?f) }"
            got.append(httpx.get(f"{running.address}/sparql", params={"query": query}, timeout=60))

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.5)
        running.child.send_signal(signal.SIGTERM)
        told = running.child.communicate(timeout=30)[1]
        asking.join()

    assert running.child.returncode == 0, told
    assert got[0].status_code == 503
    assert got[0].headers["retry-after"]
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("lang", "said"), [("nl", "luistert daar al"), ("en", "another program listens there")]
)
def test_a_port_in_use_is_said_before_anything_is_read(root: Path, lang: str, said: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ran = subprocess.run(
            [sys.executable, "-m", "ldgraph", "--lang", lang, "serve", str(root), "--port", port],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert ran.returncode == 2
    assert said in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_an_address_of_another_machine_is_refused(root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "ldgraph", "serve", str(root), "--host", "192.0.2.1"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.returncode == 2
    assert "dit toestel heeft dat adres niet" in ran.stderr


def test_who_takes_no_answers_is_cut_off_and_has_a_share_alone(root: Path) -> None:
    options = (str(root), "--limit-slow", "1", "--limit-concurrency", "8")
    with started(*options) as running:
        host, port = running.address.removeprefix("http://").split(":")
        asked = b"GET /v1/besturen?limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n" * 4
        mute = [socket.socket() for _ in range(12)]
        for one in mute:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            one.connect((host, int(port)))
            one.sendall(asked)
        # From another address one is answered meanwhile.
        transport = httpx.HTTPTransport(local_address="127.0.0.9")
        with httpx.Client(transport=transport, base_url=running.address) as other:
            assert other.get("/v1/aanbod?limit=1").status_code == 200
        until = time.monotonic() + 15
        while httpx.get(f"{running.address}/zoek?q=x").status_code == 503:
            assert time.monotonic() < until
            time.sleep(0.2)
        for one in mute:
            one.close()

"""An engine that is down, slow, or answers wrongly: a clear error, and no half answer."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from urllib.parse import parse_qs

import httpx
import pytest

from ldgraph.engine.endpoint import (
    Endpoint,
    EngineError,
    QueryRefusedError,
    TooLargeError,
    TooSlowError,
)
from ldgraph.engine.layout import GENID
from ldgraph.engine.reasons import reason
from ldgraph.engine.results import UnreadableAnswerError, read_graph, read_rows
from ldgraph.engine.settings import Login, Remote
from ldgraph.engine.store import JSON, RemoteStore
from ldgraph.serve.pool.elsewhere import RemotePool
from ldgraph.serve.pool.frames import Question
from ldgraph.serve.pool.limits import Limits
from ldgraph.serve.pool.places import Places
from ldgraph.serve.pool.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ASK = b'{"head":{},"boolean":true}'
_ROWS = (
    b'{"head":{"vars":["a"]},"results":{"bindings":'
    b'[{"a":{"type":"uri","value":"urn:a"}},{"a":{"type":"uri","value":"urn:b"}}]}}'
)


class _Said(NamedTuple):
    """One answer of the server; ``cut`` bytes of it are left out, after ``wait`` seconds."""

    status: int = 200
    media: str = JSON
    body: bytes = _ASK
    cut: int = 0
    wait: float = 0.0


class _Handler(BaseHTTPRequestHandler):
    script: ClassVar[list[_Said]] = []
    asked: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []
    gone = threading.Event()

    def _answer(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        self.asked.append((self.command, self.path, dict(self.headers), self.rfile.read(size)))
        said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        self.gone.wait(said.wait)
        self.send_response(said.status)
        self.send_header("Content-Type", said.media)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body[: len(said.body) - said.cut])
        self.close_connection = True

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 (as the library calls them)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _server(*script: _Said) -> Iterator[Remote]:
    _Handler.script, _Handler.asked, _Handler.gone = [*script], [], threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    at = f"http://127.0.0.1:{server.server_port}"
    try:
        yield Remote(f"{at}/query", f"{at}/update", f"{at}/data", timeout=5.0)
    finally:
        _Handler.gone.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _endpoint(remote: Remote) -> tuple[Endpoint, list[float]]:
    waits: list[float] = []
    return Endpoint(remote, waits.append), waits


def test_an_engine_that_is_busy_is_asked_again_at_growing_distances() -> None:
    with _server(_Said(503), _Said(502), _Said(429), _Said()) as remote:
        endpoint, waits = _endpoint(remote)
        assert endpoint.ask("ASK {}", JSON) == _ASK
    assert len(waits) == 3
    assert waits[0] <= 0.2
    assert 0.4 <= waits[2] <= 0.8


def test_it_is_given_up_after_the_tries_that_are_set() -> None:
    with _server(_Said(503, body=b"full")) as remote:
        endpoint, waits = _endpoint(replace(remote, tries=2))
        with pytest.raises(EngineError, match="status 503: full") as told:
            endpoint.ask("ASK {}", JSON)
    assert told.value.is_down
    assert len(waits) == 1


def test_an_engine_that_is_not_there_is_named() -> None:
    with _server(_Said()) as remote:
        pass
    endpoint, _ = _endpoint(replace(remote, tries=1))
    with pytest.raises(
        EngineError, match=r"engine at http://127.*/query: cannot be reached"
    ) as told:
        endpoint.ask("ASK {}", JSON)
    assert "niet bereikbaar" in told.value.message("nl")
    with pytest.raises(EngineError, match=r"/data: cannot be reached"):
        endpoint.put("urn:g", b"<urn:a> <urn:b> <urn:c> .\n")
    with pytest.raises(EngineError, match=r"/update: cannot be reached"):
        endpoint.change("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


_REFUSED = (
    "cannot be reached: the connection is refused",
    "niet bereikbaar: de verbinding wordt geweigerd",
)
_UNKNOWN_NAME = (
    "cannot be reached: the name in this address is not found",
    "niet bereikbaar: de naam in dit adres is niet gevonden",
)
_BROKEN_OFF = ("it broke the connection off", "de verbinding is afgebroken")
_UNTRUSTED = ("its certificate is not trusted", "het certificaat wordt niet vertrouwd")


def _ways(remote: Remote) -> Iterator[tuple[str, EngineError]]:
    """Give what a query, an update and a graph are told of an engine, each with its address."""
    endpoint, _ = _endpoint(replace(remote, tries=1))
    for address, way in (
        (remote.query, lambda: endpoint.ask("ASK {}", JSON)),
        (remote.update, lambda: endpoint.change("DELETE WHERE { ?a ?b ?c }")),
        (remote.data, lambda: endpoint.put("urn:g", b"<urn:a> <urn:b> <urn:c> .\n")),
    ):
        with pytest.raises(EngineError) as told:
            way()
        yield address, told.value


def _are_told(remote: Remote, words: tuple[str, str]) -> None:
    for address, error in _ways(remote):
        assert error.is_down
        for lang, said in zip(("en", "nl"), words, strict=True):
            message = error.message(lang)
            assert address in message
            assert said in message
            assert "rrno" not in message


def test_a_connection_that_is_refused_is_told_in_plain_words() -> None:
    with _server(_Said()) as remote:
        pass
    _are_told(remote, _REFUSED)


def test_a_name_that_nobody_has_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    at = "http://engine.test"
    _are_told(Remote(f"{at}/query", f"{at}/update", f"{at}/data"), _UNKNOWN_NAME)


def test_a_connection_that_is_broken_off_is_told_in_plain_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            for _ in range(3):
                connection, _ = server.accept()
                connection.recv(1 << 16)
                connection.close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        at = f"http://127.0.0.1:{server.getsockname()[1]}"
        _are_told(Remote(f"{at}/query", f"{at}/update", f"{at}/data"), _BROKEN_OFF)
        thread.join()


def test_a_certificate_that_is_not_trusted_is_told_in_plain_words() -> None:
    cause = ssl.SSLCertVerificationError(1, "certificate verify failed: self-signed certificate")
    wrapped = httpx.ConnectError(str(cause))
    wrapped.__cause__ = cause
    for error in (cause, wrapped):
        told = reason(error)
        assert [said in one for said, one in zip(_UNTRUSTED, told, strict=True)] == [True, True]


def test_what_is_not_known_is_told_as_it_is() -> None:
    english, dutch = reason(OSError(5, "Input/output error"))
    assert "Input/output error" in english
    assert "Input/output error" in dutch


def test_an_answer_that_does_not_come_is_waited_for_so_long_and_once() -> None:
    with _server(_Said(wait=30.0)) as remote:
        endpoint, waits = _endpoint(replace(remote, timeout=0.3))
        with pytest.raises(TooSlowError, match=r"within 0\.3 seconds"):
            endpoint.ask("ASK {}", JSON)
        assert not waits
        assert len(_Handler.asked) == 1


def test_who_has_patience_waits_longer_for_the_same_engine() -> None:
    with _server(_Said(wait=0.6)) as remote:
        endpoint, _ = _endpoint(replace(remote, timeout=0.2))
        assert endpoint.patient(25.0).ask("ASK {}", JSON) == _ASK
        with pytest.raises(TooSlowError, match=r"within 0\.2 seconds"):
            endpoint.ask("ASK {}", JSON)


def test_all_attempts_together_take_no_longer_than_one_may() -> None:
    with _server(_Said(503, wait=0.4)) as remote:
        endpoint, _ = _endpoint(replace(remote, tries=10))
        with pytest.raises(TooSlowError):
            endpoint.ask("ASK {}", JSON, seconds=0.6)
        assert len(_Handler.asked) == 2


def test_a_caller_who_goes_away_keeps_its_place_until_the_engine_is_done() -> None:
    async def run(remote: Remote) -> None:
        limits, places = Limits(), Places(1, (9, 9), 5.0)
        checker = await Pool.start(os.memfd_create("nothing"), limits)
        store = RemoteStore(Endpoint(remote), [], "urn:all", GENID)
        pool = RemotePool(checker, store, places, limits)
        try:
            asked = asyncio.create_task(pool.ask(Question("ASK {}", "json", "ttl"), "caller"))
            await _until(lambda: bool(_Handler.asked))
            asked.cancel()
            await asyncio.wait([asked])
            await asyncio.sleep(0.1)
            assert places.taken == 1
            _Handler.gone.set()
            await _until(lambda: places.taken == 0)
        finally:
            checker.end()

    with _server(_Said(wait=30.0)) as remote:
        asyncio.run(run(remote))


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 (an engine tells nobody)
            await asyncio.sleep(0.01)


def test_half_an_answer_is_none() -> None:
    with _server(_Said(cut=3)) as remote:
        endpoint, _ = _endpoint(replace(remote, tries=1))
        with pytest.raises(EngineError, match="half an answer: 23 of 26 bytes"):
            endpoint.ask("ASK {}", JSON)


def test_a_page_of_html_with_200_is_none() -> None:
    with _server(_Said(media="text/html", body=b"<h1>Welcome</h1>")) as remote:
        endpoint, _ = _endpoint(remote)
        with pytest.raises(EngineError, match=r"the answer is text/html, wanted .*json"):
            endpoint.ask("ASK {}", JSON)


def test_an_answer_of_more_bytes_than_may_be_held_is_not_read_on() -> None:
    with _server(_Said(body=b" " * 5000)) as remote:
        endpoint, _ = _endpoint(remote)
        with pytest.raises(TooLargeError, match="more than 100 bytes"):
            endpoint.ask("ASK {}", JSON, most=100)


def test_a_query_that_is_refused_is_not_repeated() -> None:
    with _server(_Said(400, body=b"line 1: what?")) as remote:
        endpoint, waits = _endpoint(remote)
        with pytest.raises(QueryRefusedError, match="what"):
            endpoint.ask("ASK {}", JSON)
        assert not waits


def test_a_wrong_address_is_named_with_what_was_said_there() -> None:
    wrong = _Said(404, "text/plain", b"POST /sparqlx is not supported")
    with _server(wrong) as remote, pytest.raises(EngineError) as told:
        _endpoint(remote)[0].ask("ASK {}", JSON)
    dutch = told.value.message("nl")
    assert f"{remote.query}: status 404: POST /sparqlx is not supported; is dit adres" in dutch
    assert "ldgraph.toml" in dutch


def test_wrong_credentials_are_said_to_be_wrong_and_shown_nowhere() -> None:
    with _server(_Said(401)) as remote:
        secret = Login("writer", "hunter2")
        endpoint, waits = _endpoint(replace(remote, writer=secret, reader=secret))
        for attempt in (
            lambda: endpoint.ask("ASK {}", JSON),
            lambda: endpoint.change("DELETE WHERE { ?a ?b ?c }"),
            lambda: endpoint.put("urn:g", b"<urn:a> <urn:b> <urn:c> .\n"),
        ):
            with pytest.raises(EngineError, match="name or password is refused") as told:
                attempt()
            assert "hunter2" not in told.value.message("en") + told.value.message("nl")
        assert not waits
    assert "hunter2" not in repr(endpoint.remote)


def test_reader_and_writer_are_told_apart() -> None:
    with _server(_Said()) as remote:
        both = replace(remote, reader=Login("r", "1"), writer=Login("w", "2"))
        endpoint, _ = _endpoint(both)
        endpoint.ask("ASK {}", JSON)
        endpoint.change("DELETE WHERE { ?a ?b ?c }")
        endpoint.put("urn:g", b"<urn:a> <urn:b> <urn:c> .\n")
        sent = [headers.get("Authorization") for _, _, headers, _ in _Handler.asked]
    assert sent == ["Basic cjox", "Basic dzoy", "Basic dzoy"]


def test_an_update_in_the_place_of_a_query_goes_to_the_address_for_queries_as_a_query() -> None:
    with _server(_Said()) as remote:
        endpoint, _ = _endpoint(remote)
        endpoint.ask("INSERT DATA { <urn:a> <urn:b> <urn:c> }", JSON)
        ((method, path, _, body),) = _Handler.asked
    assert (method, path) == ("POST", "/query")
    assert body.startswith(b"query=INSERT")


def test_graphs_are_dropped_together_whether_they_are_there_or_not() -> None:
    with _server(_Said()) as remote:
        endpoint, _ = _endpoint(remote)
        endpoint.drop(["urn:g", "urn:h"])
        ((method, path, _, body),) = _Handler.asked
    assert (method, path) == ("POST", "/update")
    (update,) = parse_qs(body.decode())["update"]
    assert update == "DROP SILENT GRAPH <urn:g> ;\nDROP SILENT GRAPH <urn:h>"


@pytest.mark.parametrize("size", [10, 100_000])
def test_an_update_arrives_as_it_was_written_however_long_it_is(size: int) -> None:
    text = f'INSERT DATA {{ <urn:a> <urn:b> "{"é+&%" * size}" }}'
    with _server(_Said()) as remote:
        endpoint, _ = _endpoint(remote)
        endpoint.change(text)
        ((_, _, headers, body),) = _Handler.asked
    is_form = headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert is_form == (size == 10)
    assert (parse_qs(body.decode())["update"][0] if is_form else body.decode()) == text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"head":{}}', _ROWS[:-3], _ROWS[:-2] + b",]}"]
)
def test_rows_that_are_not_whole_are_none(body: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_rows(body, "urn:blank:")


@pytest.mark.parametrize("body", [b"<urn:a> <urn:b>", b"<html></html>", b'<urn:a> <urn:b> "c .\n'])
def test_triples_that_are_not_whole_are_none(body: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        read_graph(body, "urn:blank:")


def test_names_of_blank_nodes_become_blank_nodes() -> None:
    rows = read_rows(_ROWS.replace(b"urn:a", b"urn:blank:x"), "urn:blank:")
    assert [str(one[0]) for one in rows] == ["_:x", "<urn:b>"]  # type: ignore[union-attr]
    (triple,) = read_graph(b"<urn:blank:x> <urn:p> <urn:o> .\n", "urn:blank:")
    assert str(triple.subject) == "_:x"

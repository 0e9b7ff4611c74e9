"""Names and passwords: which variables they come from, and what is said where one is wrong."""

from __future__ import annotations

import base64
import http.client
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from ldgraph.engine.endpoint import EngineError
from ldgraph.engine.opened import Engines
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Engine


class _Guard(BaseHTTPRequestHandler):
    """Stands before an engine: readers and writers may query, writers may change."""

    protocol_version = "HTTP/1.1"
    port = 0

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        given = self.headers.get("Authorization", "")
        who = base64.b64decode(given.removeprefix("Basic ")).decode()
        allowed = {"w:w1", "r:r1"} if self.path.startswith("/query") else {"w:w1"}
        if who not in allowed:
            self._said(403 if who == "r:r1" else 401, "text/plain", b"who are you?")
            return
        there = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {
            one: self.headers[one] for one in ("Accept", "Content-Type") if one in self.headers
        }
        there.request(self.command, self.path, body, headers)
        answer = there.getresponse()
        content = answer.read()
        there.close()
        self._said(answer.status, answer.headers.get("Content-Type", "text/plain"), content)

    def _said(self, status: int, media: str, content: bytes) -> None:
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="SPARQL"')
        self.send_header("Content-Type", media)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815 (as the library calls them)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def guarded(root: Path, engine: Engine) -> Iterator[Path]:
    """Let nobody reach the engine without a name and a password; nothing restricted goes there."""
    own = int(engine.query.split(":")[2].split("/")[0])
    guard = ThreadingHTTPServer(("127.0.0.1", 0), type("Guard", (_Guard,), {"port": own}))
    thread = threading.Thread(target=guard.serve_forever)
    thread.start()
    settings = root / "ldgraph.toml"
    text = settings.read_text("utf-8").partition("[sparql.restricted]")[0]
    settings.write_text(text.replace(f":{own}/", f":{guard.server_port}/"), "utf-8")
    try:
        yield root
    finally:
        guard.shutdown()
        guard.server_close()
        thread.join()


def _publish(
    root: Path, given: dict[str, str], lang: str = "en"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "--root", str(root), "--lang", lang, "publish"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | given,
    )


_WRITER = {"LDGRAPH_SPARQL_USER": "w", "LDGRAPH_SPARQL_PASSWORD": "w1"}


def test_who_publishes_reads_with_the_same_name_where_no_reader_is_given(guarded: Path) -> None:
    told = _publish(guarded, _WRITER)
    assert (told.returncode, "holds now" in told.stdout) == (0, True), told.stderr


def test_where_a_reader_is_given_it_reads(guarded: Path) -> None:
    reader = {"LDGRAPH_SPARQL_READER": "r", "LDGRAPH_SPARQL_READER_PASSWORD": "r1"}
    assert _publish(guarded, _WRITER | reader).returncode == 0
    told = _publish(guarded, _WRITER | reader | {"LDGRAPH_SPARQL_READER_PASSWORD": "hunter2"})
    assert told.returncode == 3
    assert (
        "the name or password is refused (401); they come from LDGRAPH_SPARQL_READER and "
        "LDGRAPH_SPARQL_READER_PASSWORD, and are sent as basic" in told.stderr
    )
    assert "hunter2" not in told.stderr + told.stdout


@pytest.mark.parametrize(
    ("given", "lang", "said"),
    [
        (
            {},
            "en",
            (
                "a name and password are wanted (401): set LDGRAPH_SPARQL_USER and "
                "LDGRAPH_SPARQL_PASSWORD"
            ),
        ),
        (
            {"LDGRAPH_SPARQL_USER": "w", "LDGRAPH_SPARQL_PASSWORD": "hunter2"},
            "nl",
            (
                "naam of wachtwoord geweigerd (401); ze komen uit LDGRAPH_SPARQL_USER en "
                "LDGRAPH_SPARQL_PASSWORD, en worden als basic verzonden"
            ),
        ),
        (
            {"LDGRAPH_SPARQL_USER": "r", "LDGRAPH_SPARQL_PASSWORD": "r1"},
            "nl",
            (
                "de gebruiker mag dit niet (403); wie dat is komt uit LDGRAPH_SPARQL_USER en "
                "LDGRAPH_SPARQL_PASSWORD"
            ),
        ),
    ],
)
def test_the_pair_of_variables_is_named(
    guarded: Path, given: dict[str, str], lang: str, said: str
) -> None:
    told = _publish(guarded, given, lang)
    assert told.returncode == 3
    assert said in told.stderr
    assert "hunter2" not in told.stderr


def test_who_reads_answers_is_never_the_writer(guarded: Path) -> None:
    engines = Engines(open_root(guarded), _WRITER)
    wanted = "set LDGRAPH_SPARQL_READER and LDGRAPH_SPARQL_READER_PASSWORD"
    with pytest.raises(EngineError, match=wanted):
        engines.public.current()

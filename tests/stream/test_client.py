"""``ldes-client`` of npm, unchanged, on the server as its user starts it and on plain files.

It is looked for where ``LDGRAPH_CLIENTS`` says, as for the other clients (tests/serve).
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from .histories import AS, BASE, DCT, PROV, History, offering, turtle

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).resolve().parent.parent / "serve" / "clients"
_CLIENT = Path(os.environ.get("LDGRAPH_CLIENTS", _HERE)) / "node_modules" / "ldes-client"
_FILE = "data/openbaar/aanbod.ttl"
_OF = f"<{DCT}isVersionOf>"
_MOST = 120.0

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not _CLIENT.is_dir(),
    reason="no ldes-client here: npm install in tests/serve/clients, or LDGRAPH_CLIENTS",
)


@pytest.fixture
def history(history: History) -> History:
    """Give a history of which the pages are many."""
    history.set("page = 7")
    for month in range(1, 7):
        objects = [offering(f"x{n}", f"{n} {month}") for n in range(month, 20)]
        listed = 'aanbod:lijst ldg:delen ( "een" "twee" [ dct:title "drie" ] )'
        files = {_FILE: turtle(*objects, listed), "ontology/ldgraph.ttl": turtle()}
        history.commit(files, f"2026-0{month}-01T12:00:00Z")
        history.build()
    return history


@pytest.fixture
def server(history: History, tmp_path: Path) -> Iterator[str]:
    """Start a server; gives its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with (tmp_path / "said").open("wb") as log:
        command = [sys.executable, "-m", "ldgraph", "serve", str(history.root)]
        child = subprocess.Popen(
            [*command, "--port", str(port), "--stream", str(history.out), "--watch", "0.2"],
            stdout=log,
            stderr=log,
        )
        try:
            until = time.monotonic() + _MOST
            while not _is_there(f"{address}/health/ready"):
                assert child.poll() is None, (tmp_path / "said").read_text("utf-8")
                assert time.monotonic() < until
                time.sleep(0.1)
            yield address
        finally:
            child.terminate()
            child.wait()


def _is_there(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (ours)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture
def files(history: History) -> Iterator[str]:
    """Serve the files as they are, by a server that knows nothing of streams."""

    class Plain(http.server.SimpleHTTPRequestHandler):
        extensions_map = {".ttl": "text/turtle"}  # noqa: RUF012 (as the class has it)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = partial(Plain, directory=str(history.out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def _command(url: str, *options: str) -> list[str]:
    return ["node", str(_CLIENT / "dist" / "bin" / "cli.js"), url, *options]


def _walk(url: str, *options: str) -> str:
    done = subprocess.run(
        _command(url, *options), capture_output=True, text=True, check=False, timeout=_MOST
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def _versions(said: str) -> list[str]:
    """Give the versions in the order in which they came."""
    return [line.split(" ", 1)[0][1:-1] for line in said.splitlines() if f" {_OF} " in line]


def _replica(url: str) -> ox.Dataset:
    """Let it replicate a stream; gives the graph that the last version of each object makes."""
    script, folder = _HERE / "ldes.mjs", _CLIENT.parent.parent
    done = subprocess.run(
        ["node", str(script), url, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=_MOST,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    last: dict[str, list[ox.Quad]] = {}
    # What it has to say goes to standard output too.
    lines = [line for line in done.stdout.splitlines() if line.startswith('"')]
    for line in lines:
        quads = list(ox.parse(json.loads(line).encode(), ox.RdfFormat.N_QUADS))
        (iri,) = {one.subject.value for one in quads if isinstance(one.subject, ox.NamedNode)}
        last[iri] = quads
    own = {f"{PROV}generatedAtTime", f"{PROV}wasGeneratedBy", f"{PROV}endedAtTime"}
    graph = ox.Dataset()
    for number, quads in enumerate(last.values()):
        if any(str(one.object) == f"<{AS}Delete>" for one in quads):
            continue
        for subject, predicate, value, _ in quads:
            said = str(value)
            if predicate.value in own or said in {f"<{PROV}Activity>", f"<{AS}Create>"}:
                continue
            if said != f"<{AS}Update>":
                graph.add(ox.Quad(_apart(subject, number), predicate, _apart(value, number)))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return graph


def _apart(term: Any, number: int) -> Any:  # noqa: ANN401 (a term, and the same kind of term)
    """Set the blank nodes of one version apart from those of another."""
    return ox.BlankNode(f"m{number}{term.value}") if isinstance(term, ox.BlankNode) else term


def _wanted(history: History) -> ox.Dataset:
    content = (history.root / _FILE).read_bytes()
    graph = ox.Dataset(ox.parse(content, ox.RdfFormat.TURTLE, base_iri=BASE))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return graph


def test_it_gets_every_version_once_from_the_stream_or_its_first_page(
    history: History, server: str
) -> None:
    wanted = [one.iri for one in history.versions()]
    assert len(wanted) > 80
    for path in ("/id/stroom/publiek", "/stroom/publiek", "/stroom/publiek.ttl"):
        assert sorted(_versions(_walk(server + path))) == sorted(wanted)


def test_it_gets_them_in_order(history: History, server: str) -> None:
    said = _walk(f"{server}/id/stroom/publiek", "--ordered", "ascending")
    assert _versions(said) == [one.iri for one in history.versions()]


def test_its_replica_is_the_graph(history: History, server: str) -> None:
    assert _replica(f"{server}/id/stroom/publiek") == _wanted(history)


def test_a_replica_of_the_latest_view_is_the_graph(history: History, server: str) -> None:
    assert _replica(f"{server}/stroom/publiek/laatste") == _wanted(history)


def test_plain_files_give_the_same(history: History, files: str) -> None:
    said = _walk(f"{files}/publiek.ttl", "--ordered", "ascending")
    assert _versions(said) == [one.iri for one in history.versions()]
    assert _replica(f"{files}/publiek/laatste.ttl") == _wanted(history)


def test_it_goes_on_where_it_left_off(history: History, server: str, tmp_path: Path) -> None:
    kept = ("--save", str(tmp_path / "kept"))
    before = _versions(_walk(f"{server}/id/stroom/publiek", *kept))
    assert len(before) == len(history.versions())

    history.commit({_FILE: turtle(offering("x19", "later"))}, "2026-07-01T12:00:00Z")
    built = history.build()
    _wait_for(f"{server}/stroom/publiek/2026/07")
    after = _versions(_walk(f"{server}/id/stroom/publiek", *kept))

    assert len(after) == built.added > 10
    assert sorted([*before, *after]) == sorted(one.iri for one in history.versions())


def test_it_follows_what_is_committed_meanwhile(
    history: History, server: str, tmp_path: Path
) -> None:
    # It looks several times at once, so a version may come twice: its IRI says that it is the same.
    options = ("--follow", "--poll-interval", "500", "--save", str(tmp_path / "kept"))
    child = subprocess.Popen(
        _command(f"{server}/id/stroom/publiek", *options), stdout=subprocess.PIPE, text=True
    )
    said: list[str] = []
    reading = threading.Thread(target=_read, args=(child, said))
    reading.start()
    try:
        first = len(history.versions())
        _until(lambda: len(set(_versions("".join(said)))) == first)

        history.commit({_FILE: turtle(offering("x19", "later"))}, "2026-07-01T12:00:00Z")
        history.build()

        wanted = {one.iri for one in history.versions()}
        assert len(wanted) > first
        _until(lambda: set(_versions("".join(said))) == wanted)
    finally:
        child.kill()
        reading.join()
        child.wait()
        assert child.stdout is not None
        child.stdout.close()


def _read(child: subprocess.Popen[str], said: list[str]) -> None:
    assert child.stdout is not None
    with contextlib.suppress(ValueError):
        said.extend(child.stdout)


def _wait_for(url: str) -> None:
    _until(lambda: _is_there(url))


def _until(is_so: object) -> None:
    assert callable(is_so)
    until = time.monotonic() + _MOST
    while not is_so():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.2)

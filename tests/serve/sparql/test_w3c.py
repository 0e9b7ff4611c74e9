"""The tests of W3C for the SPARQL 1.1 protocol and its service description.

They are read from the folder that ``LDGRAPH_W3C_SPARQL`` names, else from the reference copies.
Requests are sent to a server as they are written there, byte for byte, on a socket of HTTP.
Updates are to be refused: this service only reads.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import http.client
import os
import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
import uvicorn

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "suites" / "w3c-rdf" / "sparql"
SUITE = Path(os.environ.get("LDGRAPH_W3C_SPARQL", BESIDE)) / "sparql11"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_HT = "http://www.w3.org/2011/http#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_ON = dt.date(2026, 11, 24)
_DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
_TABLES = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
_GRAPHS = {"text/turtle", "application/rdf+xml", "application/n-triples"}


class Sent(NamedTuple):
    """A request of a test, and what is expected of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: frozenset[str]
    shape: str
    boolean: bool | None


class Case(NamedTuple):
    """A test: requests that are sent one after the other."""

    name: str
    requests: tuple[Sent, ...]


class _Manifest:
    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        self.store.load(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())

    def all(self, subject: object, name: str) -> list[object]:
        found = self.store.quads_for_pattern(subject, ox.NamedNode(name), None, None)  # type: ignore[arg-type]
        return [quad.object for quad in found]

    def text(self, subject: object, name: str) -> str:
        return "".join(one.value for one in self.all(subject, name))  # type: ignore[attr-defined]

    def listed(self, subject: object, name: str) -> Iterator[object]:
        for first in self.all(subject, name):
            node = first
            while node != ox.NamedNode(_RDF + "nil"):
                yield self.all(node, _RDF + "first")[0]
                node = self.all(node, _RDF + "rest")[0]


def _cases() -> list[Case]:
    path = SUITE / "protocol" / "manifest.ttl"
    if not path.is_file():
        return []
    manifest = _Manifest(path)
    kind = ox.NamedNode(_MF + "ProtocolTest")
    tests = manifest.store.quads_for_pattern(None, ox.NamedNode(_RDF + "type"), kind, None)
    return sorted(
        Case(
            test.subject.value.rpartition("#")[2],  # type: ignore[union-attr]
            tuple(
                _sent(manifest, request)
                for action in manifest.all(test.subject, _MF + "action")
                for request in manifest.listed(action, _HT + "requests")
            ),
        )
        for test in tests
    )


def _sent(manifest: _Manifest, request: object) -> Sent:
    body = b""
    content = "http://www.w3.org/2011/content#"
    for one in manifest.all(request, _HT + "body"):
        encoding = manifest.text(one, content + "characterEncoding") or "utf-8"
        body = manifest.text(one, content + "chars").encode(encoding)
    response = manifest.all(request, _HT + "resp")[0]
    boolean = manifest.text(response, _MF + "expectedBoolean")
    return Sent(
        manifest.text(request, _HT + "methodName"),
        manifest.text(request, _HT + "absolutePath"),
        tuple(
            (manifest.text(one, _HT + "fieldName"), manifest.text(one, _HT + "fieldValue"))
            for one in manifest.listed(request, _HT + "headers")
        ),
        body,
        frozenset(
            one.value.rpartition("StatusCode")[2]  # type: ignore[attr-defined]
            for one in manifest.all(response, _MF + "expectedStatus")
        ),
        manifest.text(response, _MF + "expectedFormat"),
        boolean == "true" if boolean else None,
    )


CASES = _cases()
_QUERIES = [one for one in CASES if "update" not in one.name]
_UPDATES = [one for one in CASES if "update" in one.name]
_absent = pytest.mark.skipif(
    not CASES, reason="no SPARQL suite of W3C here: set LDGRAPH_W3C_SPARQL to its folder sparql"
)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Serve the data of the tests, in the graphs that they name."""
    folder = tmp_path_factory.mktemp("w3c")
    (folder / "ldgraph.toml").write_text("", "utf-8")
    for number in (1, 2, 3):
        text = (SUITE / "protocol" / f"data{number}.nt").read_text("utf-8")
        file = folder / "data" / "openbaar" / f"data{number}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    root = open_root(folder)
    files = [replace(file, graph=_DATA.format(file.path.stem[-1])) for file in source_files(root)]
    app = create_app(Library(load(files), root, _ON), Settings(on=_ON))
    server = uvicorn.Server(
        uvicorn.Config(app, "127.0.0.1", 0, log_level="critical", lifespan="on")
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        assert thread.is_alive()
        threading.Event().wait(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def _ask(port: int, sent: Sent) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    path = sent.path.replace("/sparql/", "/sparql", 1)
    connection.putrequest(sent.method, path, skip_accept_encoding=True)
    for name, value in sent.headers:
        connection.putheader(name, value)
    connection.putheader("Content-Length", str(len(sent.body)))
    connection.endheaders(sent.body)
    answer = connection.getresponse()
    media = (answer.getheader("content-type") or "").split(";")[0]
    body = answer.read()
    connection.close()
    return answer.status, media, body


@_absent
@pytest.mark.parametrize("case", _QUERIES, ids=lambda one: one.name)
def test_queries_are_answered_as_the_protocol_says(port: int, case: Case) -> None:
    for sent in case.requests:
        status, media, body = _ask(port, sent)
        assert f"{status // 100}xx" in sent.statuses, body
        if sent.shape in {"boolean", "tabular"}:
            assert media in _TABLES
        elif sent.shape == "RDF":
            assert media in _GRAPHS
        if sent.boolean is not None:
            assert body == f'{{"head":{{}},"boolean":{str(sent.boolean).lower()}}}'.encode()


@_absent
@pytest.mark.parametrize("case", _UPDATES, ids=lambda one: one.name)
def test_updates_are_refused_and_change_nothing(port: int, case: Case) -> None:
    everything = b"SELECT * WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
    kind = (("content-type", "application/sparql-query"),)
    asked = Sent("POST", "/sparql", kind, everything, frozenset(), "", None)
    before = _ask(port, asked)
    update, *others = case.requests
    status, media, _body = _ask(port, update)
    assert status // 100 == 4
    assert media == "application/problem+json"
    assert before[2].count(b"Document") == 3
    assert _ask(port, asked) == before
    # What a test asks next would see its change.
    assert {_ask(port, one)[2] for one in others} <= {b'{"head":{},"boolean":false}'}


@_absent
def test_the_suite_is_all_there() -> None:
    assert (len(_QUERIES), len(_UPDATES)) == (20, 14)


@pytest.fixture
def described(port: int) -> tuple[str, list[ox.Triple]]:
    """Get the description of the service, without saying which form."""
    sent = Sent("GET", "/sparql", (("Accept", "text/turtle"),), b"", frozenset(), "", None)
    status, media, body = _ask(port, sent)
    assert (status, media) == (200, "text/turtle")
    triples = [quad.triple for quad in ox.parse(body, ox.RdfFormat.TURTLE)]
    return f"http://127.0.0.1:{port}/sparql", triples


@_absent
def test_the_service_returns_rdf_with_a_matching_endpoint(
    described: tuple[str, list[ox.Triple]],
) -> None:
    endpoint, triples = described
    about = ox.NamedNode(endpoint)
    assert ox.Triple(about, ox.NamedNode(f"{_SD}endpoint"), about) in triples
    assert ox.Triple(about, ox.NamedNode(_RDF + "type"), ox.NamedNode(_SD + "Service")) in triples


#: https://www.w3.org/TR/sparql11-service-description/: whose each property is, and of what kind
#: its value; None is any IRI.
_PROPERTIES = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", "EntailmentRegime"),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "inputFormat": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
    "entailmentRegime": ("NamedGraph", "EntailmentRegime"),
}
#: What the recommendation itself names, by kind.
_THINGS = {
    "SPARQL11Query": "Language",
    "DereferencesURIs": "Feature",
    "UnionDefaultGraph": "Feature",
    "EmptyGraphs": "Feature",
}
_ONCE = {"Service": "endpoint", "Dataset": "defaultGraph", "NamedGraph": "name"}


@_absent
def test_the_description_conforms_to_its_schema(described: tuple[str, list[ox.Triple]]) -> None:
    """Each thing has the class that its properties ask for, and has each of them as often."""
    _, triples = described
    kinds: dict[object, set[str]] = {ox.NamedNode(_SD + k): {v} for k, v in _THINGS.items()}
    for one in triples:
        if one.predicate.value == _RDF + "type" and isinstance(one.object, ox.NamedNode):
            kinds.setdefault(one.subject, set()).add(one.object.value.removeprefix(_SD))
    for some in kinds.values():
        some.update({"GraphCollection"} if "Dataset" in some else ())
    said = [
        (one.subject, one.predicate.value.removeprefix(_SD), one.object)
        for one in triples
        if one.predicate.value.startswith(_SD)
    ]
    for subject, name, value in said:
        of, kind = _PROPERTIES[name]
        assert of in kinds[subject]
        assert isinstance(value, ox.NamedNode) if kind is None else kind in kinds[value]
    for kind, name in _ONCE.items():
        things = [one for one, its in kinds.items() if kind in its]
        assert things
        assert all([s for s, n, _ in said if (s, n) == (one, name)] == [one] for one in things)
    named = {value.value for _, name, value in said if name == "name"}  # type: ignore[union-attr]
    assert named == {_DATA.format(number) for number in (1, 2, 3)}


def test_names_are_unique(shared: Callable[..., Path]) -> None:
    shared("suites")
    assert len({one.name for one in CASES}) == len(CASES)

"""A server whose answers come from an engine: the same answers, and honest when there are none."""

from __future__ import annotations

import json
import os
import re
import time
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.engine.opened import Engines, NotPublishedError
from ldgraph.engine.release import release
from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.serve.app import create_app
from ldgraph.serve.depends import audience
from ldgraph.serve.elsewhere import RemoteLibrary
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

    from .conftest import Engine

pytestmark = pytest.mark.usefixtures("unasked")

_ON = date(2026, 11, 25)
_GOVERNMENT = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99901"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s a ?kind }"
_OFFERING = "https://data.vlaanderen.be/id/aanbod/bewaking"
_ASKED = [
    ("/", "text/html"),
    ("/besturen", "text/html"),
    ("/aanbod", "text/html"),
    ("/vereisten", "text/html"),
    ("/matrix", "text/html"),
    ("/doc/aanbod/bewaking", "text/html"),
    ("/doc/aanbod/bewaking", "text/turtle"),
    ("/doc/aanbod/bewaking", "application/ld+json"),
    ("/doc/lokaalbestuur/gemeente-99901", "text/html"),
    ("/doc/lokaalbestuur/gemeente-99901", "application/n-triples"),
    ("/ns/lokaal-digitaal", "text/turtle"),
    ("/context/lokaal-digitaal.jsonld", "application/ld+json"),
    ("/schema/Vereiste.json", "application/schema+json"),
    ("/v1/besturen", "application/json"),
    ("/v1/aanbod", "application/json"),
    ("/v1/vereisten", "application/json"),
    ("/v1/besturen/gemeente-99901", "application/json"),
    ("/v1/besturen/gemeente-99901/leemten", "application/json"),
    ("/v1/besturen/niemand", "application/json"),
    ("/doc/aanbod/niemand", "application/json"),
    (f"/sparql?query={_COUNT}", "text/csv"),
    (f"/sparql?query={_COUNT}", "application/sparql-results+xml"),
    ("/sparql?query=ASK { ?s ?p ?o }", "application/sparql-results+json"),
    ("/sparql?query=SELECT ?a WHERE { ?a a ", "application/json"),
    ("/sparql?query=INSERT DATA { <urn:a> <urn:b> <urn:c> }", "application/json"),
    ("/sparql?query=SELECT * WHERE { SERVICE <urn:x> { ?s ?p ?o } }", "application/json"),
    (f"/sparql?query=CONSTRUCT WHERE {{ <{_OFFERING}> ?p ?o }}", "application/n-triples"),
    ("/openapi.json", "application/json"),
]


def _publish(root: Path) -> None:
    opened = open_root(root)
    list(release(Engines(opened, os.environ), load(source_files(opened)), opened, _ON))


def _app(root: Path, *, remote: bool, who: Audience = EVERYONE, watch: float = 0.0) -> FastAPI:
    opened, restricted = open_root(root), who != EVERYONE
    library: Library
    if remote:
        library = RemoteLibrary(Engines(opened, os.environ), opened, _ON, restricted=restricted)
    else:
        library = Library(read(opened, restricted=restricted), opened, _ON)
    app = create_app(library, Settings(on=_ON, watch=watch))
    app.dependency_overrides[audience] = lambda: who
    return app


@contextmanager
def _client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, "http://example.test", follow_redirects=False) as client:
        yield client


_WHO = [EVERYONE, Audience(_GOVERNMENT), Audience(all_graphs=True)]


@pytest.mark.parametrize("kind", ["oxigraph", "virtuoso"], indirect=True)
def test_each_caller_gets_from_the_engine_what_the_files_give(root: Path) -> None:
    _publish(root)
    for who in _WHO:
        got: list[list[tuple[int, str | None, object]]] = []
        for remote in (True, False):
            with _client(_app(root, remote=remote, who=who)) as client:
                got.append([_said(client, path, accept) for path, accept in _ASKED])
        for asked, there, here in zip(_ASKED, *got, strict=True):
            assert there == here, (who, asked)
        statuses = [one[0] for one in got[1]]
        assert statuses.count(200) >= 20, statuses


def _said(client: TestClient, path: str, accept: str) -> tuple[int, str | None, object]:
    answer = client.get(path, headers={"Accept": accept})
    body: object = answer.text
    if "json" in answer.headers.get("content-type", ""):
        body = answer.json()
        if isinstance(body, dict):
            body.pop("instance", None)
    elif "n-triples" in accept:
        body = sorted(answer.text.splitlines())
    return answer.status_code, answer.headers.get("content-type"), body


_BEYOND = [
    "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM <https://data.vlaanderen.be/doc/publicatie/alles> WHERE { ?s ?p ?o }",
    "SELECT * FROM NAMED <urn:a> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX bif: <bif:> SELECT (bif:file_to_string('/etc/passwd') AS ?a) WHERE {}",
    "SELECT (<sql:user_name>() AS ?a) WHERE {}",
    "DEFINE input:default-graph-uri <urn:a> SELECT * WHERE { ?s ?p ?o }",
    "ASK { FILTER(1<?b)GRAPH#>\n ?g { ?s ?p ?o } }",
]


def test_a_query_reaches_no_graph_but_those_of_its_caller(root: Path) -> None:
    _publish(root)
    with _client(_app(root, remote=True)) as client:
        for query in _BEYOND:
            answer = client.get("/sparql", params={"query": query})
            assert answer.status_code == 400, (query, answer.text)
        graphs = {"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": "urn:a"}
        assert client.get("/sparql", params=graphs).status_code == 400
        everything = client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}).text
        said = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "sd:defaultGraph" in said
    assert "sd:namedGraph" not in said
    assert "gemeente-99901" in everything
    assert "/beoordeling/" not in everything
    assert "/doc/publicatie/" not in everything


def test_one_government_is_not_told_of_another(root: Path) -> None:
    _publish(root)
    query = {
        "query": "SELECT ?s { ?s a <https://data.vlaanderen.be/ns/lokaal-digitaal#Beoordeling> }"
    }
    for iri, wanted in ((_GOVERNMENT, True), (_GOVERNMENT + "9", False)):
        with _client(_app(root, remote=True, who=Audience(iri))) as client:
            told = client.get("/sparql", params=query, headers={"Accept": "text/csv"}).text
            assert ("/beoordeling/" in told) is wanted


def test_without_an_engine_for_others_nobody_else_is_served(root: Path) -> None:
    settings = root / "ldgraph.toml"
    settings.write_text(settings.read_text("utf-8").partition("[sparql.restricted]")[0], "utf-8")
    _publish(root)
    with pytest.raises(NotPublishedError):
        _app(root, remote=True, who=Audience(_GOVERNMENT))


def test_an_engine_that_goes_down_is_told_of_and_found_again(root: Path, engine: Engine) -> None:
    _publish(root)
    with _client(_app(root, remote=True, watch=0.1)) as client:
        assert client.get("/health").json()["status"] == "UP"
        engine.process.terminate()
        engine.process.wait(30)
        answer = client.get("/v1/aanbod", headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "does not answer" in answer.json()["detail"]
        refused = client.get("/sparql", params={"query": _COUNT}, headers={"Accept-Language": "en"})
        assert (refused.status_code, refused.json()["title"]) == (503, "Queries cannot be run now")
        _until(lambda: client.get("/health").json()["reload"].get("why") == "engine")
        assert client.get("/health").json()["status"] == "DEGRADED"
        engine.again()
        _publish(root)
        _until(lambda: client.get("/health").json()["status"] == "UP")
        assert client.get("/v1/aanbod").status_code == 200


def test_what_is_published_while_it_serves_is_served(root: Path) -> None:
    _publish(root)
    with _client(_app(root, remote=True, watch=0.1)) as client:
        before = client.get("/health").json()["version"]
        file = root / "data" / "openbaar" / "catalogus.ttl"
        file.write_text(file.read_text("utf-8").replace('"Bewaking', '"Toezicht'), "utf-8")
        assert "Bewaking" in client.get("/v1/aanbod").text
        _publish(root)
        _until(lambda: client.get("/health").json()["version"] != before)
        assert "Toezicht" in json.dumps(client.get("/v1/aanbod").json(), ensure_ascii=False)


def _until(is_so: object) -> None:
    until = time.monotonic() + 30
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_files_of_datasets_have_the_bytes_that_they_have_without_an_engine(root: Path) -> None:
    (root / "data" / "openbaar" / "anders.ttl").write_text(
        "<urn:a> <urn:has> [ <urn:name> 'x'@nl , 1.50 , \"_:y\\n\" ] .", "utf-8"
    )
    _publish(root)
    found = []
    for remote in (True, False):
        with _client(_app(root, remote=remote)) as client:
            page = client.get("/catalogus", headers={"Accept": "text/html"})
            files = re.findall(r"/download/[\w.-]+", page.text)
            found.append({path: client.get(path).headers["repr-digest"] for path in files})

    assert len(found[0]) >= 12
    assert found[0] == found[1]

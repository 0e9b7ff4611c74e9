"""SPARQL 1.1 Protocol as clients use it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_SELECT = "SELECT ?s ?o WHERE { ?s <http://www.w3.org/2004/02/skos/core#notation> ?o } LIMIT 7"
_CONSTRUCT = "CONSTRUCT WHERE { ?s a <http://www.w3.org/2004/02/skos/core#ConceptScheme> }"
_GRAPH = "https://data.vlaanderen.be/doc/graaf/"
_JSON = "application/sparql-results+json"
_ROWS = {
    _JSON: lambda text: len(json.loads(text)["results"]["bindings"]),
    "application/sparql-results+xml": lambda text: len(
        ET.fromstring(text).findall(".//{http://www.w3.org/2005/sparql-results#}result")  # noqa: S314
    ),
    "text/csv": lambda text: len(list(csv.reader(io.StringIO(text)))) - 1,
    "text/tab-separated-values": lambda text: len(text.splitlines()) - 1,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


def _form(**given: str) -> dict[str, dict[str, str]]:
    return {"data": given}


@pytest.mark.parametrize("path", ["/sparql", "/query"])
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_comes_in_three_ways(client: TestClient, path: str, way: str) -> None:
    if way == "get":
        got = client.get(path, params={"query": _SELECT})
    elif way == "form":
        got = client.post(path, data={"query": _SELECT})
    else:
        headers = {"Content-Type": "application/sparql-query; charset=UTF-8"}
        got = client.post(path, content=_SELECT, headers=headers)
    assert (got.status_code, got.headers["content-type"]) == (200, _JSON)
    assert _ROWS[_JSON](got.text) == 7


@pytest.mark.parametrize("media", _ROWS)
def test_rows_come_in_each_form(client: TestClient, media: str) -> None:
    got = client.get("/sparql", params={"query": _SELECT}, headers={"Accept": media})
    assert got.headers["content-type"].split(";")[0] == media
    assert _ROWS[media](got.text) == 7


@pytest.mark.parametrize(
    ("media", "said"),
    [
        (_JSON, '{"head":{},"boolean":true}'),
        ("text/csv", "true"),
        ("text/tab-separated-values", "true"),
    ],
)
def test_a_boolean_comes_in_each_form(client: TestClient, media: str, said: str) -> None:
    got = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": media})
    assert got.text.strip() == said


@pytest.mark.parametrize("media", _GRAPHS)
def test_a_graph_comes_in_each_form(client: TestClient, media: str) -> None:
    got = client.get("/sparql", params={"query": _CONSTRUCT}, headers={"Accept": media})
    assert got.headers["content-type"].split(";")[0] == media
    asked = client.get("/sparql", params={"query": _CONSTRUCT.replace("CONSTRUCT", "SELECT *", 1)})
    assert len(list(ox.parse(got.content, _GRAPHS[media]))) == _ROWS[_JSON](asked.text) > 10


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("application/json", _JSON),
        ("*/*", _JSON),
        ("text/turtle, */*;q=0.1", _JSON),
        # What real clients send: SPARQLWrapper, rdflib's SPARQLStore.
        ("application/sparql-results+json,application/json,text/javascript", _JSON),
        ("text/csv, application/sparql-results+json;q=0", "text/csv"),
    ],
)
def test_the_form_is_the_one_liked_best(client: TestClient, accept: str, media: str) -> None:
    got = client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": accept})
    assert got.headers["content-type"].split(";")[0] == media


@pytest.mark.parametrize(
    ("query", "accept"),
    [("ASK {}", "text/turtle"), (_CONSTRUCT, "text/csv"), ("ASK {}", "image/png")],
)
def test_a_form_that_there_is_not_is_406(client: TestClient, query: str, accept: str) -> None:
    got = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (got.status_code, got.json()["parameter"]) == (406, "Accept")
    assert accept not in got.json()["verwacht"]


def test_what_is_unknown_is_passed_over(client: TestClient) -> None:
    sent = {"query": "ASK {}", "format": "json", "output": "json", "results": "json"}
    assert client.get("/sparql", params=sent).json()["boolean"] is True


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for query in (_SELECT, "SELECT * WHERE { ?s ?p ?o }"):
        get = client.get("/sparql", params={"query": query})
        head = client.head("/sparql", params={"query": query})
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-type", "etag", "vary", "cache-control"):
            assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize(
    ("sent", "status", "parameter"),
    [
        ({"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "query"),
        ({"params": {"query": ""}}, 400, "query"),
        ({"params": {"update": "CLEAR ALL"}}, 403, "update"),
        (
            {"params": {"query": "ASK {}", "default-graph-uri": "not an iri"}},
            400,
            "default-graph-uri",
        ),
        ({"params": {"query": "ASK {}", "named-graph-uri": "a b"}}, 400, "named-graph-uri"),
    ],
)
def test_a_wrong_parameter_is_named(
    client: TestClient, sent: dict[str, dict[str, object]], status: int, parameter: str
) -> None:
    for got in (client.get("/sparql", **sent), client.post("/sparql", data=sent["params"])):  # type: ignore[arg-type]
        assert got.headers["content-type"] == "application/problem+json"
        assert (got.status_code, got.json()["parameter"]) == (status, parameter)


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        ("ASK {}", "text/plain", 415),
        ("ASK {}", "application/sparql-query; charset=utf-16", 415),
        ("CLEAR ALL", "application/sparql-update", 403),
        ("CLEAR ALL", "application/sparql-query", 400),
        ("LOAD <http://127.0.0.1/>", "application/sparql-query", 400),
        ("INSERT DATA { <urn:a> <urn:a> 1 }", "application/sparql-query", 400),
        (
            "SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
            "application/sparql-query",
            403,
        ),
        ("SELECT * WHERE { service silent ?x { ?s ?p ?o } }", "application/sparql-query", 403),
        (b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
        (
            b"query=ASK%20%7B%20%3Fs%20%3Fp%20%27%FF%27%20%7D",
            "application/x-www-form-urlencoded",
            400,
        ),
        ("ASK { " + "{" * 5000 + "}" * 5001, "application/sparql-query", 400),
        ("ASK { # " + "x" * 300_000 + "\n}", "application/sparql-query", 413),
        ("x" * 10_000_000, "application/sparql-query", 413),
        ("query=" + "x" * 10_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_cannot_be_answered_is_refused_clearly(
    client: TestClient, content: str | bytes, media: str, status: int
) -> None:
    got = client.post("/sparql", content=content, headers={"Content-Type": media})
    assert got.headers["content-type"] == "application/problem+json"
    assert got.status_code == status
    assert got.json()["detail"]
    english = client.post(
        "/sparql", content=content, headers={"Content-Type": media, "Accept-Language": "en"}
    )
    assert english.headers["content-language"] == "en"
    assert english.json()["detail"] != got.json()["detail"]


def test_a_body_without_a_type_is_not_read(client: TestClient) -> None:
    assert client.post("/sparql", content="ASK {}").status_code == 415


def test_a_syntax_error_has_its_place(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": "SELECT *\nWHERE [ ?s ?p ?o }"}).json()
    assert (got["line"], got["column"]) == (2, 7)
    assert "2" in got["detail"]
    assert len(got["detail"]) < 400


def test_service_in_a_text_or_a_name_is_no_service(client: TestClient) -> None:
    query = """PREFIX service: <urn:service:>
        SELECT ?service WHERE { ?service service:service "SERVICE" } # SERVICE"""
    assert client.get("/sparql", params={"query": query}).status_code == 200


def _count(client: TestClient, text: str, **sent: str) -> int:
    got = client.get("/sparql", params={"query": text, **sent}).json()
    return int(got["results"]["bindings"][0]["n"]["value"])


def test_the_dataset_is_all_graphs_or_those_that_are_named(client: TestClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"
    in_graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) {} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    graph = f"{_GRAPH}afgeleid"
    everything = _count(client, count.format(""))
    derived = _count(client, count.format(f"FROM <{graph}>"))
    assert everything > 10_000 > derived > 0
    assert _count(client, count.format(""), **{"default-graph-uri": graph}) == derived
    # The request goes before the query.
    assert (
        _count(client, count.format("FROM <urn:other>"), **{"default-graph-uri": graph}) == derived
    )
    assert _count(client, in_graphs.format("")) > 10
    assert _count(client, in_graphs.format(""), **{"named-graph-uri": graph}) == 1
    assert _count(client, count.format(""), **{"named-graph-uri": graph}) == 0
    assert _count(client, in_graphs.format(""), **{"default-graph-uri": graph}) == 0


def test_a_graph_that_is_hidden_is_as_one_that_is_not(client: TestClient) -> None:
    hidden = f"{_GRAPH}voorbeeld/beperkt/gemeente-99001"
    for name in (hidden, "urn:none"):
        for parameter in ("default-graph-uri", "named-graph-uri"):
            sent = {
                "query": "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }",
                parameter: name,
            }
            assert client.get("/sparql", params=sent).json()["boolean"] is False


def test_who_has_the_answer_gets_304(client: TestClient) -> None:
    sent = {"query": _SELECT}
    tag = client.get("/sparql", params=sent).headers["etag"]
    again = client.get("/sparql", params=sent, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get("/sparql", params=sent, headers={"Accept": "text/csv"})
    assert other.headers["etag"] != tag


def test_what_differs_each_time_has_no_tag(client: TestClient) -> None:
    got = client.get("/sparql", params={"query": "SELECT (RAND() AS ?n) WHERE {}"})
    assert ("etag" in got.headers, got.headers["cache-control"]) == (False, "no-store")


def test_browsers_of_others_may_ask(client: TestClient) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    preflight = client.options("/sparql", headers=asked)
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    for query in ("ASK {}", "no query"):
        got = client.get("/sparql", params={"query": query}, headers={"Origin": asked["Origin"]})
        assert got.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("media", _GRAPHS)
def test_without_a_query_the_service_says_what_it_is(client: TestClient, media: str) -> None:
    got = client.get("/sparql", headers={"Accept": media})
    assert got.headers["content-type"].split(";")[0] == media
    sd = "http://www.w3.org/ns/sparql-service-description#"
    said = {quad.triple for quad in ox.parse(got.content, _GRAPHS[media])}
    endpoint = ox.NamedNode("http://example.test/sparql")
    assert ox.Triple(endpoint, ox.NamedNode(f"{sd}endpoint"), endpoint) in said
    named = {t.object.value for t in said if t.predicate.value == f"{sd}name"}
    assert f"{_GRAPH}openbaar/lokaalbestuur/gemeenten" in named or len(named) > 10
    assert not any("beperkt" in name for name in named)


def test_a_large_answer_comes_whole(client: TestClient) -> None:
    everything = "SELECT * WHERE { ?s ?p ?o }"
    rows = client.get("/sparql", params={"query": everything}).json()["results"]["bindings"]
    assert len(rows) == _count(client, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")

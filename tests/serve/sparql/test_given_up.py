"""What a caller does not take, or hides, costs others nothing."""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any

import pytest

from ldgraph.graph.guard import QueryTooDeepError, refuse_deep
from ldgraph.turtle.sparql import dataset_words

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

_LARGE = "SELECT * WHERE {{ ?s ?p ?o . ?a ?b ?c }} # {}"


def _pool(app: FastAPI) -> Any:  # noqa: ANN401 (one of several)
    return app.state.pools.running()[0]


def test_a_head_of_much_leaves_its_place(client: TestClient, app: FastAPI) -> None:
    for number in range(6):
        got = client.head("/sparql", params={"query": _LARGE.format(number)})
        assert got.status_code == 200
    until = time.monotonic() + 5
    while not _pool(app).is_idle and time.monotonic() < until:
        gc.collect()
        time.sleep(0.05)
    assert _pool(app).is_idle


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?b {2} FILTER(1<?b)SERVICE#>\nSILENT <http://127.0.0.1:1/> {?x ?y ?z} }",
        'SELECT * { FILTER(1<?b)#>"""\n SERVICE <http://127.0.0.1:1/> {?x ?y ?z} #""" }',
        "SELECT * { FILTER(?a<?b)SERVICE?s#>\n{ ?x ?y ?z } }",
    ],
)
def test_a_hidden_service_is_refused(client: TestClient, query: str) -> None:
    got = client.get("/sparql", params={"query": query})
    assert (got.status_code, "os error" in got.text) == (403, False)


def test_a_hidden_dataset_is_one() -> None:
    hidden = "PREFIX : <urn:x> SELECT(1<(2)AS?c)(COUNT(*)AS?n)FROM:g#>\nWHERE{?s ?p ?o}"
    assert dataset_words(hidden) == {"from"}
    assert dataset_words("SELECT * { ?s <urn:from> 'service' }") == frozenset()


def test_hidden_brackets_are_counted() -> None:
    nested = "(" * 1000 + "1" + ")" * 1000
    with pytest.raises(QueryTooDeepError):
        refuse_deep(f'ASK{{ ?a ?p ?b FILTER(?a<?b)#>"""\nFILTER({nested})\n#"""\n}}')
    refuse_deep(f"ASK {{ ?a <urn:p> '{nested}' }}")


def test_values_that_cannot_be_ordered_together_are_said_to_be(client: TestClient) -> None:
    query = "SELECT * { VALUES ?o { %s } } ORDER BY ?o"
    mixed = " ".join(f"{n} {n}.5 '{n}'" for n in range(2000))
    got = client.get("/sparql", params={"query": query % mixed})
    assert got.status_code == 200 or "STR" in got.json()["detail"]
    got = client.get("/sparql", params={"query": (query % mixed).replace("BY ?o", "BY STR(?o)")})
    assert got.status_code == 200


def test_a_browser_that_takes_pages_alone_gets_one(client: TestClient) -> None:
    sent = {"query": "SELECT (1 AS ?x) {}"}
    got = client.get("/sparql", params=sent, headers={"Accept": "text/html"})
    assert (got.status_code, got.headers["content-type"]) == (200, "text/html; charset=utf-8")


@pytest.mark.parametrize("host", ["[1.2.3.4]", "[::::]", "[dead:beef]", "[....]:80"])
def test_a_host_in_brackets_is_an_address(client: TestClient, host: str) -> None:
    for path in ("/sparql", "/", "/doc/aanbod/x"):
        got = client.get(path, headers={"Host": host, "Accept": "text/html"})
        assert got.status_code == 400


def test_two_headers_of_languages_are_one(client: TestClient) -> None:
    path = "/doc/lokaalbestuur/gemeente-99001.html?x=languages"
    sent = [("Accept-Language", "fr-FR"), ("Accept-Language", "fr;q=0.9,en;q=0.8")]
    twice = client.get(path, headers=sent)
    once = client.get(path, headers={"Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8"})
    assert twice.headers["content-language"] == once.headers["content-language"] == "en"

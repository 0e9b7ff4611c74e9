"""The catalogue over HTTP: at each address, in each form, and true of the files that are given."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from tests.stream.histories import History, offering, turtle

from ldgraph.catalogue import describe, dumps
from ldgraph.catalogue.describe import DCAT, SPDX
from ldgraph.graph.access import EVERYONE
from ldgraph.graph.places import open_root
from ldgraph.serve import sparql_examples
from ldgraph.serve.app import create_app
from ldgraph.serve.http import answers
from ldgraph.serve.kept import is_kept
from ldgraph.serve.library import Library, read
from ldgraph.serve.operate.asking import served
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.catalogue.dumps import Dumps
    from ldgraph.snapshot import Snapshot

ON = dt.date(2026, 11, 24)
_FORMS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
_BASE = "https://data.vlaanderen.be"
_ROW = 2


def _triples(content: bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> ox.Dataset:
    found = ox.Dataset(ox.Quad(*one.triple) for one in ox.parse(content, form))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def _values(graph: ox.Dataset, predicate: str, subject: object = None) -> list[str]:
    return sorted(
        one.object.value
        for one in graph
        if one.predicate.value == predicate
        and (subject is None or one.subject == subject)
        and not isinstance(one.object, ox.Triple)
    )


@pytest.mark.parametrize("path", ["/", "/catalogus"])
@pytest.mark.parametrize("media", sorted(_FORMS))
def test_who_asks_for_data_gets_the_catalogue(client: TestClient, path: str, media: str) -> None:
    answer = client.get(path, headers={"Accept": media})

    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media
    whole = _triples(client.get("/catalogus.ttl").content)
    assert _triples(answer.content, _FORMS[media]) == whole
    where = answer.headers["content-location"]
    assert client.get(where, headers={"Accept": "image/png"}).content == answer.content


@pytest.mark.parametrize("accept", ["text/html", "*/*", "text/html,application/xml;q=0.9"])
def test_people_get_pages(client: TestClient, accept: str) -> None:
    home = client.get("/", headers={"Accept": accept})
    page = client.get("/catalogus", headers={"Accept": accept})

    assert "Waar begint u?" in home.text
    assert 'href="/catalogus"' in home.text
    assert "Lokale besturen" in page.text
    assert "/download/lokaal-digitaal-besturen.ttl.gz" in page.text
    assert "modellicentie-gratis-hergebruik" in page.text


def test_the_home_page_leads_programs_to_the_catalogue_and_its_figures(client: TestClient) -> None:
    home = client.get("/", headers={"Accept": "text/html"})
    same = {"Accept": "text/html", "If-None-Match": home.headers["etag"]}

    links = home.headers["link"].split(", ")
    found = {one.partition(">")[0].lstrip("<"): one for one in links}

    catalogue = next(one for one in found if one.endswith("/catalogus.ttl"))
    assert found[catalogue].endswith('rel="alternate"; type="text/turtle"')
    assert len(found) == len(_FORMS) + 1
    figures = next(one for one in found if one.endswith("/.well-known/void"))
    assert found[figures].endswith('rel="describedby"')
    assert all(client.get(one).status_code == 200 for one in found)
    assert client.get("/", headers=same).headers["link"] == home.headers["link"]


def test_the_page_has_the_sums_of_its_files_and_names_each_cell(client: TestClient) -> None:
    page = client.get("/catalogus", headers={"Accept": "text/html"}).text

    listed = page.partition("<pre")[2].partition("<code>")[2].partition("</code>")[0].split("\n")
    sums = dict(line.split("  ")[::-1] for line in listed if line)
    assert set(sums) == {one.partition('"')[0] for one in page.split('href="/download/')[1:]}
    name = "lokaal-digitaal-besturen.ttl"
    assert sums[name] == hashlib.sha256(client.get(f"/download/{name}").content).hexdigest()
    # On a narrow screen the table is a list, in which each cell says what it is.
    assert '<table class="stack">' in page
    assert page.count('data-head="Turtle"') == page.count('.ttl.gz"')


def test_the_catalogue_is_the_same_the_next_time_and_need_not_be_sent(client: TestClient) -> None:
    first = client.get("/catalogus.ttl")

    again = client.get("/catalogus.ttl", headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert client.get("/catalogus.xyz").status_code == 404


def test_every_thing_of_the_catalogue_is_found_at_its_own_address(client: TestClient) -> None:
    graph = _triples(client.get("/catalogus.ttl").content)
    named = sorted({one.subject.value for one in graph if isinstance(one.subject, ox.NamedNode)})
    ours = [one for one in named if one.startswith(f"{_BASE}/id/") and "/organisatie/" not in one]
    kinds = {one.split("/")[4] for one in ours}
    assert kinds == {
        *("catalogus", "catalogusrecord", "contactinfo", "dataservice", "dataset", "distributie")
    }

    for iri in ours:
        path = iri.removeprefix(_BASE)
        sent = client.get(path)
        assert sent.status_code == 303, iri
        assert sent.headers["location"] == f"http://example.test{path.replace('/id/', '/doc/')}"
        told = client.get(sent.headers["location"], headers={"Accept": "text/turtle"})
        assert told.status_code == 200, iri
        about = _triples(told.content)
        subject = ox.NamedNode(iri)
        assert {str(one.predicate) for one in about if one.subject == subject} == {
            str(one.predicate) for one in graph if one.subject == subject
        }, iri


def test_a_document_has_every_form_and_a_page(client: TestClient) -> None:
    path = "/doc/dataset/lokaal-digitaal-aanbod"
    wanted = _triples(client.get(f"{path}.ttl").content)

    for extension, media in (("jsonld", "application/ld+json"), ("rdf", "application/rdf+xml")):
        answer = client.get(f"{path}.{extension}", headers={"Accept": "text/html"})
        assert _triples(answer.content, _FORMS[media]) == wanted
    page = client.get(path, headers={"Accept": "text/html"})
    assert "Catalogus van aanbod" in page.text
    assert client.get(f"{path}.xyz").status_code == 404
    assert client.get("/doc/dataset/lokaal-digitaal-niets").status_code == 404
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_every_file_is_as_large_and_hashes_as_the_catalogue_says(client: TestClient) -> None:
    graph = _triples(client.get("/catalogus.ttl").content)
    files = [one for one in graph if one.predicate.value == f"{DCAT}downloadURL"]
    assert len(files) > 30

    for one in files:
        assert isinstance(one.object, ox.NamedNode)
        answer = client.get(one.object.value)

        (checksum,) = [
            two.object
            for two in graph
            if two.subject == one.subject and two.predicate.value == f"{SPDX}checksum"
        ]
        known = hashlib.sha256(answer.content)
        size = str(len(answer.content))
        assert _values(graph, f"{DCAT}byteSize", one.subject) == [size]
        assert answer.headers["content-length"] == size
        assert _values(graph, f"{SPDX}checksumValue", checksum) == [known.hexdigest()]
        digest = base64.b64encode(known.digest()).decode()
        assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"


def test_a_file_is_not_sent_to_who_has_it(client: TestClient) -> None:
    path = "/download/lokaal-digitaal-aanbod.nq"
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    head = client.head(path)

    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == first.headers["content-length"]
    assert first.headers["cache-control"] == "public, no-cache"


def test_a_version_of_a_file_never_changes(client: TestClient) -> None:
    path = "/download/lokaal-digitaal-aanbod.ttl.gz"
    first = client.get(path)
    link = first.headers["link"].partition(">")[0].removeprefix("<")

    version = client.get(link)

    assert version.content == first.content
    assert version.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in version.headers
    assert version.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get(path.replace("/download/", f"/download/{'0' * 32}/")).status_code == 404


@pytest.mark.parametrize(
    "path", ["/download/", "/download/niets.ttl", "/download/lokaal-digitaal.zip", "/download"]
)
def test_what_is_no_file_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/.well-known/void", "/.well-known/sparql-examples", "/catalogus.ttl", "/openapi.json"],
)
def test_what_nothing_hangs_on_makes_no_answer_anew(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    headers = {"Accept-Language": "nl;q=0.5"}
    plain = client.get(path, headers=headers)

    def made_anew(*_: object) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(answers, "content", made_anew)
    again = client.get(f"{path}?x=1&datum=1900-01-01&x=2", headers=headers)
    assert (again.status_code, again.content) == (200, plain.content)


def test_sending_on_to_a_thing_of_the_catalogue_describes_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/id/dataset/lokaal-digitaal").status_code == 303

    def described(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(describe, "describe", described)
    for path, status in (
        ("/id/dataset/lokaal-digitaal", 303),
        ("/id/dataset/lokaal-digitaal-niets", 404),
        ("/doc/dataset/lokaal-digitaal-niets", 404),
    ):
        assert client.get(path).status_code == status, path


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/id/dataset/lokaal-digitaal", 303), ("/doc/dataset/lokaal-digitaal", 200)],
)
def test_who_waits_for_the_files_holds_up_nobody_else(
    library: Library, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    fresh = Library(library.public.snapshot.dataset, library.root, ON)
    may_end = threading.Event()
    make = dumps.make

    def slowly(public: Snapshot) -> Dumps:
        may_end.wait(30)
        return make(public)

    monkeypatch.setattr(dumps, "make", slowly)
    many = 50  # more than there are threads for requests
    with (
        TestClient(create_app(fresh, Settings(on=ON)), follow_redirects=False) as client,
        ThreadPoolExecutor(many + 1) as callers,
    ):
        try:
            waiting = [
                callers.submit(client.get, path, headers={"Accept": "text/turtle"})
                for _ in range(many)
            ]
            time.sleep(0.5)
            other = callers.submit(client.get, "/health/live").result(10)
            page = callers.submit(client.get, "/vereisten").result(10)
            assert not any(one.done() for one in waiting)
        finally:
            may_end.set()
        assert (other.status_code, page.status_code) == (200, 200)
        assert {one.result(30).status_code for one in waiting} == {status}


def test_a_server_makes_the_files_before_somebody_asks(library: Library) -> None:
    fresh = Library(library.public.snapshot.dataset, library.root, ON)
    settings = Settings(on=ON)
    with served(create_app(fresh, settings), settings):
        until = time.monotonic() + 30
        while not is_kept(fresh.public, "figures"):
            assert time.monotonic() < until
            time.sleep(0.05)


def test_nobody_sees_from_the_catalogue_that_there_is_more(
    project: Path, client: TestClient
) -> None:
    root = open_root(project / "voorbeeld")
    whole = Library(read(root, restricted=True), root, ON)
    with TestClient(create_app(whole, Settings(on=ON)), "http://example.test") as other:
        for path in ("/catalogus.nt", "/catalogus.html", "/.well-known/void"):
            assert other.get(path).content == client.get(path).content, path
        name = "/download/lokaal-digitaal.nq.gz"
        assert other.get(name).headers["etag"] == client.get(name).headers["etag"]


def test_the_figures_are_there(client: TestClient) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"})

    graph = _triples(answer.content)

    assert len(_values(graph, "http://rdfs.org/ns/void#classPartition")) > 50
    assert "http://example.test/sparql" in _values(graph, "http://rdfs.org/ns/void#sparqlEndpoint")


def test_every_example_runs_as_it_stands(client: TestClient) -> None:
    answer = client.get("/.well-known/sparql-examples", headers={"Accept": "text/turtle"})
    graph = _triples(answer.content)
    texts = _values(graph, "http://www.w3.org/ns/shacl#select")
    assert len(texts) > 10
    assert set(_values(graph, "https://schema.org/target")) == {"http://example.test/sparql"}

    lines = 0
    for text in texts:
        found = client.post(
            "/sparql",
            content=text,
            headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        assert found.status_code == 200, text
        lines += len(found.text.splitlines()) >= _ROW
    # Some have no rows on public data; most have.
    assert lines > len(texts) / 2


def test_no_example_says_that_something_is_unknown(library: Library) -> None:
    found = sparql_examples.examples(library.published(EVERYONE), ON)

    assert "overlapping-offerings" in found
    assert not any(query.tells_unknown for query, _ in found.values())


def test_a_root_that_does_not_say_who_publishes_it_has_files_and_no_catalogue(
    tmp_path: Path,
) -> None:
    (tmp_path / "ldgraph.toml").write_text("", "utf-8")
    data = tmp_path / "data" / "openbaar" / "aanbod.ttl"
    data.parent.mkdir(parents=True)
    data.write_text("<urn:a> <urn:b> 'x' .", "utf-8")
    root = open_root(tmp_path)
    library = Library(read(root, restricted=False), root, ON)
    with TestClient(create_app(library, Settings(on=ON)), "http://example.test") as client:
        told = client.get("/catalogus.ttl")
        page = client.get("/catalogus", headers={"Accept": "text/html", "Accept-Language": "en"})
        file = client.get("/download/lokaal-digitaal.nq")
        home = client.get("/", headers={"Accept": "text/html"})

    assert "link" not in home.headers
    assert told.status_code == 404
    assert "publisher" in told.json()["detail"]
    assert "does not say who publishes" in page.text
    assert b"'x'" not in file.content
    assert b'"x"' in file.content


def test_a_server_of_nothing_public_has_a_page(tmp_path: Path) -> None:
    (tmp_path / "ldgraph.toml").write_text("", "utf-8")
    root = open_root(tmp_path)
    library = Library(read(root, restricted=False), root, ON)
    with TestClient(create_app(library, Settings(on=ON)), "http://example.test") as client:
        page = client.get("/catalogus", headers={"Accept": "text/html"})

    assert page.status_code == 200


def test_the_service_of_questions_sends_on_to_them(client: TestClient) -> None:
    answer = client.get("/v1")

    assert answer.status_code == 303
    assert answer.headers["location"] == "http://example.test/v1/vragen"


def test_the_catalogue_tells_of_the_stream_that_there_is_now(
    library: Library, tmp_path: Path
) -> None:
    history = History(tmp_path / "root")
    history.set("number = 2")
    history.commit({"data/openbaar/aanbod.ttl": turtle(offering("a", "a"))}, "2026-01-01T12:00:00Z")
    history.build()
    app = create_app(library, Settings(on=ON, stream=str(history.out)))
    with TestClient(app, "http://example.test") as client:
        graph = _triples(client.get("/catalogus.ttl").content)
        page = client.get("/catalogus", headers={"Accept": "text/html"}).text
        stream = client.get("/stroom/publiek-2")

    assert stream.status_code == 200
    assert "http://example.test/stroom/publiek-2" in _values(graph, f"{DCAT}endpointURL")
    assert "/stroom/publiek-2" in page


def test_the_catalogue_tells_of_no_stream_where_there_is_none(library: Library) -> None:
    with TestClient(create_app(library, Settings(on=ON)), "http://example.test") as client:
        graph = _triples(client.get("/catalogus.ttl").content)
    assert not [one for one in _values(graph, f"{DCAT}endpointURL") if "/stroom" in one]

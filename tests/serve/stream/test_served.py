"""The stream over HTTP: pages, forms and headers; versions of things, and what was removed."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from tests.serve.conftest import ON
from tests.stream.histories import BASE, History, offering, turtle

from ldgraph.graph.places import open_root
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from httpx2 import Response

_FILE = "data/openbaar/aanbod.ttl"
_HERE = "http://example.test"
_CLOSED = "/stroom/publiek/2026/03/1"
_FOREVER = "public, max-age=31536000, immutable"
_MINUTE = "public, max-age=60"
_WHOLE = (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES)
_FORMS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
}


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Give a history with a page that is closed, an offering that changed and one that is gone."""
    made = History(tmp_path / "root")
    made.set("page = 2")
    text = turtle(offering("edr"), offering("mfa"))
    made.commit({_FILE: text, "ontology/ldgraph.ttl": turtle()}, "2026-03-01T08:15:00Z")
    made.commit({_FILE: turtle(offering("edr", "Nieuw"))}, "2026-03-02T08:15:00Z")
    made.commit({_FILE: turtle(offering("edr", "Nieuwer"))}, "2026-04-02T08:15:00Z")
    made.build()
    return made


@pytest.fixture
def client(history: History, tmp_path: Path) -> Iterator[TestClient]:
    """Serve it; the root that is served is a copy, which no commit changes."""
    copy = tmp_path / "served"
    shutil.copytree(history.root, copy, ignore=shutil.ignore_patterns(".git"))
    root = open_root(copy)
    library = Library(read(root, restricted=False), root, ON)
    settings = Settings(on=ON, stream=str(history.out), watch=0.05)
    app = create_app(library, settings)
    with TestClient(app, _HERE, follow_redirects=False) as made:
        yield made


def _triples(answer: Response, extension: str, url: str) -> set[ox.Triple]:
    form = _FORMS[extension][1]
    return {
        one.triple
        for one in ox.parse(answer.content, form, base_iri=None if form in _WHOLE else url)
    }


def _until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.02)


def test_the_stream_sends_on_to_its_first_page(client: TestClient) -> None:
    for path, to in (
        ("/id/stroom/publiek", "/doc/stroom/publiek"),
        ("/doc/stroom/publiek", "/stroom/publiek"),
    ):
        answer = client.get(path)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{_HERE}{to}"
    assert client.get("/stroom/publiek").status_code == 200


@pytest.mark.parametrize("name", ["anders", "publiek-2", "..", "publiek%2F2026", "publiek/2026"])
def test_no_other_name_is_a_stream(client: TestClient, name: str) -> None:
    for start in ("/id/stroom/", "/doc/stroom/"):
        assert client.get(start + name).status_code in {400, 404}


def test_a_page_in_turtle_has_the_bytes_that_were_built(
    client: TestClient, history: History
) -> None:
    for name in ("publiek", "publiek/2026/03", "publiek/2026/03/1", "publiek/laatste"):
        built = (history.out / f"{name}.ttl").read_bytes()
        assert client.get(f"/stroom/{name}").content == built
        assert client.get(f"/stroom/{name}.ttl").content == built


def test_pages_that_are_closed_are_kept_for_ever_and_others_for_a_minute(
    client: TestClient,
) -> None:
    for path, control in (
        ("/stroom/publiek", _MINUTE),
        ("/stroom/publiek/vorm", _MINUTE),
        ("/stroom/publiek/laatste", _MINUTE),
        ("/stroom/publiek/laatste/2026/03/2", _MINUTE),
        ("/stroom/publiek/2026", _MINUTE),
        ("/stroom/publiek/2026/04", _MINUTE),
        ("/stroom/publiek/2026/04/1", _MINUTE),
        ("/stroom/publiek/2026/03", _FOREVER),
        (_CLOSED, _FOREVER),
        (f"{_CLOSED}.jsonld", _FOREVER),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == control, path
        assert "Accept" in answer.headers["vary"]
        assert answer.headers["access-control-allow-origin"] == "*"
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == control
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize("extension", list(_FORMS))
def test_each_form_says_the_same(client: TestClient, extension: str) -> None:
    for name in ("publiek", "publiek/2026/03/2"):
        by_extension = client.get(f"/stroom/{name}.{extension}")
        turtle_there = _triples(client.get(f"/stroom/{name}.ttl"), "ttl", f"{_HERE}/stroom/{name}")
        assert by_extension.headers["content-type"].startswith(_FORMS[extension][0])
        assert len(_triples(by_extension, extension, _HERE)) == len(turtle_there)

        by_accept = client.get(f"/stroom/{name}", headers={"Accept": _FORMS[extension][0]})
        assert by_accept.headers["content-type"] == by_extension.headers["content-type"]


@pytest.mark.parametrize("extension", [*_FORMS, ""])
def test_every_page_that_a_page_leads_to_is_there_in_the_same_form(
    client: TestClient, extension: str
) -> None:
    suffix = f".{extension}" if extension else ""
    headers = {"Accept": "application/n-quads"}
    todo, seen, members = {f"{_HERE}/stroom/publiek{suffix}"}, set[str](), 0
    while todo:
        url = todo.pop()
        seen.add(url)
        answer = client.get(url, headers=headers)
        assert answer.status_code == 200, url
        for one in _triples(answer, extension or "nq", url):
            word = one.predicate.value.rpartition("#")[2]
            if word == "node" and one.object.value not in seen:  # type: ignore[union-attr]
                todo.add(one.object.value)  # type: ignore[union-attr]
            if word == "view":
                assert str(one.object) == f"<{url}>"
            members += word == "member"
    assert members == 5
    assert len(seen) == 7


@pytest.mark.parametrize("query", ["%", "%zz", "a=[]|{}", "<>", "a=\\", "a=1"])
def test_a_query_that_means_nothing_is_nothing_to_a_page(client: TestClient, query: str) -> None:
    answer = client.get(f"{_CLOSED}.jsonld?{query}")

    assert answer.status_code == 200
    assert f'"{_HERE}{_CLOSED}.jsonld' in answer.text


def test_a_form_that_nobody_has_is_refused(client: TestClient) -> None:
    answer = client.get("/stroom/publiek", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert client.get("/stroom/publiek.rdf").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/stroom/",
        "/stroom/anders",
        "/stroom/publiek/",
        "/stroom/publiek/2025",
        "/stroom/publiek/2026/13",
        "/stroom/publiek/2026/03/9",
        f"/stroom/publiek/2026/03/{'9' * 300}",
        "/stroom/publiek/2026/03/01",
        "/stroom/publiek/2026/03/1/1",
        "/stroom/publiek/laatste/2026",
        "/stroom/%2e%2e/root/ldgraph",
        "/stroom/publiek%2f2026",
        "/stroom/publiek\n",
        "/stroom/stroom.json",
        "/stroom/publiek.ttl.ttl",
    ],
)
def test_what_is_no_page_is_not_there(client: TestClient, path: str) -> None:
    answer = client.get(path.replace("\n", "%0a"))
    assert answer.status_code in {400, 404}
    assert "root" not in json.loads(answer.content)["detail"]


def test_a_page_of_the_latest_view_that_has_nothing_left_is_gone(client: TestClient) -> None:
    answer = client.get("/stroom/publiek/laatste/2026/03/1")
    assert answer.status_code == 410
    assert "eerste bladzijde" in answer.json()["detail"]
    assert client.get("/stroom/publiek/laatste/2026/03/3").status_code == 404


def test_a_version_of_a_thing_is_there_for_ever(client: TestClient) -> None:
    version = "/aanbod/edr/2026-03-01T08:15:00.000Z"
    answer = client.get(f"/id{version}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{_HERE}/doc{version}"

    answer = client.get(f"/doc{version}", headers={"Accept": "text/turtle"})

    assert answer.headers["cache-control"] == _FOREVER
    said = _triples(answer, "ttl", _HERE)
    node = ox.NamedNode(f"{BASE}/id{version}")
    of = ox.NamedNode("http://purl.org/dc/terms/isVersionOf")
    assert ox.Triple(node, of, ox.NamedNode(f"{BASE}/id/aanbod/edr")) in said
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    assert ox.Triple(node, label, ox.Literal("Aanbod", language="nl")) in said
    for other in (f"/doc{version}.ttl", f"/doc{version.replace(':', '%3A')}.ttl"):
        assert client.get(other).content == answer.content
    assert 'rel="original"' in answer.headers["link"]
    assert "latest-version" not in answer.headers["link"]  # there is one after it
    assert client.get(f"/doc{version}", headers={"Accept": "text/html"}).status_code == 200
    assert client.get(f"/doc{version}".replace("00.000Z", "00.001Z")).status_code == 404


def test_what_was_removed_is_gone_in_the_language_of_who_asks(client: TestClient) -> None:
    for path in ("/id/aanbod/mfa", "/doc/aanbod/mfa", "/doc/aanbod/mfa.ttl"):
        for lang, word in (("nl", "verwijderd"), ("en", "removed")):
            answer = client.get(path, headers={"Accept-Language": lang})
            assert answer.status_code == 410, path
            assert word in answer.json()["detail"]
    last = client.get("/doc/aanbod/mfa/2026-03-02T08:15:00.001Z", headers={"Accept": "text/turtle"})
    assert last.status_code == 200
    assert b"Tombstone" in last.content
    assert client.get("/doc/aanbod/mfa/2026-03-01T08:15:00.001Z").status_code == 200
    assert client.get("/id/aanbod/nooit").status_code == 404


def test_a_new_build_is_served_without_a_restart(client: TestClient, history: History) -> None:
    before = client.get("/stroom/publiek/2026/04/1")
    assert client.get("/stroom/publiek/2026/04/1").content == before.content

    history.commit({_FILE: turtle(offering("edr", "Nieuwst"))}, "2026-04-03T08:15:00Z")
    history.build()

    _until(lambda: b"Nieuwst" in client.get("/stroom/publiek/2026/04/1").content)
    assert client.get(_CLOSED).headers["cache-control"] == _FOREVER


def test_an_old_stream_leads_to_the_new_one(client: TestClient, history: History) -> None:
    history.set(f'page = 2\nwithdrawn = ["{BASE}/id/aanbod/edr"]')
    history.build()

    _until(lambda: client.get("/stroom/publiek-2").status_code == 200)

    assert client.get("/id/stroom/publiek").status_code == 303
    assert b"isReplacedBy" in client.get("/stroom/publiek").content
    for lang, word in (("nl", "ingetrokken"), ("en", "withdrawn")):
        answer = client.get(_CLOSED, headers={"Accept-Language": lang})
        assert answer.status_code == 410
        assert word in answer.json()["detail"]
        assert f"{_HERE}/stroom/publiek-2" in answer.json()["detail"]
        replaced = 'rel="http://purl.org/dc/terms/isReplacedBy"'
        assert answer.headers["link"] == f"<{_HERE}/stroom/publiek-2>; {replaced}"
    assert b"aanbod/edr" not in client.get("/stroom/publiek-2/2026/03/1").content
    assert client.get("/doc/aanbod/edr/2026-03-01T08:15:00.000Z").status_code == 404


def test_without_a_stream_there_is_none(history: History) -> None:
    root = open_root(history.root)
    library = Library(read(root, restricted=False), root, ON)
    for folder in ("", str(history.root)):
        app = create_app(library, Settings(on=ON, stream=folder))
        with TestClient(app, _HERE, follow_redirects=False) as client:
            for path in ("/id/stroom/publiek", "/stroom/publiek", "/id/aanbod/mfa"):
                assert client.get(path).status_code == 404

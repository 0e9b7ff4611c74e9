"""Persistent URIs: what ``/id``, ``/doc``, ``/ns``, ``/shacl`` and ``/context`` answer."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from ldgraph.serve.http.negotiate import FORMS, HTML, JSONLD
from ldgraph.terms import DCT, SKOS

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.library import Library

BASE = "https://data.vlaanderen.be"
HERE = "http://example.test"
THING = "/aanbod/aanvullende-audit"
DOC = f"/doc{THING}"
RDF = [form for form in FORMS if form.rdf]
SHAPE = "/shacl/lokaal-digitaal"
_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')


def links(answer: Response, rel: str) -> list[tuple[str, str]]:
    return [(to, kind) for to, one, kind in _LINK.findall(answer.headers["link"]) if one == rel]


def graph(content: bytes, extension: str) -> ox.Dataset:
    form = next(one for one in FORMS if one.extension == extension)
    read = ox.Dataset(ox.parse(content, format=form.rdf))
    read.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return read


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.extension)
def test_a_thing_sends_on_to_its_document_which_negotiates(client: TestClient, form: Form) -> None:
    accept = {"Accept": form.media}
    for method in ("GET", "HEAD"):
        answer = client.request(method, f"/id{THING}", headers=accept)
        assert (answer.status_code, answer.text) == (303, "")
        assert answer.headers["location"] == f"{HERE}{DOC}"
        assert "Accept" in answer.headers["vary"]
    there = client.get(answer.headers["location"], headers=accept)
    assert there.status_code == 200
    assert there.headers["content-type"].partition(";")[0] == form.media


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        (None, "html"),
        ("*/*", "html"),
        ("text/turtle", "ttl"),
        ("text/turtle;q=0.5, application/ld+json", "jsonld"),
        ("text/turtle;q=0.5, application/ld+json;q=0.4, */*;q=0.1", "ttl"),
        ("text/html;q=0, */*", "ttl"),
        ("application/*", "jsonld"),
        ("application/*;q=0.2, application/n-triples;q=0.9", "nt"),
        ("image/png, application/rdf+xml;q=0.001", "rdf"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "html"),
        ("application/n-quads", "nq"),
        ("application/trig", "trig"),
        ("application/json", "jsonld"),
        ("nonsense;;;q=x, text/turtle", "ttl"),
    ],
)
def test_a_document_has_the_form_that_is_liked_best(
    client: TestClient, accept: str | None, extension: str
) -> None:
    headers = {"Accept": accept} if accept is not None else {}
    if accept is None:
        client.headers.pop("accept", None)
    answer = client.get(DOC, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-location"] == f"{HERE}{DOC}.{extension}"


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0, application/json;q=0, image/*"])
def test_a_form_that_is_not_there_is_a_problem_that_says_which_are(
    client: TestClient, accept: str
) -> None:
    answer = client.get(DOC, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == "Accept"
    assert answer.json()["verwacht"] == [form.media for form in FORMS]


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.extension)
@pytest.mark.parametrize("path", [DOC, "/ns/lokaal-digitaal"])
def test_an_extension_beats_accept(client: TestClient, path: str, form: Form) -> None:
    other = "text/turtle" if form is HTML else "text/html"
    answer = client.get(f"{path}.{form.extension}", headers={"Accept": other})
    assert answer.headers["content-type"].partition(";")[0] == form.media
    assert answer.headers["content-location"] == f"{HERE}{path}.{form.extension}"
    if form is not HTML:  # a page links to itself in the other language
        assert client.get(path, headers={"Accept": form.media}).content == answer.content


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.extension)
def test_links_lead_to_the_other_forms_and_name_the_document(
    client: TestClient, form: Form
) -> None:
    answer = client.get(f"{DOC}.{form.extension}")
    alternates = links(answer, "alternate")
    assert [kind for _, kind in alternates] == [one.media for one in FORMS if one is not form]
    for to, kind in [*alternates, *links(answer, "describedby")]:
        assert client.get(to).headers["content-type"].partition(";")[0] == kind
    assert links(answer, "canonical") == [(f"{BASE}{DOC}", "")]
    # docs/json-ld.md: the JSON of a thing leads to its schema, and no other form does.
    schemas = [to for to, kind in links(answer, "describedby") if kind == "application/schema+json"]
    assert len(schemas) == (form is JSONLD)
    assert all("/schema/" in to for to in schemas)


def test_the_page_and_its_header_name_the_same_document(client: TestClient) -> None:
    for path in (DOC, "/ns/lokaal-digitaal", links(client.get(DOC), "latest-version")[0][0]):
        answer = client.get(path, headers={"Accept": "text/html"})
        ((canonical, _),) = links(answer, "canonical")
        assert f'<link rel="canonical" href="{canonical}">' in answer.text


def test_a_document_says_what_it_is_about_and_in_which_languages(client: TestClient) -> None:
    answer = client.get(f"{DOC}.nt")
    about = f"<{BASE}{DOC}> <http://xmlns.com/foaf/0.1/primaryTopic> <{BASE}/id{THING}> ."
    assert about in answer.text
    assert answer.headers["content-language"] == "nl, en"
    assert client.get(f"{DOC}.html").headers["content-language"] == "nl"
    english = client.get(DOC, headers={"Accept-Language": "fr, en;q=0.8, nl;q=0.2"})
    assert english.headers["content-language"] == "en"
    assert '<html lang="en">' in english.text
    assert {"Accept", "Accept-Language"} <= set(english.headers["vary"].split(", "))
    assert '<html lang="en">' in client.get(f"{DOC}?lang=en").text


@pytest.mark.parametrize("extension", [form.extension for form in FORMS])
def test_who_has_a_document_is_not_sent_it_again(client: TestClient, extension: str) -> None:
    path = f"{DOC}.{extension}?n={extension}"
    tag = client.head(path).headers["etag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    for _ in range(2):  # the second time it is kept
        for known in (tag, f"W/{tag}", f'"other", W/"x", {tag}', "*"):
            answer = client.get(path, headers={"If-None-Match": known})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == tag
            assert "Accept" in answer.headers["vary"]
        for other in ('"other"', tag.strip('"'), 'W/"*"'):
            assert client.get(path, headers={"If-None-Match": other}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        *(f"{DOC}.{form.extension}" for form in FORMS),
        "/ns/lokaal-digitaal.ttl",
        f"{SHAPE}.ttl",
        "/context/lokaal-digitaal.jsonld",
        "/doc/niets",
        "/nergens",
    ],
)
def test_head_has_the_headers_of_get(client: TestClient, path: str) -> None:
    head, got = client.head(f"{path}?head"), client.get(f"{path}?head")
    for answer in (head, got):
        answer.headers.pop("x-request-id")
    assert dict(head.headers) == dict(got.headers)
    assert head.status_code == got.status_code


def test_options_and_problems_let_a_page_of_another_site_read(client: TestClient) -> None:
    asked = client.options(DOC, headers={"Origin": "https://elsewhere.test"})
    assert asked.status_code == 204
    assert asked.headers["allow"] == "GET, HEAD, OPTIONS"
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert client.options("/nergens").status_code == 404
    for answer in (
        asked,
        client.get(DOC),
        client.get(f"/id{THING}"),
        client.get("/doc/niets"),
        client.get(DOC, headers={"Accept": "image/png"}),
        client.post(DOC),
        client.get(DOC, headers={"If-None-Match": "*"}),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        exposed = answer.headers["access-control-expose-headers"].split(", ")
        assert {"ETag", "Link", "Location", "Content-Language"} <= set(exposed)


def test_a_method_is_refused_only_where_there_is_an_address(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        for path in (DOC, f"/id{THING}", "/ns/lokaal-digitaal", "/context/lokaal-digitaal.jsonld"):
            answer = client.request(method, path)
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
            assert answer.headers["content-type"] == "application/problem+json"
        elsewhere = client.request(method, "/nergens")
        assert elsewhere.status_code == 404
        assert "allow" not in elsewhere.headers


@pytest.mark.parametrize(
    "path",
    [
        "/id",
        "/id/",
        "/doc",
        "/doc/",
        "/id/risico/niets",
        "/doc/risico/niets",
        f"{DOC}.png",
        f"{DOC}/niets",
        f"{DOC}/{'0' * 32}",
        f"/id{THING}/{'0' * 32}",
        f"/id{THING}.ttl",
        "/doc/Risico/ransomware",
        "/ns/anders",
        "/ns/lokaal-digitaal.png",
        f"{SHAPE}/Niets",
        f"{SHAPE}.html",
        "/context/lokaal-digitaal/0123456789abcdef.jsonld",
    ],
)
def test_what_is_not_there_is_the_same_problem_everywhere(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    problem = answer.json()
    assert problem.pop("instance").startswith("urn:uuid:")
    assert problem == {
        "type": "urn:be.vlaanderen.lokaaldigitaal:document:niet-gevonden",
        "title": "Niet gevonden",
        "status": 404,
        "detail": "Onder dit adres is niets bekend.",
    }


def test_a_version_is_there_as_long_as_the_thing_says_the_same(client: TestClient) -> None:
    ((address, _),) = links(client.get(DOC), "latest-version")
    version = address.removeprefix(f"{HERE}{DOC}/")
    sent = client.get(f"/id{THING}/{version}")
    assert (sent.status_code, sent.headers["location"]) == (303, address)
    for form in RDF:
        answer = client.get(f"{address}.{form.extension}", headers={"Accept": "image/png"})
        assert answer.status_code == 200
        assert answer.headers["cache-control"].endswith("immutable")
        assert links(answer, "original") == [(f"{HERE}{DOC}", "")]
        assert client.get(address, headers={"Accept": form.media}).content == answer.content
    page = client.get(address)
    assert page.headers["content-type"].startswith("text/html")
    assert "immutable" not in page.headers["cache-control"]


def test_a_version_says_of_itself_what_is_said_of_the_thing(client: TestClient) -> None:
    ((address, _),) = links(client.get(DOC), "latest-version")
    own = ox.NamedNode(f"{BASE}/id{THING}/{address.rpartition('/')[2]}")
    now = ox.NamedNode(f"{BASE}/id{THING}")
    fixed, said = graph(client.get(f"{address}.nt").content, "nt"), client.get(f"{DOC}.nt").content
    assert ox.Quad(own, ox.NamedNode(DCT + "isVersionOf"), now) in fixed
    of_version = {(quad.predicate, quad.object) for quad in fixed.quads_for_subject(own)}
    of_thing = {(quad.predicate, quad.object) for quad in graph(said, "nt").quads_for_subject(now)}
    assert of_thing == of_version - {(ox.NamedNode(DCT + "isVersionOf"), now)}
    assert not list(fixed.quads_for_subject(now))


def test_the_context_has_versions_too(client: TestClient) -> None:
    now = client.get("/context/lokaal-digitaal.jsonld")
    assert now.headers["content-type"] == "application/ld+json"
    ((address, _),) = links(now, "latest-version")
    fixed = client.get(address)
    assert fixed.content == now.content
    assert fixed.headers["cache-control"].endswith("immutable")


def test_json_ld_names_the_context_that_is_published(client: TestClient) -> None:
    document = client.get(f"{DOC}.jsonld").json()
    assert client.get(document["@context"]).status_code == 200
    name = document["naam"]
    assert set(name) == {"nl", "en"}


def test_the_ontology_comes_with_its_terms_and_code_lists(client: TestClient) -> None:
    answer = client.get("/ns/lokaal-digitaal", headers={"Accept": "text/turtle"})
    said = graph(answer.content, "ttl")
    for iri in (f"{BASE}/ns/lokaal-digitaal#Risico", f"{BASE}/id/conceptscheme/Aanbodsoort"):
        assert any(said.quads_for_subject(ox.NamedNode(iri)))
    scheme = ox.NamedNode(f"{BASE}/id/conceptscheme/Aanbodsoort")
    codes = [one.subject for one in said.quads_for_object(scheme)]
    assert any(
        one.predicate.value == SKOS + "definition"
        for code in codes
        for one in said.quads_for_subject(code)
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("nl", ("Klassen", "werk dat een ander uitvoert", "vorm waarin een aanbod komt")),
        ("en", ("Classes", "work that another carries out", "form in which an offering comes")),
    ],
)
def test_the_reference_defines_terms_and_codes_in_both_languages(
    client: TestClient, lang: str, words: tuple[str, ...]
) -> None:
    page = client.get("/ns/lokaal-digitaal", headers={"Accept-Language": lang}).text
    assert f'<html lang="{lang}">' in page
    for word in (*words, 'id="Risico"'):
        assert word in page


def test_shapes_are_served_whole_and_one_by_one(client: TestClient) -> None:
    whole = graph(client.get(SHAPE).content, "ttl")
    shape = ox.NamedNode(f"{BASE}{SHAPE}/Catalogus")
    assert any(whole.quads_for_subject(shape))
    for path in (f"{SHAPE}/Catalogus", f"{SHAPE}/Catalogus.ttl"):
        one = graph(client.get(path).content, "ttl")
        assert set(map(str, one.quads_for_subject(shape))) == set(
            map(str, whole.quads_for_subject(shape))
        )
        assert len(one) < len(whole)


def test_every_iri_that_the_project_minted_has_its_own_address(
    client: TestClient, library: Library
) -> None:
    pattern = re.compile(
        r"https://[a-z0-9.-]+/(id|doc|ns|shacl|context)/[A-Za-z][A-Za-z0-9-]*"
        r"(/[A-Za-z0-9._~:+-]+)*(#[A-Za-z][A-Za-z0-9-]*)?"
    )
    store = library.public.view.store
    minted = {
        quad.subject.value
        for quad in store
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE)
    }
    assert len(minted) > 1000
    assert [iri for iri in minted if not pattern.fullmatch(iri)] == []
    assert [iri for iri in minted if "#" in iri and "/ns/" not in iri] == []
    for iri in sorted(minted)[::97]:
        path = urlsplit(iri).path
        assert client.get(path).status_code == (303 if path.startswith("/id/") else 200), iri


def test_links_on_a_page_stay_on_the_server_and_identifiers_in_the_data(client: TestClient) -> None:
    page = client.get(DOC).text
    to_read = re.findall(r'<a href="([^"]*)"', page)
    assert [one for one in to_read if one.startswith(f"{BASE}/")] == []
    assert f"<code>{BASE}/id{THING}</code>" in page
    assert HERE not in client.get(f"{DOC}.ttl").text
    assert json.dumps(f"{BASE}/id{THING}") in client.get(f"{DOC}.jsonld").text

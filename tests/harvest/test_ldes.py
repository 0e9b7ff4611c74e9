"""Streams as others publish them: walked whole, each page once, versions put together."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.harvest.site import Asked, Reply, turtle

from ldgraph.errors import LdgraphError
from ldgraph.harvest.errors import SettingError, SourceError
from ldgraph.harvest.ldes import Follower
from ldgraph.harvest.state import State, forget

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harvest.site import Site

    from ldgraph.harvest.gathered import Gathered
    from ldgraph.harvest.polite import Client

_HEAD = """\
PREFIX as: <https://www.w3.org/ns/activitystreams#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ex: <http://example.org/>
PREFIX ldes: <https://w3id.org/ldes#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX tree: <https://w3id.org/tree#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_STREAM = """
<stroom> a ldes:EventStream ; ldes:timestampPath prov:generatedAtTime ;
    ldes:versionOfPath dct:isVersionOf ; tree:view <> .
"""
_IMMUTABLE = {"Cache_Control": "public, max-age=31536000, immutable"}


def _page(*parts: str, **headers: str) -> Reply:
    return turtle(_HEAD + "".join(parts), 200, **headers)


def _version(thing: str, day: str, says: str = "", number: str = "1") -> str:
    return (
        f"\n<stroom> tree:member <v/{thing}/{day}/{number}> . <v/{thing}/{day}/{number}>"
        f" dct:isVersionOf ex:{thing} ;"
        f' prov:generatedAtTime "{day}T00:00:00Z"^^xsd:dateTime ; ex:says "{says or day}" .'
    )


def _to(node: str, kind: str = "Relation", day: str = "") -> str:
    bound = (
        f'; tree:path prov:generatedAtTime ; tree:value "{day}T00:00:00Z"^^xsd:dateTime'
        if day
        else ""
    )
    return f"\n<> tree:relation [ a tree:{kind} ; tree:node <{node}> {bound} ] ."


def _follow(client: Client, address: str, folder: Path, **more: object) -> Gathered:
    state = State(folder, address)
    found = Follower(client, state, **more).follow(address)  # type: ignore[arg-type]
    state.finished(found.triples, "http://example.org/graph")
    return found


def _says(found: Gathered) -> dict[str, str]:
    return {
        one.subject.value.rpartition("/")[2]: one.object.value  # type: ignore[union-attr]
        for one in found.triples
        if one.predicate.value == "http://example.org/says"
    }


def test_the_newest_version_counts_wherever_it_stands(
    client: Client, site: Site, tmp_path: Path
) -> None:
    first = _version("a", "2026-03-01", "new") + _version("b", "2026-01-01")
    address = site.put("/1", _page(_STREAM, first, _to("/2")))
    site.put("/2", _page(_version("a", "2026-02-01", "old")))

    found = _follow(client, address, tmp_path)

    assert _says(found) == {"a": "new", "b": "2026-01-01"}
    assert found.newest == datetime(2026, 3, 1, tzinfo=UTC)
    assert (found.pages, found.members) == (2, 3)


@pytest.mark.parametrize(
    "kind",
    [
        "Relation",
        "GreaterThanRelation",
        "GreaterThanOrEqualToRelation",
        "LessThanRelation",
        "LessThanOrEqualToRelation",
        "EqualToRelation",
        "PrefixRelation",
        "SubstringRelation",
        "SuffixRelation",
        "GeospatiallyContainsRelation",
        "InBetweenRelation",
    ],
)
def test_every_kind_of_relation_is_followed(
    client: Client, site: Site, tmp_path: Path, kind: str
) -> None:
    address = site.put("/1", _page(_STREAM, _to("/2", kind, "2020-01-01")))
    site.put("/2", _page(_version("a", "2026-01-01")))

    assert _says(_follow(client, address, tmp_path)) == {"a": "2026-01-01"}


def test_a_loop_of_relations_ends(client: Client, site: Site, tmp_path: Path) -> None:
    address = site.put("/1", _page(_STREAM, _to("/2"), _to("/1"), _to("/1#x")))
    site.put("/2", _page(_version("a", "2026-01-01"), _to("/1"), _to("/2"), _to("/3")))
    site.put("/3", Reply(status=302, headers={"Location": "/2"}))

    assert _says(_follow(client, address, tmp_path)) == {"a": "2026-01-01"}
    assert site.paths() == ["/1", "/2", "/3", "/2"]


def test_pages_without_end_have_an_end(client: Client, site: Site, tmp_path: Path) -> None:
    def more(asked: Asked) -> Reply:
        number = int(asked.path.partition("=")[2] or 0)
        return _page(_STREAM, _to(f"/p?n={number + 1}"))

    with pytest.raises(SourceError, match="enough was asked for one run"):
        _follow(client, site.put("/p", more), tmp_path)

    assert len(site.asked) == 100


def test_only_what_can_be_new_enough_is_looked_at(
    client: Client, site: Site, tmp_path: Path
) -> None:
    links = (
        _to("/old", "LessThanRelation", "2025-12-31")
        + _to("/edge", "LessThanOrEqualToRelation", "2026-01-01")
        + _to("/new", "GreaterThanRelation", "2026-01-01")
    )
    address = site.put("/1", _page(_STREAM, links))
    site.put("/new", _page(_version("a", "2026-02-01")))
    site.put("/edge", _page(_version("b", "2026-01-01")))

    found = _follow(client, address, tmp_path, since=datetime(2026, 1, 1, tzinfo=UTC))

    assert _says(found) == {"a": "2026-02-01", "b": "2026-01-01"}
    assert "/old" not in site.paths()


@pytest.mark.parametrize("removed", ["as:Tombstone", "as:Delete"])
def test_what_was_removed_is_gone(client: Client, site: Site, tmp_path: Path, removed: str) -> None:
    grave = f"<v/a/2026-02-01/1> a {removed} ."
    address = site.put(
        "/1", _page(_STREAM, _version("a", "2026-01-01"), _version("a", "2026-02-01"), grave)
    )

    found = _follow(client, address, tmp_path)

    assert _says(found) == {}
    assert found.gone == {"http://example.org/a": datetime(2026, 2, 1, tzinfo=UTC)}


def test_a_stream_may_name_its_own_mark_of_removal(
    client: Client, site: Site, tmp_path: Path
) -> None:
    own = "<stroom> ldes:versionDeletePath ex:did ; ldes:versionDeleteObject ex:Weg ."
    grave = "<v/a/2026-02-01/1> ex:did ex:Weg ."
    address = site.put("/1", _page(_STREAM, own, _version("a", "2026-02-01"), grave))

    assert list(_follow(client, address, tmp_path).gone) == ["http://example.org/a"]


def test_what_came_back_is_there(client: Client, site: Site, tmp_path: Path) -> None:
    grave = "<v/a/2026-02-01/1> a as:Tombstone ."
    versions = _version("a", "2026-02-01") + grave + _version("a", "2026-03-01")
    address = site.put("/1", _page(_STREAM, versions))

    found = _follow(client, address, tmp_path)

    assert _says(found) == {"a": "2026-03-01"}
    assert found.gone == {}


def test_two_versions_of_one_moment_that_differ_are_listed(
    client: Client, site: Site, tmp_path: Path
) -> None:
    versions = _version("a", "2026-01-01", "x", "1") + _version("a", "2026-01-01", "y", "2")
    address = site.put("/1", _page(_STREAM, versions))

    found = _follow(client, address, tmp_path)

    assert _says(found) == {}
    assert [one.about for one in found.left] == ["http://example.org/a"]
    assert "hetzelfde ogenblik" in found.left[0].dutch


def test_a_member_takes_along_what_belongs_to_it_and_no_other_member(
    client: Client, site: Site, tmp_path: Path
) -> None:
    more = """
<v/a/2026-01-01/1> ex:part [ ex:says "blank" ] ; ex:number <number/1> ;
    ex:beside <v/b/2026-01-01/1> .
<number/1> ex:value 7 .
<loose> ex:says "of nobody" .
"""
    versions = _version("a", "2026-01-01") + _version("b", "2026-01-01")
    address = site.put("/1", _page(_STREAM, versions, more))

    found = _follow(client, address, tmp_path)

    said = [str(one.object) for one in found.triples]
    assert '"blank"' in said
    assert '"7"^^<http://www.w3.org/2001/XMLSchema#integer>' in said
    assert '"of nobody"' not in said
    assert said.count('"2026-01-01"') == 2


def test_a_member_in_a_graph_of_its_own_is_read(client: Client, site: Site, tmp_path: Path) -> None:
    trig = (
        _HEAD
        + _STREAM
        + (
            "<stroom> tree:member <v1> . <v1> dct:isVersionOf ex:a ;"
            ' prov:generatedAtTime "2026-01-01T00:00:00Z"^^xsd:dateTime .'
            ' GRAPH <v1> { <v1> ex:says "in its graph" }'
        )
    )
    address = site.put("/1", Reply(trig.encode(), media_type="application/trig"))

    assert _says(_follow(client, address, tmp_path)) == {"a": "in its graph"}


def test_pages_that_never_change_are_not_asked_for_again(
    client: Client, site: Site, tmp_path: Path
) -> None:
    address = site.put("/1", _page(_STREAM, _to("/2"), _to("/3"), ETag='"1"'))
    site.put("/2", _page(_version("a", "2026-01-01"), **_IMMUTABLE))
    site.put(
        "/3", _page(_version("b", "2026-01-01"), Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT")
    )
    before = _follow(client, address, tmp_path)
    site.asked.clear()
    site.put("/1", Reply(status=304))
    site.put("/3", Reply(status=304))

    after = _follow(client, address, tmp_path)

    assert _says(after) == _says(before) == {"a": "2026-01-01", "b": "2026-01-01"}
    assert site.paths() == ["/1", "/3"]
    assert site.asked[0].headers["if-none-match"] == '"1"'
    assert site.asked[1].headers["if-modified-since"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(
    client: Client, site: Site, tmp_path: Path
) -> None:
    address = site.put("/1", _page(_STREAM, _version("a", "2026-01-01"), _to("/2")))
    site.put("/2", _page(_version("b", "2026-01-01"), _to("/3")))
    site.put("/3", turtle("", 503))
    with pytest.raises(SourceError, match="run it again later"):
        _follow(client, address, tmp_path)
    site.asked.clear()
    site.put("/3", _page(_version("c", "2026-01-01")))

    found = _follow(client, address, tmp_path)

    assert sorted(_says(found)) == ["a", "b", "c"]
    assert site.paths() == ["/3"]
    site.asked.clear()

    _follow(client, address, tmp_path)

    assert site.paths() == ["/1", "/2", "/3"]


@pytest.mark.parametrize("spoil", ["staat.json", "paginas"])
def test_a_folder_that_was_spoilt_or_taken_away_costs_a_fetch(
    client: Client, site: Site, tmp_path: Path, spoil: str
) -> None:
    address = site.put("/1", _page(_STREAM, _version("a", "2026-01-01"), **_IMMUTABLE))
    _follow(client, address, tmp_path)
    for file in [tmp_path / spoil, *(tmp_path / spoil).glob("*.nq")]:
        if file.is_file():
            file.write_text("spoilt", "utf-8")

    assert _says(_follow(client, address, tmp_path)) == {"a": "2026-01-01"}
    assert site.paths() == ["/1", "/1"]

    forget(tmp_path)
    assert _says(_follow(client, address, tmp_path)) == {"a": "2026-01-01"}
    assert len(site.asked) == 3


def test_pages_of_another_source_are_not_taken_for_its_own(
    client: Client, site: Site, tmp_path: Path
) -> None:
    site.put("/b", _page(_STREAM, _version("b", "2026-01-01")))
    _follow(client, site.put("/a", _page(_STREAM, _to("/b"), **_IMMUTABLE)), tmp_path)
    site.asked.clear()

    _follow(client, site.url + "/b", tmp_path)

    assert site.paths() == ["/b"]


def test_a_page_on_another_server_has_to_be_named(
    client: Client, site: Site, tmp_path: Path
) -> None:
    other = type(site)()
    try:
        other.put("/2", _page(_version("a", "2026-01-01")))
        address = site.put("/1", _page(_STREAM, _to(other.url + "/2")))

        with pytest.raises(SettingError, match="leads to another server"):
            _follow(client, address, tmp_path)
        assert other.asked == []

        found = _follow(client, address, tmp_path, hosts=frozenset({"127.0.0.1"}))
        assert _says(found) == {"a": "2026-01-01"}
    finally:
        other.close()


def test_a_page_that_was_taken_away_is_told(client: Client, site: Site, tmp_path: Path) -> None:
    address = site.put("/1", _page(_STREAM, _to("/2"), _version("a", "2026-01-01")))
    site.put("/2", turtle("", 410))

    found = _follow(client, address, tmp_path)

    assert _says(found) == {"a": "2026-01-01"}
    assert "weggehaald" in found.left[0].dutch


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(b"<html>", media_type="text/html"), "page for people"),
        (Reply(b"PK", media_type="application/zip"), "wanted one of"),
        (turtle("<a> <b>"), "not readable"),
        (turtle("", 404), "answers 404"),
    ],
    ids=["html", "zip", "half", "missing"],
)
def test_a_page_that_cannot_be_read_stops_the_run_and_loses_no_member_in_silence(
    client: Client, site: Site, tmp_path: Path, reply: Reply, why: str
) -> None:
    address = site.put("/1", _page(_STREAM, _to("/2"), _version("a", "2026-01-01")))
    site.put("/2", reply)

    with pytest.raises(SourceError, match=why):
        _follow(client, address, tmp_path)


def test_a_stream_leads_to_its_view(client: Client, site: Site, tmp_path: Path) -> None:
    stream = "<stroom> tree:view </view> ."
    address = site.put("/stroom", Reply(status=303, headers={"Location": "/over"}))
    site.put("/over", _page(stream))
    site.put("/view", _page(_STREAM, _version("a", "2026-01-01")))

    assert _says(_follow(client, address, tmp_path)) == {"a": "2026-01-01"}


def test_of_two_views_one_has_to_be_chosen(client: Client, site: Site, tmp_path: Path) -> None:
    address = site.put("/stroom", _page("<stroom> tree:view </x> , </y> ."))

    with pytest.raises(SettingError, match="more than one view"):
        _follow(client, address, tmp_path)


def test_what_is_no_stream_is_told(client: Client, site: Site, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no page of an event stream"):
        _follow(client, site.put("/1", _page("<a> ex:b <c> .")), tmp_path)


def test_a_path_of_more_than_a_property_is_refused(
    client: Client, site: Site, tmp_path: Path
) -> None:
    stream = "<stroom> ldes:timestampPath ( ex:a ex:b ) ; tree:view <> ."

    with pytest.raises(SourceError, match="timestampPath is no single property"):
        _follow(client, site.put("/1", _page(stream)), tmp_path)


def test_a_version_without_a_moment_is_listed(client: Client, site: Site, tmp_path: Path) -> None:
    member = "<stroom> tree:member <v1> . <v1> dct:isVersionOf ex:a ."

    found = _follow(client, site.put("/1", _page(_STREAM, member)), tmp_path)

    assert found.triples == []
    assert "zonder één ogenblik" in found.left[0].dutch


def test_a_page_of_the_municipality_register_is_read_as_it_is_published(
    client: Client, site: Site, tmp_path: Path
) -> None:
    """Members hang on the page, and the name under a property that RDF does not have."""
    page = {
        "@context": {
            "tree": "https://w3id.org/tree#",
            "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
            "prov": "http://www.w3.org/ns/prov#",
            "dct": "http://purl.org/dc/terms/",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "br": "https://basisregisters.vlaanderen.be/ns/adres#",
            "items": "tree:member",
            "viewOf": {"@reverse": "tree:view", "@type": "@id"},
            "generatedAtTime": {"@id": "prov:generatedAtTime", "@type": "xsd:dateTime"},
            "isVersionOf": {"@id": "dct:isVersionOf", "@type": "@id"},
            "Gemeente": "https://data.vlaanderen.be/ns/generiek#Gemeente",
            "status": {"@id": "br:Gemeente.status", "@type": "skos:concept"},
            "gemeentenaam": {"@id": "rdf:label", "@type": "rdf:langString"},
        },
        "@id": f"{site.url}/gemeenten?page=1",
        "@type": "tree:Node",
        "viewOf": f"{site.url}/gemeenten",
        "items": [
            {
                "@id": f"{site.url}/gemeenten#1",
                "@type": "Gemeente",
                "isVersionOf": "https://data.vlaanderen.be/id/gemeente/99002",
                "generatedAtTime": "2026-01-01T00:00:00+01:00",
                "gemeentenaam": [{"@value": "Proefdorp aan Zee", "@language": "nl"}],
                "status": "https://data.vlaanderen.be/id/concept/gemeentestatus/inGebruik",
            }
        ],
    }
    body = json.dumps(page).encode()
    address = site.put(
        "/gemeenten?page=1", Reply(body, media_type="application/ld+json; charset=utf-8")
    )

    from ldgraph.harvest.observed import Life  # noqa: PLC0415
    from ldgraph.harvest.register import observe  # noqa: PLC0415

    (body_,) = observe(_follow(client, address, tmp_path).graph()).bodies

    assert body_.names == ("Proefdorp aan Zee",)
    assert dict(body_.ids) == {"NIS": ("99002",)}
    assert body_.life is Life.ACTIVE


def test_a_context_that_lies_in_the_root_is_used(
    client: Client, site: Site, tmp_path: Path
) -> None:
    page = {
        "@context": ["https://context.example/ldes", {"ex": "http://example.org/"}],
        "@id": f"{site.url}/1",
        "member": {"@id": "http://example.org/a", "ex:says": "it"},
    }
    context = {"@context": {"member": "https://w3id.org/tree#member"}}
    address = site.put("/1", Reply(json.dumps(page).encode(), media_type="application/ld+json"))
    given = {"https://context.example/ldes": json.dumps(context).encode()}

    assert _says(_follow(client, address, tmp_path, contexts=given)) == {"a": "it"}
    with pytest.raises(LdgraphError, match="context from elsewhere"):
        _follow(client, address, tmp_path / "other")


def test_what_many_members_lead_to_has_an_end(
    client: Client, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.harvest.ldes._MOST_STATEMENTS", 5_000)
    shared = "<x> ex:to " + " , ".join(f"<n{one}>" for one in range(300)) + " ."
    members = "".join(
        f"<stroom> tree:member <m{one}> . <m{one}> ex:says 1 ; ex:to <x> ." for one in range(50)
    )

    with pytest.raises(SourceError, match="more than 5,000 statements"):
        _follow(client, site.put("/1", _page(_STREAM, shared, members)), tmp_path)


def test_pages_say_no_more_than_the_message_says(
    client: Client, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.harvest.ldes._MOST_STATEMENTS", 100)
    beside = "<x> ex:to " + " , ".join(f"<n{one}>" for one in range(120)) + " ."

    with pytest.raises(SourceError, match="more than 100 statements"):
        _follow(client, site.put("/1", _page(_STREAM, beside)), tmp_path)


def test_versions_of_one_moment_go_by_their_sequence(
    client: Client, site: Site, tmp_path: Path
) -> None:
    numbers = "<v/a/2026-01-01/1> ex:seq 9 . <v/a/2026-01-01/2> ex:seq 10 ."
    versions = _version("a", "2026-01-01", "first", "1") + _version("a", "2026-01-01", "last", "2")
    stream = _STREAM + "<stroom> ldes:sequencePath ex:seq ."
    address = site.put("/1", _page(stream, versions, numbers))

    assert _says(_follow(client, address, tmp_path)) == {"a": "last"}


def test_a_stream_out_of_order_goes_by_the_time_of_its_versions(
    client: Client, site: Site, tmp_path: Path
) -> None:
    """What was published last may be an old version."""
    times = (
        '<v/a/2026-01-01/1> ex:of "2026-01-01T00:00:00Z"^^xsd:dateTime .'
        '<v/a/2026-02-01/1> ex:of "2025-01-01T00:00:00Z"^^xsd:dateTime .'
    )
    versions = _version("a", "2026-01-01", "newer") + _version("a", "2026-02-01", "older")
    stream = _STREAM + "<stroom> ldes:versionTimestampPath ex:of ."
    address = site.put("/1", _page(stream, versions, times))

    assert _says(_follow(client, address, tmp_path)) == {"a": "newer"}


def test_a_stream_of_others_is_walked_whole(
    client: Client, site: Site, tmp_path: Path, shared: Callable[..., Path]
) -> None:
    folder = shared("standards", "ldes", "mock-ldes")
    text = {one.name: one.read_text("utf-8") for one in sorted(folder.glob("mock-ldes*.ttl"))}
    for name, content in text.items():
        site.put(f"/{name}", turtle(content.replace("http://localhost:3000", site.url)))

    found = _follow(client, site.url + "/mock-ldes.ttl", tmp_path)

    assert found.pages >= 2
    assert found.members > 0
    assert found.left == []
    assert len(set(site.paths())) == len(site.paths())


def test_a_run_that_was_interrupted_long_ago_is_begun_anew(
    client: Client, site: Site, tmp_path: Path
) -> None:
    address = site.put("/1", _page(_STREAM, _to("/2"), ETag='"1"'))
    with pytest.raises(SourceError):
        _follow(client, address, tmp_path)
    file = tmp_path / "staat.json"
    said = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**said, "begun": "2020-01-01T00:00:00+00:00"}), "utf-8")
    site.put("/1", Reply(status=304))
    site.put("/2", _page(_version("a", "2026-01-01")))
    site.asked.clear()

    assert _says(_follow(client, address, tmp_path)) == {"a": "2026-01-01"}
    assert site.paths() == ["/1", "/2"]
    assert site.asked[0].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("node", ["urn:x:y", "ftp://x.example/", "http://u:p@x.example/"])
def test_a_relation_that_cannot_be_followed_stops_the_run(
    client: Client, site: Site, tmp_path: Path, node: str
) -> None:
    with pytest.raises(LdgraphError):
        _follow(client, site.put("/1", _page(_STREAM, _to(node))), tmp_path)

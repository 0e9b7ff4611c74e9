"""The description: what DCAT-AP Vlaanderen makes mandatory, its shapes, and those of DCAT-AP."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, VOID, XSD, Graph, Literal, Namespace, URIRef

from ldgraph.catalogue import describe
from ldgraph.catalogue.describe import Offer
from ldgraph.catalogue.reading import public_of, read
from ldgraph.catalogue.writing import offer_of
from ldgraph.graph.places import open_root

from .profile import CONTEXT, violations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Shared = Callable[..., Path]
    Small = Callable[..., Path]

MDCAT = Namespace("https://data.vlaanderen.be/ns/metadata-dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
RIGHTS = Namespace("http://publications.europa.eu/resource/authority/access-right/")
_BASE = "https://data.vlaanderen.be/id"
_WHOLE = URIRef(f"{_BASE}/dataset/lokaal-digitaal")
_CLOSED = URIRef(f"{_BASE}/dataset/lokaal-digitaal-beperkt")
_SPARQL = URIRef(f"{_BASE}/dataservice/lokaal-digitaal-sparql")
_SERVICES = ("sparql", "vragen", "stroom")
_MANY = 10_000


class Wanted(NamedTuple):
    """How often a property must and may be there."""

    least: int
    most: int = _MANY


_ONE, _SOME = Wanted(1, 1), Wanted(1)
#: STANDARDS of the profile, version 3.0.
_MANDATORY = {
    DCAT.Catalog: {
        DCTERMS.identifier: _ONE,
        DCTERMS.title: _SOME,
        DCTERMS.description: _SOME,
        DCAT.contactPoint: _ONE,
        DCTERMS.publisher: _ONE,
        DCTERMS.license: _ONE,
    },
    DCAT.CatalogRecord: {
        DCTERMS.identifier: _ONE,
        DCTERMS.modified: _ONE,
        FOAF.primaryTopic: _ONE,
    },
    DCAT.Dataset: {
        DCTERMS.identifier: _ONE,
        DCTERMS.title: _SOME,
        DCTERMS.description: _SOME,
        DCAT.contactPoint: _ONE,
        DCTERMS.accessRights: _ONE,
        DCTERMS.publisher: _ONE,
        URIRef(f"{describe.DCAT}version"): Wanted(0, 1),
        OWL.versionInfo: Wanted(0, 1),
    },
    DCAT.Distribution: {
        DCTERMS.identifier: _ONE,
        DCAT.accessURL: _ONE,
        DCAT.downloadURL: _ONE,
        DCAT.byteSize: _ONE,
        DCTERMS.format: _ONE,
        DCTERMS.license: _ONE,
        SPDX.checksum: _ONE,
    },
    DCAT.DataService: {
        DCTERMS.identifier: _ONE,
        DCTERMS.title: _SOME,
        DCAT.contactPoint: _ONE,
        DCAT.endpointURL: _ONE,
        DCAT.endpointDescription: _SOME,
        DCTERMS.accessRights: _ONE,
        DCTERMS.publisher: _ONE,
        DCTERMS.conformsTo: _ONE,
        DCAT.servesDataset: _SOME,
    },
    DCTERMS.Agent: {FOAF.name: _SOME},
    VCARD.Kind: {VCARD.fn: _ONE},
}


def _as_graph(offer: Offer) -> Graph:
    triples = describe.describe(offer)
    return Graph().parse(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


@pytest.fixture
def data(offer: Offer) -> Graph:
    """Describe the example, to be changed at will."""
    return _as_graph(offer)


def _faults(data: Graph) -> list[tuple[str, str]]:
    """List what the profile makes mandatory and is not there, or is there too often."""
    found = [
        (str(one), str(path))
        for kind, properties in _MANDATORY.items()
        for one in data.subjects(RDF.type, kind)
        for path, (least, most) in properties.items()
        if not least <= len(list(data.objects(one, path))) <= most
    ]
    texts = (DCTERMS.title, DCTERMS.description, FOAF.name)
    found += [
        (str(one), str(path))
        for path in texts
        for one, value in data.subject_objects(path)
        if not isinstance(value, Literal) or value.language not in {"nl", "en"}
    ]
    for one, agent in data.subject_objects(DCTERMS.publisher):
        if {DCTERMS.Agent, FOAF.Agent} - set(data.objects(agent, RDF.type)):
            found.append((str(one), "publisher"))
    for one in data.objects(None, DCAT.contactPoint):
        if not list(data.objects(one, VCARD.hasEmail)) + list(data.objects(one, FOAF.page)):
            found.append((str(one), "contactPoint"))
    for one, right in data.subject_objects(DCTERMS.accessRights):
        if right not in {RIGHTS.PUBLIC, RIGHTS.NON_PUBLIC}:
            found.append((str(one), "accessRights"))
    return sorted(found)


def test_all_that_the_profile_makes_mandatory_is_there(data: Graph) -> None:
    assert _faults(data) == []
    for kind in _MANDATORY:
        assert list(data.subjects(RDF.type, kind)), kind


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        (_WHOLE, DCTERMS.identifier),
        (_WHOLE, DCAT.contactPoint),
        (_CLOSED, DCTERMS.accessRights),
        (_SPARQL, DCAT.endpointURL),
        (URIRef(f"{_BASE}/distributie/lokaal-digitaal-ttl"), DCAT.accessURL),
        (URIRef(f"{_BASE}/catalogus/kennisgraaf-lokaal-digitaal"), DCTERMS.publisher),
    ],
)
def test_what_is_mandatory_is_missed(data: Graph, subject: URIRef, path: URIRef) -> None:
    data.remove((subject, path, None))

    assert (str(subject), str(path)) in _faults(data)


def test_every_thing_that_is_named_is_described(data: Graph) -> None:
    described = set(data.subjects())
    named = {one for one in data.objects() if isinstance(one, URIRef) and one.startswith(_BASE)}

    theirs = {one for one in named if "/licentie/" in one or "/concept/" in one}
    assert named - described - theirs == {URIRef(f"{_BASE}/stroom/publiek")}
    assert list(data.subjects(RDF.type, DCAT.Catalog)) == [
        URIRef(f"{_BASE}/catalogus/kennisgraaf-lokaal-digitaal")
    ]


def test_identifiers_are_persistent_and_addresses_are_those_of_the_server(data: Graph) -> None:
    for one, value in data.subject_objects(DCTERMS.identifier):
        assert str(one) == str(value)
    for path in (DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, VOID.sparqlEndpoint):
        for value in data.objects(None, path):
            assert str(value).startswith("https://graaf.example/"), value


def test_a_file_has_its_size_and_hash(data: Graph, offer: Offer) -> None:
    for name, file in offer.dumps.files.items():
        (one,) = data.subjects(DCAT.downloadURL, URIRef(f"https://graaf.example/download/{name}"))
        checksum = data.value(one, SPDX.checksum)

        assert data.value(one, DCAT.byteSize) == Literal(file.size, datatype=XSD.nonNegativeInteger)
        assert data.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert str(data.value(checksum, SPDX.checksumValue)) == file.sha256


def test_there_is_an_event_stream_only_where_one_is(data: Graph, offer: Offer) -> None:
    without = _as_graph(Offer(offer.dumps, offer.terms, offer.here))

    assert "stroom" not in without.serialize(format="nt")
    stream = URIRef(f"{_BASE}/dataservice/lokaal-digitaal-stroom")
    assert data.value(stream, DCAT.endpointURL) == URIRef("https://graaf.example/stroom/publiek")
    assert str(data.value(stream, DCTERMS.conformsTo)).endswith("/dataserviceprotocol/LDES")


def test_dates_are_those_of_the_data(data: Graph) -> None:
    modified = {str(one) for one in data.objects(None, DCTERMS.modified)}

    assert modified
    assert all(one.endswith("T00:00:00+00:00") for one in modified)
    assert max(modified) == str(data.value(_WHOLE, DCTERMS.modified))


def test_every_dataset_has_a_record_of_its_own_day_or_of_that_of_the_catalogue(
    data: Graph,
) -> None:
    (catalogue,) = data.subjects(RDF.type, DCAT.Catalog)
    day = data.value(catalogue, DCTERMS.modified)
    days = {
        data.value(one, FOAF.primaryTopic): data.value(one, DCTERMS.modified)
        for one in data.objects(catalogue, DCAT.record)
    }

    assert days.keys() == set(data.objects(catalogue, DCAT.dataset))
    undated = {one for one in days if not data.value(one, DCTERMS.modified)}
    assert undated == {_CLOSED, URIRef(f"{_WHOLE}-vormen")}
    assert {days[one] for one in undated} == {day}
    assert all(days[one] == data.value(one, DCTERMS.modified) for one in days.keys() - undated)


def test_what_is_not_for_everyone_is_told_in_the_same_words_for_every_root(
    project: Path, small: Small
) -> None:
    def said(folder: Path) -> set[tuple[str, str]]:
        root = open_root(folder)
        graph = _as_graph(offer_of(public_of(root, read(root))))
        own = {DCTERMS.publisher, DCAT.contactPoint}  # these a root says of itself
        return {(str(p), o.n3()) for p, o in graph.predicate_objects(_CLOSED) if p not in own}

    none = said(project)
    some = said(project / "voorbeeld")
    other = said(small({"data/openbaar/aanbod.ttl": "ex:a ex:says 'x' ."}))
    nothing = said(small({"data/beperkt/aanbod.ttl": "ex:a ex:says 'x' ."}, name="dicht"))

    assert none == some == other == nothing
    assert (str(DCTERMS.accessRights), RIGHTS.NON_PUBLIC.n3()) in none
    known = {"type", "identifier", "title", "description", "accessRights", "language"}
    assert {path.replace("#", "/").rpartition("/")[2] for path, _ in none} == known


def _shapes(shared: Shared, *which: str) -> list[Path]:
    return [shared("standards", *one.split("/")) for one in which]


def _context(shared: Shared) -> Graph:
    graph = Graph().parse(shared("standards", "own-examples", "dcat-ap-vl-context-graph.ttl"))
    return graph.parse(data=CONTEXT)


_FLEMISH = ("dcat-ap-vl/dcatapvl-2.0-shacl.jsonld",)
#: Version 2.0 wants a status of every dataset; 3.0 does not, and there is none for a closed one.
_KNOWN = [(str(_CLOSED), str(MDCAT.statuut))]


@pytest.mark.parametrize(
    ("which", "known"),
    [
        (_FLEMISH, _KNOWN),
        (("dcat-ap-eu/shapes.ttl",), []),
        (("dcat-ap-eu/shapes.ttl", "dcat-ap-eu/range.ttl"), []),
    ],
    ids=["vlaanderen", "europe", "europe-range"],
)
def test_the_description_conforms(
    shared: Shared, data: Graph, which: tuple[str, ...], known: list[tuple[str, str]]
) -> None:
    assert violations(data, _context(shared), _shapes(shared, *which)) == known


def _without(subject: URIRef, path: URIRef) -> Callable[[Graph], object]:
    return lambda graph: graph.remove((subject, path, None))


def _set(subject: URIRef, path: URIRef, value: URIRef | Literal) -> Callable[[Graph], object]:
    return lambda graph: graph.set((subject, path, value))


def _only_foaf(graph: Graph) -> None:
    graph.remove((None, RDF.type, DCTERMS.Agent))


def _no_status(graph: Graph) -> None:
    for name in _SERVICES:
        graph.remove((URIRef(f"{_BASE}/dataservice/lokaal-digitaal-{name}"), MDCAT.statuut, None))


_DISTRIBUTION = URIRef(f"{_BASE}/distributie/lokaal-digitaal-ttl")


@pytest.mark.parametrize(
    ("spoil", "least"),
    [
        (_without(_WHOLE, DCTERMS.identifier), 1),
        (_set(_WHOLE, DCTERMS.title, Literal("zonder taal")), 1),
        (_only_foaf, 2),
        (_without(_SPARQL, DCAT.endpointURL), 1),
        (_without(_WHOLE, DCAT.contactPoint), 1),
        (_without(_WHOLE, DCTERMS.accessRights), 1),
        (_set(_WHOLE, DCTERMS.accessRights, RIGHTS.RESTRICTED), 1),
        (_without(_DISTRIBUTION, DCAT.accessURL), 1),
        (_without(_DISTRIBUTION, DCTERMS.license), 1),
        (_no_status, 3),
    ],
    ids=[
        *("identifier", "title", "agent", "endpoint", "contact", "rights", "restricted"),
        *("access-url", "licence", "status"),
    ],
)
def test_the_shapes_notice_what_is_spoilt(
    shared: Shared, data: Graph, spoil: Callable[[Graph], object], least: int
) -> None:
    context, shapes = _context(shared), _shapes(shared, *_FLEMISH)

    spoil(data)

    found = violations(data, context, shapes)
    assert len(found) >= len(_KNOWN) + least

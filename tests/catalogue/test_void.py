"""The figures: as many as SPARQL counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import RDF, VOID, Graph, Literal, URIRef

from ldgraph.catalogue import describe, void

if TYPE_CHECKING:
    from ldgraph.catalogue.describe import Offer
    from ldgraph.catalogue.void import Figures
    from ldgraph.snapshot import Snapshot

_WHOLE = "lokaal-digitaal"
_DATASETS = "https://data.vlaanderen.be/id/dataset/"


@pytest.fixture(scope="module")
def figures(public: Snapshot, offer: Offer) -> dict[str, Figures]:
    """Count the example."""
    return void.count(public, offer.dumps)


def _asked(public: Snapshot, what: str, where: str = "?s ?p ?o") -> int:
    rows = public.view.query(f"SELECT ({what} AS ?n) WHERE {{ {where} }}")
    assert isinstance(rows, ox.QuerySolutions)
    return int(next(iter(rows))["n"].value)


def test_the_figures_of_the_whole_are_what_can_be_asked(
    public: Snapshot, figures: dict[str, Figures]
) -> None:
    found = figures[_WHOLE]
    once = "{ SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"

    assert found.triples == _asked(public, "COUNT(*)", once)
    assert found.subjects == _asked(public, "COUNT(DISTINCT ?s)")
    assert found.objects == _asked(public, "COUNT(DISTINCT ?o)")
    assert len(found.properties) == _asked(public, "COUNT(DISTINCT ?p)")
    assert len(found.classes) == _asked(public, "COUNT(DISTINCT ?o)", "?s a ?o FILTER (isIRI(?o))")
    assert found.entities == _asked(public, "COUNT(DISTINCT ?s)", "?s a ?o FILTER (isIRI(?s))")
    for kind, number in found.classes.items():
        assert number == _asked(public, "COUNT(DISTINCT ?s)", f"?s a <{kind}>"), kind


def test_links_lead_to_vocabularies_of_others(figures: dict[str, Figures]) -> None:
    links = figures["lokaal-digitaal-besturen"].links

    assert links["https://data.vlaanderen.be/id/gemeente/"] > 250
    assert not any("/id/lokaalbestuur/" in one for one in links)


def test_the_description_says_the_figures(offer: Offer, figures: dict[str, Figures]) -> None:
    written = describe.written(void.describe(offer, figures), ox.RdfFormat.N_TRIPLES)
    graph = Graph().parse(written, format="nt")

    for one in offer.dumps.dumps:
        name, found = URIRef(_DATASETS + one.part.name), figures[one.part.name]
        assert (name, RDF.type, VOID.Dataset) in graph
        assert graph.value(name, VOID.triples) == Literal(found.triples)
        assert graph.value(name, VOID.entities) == Literal(found.entities)
        assert len(list(graph.objects(name, VOID.classPartition))) == len(found.classes)
        assert len(list(graph.objects(name, VOID.dataDump))) == len(one.files)
        linksets = graph.subjects(VOID.subjectsTarget, name)
        assert {str(graph.value(link, VOID.objectsTarget)) for link in linksets} == set(found.links)

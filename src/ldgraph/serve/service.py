"""What the SPARQL service is, in RDF: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import DCT, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.serve.published import Published

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMAT = "http://www.w3.org/ns/formats/"
#: Names of https://www.w3.org/ns/formats/ by extension.
_FORMATS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "rdf": "RDF_XML",
}


def description(published: Published, endpoint: str) -> list[ox.Triple]:
    """Say what the service at ``endpoint`` takes, gives and holds."""
    return list(dict.fromkeys(_said(published, endpoint)))


def _said(published: Published, endpoint: str) -> Iterator[ox.Triple]:
    service, dataset, default = (ox.NamedNode(endpoint), ox.BlankNode("d"), ox.BlankNode("g"))
    yield _triple(service, TYPE, _sd("Service"))
    yield _triple(service, _SD + "endpoint", service)
    yield _triple(service, _SD + "supportedLanguage", _sd("SPARQL11Query"))
    yield _triple(service, _SD + "feature", _sd("UnionDefaultGraph"))
    for name in _FORMATS.values():
        yield _triple(service, _SD + "resultFormat", ox.NamedNode(_FORMAT + name))
    yield _triple(service, _SD + "defaultDataset", dataset)
    yield _triple(dataset, TYPE, _sd("Dataset"))
    yield _triple(dataset, _SD + "defaultGraph", default)
    yield _triple(default, TYPE, _sd("Graph"))
    # An engine elsewhere is not asked for graphs by name (``engine.sendable``).
    is_here = isinstance(published.view.store, ox.Store)
    for number, iri in enumerate(sorted(published.view.graphs) if is_here else ()):
        named = ox.BlankNode(f"n{number}")
        yield _triple(dataset, _SD + "namedGraph", named)
        yield _triple(named, TYPE, _sd("NamedGraph"))
        yield _triple(named, _SD + "name", ox.NamedNode(iri))
        for title in _titles(published, iri):
            yield _triple(named, DCT + "title", title)


def _titles(published: Published, iri: str) -> Iterable[ox.Literal]:
    graph = ox.NamedNode(iri)
    found = published.view.store.quads_for_pattern(graph, ox.NamedNode(DCT + "title"), None, graph)
    return [one.object for one in found if isinstance(one.object, ox.Literal)]


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _triple(
    subject: ox.NamedNode | ox.BlankNode,
    predicate: str,
    value: ox.NamedNode | ox.BlankNode | ox.Literal,
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)


def written(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Write a description in a form of RDF."""
    prefixes = {"sd": _SD, "formats": _FORMAT, "dct": DCT}
    return ox.serialize(triples, format=form, prefixes=prefixes) or b""

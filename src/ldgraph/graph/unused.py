"""Terms that a root declares and nothing uses: classes, properties, values of code lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.places import Room
from ldgraph.terms import OWL, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

#: What a term is, to the code of the finding; the first that fits.
_KINDS = {
    SKOS + "Concept": "unused-code",
    OWL + "Class": "unused-class",
    OWL + "ObjectProperty": "unused-property",
    OWL + "DatatypeProperty": "unused-property",
    OWL + "AnnotationProperty": "unused-property",
}
#: To be listed is not to be used.
_LISTS = frozenset({RDFS + "isDefinedBy", SKOS + "hasTopConcept", SKOS + "member"})


class Unused(NamedTuple):
    """A term that nothing uses, and the graph that declares it."""

    code: str
    iri: str
    graph: str


def unused(dataset: Dataset, root: Root, named: Collection[str]) -> Iterator[Unused]:
    """Give the terms of a root's own ontology that nothing uses, in no order.

    Used is what data, shapes or another term name; ``named`` is what queries name.
    """
    ontology = {
        file.graph
        for file in dataset.files
        if file.room is Room.ONTOLOGY and file.root.path == root.path
    }
    used = {*named, *_used(dataset)}
    found: dict[str, Unused] = {}
    capability = dataset.vocabulary.ldg + "Capability"
    for kind, code in {capability: "unused-capability", **_KINDS}.items():
        for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(kind)):
            graph = getattr(quad.graph_name, "value", "")
            if isinstance(quad.subject, ox.NamedNode) and graph in ontology:
                iri = quad.subject.value
                if iri not in used:
                    found.setdefault(iri, Unused(code, iri, graph))
    yield from found.values()


def _used(dataset: Dataset) -> Iterator[str]:
    declared = {file.graph for file in dataset.files if file.room is Room.ONTOLOGY}
    for quad in dataset.shapes:
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                yield term.value
    for quad in dataset.store:
        yield quad.predicate.value
        is_data = getattr(quad.graph_name, "value", "") not in declared
        if is_data and isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value
        is_use = quad.subject != quad.object and quad.predicate.value not in _LISTS
        if is_use and isinstance(quad.object, ox.NamedNode):
            yield quad.object.value

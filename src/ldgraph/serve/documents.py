"""What is said of one thing, and the same in every form that is RDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.serve import context
from ldgraph.serve.http.negotiate import JSONLD
from ldgraph.serve.published import stable_labels
from ldgraph.terms import SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.published import Published

_FOAF = "http://xmlns.com/foaf/0.1/"
_QUADS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG)


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of a thing: its IRI, that of the document about it, and the statements."""

    iri: str
    doc: str
    quads: tuple[ox.Quad, ...]


def find(published: Published, path: str) -> Document | None:
    """Find what a path below ``/id/`` or ``/doc/`` names; None where nothing is said of it.

    Args:
        published: What the caller may see.
        path: The path behind the base, as it was sent or decoded.
    """
    _, _, rest = path.removeprefix("/").partition("/")
    if not rest:
        return None
    doc = f"{published.base}/doc/{rest}"
    for iri in (f"{published.base}/id/{rest}", doc):
        if is_described(published, iri):
            return Document(iri, doc, tuple(_about(published, iri)))
    return None


def is_described(published: Published, iri: str) -> bool:
    """Whether anything is said of an IRI, or it is a graph that the audience may see."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    store = published.view.store
    return any(True for _ in store.quads_for_pattern(node, None, None, None)) or (
        iri in published.view.graphs
    )


def vocabulary(published: Published) -> Document | None:
    """Give the ontology: all that its file says."""
    iri = published.ontology
    quads = published.vocabularies.get(iri)
    return Document(iri, iri, quads) if quads else None


def _about(published: Published, iri: str) -> Iterator[ox.Quad]:
    """Give what is said of a thing, and of the blank nodes in that; of a code list its codes too.

    Of a graph: all that it says.
    """
    store = published.view.store
    node = ox.NamedNode(iri)
    if iri in published.view.graphs:
        yield from stable_labels(store.quads_for_pattern(None, None, None, node))
        return
    todo: list[ox.NamedNode | ox.BlankNode] = [node]
    scheme = ox.NamedNode(SKOS + "ConceptScheme")
    if any(True for _ in store.quads_for_pattern(node, ox.NamedNode(TYPE), scheme, None)):
        members = store.quads_for_pattern(None, ox.NamedNode(SKOS + "inScheme"), node, None)
        todo += sorted(
            {one.subject for one in members if not isinstance(one.subject, ox.Triple)}, key=str
        )
    seen = set(todo)
    found: list[ox.Quad] = []
    while todo:
        for quad in store.quads_for_pattern(todo.pop(), None, None, None):
            found.append(quad)
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                todo.append(quad.object)
    yield from stable_labels(found)


def written(published: Published, document: Document, form: Form, here: str) -> bytes:
    """Write a document in a form of RDF, always the same bytes for the same content."""
    assert form.rdf is not None
    quads = _ordered(document, [*document.quads, *_record(document)])
    if form is JSONLD:
        terms = context.of(published).terms
        return context.written(_once(quads), here + context.PATH, terms)
    if form.rdf in _QUADS:
        return _serialized(quads, form.rdf, _used(published, quads))
    triples = [quad.triple for quad in _once(quads)]
    return _serialized(triples, form.rdf, _used(published, quads))


def _serialized(
    statements: Iterable[ox.Quad] | Iterable[ox.Triple],
    form: ox.RdfFormat,
    prefixes: dict[str, str],
) -> bytes:
    return ox.serialize(statements, format=form, prefixes=prefixes) or b""


def _record(document: Document) -> Iterator[ox.Quad]:
    """Say that the document is about the thing."""
    if document.doc != document.iri:
        doc = ox.NamedNode(document.doc)
        yield ox.Quad(doc, ox.NamedNode(TYPE), ox.NamedNode(_FOAF + "Document"))
        yield ox.Quad(doc, ox.NamedNode(_FOAF + "primaryTopic"), ox.NamedNode(document.iri))


def _ordered(document: Document, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Put the thing first, then the others by name; types before what else is said."""
    return sorted(
        set(quads),
        key=lambda quad: (
            str(quad.graph_name),
            getattr(quad.subject, "value", "") != document.iri,
            str(quad.subject),
            quad.predicate.value != TYPE,
            quad.predicate.value,
            str(quad.object),
        ),
    )


def _once(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Leave the graphs out: what two of them say is said once, and by subject together."""
    by_subject: dict[str, dict[ox.Triple, ox.Quad]] = {}
    for quad in quads:
        by_subject.setdefault(str(quad.subject), {}).setdefault(quad.triple, quad)
    return [quad for one in by_subject.values() for quad in one.values()]


def _used(published: Published, quads: Iterable[ox.Quad]) -> dict[str, str]:
    text = "\n".join({str(term) for quad in quads for term in quad})
    return {name: iri for name, iri in sorted(published.prefixes.items()) if f"<{iri}" in text}

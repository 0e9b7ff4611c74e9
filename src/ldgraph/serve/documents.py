"""What is said of one thing, and the same in every form that is RDF.

A version of a thing is named by the hash of what is said of it: as long as that is the same, it is
there, and what it says never changes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.labels import stable_labels
from ldgraph.graph.places import Room
from ldgraph.jsonld import write as jsonld
from ldgraph.serve import context
from ldgraph.serve.http.negotiate import JSONLD
from ldgraph.serve.kept import kept
from ldgraph.terms import DCT, FOAF, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.published import Published

_QUADS = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG)
_VERSION = 32


@dataclass(frozen=True, slots=True)
class Document:
    """What is said of a thing: its IRI, that of the document about it, and the statements."""

    iri: str
    doc: str
    quads: tuple[ox.Quad, ...]
    #: Whether this is one version of a thing: nothing that others may change is written in it.
    fixed: bool = False
    #: Whether it is written without prefixes: those of the root may become others.
    plain: bool = False


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


def version_of(published: Published, document: Document) -> str:
    """Name what is said of a thing now: a hash of that and of how it is written."""
    names: dict[str, str] = kept(published, "versions", lambda _: {})
    if document.iri not in names:
        names[document.iri] = _version(published, document)
    return names[document.iri]


def _version(published: Published, document: Document) -> str:
    quads = _ordered(document, document.quads)
    content = _serialized(quads, ox.RdfFormat.TRIG, _used(published, quads))
    return hashlib.sha256(content).hexdigest()[:_VERSION]


def version(published: Published, document: Document, name: str) -> Document | None:
    """Give a version of a thing; None where it is another than what is said now.

    It says of itself what was said of the thing, and of which thing it is a version.
    """
    if name != version_of(published, document):
        return None
    node, now = ox.NamedNode(f"{document.iri}/{name}"), ox.NamedNode(document.iri)
    quads = [
        ox.Quad(node, quad.predicate, quad.object, quad.graph_name) if quad.subject == now else quad
        for quad in document.quads
    ]
    quads.append(ox.Quad(node, ox.NamedNode(DCT + "isVersionOf"), now))
    return Document(node.value, f"{document.doc}/{name}", tuple(quads), fixed=True)


def vocabulary(published: Published) -> Document | None:
    """Give the ontology: all that its file says, and the code lists beside it."""
    return kept(published, "vocabulary", _vocabulary)


def _vocabulary(published: Published) -> Document | None:
    iri = published.ontology
    if iri not in published.vocabularies:
        return None
    store = published.view.store
    quads = [
        quad
        for file in published.snapshot.dataset.files
        if file.room is Room.ONTOLOGY and file.graph in published.view.graphs
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(file.graph))
    ]
    return Document(iri, iri, tuple(stable_labels(quads)))


def shapes(published: Published, name: str = "") -> Document | None:
    """Give the shapes, or one of them; shapes are for everyone."""
    store = published.snapshot.dataset.shapes
    own = published.snapshot.root.vocabulary.shp
    if not name:
        quads = kept(published, "shapes", lambda _: tuple(stable_labels(store)))
        iri = own.rstrip("/")
    else:
        iri = own + name
        try:
            quads = tuple(_described(store, [ox.NamedNode(iri)]))
        except ValueError:
            return None
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
    yield from _described(store, todo)


def _described(store: ox.Store, nodes: Iterable[ox.NamedNode | ox.BlankNode]) -> list[ox.Quad]:
    """Give what is said of nodes, and of the blank nodes in that."""
    todo = list(nodes)
    seen = set(todo)
    found: list[ox.Quad] = []
    while todo:
        for quad in store.quads_for_pattern(todo.pop(), None, None, None):
            found.append(quad)
            if isinstance(quad.object, ox.BlankNode) and quad.object not in seen:
                seen.add(quad.object)
                todo.append(quad.object)
    return stable_labels(found)


def languages(document: Document) -> list[str]:
    """Give the languages of the texts in a document, Dutch first."""
    found = {one.object.language for one in document.quads if isinstance(one.object, ox.Literal)}
    return sorted((one for one in found if one), key=lambda one: (one != "nl", one))


def written(published: Published, document: Document, form: Form, here: str) -> bytes:
    """Write a document in a form of RDF, always the same bytes for the same content."""
    assert form.rdf is not None
    quads = _ordered(document, [*document.quads, *_record(document)])
    if form is JSONLD and document.fixed:
        return jsonld.graph(_once(quads), "", None)
    if form is JSONLD:
        found = context.of(published)
        address = here + found.path
        if document.doc != document.iri:
            return jsonld.thing(_once(quads), document.iri, address, found.vocabulary)
        return jsonld.graph(_once(quads), address, found.vocabulary)
    if form.rdf in _QUADS:
        return _serialized(quads, form.rdf, _prefixes(published, document, quads))
    triples = [quad.triple for quad in _once(quads)]
    return _serialized(triples, form.rdf, _prefixes(published, document, quads))


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
        yield ox.Quad(doc, ox.NamedNode(TYPE), ox.NamedNode(FOAF + "Document"))
        yield ox.Quad(doc, ox.NamedNode(FOAF + "primaryTopic"), ox.NamedNode(document.iri))


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


def _prefixes(published: Published, document: Document, quads: Iterable[ox.Quad]) -> dict[str, str]:
    return {} if document.plain else _used(published, quads)


def _used(published: Published, quads: Iterable[ox.Quad]) -> dict[str, str]:
    text = "\n".join({str(term) for quad in quads for term in quad})
    return {name: iri for name, iri in sorted(published.prefixes.items()) if f"<{iri}" in text}

"""The reference of the ontology as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.serve.pages import layout
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.terms import OWL, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.serve.documents import Document
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published


class Term(NamedTuple):
    """A class or property of the ontology, for the reference."""

    id: str
    label: str
    definition: str
    over: list[Shown]
    to: list[Shown]


def page(published: Published, document: Document, at: Place, on: date) -> bytes:  # noqa: ARG001 (as every page)
    """Write the reference of the ontology."""
    write = Writer(published, at)
    by_kind: dict[str, set[str]] = {"classes": set(), "properties": set()}
    for one in document.quads:
        kind = getattr(one.object, "value", "").removeprefix(OWL)
        iri = getattr(one.subject, "value", "")
        if one.predicate.value == TYPE and iri.startswith(published.ldg):
            if kind == "Class":
                by_kind["classes"].add(iri)
            elif kind.endswith("Property"):
                by_kind["properties"].add(iri)
    terms = {
        kind: sorted((_term(write, iri) for iri in iris), key=lambda one: one.label.casefold())
        for kind, iris in by_kind.items()
    }
    lists = _code_lists(write, document)
    return layout.page(
        "vocabulary.html",
        published,
        at,
        title=write.label(document.iri),
        about=layout.About(document.doc, layout.bare(at.path)),
        iri=document.iri,
        terms=terms,
        lists=lists,
    )


class CodeList(NamedTuple):
    """A code list, and its codes by what is written for them."""

    name: Shown
    definition: str
    codes: list[tuple[Shown, str]]


def _code_lists(write: Writer, document: Document) -> list[CodeList]:
    members: dict[str, set[str]] = {}
    for quad in document.quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            if quad.predicate.value == SKOS + "inScheme":
                members.setdefault(quad.object.value, set()).add(quad.subject.value)
            elif quad.predicate.value == TYPE and quad.object.value == SKOS + "ConceptScheme":
                members.setdefault(quad.subject.value, set())
    lists = [
        CodeList(
            write.thing(scheme),
            _definition(write, scheme),
            [(write.thing(one), _definition(write, one)) for one in sorted(codes)],
        )
        for scheme, codes in members.items()
    ]
    return sorted(lists, key=lambda one: one.name.text.casefold())


def _term(write: Writer, iri: str) -> Term:
    store = write.published.view.store

    def things(name: str) -> list[Shown]:
        quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDFS + name), None, None)
        found = sorted({q.object.value for q in quads if isinstance(q.object, ox.NamedNode)})
        return [write.thing(one) for one in found]

    return Term(
        iri[len(write.published.ldg) :],
        write.thing(iri).text,
        _definition(write, iri),
        things("domain"),
        things("range"),
    )


def _definition(write: Writer, iri: str) -> str:
    definitions = {
        quad.object.language: quad.object.value
        for quad in write.published.view.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(SKOS + "definition"), None, None
        )
        if isinstance(quad.object, ox.Literal)
    }
    return definitions.get(write.at.lang) or definitions.get("nl") or ""

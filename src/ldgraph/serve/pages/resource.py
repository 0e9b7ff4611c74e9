"""A document as a page: labels instead of IRIs, what points here, and the sources."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.serve.pages import layout
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.terms import TYPE

if TYPE_CHECKING:
    from ldgraph.serve.documents import Document
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

#: How many things that point here are shown of each property, and looked at in all.
_SHOWN, _LOOKED_AT = 50, 5000


class Group(NamedTuple):
    """A property and its values, each with the graphs that say it; ``more`` were left out."""

    verb: Shown
    values: list[tuple[Shown, list[Shown]]]
    more: int = 0


def page(published: Published, document: Document, at: Place) -> bytes:
    """Write the page of a thing."""
    write = Writer(published, at)
    about = [one for one in document.quads if getattr(one.subject, "value", "") == document.iri]
    codes = sorted(
        {
            one.subject.value
            for one in document.quads
            if isinstance(one.subject, ox.NamedNode)
            and one.subject.value != document.iri
            and document.iri not in published.view.graphs
        }
    )
    title = write.thing(document.iri).text
    return layout.page(
        "resource.html",
        published,
        at,
        title=title,
        iri=document.iri,
        canonical=document.doc,
        kinds=[write.value(q.object) for q in about if _is_kind(q)],
        facts=_facts(write, [one for one in about if not _is_kind(one)]),
        codes=[write.thing(one) for one in codes],
        incoming=_incoming(write, document.iri),
        path=layout.bare(at.path),
    )


def _is_kind(quad: ox.Quad) -> bool:
    return quad.predicate.value == TYPE and isinstance(quad.object, ox.NamedNode)


def _facts(write: Writer, quads: list[ox.Quad]) -> list[Group]:
    said: dict[str, dict[str, tuple[Shown, list[Shown]]]] = {}
    for quad in sorted(quads, key=str):
        values = said.setdefault(quad.predicate.value, {})
        value = values.setdefault(str(quad.object), (write.value(quad.object), []))
        value[1].append(write.graph(quad.graph_name))
    groups = [Group(write.verb(verb), list(values.values())) for verb, values in said.items()]
    return sorted(groups, key=lambda one: one.verb.text.casefold())


def _incoming(write: Writer, iri: str) -> list[Group]:
    store = write.published.view.store
    said: dict[str, set[str]] = {}
    quads = store.quads_for_pattern(None, None, ox.NamedNode(iri), None)
    for quad in islice(quads, _LOOKED_AT):
        if isinstance(quad.subject, ox.NamedNode):
            said.setdefault(quad.predicate.value, set()).add(quad.subject.value)
    groups = []
    for verb, subjects in said.items():
        shown = [(write.thing(one), list[Shown]()) for one in sorted(subjects)[:_SHOWN]]
        groups.append(Group(write.verb(verb), shown, max(0, len(subjects) - _SHOWN)))
    return sorted(groups, key=lambda one: one.verb.text.casefold())

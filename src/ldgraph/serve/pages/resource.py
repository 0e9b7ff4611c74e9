"""A document as a page: labels instead of IRIs, what points here, and the sources."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.serve.kept import locator
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.government import stand
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.summaries import summary
from ldgraph.terms import RDFS, TYPE

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.serve.documents import Document
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

#: How many things that point here are shown of each property, and looked at in all.
_SHOWN, _LOOKED_AT = 50, 5000


class Group(NamedTuple):
    """A property and its values, each with the files and lines that say it; ``more`` are left out.

    A line is 0 where there is none.
    """

    verb: Shown
    values: list[tuple[Shown, list[tuple[Shown, int]]]]
    more: int = 0


def page(published: Published, document: Document, at: Place, on: date) -> bytes:
    """Write the page of a thing, as things are on a day."""
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
    short = summary(write, document.iri, on)
    is_government = short.entrance == "besturen"
    return layout.page(
        "resource.html",
        published,
        at,
        title=title,
        crumbs=(layout.entrance(short.entrance, at),) if short.entrance else (),
        short=short,
        is_government=is_government,
        stand=stand(write, document.iri, on) if is_government else None,
        about=layout.About(document.doc, layout.bare(at.path)),
        iri=document.iri,
        kinds=_kinds(write, about),
        facts=_facts(write, [one for one in about if not _is_kind(one)]),
        codes=[write.thing(one) for one in codes],
        incoming=_incoming(write, document.iri),
    )


def _kinds(write: Writer, about: list[ox.Quad]) -> list[Shown]:
    """Show the classes that say most: of the project where there are, none that another implies."""
    kinds = {quad.object.value for quad in about if _is_kind(quad)}  # type: ignore[union-attr]
    own = {one for one in kinds if one.startswith(write.published.ldg)} or kinds
    above = {
        str(getattr(over, "value", ""))
        for one in own
        for over in write.objects(one, RDFS + "subClassOf")
    }
    return [write.thing(one) for one in sorted(own - above)]


def _is_kind(quad: ox.Quad) -> bool:
    return quad.predicate.value == TYPE and isinstance(quad.object, ox.NamedNode)


def _facts(write: Writer, quads: list[ox.Quad]) -> list[Group]:
    said: dict[str, dict[str, tuple[Shown, list[tuple[Shown, int]]]]] = {}
    for quad in sorted(quads, key=str):
        values = said.setdefault(quad.predicate.value, {})
        value = values.setdefault(str(quad.object), (write.value(quad.object), []))
        value[1].append((write.graph(quad.graph_name), line_of(write, quad)))
    groups = [Group(write.verb(verb), list(values.values())) for verb, values in said.items()]
    return sorted(groups, key=lambda one: one.verb.text.casefold())


def line_of(write: Writer, quad: ox.Quad) -> int:
    """Give the line at which a statement stands; 0 for what was derived."""
    graph = getattr(quad.graph_name, "value", "")
    at = locator(write.published).place(graph, quad.subject, quad.predicate.value, quad.object)
    return at.line if at else 0


def _incoming(write: Writer, iri: str) -> list[Group]:
    store = write.published.view.store
    said: dict[str, set[str]] = {}
    quads = store.quads_for_pattern(None, None, ox.NamedNode(iri), None)
    for quad in islice(quads, _LOOKED_AT):
        if isinstance(quad.subject, ox.NamedNode):
            said.setdefault(quad.predicate.value, set()).add(quad.subject.value)
    groups = []
    for verb, subjects in said.items():
        shown = [(write.thing(one), list[tuple[Shown, int]]()) for one in sorted(subjects)[:_SHOWN]]
        groups.append(Group(write.verb(verb), shown, max(0, len(subjects) - _SHOWN)))
    return sorted(groups, key=lambda one: one.verb.text.casefold())

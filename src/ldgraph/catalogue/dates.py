"""When a dataset was issued and changed, and since when what it says holds: as the data says.

Neither the clock nor the times of files are looked at, and no history of a repository: that would
tell when something changed that is not for everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.terms import DCT, DERIVED_GRAPH, OWL, SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from ldgraph.catalogue.parts import Part
    from ldgraph.snapshot import Snapshot

#: What says since when something holds, of the project and of Dublin Core.
_SINCE = ("bestaatVan", "geldigVan", "datum")


class Dates(NamedTuple):
    """Days, as RDF writes them; empty where the data does not say."""

    issued: str = ""
    modified: str = ""
    since: str = ""


class Calendar:
    """The days that the graphs of what everyone may see say."""

    def __init__(self, public: Snapshot) -> None:
        store, ldg = public.view.store, public.view.vocabulary.ldg
        self._derived = (public.root.base + DERIVED_GRAPH,)
        self._all = tuple(sorted(public.view.graphs))
        own = set(_own(store))
        self._issued = _days(store, [DCT + "issued"], own)
        self._modified = _days(store, [DCT + "modified"], own)
        self._since = _days(store, [*(ldg + name for name in _SINCE), DCT + "date"])

    def dates(self, part: Part) -> Dates:
        """Give the dates of a dataset; what is derived changes when any of the others does."""
        graphs = self._all if part.graphs == self._derived else part.graphs
        issued, modified, since = (
            [day for graph in graphs for day in found.get(graph, ())]
            for found in (self._issued, self._modified, self._since)
        )
        return Dates(min(issued, default=""), max(modified, default=""), min(since, default=""))


def _days(
    store: ox.Store, properties: Iterable[str], own: Collection[object] | None = None
) -> dict[str, list[str]]:
    """List the days that each graph says; what is no whole day says less than is wanted here.

    With ``own`` only what such a thing, or a graph, says of itself.
    """
    found: dict[str, list[str]] = {}
    for iri in properties:
        for quad in store.quads_for_pattern(None, ox.NamedNode(iri), None, None):
            value, graph = quad.object, quad.graph_name
            if not isinstance(value, ox.Literal) or value.datatype.value != XSD + "date":
                continue
            assert isinstance(graph, ox.NamedNode)
            if own is None or quad.subject == graph or (quad.subject, graph) in own:
                found.setdefault(graph.value, []).append(value.value)
    return found


def _own(store: ox.Store) -> Iterator[object]:
    """Give the ontologies and code lists, each with the graph that says so."""
    for kind in (OWL + "Ontology", SKOS + "ConceptScheme"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(kind), None):
            yield quad.subject, quad.graph_name

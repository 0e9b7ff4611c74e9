"""When a dataset was issued and changed, and since when what it says holds: as the data says.

Neither the clock nor the times of files are looked at, and no history of a repository: that would
tell when something changed that is not for everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.terms import DCT, DERIVED_GRAPH, OWL, SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.catalogue.parts import Part
    from ldgraph.snapshot import Snapshot

#: What says since when something holds, of the project and of Dublin Core.
_SINCE = ("bestaatVan", "geldigVan", "datum")


class Dates(NamedTuple):
    """Days, as RDF writes them; empty where the data does not say."""

    issued: str = ""
    modified: str = ""
    since: str = ""


def dates_of(public: Snapshot, part: Part) -> Dates:
    """Give the dates of a dataset."""
    store, ldg = public.view.store, public.view.vocabulary.ldg
    graphs = part.graphs
    if graphs == (public.root.base + DERIVED_GRAPH,):  # it changes when any of the others does
        graphs = tuple(sorted(public.view.graphs))
    issued = list(_days(store, graphs, [DCT + "issued"], of_themselves=True))
    modified = list(_days(store, graphs, [DCT + "modified"], of_themselves=True))
    since = _days(store, graphs, [*(ldg + name for name in _SINCE), DCT + "date"])
    return Dates(min(issued, default=""), max(modified, default=""), min(since, default=""))


def _days(
    store: ox.Store,
    graphs: Iterable[str],
    properties: list[str],
    *,
    of_themselves: bool = False,
) -> Iterator[str]:
    """List the days that graphs say; what is no whole day says less than is wanted here.

    With ``of_themselves`` only what a graph, an ontology or a code list says of itself.
    """
    for graph in graphs:
        node = ox.NamedNode(graph)
        own = {node, *_collections(store, node)} if of_themselves else None
        for iri in properties:
            for quad in store.quads_for_pattern(None, ox.NamedNode(iri), None, node):
                value = quad.object
                if not isinstance(value, ox.Literal) or value.datatype.value != XSD + "date":
                    continue
                if own is None or quad.subject in own:
                    yield value.value


def _collections(store: ox.Store, graph: ox.NamedNode) -> Iterator[object]:
    for kind in (OWL + "Ontology", SKOS + "ConceptScheme"):
        for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), ox.NamedNode(kind), graph):
            yield quad.subject

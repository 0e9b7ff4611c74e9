"""Who may see what. A ``View`` is made here and nowhere else, and every query runs on one.

The rule (docs/semantics.md, "Seen by whom"): what lies in the public folder and calls itself
public is for everyone; a government's graph is for that government and for those entitled to all;
everything else restricted is only for those entitled to all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.guard import refuse_deep
from ldgraph.terms import ACCESS_PUBLIC, DCT, Vocabulary
from ldgraph.turtle.sparql import dataset_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.load import Dataset

    Bound = Mapping[ox.Variable, ox.NamedNode | ox.Literal]


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks: everyone, one government, or someone entitled to all."""

    government: str | None = None
    all_graphs: bool = False


EVERYONE = Audience()
ENTITLED_TO_ALL = Audience(all_graphs=True)


@dataclass(frozen=True, slots=True)
class View:
    """A store that holds nothing but what its audience may see, rules not yet applied.

    Queries see the union of its graphs. Make one with ``view_for``.
    """

    store: ox.Store
    audience: Audience
    graphs: frozenset[str]
    vocabulary: Vocabulary

    def may_read(self, government: str) -> bool:
        """Whether the audience may read the facts about a government; empty stands for all."""
        own = bool(government) and government == self.audience.government
        return own or self.audience.all_graphs

    def query(
        self, text: str, bound: Bound | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run SPARQL over the union of the graphs, or those that it names with FROM.

        ``bound`` are values of projected variables.

        Raises:
            QueryTooDeepError: The text could overflow the engine's stack.
        """
        refuse_deep(text)
        values = dict(bound) if bound else None
        union = "from" not in dataset_words(text)
        return self.store.query(text, substitutions=values, use_default_graph_as_union=union)  # type: ignore[arg-type]


def view_for(dataset: Dataset, audience: Audience) -> View:
    """Make the view of ``audience``.

    Someone entitled to all gets the dataset's own store; anyone else a new store, into which no
    graph is put that they may not see.
    """
    graphs = readable_graphs(dataset, audience)
    if audience.all_graphs:
        return View(dataset.store, audience, graphs, dataset.vocabulary)
    store = ox.Store()
    for graph in sorted(graphs):
        node = ox.NamedNode(graph)
        store.extend(dataset.store.quads_for_pattern(None, None, None, node))
    return View(store, audience, graphs, dataset.vocabulary)


def whole(seen: Dataset, audience: Audience) -> View:
    """Make the view of all of a dataset that ``seen_by`` gave for ``audience``: its own store."""
    return View(seen.store, audience, frozenset(_named(seen)), seen.vocabulary)


def seen_by(dataset: Dataset, audience: Audience) -> Dataset:
    """Give a dataset as if nothing but what ``audience`` may see had been read."""
    if audience.all_graphs:
        return dataset
    view = view_for(dataset, audience)
    files = tuple(file for file in dataset.files if file.graph in view.graphs)
    faults = tuple(
        one
        for one in dataset.faults
        if one.graph in view.graphs and (audience != EVERYONE or not one.restricted)
    )
    return replace(dataset, store=view.store, files=files, faults=faults)


def for_everyone(dataset: Dataset) -> Dataset:
    """Give a dataset as if nothing but what is for everyone had been read."""
    return seen_by(dataset, EVERYONE)


def readable_graphs(dataset: Dataset, audience: Audience) -> frozenset[str]:
    """Name the graphs of a dataset that an audience may read."""
    return frozenset(
        graph
        for graph, restricted in _named(dataset).items()
        if audience.all_graphs
        or _may_read(dataset, ox.NamedNode(graph), audience, in_restricted_folder=restricted)
    )


def public_graphs(dataset: Dataset) -> frozenset[str]:
    """Name the graphs of a dataset that are for everyone."""
    return readable_graphs(dataset, EVERYONE)


def _named(dataset: Dataset) -> dict[str, bool]:
    """Give the graphs, and whether a file of each lies in a restricted folder.

    Of two files that claim one graph only the first is read; if either is restricted, so is it.
    """
    named: dict[str, bool] = {}
    for file in dataset.files:
        named[file.graph] = named.get(file.graph, False) or file.restricted
    return named


def _may_read(
    dataset: Dataset, graph: ox.NamedNode, audience: Audience, *, in_restricted_folder: bool
) -> bool:
    store = dataset.store
    stated = {
        quad.object
        for quad in store.quads_for_pattern(graph, ox.NamedNode(DCT + "accessRights"), None, graph)
    }
    if not in_restricted_folder and stated <= {ox.NamedNode(ACCESS_PUBLIC)}:
        return True
    if audience.government is None:
        return False
    reads = ox.NamedNode(dataset.vocabulary.ldg + "leesbaarVoor")
    readers = {quad.object for quad in store.quads_for_pattern(graph, reads, None, graph)}
    return ox.NamedNode(audience.government) in readers

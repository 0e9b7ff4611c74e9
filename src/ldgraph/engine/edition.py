"""What is to be published of a root: which audiences there are, and the statements of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.queries import load_rules
from ldgraph.engine.layout import GENID, digest_of
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience, readable_graphs
from ldgraph.graph.labels import labels_of
from ldgraph.graph.places import query_folders
from ldgraph.graph.versions import version_of_graphs
from ldgraph.snapshot import of
from ldgraph.terms import DERIVED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from ldgraph.engine.layout import Layout
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

#: Which way of laying out what an audience sees: another one gives other names.
_FORM = "1"


@dataclass(frozen=True, slots=True)
class Part:
    """What one audience may see, in graphs by the name of their content."""

    audience: Audience
    #: The hash of what it may see, before rules.
    version: str
    #: The graph that lists the others.
    name: str
    default: tuple[str, ...]
    #: The graph that each copy is a version of.
    copies: Mapping[str, str]
    #: The lines of each graph, sorted N-Triples.
    graphs: Mapping[str, tuple[str, ...]]
    #: Whether it is published already, and nothing was made.
    is_there: bool = False


def audiences(dataset: Dataset) -> list[Audience]:
    """List who sees something else than everyone: those entitled to all, and each government."""
    reads = ox.NamedNode(dataset.vocabulary.ldg + "leesbaarVoor")
    governments = {
        one.object.value
        for one in dataset.store.quads_for_pattern(None, reads, None, None)
        if isinstance(one.object, ox.NamedNode)
    }
    return [ENTITLED_TO_ALL, *(Audience(one) for one in sorted(governments))]


def parts(  # noqa: PLR0913 (what is published, and what is there)
    dataset: Dataset,
    root: Root,
    on: date,
    layout: Layout,
    wanted: Iterable[Audience],
    *,
    known: Container[str] = (),
) -> Iterator[Part]:
    """Make what audiences may see, that of everyone first: others share its graphs.

    Args:
        dataset: The root as read.
        root: Its settings and rules.
        on: The reference date.
        layout: How things are named.
        wanted: The audiences beside everyone.
        known: Names of audiences' graphs that are published: of those nothing is made.
    """
    rules = digest_of(one.text for one in load_rules(query_folders(root), root.files))
    digests: dict[str, str] = {}
    maker = _Maker(dataset, root, on, layout)
    for audience in (EVERYONE, *wanted):
        version = version_of_graphs(dataset.store, readable_graphs(dataset, audience), digests)
        name = layout.audience(digest_of((_FORM, layout.who(audience) or "", version, rules)))
        if audience != EVERYONE and name in known:
            yield Part(audience, version, name, (), {}, {}, is_there=True)
        else:
            yield maker.part(audience, version, name)


class _Maker:
    """Makes the graphs of audiences; what lies in a file is the same for all who may read it."""

    def __init__(self, dataset: Dataset, root: Root, on: date, layout: Layout) -> None:
        self._dataset = dataset
        self._root = root
        self._on = on
        self._layout = layout
        self._files: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._shared: frozenset[str] = frozenset()
        self._core: tuple[str, ...] = ()

    def part(self, audience: Audience, version: str, name: str) -> Part:
        """Make what an audience may see."""
        # What rules add for those entitled to all is put in the dataset's own store.
        own = self._dataset.copied() if audience.all_graphs else self._dataset
        store = of(own, self._root, self._on, audience).view.store
        graphs: dict[str, tuple[str, ...]] = {}
        copies: dict[str, str] = {}
        everything: set[str] = set()
        for graph in sorted(one.value for one in store.named_graphs()):
            copy, lines = self._graph(store, graph)
            graphs[copy], copies[copy] = lines, graph
            everything.update(lines)
        default = _default(everything, self._shared, self._core, self._layout, graphs)
        if audience == EVERYONE:
            self._shared, self._core = frozenset(everything), default
        return Part(audience, version, name, default, copies, graphs)

    def _graph(self, store: ox.Store, graph: str) -> tuple[str, tuple[str, ...]]:
        if graph in self._files:
            return self._files[graph]
        lines = _lines(store, graph)
        made = self._layout.graph(digest_of((graph, *lines))), lines
        if graph != self._root.base + DERIVED_GRAPH:  # what is derived for one is not for another
            self._files[graph] = made
        return made


def _default(
    everything: set[str],
    shared: frozenset[str],
    core: tuple[str, ...],
    layout: Layout,
    graphs: dict[str, tuple[str, ...]],
) -> tuple[str, ...]:
    """Choose graphs that together hold everything once: engines count a statement in two twice."""
    if core and shared <= everything:
        rest = tuple(sorted(everything - shared))
        if not rest:
            return core
    else:
        rest, core = tuple(sorted(everything)), ()
    name = layout.graph(digest_of(rest))
    graphs[name] = rest
    return (*core, name)


def _lines(store: ox.Store, graph: str) -> tuple[str, ...]:
    """Write a graph as sorted N-Triples in which no node is blank."""
    quads = list(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
    labels = labels_of(quads, graph)
    return tuple(
        sorted(f"{_written(s, labels)} {p} {_written(o, labels)} ." for s, p, o, _ in quads)
    )


def _written(term: object, labels: Mapping[str, str]) -> str:
    if isinstance(term, ox.BlankNode):
        return f"<{GENID}{labels[str(term)]}>"
    return str(term)

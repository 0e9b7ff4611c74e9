"""What is to be published of a root: which audiences there are, and the statements of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.queries import load_rules
from ldgraph.engine.layout import GENID, digest_of
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience
from ldgraph.graph.places import query_folders
from ldgraph.graph.versions import version_of
from ldgraph.snapshot import of
from ldgraph.terms import DERIVED_GRAPH
from ldgraph.turtle.positions import blank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from ldgraph.engine.layout import Layout
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root


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


def audiences(dataset: Dataset) -> list[Audience]:
    """List who sees something else than everyone: those entitled to all, and each government."""
    reads = ox.NamedNode(dataset.vocabulary.ldg + "leesbaarVoor")
    governments = {
        one.object.value
        for one in dataset.store.quads_for_pattern(None, reads, None, None)
        if isinstance(one.object, ox.NamedNode)
    }
    return [ENTITLED_TO_ALL, *(Audience(one) for one in sorted(governments))]


def parts(
    dataset: Dataset, root: Root, on: date, layout: Layout, wanted: Iterable[Audience]
) -> Iterator[Part]:
    """Make what audiences may see, that of everyone first: others share its graphs."""
    rules = digest_of(one.text for one in load_rules(query_folders(root), root.files))
    read: dict[str, tuple[str, tuple[str, ...]]] = {}
    digests: dict[str, str] = {}
    derived = root.base + DERIVED_GRAPH
    shared: frozenset[str] = frozenset()
    core: tuple[str, ...] = ()
    for audience in (EVERYONE, *wanted):
        # What rules add for those entitled to all is put in the dataset's own store.
        own = _copied(dataset) if audience.all_graphs else dataset
        built = of(own, root, on, audience)
        version = version_of(built.view, digests)
        read.pop(derived, None)  # what is derived for one is not for another
        graphs: dict[str, tuple[str, ...]] = {}
        copies: dict[str, str] = {}
        everything: set[str] = set()
        for graph in sorted(one.value for one in built.view.store.named_graphs()):
            if graph not in read:
                lines = _lines(built.view.store, graph)
                read[graph] = layout.graph(digest_of((graph, *lines))), lines
            name, lines = read[graph]
            graphs[name], copies[name] = lines, graph
            everything.update(lines)
        default = _default(everything, shared, core, layout, graphs)
        if audience == EVERYONE:
            shared, core = frozenset(everything), default
        who = layout.who(audience) or ""
        name = layout.audience(digest_of((who, version, rules, *default, *sorted(copies))))
        yield Part(audience, version, name, default, copies, graphs)


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


def _copied(dataset: Dataset) -> Dataset:
    store = ox.Store()
    store.bulk_extend(dataset.store)
    return replace(dataset, store=store)


def _lines(store: ox.Store, graph: str) -> tuple[str, ...]:
    """Write a graph as sorted N-Triples in which no node is blank."""
    quads = list(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
    names = _names(quads, graph)
    return tuple(sorted(f"{_written(s, names)} {p} {_written(o, names)} ." for s, p, o, _ in quads))


def _names(quads: Iterable[ox.Quad], graph: str) -> dict[str, str]:
    """Name blank nodes after what is said of them: the same at every reading."""
    listed = [
        (str(s), str(p), str(o))
        for s, p, o, _ in quads
        if isinstance(s, ox.BlankNode) or isinstance(o, ox.BlankNode)
    ]
    label: dict[str, str] = {}
    used: dict[str, int] = {}
    for node, name in sorted(blank_names(listed).items(), key=lambda one: one[1]):
        used[name] = used.get(name, 0) + 1
        label[node] = digest_of((graph, name, str(used[name])))[:32]
    return label


def _written(term: object, names: Mapping[str, str]) -> str:
    if isinstance(term, ox.BlankNode):
        return f"<{GENID}{names[str(term)]}>"
    return str(term)

"""What is to be published of a root: which audiences there are, and the statements of each."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.queries import load_rules
from ldgraph.engine.layout import GENID, digest_of
from ldgraph.graph.access import (
    ENTITLED_TO_ALL,
    EVERYONE,
    Audience,
    View,
    readable_graphs,
    view_for,
)
from ldgraph.graph.labels import labels_of
from ldgraph.graph.places import query_folders
from ldgraph.graph.versions import version_of_graphs
from ldgraph.snapshot import with_rules
from ldgraph.terms import DERIVED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping
    from datetime import date

    from ldgraph.engine.layout import Layout
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

#: Which way of laying out what an audience sees: another one gives other names.
_FORM = "2"
#: With how many graphs beside everyone's an audience's default graph may be made: each makes every
#: plan of an engine longer.
_FEW = 4
#: After so many audiences the store is made anew: what is taken out of one leaves traces in it.
_USES = 64

Lines = tuple[str, ...]


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
    graphs: Mapping[str, Lines]
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
        seen = readable_graphs(dataset, audience)
        version = version_of_graphs(dataset.store, seen, digests)
        name = layout.audience(digest_of((_FORM, layout.who(audience) or "", version, rules)))
        if audience == EVERYONE:
            yield maker.everyone(version, name, seen)
        elif name in known:
            yield Part(audience, version, name, (), {}, {}, is_there=True)
        else:
            yield maker.part(audience, version, name, seen)


class _Maker:
    """Makes the graphs of audiences: of others than everyone, what they see beyond the public.

    What lies in a file is the same for all who may read it, and most of what rules derive is
    derived for everyone.
    """

    def __init__(self, dataset: Dataset, root: Root, on: date, layout: Layout) -> None:
        self._dataset = dataset
        self._root = root
        self._on = on
        self._layout = layout
        self._derived = root.base + DERIVED_GRAPH
        self._stage = _Stage(dataset, root, on)
        self._files: dict[str, tuple[str, Lines]] = {}
        #: All that everyone sees, and of which graphs.
        self._shared: frozenset[str] = frozenset()
        self._public: frozenset[str] = frozenset()
        #: The same as it lies in the engine: all in one, each by its source, and what is derived.
        self._core = ""
        self._copies: dict[str, str] = {}
        self._common: tuple[str, frozenset[str]] = ("", frozenset())

    def everyone(self, version: str, name: str, seen: frozenset[str]) -> Part:
        """Make what everyone may see, which comes first."""
        with self._stage.of(EVERYONE, seen) as store:
            derived = _lines(store, self._derived)
        graphs, copies = self._own(seen)
        self._put(self._derived, derived, graphs, copies)
        self._shared = frozenset(line for lines in graphs.values() for line in lines)
        everything = tuple(sorted(self._shared))
        self._core = self._layout.graph(digest_of(everything))
        graphs[self._core] = everything
        self._public, self._copies = seen, copies
        self._common = self._named(self._derived, derived)[0], frozenset(derived)
        return Part(EVERYONE, version, name, (self._core,), copies, graphs)

    def part(self, audience: Audience, version: str, name: str, seen: frozenset[str]) -> Part:
        """Make what an audience may see."""
        with self._stage.of(audience, seen) as store:
            derived = _lines(store, self._derived)
        graphs, copies = self._own(seen - self._public)
        common, theirs = self._common
        is_more = theirs.issubset(derived)
        beyond = tuple(one for one in derived if one not in theirs) if is_more else derived
        self._put(self._derived, beyond, graphs, copies)
        shared = {one: of for one, of in self._copies.items() if is_more or one != common}
        if is_more:
            default = (self._core, *self._beside(graphs))
        else:  # a rule derives less of more, so what everyone sees is no part of this
            files = (self._file(one)[1] for one in self._public)
            default = self._whole([*files, *graphs.values()], graphs)
        return Part(audience, version, name, default, shared | copies, graphs)

    def _beside(self, graphs: dict[str, Lines]) -> tuple[str, ...]:
        """Choose graphs that together hold once what is not shared: engines count twice what is."""
        own = frozenset(line for lines in graphs.values() for line in lines)
        is_once = sum(map(len, graphs.values())) == len(own) and self._shared.isdisjoint(own)
        if is_once and len(graphs) <= _FEW:
            return tuple(graphs)
        return self._whole([own - self._shared], graphs)

    def _whole(self, parts: Iterable[Iterable[str]], graphs: dict[str, Lines]) -> tuple[str, ...]:
        """Make one graph of parts, unless there is nothing in them."""
        lines = tuple(sorted({line for part in parts for line in part}))
        if not lines:
            return ()
        name = self._layout.graph(digest_of(lines))
        graphs[name] = lines
        return (name,)

    def _own(self, seen: frozenset[str]) -> tuple[dict[str, Lines], dict[str, str]]:
        """Give what lies in files, and the graph that each is a copy of."""
        graphs: dict[str, Lines] = {}
        copies: dict[str, str] = {}
        for graph in sorted(seen):
            copy, lines = self._file(graph)
            if lines:
                graphs[copy], copies[copy] = lines, graph
        return graphs, copies

    def _put(
        self, graph: str, lines: Lines, graphs: dict[str, Lines], copies: dict[str, str]
    ) -> None:
        if lines:
            copy, _ = self._named(graph, lines)
            graphs[copy], copies[copy] = lines, graph

    def _file(self, graph: str) -> tuple[str, Lines]:
        if graph not in self._files:
            self._files[graph] = self._named(graph, _lines(self._dataset.store, graph))
        return self._files[graph]

    def _named(self, graph: str, lines: Lines) -> tuple[str, Lines]:
        return self._layout.graph(digest_of((graph, *lines))), lines


class _Stage:
    """One store, in which what is public stays, and what others see beyond comes and goes."""

    def __init__(self, dataset: Dataset, root: Root, on: date) -> None:
        self._dataset = dataset
        self._root = root
        self._on = on
        self._derived = ox.NamedNode(root.base + DERIVED_GRAPH)
        self._public = view_for(dataset, EVERYONE)
        self._uses = 0

    @contextmanager
    def of(self, audience: Audience, seen: frozenset[str]) -> Iterator[ox.Store]:
        """Lend what an audience may see, with what rules derive from it."""
        if self._uses >= _USES:
            self._public, self._uses = view_for(self._dataset, EVERYONE), 0
        self._uses += 1
        is_all, whole = audience.all_graphs, self._dataset.store
        store = whole if is_all else self._public.store
        size = len(store)
        own = [ox.NamedNode(one) for one in sorted(seen - self._public.graphs) if not is_all]
        for graph in own:
            store.extend(whole.quads_for_pattern(None, None, None, graph))
        view = View(store, audience, seen, self._dataset.vocabulary)
        with_rules(self._dataset, view, self._root, self._on)
        yield store
        for graph in (*own, self._derived):
            store.remove_graph(graph)
        assert len(store) == size  # nobody sees what is another's


def _lines(store: ox.Store, graph: str) -> Lines:
    """Write a graph as sorted N-Triples in which no node is blank."""
    node = ox.NamedNode(graph)
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node)
    assert dumped is not None
    written = dumped.decode()
    if "_:" not in written:
        return tuple(sorted(written.split("\n")[:-1]))
    quads = list(store.quads_for_pattern(None, None, None, node))
    labels = labels_of(quads, graph)
    return tuple(
        sorted(f"{_written(s, labels)} {p} {_written(o, labels)} ." for s, p, o, _ in quads)
    )


def _written(term: object, labels: Mapping[str, str]) -> str:
    if isinstance(term, ox.BlankNode):
        return f"<{GENID}{labels[str(term)]}>"
    return str(term)

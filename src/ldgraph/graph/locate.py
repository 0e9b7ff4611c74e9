"""From a statement in the store to the file, line and column where it is written."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity, UnreadableInputError
from ldgraph.terms import TYPE
from ldgraph.turtle.positions import Index, blank_names, numbered
from ldgraph.turtle.terms import key

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


#: Blank nodes to look through for a value that stands in brackets or in a list.
_MOST_NODES = 1000


class Locator:
    """Finds statements of one dataset; a file is read again only when something in it is sought."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._files = dataset.by_graph()
        self._indexes: dict[str, Index] = {}
        self._blanks: dict[str, _Blanks] = {}

    def after(self, dataset: Dataset, changed: Container[str]) -> Locator:
        """Give the locator of the dataset as it is once some graphs changed."""
        later = Locator(dataset)
        later._indexes = {one: it for one, it in self._indexes.items() if one not in changed}
        later._blanks = {one: it for one, it in self._blanks.items() if one not in changed}
        return later

    def file(self, graph: str) -> SourceFile | None:
        """Give the file of a graph; None for a graph that rules derived."""
        return self._files.get(graph)

    def place(
        self, graph: str, subject: Term, predicate: str = "", value: Term | None = None
    ) -> Position | None:
        """Give the place of a value, else of the property, else of the subject, in one file.

        A value is found in brackets and lists below its subject too. A statement that is not
        written there (a missing value) has its subject's place; a subject of which nothing is said
        there the place where it is named, and one not named the file's first line.
        """
        file = self._files.get(graph)
        if file is None:
            return None
        node = ox.NamedNode(graph)
        found = self._statement(node, subject, predicate, value)
        at = self._find(file, *found) if found else None
        return at or Position(file.shown, 1, 1, 1, 1)

    def _statement(
        self, graph: ox.NamedNode, subject: Term, predicate: str, value: Term | None
    ) -> tuple[Term, str, Term | None] | None:
        """Choose what to look up: the statement itself, the one below it, or one that names it."""
        store = self._dataset.store
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return self._naming(graph, subject)
        said = list(store.quads_for_pattern(subject, None, None, graph))
        if not said:
            return self._naming(graph, subject)
        of_property = [quad for quad in said if predicate in {"", quad.predicate.value}]
        if value is not None and not any(quad.object == value for quad in of_property):
            below = self._below(graph, of_property, value)
            if below is not None:
                return below.subject, below.predicate.value, below.object
        if not predicate and value is not None:
            for quad in of_property:
                if quad.object == value:
                    return subject, quad.predicate.value, value
        return subject, predicate, value

    def _below(self, graph: ox.NamedNode, said: list[ox.Quad], value: Term) -> ox.Quad | None:
        """Find the statement that has a value among those of the blank nodes below ``said``."""
        store = self._dataset.store
        todo = [quad.object for quad in said if isinstance(quad.object, ox.BlankNode)]
        seen = set(todo)
        for node in todo:  # grows while it is walked
            for quad in store.quads_for_pattern(node, None, None, graph):
                thing = quad.object
                if thing == value:
                    return quad
                if (
                    isinstance(thing, ox.BlankNode)
                    and thing not in seen
                    and len(seen) < _MOST_NODES
                ):
                    seen.add(thing)
                    todo.append(thing)
        return None

    def _naming(self, graph: ox.NamedNode, named: Term) -> tuple[Term, str, Term | None] | None:
        """Find a statement that has a thing as its value, the same one at every run."""
        blanks = self._blanks_of(graph.value)
        quads = self._dataset.store.quads_for_pattern(None, None, named, graph)
        by_name = min(
            quads, key=lambda one: (blanks.key(one.subject), one.predicate.value), default=None
        )
        return (by_name.subject, by_name.predicate.value, named) if by_name else None

    def _find(
        self, file: SourceFile, subject: Term, predicate: str, value: Term | None
    ) -> Position | None:
        blanks = self._blanks_of(file.graph)
        return self._index(file).find(
            blanks.key(subject),
            f"<{predicate}>" if predicate else "",
            blanks.key(value) if value is not None else "",
            blanks.owners(subject),
        )

    def finding(
        self, code: str, quad: ox.Quad, messages: Mapping[str, str], mark: str = "value"
    ) -> Finding:
        """Make a violation about a statement: at its value, its property or its subject."""
        file = self._files[quad.graph_name.value]  # type: ignore[union-attr]
        predicate = "" if mark == "subject" else quad.predicate.value
        value = quad.object if mark == "value" else None
        return Finding(
            code,
            Severity.VIOLATION,
            messages,
            self.place(file.graph, quad.subject, predicate, value),
            graph=file.graph,
            focus=str(quad.subject),
            path=str(quad.predicate),
            value=str(quad.object),
            restricted=file.restricted,
        )

    def home(self, subject: Term, predicate: str = "", value: Term | None = None) -> str | None:
        """Give the graph that states this value, else this property, else the subject's type.

        Of a thing of which nothing is said it is a graph that names it.
        """
        store = self._dataset.store
        quads: list[ox.Quad] = []
        if isinstance(subject, ox.NamedNode | ox.BlankNode):
            quads = list(store.quads_for_pattern(subject, None, None, None))
        best, rank = None, -1
        for quad in quads or store.quads_for_pattern(None, None, subject, None):
            has_property = quad.predicate.value == predicate
            score = (
                3
                if has_property and value is not None and quad.object == value
                else 2
                if has_property
                else 1
                if quad.predicate.value == TYPE
                else 0
            )
            graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            # Of two files that say the same the first by name is taken: the same at every run.
            if score > rank or (score == rank and best is not None and graph < best):
                best, rank = graph, score
        return best

    def described(self, graph: str | None, written: str | None) -> str | None:
        """Name a term as every reading does: a blank node after what its file says of it."""
        if graph is None or written is None or not written.startswith("_:"):
            return written
        return self._blanks_of(graph).key(ox.BlankNode(written.removeprefix("_:")))

    def _blanks_of(self, graph: str) -> _Blanks:
        if graph not in self._blanks:
            self._blanks[graph] = _Blanks(self._dataset.store, graph)
        return self._blanks[graph]

    def _index(self, file: SourceFile) -> Index:
        if file.graph not in self._indexes:
            try:
                content = file.read()
            except UnreadableInputError:  # gone since it was loaded
                content = b""
            self._indexes[file.graph] = Index(content, file.shown, file.graph)
        return self._indexes[file.graph]


class _Blanks:
    """The blank nodes of one graph, named as the index of its file names them."""

    def __init__(self, store: ox.Store, graph: str) -> None:
        self._store = store
        self._graph = ox.NamedNode(graph)
        self._names: dict[str, str] = {}
        self._owners: dict[str, frozenset[str]] = {}
        self._alike: Counter[str] = Counter()

    def key(self, term: Term) -> str:
        """Give the key of a term."""
        if not isinstance(term, ox.BlankNode):
            return key(term)
        self._learn(term)
        return self._names.get(str(term), "_:")

    def owners(self, term: Term) -> frozenset[str] | None:
        """Give the keys of the things in whose statements a blank node is written."""
        if not isinstance(term, ox.BlankNode):
            return None
        self._learn(term)
        return self._owners[str(term)]

    def _learn(self, node: ox.BlankNode) -> None:
        """Name a blank node and those that hang together with it."""
        if str(node) in self._owners:
            return
        knot = [node]
        seen = {node}
        triples: dict[tuple[str, str, str], None] = {}
        owners: set[str] = set()
        for one in knot:  # grows while it is walked
            for quad in (
                *self._store.quads_for_pattern(one, None, None, self._graph),
                *self._store.quads_for_pattern(None, None, one, self._graph),
            ):
                triple = (_label(quad.subject), f"<{quad.predicate.value}>", _label(quad.object))
                triples[triple] = None
                if isinstance(quad.subject, ox.NamedNode):
                    owners.add(triple[0])
                for end in (quad.subject, quad.object):
                    if isinstance(end, ox.BlankNode) and end not in seen:
                        seen.add(end)
                        knot.append(end)
        self._owners |= dict.fromkeys(map(str, knot), frozenset(owners))
        for label, name in blank_names(triples).items():
            self._alike[name] += 1
            self._names[label] = numbered(name, self._alike[name])


def _label(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else key(term)

"""From a statement in the store to the file, line and column where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Position, UnreadableInputError
from ldgraph.terms import TYPE
from ldgraph.turtle.positions import Index, blank_names
from ldgraph.turtle.terms import key

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Locator:
    """Finds statements of one dataset; a file is read again only when something in it is sought."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._files = dataset.by_graph()
        self._indexes: dict[str, Index] = {}
        self._blanks: dict[str, Mapping[str, str]] = {}

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

        A statement that is not written there (a missing value) has its subject's place; a subject
        that is not written there the file's first line.
        """
        file = self._files.get(graph)
        if file is None:
            return None
        index = self._index(file)
        subject_key = self._key(graph, subject)
        wanted = self._key(graph, value) if value is not None else ""
        found = index.find(subject_key, f"<{predicate}>" if predicate else "", wanted)
        return found or Position(file.shown, 1, 1, 1, 1)

    def home(self, subject: Term, predicate: str = "", value: Term | None = None) -> str | None:
        """Give the graph that states this value, else this property, else the subject's type."""
        if not isinstance(subject, ox.NamedNode | ox.BlankNode):
            return None
        quads = list(self._dataset.store.quads_for_pattern(subject, None, None, None))
        best, rank = None, -1
        for quad in quads:
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
        return self._key(graph, ox.BlankNode(written.removeprefix("_:")))

    def _index(self, file: SourceFile) -> Index:
        if file.graph not in self._indexes:
            try:
                content = file.read()
            except UnreadableInputError:  # gone since it was loaded
                content = b""
            self._indexes[file.graph] = Index(content, file.shown, file.graph)
        return self._indexes[file.graph]

    def _key(self, graph: str, term: Term) -> str:
        if not isinstance(term, ox.BlankNode):
            return key(term)
        if graph not in self._blanks:
            node = ox.NamedNode(graph)
            self._blanks[graph] = blank_names(
                (_label(quad.subject), f"<{quad.predicate.value}>", _label(quad.object))
                for quad in self._dataset.store.quads_for_pattern(None, None, None, node)
            )
        return self._blanks[graph].get(str(term), "_:")


def _label(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else key(term)

"""The texts of a root's files, and what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import LdgraphError, Position, UnreadableInputError
from ldgraph.graph.places import Room, shown_path, source_files
from ldgraph.terms import SH
from ldgraph.turtle.mentions import (
    READ_TERMS,
    READ_TEXTS,
    Mention,
    Text,
    query_events,
    turtle_events,
)
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.terms import unescape
from ldgraph.turtle.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.turtle.mentions import Event

_MARK = "\ufeff"


class RenameError(LdgraphError):
    """A rename that is refused; nothing was written."""


class Source(NamedTuple):
    """A file that may name IRIs, and what of it is a byte order mark."""

    path: Path
    shown: str
    root: Root
    #: Of a Turtle file the graph that it is; of a query None.
    graph: str | None
    room: Room | None
    whole: str

    @property
    def text(self) -> str:
        """The text without the mark."""
        return self.whole.removeprefix(_MARK)


class Texts:
    """The files of a root and of those it extends, and what they name.

    Raises:
        RenameError: The shapes declare a prefix in two ways.
        UnreadableInputError: A file cannot be read, or is no UTF-8.
    """

    def __init__(self, root: Root, dataset: Dataset) -> None:
        self.root = root
        self._dataset = dataset
        self.sources = [
            Source(
                one.path, one.shown, one.root, one.graph, one.room, read_whole(one.path, one.shown)
            )
            for one in dataset.files
        ] + [
            Source(path, shown_path(path), one, None, None, read_whole(path, shown_path(path)))
            for one in root.lineage()
            for path in sorted((one.path / "queries").rglob("*.rq"))
        ]
        #: The prefixes that ``sh:declare`` gives to the queries of shapes.
        self.given = self._given()

    def is_own(self, source: Source) -> bool:
        """Say whether a file is the root's own, and so may be changed."""
        return source.root.path == self.root.path

    def events(self, source: Source) -> list[Event]:
        """Read what a file names."""
        if source.graph is None:
            return query_events(source.text, "", {})
        return turtle_events(source.text, source.graph)

    def naming(self, iri: str) -> set[str | None]:
        """Give the graphs that may name an IRI; None stands for the queries."""
        node, store = ox.NamedNode(iri), self._dataset.store
        found: set[str | None] = {None}
        found |= {one.graph for one in self.sources if one.room is Room.SHAPES}
        for quads in (
            store.quads_for_pattern(node, None, None, None),
            store.quads_for_pattern(None, node, None, None),
            store.quads_for_pattern(None, None, node, None),
        ):
            found |= {quad.graph_name.value for quad in quads}  # type: ignore[union-attr]
        ours = {self.root.vocabulary.ldg + name for name in READ_TERMS}
        for predicate in READ_TEXTS.keys() | ours:
            quads = store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
            found |= {quad.graph_name.value for quad in quads}  # type: ignore[union-attr]
        typed = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o FILTER (DATATYPE(?o) = <{iri}>) }} }}"
        rows = store.query(typed)
        assert isinstance(rows, ox.QuerySolutions)
        return found | {row["g"].value for row in rows}

    def first(self, iri: str, *, elsewhere: bool = False) -> Position | None:
        """Give the first place that names an IRI: anywhere, or in files that are not the root's."""
        graphs = self.naming(iri)
        for source in self.sources:
            if source.graph in graphs and not (elsewhere and self.is_own(source)):
                for event in self.events(source):
                    if self._names(event, iri):
                        return Lines(source.text).span(source.shown, event.start, event.end)
        return None

    def _names(self, event: Event, iri: str) -> bool:
        if isinstance(event, Mention):
            return event.iri == iri
        if not isinstance(event, Text) or event.kind != "query":
            return False
        inner = query_events(unescape(event.inner), "", self.given)
        return any(isinstance(one, Mention) and one.iri == iri for one in inner)

    def is_described(self, iri: str, *, elsewhere: bool = False) -> bool:
        """Say whether something is said of an IRI: anywhere, or by a root that this one extends."""
        node, files = ox.NamedNode(iri), self._dataset.by_graph()
        said = self._dataset.store.quads_for_pattern(node, None, None, None)
        graphs = {quad.graph_name.value for quad in said}  # type: ignore[union-attr]
        if elsewhere:
            return any(files[graph].root.path != self.root.path for graph in graphs)
        shapes = self._dataset.shapes.quads_for_pattern(node, None, None, None)
        return bool(graphs) or next(iter(shapes), None) is not None

    def described_elsewhere(self, start: str) -> set[str]:
        """Give the IRIs with this beginning that the roots describe which this one extends."""
        others = {one.graph for one in self.sources if not self.is_own(one)}
        return {
            quad.subject.value
            for quad in (self._dataset.store if others else ())
            if isinstance(quad.subject, ox.NamedNode)
            and quad.subject.value.startswith(start)
            and quad.graph_name.value in others
        }

    def spaces(self) -> set[str]:
        """Give the namespaces that the root's own shapes declare."""
        return {
            unescape(event.inner)
            for one in self.sources
            if self.is_own(one) and one.room is Room.SHAPES
            for event in self.events(one)
            if isinstance(event, Text) and event.kind == "namespace"
        }

    def _given(self) -> dict[str, str]:
        found: dict[str, str] = {}
        shapes = self._dataset.shapes
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(SH + "prefix"), None, None):
            prefix = getattr(quad.object, "value", "")
            spaces = shapes.quads_for_pattern(quad.subject, ox.NamedNode(SH + "namespace"), None)
            for one in spaces:
                space = getattr(one.object, "value", "")
                if found.setdefault(prefix, space) != space:
                    raise RenameError(
                        f"the shapes declare the prefix '{prefix}' in two ways",
                        f"de vormen verklaren de prefix '{prefix}' op twee wijzen",
                    )
        return found


def read_whole(path: Path, shown: str) -> str:
    """Read a file as text, its byte order mark too; ``shown`` is how a message names it.

    Raises:
        UnreadableInputError: It cannot be read, or is no UTF-8.
    """
    try:
        return read_bytes(path, shown).decode()
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            shown, f"not UTF-8 at byte {error.start}", f"geen UTF-8 bij byte {error.start}"
        ) from error


def events_of(root: Root) -> Iterator[list[Event]]:
    """Read what each file of a root itself names."""
    for file in source_files(root):
        if file.root.path == root.path:
            text = read_whole(file.path, file.shown).removeprefix(_MARK)
            yield turtle_events(text, file.graph)
    for path in sorted((root.path / "queries").rglob("*.rq")):
        yield query_events(read_whole(path, shown_path(path)).removeprefix(_MARK), "", {})

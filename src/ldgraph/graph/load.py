"""Read the Turtle files of a root into one store, each file its own named graph.

A file that is not read contributes nothing; its faults come back as findings and the other files
are read all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity, UnreadableInputError
from ldgraph.graph.places import Room, SourceFile
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.turtle.text import ended
from ldgraph.turtle.verdict import REFUSALS, refusal, unwanted_faults, without_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was read: data and shapes apart, and the faults of the files that could not be."""

    #: Ontology, code lists and data; one named graph per file, nothing in the default graph.
    store: ox.Store
    #: The shapes files, in the default graph of a store of their own.
    shapes: ox.Store
    files: tuple[SourceFile, ...]
    faults: tuple[Finding, ...]

    def by_graph(self) -> Mapping[str, SourceFile]:
        """Give the file of each graph IRI; of two that claim one, the first, which was read."""
        found: dict[str, SourceFile] = {}
        for file in self.files:
            found.setdefault(file.graph, file)
        return found


def load(
    files: Iterable[SourceFile],
    progress: Callable[[int, int], None] | None = None,
) -> Dataset:
    """Read ``files``.

    Faults are syntax and encoding errors (``Finding`` with a position), files that cannot be
    opened (code ``unreadable-file``) and files of which the graph is another's already (code
    ``graaf-dubbel``).
    """
    listed = tuple(files)
    store, shapes = ox.Store(), ox.Store()
    faults: list[Finding] = []
    claimed: dict[str, SourceFile] = {}
    for number, file in enumerate(listed):
        if progress:
            progress(number, len(listed))
        first = claimed.setdefault(file.graph, file)
        if first is not file:
            faults.append(_claimed(file, first))
            continue
        try:
            content = file.read()
        except UnreadableInputError as error:
            faults.append(_unreadable(file, error))
            continue
        faults += _load_one(file, without_mark(content), store, shapes)
    if progress:  # the last call says that all are read
        progress(len(listed), len(listed))
    return Dataset(store, shapes, listed, tuple(faults))


def _load_one(file: SourceFile, content: bytes, store: ox.Store, shapes: ox.Store) -> list[Finding]:
    known = prefixes_of(file.root)
    found = unwanted_faults(content, file.shown, file.graph, known)
    is_shape = file.room is Room.SHAPES
    if not found:
        try:
            # What bears the name of TriG is read as Turtle: a file is one graph.
            (shapes if is_shape else store).load(
                ended(content),
                ox.RdfFormat.TURTLE,
                base_iri=file.graph,
                to_graph=ox.DefaultGraph() if is_shape else ox.NamedNode(file.graph),
            )
        except REFUSALS as error:
            found = refusal(content, file.shown, file.graph, error, known)
    return [replace(one, graph=file.graph, restricted=file.restricted) for one in found]


def _claimed(file: SourceFile, first: SourceFile) -> Finding:
    """Say that two files have one graph: what they say could not be told apart."""
    return Finding(
        code="graaf-dubbel",
        severity=Severity.VIOLATION,
        messages={
            "nl": f"dit bestand heeft dezelfde graaf als {first.shown} en is niet gelezen: "
            f"hernoem of verplaats een van beide (de graaf is <{file.graph}>)",
            "en": f"this file has the same graph as {first.shown} and was not read: rename or "
            f"move one of them (the graph is <{file.graph}>)",
        },
        position=Position(file.shown, 1, 1, 1, 1),
        graph=file.graph,
        restricted=file.restricted or first.restricted,
    )


def _unreadable(file: SourceFile, error: UnreadableInputError) -> Finding:
    return Finding(
        code="unreadable-file",
        severity=Severity.VIOLATION,
        messages={"nl": error.message("nl"), "en": error.message("en")},
        position=Position(file.shown, 1, 1, 1, 1),
        graph=file.graph,
        restricted=file.restricted,
    )

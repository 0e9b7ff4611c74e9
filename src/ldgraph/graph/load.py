"""Read the Turtle files of a root into one store, each file its own named graph.

A file that does not parse contributes nothing; its faults come back as findings and the other
files are read all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity, UnreadableInputError
from ldgraph.graph.places import Room, SourceFile
from ldgraph.graph.prefixes import prefixes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

_FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG}


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
        """Give the file of each graph IRI."""
        return {file.graph: file for file in self.files}


def load(
    files: Iterable[SourceFile],
    progress: Callable[[int, int], None] | None = None,
) -> Dataset:
    """Read ``files``.

    Faults are syntax and encoding errors (``Finding`` with a position) and files that cannot be
    opened (code ``unreadable-file``).
    """
    listed = tuple(files)
    store, shapes = ox.Store(), ox.Store()
    faults: list[Finding] = []
    for number, file in enumerate(listed):
        if progress:
            progress(number, len(listed))
        try:
            content = read_bytes(file.path, file.shown)
        except UnreadableInputError as error:
            faults.append(_unreadable(file, error))
            continue
        is_shape = file.room is Room.SHAPES
        try:
            (shapes if is_shape else store).load(
                content,
                _FORMATS.get(file.path.suffix, ox.RdfFormat.TURTLE),
                base_iri=file.graph,
                to_graph=ox.DefaultGraph() if is_shape else ox.NamedNode(file.graph),
            )
        except (SyntaxError, ValueError) as error:
            faults += _refused(file, content, error)
    if progress:  # the last call says that all are read
        progress(len(listed), len(listed))
    return Dataset(store, shapes, listed, tuple(faults))


def read_bytes(path: Path, shown: str = "") -> bytes:
    """Read a file whole; ``shown`` is how a message names it.

    Raises:
        UnreadableInputError: It is not a regular file, or may not be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableInputError(shown or path, error.strerror or str(error)) from error


def _unreadable(file: SourceFile, error: UnreadableInputError) -> Finding:
    return Finding(
        code="unreadable-file",
        severity=Severity.VIOLATION,
        messages={
            "nl": f"Dit bestand kan niet gelezen worden ({error}). Controleer of het een gewoon "
            "bestand is en of u het mag lezen.",
            "en": f"This file cannot be read ({error}). Check that it is a regular file and that "
            "you may read it.",
        },
        position=Position(file.shown, 1, 1, 1, 1),
        graph=file.graph,
        restricted=file.restricted,
    )


def _refused(file: SourceFile, content: bytes, error: Exception) -> list[Finding]:
    """Report every fault of a file that the fast reader gave up at its first."""
    from ldgraph.turtle.parser import faults  # noqa: PLC0415 (only where a file is wrong)

    found = faults(content, file.shown, file.graph, prefixes_of(file.root))
    if not found:  # the fast reader is the stricter one: its word is all there is
        line = getattr(error, "lineno", None) or 1
        column = getattr(error, "offset", None) or 1
        messages = {
            "nl": f"dit is geen geldige Turtle: {error}",
            "en": f"this is not valid Turtle: {error}",
        }
        at = Position(file.shown, line, column, line, column + 1)
        found = [Finding("turtle-unexpected", Severity.VIOLATION, messages, at)]
    return [replace(one, graph=file.graph, restricted=file.restricted) for one in found]

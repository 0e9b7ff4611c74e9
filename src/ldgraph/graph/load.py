"""Read the Turtle files of a root into one store, each file its own named graph.

A file that is not read contributes nothing; its faults come back as findings and the other files
are read all the same.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity, UnreadableInputError
from ldgraph.graph.places import Room, SourceFile
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.terms import Vocabulary
from ldgraph.turtle.positions import blank_names
from ldgraph.turtle.text import ended
from ldgraph.turtle.verdict import REFUSALS, refusal, unwanted_faults, without_mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was read: data and shapes apart, and the faults of the files that could not be."""

    #: Ontology, code lists and data; one named graph per file, nothing in the default graph.
    store: ox.Store
    #: The shapes files, in the default graph of a store of their own.
    shapes: ox.Store
    files: tuple[SourceFile, ...]
    faults: tuple[Finding, ...]
    _seen: dict[tuple[str, object], object] = field(default_factory=dict, compare=False, repr=False)

    def seen(self, file: SourceFile, look: Callable[[Dataset, SourceFile], Seen]) -> Seen:
        """Give what ``look`` gives of one file; it is asked once, as long as the file is the same.

        What it gives may hang on that file alone.
        """
        key = file.graph, look
        if key not in self._seen:
            self._seen[key] = look(self, file)
        return cast("Seen", self._seen[key])

    def copied(self) -> Dataset:
        """Give the same with a store of its own, to which rules may add."""
        store = ox.Store()
        store.bulk_extend(self.store)
        return replace(self, store=store)

    def after(self, changes: Iterable[Change], files: Iterable[SourceFile]) -> Dataset:
        """Give the dataset as it is once files changed; the stores are those of this one.

        Args:
            changes: What became of files; ``faults`` are those that they have now.
            files: All that there are now.
        """
        listed = {one.file.graph: one for one in changes}
        others = [one for one in self.faults if one.graph not in listed]
        faults = [fault for one in listed.values() for fault in one.faults]
        seen = {key: value for key, value in self._seen.items() if key[0] not in listed}
        return Dataset(self.store, self.shapes, tuple(files), (*others, *faults), seen)

    @property
    def vocabulary(self) -> Vocabulary:
        """Where the terms and shapes of its root are."""
        return self.files[0].root.vocabulary if self.files else Vocabulary()

    def by_graph(self) -> Mapping[str, SourceFile]:
        """Give the file of each graph IRI; of two that claim one, the first, which was read."""
        found: dict[str, SourceFile] = {}
        for file in self.files:
            found.setdefault(file.graph, file)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a file: statements that it no longer makes, those that are new, its faults."""

    file: SourceFile
    removed: tuple[ox.Quad, ...]
    added: tuple[ox.Quad, ...]
    faults: tuple[Finding, ...]


def reread(dataset: Dataset, file: SourceFile, *, gone: bool = False) -> Change:
    """Read a file of a dataset again, or one that is new, and say what is other than in its store.

    Blank nodes that have the same statements as before keep their labels.

    Args:
        dataset: Of which no file with shapes is looked at again, and no two claim one graph.
        file: The file.
        gone: Whether it is no longer there: nothing is then read.
    """
    read = Dataset(ox.Store(), ox.Store(), (), ()) if gone else load([file])
    graph = ox.NamedNode(file.graph)
    before = set(dataset.store.quads_for_pattern(None, None, None, graph))
    now = _with_labels_of(before, set(read.store))
    return Change(file, tuple(before - now), tuple(now - before), read.faults)


def _with_labels_of(before: set[ox.Quad], now: set[ox.Quad]) -> set[ox.Quad]:
    """Give blank nodes the labels that those with the same statements had before."""
    old, new = _only(before), _only(now)
    same = {new[name]: old[name] for name in old.keys() & new.keys()}

    def named(term: Term) -> Term:
        label = same.get(str(term)) if isinstance(term, ox.BlankNode) else None
        return ox.BlankNode(label.removeprefix("_:")) if label else term

    return {ox.Quad(named(s), p, named(o), g) for s, p, o, g in now} if same else now  # type: ignore[arg-type]


def _only(quads: Iterable[ox.Quad]) -> Mapping[str, str]:
    """Give by name the labels of blank nodes of which no two have one name."""
    labels = blank_names((str(s), str(p), str(o)) for s, p, o, _ in quads)
    number = Counter(labels.values())
    return {name: label for label, name in labels.items() if number[name] == 1}


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

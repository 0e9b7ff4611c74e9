"""What two readings of a root say differently, per file, whatever blank nodes are called.

Statements that share a blank node only mean something together, so they are compared together.
What two graphs have in common is then exactly known: taking what was removed out of the one, and
putting what was added into it, gives the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import UnreadableInputError
from ldgraph.graph.renames import renamed
from ldgraph.turtle.positions import blank_names
from ldgraph.turtle.verdict import REFUSALS, without_mark

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile

#: How far blank nodes are told apart by what stands around them; each takes longer.
_ROUNDS = (4, 16, 64)
#: Of more that hang together only the first of those is tried.
_MANY = 2_000
#: Of more that hang together and are still alike it is not tried which is which: that could take
#: for ever, and they count as changed.
_MOST_ALIKE = 7


@dataclass(frozen=True, slots=True)
class FileChange:
    """What one file says otherwise; at least one of its sides has a file."""

    before: SourceFile | None
    after: SourceFile | None
    removed: tuple[ox.Triple, ...] = ()
    added: tuple[ox.Triple, ...] = ()
    #: True where a side could not be read: what changed in it is then not known.
    unreadable: bool = False

    @property
    def file(self) -> SourceFile:
        """The file as it is now, else as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        """How it changed: ``unreadable``, ``added``, ``removed``, ``renamed`` or ``changed``."""
        if self.unreadable:
            return "unreadable"
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.before.graph == self.after.graph else "renamed"


def changes(before: Dataset, after: Dataset) -> list[FileChange]:
    """Compare two readings, file by file, in the order of their names; equal ones are left out.

    A renamed file is compared with what it was, and calls itself by its new name in both.
    """
    olds, news = before.by_graph(), after.by_graph()
    was_called = renamed(olds, news)
    pairs = [(olds.get(was_called.get(graph, graph)), file) for graph, file in news.items()]
    kept = {was.graph for was, _ in pairs if was}
    gone = [(file, None) for graph, file in olds.items() if graph not in kept]
    broken = (_broken(before), _broken(after))
    found = [_change(was, now, broken) for was, now in (*pairs, *gone)]
    return sorted((one for one in found if one), key=lambda one: (one.file.shown, one.kind))


def _broken(dataset: Dataset) -> frozenset[str]:
    """Name the graphs of the files of a dataset that could not be read."""
    return frozenset(one.graph for one in dataset.faults if one.graph)


def _change(
    was: SourceFile | None,
    now: SourceFile | None,
    broken: tuple[frozenset[str], frozenset[str]],
) -> FileChange | None:
    try:
        old, new = (file.read() if file else b"" for file in (was, now))
    except UnreadableInputError:
        return FileChange(was, now, unreadable=True)
    same_name = bool(was and now and was.graph == now.graph)
    if same_name and old == new:
        return None
    if (was and was.graph in broken[0]) or (now and now.graph in broken[1]):
        return FileChange(was, now, unreadable=True)
    base = (now or was).graph  # type: ignore[union-attr]
    try:
        removed, added = compare(_triples(old, base), _triples(new, base))
    except REFUSALS:  # changed since it was loaded
        return FileChange(was, now, unreadable=True)
    if same_name and not removed and not added:
        return None
    return FileChange(was, now, tuple(removed), tuple(added))


def _triples(content: bytes, base: str) -> list[ox.Triple]:
    quads = ox.parse(without_mark(content), ox.RdfFormat.TURTLE, base_iri=base)
    return list(dict.fromkeys(quad.triple for quad in quads))


def compare(
    before: Iterable[ox.Triple], after: Iterable[ox.Triple]
) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Give what only the one graph says and what only the other, in the order of each."""
    olds, news = _together(before), _together(after)
    removed = [one for key in olds for one in _beyond(olds[key], len(news.get(key, ())))]
    added = [one for key in news for one in _beyond(news[key], len(olds.get(key, ())))]
    return removed, added


def _beyond(alike: Sequence[Sequence[ox.Triple]], number: int) -> Iterator[ox.Triple]:
    """Give the statements of as many as there are more than ``number``."""
    for one in alike[number:]:
        yield from one


def _together(triples: Iterable[ox.Triple]) -> dict[Hashable, list[list[ox.Triple]]]:
    """Put statements together that share blank nodes, by a key that the same ones have elsewhere.

    Each key has as many of them as there are alike.
    """
    listed = list(triples)
    leads: dict[str, str] = {}

    def lead(node: str) -> str:
        while leads.setdefault(node, node) != node:
            leads[node] = leads[leads[node]]
            node = leads[node]
        return node

    for one in listed:
        nodes = _blanks(one)
        if nodes:
            leads[lead(nodes[-1])] = lead(nodes[0])
    found: dict[Hashable, list[list[ox.Triple]]] = defaultdict(list)
    grouped: dict[str, list[ox.Triple]] = defaultdict(list)
    for one in listed:
        nodes = _blanks(one)
        if nodes:
            grouped[lead(nodes[0])].append(one)
        else:
            found[one].append([one])
    for group in grouped.values():
        found[_key(group)].append(group)
    return found


def _blanks(triple: ox.Triple) -> list[str]:
    return [str(term) for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]


def _key(group: Sequence[ox.Triple]) -> Hashable:
    """Give what statements that hang together have in common with those alike, and no others."""
    written = [(str(one.subject), str(one.predicate), str(one.object)) for one in group]
    number = len({node for one in group for node in _blanks(one)})
    for rounds in _ROUNDS[: 1 if number > _MANY else None]:
        names = blank_names(written, rounds)
        if len(set(names.values())) == number:
            return frozenset((names.get(s, s), p, names.get(o, o)) for s, p, o in written)
    if number > _MOST_ALIKE:
        return object()
    graph = ox.Dataset(ox.Quad(*one) for one in group)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, graph))

"""Which file is which after a rename: the one that says most of what another, now gone, said."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.places import SourceFile

#: Of more files than this only those with the same content are taken for renamed, as in git.
_MOST_COMPARED = 200
_ALIKE_ENOUGH = 0.6


def renamed(olds: Mapping[str, SourceFile], news: Mapping[str, SourceFile]) -> Mapping[str, str]:
    """Give the graph that a file was by the graph that it is now, for files with another name.

    Args:
        olds: The files before, by graph.
        news: The files after.
    """
    gone = {graph: _lines(file) for graph, file in olds.items() if graph not in news}
    come = {graph: _lines(file) for graph, file in news.items() if graph not in olds}
    if len(gone) > _MOST_COMPARED or len(come) > _MOST_COMPARED:
        by_content = {_key(lines): graph for graph, lines in gone.items()}
        return {
            new: by_content.pop(_key(lines))
            for new, lines in come.items()
            if _key(lines) in by_content
        }
    near = sorted(
        (-_alike(was, now), old, new)
        for old, was in gone.items()
        for new, now in come.items()
        if _alike(was, now) >= _ALIKE_ENOUGH
    )
    found: dict[str, str] = {}
    for _, old, new in near:
        if new not in found and old not in found.values():
            found[new] = old
    return found


def _lines(file: SourceFile) -> Counter[bytes]:
    """Count the lines of a file, but those that many files have."""
    try:
        lines = file.read().splitlines()
    except UnreadableInputError:
        return Counter()
    return Counter(line.strip() for line in lines if not line.startswith((b"PREFIX", b"@prefix")))


def _key(lines: Counter[bytes]) -> frozenset[tuple[bytes, int]]:
    return frozenset(lines.items())


def _alike(one: Counter[bytes], other: Counter[bytes]) -> float:
    """Give the share of lines that two files have in common; 0 where one has none."""
    most, least = max(one.total(), other.total()), min(one.total(), other.total())
    if not least or least / most < _ALIKE_ENOUGH:
        return 0.0
    return (one & other).total() / most

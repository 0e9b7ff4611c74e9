"""SHACL property paths: read from a shapes graph, followed in a data graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.shacl.results import ShapesError, Term
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.shacl.graphs import Data, ShapesGraph


class Path(NamedTuple):
    """A path: ``kind`` is predicate, inverse, sequence, alternative, star, plus or optional."""

    kind: str
    parts: tuple[Path, ...] = ()
    predicate: str = ""

    @property
    def first(self) -> str:
        """The property that the path begins with at its focus node; empty where it may vary."""
        if self.kind in {"sequence", "plus"}:
            return self.parts[0].first
        return self.predicate

    def __str__(self) -> str:
        """Write the path as SPARQL does."""
        inner = [str(one) for one in self.parts]
        forms = {
            "predicate": f"<{self.predicate}>",
            "inverse": "^" + "".join(inner),
            "sequence": "(" + "/".join(inner) + ")",
            "alternative": "(" + "|".join(inner) + ")",
            "star": "".join(inner) + "*",
            "plus": "".join(inner) + "+",
            "optional": "".join(inner) + "?",
        }
        return forms[self.kind]


_KINDS = {
    "inversePath": "inverse",
    "zeroOrMorePath": "star",
    "oneOrMorePath": "plus",
    "zeroOrOnePath": "optional",
}


def read_path(graph: ShapesGraph, node: Term) -> Path:
    """Read a path from its node.

    Raises:
        ShapesError: It is not one of the forms of SHACL section 2.3.1.
    """
    if isinstance(node, ox.NamedNode):
        return Path("predicate", predicate=node.value)
    # A list is a sequence, whatever else is said of its node.
    parts = tuple(read_path(graph, one) for one in graph.items(node))
    if parts:
        return Path("sequence", parts)
    for name, kind in _KINDS.items():
        for inner in graph.objects(node, SH + name):
            return Path(kind, (read_path(graph, inner),))
    for inner in graph.objects(node, SH + "alternativePath"):
        return Path("alternative", tuple(read_path(graph, one) for one in graph.items(inner)))
    raise ShapesError(
        node,
        "its sh:path is none of the forms that SHACL has",
        "haar sh:path is geen van de vormen die SHACL kent",
    )


def follow(data: Data, path: Path, start: Term) -> list[Term]:
    """Give the nodes that a path reaches from a node, each once."""
    if path.kind == "predicate":
        return data.objects(start, path.predicate)
    if path.kind == "inverse":
        inner = path.parts[0]
        if inner.kind == "predicate":
            return data.subjects(inner.predicate, start)
        return follow(data, turned(inner), start)
    if path.kind == "sequence":
        reached = [start]
        for part in path.parts:
            reached = _unique(two for one in reached for two in follow(data, part, one))
        return reached
    if path.kind == "alternative":
        return _unique(one for part in path.parts for one in follow(data, part, start))
    return _repeat(data, path, start)


def _repeat(data: Data, path: Path, start: Term) -> list[Term]:
    step = path.parts[0]
    found: dict[Term, None] = dict.fromkeys(follow(data, step, start))
    if path.kind != "plus":
        found = {start: None, **found}
    todo = [] if path.kind == "optional" else list(found)
    while todo:
        for one in follow(data, step, todo.pop()):
            if one not in found:
                found[one] = None
                todo.append(one)
    return list(found)


def turned(path: Path) -> Path:
    """Give the path that leads back."""
    if path.kind == "predicate":
        return Path("inverse", (path,))
    if path.kind == "inverse":
        return path.parts[0]
    parts = tuple(turned(one) for one in path.parts)
    return Path(path.kind, parts[::-1] if path.kind == "sequence" else parts)


def _unique(nodes: Iterable[Term]) -> list[Term]:
    return list(dict.fromkeys(nodes))

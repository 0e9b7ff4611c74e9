"""What a query looks at, seen from its ``$this``.

In a query with one value for ``$this``, a triple pattern can only matter where it is joined with
the patterns that lead from ``$this`` to it, and those are the ways by which a statement is reached.
A pattern leads there if every solution must match it: one beside it or around it, not one in an
``OPTIONAL`` or a ``UNION``. What stands in an ``OPTIONAL`` is first held against what comes before
it, so the way has to pass there. Where no way is found, a statement may matter to any node.

The algebra is that of SPARQL 1.1 section 18, as rdflib makes it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from rdflib import BNode, URIRef, Variable
from rdflib.paths import (
    AlternativePath,
    InvPath,
    MulPath,
    SequencePath,
)
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ldgraph.shacl.paths import Path, turned
from ldgraph.shacl.ways import HERE, Read, chain, path_reads

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_THIS = Variable("this")
#: The longest way that is looked for, and how many of them: each is as good, one may be shorter.
_LONGEST, _MOST = 5, 8
_REPEATS = {"*": "star", "+": "plus", "?": "optional"}
#: Nodes of the algebra that have the solutions of what is in them, or fewer, or in other order.
_SAME = "SelectQuery AskQuery Project Distinct Reduced OrderBy Slice Extend Filter Graph"
_THROUGH = frozenset(f"{_SAME} AggregateJoin Group".split())


class _Edge(NamedTuple):
    """A triple pattern between two terms; its path is None where the property is a variable."""

    start: object
    path: Path | None
    end: object


@dataclass(frozen=True, slots=True)
class _Around:
    """The patterns around a part of a query that all of its solutions match."""

    edges: tuple[_Edge, ...]
    #: What is around those.
    outer: _Around | None
    #: Whether the way has to pass here before it may go on.
    is_gate: bool = False


@lru_cache(maxsize=512)
def query_reads(text: str) -> tuple[Read, ...]:
    """Give what a query reads; ``this`` is the focus node.

    To parse one takes rdflib some hundredths of a second: after an edit of the shapes only those
    that changed are parsed.
    """
    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except Exception:  # noqa: BLE001 (rdflib raises of all kinds; the engine that runs it will say)
        return (Read(None, ()),)
    return tuple(_walk(algebra, _Around((), None)))


def _walk(node: CompValue, around: _Around) -> Iterator[Read]:
    name = node.name
    if name in _PARTS:
        yield from _PARTS[name](node, around)
    elif name in _THROUGH:
        yield from _walk(node.p, around)
        inside = _Around(_needed(node.p), around)
        for key, value in node.items():
            if key != "p":
                yield from _tested(value, inside)
    elif name == "ToMultiSet" and "p" in node:  # a query within: what it selects is joined after
        yield from _walk(node.p, _Around((), None))
    elif name not in {"ToMultiSet", "values"}:
        yield Read(None, ())


def _bgp(node: CompValue, around: _Around) -> Iterator[Read]:
    edges = _edges(node)
    for edge in edges:
        yield from _edge_reads(edge, _Around(tuple(edges), around))


def _join(node: CompValue, around: _Around) -> Iterator[Read]:
    yield from _walk(node.p1, _Around(_needed(node.p2), around))
    yield from _walk(node.p2, _Around(_needed(node.p1), around))


def _left_join(node: CompValue, around: _Around) -> Iterator[Read]:
    gate = _Around(_needed(node.p1), around, is_gate=True)
    yield from _walk(node.p1, around)
    yield from _walk(node.p2, gate)
    yield from _tested(node.expr, _Around(_needed(node.p2), gate))


def _union(node: CompValue, around: _Around) -> Iterator[Read]:
    yield from _walk(node.p1, around)
    yield from _walk(node.p2, around)


_PARTS = {"BGP": _bgp, "Join": _join, "LeftJoin": _left_join, "Union": _union}


def _tested(expression: object, around: _Around) -> Iterator[Read]:
    """Give what the ``EXISTS`` of an expression read."""
    if isinstance(expression, CompValue):
        if expression.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            yield from _walk(expression.graph, around)
            return
        for value in expression.values():
            yield from _tested(value, around)
    elif isinstance(expression, list | tuple):
        for value in expression:
            yield from _tested(value, around)


def _needed(node: CompValue) -> tuple[_Edge, ...]:
    """Give the patterns that every solution of a part matches."""
    name = node.name
    if name == "BGP":
        return tuple(_edges(node))
    if name == "Join":
        return (*_needed(node.p1), *_needed(node.p2))
    if name == "LeftJoin":
        return _needed(node.p1)
    if name in {"Extend", "Filter", "Graph"}:
        return _needed(node.p)
    return ()


def _edges(bgp: CompValue) -> list[_Edge]:
    return [_Edge(start, _path(step), end) for start, step, end in bgp.triples]


def _path(step: object) -> Path | None:
    if isinstance(step, URIRef):
        return Path("predicate", predicate=str(step))
    if isinstance(step, InvPath):
        parts, kind = [step.arg], "inverse"
    elif isinstance(step, SequencePath):
        parts, kind = list(step.args), "sequence"
    elif isinstance(step, AlternativePath):
        parts, kind = list(step.args), "alternative"
    elif isinstance(step, MulPath):
        parts, kind = [step.path], _REPEATS[step.mod]
    else:  # a variable, or all but some properties
        return None
    made = [_path(one) for one in parts]
    return None if None in made else Path(kind, tuple(one for one in made if one))


def _edge_reads(edge: _Edge, around: _Around) -> Iterator[Read]:
    """Give what a pattern reads, reached from either of its ends."""
    to_start, to_end = _ways(edge.start, around), _ways(edge.end, around)
    if edge.path is None:
        yield Read(None, to_start) if to_start else Read(None, to_end, at_object=True)
        return
    if edge.path.kind == "predicate":
        value = _name(edge.end)
        if to_start:
            yield Read(edge.path.predicate, to_start, value=value)
        else:
            yield Read(edge.path.predicate, to_end, at_object=True, value=value)
        return
    # Of a path each step is read: from the start on, or from the end on as it is turned.
    ways, path = (to_start, edge.path) if to_start else (to_end, turned(edge.path))
    for read in path_reads(path):
        yield _going(read, ways)


def _going(read: Read, ways: tuple[Path, ...]) -> Read:
    """Give a read as it is reached by going one of some ways first."""
    return read._replace(ways=tuple(chain(way, one) for way in ways for one in read.ways))


def _name(term: object) -> ox.NamedNode | None:
    return ox.NamedNode(str(term)) if isinstance(term, URIRef) else None


def _ways(term: object, around: _Around) -> tuple[Path, ...]:
    """Give ways from ``$this`` to a term; none if there is none that every solution goes."""
    if term == _THIS:
        return (HERE,)
    if not isinstance(term, Variable | BNode):
        return ()
    reached: dict[object, list[Path]] = {term: [HERE]}
    edges: list[_Edge] = []
    layer: _Around | None = around
    while layer is not None:
        if layer.is_gate:
            passing = {one for edge in layer.edges for one in (edge.start, edge.end)}
            reached = {one: ways for one, ways in reached.items() if one in passing}
            edges = []
        edges += layer.edges
        reached = _spread(reached, edges)
        if _THIS in reached:
            return tuple(turned(one) for one in reached[_THIS])
        layer = layer.outer
    return ()


def _spread(reached: dict[object, list[Path]], edges: Iterable[_Edge]) -> dict[object, list[Path]]:
    """Go from what was reached along patterns, either way; give the ways from where it began."""
    beside: dict[object, list[tuple[Path, object]]] = defaultdict(list)
    for edge in edges:
        if edge.path is not None:
            beside[edge.start].append((edge.path, edge.end))
            beside[edge.end].append((turned(edge.path), edge.start))
    found = dict(reached)
    front = dict(reached)
    for _ in range(_LONGEST):
        after: dict[object, list[Path]] = defaultdict(list)
        for term, ways in front.items():
            for step, other in beside[term]:
                if isinstance(other, Variable | BNode) and other not in found:
                    after[other] += [chain(way, step) for way in ways]
        front = {term: ways[:_MOST] for term, ways in after.items()}
        found |= front
    return found

"""What a shape looks at: which statements, when they change, can change its outcome for whom.

For each place where a shape reads a property there is a ``Read``: the property, and how the node
that it is said of is reached from the focus node. Going back from a changed statement gives every
focus node whose outcome may be another one; of all others it is certainly the same. When in doubt
a shape is said to read more than it does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.shacl.graphs import FewData
from ldgraph.shacl.paths import follow, turned
from ldgraph.shacl.query_reads import query_reads
from ldgraph.shacl.sparql import constraint_text
from ldgraph.shacl.ways import HERE, Read, path_reads
from ldgraph.terms import RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.shacl.graphs import Data
    from ldgraph.shacl.paths import Path
    from ldgraph.shacl.results import Term
    from ldgraph.shacl.shapes import Shape, Shapes

_WITHIN = ("node", "not", "property", "qualifiedValueShape")
_LISTS = ("and", "or", "xone")
_SUBCLASS = RDFS + "subClassOf"
_PAIRS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")


def reads_of(shapes: Shapes, shape: Shape) -> frozenset[Read]:
    """Give all that a shape with targets reads, its targets among it."""
    return frozenset([*_targets(shape), *_reads(shapes, shape, ())])


def _targets(shape: Shape) -> Iterator[Read]:
    for kind, values in shape.targets.items():
        for one in values:
            name = getattr(one, "value", "")
            if kind == "targetClass":
                yield Read(TYPE, (HERE,))
            elif kind in {"targetSubjectsOf", "targetObjectsOf"}:
                yield Read(name, (HERE,), at_object=kind == "targetObjectsOf")


def _reads(shapes: Shapes, shape: Shape, within: tuple[Term, ...]) -> Iterator[Read]:
    if shape.deactivated:
        return
    if shape.node in within:  # the engine refuses it when it is run
        yield Read(None, ())
        return
    within = (*within, shape.node)
    to_values = shape.path or HERE
    yield from path_reads(to_values)
    for name, values in shape.parameters.items():
        if name == "sparql":
            for one in values:
                yield from query_reads(constraint_text(shapes, shape, one))
        else:
            yield from _of_parameter(name, values, to_values)
            for one in _nested(shapes, name, values):
                for read in _reads(shapes, shapes.shape(one), within):
                    yield read.behind(to_values)
    uses = (one.uses(shapes.graph, shape.node) for one in shapes.components)
    if any(next(one, None) for one in uses):
        yield Read(None, ())


def _of_parameter(name: str, values: Iterable[Term], to_values: Path) -> Iterator[Read]:
    """Give what a constraint reads of the values, or of the focus node, by itself."""
    if name == "class":
        yield Read(TYPE, (to_values,))
    elif name in _PAIRS:
        yield from (Read(getattr(one, "value", ""), (HERE,)) for one in values)
    elif name == "closed":
        yield Read(None, (to_values,))
    elif name == "qualifiedValueShapesDisjoint":  # the shapes beside it are asked too
        yield Read(None, ())


def _nested(shapes: Shapes, name: str, values: Iterable[Term]) -> Iterator[Term]:
    if name in _WITHIN:
        yield from values
    elif name in _LISTS:
        for one in values:
            yield from shapes.graph.items(one)


class Reach:
    """Who a change may matter to, and what matters to whom, shape by shape."""

    def __init__(self, shapes: Shapes) -> None:
        #: Shape to what it reads, by the property; None for those of every property.
        self._reads: dict[Term, dict[str | None, list[Read]]] = {}
        for shape in shapes.with_targets():
            listed: dict[str | None, list[Read]] = defaultdict(list)
            for read in reads_of(shapes, shape):
                listed[read.predicate].append(read)
            self._reads[shape.node] = dict(listed)

    def focus(
        self, store: ox.Store, shape: Term, changed: Iterable[ox.Quad], most: int
    ) -> set[Term] | None:
        """Give every node for which a shape's outcome may change; None if that may be any.

        Args:
            store: What was and what is, together.
            shape: The node of a shape with targets.
            changed: The statements that were taken away or added.
            most: Above how many nodes the answer is None.
        """
        starts: dict[Read, set[Term]] = defaultdict(set)
        reads = self._reads[shape]
        for subject, predicate, value, _ in changed:
            if predicate.value == _SUBCLASS:
                return None
            for read in (*reads.get(predicate.value, ()), *reads.get(None, ())):
                if read.value is None or read.value == value:
                    if not read.ways:
                        return None
                    starts[read].add(value if read.at_object else subject)
        data = FewData(store)
        found: set[Term] = set()
        for read, nodes in starts.items():
            back = [turned(way) for way in read.ways]
            reached = _fewest(data, back, nodes, most)
            if reached is None or len(found := found | reached) > most:
                return None
        return found

    def around(self, store: ox.Store, shape: Term, nodes: set[Term], most: int) -> ox.Store | None:
        """Give as much of a store as a shape reads about some nodes; None if that is too much.

        Args:
            store: The data.
            shape: The node of a shape with targets.
            nodes: Focus nodes.
            most: Above how many nodes on a way the answer is None.
        """
        data = FewData(store)
        found = set(store.quads_for_pattern(None, ox.NamedNode(_SUBCLASS), None, None))
        for read in (one for listed in self._reads[shape].values() for one in listed):
            predicate = ox.NamedNode(read.predicate) if read.predicate else None
            if not read.ways:
                if predicate is None:
                    return None
                found.update(store.quads_for_pattern(None, predicate, read.value, None))
                continue
            reached = _fewest(data, read.ways, nodes, most)
            if reached is None:
                return None
            for one in reached:
                if read.at_object:
                    found.update(store.quads_for_pattern(None, predicate, one, None))
                elif not isinstance(one, ox.Literal | ox.Triple):
                    found.update(store.quads_for_pattern(one, predicate, read.value, None))
        part = ox.Store()
        part.extend(found)
        return part


def _fewest(data: Data, ways: Iterable[Path], nodes: set[Term], most: int) -> set[Term] | None:
    """Go from nodes; of several ways each gives all that is needed: give what is least."""
    best: set[Term] | None = None
    for way in ways:
        found = _go(data, way, nodes, most if best is None else len(best))
        if found is not None and (best is None or len(found) < len(best)):
            best = found
    return best


def _go(data: Data, way: Path, nodes: set[Term], most: int) -> set[Term] | None:
    """Give the nodes to which a way leads; None if it comes by too many."""
    reached = nodes
    for step in way.parts if way.kind == "sequence" else (way,):
        after: set[Term] = set()
        for one in reached:
            after.update(follow(data, step, one))
            if len(after) > most:
                return None
        reached = after
    return reached

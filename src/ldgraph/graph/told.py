"""What a result of SHACL says, as text: it can be kept, and put in a report as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import ShaclResult
from ldgraph.terms import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ldgraph.shacl.graphs import ShapesGraph
    from ldgraph.shacl.results import Result, Term

    _About = Callable[[ox.BlankNode], Iterator[tuple[str, Term]]]

#: Statements about one blank node and those below it that a report repeats; hostile data could
#: else have a large one repeated for every finding. Ten steps down is as far as pySHACL goes.
_MOST_DESCRIBED, _DEEPEST = 100, 10
_REST = RDF + "rest"


class Told:
    """Writes results; a blank node that they name is described as the data or the shapes do."""

    def __init__(self, data: ox.Store, shapes: ShapesGraph) -> None:
        self._data = data
        self._shapes = shapes
        self._known: dict[Term, tuple[str, ...]] = {}

    def result(self, result: Result, messages: Mapping[str, str]) -> ShaclResult:
        """Write one result; ``messages`` are ours, for where its shape has none."""
        path = self._path(result)
        said = result.messages or [
            ox.Literal(text, language=lang) for lang, text in messages.items()
        ]
        nodes = (path, result.source_shape, result.source_constraint)
        described = {
            **dict.fromkeys(self._of((result.focus, result.value), in_shapes=False)),
            **dict.fromkeys(self._of(nodes, in_shapes=True)),
        }
        return ShaclResult(
            str(result.focus),
            _text(path),
            _text(result.value),
            str(result.source_shape),
            _text(result.source_constraint),
            result.component,
            result.severity,
            tuple(sorted(map(str, said))),
            tuple(described),
        )

    def _path(self, result: Result) -> Term | None:
        """Give the node of the path: that of the shape, unless the result has a property."""
        if result.path and result.path.kind == "predicate":
            return ox.NamedNode(result.path.predicate)
        return next(iter(self._shapes.objects(result.source_shape, SH + "path")), None)

    def _of(self, nodes: Iterable[Term | None], *, in_shapes: bool) -> Iterator[str]:
        for node in nodes:
            if isinstance(node, ox.BlankNode):
                if node not in self._known:
                    about = self._in_shapes if in_shapes else self._in_data
                    self._known[node] = tuple(_closure(node, about))
                yield from self._known[node]

    def _in_shapes(self, node: ox.BlankNode) -> Iterator[tuple[str, Term]]:
        for predicate, values in self._shapes.said(node).items():
            yield from ((predicate, value) for value in values)

    def _in_data(self, node: ox.BlankNode) -> Iterator[tuple[str, Term]]:
        for quad in self._data.quads_for_pattern(node, None, None, None):
            yield quad.predicate.value, quad.object


def _closure(node: ox.BlankNode, about: _About) -> Iterator[str]:
    level, seen, number = [node], {node}, 0
    for _ in range(_DEEPEST):
        below: list[ox.BlankNode] = []
        for one in level:
            for predicate, value in about(one):
                number += 1
                if number > _MOST_DESCRIBED:
                    return
                yield f"{one} <{predicate}> {value} ."
                if isinstance(value, ox.BlankNode) and value not in seen:
                    seen.add(value)
                    # The rest of a list lies beside its beginning, not below it.
                    (level if predicate == _REST else below).append(value)
        level = below


def _text(term: Term | None) -> str | None:
    return None if term is None else str(term)

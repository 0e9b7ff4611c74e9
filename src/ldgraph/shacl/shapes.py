"""A shapes graph, read once into what the engine runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.shacl.components import read_components
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.shacl.paths import Path, read_path
from ldgraph.shacl.results import ShapesError, Term
from ldgraph.shacl.vocabulary import TARGETS, UNSUPPORTED
from ldgraph.terms import OWL, RDFS, SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.shacl.components import Component

#: Parameters that begin a constraint (SHACL section 4, and SPARQL's of section 5).
_VALUES = (
    "class datatype nodeKind minExclusive minInclusive maxExclusive maxInclusive minLength "
    "maxLength pattern languageIn in node not and or xone"
)
_NODES = (
    "minCount maxCount uniqueLang equals disjoint lessThan lessThanOrEquals hasValue closed "
    "property qualifiedValueShape sparql"
)
CONSTRAINTS = frozenset(f"{_VALUES} {_NODES}".split())
_BESIDE = frozenset(
    {
        "flags",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint",
        "ignoredProperties",
        "path",
        "message",
        "severity",
        "deactivated",
    }
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape or, with a path, a property shape."""

    node: Term
    path: Path | None
    #: Parameter of SHACL (local name) to its values.
    parameters: Mapping[str, list[Term]]
    targets: Mapping[str, list[Term]]
    severity: str
    messages: tuple[ox.Literal, ...]
    deactivated: bool


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a graph by their node; those with targets are where a validation begins."""

    graph: ShapesGraph
    components: tuple[Component, ...] = ()
    by_node: dict[Term, Shape] = field(default_factory=dict)
    _targeted: list[Shape] = field(default_factory=list)

    def shape(self, node: Term) -> Shape:
        """Read the shape at a node, once.

        Raises:
            ShapesError: It has a path or a parameter that SHACL does not know.
        """
        if node not in self.by_node:
            self.by_node[node] = _read(self.graph, node)
        return self.by_node[node]

    def with_targets(self) -> list[Shape]:
        """Give the shapes that say what they are about, in a stable order."""
        if not self._targeted:
            found = [self.shape(node) for node in self.graph.nodes() if _targets(self.graph, node)]
            self._targeted.extend(sorted(found, key=lambda one: str(one.node)))
        return list(self._targeted)


def compile_shapes(store: Iterable[ox.Quad]) -> Shapes:
    """Read the shapes of a store, all of its graphs together.

    A store keeps values: ``"1"^^xsd:boolean`` comes out of it as ``true``. Statements straight
    from a parser keep how they are written.

    Raises:
        ShapesError: A shape cannot be used; it is named.
    """
    graph = ShapesGraph(store)
    shapes = Shapes(graph, read_components(graph))
    shapes.with_targets()
    return shapes


def _targets(graph: ShapesGraph, node: Term) -> dict[str, list[Term]]:
    found = {name: graph.objects(node, SH + name) for name in TARGETS}
    kinds = {getattr(kind, "value", "") for kind in graph.objects(node, TYPE)}
    is_shape = kinds & {SH + "NodeShape", SH + "PropertyShape"}
    if is_shape and kinds & {RDFS + "Class", OWL + "Class"}:
        found["targetClass"] = [*found["targetClass"], node]
    return {name: values for name, values in found.items() if values}


def _read(graph: ShapesGraph, node: Term) -> Shape:
    parameters: dict[str, list[Term]] = {}
    for predicate, values in graph.said(node).items():
        name = predicate.removeprefix(SH)
        if not predicate.startswith(SH) or name in TARGETS:
            continue
        if name in UNSUPPORTED:
            raise ShapesError(
                node, f"sh:{name} is not supported", f"sh:{name} wordt niet ondersteund"
            )
        if name in CONSTRAINTS | _BESIDE:
            parameters[name] = values
    paths = parameters.get("path", [])
    if len(paths) > 1:
        raise ShapesError(node, "it has more than one sh:path", "ze heeft meer dan één sh:path")
    messages = tuple(one for one in parameters.get("message", []) if isinstance(one, ox.Literal))
    severity = next((one.value for one in parameters.get("severity", [])), SH + "Violation")  # type: ignore[union-attr]
    deactivated = any(str(one).startswith('"true"') for one in parameters.get("deactivated", []))
    return Shape(
        node,
        read_path(graph, paths[0]) if paths else None,
        {name: values for name, values in parameters.items() if name not in {"message", "path"}},
        _targets(graph, node),
        severity,
        messages,
        deactivated,
    )

"""Constraint components that a shapes graph declares itself (SHACL section 6)."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.shacl.results import ShapesError, Term
from ldgraph.terms import RDFS, SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.shacl.graphs import ShapesGraph


class Component(NamedTuple):
    """A component: parameters by IRI (True where optional), and its validators by where they go."""

    node: Term
    parameters: tuple[tuple[str, bool], ...]
    for_nodes: Term | None
    for_properties: Term | None

    def uses(self, graph: ShapesGraph, shape: Term) -> Iterator[dict[str, Term]]:
        """Give each set of arguments with which a shape uses it, by the parameter's local name."""
        given = {name: graph.objects(shape, name) for name, _ in self.parameters}
        if not all(given[name] for name, optional in self.parameters if not optional):
            return
        named = {_local(name): values for name, values in given.items() if values}
        for values in product(*named.values()):
            yield dict(zip(named, values, strict=True))


def read_components(graph: ShapesGraph) -> tuple[Component, ...]:
    """Read the components of a shapes graph, in a stable order.

    Raises:
        ShapesError: One has no mandatory parameter.
    """
    kinds = _kinds(graph)
    nodes = [one for one in graph.nodes() if kinds & set(graph.objects(one, TYPE))]
    return tuple(_read(graph, one) for one in sorted(nodes, key=str))


def _kinds(graph: ShapesGraph) -> set[Term]:
    found: set[Term] = {ox.NamedNode(SH + "ConstraintComponent")}
    size = 0
    while size != len(found):
        size = len(found)
        found |= {n for n in graph.nodes() if found & set(graph.objects(n, RDFS + "subClassOf"))}
    return found


def _read(graph: ShapesGraph, node: Term) -> Component:
    parameters = []
    for one in graph.objects(node, SH + "parameter"):
        optional = any(str(o).startswith('"true"') for o in graph.objects(one, SH + "optional"))
        parameters += [
            (path.value, optional)
            for path in graph.objects(one, SH + "path")
            if isinstance(path, ox.NamedNode)
        ]
    if all(optional for _, optional in parameters):
        raise ShapesError(
            node,
            "this component has no mandatory sh:parameter with a path",
            "deze component heeft geen verplichte sh:parameter met een pad",
        )
    either = next(iter(graph.objects(node, SH + "validator")), None)
    return Component(
        node,
        tuple(sorted(parameters)),
        next(iter(graph.objects(node, SH + "nodeValidator")), either),
        next(iter(graph.objects(node, SH + "propertyValidator")), either),
    )


def _local(iri: str) -> str:
    return iri.replace("#", "/").rsplit("/", 1)[-1]

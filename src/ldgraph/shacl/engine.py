"""Validation: each shape over all of its focus nodes at once.

SHACL section 3.4. Nested shapes (``sh:node``, ``sh:not`` …) are asked once a value and remembered.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.shacl import core
from ldgraph.shacl.graphs import Data
from ldgraph.shacl.paths import Path, follow
from ldgraph.shacl.results import Result, ShapesError, Term
from ldgraph.shacl.sparql import Place, Solution, custom_solutions, solutions
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ldgraph.shacl.shapes import Shape, Shapes

    Values = Mapping[Term, Sequence[Term]]
    Broken = Iterator[tuple[Term, Term | None]]

_COMPONENTS = {
    "sparql": "SPARQLConstraintComponent",
    "qualifiedMin": "QualifiedMinCountConstraintComponent",
    "qualifiedMax": "QualifiedMaxCountConstraintComponent",
}
_LOGIC = frozenset({"node", "not", "and", "or", "xone"})
_TOGETHER = frozenset({"minCount", "maxCount", "hasValue", "uniqueLang"})
_PAIRS = frozenset({"equals", "disjoint", "lessThan", "lessThanOrEquals"})


def validate(
    data: ox.Store,
    shapes: Shapes,
    progress: Callable[[int, int], None] | None = None,
    *,
    focus: Collection[Term] | None = None,
) -> list[Result]:
    """Give every result of the shapes that have targets, over the union of the store's graphs.

    Two shapes, or two ways to one shape, may give equal results; as SHACL has it, each is there.

    Args:
        data: The data, with the classes' hierarchy in it.
        shapes: From ``shapes.compile_shapes``.
        progress: Called with shapes done and shapes in all; what it raises ends the validation.
        focus: Only these focus nodes are looked at, where they are targets; None means all.

    Raises:
        ShapesError: A shape cannot be run, or shapes nest without end; there is then no outcome.
    """
    listed = [one.node for one in shapes.with_targets()]
    found: list[Result] = []
    for number, (_, results) in enumerate(by_shape(data, shapes, dict.fromkeys(listed, focus))):
        found += results
        if progress:
            progress(number + 1, len(listed))
    return found


def by_shape(
    data: ox.Store, shapes: Shapes, focus: Mapping[Term, Collection[Term] | None]
) -> Iterator[tuple[Term, list[Result]]]:
    """Give some shapes that have targets, each with its results.

    Args:
        data: As for ``validate``.
        shapes: As for ``validate``.
        focus: For the node of each shape the focus nodes to look at, None for all.

    Raises:
        ShapesError: As ``validate``.
    """
    run = _Run(Data(data), shapes)
    for node, wanted in focus.items():
        shape = shapes.shape(node)
        nodes = run.focus_nodes(shape)
        if wanted is not None:
            nodes = [one for one in nodes if one in wanted]
        try:
            yield node, list(run.results(shape, nodes))
        except RecursionError as error:
            raise ShapesError(
                node,
                "leads too deep, through shapes or data",
                "leidt te diep, door vormen of data",
            ) from error


class _Run:
    def __init__(self, data: Data, shapes: Shapes) -> None:
        self.data = data
        self.shapes = shapes
        #: (shape, node) to whether it conforms; None while it is being asked.
        self._conforms: dict[tuple[Term, Term], bool | None] = {}

    def focus_nodes(self, shape: Shape) -> list[Term]:
        """Give what a shape is about, each node once."""
        found: dict[Term, None] = {}
        for kind, targets in shape.targets.items():
            for one in targets:
                if kind == "targetClass":
                    nodes = self.data.instances(one)
                elif kind == "targetNode":
                    nodes = [one]
                elif kind == "targetSubjectsOf":
                    nodes = self.data.having(_text(one))
                else:
                    nodes = self.data.values_of(_text(one))
                found.update(dict.fromkeys(nodes))
        return list(found)

    def results(self, shape: Shape, focus: Collection[Term]) -> Iterator[Result]:
        """Give the results of one shape for focus nodes."""
        if shape.deactivated or not focus:
            return
        path = shape.path
        values: Values = {
            node: [node] if path is None else follow(self.data, path, node) for node in focus
        }
        for name, parameters in shape.parameters.items():
            if name == "property":
                for one in parameters:
                    yield from self._nested(self.shapes.shape(one), values)
            elif name == "sparql":
                for one in parameters:
                    yield from self._sparql(shape, one, focus)
            elif name == "qualifiedValueShape":
                yield from self._qualified(shape, values)
            elif name == "closed":
                yield from self._closed(shape, values)
            else:
                component = f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"
                for node, value in self._broken(shape, name, parameters, values):
                    yield self._result(shape, node, value, component)
        yield from self._custom(shape, values)

    def _nested(self, shape: Shape, values: Values) -> Iterator[Result]:
        """Give the results of a property shape for values; again for each node that shares one."""
        times = Counter(value for some in values.values() for value in some)
        while times:
            found = list(self.results(shape, times))
            yield from found
            left = times if found else {}
            times = Counter({node: number - 1 for node, number in left.items() if number > 1})

    def _result(self, shape: Shape, node: Term, value: Term | None, component: str) -> Result:
        return Result(
            node, shape.path, value, shape.node, component, shape.severity, shape.messages
        )

    def _broken(
        self, shape: Shape, name: str, parameters: Sequence[Term], values: Values
    ) -> Broken:
        """Give focus node and value for each time that a constraint is broken."""
        if name in _TOGETHER:
            for one in parameters:
                for node, some in values.items():
                    yield from ((node, None) for _ in range(_times(name, one, some)))
        elif name in _PAIRS:
            for one in parameters:
                other = Path("predicate", predicate=_text(one))
                for node, some in values.items():
                    broken = core.pair_broken(name, some, follow(self.data, other, node))
                    yield from ((node, value) for value in broken)
        else:
            for one in parameters:
                yield from self._each(self._check(shape, name, one), values)

    @staticmethod
    def _each(check: core.Check | None, values: Values) -> Broken:
        if check is None:
            return
        # Many nodes share a value (a code, a date): each is asked once.
        known: dict[Term, bool] = {}
        for node, some in values.items():
            for value in some:
                if value not in known:
                    known[value] = check(value)
                if not known[value]:
                    yield node, value

    def _check(self, shape: Shape, name: str, parameter: Term) -> core.Check | None:
        """Give the test that a parameter puts each value to; None if it is no constraint."""
        graph = self.shapes.graph
        if name in _LOGIC:
            return self._logic(name, parameter)
        if name == "in":
            members = set(graph.items(parameter))
            return lambda value: value in members
        if name == "languageIn":
            return core.allowed_language(_text(one) for one in graph.items(parameter))
        flags = "".join(_text(one) for one in shape.parameters.get("flags", []))
        return core.value_check(name, parameter, flags, self.data)

    def _logic(self, name: str, parameter: Term) -> core.Check:
        if name == "node":
            return lambda value: self.conforms(value, parameter)
        if name == "not":
            return lambda value: not self.conforms(value, parameter)
        members = self.shapes.graph.items(parameter)
        if name == "and":
            return lambda value: all(self.conforms(value, one) for one in members)
        if name == "or":
            return lambda value: any(self.conforms(value, one) for one in members)
        return lambda value: sum(self.conforms(value, one) for one in members) == 1

    def conforms(self, node: Term, shape: Term) -> bool:
        """Say whether a node conforms to a shape.

        Raises:
            ShapesError: To know that, it would have to be known already.
        """
        key = (shape, node)
        if key not in self._conforms:
            self._conforms[key] = None
            found = self.results(self.shapes.shape(shape), [node])
            self._conforms[key] = next(found, None) is None
        known = self._conforms[key]
        if known is None:
            raise ShapesError(
                shape,
                "refers to itself through other shapes",
                "verwijst via andere vormen naar zichzelf",
            )
        return known

    def _qualified(self, shape: Shape, values: Values) -> Iterator[Result]:
        limits = shape.parameters
        for wanted in limits["qualifiedValueShape"]:
            siblings = self._siblings(shape, wanted)
            for node, some in values.items():
                number = sum(
                    self.conforms(value, wanted)
                    and not any(self.conforms(value, one) for one in siblings)
                    for value in some
                )
                least = (
                    int(_text(limits["qualifiedMinCount"][0]))
                    if "qualifiedMinCount" in limits
                    else 0
                )
                if number < least:
                    yield self._result(shape, node, None, SH + _COMPONENTS["qualifiedMin"])
                if "qualifiedMaxCount" in limits and number > int(
                    _text(limits["qualifiedMaxCount"][0])
                ):
                    yield self._result(shape, node, None, SH + _COMPONENTS["qualifiedMax"])

    def _siblings(self, shape: Shape, wanted: Term) -> list[Term]:
        """Give the shapes that a value counted here may not conform to (section 4.7.3)."""
        if not any(
            _text(o) == "true" for o in shape.parameters.get("qualifiedValueShapesDisjoint", [])
        ):
            return []
        graph = self.shapes.graph
        parents = [
            one for one in graph.nodes() if shape.node in graph.objects(one, SH + "property")
        ]
        found = {
            sibling
            for parent in parents
            for each in graph.objects(parent, SH + "property")
            for sibling in graph.objects(each, SH + "qualifiedValueShape")
        }
        return sorted(found - {wanted}, key=str)

    def _closed(self, shape: Shape, values: Values) -> Iterator[Result]:
        if _text(shape.parameters["closed"][0]) != "true":
            return
        graph = self.shapes.graph
        allowed = {
            _text(one)
            for head in shape.parameters.get("ignoredProperties", [])
            for one in graph.items(head)
        }
        for one in shape.parameters.get("property", []):
            allowed.update(_text(path) for path in graph.objects(one, SH + "path"))
        component = SH + "ClosedConstraintComponent"
        for node, some in values.items():
            for value in some:
                for predicate, thing in self.data.said(value):
                    if predicate not in allowed:
                        path = Path("predicate", predicate=predicate)
                        yield self._result(shape, node, thing, component)._replace(path=path)

    def _sparql(self, shape: Shape, constraint: Term, focus: Collection[Term]) -> Iterator[Result]:
        component = SH + _COMPONENTS["sparql"]
        for one in solutions(Place(self.data, self.shapes, shape), constraint, focus):
            yield self._solved(shape, one, component)._replace(source_constraint=constraint)

    def _custom(self, shape: Shape, values: Values) -> Iterator[Result]:
        place = Place(self.data, self.shapes, shape)
        for component in self.shapes.components:
            for arguments in component.uses(self.shapes.graph, shape.node):
                validator = component.for_properties if shape.path else component.for_nodes
                if validator is None:
                    raise ShapesError(
                        shape.node,
                        f"{component.node} has no validator for it",
                        f"{component.node} heeft er geen validator voor",
                    )
                for one in custom_solutions(place, validator, arguments, values):
                    yield self._solved(shape, one, _text(component.node))

    def _solved(self, shape: Shape, one: Solution, component: str) -> Result:
        value = one.value if one.value is not None or shape.path else one.focus
        found = self._result(shape, one.focus, value, component)
        if isinstance(one.path, ox.NamedNode):
            found = found._replace(path=Path("predicate", predicate=one.path.value))
        return found._replace(messages=one.messages)


def _times(name: str, parameter: Term, values: Sequence[Term]) -> int:
    """Count how often the values of one node together break a constraint."""
    if name == "hasValue":
        return int(parameter not in values)
    if name == "uniqueLang":
        return core.doubled_languages(values) if _text(parameter) == "true" else 0
    number = int(_text(parameter))
    return int(len(values) < number if name == "minCount" else len(values) > number)


def _text(term: Term) -> str:
    return getattr(term, "value", "")

"""``sh:sparql`` and the validators of components: one query for all focus nodes where it can be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.shacl.graphs import SHAPES_GRAPH, Data
from ldgraph.shacl.paths import read_path
from ldgraph.shacl.queries import (
    ask_as_select,
    bind,
    is_variable,
    prologue,
    refusal,
    same_at_once,
    tokens,
    with_path,
)
from ldgraph.shacl.results import ShapesError, Term
from ldgraph.shacl.shapes import Shape, Shapes
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ldgraph.shacl.graphs import ShapesGraph

    Row = dict[str, Term]

_TEMPLATE = re.compile(r"\{[$?](\w+)\}")
_BESIDE = ("shapesGraph", "currentShape")


class Solution(NamedTuple):
    """A row of a query: something wrong with ``focus``."""

    focus: Term
    value: Term | None
    path: Term | None
    messages: tuple[ox.Literal, ...]


class Place(NamedTuple):
    """Where a query is asked: of which data, for which shape of which shapes."""

    data: Data
    shapes: Shapes
    shape: Shape


class _Query(NamedTuple):
    """A query to be asked; ``values`` are pre-bound beside ``$this``."""

    place: Place
    text: str
    values: Mapping[str, Term]
    needs_shapes: bool

    def rows(self, focus: Collection[Term]) -> Iterator[Row]:
        """Give the solutions for focus nodes, each once."""
        if not self.values and same_at_once(self.text):
            wanted = focus if isinstance(focus, dict | set | frozenset) else set(focus)
            yield from (row for row in self.ask({}) if row.get("this") in wanted)
            return
        for node in focus:
            yield from ({**row, "this": node} for row in self.ask({**self.values, "this": node}))

    def ask(self, values: Mapping[str, Term]) -> Iterator[Row]:
        """Give the solutions with some variables bound, each once."""
        bound = bind(self.text, values)
        try:
            found = self._run(bound.text, bound.rest)
        except SyntaxError as error:
            # A literal cannot be written where it would be a subject: it is bound, and has none.
            if not isinstance(values.get("this"), ox.Literal):
                raise ShapesError(
                    self.place.shape.node,
                    f"its query does not parse: {error}",
                    f"haar vraag is geen geldige SPARQL: {error}",
                ) from error
            left = bind(self.text, {name: one for name, one in values.items() if name != "this"})
            found = self._run(left.text, {**left.rest, ox.Variable("this"): values["this"]})
        names = [one.value for one in found.variables]
        seen = set()
        for solution in found:
            row = {name: value for name in names if (value := solution[name]) is not None}
            key = tuple(row.get(name) for name in names)
            if key not in seen:
                seen.add(key)
                yield row

    def _run(self, text: str, bound: dict[ox.Variable, Term]) -> ox.QuerySolutions:
        if self.needs_shapes:
            return self.place.data.ask_with(self.place.shapes.graph, text, bound)
        return self.place.data.ask(text, bound)


def solutions(place: Place, constraint: Term, focus: Collection[Term]) -> Iterator[Solution]:
    """Run one ``sh:sparql`` constraint for focus nodes; every solution is a violation.

    Raises:
        ShapesError: The query is missing, does not parse, or has what SHACL forbids.
    """
    graph = place.shapes.graph
    if any(str(one).startswith('"true"') for one in graph.objects(constraint, SH + "deactivated")):
        return
    query = _query(place, constraint, "select", {})
    messages = _messages(place.shapes, constraint) or place.shape.messages
    for row in query.rows(focus):
        yield _solution(row, messages)


def constraint_text(shapes: Shapes, shape: Shape, constraint: Term) -> str:
    """Give the query of an ``sh:sparql`` constraint as it is run, without pre-bound values.

    Raises:
        ShapesError: The query is missing, or has what SHACL forbids.
    """
    return _query(Place(Data(ox.Store()), shapes, shape), constraint, "select", {}).text


def check(graph: ShapesGraph, node: Term, constraint: Term) -> None:
    """See whether an ``sh:sparql`` constraint of a shape can be run at all.

    Raises:
        ShapesError: The query is missing, does not parse, or has what SHACL forbids.
    """
    paths = graph.objects(node, SH + "path")
    path = read_path(graph, paths[0]) if paths else None
    shape = Shape(node, path, {}, {}, "", (), deactivated=False)
    place = Place(Data(ox.Store()), Shapes(graph), shape)
    for _ in solutions(place, constraint, [ox.NamedNode(SH + "this")]):
        pass


def custom_solutions(
    place: Place,
    validator: Term,
    arguments: Mapping[str, Term],
    values: Mapping[Term, Sequence[Term]],
) -> Iterator[Solution]:
    """Run the validator of a declared component for focus nodes with their values.

    Raises:
        ShapesError: The validator is in a language other than SPARQL, or its query is wrong.
    """
    messages = place.shape.messages or _messages(place.shapes, validator)
    if place.shapes.graph.objects(validator, SH + "select"):
        query = _query(place, validator, "select", arguments)
        for row in query.rows(values):
            yield _solution({**arguments, **row}, messages)
        return
    query = _query(place, validator, "ask", arguments)
    for node, some in values.items():
        for value in some:
            row = {**query.values, "this": node, "value": value}
            if next(query.ask(row), None) is None:
                yield _solution(row, messages)


def _query(place: Place, node: Term, form: str, arguments: Mapping[str, Term]) -> _Query:
    graph, shape = place.shapes.graph, place.shape
    texts = graph.objects(node, SH + form)
    if len(texts) != 1 or not isinstance(texts[0], ox.Literal):
        raise ShapesError(
            shape.node,
            f"a SPARQL constraint needs exactly one sh:{form}",
            f"een SPARQL-beperking heeft precies één sh:{form} nodig",
        )
    text = texts[0].value
    names = ["this", "value", *_BESIDE, *arguments] if arguments else ["this", *_BESIDE]
    problem = refusal(text, names)
    if problem:
        raise ShapesError(
            shape.node,
            f"its query cannot be used: {problem.english}",
            f"haar vraag kan niet gebruikt worden: {problem.dutch}",
        )
    used = [name for name in _BESIDE if any(is_variable(one, [name]) for one in tokens(text))]
    if "currentShape" in used and not isinstance(shape.node, ox.NamedNode):
        raise ShapesError(
            shape.node,
            "$currentShape is supported for shapes with an IRI",
            "$currentShape wordt ondersteund voor vormen met een IRI",
        )
    beside: dict[str, Term] = {"shapesGraph": SHAPES_GRAPH, "currentShape": shape.node}
    if form == "ask":
        text = ask_as_select(text)
    if shape.path is not None:
        text = with_path(text, str(shape.path))
    values = {**arguments, **{name: beside[name] for name in used}}
    return _Query(place, prologue(graph, node) + text, values, bool(used))


def _messages(shapes: Shapes, node: Term) -> tuple[ox.Literal, ...]:
    listed = shapes.graph.objects(node, SH + "message")
    return tuple(one for one in listed if isinstance(one, ox.Literal))


def _solution(row: Row, messages: tuple[ox.Literal, ...]) -> Solution:
    said = row.get("message")
    if isinstance(said, ox.Literal):
        messages = (said,)
    filled = tuple(_filled(one, row) for one in messages)
    return Solution(row["this"], row.get("value"), row.get("path"), filled)


def _filled(message: ox.Literal, row: Row) -> ox.Literal:
    """Put the solution's values into ``{?name}`` and ``{$name}``."""
    text = _TEMPLATE.sub(
        lambda match: getattr(row[match[1]], "value", "") if match[1] in row else match[0],
        message.value,
    )
    if message.language:
        return ox.Literal(text, language=message.language)
    return ox.Literal(text, datatype=message.datatype)

"""Check a dataset against its shapes, and say where in which file."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.graph.phrases import phrase
from ldgraph.graph.prefixes import shorten
from ldgraph.graph.shapes import ShapeFiles, above, owner
from ldgraph.graph.told import Told
from ldgraph.shacl import engine, reference
from ldgraph.shacl.faults import endless, faults, sound, whole
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.shacl.results import ShapesError
from ldgraph.shacl.shapes import compile_shapes
from ldgraph.terms import SH, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.shacl.results import Result, Term
    from ldgraph.shacl.shapes import Shapes

#: Engines by name: ours, which is fast, and pySHACL, which ours is held against.
ENGINES = ("fast", "pyshacl")
_SEVERITIES = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}
_MOST_ALLOWED = 12


def validate(
    dataset: Dataset, locator: Locator, prefixes: Mapping[str, str], engine_name: str = "fast"
) -> list[Finding]:
    """Give every SHACL finding of a dataset, and every fault of its shapes, in no order.

    The union of ontology, code lists and data is checked; nothing that rules derive. A finding's
    code is the last segment of its shape's IRI. A shape that cannot be used is a finding too
    (``shape-not-usable``, ``Finding.unchecked``), and the others are run without it.
    """
    files = ShapeFiles(dataset, prefixes)
    wrong = faults(ShapesGraph(dataset.shapes))
    if engine_name == "pyshacl":
        wrong += endless(dataset.shapes)
    found = [files.finding(one) for one in (*wrong, *files.dangling())]
    store = sound(dataset.shapes, wrong)
    # What only shows when a shape is run takes that shape out, and the rest is run again.
    while True:
        try:
            shapes = compile_shapes(store)
            results = (
                reference.validate(dataset.store, store)
                if engine_name == "pyshacl"
                else engine.validate(dataset.store, shapes)
            )
            break
        except ShapesError as error:
            found.append(files.refused(error))
            refused = [] if error.shape is None else [whole(error.shape, error)]
            left = sound(store, refused)
            if len(left) == len(store):  # nothing to take out: no outcome at all
                return found
            store = left
    writer = _Writer(locator, prefixes, shapes, Told(dataset.store, shapes.graph))
    counted = Counter(results)
    return [*found, *(writer.finding(one, times) for one, times in counted.items())]


class _Writer:
    """Makes results findings."""

    def __init__(
        self, locator: Locator, prefixes: Mapping[str, str], shapes: Shapes, told: Told
    ) -> None:
        self._told = told
        self._locator = locator
        self._prefixes = prefixes
        self._shapes = shapes
        self._above = above(shapes.graph)

    def finding(self, result: Result, times: int = 1) -> Finding:
        """Make one result a finding, at its place; ``times`` is how often it was given."""
        predicate = result.path.predicate if result.path else ""
        graph = self._locator.home(result.focus, predicate, result.value)
        file = self._locator.file(graph) if graph else None
        value = result.value if result.path else None
        listed = self._listed(result)
        shown = self._written(result.value) if isinstance(result.value, ox.NamedNode) else ""
        near = difflib.get_close_matches(shown, listed, n=1) if shown else []
        messages = self._messages(result)
        return Finding(
            code=owner(self._shapes.graph, result.source_shape, self._above),
            severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
            messages=messages,
            position=self._locator.place(graph, result.focus, predicate, value) if graph else None,
            graph=graph,
            focus=str(result.focus),
            path=str(result.path) if result.path else None,
            value=str(result.value) if result.value is not None else None,
            component=result.component,
            allowed=tuple(listed),
            suggestion=near[0] if near else None,
            restricted=bool(file and file.restricted),
            results=(self._told.result(result, messages),) * times,
        )

    def _listed(self, result: Result) -> list[str]:
        """Give the first of the values that would have been right, where there is a list."""
        members = [
            member
            for head in self._shapes.shape(result.source_shape).parameters.get("in", [])
            for member in self._shapes.graph.items(head)
        ]
        return [self._written(one) for one in members[:_MOST_ALLOWED]]

    def _messages(self, result: Result) -> Mapping[str, str]:
        """Give the shape's messages; where it has none, ours in place of what an engine made up."""
        shape = self._shapes.shape(result.source_shape)
        own = shape.messages or result.component == SH + "SPARQLConstraintComponent"
        if result.messages and (own or not result.component.startswith(SH)):
            return {one.language or "en": one.value for one in result.messages}
        name = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
        given = shape.parameters.get(name[:1].lower() + name[1:], [])
        predicate = result.path.predicate if result.path else ""
        path = self._written(ox.NamedNode(predicate)) if predicate else ""
        return phrase(result.component, path, ", ".join(map(self._written, given)))

    def _written(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return shorten(term.value, {"sh": SH, "xsd": XSD, **self._prefixes})
        return term.value if isinstance(term, ox.Literal) else str(term)

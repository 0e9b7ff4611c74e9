"""Check a dataset against its shapes, and say where in which file."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.graph.prefixes import shorten
from ldgraph.shacl import engine, reference
from ldgraph.shacl.shapes import compile_shapes
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.shacl.results import Result
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
    """Give every SHACL finding of a dataset, in no order.

    The union of ontology, code lists and data is checked; nothing that rules derive. A finding's
    code is the last segment of its shape's IRI.

    Raises:
        ShapesError: The shapes could not be run; the check has then no outcome.
    """
    shapes = compile_shapes(dataset.shapes)
    if engine_name == "pyshacl":
        results = reference.validate(dataset.store, dataset.shapes)
    else:
        results = engine.validate(dataset.store, shapes)
    return [_finding(one, locator, prefixes, shapes) for one in dict.fromkeys(results)]


def _finding(
    result: Result,
    locator: Locator,
    prefixes: Mapping[str, str],
    shapes: Shapes,
) -> Finding:
    predicate = result.path.predicate if result.path else ""
    graph = locator.home(result.focus, predicate, result.value)
    file = locator.file(graph) if graph else None
    value = result.value if result.path else None
    members = [
        member
        for head in shapes.shape(result.source_shape).parameters.get("in", [])
        for member in shapes.graph.items(head)
    ]
    listed = [
        shorten(one.value, prefixes) if isinstance(one, ox.NamedNode) else str(one)
        for one in members[:_MOST_ALLOWED]
    ]
    shown = shorten(result.value.value, prefixes) if isinstance(result.value, ox.NamedNode) else ""
    near = difflib.get_close_matches(shown, listed, n=1) if shown else []
    return Finding(
        code=getattr(result.source_shape, "value", str(result.source_shape)).rsplit("/", 1)[-1],
        severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
        messages={one.language or "en": one.value for one in result.messages},
        position=locator.place(graph, result.focus, predicate, value) if graph else None,
        graph=graph,
        focus=str(result.focus),
        path=str(result.path) if result.path else None,
        value=str(result.value) if result.value is not None else None,
        component=result.component,
        allowed=tuple(listed),
        suggestion=near[0] if near else None,
        restricted=bool(file and file.restricted),
    )

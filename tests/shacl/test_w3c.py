"""Our engine on the W3C's SHACL tests: the same results, or one of the exceptions named here."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from ldgraph.shacl import engine
from ldgraph.shacl.faults import faults
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.shacl.paths import read_path
from ldgraph.shacl.results import Result, ShapesError, Term
from ldgraph.shacl.shapes import compile_shapes
from ldgraph.terms import SH

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
PROJECT = Path(__file__).resolve().parents[2]
BESIDE = PROJECT.parent / "shared" / "suites" / "w3c-shacl"
SUITE = Path(os.environ.get("LDGRAPH_W3C_SHACL", BESIDE)) / "data-shapes-test-suite" / "tests"

#: Tests that do not pass, with the reason. One that passes again must be taken out.
OURS = {
    "core/property/datatype-ill-formed": "the store keeps an xsd:byte as an xsd:integer",
}


class Case(NamedTuple):
    """One test of the suite; ``expected`` is None where the shapes must be refused."""

    data: ox.Store
    #: Straight from the parser: a store would write ``1`` for the truth value as ``true``.
    shapes: list[ox.Quad]
    expected: Counter[tuple[str, ...]] | None


def names() -> list[str]:
    """Give the test files, by their path in the suite."""
    files = [*SUITE.glob("core/*/*.ttl"), *SUITE.glob("sparql/*/*.ttl")]
    tests = [one for one in files if "sht:Validate" in one.read_text(encoding="utf-8")]
    return sorted(one.relative_to(SUITE).with_suffix("").as_posix() for one in tests)


def read(name: str) -> Case:
    """Read one test with the results that it expects."""
    path = SUITE / f"{name}.ttl"
    quads = parsed(path)
    graph = ShapesGraph(quads)
    base = path.as_uri()
    action = next(o for node in graph.nodes() for o in graph.objects(node, MF + "action"))
    wanted = next(o for node in graph.nodes() for o in graph.objects(node, MF + "result"))
    parts = [
        quads if one.value == base else parsed(path.with_name(one.value.rsplit("/", 1)[-1]))
        for name in ("dataGraph", "shapesGraph")
        for one in graph.objects(action, SHT + name)
        if isinstance(one, ox.NamedNode)
    ]
    if wanted == ox.NamedNode(SHT + "Failure"):
        return Case(stored(parts[0]), parts[1], None)
    expected = Counter(row(graph, one) for one in graph.objects(wanted, SH + "result"))
    return Case(stored(parts[0]), parts[1], expected)


def parsed(path: Path) -> list[ox.Quad]:
    """Read a Turtle file."""
    return list(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()))


def stored(quads: list[ox.Quad]) -> ox.Store:
    """Give a store of statements."""
    store = ox.Store()
    store.extend(quads)
    return store


def row(graph: ShapesGraph, result: Term) -> tuple[str, ...]:
    """Give what a result in a report says, as ``said`` does of ours."""
    path = next(iter(graph.objects(result, SH + "resultPath")), None)
    names = ["focusNode", "value", "sourceShape", "sourceConstraintComponent", "resultSeverity"]
    told = [next((str(o) for o in graph.objects(result, SH + name)), "") for name in names]
    return (*told, str(read_path(graph, path)) if path is not None else "")


def said(result: Result) -> tuple[str, ...]:
    """Give what the suite compares of a result."""
    value = "" if result.value is None else str(result.value)
    named = f"<{result.component}>", f"<{result.severity}>"
    return (str(result.focus), value, str(result.source_shape), *named, str(result.path or ""))


@pytest.mark.skipif(not SUITE.is_dir(), reason="no W3C SHACL suite here (set LDGRAPH_W3C_SHACL)")
@pytest.mark.parametrize("name", names())
def test_our_engine_gives_what_the_w3c_expects(name: str, request: pytest.FixtureRequest) -> None:
    if name in OURS:
        request.applymarker(pytest.mark.xfail(reason=OURS[name], strict=True))
    case = read(name)

    if case.expected is None:
        with pytest.raises(ShapesError):
            engine.validate(case.data, compile_shapes(case.shapes))
    else:
        found = engine.validate(case.data, compile_shapes(case.shapes))
        assert Counter(map(said, found)) == case.expected


@pytest.mark.skipif(not SUITE.is_dir(), reason="no W3C SHACL suite here (set LDGRAPH_W3C_SHACL)")
def test_no_shape_of_the_w3c_is_called_wrong_that_is_not() -> None:
    found = {
        name: [one.english for one in wrong]
        for name in names()
        if (case := read(name)).expected is not None
        and (wrong := faults(ShapesGraph(stored(case.shapes))))
    }

    # A slip in the suite, in what describes no shape.
    assert found == {"core/property/qualifiedValueShape-001": ["SHACL has no sh:nodeShape"]}

"""The W3C Turtle suite, as data: what is right is read right, what is wrong is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from ldgraph.turtle.parser import parse, statements_of
from ldgraph.turtle.terms import key
from ldgraph.turtle.text import decode

_MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_RDFT = "http://www.w3.org/ns/rdftest#"
_SHARED = Path(
    os.environ.get(
        "LDGRAPH_SHARED", Path(__file__).resolve().parent.parent.parent.parent / "shared"
    )
)
_SUITES = _SHARED / "suites" / "w3c-rdf" / "rdf" / "rdf11"
_HOME = "https://w3c.github.io/rdf-tests/rdf/rdf11/"


class Case(NamedTuple):
    """One test of a manifest."""

    name: str
    kind: str
    action: Path
    base: str
    result: Path | None


def _cases() -> list[Case]:
    found = []
    for suite in ("rdf-turtle",):
        manifest = _SUITES / suite / "manifest.ttl"
        if not manifest.is_file():
            continue
        store = ox.Store()
        base = f"{_HOME}{suite}/"
        store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=base + "manifest.ttl")
        text = f"""SELECT ?name ?kind ?action ?result WHERE {{
            ?test a ?kind ; <{_MANIFEST}name> ?name ; <{_MANIFEST}action> ?action .
            OPTIONAL {{ ?test <{_MANIFEST}result> ?result }} }}"""
        for row in store.query(text):  # type: ignore[union-attr]
            kind = row["kind"].value.removeprefix(_RDFT)
            action = row["action"].value
            local = _SUITES / suite / action.rsplit("/", 1)[-1]
            result = row["result"] and _SUITES / suite / row["result"].value.rsplit("/", 1)[-1]
            found.append(Case(row["name"].value, kind, local, action, result))
    return sorted(found)


CASES = _cases()


def test_the_suites_are_there() -> None:
    if not CASES:
        pytest.skip(f"no W3C suites at {_SUITES} (set LDGRAPH_SHARED)")
    assert len(CASES) > 300


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case.action.parent.name}-{case.name}" for case in CASES]
)
def test_w3c(case: Case) -> None:
    content = case.action.read_bytes()
    parsed = parse(content, case.action.name, case.base)

    if "Negative" in case.kind:
        assert parsed.faults
        return
    assert [str(one.position) + one.message("en") for one in parsed.faults] == []
    # What is known to be Turtle is read without a look for faults, and says the same.
    assert statements_of(decode(content).text, case.base) == parsed.statements
    if case.result:
        ours = {(_ground(s.subject), s.predicate, _ground(s.object)) for s in parsed.statements}
        form = ox.RdfFormat.N_QUADS if case.result.suffix == ".nq" else ox.RdfFormat.N_TRIPLES
        theirs = {
            (key(quad.subject), key(quad.predicate), key(quad.object))
            for quad in ox.parse(case.result.read_bytes(), form)
        }
        assert ours == theirs


def _ground(term: str) -> str:
    return "_:" if term.startswith("_:") else term

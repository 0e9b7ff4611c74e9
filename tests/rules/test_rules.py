"""The rules, each on data small enough to derive by hand: folder ``<rule>/{data,expected}.ttl``.

The rule runs over its data and the real code lists; what it derives about the data is exactly what
is expected.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from ldgraph.answers.queries import load_rules
from ldgraph.graph.infer import infer
from ldgraph.terms import BASE, DERIVED_GRAPH

_HERE = Path(__file__).parent
_PROJECT = _HERE.parent.parent
_RULES = {rule.name: rule for rule in load_rules([_PROJECT / "queries"])}
_FOLDERS = sorted(file.parent for file in _HERE.glob("*/data.ttl"))


def _load(store: ox.Store, file: Path) -> None:
    store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="urn:base:")


def test_every_rule_is_tested() -> None:
    assert {folder.name for folder in _FOLDERS} == set(_RULES)


@pytest.mark.parametrize("folder", _FOLDERS, ids=[folder.name for folder in _FOLDERS])
def test_a_rule_derives_what_was_worked_out_by_hand(folder: Path) -> None:
    data, expected, about = ox.Store(), ox.Store(), ox.Store()
    for file in sorted((_PROJECT / "ontology").rglob("*.ttl")):
        _load(data, file)
    _load(data, folder / "data.ttl")
    _load(about, folder / "data.ttl")
    _load(expected, folder / "expected.ttl")

    infer(data, [_RULES[folder.name].text], BASE)

    named = {quad.subject for quad in about} | {quad.subject for quad in expected}
    graph = ox.NamedNode(BASE + DERIVED_GRAPH)
    derived = {
        (quad.subject, quad.predicate, quad.object)
        for quad in data.quads_for_pattern(None, None, None, graph)
        if quad.subject in named or quad.predicate.value.endswith("#draagtBijTot")
    }
    assert derived == {(quad.subject, quad.predicate, quad.object) for quad in expected}


@pytest.mark.parametrize("folder", _FOLDERS, ids=[folder.name for folder in _FOLDERS])
def test_a_second_run_derives_nothing_new(folder: Path) -> None:
    data = ox.Store()
    _load(data, folder / "data.ttl")
    rule = [_RULES[folder.name].text]

    assert infer(data, rule, BASE) == infer(data, rule, BASE)

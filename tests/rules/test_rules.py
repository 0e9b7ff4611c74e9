"""The rules, each on data small enough to derive by hand: folder ``<rule>/{data,expected}.ttl``.

The rule runs over its data and the real code lists; what it derives about the data is exactly what
is expected. Each file is a graph of its own, ``urn:file:data`` and so on; other Turtle files beside
``data.ttl`` come along.
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
    graph = ox.NamedNode(f"urn:file:{file.stem}")
    store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="urn:base:", to_graph=graph)


def _load_data(store: ox.Store, folder: Path) -> None:
    for file in sorted(folder.glob("*.ttl")):
        if file.stem != "expected":
            _load(store, file)


def test_every_rule_is_tested() -> None:
    assert {folder.name for folder in _FOLDERS} == set(_RULES)


@pytest.mark.parametrize("folder", _FOLDERS, ids=[folder.name for folder in _FOLDERS])
def test_a_rule_derives_what_was_worked_out_by_hand(folder: Path) -> None:
    data, expected, about = ox.Store(), ox.Store(), ox.Store()
    for file in sorted((_PROJECT / "ontology").rglob("*.ttl")):
        _load(data, file)
    _load_data(data, folder)
    _load_data(about, folder)
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
    _load_data(data, folder)
    rule = [_RULES[folder.name].text]

    assert infer(data, rule, BASE) == infer(data, rule, BASE)

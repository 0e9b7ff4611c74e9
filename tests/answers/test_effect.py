"""Answers before and after, put side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from ldgraph.answers.effect import Best, Facts, Figures, Need, Shares, effect, figures
from ldgraph.answers.queries import QueryFileError
from ldgraph.errors import LdgraphError, UnknownNameError
from ldgraph.graph.access import EVERYONE
from ldgraph.graph.places import open_root
from ldgraph.snapshot import build

if TYPE_CHECKING:
    from pathlib import Path

_ON = dt.date(2026, 11, 25)
_PAIR = ("g1", "r1")
_KNOWN = Need(1, 0, Decimal(10), Decimal(10), 0, ())
_UNKNOWN = Need(1, 1, None, None, 2, ("risico",))


def test_a_requirement_that_is_no_longer_in_force_is_told_apart_from_one_not_covered() -> None:
    found = effect(Figures({"r1": 2, "r2": 1, "r3": 0}), Figures({"r1": 0, "r3": 0}))

    assert [tuple(one) for one in found.cover] == [("r1", 2, 0), ("r2", 1, None)]
    assert found.facts is None


def test_a_gap_that_opens_is_a_change_of_state_and_not_of_how_it_is_closed() -> None:
    before = Facts(frozenset({"g1"}), {_PAIR: "in-orde"})
    after = Facts(frozenset({"g1"}), {_PAIR: "leemte"}, {_PAIR: Best(2, together=False)})

    found = effect(Figures({}, before), Figures({}, after)).facts

    assert found is not None
    assert [tuple(one) for one in found.states] == [("g1", "r1", "in-orde", "leemte")]
    assert found.gaps == ()
    assert found.affected == ("g1",)


def test_another_offering_for_the_same_gap_is_told() -> None:
    best = {_PAIR: Best(1, together=False)}
    before = Facts(best=best, offerings={_PAIR: frozenset({"a", "b"})})
    after = Facts(best=best, offerings={_PAIR: frozenset({"b", "c"})})

    found = effect(Figures({}, before), Figures({}, after)).facts

    assert found is not None
    assert [(one.lost, one.gained) for one in found.gaps] == [(("a",), ("c",))]


def test_what_is_known_of_no_requirement_is_not_known_of_all_together() -> None:
    before = Facts(need={("r1", "k"): _UNKNOWN, ("r2", "k"): _KNOWN, ("r1", "m"): _UNKNOWN})

    found = effect(Figures({}, before), Figures({}, before)).facts

    assert found is not None
    assert found.needs == ()
    assert [(one.kind, one.before) for one in found.totals] == [
        ("k", Need(2, 1, Decimal(10), Decimal(10), 2, ("risico",))),
        ("m", Need(1, 1, None, None, 2, ("risico",))),
    ]


def test_on_the_example_the_figures_are_those_of_the_questions(project: Path) -> None:
    built = build(open_root(project / "voorbeeld"), _ON)

    found = figures(built.view, built.queries, _ON)

    assert found.facts is not None
    states = list(found.facts.states.values())
    assert len(found.facts.best) == states.count("leemte")
    assert found.facts.best.keys() >= found.facts.offerings.keys()
    full = {pair for pair, best in found.facts.best.items() if best.rank == 2}
    assert full <= found.facts.offerings.keys()
    assert 0 < found.facts.shares.full < found.facts.shares.gaps < len(found.facts.best)
    assert found.facts.shares != Shares(0, 0, 0)


def test_who_may_not_read_of_governments_is_told_of_requirements_alone(project: Path) -> None:
    built = build(open_root(project / "voorbeeld"), _ON, EVERYONE)

    found = figures(built.view, built.queries, _ON)

    assert found.facts is None
    assert found.cover


def test_a_question_that_lacks_or_has_another_form_is_named(project: Path) -> None:
    built = build(open_root(project / "voorbeeld"), _ON)
    queries = built.queries
    fewer = {name: one for name, one in queries.items() if name != "need-of-requirement"}

    with pytest.raises(QueryFileError, match="no column 'requirement'"):
        figures(built.view, {**queries, "in-force": queries["available"]}, _ON)
    with pytest.raises(UnknownNameError, match="need-of-requirement"):
        figures(built.view, fewer, _ON)


def test_a_value_of_another_kind_is_no_figure(project: Path) -> None:
    built = build(open_root(project / "voorbeeld"), _ON, EVERYONE)
    query = built.queries["requirements-without-full-cover"]
    text = query.text.replace(
        "(MAX(?counted) AS ?best_degree_rank)", '("veel" AS ?best_degree_rank)'
    )
    changed = {**built.queries, query.name: replace(query, text=text)}

    with pytest.raises(LdgraphError, match="'veel'"):
        figures(built.view, changed, _ON)

"""The audit finds exactly what can be worked out, by comparison with trying every table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.tables import Counts, counts, layout_for, range_of, table_for

from ldgraph.disclosure import measures
from ldgraph.disclosure.audit import Exposed, Limits, exposed
from ldgraph.disclosure.bounds import ContradictionError, Equation, System
from ldgraph.disclosure.table import ALL, Cell, Layout

_LIMITS = Limits(threshold=3, width=3)


@settings(max_examples=60, deadline=None)
@given(counts(most=3), st.sets(st.integers(0, 19), max_size=20))
def test_a_cell_is_exposed_if_and_only_if_no_two_tables_keep_it_apart(
    found: Counts, published: set[int]
) -> None:
    table = table_for(found)
    layout = table.layout
    cells = list(layout.cells())
    known = {cells[place]: table.values[cells[place]] for place in published}

    said = {one.cells[0] for one in exposed(layout, known, _LIMITS) if len(one.cells) == 1}

    narrow = {
        cell
        for cell, (low, high) in range_of(layout, known).items()
        if cell not in known and high - low < min(3, layout.population[cell.row])
    }
    assert said == narrow


@settings(max_examples=60, deadline=None)
@given(counts(most=3), st.sets(st.integers(0, 19), max_size=20), st.integers(0, 19))
def test_a_spread_is_that_of_all_tables(found: Counts, published: set[int], asked: int) -> None:
    table = table_for(found)
    layout = table.layout
    cells = list(layout.cells())
    known = {cells[place]: table.values[cells[place]] for place in published}
    equations = [
        Equation(layout.leaves(Cell(row, ALL)), size) for row, size in layout.population.items()
    ]
    equations += [Equation(layout.leaves(cell), value) for cell, value in known.items()]

    spread = System(equations).spread(layout.leaves(cells[asked]), 100)

    low, high = range_of(layout, known)[cells[asked]]
    assert spread == high - low


def test_what_cannot_be_is_a_contradiction() -> None:
    layout = layout_for({"a1": (1, 1, 1), "a2": (2, 2, 2), "b": (1, 0, 3)})

    with pytest.raises(ContradictionError):
        list(exposed(layout, {Cell("a1", "gap"): 4}, _LIMITS))


def _said(found: Counts, *hidden: Cell) -> set[Exposed]:
    table = table_for(found)
    known = {cell: value for cell, value in table.values.items() if cell not in hidden}
    return set(exposed(table.layout, known, _LIMITS))


def test_what_follows_by_subtraction_is_exposed() -> None:
    found = {"a1": (2, 20, 20), "a2": (20, 20, 20), "b": (20, 20, 20)}

    assert Exposed((Cell("a1", "gap"),)) in _said(found, Cell("a1", "gap"))


def test_a_sum_of_few_that_follows_by_subtraction_is_exposed() -> None:
    layout = Layout({"all": None}, measures.COLUMNS, {"all": 60})
    known = {Cell("all", "beoordeeld"): 43, Cell("all", "leemte"): 20, Cell("all", "in-orde"): 20}

    found = set(exposed(layout, known, Limits(threshold=5, width=2)))

    rest = Cell("all", "te-herbevestigen"), Cell("all", "niet-van-toepassing")
    assert found == {Exposed(rest)}
    assert not list(exposed(layout, known, Limits(threshold=3, width=2)))


def test_a_whole_that_is_known_to_everyone_gives_away_the_last_of_its_parts() -> None:
    found = {"a1": (20, 20, 2), "a2": (20, 20, 20), "b": (20, 20, 20)}
    blind = Cell("a1", "blind")

    assert Exposed((blind,)) in _said(found, blind)


def test_nothing_is_exposed_where_nothing_is_published() -> None:
    table = table_for({"a1": (0, 0, 1), "a2": (4, 0, 0), "b": (0, 9, 0)})

    assert list(exposed(table.layout, {}, Limits(5, 5))) == []

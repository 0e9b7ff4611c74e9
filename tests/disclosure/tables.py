"""Small tables at random, and every table that agrees with what is known of one."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from ldgraph.disclosure.table import ALL, Cell, Layout, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Two outcomes of what was assessed, and what was not.
COLUMNS: Mapping[str, str | None] = {
    ALL: None,
    "seen": ALL,
    "gap": "seen",
    "fine": "seen",
    "blind": ALL,
}
LEAVES = ("gap", "fine", "blind")
#: One kind with two size classes, one without.
ROWS: Mapping[str, str | None] = {"all": None, "a": "all", "a1": "a", "a2": "a", "b": "all"}
SMALLEST = ("a1", "a2", "b")

Counts = dict[str, tuple[int, int, int]]


@st.composite
def counts(draw: st.DrawFn, most: int = 6) -> Counts:
    """Draw how many of each of the smallest groups are in each state; no group is empty."""
    found = {}
    for row in SMALLEST:
        size = draw(st.integers(1, most))
        first, second = sorted((draw(st.integers(0, size)), draw(st.integers(0, size))))
        found[row] = (first, second - first, size - second)
    return found


def layout_for(found: Counts) -> Layout:
    """Give the layout whose groups have these sizes."""
    size = {row: sum(one) for row, one in found.items()}
    size["a"] = size["a1"] + size["a2"]
    size["all"] = size["a"] + size["b"]
    return Layout(ROWS, COLUMNS, size)


def table_for(found: Counts) -> Table:
    """Give the table with these counts, each member a unit of its own."""
    members = {
        Cell(row, column): {f"{row}-{column}-{place}": 1 for place in range(number)}
        for row, one in found.items()
        for column, number in zip(LEAVES, one, strict=True)
    }
    return Table(layout_for(found), members)


def range_of(layout: Layout, known: Mapping[Cell, int]) -> dict[Cell, tuple[int, int]]:
    """Give for each cell the least and the most that it can be, by trying all tables."""
    found: dict[str, set[tuple[int, int, int]]] = {row: set() for row in ROWS}
    one, two, other = (
        [each for each in _splits(layout.population[row]) if _agrees(row, each, known)]
        for row in SMALLEST
    )
    for first, second in product(one, two):
        both = _sum(first, second)
        if not _agrees("a", both, known):
            continue
        for third in other:
            whole = _sum(both, third)
            if _agrees("all", whole, known):
                for row, each in zip(
                    ("a1", "a2", "b", "a", "all"), (first, second, third, both, whole), strict=True
                ):
                    found[row].add(each)
    ranges = {}
    for cell in layout.cells():
        values = [_value(cell.column, each) for each in found[cell.row]]
        ranges[cell] = (min(values), max(values))
    return ranges


def _splits(total: int) -> Iterator[tuple[int, int, int]]:
    for first in range(total + 1):
        for second in range(total + 1 - first):
            yield first, second, total - first - second


def _sum(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _value(column: str, each: tuple[int, int, int]) -> int:
    gap, fine, blind = each
    return {"gap": gap, "fine": fine, "blind": blind, "seen": gap + fine}[column]


def _agrees(row: str, each: tuple[int, int, int], known: Mapping[Cell, int]) -> bool:
    return all(
        known.get(Cell(row, column), value) == value
        for column in COLUMNS
        if column != ALL
        for value in [_value(column, each)]
    )

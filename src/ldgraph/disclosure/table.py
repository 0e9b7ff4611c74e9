"""A table of counts: groups below groups, measures below measures, and what adds up to what.

A row is a group of governments, a column a measure. Both form a tree: the size classes of a kind
add up to the kind, and what was assessed is the sum of its outcomes. How many are in a group is
known to everyone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The column that all others add up to: everyone in the group.
ALL = ""


class Cell(NamedTuple):
    """One count: how many of a group have a property."""

    row: str
    column: str


class Family(NamedTuple):
    """A cell and those that add up to it."""

    whole: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True)
class Layout:
    """The groups of a table with how many are in each, and the measures.

    ``rows`` and ``columns`` give each its parent. The top row has the parent None, and of the
    columns only ``ALL`` has. The rows below one share out its members, and so do the columns.
    """

    rows: Mapping[str, str | None]
    columns: Mapping[str, str | None]
    population: Mapping[str, int]

    def known_to_all(self, cell: Cell) -> int | None:
        """Give the value of a cell that nobody can hide: the size of a group."""
        return self.population[cell.row] if cell.column == ALL else None

    def cells(self) -> Iterator[Cell]:
        """Give every cell that may be published or not."""
        for row in self.rows:
            for column in self.columns:
                if column != ALL:
                    yield Cell(row, column)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Everything that adds up: rows within a column, and columns within a row."""
        found = []
        for row in self.rows:
            for column in self.columns:
                whole = Cell(row, column)
                down = tuple(Cell(one, column) for one in self._below(self.rows)[row])
                right = tuple(Cell(row, one) for one in self._below(self.columns)[column])
                found += [Family(whole, parts) for parts in (down, right) if parts]
        return tuple(found)

    @cached_property
    def _families_of(self) -> Mapping[Cell, tuple[Family, ...]]:
        found: dict[Cell, list[Family]] = {}
        for family in self.families:
            for cell in (family.whole, *family.parts):
                found.setdefault(cell, []).append(family)
        return {cell: tuple(several) for cell, several in found.items()}

    def families_of(self, cell: Cell) -> tuple[Family, ...]:
        """Give what a cell is a part or the whole of."""
        return self._families_of.get(cell, ())

    def leaves(self, cell: Cell) -> tuple[Cell, ...]:
        """Give the smallest cells that a cell is the sum of."""
        return tuple(
            Cell(row, column)
            for row in _lowest(self._below(self.rows), cell.row)
            for column in _lowest(self._below(self.columns), cell.column)
        )

    def columns_above(self, column: str) -> Iterator[str]:
        """Give what a measure is a part of, the nearest first, everyone last."""
        above = self.columns[column]
        while above is not None:
            yield above
            above = self.columns[above]

    def depth(self, row: str) -> int:
        """Say how far below the top a row is."""
        above = self.rows[row]
        return 0 if above is None else 1 + self.depth(above)

    @staticmethod
    def _below(tree: Mapping[str, str | None]) -> Mapping[str, list[str]]:
        below: dict[str, list[str]] = {one: [] for one in tree}
        for one, parent in tree.items():
            if parent is not None:
                below[parent].append(one)
        return below


def _lowest(below: Mapping[str, list[str]], top: str) -> Iterator[str]:
    if not below[top]:
        yield top
    for one in below[top]:
        yield from _lowest(below, one)


@dataclass(frozen=True)
class Table:
    """The true counts of one requirement.

    ``members`` says for each of the smallest cells who is in it: how many governments of each
    unit. A unit is what stands or falls together: those that share one IT environment.
    """

    layout: Layout
    members: Mapping[Cell, Mapping[str, int]]

    def units(self, cell: Cell) -> Counter[str]:
        """Count the members of a cell by unit."""
        found: Counter[str] = Counter()
        for leaf in self.layout.leaves(cell):
            found.update(self.members.get(leaf, {}))
        return found

    @cached_property
    def values(self) -> Mapping[Cell, int]:
        """The true value of every cell."""
        return {cell: self.units(cell).total() for cell in self.layout.cells()}

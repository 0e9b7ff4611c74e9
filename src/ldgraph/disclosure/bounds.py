"""How far a sum of unknown counts can move: linear programming over whole numbers, exactly.

Unknown counts are at least 0 and must satisfy equations. Each answer of the simplex method is a
solution; those in whole numbers are kept, for they are proof: two tables that say the same in all
that is published and differ in the count that was asked for.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ldgraph.disclosure.table import Cell

_Number = int | Fraction
#: Steps with the steepest descent before the rule that cannot run in a ring takes over.
_STEEP = 60


class Equation(NamedTuple):
    """Unknown counts that together are a known number."""

    cells: tuple[Cell, ...]
    total: int


class ContradictionError(ValueError):
    """No table at all satisfies the equations."""


class System:
    """The tables that satisfy some equations, split in parts that have nothing to do with another.

    Raises:
        ContradictionError: There is none.
    """

    def __init__(self, equations: Iterable[Equation]) -> None:
        self._part_of: dict[Cell, _Part] = {}
        for group in _connected(list(equations)):
            part = _Part(group)
            self._part_of.update(dict.fromkeys(part.cells, part))

    def spread(self, cells: Sequence[Cell], enough: int) -> int:
        """Say how far the sum of cells can move: ``enough`` or more, or exactly how far if less.

        Only tables of whole numbers count.
        """
        by_part: dict[int, list[Cell]] = defaultdict(list)
        parts: dict[int, _Part] = {}
        for cell in cells:
            part = self._part_of[cell]
            by_part[id(part)].append(cell)
            parts[id(part)] = part
        seen = {one: parts[one].seen(mine) for one, mine in by_part.items()}
        for one, mine in by_part.items():
            if sum(seen.values()) >= enough:
                break
            seen[one] = parts[one].search(mine)
        return sum(seen.values())


def _connected(equations: list[Equation]) -> list[list[Equation]]:
    home: dict[Cell, int] = {}
    groups: dict[int, list[Equation]] = {}
    for number, equation in enumerate(equations):
        together = [equation]
        for old in {home[cell] for cell in equation.cells if cell in home}:
            together += groups.pop(old)
        groups[number] = together
        for one in together:
            home.update(dict.fromkeys(one.cells, number))
    return list(groups.values())


class _Part:
    """Equations that hang together, as a simplex tableau that is kept between questions."""

    def __init__(self, equations: Sequence[Equation]) -> None:
        self.cells = list(dict.fromkeys(cell for one in equations for cell in one.cells))
        self._number = {cell: number for number, cell in enumerate(self.cells)}
        width = len(self.cells)
        self._rows: list[dict[int, _Number]] = []
        self._right: list[_Number] = []
        self._basis: list[int] = []
        for place, one in enumerate(equations):
            row: dict[int, _Number] = {self._number[cell]: 1 for cell in one.cells}
            row[width + place] = 1
            self._rows.append(row)
            self._right.append(one.total)
            self._basis.append(width + place)
        self._points: list[list[int]] = []
        self._start(width)

    def seen(self, cells: Sequence[Cell]) -> int:
        """Say how far the sum moves between the tables that were met so far."""
        numbers = [self._number[cell] for cell in cells]
        sums = [sum(point[one] for one in numbers) for point in self._points]
        return max(sums) - min(sums) if sums else 0

    def search(self, cells: Sequence[Cell]) -> int:
        """Look for the tables in which the sum is largest and smallest, and give the spread."""
        numbers = [self._number[cell] for cell in cells]
        for sign in (1, -1):
            self._maximise(dict.fromkeys(numbers, sign))
            self._keep()
        return self.seen(cells)

    def _start(self, width: int) -> None:
        """Find a first table: drive out the helpers that stand for what is not yet satisfied."""
        if any(right < 0 for right in self._right):
            raise ContradictionError
        helpers = {column for row in self._rows for column in row if column >= width}
        self._maximise(dict.fromkeys(helpers, -1))
        if any(
            right != 0 and basic >= width
            for right, basic in zip(self._right, self._basis, strict=True)
        ):
            raise ContradictionError
        kept = []
        for place in range(len(self._rows)):
            if self._basis[place] >= width:
                real = next((one for one in self._rows[place] if one < width), None)
                if real is None:
                    continue  # it follows from the others
                self._pivot(place, real)
            kept.append(place)
        self._right = [self._right[place] for place in kept]
        self._basis = [self._basis[place] for place in kept]
        self._rows = [
            {column: value for column, value in self._rows[place].items() if column < width}
            for place in kept
        ]
        self._keep()

    def _keep(self) -> None:
        if any(Fraction(right).denominator != 1 for right in self._right):
            return
        point = [0] * len(self.cells)
        for basic, right in zip(self._basis, self._right, strict=True):
            point[basic] = int(right)
        if point not in self._points:
            self._points.append(point)

    def _maximise(self, gain: Mapping[int, int]) -> None:
        reduced: dict[int, _Number] = dict(gain)
        for row, basic in zip(self._rows, self._basis, strict=True):
            if factor := gain.get(basic, 0):
                _subtract(reduced, row, factor)
        for step in range(10**6):
            better = [(value, column) for column, value in reduced.items() if value > 0]
            if not better:
                return
            steep = step < _STEEP
            column = max(better)[1] if steep else min(column for _, column in better)
            place = self._leaving(column)
            self._pivot(place, column)
            _subtract(reduced, self._rows[place], reduced[column])

    def _leaving(self, column: int) -> int:
        """Choose what makes room: the counts are bounded, so there is always one."""
        best: tuple[Fraction, int, int] | None = None
        for place, row in enumerate(self._rows):
            value = row.get(column, 0)
            if value > 0:
                here = (Fraction(self._right[place]) / value, self._basis[place], place)
                best = here if best is None or here < best else best
        assert best is not None
        return best[2]

    def _pivot(self, place: int, column: int) -> None:
        row = self._rows[place]
        factor = row[column]
        if factor != 1:
            self._rows[place] = row = {one: _over(value, factor) for one, value in row.items()}
            self._right[place] = _over(self._right[place], factor)
        for other, line in enumerate(self._rows):
            if other != place and (times := line.get(column, 0)):
                _subtract(line, row, times)
                self._right[other] -= times * self._right[place]
        self._basis[place] = column


def _over(value: _Number, factor: _Number) -> _Number:
    exact = Fraction(value) / factor
    return exact.numerator if exact.denominator == 1 else exact


def _subtract(line: dict[int, _Number], row: Mapping[int, _Number], times: _Number) -> None:
    for column, value in row.items():
        left = line.get(column, 0) - times * value
        if left:
            line[column] = left
        else:
            line.pop(column, None)

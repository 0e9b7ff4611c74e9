"""The check of what somebody could work out who has read everything that was published.

It knows nothing of how cells were chosen, nor of the truth: it takes what is published, solves for
each count that is not, and says which can be narrowed down too far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.disclosure.bounds import Equation, System
from ldgraph.disclosure.table import ALL, Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.disclosure.table import Layout


class Limits(NamedTuple):
    """How careful to be.

    Args:
        threshold: The smallest number of governments of which anything may be said apart.
        width: How far at least a count that is not published must be able to move; for a smaller
            group, all that its size lets it.
    """

    threshold: int
    width: int


class Exposed(NamedTuple):
    """Counts that are not published and of which too much can be worked out.

    One cell moves less than it should. Several together: their sum follows, and says of few
    governments, or of all but few.
    """

    cells: tuple[Cell, ...]


def exposed(layout: Layout, known: Mapping[Cell, int], limits: Limits) -> Iterator[Exposed]:
    """Give what can be worked out from the cells whose values are known, one after another.

    Raises:
        ContradictionError: No table has these values.
    """
    system = System(_equations(layout, known))
    yield from (one for one in _sums(layout, known, limits) if len(one.cells) > 1)
    for cell in layout.cells():
        if cell not in known and _is_narrow(system, layout, cell, limits):
            yield Exposed((cell,))


def _equations(layout: Layout, known: Mapping[Cell, int]) -> Iterator[Equation]:
    for row in layout.rows:
        everyone = Cell(row, ALL)
        yield Equation(layout.leaves(everyone), layout.population[row])
    for cell, value in known.items():
        yield Equation(layout.leaves(cell), value)


def _is_narrow(system: System, layout: Layout, cell: Cell, limits: Limits) -> bool:
    wanted = min(limits.width, layout.population[cell.row])
    return system.spread(layout.leaves(cell), wanted) < wanted


def _sums(layout: Layout, known: Mapping[Cell, int], limits: Limits) -> Iterator[Exposed]:
    """Give sums of cells that follow by subtraction and could not have been published."""
    for family in layout.families:
        whole = known.get(family.whole, layout.known_to_all(family.whole))
        hidden = [one for one in family.parts if one not in known]
        if whole is None or not hidden or len(hidden) == len(family.parts):
            continue
        value = whole - sum(known[one] for one in family.parts if one in known)
        size = sum(layout.population[one] for one in {cell.row for cell in hidden})
        if not limits.threshold <= value <= size - limits.threshold:
            yield Exposed(tuple(hidden))

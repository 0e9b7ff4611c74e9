"""Which cells of a table are published: first what says too much, then what would give it away.

The choice is a matter of taste and always leaves the audit to pass: what the audit finds exposed
is hidden behind one more cell, until nothing is.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.disclosure.table import ALL, Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ldgraph.disclosure.audit import Exposed
    from ldgraph.disclosure.table import Table

    Audit = Callable[[Mapping[Cell, int]], Iterable[Exposed]]


class Reason(StrEnum):
    """Why a cell is not published: for who reviews, never for the public."""

    SMALL_GROUP = "kleine-groep"
    SMALL = "klein"
    ALL_OR_NONE = "alle-of-geen"
    ALL_BUT_FEW = "op-weinige-na"
    DOMINATED = "overheerst"
    EDITION = "vorige-uitgave"
    COMPLEMENT = "aanvullend"


class Suppression(NamedTuple):
    """What of a table is published, and why the rest is not."""

    published: Mapping[Cell, int]
    withheld: Mapping[Cell, Reason]


def sensitive(table: Table, threshold: int) -> dict[Cell, Reason]:
    """Say which cells speak of too few governments, or of all or none, or mostly of one."""
    return {
        cell: reason
        for cell in table.layout.cells()
        if (reason := _reason(table, cell, threshold)) is not None
    }


def _reason(table: Table, cell: Cell, threshold: int) -> Reason | None:
    everyone = table.units(Cell(cell.row, ALL))
    inside = table.units(cell)
    if len(everyone) < threshold:
        return Reason.SMALL_GROUP
    if not inside:
        return Reason.ALL_OR_NONE
    if inside.total() < threshold:
        return Reason.SMALL
    if len(inside) < threshold or 2 * max(inside.values()) > inside.total():
        return Reason.DOMINATED
    outside = [
        table.units(Cell(cell.row, column)) - inside
        for column in table.layout.columns_above(cell.column)
    ]
    if not all(outside):
        return Reason.ALL_OR_NONE
    return Reason.ALL_BUT_FEW if any(len(one) < threshold for one in outside) else None


def suppress(
    table: Table,
    first: Mapping[Cell, Reason],
    useless: frozenset[Cell],
    audit: Audit,
) -> Suppression:
    """Choose what to publish, so that ``audit`` finds nothing exposed.

    Args:
        table: The true counts.
        first: What may not be published for itself.
        useless: What is known already, so that not publishing it hides nothing.
        audit: What finds exposed cells, given what would be published.
    """
    withheld = _enough(table, first, useless, audit)
    # Some of what was left out along the way turns out not to be needed: the widest groups first.
    order = {column: place for place, column in enumerate(table.layout.columns)}
    given_up = [cell for cell, reason in withheld.items() if reason is Reason.COMPLEMENT]
    for cell in sorted(given_up, key=lambda one: (table.layout.depth(one.row), order[one.column])):
        fewer = {one: reason for one, reason in withheld.items() if one != cell}
        if next(iter(audit(_published(table, fewer))), None) is None:
            withheld = fewer
    return Suppression(_published(table, withheld), withheld)


def _enough(
    table: Table, first: Mapping[Cell, Reason], useless: frozenset[Cell], audit: Audit
) -> dict[Cell, Reason]:
    """Withhold one cell after another until the audit finds nothing."""
    withheld = dict(first)
    while published := _published(table, withheld):
        chosen: set[Cell] = set()
        for one in audit(published):
            near = list(dict.fromkeys(_near(table, one, published)))
            # What hides one may hide another.
            if near and not chosen & set(near):
                chosen.add(min(near, key=lambda cell: _cost(table, cell, useless)))
            elif not near:
                chosen.add(min(published, key=lambda cell: _cost(table, cell, useless)))
        if not chosen:
            break
        withheld.update(dict.fromkeys(chosen, Reason.COMPLEMENT))
    return withheld


def _published(table: Table, withheld: Mapping[Cell, Reason]) -> dict[Cell, int]:
    return {cell: table.values[cell] for cell in table.layout.cells() if cell not in withheld}


def _near(table: Table, found: Exposed, published: Mapping[Cell, int]) -> Iterator[Cell]:
    for cell in found.cells:
        for family in table.layout.families_of(cell):
            for other in (*family.parts, family.whole):
                if other in published:
                    yield other


def _cost(table: Table, cell: Cell, useless: frozenset[Cell]) -> tuple[object, ...]:
    """Order what to give up: what helps, the narrowest group first, the least wanted measure."""
    wanted = list(table.layout.columns).index(cell.column)
    return (cell in useless, -table.layout.depth(cell.row), -wanted, table.values[cell], cell)

"""Choose what of a table to publish, with what was published before in mind.

Editions are compared on the assumption that helps a reader most: what need not have changed has
not. A group with the same members and the same figure is taken to be known still; a figure that
differs by few, or that is of a group which few joined or left, would say who.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.disclosure.audit import exposed
from ldgraph.disclosure.bounds import ContradictionError
from ldgraph.disclosure.suppress import Reason, sensitive, suppress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldgraph.disclosure.audit import Exposed, Limits
    from ldgraph.disclosure.suppress import Suppression
    from ldgraph.disclosure.table import Cell, Layout, Table


@dataclass(frozen=True)
class Earlier:
    """What an earlier edition says of the same requirement.

    ``changed`` says of each of its groups how many governments joined or left it since; a group
    that is not in it may be any other.
    """

    layout: Layout
    published: Mapping[Cell, int]
    changed: Mapping[str, int]

    def is_same(self, row: str) -> bool:
        """Say whether a group has the members that it had then."""
        return self.changed.get(row) == 0


def protect(table: Table, earlier: Sequence[Earlier], limits: Limits) -> Suppression:
    """Choose what to publish of a table, so that nothing too much can be worked out.

    Neither from it alone, nor from it and what was published earlier.
    """
    first = sensitive(table, limits.threshold)
    for cell in _differing(table, earlier, limits.threshold):
        first.setdefault(cell, Reason.EDITION)
    still = still_known(table.values, earlier)
    given_away = set(exposed(table.layout, still, limits)) if still else set()

    def audit(published: Mapping[Cell, int]) -> Iterator[Exposed]:
        yield from exposed(table.layout, published, limits)
        if still:
            now = exposed(table.layout, {**still, **published}, limits)
            yield from (one for one in now if one not in given_away)
        for one in earlier:
            yield from exposed_before(one, published, limits)

    return suppress(table, first, frozenset(still), audit)


def still_known(values: Mapping[Cell, int], earlier: Sequence[Earlier]) -> dict[Cell, int]:
    """Give what earlier editions say and what is still so, of the same members."""
    return {
        cell: value
        for one in earlier
        for cell, value in one.published.items()
        if one.is_same(cell.row) and values.get(cell) == value
    }


def exposed_before(
    earlier: Earlier, published: Mapping[Cell, int], limits: Limits
) -> list[Exposed]:
    """Say what an earlier edition withheld that can be worked out from what is published now."""
    there = set(earlier.layout.cells())
    added = {
        cell: value
        for cell, value in published.items()
        if cell in there and cell not in earlier.published and earlier.is_same(cell.row)
    }
    if not added:
        return []
    before = set(exposed(earlier.layout, earlier.published, limits))
    after = _exposed_as_far_as_it_fits(earlier, added, limits)
    return [one for one in after if one not in before]


def _exposed_as_far_as_it_fits(
    earlier: Earlier, added: Mapping[Cell, int], limits: Limits
) -> list[Exposed]:
    known = dict(earlier.published)
    try:
        return list(exposed(earlier.layout, {**known, **added}, limits))
    except ContradictionError:
        pass
    # Something did change. Of the rest, as much is taken to be as it was as can be.
    found: list[Exposed] = []
    for cell, value in added.items():
        try:
            found = list(exposed(earlier.layout, {**known, cell: value}, limits))
        except ContradictionError:
            continue
        known[cell] = value
    return found


def _differing(table: Table, earlier: Sequence[Earlier], threshold: int) -> set[Cell]:
    """Give the cells whose difference with an earlier edition would speak of few."""
    found = set()
    for one in earlier:
        for cell, then in one.published.items():
            if cell not in table.values:
                continue
            moved = one.changed.get(cell.row)
            apart = abs(table.values[cell] - then)
            few_moved = moved is None or 0 < moved < threshold
            if few_moved or (moved == 0 and 0 < apart < threshold):
                found.add(cell)
    return found

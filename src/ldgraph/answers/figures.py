"""The true figures of every requirement, as tables that disclosure control can look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.queries import ask, find_query, rows_of
from ldgraph.answers.strata import strata
from ldgraph.disclosure.measures import COLUMNS, OUT_OF_REACH
from ldgraph.disclosure.table import Cell, Layout, Table
from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.answers.strata import Strata
    from ldgraph.graph.access import View

_SHARED = "SELECT ?environment ?who { ?environment ldg:gebruiker|ldg:beheerder ?who }"
_INVENTED = """
SELECT ?government { ?government a ldg:LokaalBestuur OPTIONAL { ?government ldg:fictief ?mark }
    BIND (COALESCE(?mark, false) AS ?invented) FILTER (?invented) }
"""


class MixedPopulationError(LdgraphError):
    """Some of the governments that would be counted together are invented, and others are real."""

    def __init__(self) -> None:
        super().__init__(
            "invented governments would be counted together with real ones; mark each of the "
            "invented ones' graphs with ldg:fictief true",
            "verzonnen besturen zouden met echte samengeteld worden; zet ldg:fictief true bij elke "
            "graaf van verzonnen besturen",
        )


class Figures(NamedTuple):
    """The figures of one requirement: who is counted, and what is true of them."""

    strata: Strata
    table: Table


def figures(public: View, whole: View, queries: Mapping[str, Query], on: str) -> dict[str, Figures]:
    """Count for each public requirement how the public governments stand on a date.

    Args:
        public: What everyone may see: it says who is counted, and over which requirements.
        whole: What someone entitled to all sees: it says how each stands.
        queries: The stored questions.
        on: The reference date.

    Raises:
        MixedPopulationError: Some governments are invented, and others are not.
    """
    groups = strata(public, queries, on)
    refuse_mixed(public, {one for each in groups.values() for one in each.smallest()})
    states: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows_of(ask(whole, find_query(queries, "requirement-states"), {"date": on})):
        states[row["requirement"]][row["government"]] = row["state"]
    units = _units(whole)
    return {
        requirement: Figures(one, _table(one, states[requirement], units))
        for requirement, one in groups.items()
    }


def refuse_mixed(view: View, governments: Iterable[str]) -> bool:
    """Say whether governments are invented; all are, or none.

    Raises:
        MixedPopulationError: Some are, and some are not.
    """
    found = _ask(view, _INVENTED)
    invented = {str(getattr(row["government"], "value", "")) for row in found}
    kinds = {one in invented for one in governments}
    if len(kinds) > 1:
        raise MixedPopulationError
    return kinds == {True}


def _table(groups: Strata, states: Mapping[str, str], units: Mapping[str, str]) -> Table:
    members: dict[Cell, Counter[str]] = defaultdict(Counter)
    for government, stratum in groups.smallest().items():
        state = states.get(government, OUT_OF_REACH)
        members[Cell(stratum.row, state)][units.get(government, government)] += 1
    layout = Layout(
        {one.row: None if up is None else up.row for one, up in groups.parents.items()},
        COLUMNS,
        {one.row: len(some) for one, some in groups.members.items()},
    )
    return Table(layout, members)


def _units(view: View) -> dict[str, str]:
    """Give for each government that shares its IT the unit that it is in: its first member.

    What they share they stand or fall by together, so they count as one where the question is of
    how many a figure speaks. When they shared it is not looked at: that is the careful side.
    """
    together: dict[str, set[str]] = {}
    by_environment: dict[str, set[str]] = defaultdict(set)
    for row in _ask(view, _SHARED):
        by_environment[str(row["environment"])].add(str(getattr(row["who"], "value", "")))
    for some in by_environment.values():
        joined = set(some).union(*(together.get(one, set()) for one in some))
        together.update(dict.fromkeys(joined, joined))
    return {one: min(joined) for one, joined in together.items()}


def _ask(view: View, query: str) -> ox.QuerySolutions:
    solutions = view.query(view.vocabulary.prefix + query)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions

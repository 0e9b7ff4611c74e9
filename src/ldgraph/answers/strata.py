"""Which governments each requirement is counted over: by kind, and by size class within a kind.

All of it follows from what is public: who exists on the date, of which kind, how many inhabitants
it reaches, and for which kinds a requirement is. So the size of a group gives nothing away.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.queries import ask, find_query, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.graph.access import View

_CLASSES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?class ?from ?to
WHERE {
    ?class skos:inScheme ?list ; ldg:ondergrens ?from .
    FILTER (STRENDS(STR(?list), "/id/conceptscheme/Grootteklasse"))
    OPTIONAL { ?class ldg:bovengrens ?to }
}
"""
_DIGEST_LENGTH = 16


class Stratum(NamedTuple):
    """A group of governments: of one kind, of one size class of it, or all where both are empty."""

    kind: str = ""
    size: str = ""

    @property
    def row(self) -> str:
        """What the group is called in a table."""
        return f"{self.kind} {self.size}".strip()


EVERYONE = Stratum()


class Strata(NamedTuple):
    """The groups that a requirement is counted over."""

    #: Each group with the one that it is a part of.
    parents: Mapping[Stratum, Stratum | None]
    members: Mapping[Stratum, frozenset[str]]

    def smallest(self) -> Mapping[str, Stratum]:
        """Say for each government which of the smallest groups it is in."""
        whole = set(self.parents.values())
        return {
            one: stratum
            for stratum, members in self.members.items()
            if stratum not in whole
            for one in members
        }


def digest_of(members: Iterable[str]) -> str:
    """Give a mark by which a group is known again: equal only if its members are the same."""
    text = "\n".join(sorted(members))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]


def strata(view: View, queries: Mapping[str, Query], on: str) -> dict[str, Strata]:
    """Give the groups for each requirement that holds for some kind on a date.

    Args:
        view: What is public.
        queries: The stored questions.
        on: The reference date.
    """

    def asked(name: str) -> list[dict[str, str]]:
        return rows_of(ask(view, find_query(queries, name), {"date": on}))

    kinds = {row["government"]: row["kind"] for row in asked("existing")}
    sizes = _sizes(view, {row["government"]: row["reach"] for row in asked("reach")})
    governments: dict[str, set[str]] = defaultdict(set)
    for row in asked("fitting"):
        governments[row["requirement"]].add(row["government"])
    made: dict[frozenset[str], Strata] = {}
    return {
        requirement: made.setdefault(whom := frozenset(some), _strata(whom, kinds, sizes))
        for requirement, some in sorted(governments.items())
    }


def _strata(
    governments: frozenset[str], kinds: Mapping[str, str], sizes: Mapping[str, str]
) -> Strata:
    by_kind: dict[Stratum, set[str]] = defaultdict(set)
    by_size: dict[Stratum, set[str]] = defaultdict(set)
    for one in governments:
        by_kind[Stratum(kinds[one])].add(one)
        by_size[Stratum(kinds[one], sizes.get(one, ""))].add(one)
    members: dict[Stratum, frozenset[str]] = {}
    parents: dict[Stratum, Stratum | None] = {}
    several = len(by_kind) > 1
    if several:
        members[EVERYONE], parents[EVERYONE] = governments, None
    for kind in sorted(by_kind):
        members[kind] = frozenset(by_kind[kind])
        parents[kind] = EVERYONE if several else None
        # A kind is shared out only where each of its governments has a size class, and there are
        # several: what is left over could be worked out.
        classes = sorted(one for one in by_size if one.kind == kind.kind)
        if kind not in classes and len(classes) > 1:
            members.update({one: frozenset(by_size[one]) for one in classes})
            parents.update(dict.fromkeys(classes, kind))
    return Strata(parents, members)


def _sizes(view: View, reach: Mapping[str, str]) -> dict[str, str]:
    solutions = view.query(view.vocabulary.prefix + _CLASSES)
    assert isinstance(solutions, ox.QuerySolutions)
    classes = [
        (int(row["from"].value), int(row["to"].value) if row["to"] else None, row["class"].value)
        for row in solutions
    ]
    return {
        government: size
        for government, number in reach.items()
        if number
        for low, high, size in classes
        if low <= int(number) and (high is None or int(number) <= high)
    }

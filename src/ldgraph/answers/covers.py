"""What covers the gaps of one government, and what was left out, from the stored questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.queries import ask, find_query, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.graph.access import View

_FULL = 2


class Cover(NamedTuple):
    """An offering that meets a requirement in part or in full, and what stands in the way."""

    requirement: str
    offering: str
    full: bool
    basis: str
    contract: str
    #: ``ja`` or ``na-te-gaan``; what cannot be obtained is among the ``LeftOut``.
    obtainable: str
    #: What is not known about obtaining it, as ``obtainable.rq`` names it; else empty.
    reason: str
    #: A verified claim lapsed, and nothing newer came in its place.
    to_check: bool
    in_use: bool
    claim: str
    #: What the claim says is still to be switched on, by language.
    to_activate: Mapping[str, str]
    #: Capabilities that the claim says are missing.
    missing: Sequence[str]

    @property
    def counts(self) -> bool:
        """Whether it covers the gap here and now: obtainable, certain, and not already in use."""
        return self.obtainable == "ja" and not self.to_check and not self.in_use


class LeftOut(NamedTuple):
    """An offering about a gap that does not help, and why, as ``left-out-offerings.rq`` has it."""

    requirement: str
    offering: str
    contract: str
    why: str


class Covers(NamedTuple):
    """By gap: what covers it, what was left out; and the gaps that several close together."""

    found: Mapping[str, Sequence[Cover]]
    left_out: Mapping[str, Sequence[LeftOut]]
    in_combination: frozenset[str]


def covers(view: View, queries: Mapping[str, Query], government: str, on: date) -> Covers:
    """Ask what covers each gap of a government; a gap that nothing covers has an empty list."""

    def asked(name: str) -> list[dict[str, str]]:
        arguments = {"government": government, "date": on.isoformat()}
        return rows_of(ask(view, find_query(queries, name), arguments))

    found: dict[str, list[Cover]] = {}
    for row in asked("offerings-for-gaps"):
        listed = found.setdefault(row["requirement"], [])
        if row["offering"]:
            listed.append(_cover(view, row))
    left_out: dict[str, list[LeftOut]] = {}
    for row in asked("left-out-offerings"):
        listed_out = left_out.setdefault(row["requirement"], [])
        if all(one.offering != row["offering"] for one in found.get(row["requirement"], [])):
            listed_out.append(
                LeftOut(row["requirement"], row["offering"], row["contract"], row["why"])
            )
    together = {row["requirement"] for row in asked("open-gaps") if row["in_combination"] == "true"}
    return Covers(
        {gap: _one_each(listed) for gap, listed in found.items()}, left_out, frozenset(together)
    )


def _cover(view: View, row: Mapping[str, str]) -> Cover:
    claim = ox.NamedNode(row["claim"])
    ldg = view.vocabulary.ldg
    told = list(
        view.store.quads_for_pattern(claim, ox.NamedNode(ldg + "nogTeActiveren"), None, None)
    )
    lacking = view.store.quads_for_pattern(
        claim, ox.NamedNode(ldg + "ontbrekendeCapability"), None, None
    )
    return Cover(
        row["requirement"],
        row["offering"],
        int(row["degree_rank"]) == _FULL,
        row["basis"].rsplit("/", 1)[-1],
        row["contract"],
        row["obtainable"],
        row["reason"],
        row["to_check"] == "1",
        row["in_use"] == "true",
        row["claim"],
        {
            quad.object.language or "nl": quad.object.value
            for quad in told
            if isinstance(quad.object, ox.Literal)
        },
        sorted(quad.object.value for quad in lacking if isinstance(quad.object, ox.NamedNode)),
    )


def _one_each(listed: list[Cover]) -> list[Cover]:
    """Keep the best way to obtain each offering: of several contracts, one that is certain."""
    best: dict[str, Cover] = {}
    for one in sorted(listed, key=lambda cover: (not cover.counts, cover.contract)):
        best.setdefault(one.offering, one)
    return sorted(best.values(), key=lambda one: (not one.counts, not one.full, one.offering))

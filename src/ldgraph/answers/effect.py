"""What a change does to the answers: the stored questions put before and after, and compared.

Nothing is computed here that a stored question does not say: rows are put side by side. Where
facts of governments are hidden from who asks, only what is public is compared.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.queries import QueryFileError, ask, find_query, rows_of
from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.graph.access import View

_FULL, _PARTIAL = 2, 1
_UNKNOWN = "niet-te-bepalen"

_NEED = (
    *("need-of-requirement", "requirement", "kind", "gaps", "blind_spots", "need_from", "need_to"),
    *("gaps_unknown", "blind_spots_unknown", "missing"),
)

#: A government and a requirement.
Pair = tuple[str, str]


class Best(NamedTuple):
    """How far what is obtainable closes a gap: 2 fully, 1 in part, 0 not at all."""

    rank: int
    #: Not by one offering, but by several together.
    together: bool


class Need(NamedTuple):
    """A weighted need, from that of the gaps alone to that with the blind spots.

    A bound is None where it cannot be determined. Governments with a missing factor are in no
    bound: ``unknown`` counts them, once for each requirement, and ``missing`` names the factors.
    """

    gaps: int
    blind_spots: int
    least: Decimal | None
    most: Decimal | None
    unknown: int
    missing: tuple[str, ...]


class Shares(NamedTuple):
    """Gaps, each counted once where an IT environment is shared, and how they can be closed."""

    gaps: int
    full: int
    partial: int


_NO_GAPS = Shares(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the questions about governments answer; these are restricted."""

    governments: frozenset[str] = frozenset()
    #: leemte, onbekend, te-herbevestigen, in-orde or niet-van-toepassing.
    states: Mapping[Pair, str] = field(default_factory=dict)
    #: Gaps alone.
    best: Mapping[Pair, Best] = field(default_factory=dict)
    #: Offerings that cover a gap and can be obtained.
    offerings: Mapping[Pair, frozenset[str]] = field(default_factory=dict)
    shares: Shares = _NO_GAPS
    #: By requirement and kind of government.
    need: Mapping[Pair, Need] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """The answers at one moment."""

    #: By requirement in force: how far any available offering covers it, contracts apart.
    cover: Mapping[str, int] = field(default_factory=dict)
    #: None where who asks may not read them.
    facts: Facts | None = None


def figures(view: View, queries: Mapping[str, Query], on: date) -> Figures:
    """Put the questions to a view.

    Raises:
        UnknownNameError: One of them is not there.
        QueryFileError: One of them cannot be run, or lacks a column.
        LdgraphError: One gives something else than a number where there has to be one.
    """
    try:
        return _figures(view, queries, on)
    except (ValueError, ArithmeticError) as error:
        raise LdgraphError(
            f"a stored question gives no number where it should: {error}",
            f"een bewaarde vraag geeft geen getal waar dat moet: {error}",
        ) from error


def _figures(view: View, queries: Mapping[str, Query], on: date) -> Figures:
    def asked(name: str, *columns: str) -> list[dict[str, str]]:
        query = find_query(queries, name)
        answer = ask(view, query, {"date": on.isoformat()})
        for one in columns:
            if one not in answer.columns:
                raise QueryFileError(
                    query.path, f"there is no column '{one}'", f"er is geen kolom '{one}'"
                )
        return rows_of(answer)

    lacking = asked("requirements-without-full-cover", "requirement", "best_degree_rank")
    best = {row["requirement"]: int(row["best_degree_rank"]) for row in lacking}
    cover = {
        row["requirement"]: best.get(row["requirement"], _FULL)
        for row in asked("in-force", "requirement")
    }
    if not view.may_read(""):
        return Figures(cover)
    whose = ("government", "requirement")
    states = asked("requirement-states", *whose, "state")
    offered = asked(
        "offerings-for-gaps",
        *(*whose, "inherited", "offering", "degree_rank", "obtainable", "to_check", "in_use"),
    )
    still_open = {
        _pair(row): Best(int(row["best_degree_rank"]), row["in_combination"] == "true")
        for row in asked("open-gaps", *whose, "best_degree_rank", "in_combination")
    }
    by_gap = {
        _pair(row): still_open.get(_pair(row), Best(_FULL, together=False)) for row in offered
    }
    once = {_pair(row) for row in offered if row["inherited"] != "true"}
    ranks = Counter(by_gap[pair].rank for pair in once)
    offerings: dict[Pair, set[str]] = defaultdict(set)
    for row in offered:
        if _counts(row):
            offerings[_pair(row)].add(row["offering"])
    facts = Facts(
        frozenset(row["government"] for row in asked("existing", "government")),
        {_pair(row): row["state"] for row in states},
        by_gap,
        {pair: frozenset(found) for pair, found in offerings.items()},
        Shares(len(once), ranks[_FULL], ranks[_PARTIAL]),
        {(row["requirement"], row["kind"]): _need(row) for row in asked(*_NEED)},
    )
    return Figures(cover, facts)


def _pair(row: Mapping[str, str]) -> Pair:
    return row["government"], row["requirement"]


def _counts(row: Mapping[str, str]) -> bool:
    """Say whether an offering covers a gap here and now, as ``open-gaps`` counts it."""
    return bool(
        row["offering"]
        and row["obtainable"] == "ja"
        and row["to_check"] == "0"
        and row["in_use"] != "true"
    )


def _need(row: Mapping[str, str]) -> Need:
    least, most = (
        None if row[name] == _UNKNOWN else Decimal(row[name]) for name in ("need_from", "need_to")
    )
    unknown = int(row["gaps_unknown"]) + int(row["blind_spots_unknown"])
    missing = tuple(sorted(set(row["missing"].split())))
    return Need(int(row["gaps"]), int(row["blind_spots"]), least, most, unknown, missing)


class CoverMove(NamedTuple):
    """A requirement that available offerings cover otherwise; None where it is not in force."""

    requirement: str
    before: int | None
    after: int | None


class StateMove(NamedTuple):
    """A government that stands otherwise; empty where the requirement does not hold for it."""

    government: str
    requirement: str
    before: str
    after: str


class GapMove(NamedTuple):
    """A gap, there before and after, that can be closed otherwise."""

    government: str
    requirement: str
    before: Best
    after: Best
    lost: tuple[str, ...]
    gained: tuple[str, ...]


class NeedMove(NamedTuple):
    """A need that changed; ``requirement`` is empty for all of a kind together."""

    requirement: str
    kind: str
    before: Need | None
    after: Need | None


@dataclass(frozen=True, slots=True)
class FactsEffect:
    """What a change does to what is known of governments."""

    before: Facts
    after: Facts
    states: tuple[StateMove, ...]
    gaps: tuple[GapMove, ...]
    needs: tuple[NeedMove, ...]
    #: By kind of government; the kinds that did not change too.
    totals: tuple[NeedMove, ...]

    @property
    def affected(self) -> tuple[str, ...]:
        """The governments for which an answer changed."""
        moved = {one.government for one in self.states} | {one.government for one in self.gaps}
        return tuple(sorted(moved))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the answers; ``facts`` is None where they may not be read."""

    cover: tuple[CoverMove, ...]
    facts: FactsEffect | None


def effect(before: Figures, after: Figures) -> Effect:
    """Put two sets of answers side by side."""
    moves = [
        CoverMove(one, before.cover.get(one), after.cover.get(one))
        for one in sorted({*before.cover, *after.cover})
    ]
    old, new = before.facts, after.facts
    return Effect(
        tuple(one for one in moves if one.before != one.after),
        None if old is None or new is None else _of_facts(old, new),
    )


def _of_facts(old: Facts, new: Facts) -> FactsEffect:
    states = (
        StateMove(*pair, old.states.get(pair, ""), new.states.get(pair, ""))
        for pair in sorted({*old.states, *new.states})
    )
    nothing: frozenset[str] = frozenset()
    gaps = []
    for pair in sorted(old.best.keys() & new.best.keys()):
        was, now = old.offerings.get(pair, nothing), new.offerings.get(pair, nothing)
        if old.best[pair] != new.best[pair] or was != now:
            lost, gained = tuple(sorted(was - now)), tuple(sorted(now - was))
            gaps.append(GapMove(*pair, old.best[pair], new.best[pair], lost, gained))
    needs = (
        NeedMove(*pair, old.need.get(pair), new.need.get(pair))
        for pair in sorted({*old.need, *new.need})
    )
    before, after = _by_kind(old.need), _by_kind(new.need)
    return FactsEffect(
        old,
        new,
        tuple(one for one in states if one.before != one.after),
        tuple(gaps),
        tuple(one for one in needs if one.before != one.after),
        tuple(
            NeedMove("", kind, before.get(kind), after.get(kind))
            for kind in sorted({*before, *after})
        ),
    )


def _by_kind(needs: Mapping[Pair, Need]) -> Mapping[str, Need]:
    grouped: dict[str, list[Need]] = defaultdict(list)
    for (_, kind), one in needs.items():
        grouped[kind].append(one)
    return {kind: _total(found) for kind, found in grouped.items()}


def _total(needs: Iterable[Need]) -> Need:
    """Add up; a bound that is known of no requirement is not known of all together."""
    listed = list(needs)
    least = [one.least for one in listed if one.least is not None]
    most = [one.most for one in listed if one.most is not None]
    return Need(
        sum(one.gaps for one in listed),
        sum(one.blind_spots for one in listed),
        sum(least, Decimal(0)) if least else None,
        sum(most, Decimal(0)) if most else None,
        sum(one.unknown for one in listed),
        tuple(sorted({name for one in listed for name in one.missing})),
    )

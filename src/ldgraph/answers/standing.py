"""Where one government stands on a date, arranged from the stored questions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.queries import ask, find_query, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.graph.access import View


class State(NamedTuple):
    """Where a government stands for one requirement; ``assessed`` is empty when never assessed."""

    requirement: str
    priority_rank: int
    #: leemte, onbekend, te-herbevestigen, in-orde or niet-van-toepassing.
    state: str
    #: 1 not met, 2 in part, 3 met, 4 not applicable; None when never assessed.
    rank: int | None
    #: ISO date of the assessment that counts.
    assessed: str
    outdated: bool
    contested: bool
    #: Where contested: the rank and date of the assessment that does not count.
    disputed_rank: int | None
    disputed_on: str
    inherited: bool


class Target(NamedTuple):
    """The target level that holds within one edition; ``own`` if set for the government itself."""

    level: str
    edition: str
    own: bool
    since: str


class Regime(NamedTuple):
    """What the law makes of a government; ``condition`` is empty where there is none."""

    norm: str
    consequence: str
    condition: str


class Predecessor(NamedTuple):
    """A government that went up in this one, and how often it was assessed."""

    government: str
    until: str
    assessments: int


class Standing(NamedTuple):
    """All of it; where ``absence`` is not empty nothing was computed."""

    government: str
    on: date
    #: ``gone`` outside its existence; ``real`` where the root's facts are about invented ones.
    absence: str
    successors: Sequence[str]
    states: Sequence[State]
    targets: Sequence[Target]
    #: Editions of levels that requirements name and for which there is no target level.
    untargeted: Sequence[str]
    regimes: Sequence[Regime]
    history: Sequence[Predecessor]


def standing(view: View, queries: Mapping[str, Query], government: str, on: date) -> Standing:
    """Ask where a government stands, its requirements most pressing first."""

    def asked(name: str) -> list[dict[str, str]]:
        arguments = {"government": government, "date": on.isoformat()}
        return rows_of(ask(view, find_query(queries, name), arguments))

    if not asked("existing"):
        absence = "real" if _exists(view, government, on) else "gone"
        after = successors(view, government)
        return Standing(government, on, absence, after, (), (), (), (), ())
    states = [_state(row) for row in asked("requirement-states")]
    states.sort(key=lambda one: (-one.priority_rank, one.rank or 0, one.requirement))
    targets = [
        Target(row["target"], row["edition"], row["set_for"] == "bestuur", row["since"])
        for row in asked("target-levels")
    ]
    named = {
        edition
        for one in states
        for level in _objects(view, one.requirement, "vanafNiveau")
        for edition in _objects(view, level, "editie")
    }
    counts = Counter((row["predecessor"], row["until"]) for row in asked("history-of-government"))
    return Standing(
        government,
        on,
        "",
        (),
        states,
        targets,
        sorted(named - {one.edition for one in targets}),
        [
            Regime(row["norm"], row["consequence"], row["condition"])
            for row in asked("regimes-of-government")
        ],
        [Predecessor(*who, number) for who, number in sorted(counts.items())],
    )


def _state(row: Mapping[str, str]) -> State:
    return State(
        row["requirement"],
        int(row["priority_rank"]),
        row["state"],
        int(row["rank"]) if row["rank"] else None,
        row["assessed"],
        row["outdated"] == "true",
        row["contested"] == "true",
        int(row["disputed_rank"]) if row["disputed_rank"] else None,
        row["disputed_on"],
        row["inherited"] == "true",
    )


def successors(view: View, government: str) -> list[str]:
    """List the governments that a merged government went up in."""
    return sorted(_objects(view, government, "opgegaanIn"))


def _exists(view: View, government: str, on: date) -> bool:
    since, until = (_objects(view, government, name) for name in ("bestaatVan", "bestaatTot"))
    day = on.isoformat()
    return all(one <= day for one in since) and all(day < one for one in until)


def _objects(view: View, subject: str, name: str) -> list[str]:
    quads = view.store.quads_for_pattern(
        ox.NamedNode(subject), ox.NamedNode(view.vocabulary.ldg + name), None, None
    )
    return sorted({str(getattr(quad.object, "value", "")) for quad in quads})

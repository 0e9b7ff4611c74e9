"""The answer about one requirement of a government, or one offering for it, and why it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.covers import covers
from ldgraph.answers.standing import standing
from ldgraph.answers.why import why

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldgraph.answers.covers import Cover, LeftOut
    from ldgraph.answers.queries import Query
    from ldgraph.answers.standing import Standing, State
    from ldgraph.answers.why import Section
    from ldgraph.graph.access import View


class Explanation(NamedTuple):
    """What was asked, what comes of it, and the chain of facts behind that."""

    standing: Standing
    requirement: str
    #: Empty where no offering was named.
    offering: str
    #: None where the requirement does not hold for the government, or nothing was computed.
    state: State | None
    #: Of a gap: the offering that was named, as it covers it or was left out.
    covers: Sequence[Cover]
    left_out: Sequence[LeftOut]
    #: Empty where nothing was computed.
    chain: Sequence[Section]


def explanation(  # noqa: PLR0913, PLR0917 (the parts of the question)
    view: View,
    queries: Mapping[str, Query],
    government: str,
    requirement: str,
    offering: str,
    on: date,
) -> Explanation:
    """Explain where a government stands for a requirement, and what an offering does for it."""
    found = standing(view, queries, government, on)
    if found.absence:
        return Explanation(found, requirement, offering, None, (), (), ())
    state = next((one for one in found.states if one.requirement == requirement), None)
    best: list[Cover] = []
    left_out: list[LeftOut] = []
    if offering and state is not None and state.state == "leemte":
        about = covers(view, queries, government, on)
        best = [one for one in about.found.get(requirement, []) if one.offering == offering]
        left_out = [one for one in about.left_out.get(requirement, []) if one.offering == offering]
    chain = why(view, government, requirement, offering, on)
    return Explanation(found, requirement, offering, state, best, left_out, chain)

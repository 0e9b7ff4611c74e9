"""Where a government stands and what covers its gaps, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ldgraph.report.standing import history_lines, summary_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.answers.covers import Cover, Covers, LeftOut
    from ldgraph.answers.standing import Standing, State

    Named = Callable[[str], str]


def standing_data(asked: Standing, named: Named, lang: str) -> dict[str, Any]:
    """Say who is asked about, as of when, and why nothing was computed, if that is so.

    ``summary`` is text for people.
    """
    whole: dict[str, Any] = {
        "government": asked.government,
        "date": asked.on.isoformat(),
        "summary": list(summary_lines(asked, named, lang)),
    }
    if asked.absence:
        return {**whole, "absence": asked.absence, "successors": list(asked.successors)}
    whole["targets"] = [one._asdict() for one in asked.targets]
    whole["untargeted"] = list(asked.untargeted)
    whole["regimes"] = [one._asdict() for one in asked.regimes]
    return whole


def gaps_data(asked: Standing, named: Named, lang: str) -> dict[str, Any]:
    """Give the gaps by urgency, and blind spots and outdated assessments apart."""
    whole = standing_data(asked, named, lang)
    if asked.absence:
        return whole
    by_state = {"gaps": "leemte", "blind_spots": "onbekend", "to_reconfirm": "te-herbevestigen"}
    for key, state in by_state.items():
        whole[key] = [state_data(one) for one in asked.states if one.state == state]
    whole["history"] = [one._asdict() for one in asked.history]
    whole["history_text"] = [line for line in history_lines(asked, named, lang) if line]
    return whole


def covers_data(asked: Standing, found: Covers | None, named: Named, lang: str) -> dict[str, Any]:
    """Give each gap with what covers it, and what was left out; ``found`` is None without."""
    whole = standing_data(asked, named, lang)
    if asked.absence:
        return whole
    gaps = [one for one in asked.states if one.state == "leemte"]
    whole["blind_spots"] = sum(one.state == "onbekend" for one in asked.states)
    whole["gaps"] = [] if found is None else [_gap(one, found) for one in gaps]
    return whole


def _gap(gap: State, found: Covers) -> dict[str, Any]:
    covers = found.found.get(gap.requirement, [])
    return {
        **state_data(gap),
        "open": not any(one.full and one.counts for one in covers),
        "in_combination": gap.requirement in found.in_combination,
        "covers": [cover_data(one) for one in covers],
        "left_out": [left_out_data(one) for one in found.left_out.get(gap.requirement, [])],
    }


def state_data(one: State) -> dict[str, Any]:
    """Give one requirement as it stands; None where it was never assessed or is not contested."""
    return {
        **one._asdict(),
        "assessed": one.assessed or None,
        "disputed_on": one.disputed_on or None,
    }


def cover_data(one: Cover) -> dict[str, Any]:
    """Give one offering as it covers a gap; ``counts`` says whether it does here and now."""
    return {
        **one._asdict(),
        "to_activate": dict(one.to_activate),
        "missing": list(one.missing),
        "counts": one.counts,
    }


def left_out_data(one: LeftOut) -> dict[str, Any]:
    """Give one offering that does not help, and why."""
    return one._asdict()

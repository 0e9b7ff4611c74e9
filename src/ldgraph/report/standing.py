"""Where a government stands and what covers its gaps, as lines of text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldgraph.report.words import count, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ldgraph.answers.covers import Cover, Covers, LeftOut
    from ldgraph.answers.standing import Standing, State

    Named = Callable[[str], str]

_PRIORITIES = {4: "must", 3: "should", 2: "could", 1: "wont"}
_STATES = ("leemte", "onbekend", "te-herbevestigen", "in-orde", "niet-van-toepassing")


def summary_lines(asked: Standing, named: Named, lang: str) -> Iterator[str]:
    """Write who is asked about, as of when, by which target level, and the counts."""
    name, on = named(asked.government), asked.on.isoformat()
    if asked.absence == "gone":
        yield f"{name} {say('not_there', lang)} {on}"
        if asked.successors:
            yield f"{say('successors', lang)}: {', '.join(map(named, asked.successors))}"
        return
    if asked.absence:
        yield f"{name}: {say('not_invented', lang)}"
        return
    yield f"{name}, {say('on', lang)} {on}"
    for target in asked.targets:
        whose = say("own_target" if target.own else "kinds_target", lang).format(target.since)
        yield f"{say('target', lang)}: {named(target.level)} ({whose})"
    if not asked.targets:
        yield say("no_target", lang)
    elif asked.untargeted:
        editions = ", ".join(map(named, asked.untargeted))
        yield f"{say('no_target_for', lang)} {editions}"
    for regime in asked.regimes:
        tail = f" ({say('if', lang)}: {regime.condition})" if regime.condition else ""
        yield f"{named(regime.norm)}: {named(regime.consequence)}{tail}"
    if not asked.states:
        yield say("nothing_applies", lang)
        return
    counts = Counter(one.state for one in asked.states)
    yield ", ".join(count(counts[state], state, lang) for state in _STATES)


def history_lines(asked: Standing, named: Named, lang: str) -> Iterator[str]:
    """Write which predecessors were assessed: history, which never becomes the successor's."""
    if asked.history:
        yield ""
        yield f"{say('history', lang)} (ldgraph query history-of-government)"
    for one in asked.history:
        number = count(one.assessments, "assessments", lang)
        yield f"  {named(one.government)} ({say('until', lang)} {one.until}): {number}"


def state_lines(states: Sequence[State], which: str, named: Named, lang: str) -> Iterator[str]:
    """Write the requirements in one state, a line each."""
    mine = [one for one in states if one.state == which]
    if mine:
        yield ""
        yield f"{count(len(mine), which, lang).partition(' ')[2].capitalize()} ({len(mine)})"
    for one in mine:
        yield state_line(one, named, lang)


def state_line(one: State, named: Named, lang: str) -> str:
    """Write one requirement with its priority and how it was assessed."""
    code = one.requirement.rsplit("/", 1)[-1]
    notes = []
    if one.rank:
        notes = [say(f"rank {one.rank}", lang), f"{say('since', lang)} {one.assessed}"]
    flags = {"outdated": one.outdated, "inherited": one.inherited}
    notes += [say(flag, lang) for flag, on in flags.items() if on]
    if one.contested:
        other = say(f"rank {one.disputed_rank}", lang)
        notes.append(f"{say('contested', lang)}: {other} {say('on', lang)} {one.disputed_on}")
    tail = f" ({', '.join(notes)})" if notes else ""
    priority = say(_PRIORITIES[one.priority_rank], lang)
    return f"  {code}  {priority}: {named(one.requirement)}{tail}"


def cover_lines(states: Sequence[State], found: Covers, named: Named, lang: str) -> Iterator[str]:
    """Write each gap with what covers it: how fully, on what basis, through which contract."""
    gaps = [one for one in states if one.state == "leemte"]
    blind = sum(one.state == "onbekend" for one in states)
    if not gaps:
        yield say("no_gaps_blind" if blind else "no_gaps", lang).format(blind)
    for gap in gaps:
        covers = found.found.get(gap.requirement, [])
        yield state_line(gap, named, lang) + _mark(gap, covers, found, lang)
        for cover in covers:
            yield f"      - {cover_line(cover, named, lang)}"
            yield from _own_work(cover, named, lang)
        left_out = found.left_out.get(gap.requirement, [])
        if not covers:
            yield f"      - {say('none_obtainable' if left_out else 'nothing', lang)}"
        for one in left_out:
            yield f"        {left_out_line(one, named, lang)}"


def _mark(gap: State, covers: Sequence[Cover], found: Covers, lang: str) -> str:
    if any(cover.full and cover.counts for cover in covers):
        return ""
    together = gap.requirement in found.in_combination
    tail = f"; {say('in_combination', lang)}" if together else ""
    return f"  [{say('open', lang)}{tail}]"


def cover_line(cover: Cover, named: Named, lang: str) -> str:
    """Write one offering, how fully it covers, on which basis, and what stands in the way."""
    degree = say("full" if cover.full else "partial", lang)
    return "; ".join([f"{degree}: {named(cover.offering)}", *cover_terms(cover, named, lang)])


def cover_terms(cover: Cover, named: Named, lang: str) -> list[str]:
    """Say on which basis an offering covers, through which contract, and what stands in the way."""
    terms = [say(cover.basis, lang)]
    if cover.contract:
        terms.append(f"{say('via', lang)} {named(cover.contract)}")
    if cover.in_use:
        terms.append(say("in_use", lang))
    unclear = [cover.reason] if cover.reason else []
    unclear += ["verificatie"] if cover.to_check else []
    if unclear:
        words = ", ".join(say(f"unclear {reason}", lang) for reason in unclear)
        terms.append(f"{say('to_check', lang)}: {words}")
    return terms


def _own_work(cover: Cover, named: Named, lang: str) -> Iterator[str]:
    """Write what stays to be done beside the offering: switched on, or by the government itself."""
    text = cover.to_activate.get(lang) or next(iter(cover.to_activate.values()), "")
    if text:
        yield f"        {say('to_activate', lang)}: {text}"
    if cover.missing:
        yield f"        {say('own_work', lang)}: {', '.join(map(named, cover.missing))}"


def left_out_line(one: LeftOut, named: Named, lang: str) -> str:
    """Write one offering that does not help with a gap, and why."""
    contract = f" ({named(one.contract)})" if one.contract and "contract" in one.why else ""
    return f"({named(one.offering)}: {say(f'why not {one.why}', lang)}{contract})"

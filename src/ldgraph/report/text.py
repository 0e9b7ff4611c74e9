"""Findings and answers as lines of text, the same on a terminal and in a pipe."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldgraph.report.words import count, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ldgraph.answers.gaps import Cover, State
    from ldgraph.errors import Finding

PRIORITIES = {4: "must", 3: "should", 2: "could", 1: "wont"}
_STATES = ("leemte", "onbekend", "te-herbevestigen", "in-orde", "niet-van-toepassing")
Namer = "Callable[[str], str]"


def finding_lines(finding: Finding, lang: str, source_line: str | None = None) -> Iterator[str]:
    """Write ``file:line:column: severity: message [code]``, then the line with a mark below it."""
    where = str(finding.position) if finding.position else "-"
    kind = say(finding.severity.value, lang)
    hint = f" ({say('nearest', lang)} {finding.suggestion}?)" if finding.suggestion else ""
    yield f"{where}: {kind}: {finding.message(lang)}{hint} [{finding.code}]"
    at = finding.position
    if source_line is not None and at:
        end = at.end_column if at.end_line == at.line else len(source_line) + 1
        # A tab before the mark is kept, so that the mark stands below what it means.
        lead = "".join("\t" if one == "\t" else " " for one in source_line[: at.column - 1])
        yield f"    {source_line}"
        yield f"    {lead}{'^' * max(1, end - at.column)}"
    if finding.allowed:
        yield f"    {say('allowed', lang)}: {', '.join(finding.allowed)}"


def summary_lines(
    name: str, on: str, states: Sequence[State], named: Callable[[str], str], lang: str
) -> Iterator[str]:
    """Write who is asked about, as of when, by which target level, and the counts."""
    counts = Counter(one.state for one in states)
    yield f"{name}, {say('on', lang)} {on}"
    targets = {one.target for one in states if one.target}
    for target in sorted(targets):
        yield f"{say('target', lang)}: {named(target)}"
    if not targets:
        yield say("no_target", lang)
    yield ", ".join(count(counts[state], state, lang) for state in _STATES)


def gone_lines(name: str, on: str, successors: Sequence[str], lang: str) -> Iterator[str]:
    """Write that a government does not exist on a day, and who came after it."""
    yield f"{name} {say('not_there', lang)} {on}"
    if successors:
        yield f"{say('successors', lang)}: {', '.join(successors)}"


def state_lines(
    states: Sequence[State], which: str, named: Callable[[str], str], lang: str
) -> Iterator[str]:
    """Write the requirements in one state, a line each."""
    mine = [one for one in states if one.state == which]
    if mine:
        yield ""
        yield f"{say(which, lang).capitalize()} ({len(mine)})"
    for one in mine:
        yield state_line(one, named, lang)


def state_line(one: State, named: Callable[[str], str], lang: str) -> str:
    """Write one requirement with its priority and how it was assessed."""
    code = one.requirement.rsplit("/", 1)[-1]
    notes = [f"{say('since', lang)} {one.assessed}"] if one.assessed else []
    flags = {"outdated": one.outdated, "contested": one.contested, "inherited": one.inherited}
    notes += [say(flag, lang) for flag, on in flags.items() if on]
    tail = f" ({', '.join(notes)})" if notes else ""
    priority = say(PRIORITIES[one.priority_rank], lang)
    return f"  {code}  {priority}: {named(one.requirement)}{tail}"


def cover_lines(
    states: Sequence[State],
    covers: Mapping[str, Sequence[Cover]],
    named: Callable[[str], str],
    lang: str,
) -> Iterator[str]:
    """Write each gap with what covers it: how fully, on what basis, through which contract."""
    for gap in (one for one in states if one.state == "leemte"):
        found = covers.get(gap.requirement, [])
        closed = any(cover.full and cover.counts for cover in found)
        mark = "" if closed else f"  [{say('open', lang)}]"
        yield state_line(gap, named, lang) + mark
        if not found:
            yield f"      - {say('nothing', lang)}"
        for cover in found:
            yield f"      - {_cover(cover, named, lang)}"


def _cover(cover: Cover, named: Callable[[str], str], lang: str) -> str:
    degree = say("full" if cover.full else "partial", lang)
    parts = [f"{degree}: {named(cover.offering)}", say(cover.basis, lang)]
    if cover.contract:
        parts.append(f"{say('via', lang)} {named(cover.contract)}")
    if cover.in_use:
        parts.append(say("in_use", lang))
    reasons = [cover.unclear] if cover.unclear else []
    reasons += ["verificatie"] if cover.to_check else []
    if reasons:
        words = ", ".join(say(f"unclear {reason}", lang) for reason in reasons)
        parts.append(f"{say('to_check', lang)}: {words}")
    return "; ".join(parts)

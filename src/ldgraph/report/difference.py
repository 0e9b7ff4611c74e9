"""What a change means, as lines of text: a summary, what happens to the answers, the statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from ldgraph.graph.prefixes import shorten
from ldgraph.report.source import WIDTH, one_line, shown_name
from ldgraph.report.text import finding_lines
from ldgraph.report.words import count, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from ldgraph.answers.effect import Best, Effect, FactsEffect, Need, NeedMove, Shares
    from ldgraph.errors import Finding
    from ldgraph.graph.changes import FileChange
    from ldgraph.report.statements import Subject

_STATES = ("leemte", "onbekend", "te-herbevestigen", "in-orde", "niet-van-toepassing")
_FULL, _PARTIAL = 2, 1


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared; ``name`` is empty for the files as they lie on disk."""

    name: str
    commit: str
    existed: bool
    #: Roots that lie outside the repository.
    from_disk: Sequence[str]
    faults: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that there is to tell of a change."""

    before: Side
    after: Side
    on: date
    #: Whether what is restricted is in it.
    restricted: bool
    files: Sequence[tuple[FileChange, Sequence[Subject]]]
    #: None where it cannot be determined; ``reason`` then says why, by language.
    effect: Effect | None
    reason: Mapping[str, str]
    #: Names a thing in a language.
    named: Callable[[str, str], str]
    prefixes: Mapping[str, str]


def text_lines(diff: Difference, lang: str) -> Iterator[str]:
    """Write all of it for people."""
    yield heading(diff, lang)
    yield from summary_lines(diff, lang)
    for title, lines in sections(diff, lang):
        yield ""
        yield title
        yield from lines


def heading(diff: Difference, lang: str) -> str:
    """Say what is compared, and as of when questions are answered."""
    before, after = side_name(diff.before, lang), side_name(diff.after, lang)
    return say("diff_heading", lang).format(before, after, diff.on.isoformat())


def side_name(side: Side, lang: str) -> str:
    """Name one of the two sides."""
    return f"{one_line(side.name)} ({side.commit[:10]})" if side.name else say("diff_disk", lang)


def summary_lines(diff: Difference, lang: str) -> Iterator[str]:
    """Write the figures, and what they do not say."""
    yield from _notes(diff, lang)
    signs = Counter(line.sign for _, about in diff.files for one in about for line in one.lines)
    if not diff.files:
        yield say("diff_nothing", lang)
    else:
        files = count(len(diff.files), "files", lang)
        yield say("diff_statements", lang).format(signs["+"], signs["-"], files)
    if diff.effect is None:
        yield say("diff_undetermined", lang).format(one_line(_in(diff.reason, lang)))
        return
    cover, facts = diff.effect.cover, diff.effect.facts
    lost = sum(one.before == _FULL and one.after in {0, 1} for one in cover)
    won = sum(one.after == _FULL and one.before in {0, 1} for one in cover)
    covered = say("diff_cover", lang).format(len(cover), lost, won)
    yield covered if cover else say("diff_no_cover", lang)
    if facts:
        yield from _facts_summary(facts, diff, lang)


def _notes(diff: Difference, lang: str) -> Iterator[str]:
    for side, key in ((diff.before, "diff_not_yet"), (diff.after, "diff_no_more")):
        if not side.existed:
            yield say(key, lang).format(side_name(side, lang))
        for outside in side.from_disk:
            yield say("diff_from_disk", lang).format(shown_name(outside), side_name(side, lang))
        for fault in side.faults:
            (line, *_) = finding_lines(fault, lang)
            yield f"{side_name(side, lang)}: {line}"
    if not diff.restricted:
        yield say("diff_hidden", lang)


def _facts_summary(facts: FactsEffect, diff: Difference, lang: str) -> Iterator[str]:
    old, new = facts.before, facts.after
    everyone = len(old.governments | new.governments)
    yield say("diff_governments", lang).format(len(facts.affected), everyone)
    was, now = Counter(old.states.values()), Counter(new.states.values())
    came = Counter(one.after for one in facts.states)
    went = Counter(one.before for one in facts.states)
    for state in _STATES:
        if came[state] or went[state]:
            moved = say("diff_moved", lang).format(came[state], went[state])
            yield f"{say(state, lang).capitalize()}: {was[state]} → {now[state]} ({moved})"
    yield _shares_line(old.shares, new.shares, lang)
    moved_totals = [one for one in facts.totals if one.before != one.after]
    for one in moved_totals:
        kind = one_line(diff.named(one.kind, lang))
        yield f"{say('diff_need', lang)}, {kind}: {_need_move(one, lang)}"
    if not moved_totals:
        yield f"{say('diff_need', lang)}: {say('diff_same', lang)}"


def _shares_line(old: Shares, new: Shares, lang: str) -> str:
    full, partial = (
        f"{say(key, lang)} {_move(_share(a, old.gaps), _share(b, new.gaps))}"
        for key, a, b in (
            ("full", old.full, new.full),
            ("partial", old.partial, new.partial),
        )
    )
    gaps = _move(str(old.gaps), str(new.gaps))
    return say("diff_shares", lang).format(gaps, full, partial)


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else str(part)


def _move(old: str, new: str) -> str:
    return old if old == new else f"{old} → {new}"


def _need_move(move: NeedMove, lang: str) -> str:
    return _move(_need(move.before, lang), _need(move.after, lang))


def _need(need: Need | None, lang: str) -> str:
    """Write a need: its bounds, and what is in no bound for want of a factor."""
    if need is None:
        return say("diff_none", lang)
    bounds = [_number(one, lang) for one in (need.least, need.most)]
    written = bounds[0] if bounds[0] == bounds[1] else " … ".join(bounds)
    if not need.unknown:
        return written
    missing = ", ".join(say(f"factor {one}", lang) for one in need.missing)
    return f"{written} ({say('diff_without', lang).format(need.unknown, missing)})"


def _number(value: Decimal | None, lang: str) -> str:
    if value is None:
        return say("not_determined", lang)
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def sections(diff: Difference, lang: str) -> Iterator[tuple[str, list[str]]]:
    """Give titles with lines: requirements, governments, needs, and the statements by file."""
    effect = diff.effect
    if effect and effect.cover:
        yield f"{say('diff_requirements', lang)} ({len(effect.cover)})", list(_cover(diff, lang))
    if effect and effect.facts:
        facts = effect.facts
        if facts.affected:
            title = f"{say('diff_by_government', lang)} ({len(facts.affected)})"
            yield title, list(_governments(facts, diff, lang))
        if facts.needs:
            title = f"{say('diff_needs', lang)} ({len(facts.needs)})"
            yield title, [_need_line(one, diff, lang) for one in facts.needs]
    if diff.files:
        yield f"{say('diff_files', lang)} ({len(diff.files)})", list(_files(diff, lang))


def _cover(diff: Difference, lang: str) -> Iterator[str]:
    for one in diff.effect.cover if diff.effect else ():
        before, after = (
            say("diff_not_in_force" if rank is None else f"cover {rank}", lang)
            for rank in (one.before, one.after)
        )
        key = ""
        if one.before == _FULL and one.after in {0, _PARTIAL}:
            key = "diff_lost_full"
        elif one.after == _FULL and one.before in {0, _PARTIAL}:
            key = "diff_won_full"
        elif one.before == _PARTIAL and one.after == 0:
            key = "diff_lost_all"
        tail = f" ({say(key, lang)})" if key else ""
        yield f"  {_thing(one.requirement, diff, lang)}: {before} → {after}{tail}"


def _governments(facts: FactsEffect, diff: Difference, lang: str) -> Iterator[str]:
    for government in facts.affected:
        yield f"  {_thing(government, diff, lang)}"
        for move in facts.states:
            if move.government == government:
                before, after = (
                    say(f"{state}, one" if state else "diff_does_not_hold", lang)
                    for state in (move.before, move.after)
                )
                yield f"    {_thing(move.requirement, diff, lang)}: {before} → {after}"
        for gap in facts.gaps:
            if gap.government == government:
                closing = _move(_best(gap.before, lang), _best(gap.after, lang))
                yield f"    {_thing(gap.requirement, diff, lang)}: {closing}"
                for sign, offerings in (("-", gap.lost), ("+", gap.gained)):
                    for offering in offerings:
                        yield f"      {sign} {_thing(offering, diff, lang)}"


def _best(best: Best, lang: str) -> str:
    if best.rank == _FULL:
        return say("diff_closable", lang)
    key = "in_combination" if best.together else f"diff_open {best.rank}"
    return say(key, lang)


def _need_line(move: NeedMove, diff: Difference, lang: str) -> str:
    kind = one_line(diff.named(move.kind, lang))
    return f"  {_thing(move.requirement, diff, lang)}, {kind}: {_need_move(move, lang)}"


def _files(diff: Difference, lang: str) -> Iterator[str]:
    for change, about in diff.files:
        yield f"  {shown_name(change.file.shown)} ({_how(change, lang)})"
        for one in about:
            name = one_line(diff.named(one.iri, lang)) if one.iri else ""
            tail = f"  {name}" if name and not one.iri.endswith(name) else ""
            yield f"    {one.written}{tail}"
            for line in one.lines:
                yield _cut(f"      {line.sign} {one_line(f'{line.predicate} {line.value}')}")


def _how(change: FileChange, lang: str) -> str:
    said = say(f"diff_file {change.kind}", lang)
    if change.kind == "renamed" and change.before:
        return said.format(shown_name(change.before.shown))
    return said


def _thing(iri: str, diff: Difference, lang: str) -> str:
    return f"{shorten(iri, diff.prefixes)} {one_line(diff.named(iri, lang))}"


def _cut(line: str) -> str:
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or texts.get("en", "")

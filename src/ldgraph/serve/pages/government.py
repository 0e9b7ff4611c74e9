"""Where a government stands: gaps and what covers them, blind spots, what is outdated.

Only for who may read its facts. To anyone else the same is said of every government, before data
are read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.covers import covers
from ldgraph.answers.standing import standing
from ldgraph.report.standing import cover_terms
from ldgraph.report.words import count, say
from ldgraph.serve.kept import queries
from ldgraph.serve.pages.columns import PRIORITIES

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.answers.covers import Cover, Covers, LeftOut
    from ldgraph.answers.standing import Standing, State
    from ldgraph.serve.pages.names import Shown, Writer

#: The address of the explanation of an answer.
EXPLAIN = "/v1/uitleg"
#: What people do something about, the rest in one table.
_FIRST = ("leemte", "onbekend", "te-herbevestigen")
_ALL = (*_FIRST, "in-orde", "niet-van-toepassing")


class Covering(NamedTuple):
    """An offering about a gap, as people read it."""

    offering: Shown
    #: ``full``, ``part`` or ``not``.
    mark: str
    #: How fully, on what basis, through what, and what is not sure.
    parts: list[str]
    #: What stays to be done beside it.
    work: list[str]
    why: str


class Need(NamedTuple):
    """A requirement and where the government stands for it."""

    code: str
    requirement: Shown
    priority: str
    notes: list[str]
    #: Whether no single offering that can be had covers it in full, and whether several do.
    is_open: bool
    in_combination: bool
    covering: list[Covering]
    why: str


class Group(NamedTuple):
    """The requirements in one state."""

    state: str
    title: str
    needs: list[Need]


class Stand(NamedTuple):
    """Where a government stands, for a template; ``absence`` says why nothing was computed."""

    on: str
    absence: str
    successors: list[Shown]
    remarks: list[str]
    regimes: list[str]
    numbers: list[tuple[int, str, str]]
    groups: list[Group]
    #: Questions about this government alone, and their addresses.
    questions: list[tuple[str, str]]


def stand(write: Writer, iri: str, on: date) -> Stand | None:
    """Say where a government stands; None for who may not read its facts."""
    view = write.published.view
    if not view.may_read(iri):
        return None
    stored = queries(write.published)
    found = standing(view, stored, iri, on)
    lang = write.at.lang

    def named(one: str) -> str:
        return write.thing(one).text

    if found.absence:
        words = "not_there" if found.absence == "gone" else "not_invented"
        tail = f" {on.isoformat()}" if found.absence == "gone" else ""
        absence = f"{named(iri)}: {say(words, lang)}{tail}."
        after = [write.thing(one) for one in found.successors]
        return Stand(on.isoformat(), absence, after, [], [], [], [], [])
    covered = covers(view, stored, iri, on)
    counts = Counter(one.state for one in found.states)
    return Stand(
        on.isoformat(),
        "" if found.states else say("nothing_applies", lang),
        [],
        list(_remarks(found, named, lang)),
        [
            f"{named(one.norm)}: {named(one.consequence)}"
            + (f" ({say('if', lang)}: {one.condition})" if one.condition else "")
            for one in found.regimes
        ],
        [(counts[one], count(counts[one], one, lang).partition(" ")[2], one) for one in _ALL],
        [
            Group(
                one,
                count(2, one, lang).partition(" ")[2].capitalize(),
                [_need(write, found, covered, each) for each in found.states if each.state == one],
            )
            for one in _ALL
        ],
        [
            (
                query.question if lang == "en" else query.vraag,
                write.links.to(f"/v1/vragen/{name}", government=_tail(iri), datum=on.isoformat()),
            )
            for name, query in stored.items()
            if query.path.parent.name == "answers"
            and {one.name for one in query.parameters if not one.optional} <= {"date"}
            and any(one.name == "government" for one in query.parameters)
        ],
    )


def _remarks(found: Standing, named: object, lang: str) -> list[str]:
    assert callable(named)
    remarks = []
    for target in found.targets:
        whose = say("own_target" if target.own else "kinds_target", lang).format(target.since)
        remarks.append(f"{say('target', lang)}: {named(target.level)} ({whose})")
    if not found.targets:
        remarks.append(say("no_target", lang))
    elif found.untargeted:
        editions = ", ".join(named(one) for one in found.untargeted)
        remarks.append(f"{say('no_target_for', lang)} {editions}")
    for one in found.history:
        number = count(one.assessments, "assessments", lang)
        until = f"{say('until', lang)} {one.until}"
        remarks.append(f"{say('history', lang)}: {named(one.government)} ({until}): {number}")
    return remarks


def _need(write: Writer, found: Standing, covered: Covers, one: State) -> Need:
    lang = write.at.lang
    notes = []
    if one.rank:
        notes = [say(f"rank {one.rank}", lang), f"{say('since', lang)} {one.assessed}"]
    flags = {"outdated": one.outdated, "inherited": one.inherited}
    notes += [say(flag, lang) for flag, is_on in flags.items() if is_on]
    if one.contested:
        other = say(f"rank {one.disputed_rank}", lang)
        notes.append(f"{say('contested', lang)}: {other} {say('on', lang)} {one.disputed_on}")
    mine = covered.found.get(one.requirement, [])
    left_out = covered.left_out.get(one.requirement, [])
    is_gap = one.state == "leemte"
    return Need(
        _tail(one.requirement),
        write.thing(one.requirement),
        say(PRIORITIES[str(one.priority_rank)], lang),
        notes,
        is_gap and not any(each.full and each.counts for each in mine),
        one.requirement in covered.in_combination,
        [_covering(write, found, each) for each in mine]
        + [_left_out(write, found, each) for each in left_out],
        _why(write, found, one.requirement),
    )


def _covering(write: Writer, found: Standing, one: Cover) -> Covering:
    lang = write.at.lang
    degree = say("full" if one.full else "partial", lang)
    parts = [degree, *cover_terms(one, lambda iri: write.thing(iri).text, lang)]
    work = []
    text = one.to_activate.get(lang) or next(iter(one.to_activate.values()), "")
    if text:
        work.append(f"{say('to_activate', lang)}: {text}")
    if one.missing:
        missing = ", ".join(write.thing(each).text for each in one.missing)
        work.append(f"{say('own_work', lang)}: {missing}")
    mark = "full" if one.full and one.counts else "part"
    why = _why(write, found, one.requirement, one.offering)
    return Covering(write.thing(one.offering), mark, parts, work, why)


def _left_out(write: Writer, found: Standing, one: LeftOut) -> Covering:
    words = say(f"why not {one.why}", write.at.lang)
    if one.contract and "contract" in one.why:
        words += f" ({write.thing(one.contract).text})"
    why = _why(write, found, one.requirement, one.offering)
    return Covering(write.thing(one.offering), "not", [words], [], why)


def _why(write: Writer, found: Standing, requirement: str, offering: str = "") -> str:
    return write.links.to(
        EXPLAIN,
        government=_tail(found.government),
        requirement=_tail(requirement),
        offering=_tail(offering),
        datum=found.on.isoformat(),
    )


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]

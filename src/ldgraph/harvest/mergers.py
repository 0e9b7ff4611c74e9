"""Mergers: on a day some governments end, and one goes on or begins.

LBLOD's IRIs change hands there: one that merged is who held its IRI the day before, the one that
resulted is who holds it on the day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.harvest.comparison import day
from ldgraph.harvest.proposal import Add, Describe, What
from ldgraph.terms import DCT, ORG, TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.harvest.comparison import Comparison
    from ldgraph.harvest.observed import Merger
    from ldgraph.harvest.ours import Fusion, Government
    from ldgraph.harvest.proposal import Edit, Value


class _Found(NamedTuple):
    """A merger of the source, in governments of ours."""

    source: str
    when: date
    #: Those that merged, by IRI; the one that goes on may be among them.
    parts: Mapping[str, Government]
    after: Government

    @property
    def ended(self) -> list[Government]:
        """Those that are no more after it."""
        return [one for one in self.parts.values() if one.iri != self.after.iri]


def compare_merger(at: Comparison, merger: Merger) -> None:
    """Propose a merger that we do not have, and what it makes of those that merged."""
    if merger.day is None:
        at.ask(merger.iri, merger.iri, "een fusie zonder datum", "a merger without a date")
        return
    found = _found(at, merger, merger.day)
    if found is None:
        return
    known = [one for one in at.ours.fusions if one.after == found.after.iri]
    same = next((one for one in known if one.day == found.when), None)
    other = next((one for one in known if one.before & set(found.parts)), None)
    if same and same.before >= set(found.parts):
        at.out.equal += 1
    elif other and not same:
        at.ask(
            merger.iri,
            found.after.label,
            f"de fusie staat hier met een andere datum: {other.day}, en niet {found.when}",
            f"the merger is here with another date: {other.day}, and not {found.when}",
            (other.iri,),
        )
    elif not same and found.ended and all(_is_said(one, found) for one in found.ended):
        # Of OCMWs only that much is said here.
        at.out.equal += 1
    else:
        _propose(at, found, same)


def _found(at: Comparison, merger: Merger, when: date) -> _Found | None:
    """Give a merger in governments of ours; None, and say why, where one is not known."""
    before = {iri: at.who(iri, when - timedelta(days=1)) for iri in merger.before}
    result = merger.after[0]
    after = at.who(result, when)
    missing = [iri for iri, one in before.items() if one is None]
    missing += [] if after else [result]
    if after is None or missing:
        listed = ", ".join(missing)
        at.leave(
            merger.iri,
            f"een fusie van besturen die hier niet gekend zijn: {listed}",
            f"a merger of bodies that are not known here: {listed}",
        )
        return None
    return _Found(merger.iri, when, {one.iri: one for one in before.values() if one}, after)


def _is_said(one: Government, found: _Found) -> bool:
    return one.until == found.when and found.after.iri in one.successors


def _propose(at: Comparison, found: _Found, there: Fusion | None) -> None:
    """Propose a merger, or what lacks in one that is there."""
    for one in found.ended:
        if one.until and one.until != found.when:
            at.ask(
                found.source,
                one.label,
                f"volgens de bron opgegaan op {found.when}, hier opgeheven op {one.until}",
                f"by the source merged on {found.when}, here ended on {one.until}",
                (one.iri,),
            )
            return
    edits = _described(at, found) if there is None else _completed(found, there)
    if found.after.iri in at.made and found.after.since is None:
        since = at.ours.ldg + "bestaatVan"
        edits.append(Add(found.after.iri, since, day(found.when)))
    for one in found.ended:
        edits += _ended_by(at, one, found)
        at.ended.pop(one.iri, None)
    listed = " + ".join(sorted(one.label for one in found.parts.values()))
    change = listed, f"{found.after.label} ({found.when})"
    at.propose(What.MERGER, found.after, change, found.source, edits)


def _completed(found: _Found, there: Fusion) -> list[Edit]:
    """Add those that a merger of ours leaves out."""
    return [
        Add(there.iri, f"{ORG}originalOrganization", ox.NamedNode(iri))
        for iri in sorted(set(found.parts) - there.before)
    ]


def _described(at: Comparison, found: _Found) -> list[Edit]:
    if len(found.parts) < 2:  # noqa: PLR2004 (two that merge)
        return []
    iri = f"{at.ours.root.base}/id/fusie/{found.after.slug}-{found.when}"
    parts: list[Value] = [ox.NamedNode(one) for one in sorted(found.parts)]
    rows: list[tuple[str, list[Value]]] = [
        (TYPE, [ox.NamedNode(at.ours.ldg + "Fusie")]),
        (f"{DCT}date", [day(found.when)]),
        (f"{ORG}originalOrganization", parts),
        (f"{ORG}resultingOrganization", [ox.NamedNode(found.after.iri)]),
    ]
    return [Describe(iri, rows)]


def _ended_by(at: Comparison, one: Government, found: _Found) -> list[Edit]:
    """Make the edits by which a government ends in a merger, and its numbers with it."""
    until = at.ours.ldg + "bestaatTot"
    edits: list[Edit] = []
    if one.until is None:
        edits.append(Add(one.iri, until, day(found.when)))
        edits += [
            Add(number.iri, until, day(found.when))
            for number in one.identifiers
            if number.until is None
        ]
    if found.after.iri not in one.successors:
        edits.append(Add(one.iri, at.ours.ldg + "opgegaanIn", ox.NamedNode(found.after.iri)))
    return edits

"""Gaps of one government and what covers them, arranged from the stored questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.queries import Answer, Query, ask, find_query
from ldgraph.terms import BASE, LDG, PREF_LABEL, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ldgraph.graph.access import View

_FULL = 2
BASES = {"afgeleid", "geclaimd", "geverifieerd"}


class State(NamedTuple):
    """Where a government stands for one requirement; ``assessed`` is empty when never assessed."""

    requirement: str
    priority_rank: int
    state: str
    rank: int | None
    assessed: str
    outdated: bool
    contested: bool
    inherited: bool
    target: str


class Cover(NamedTuple):
    """An offering that meets a requirement in part or in full, and what stands in the way."""

    requirement: str
    offering: str
    full: bool
    basis: str
    contract: str
    #: ``ja`` or ``na-te-gaan``; what cannot be obtained is not listed.
    obtainable: str
    #: What is not known about obtaining it, as ``obtainable.rq`` names it; else empty.
    unclear: str
    #: A verified claim lapsed, and nothing newer came in its place.
    to_check: bool
    in_use: bool
    claim: str

    @property
    def counts(self) -> bool:
        """Whether it covers the gap here and now: obtainable, certain, and not already in use."""
        return self.obtainable == "ja" and not self.to_check and not self.in_use


def states(view: View, queries: Mapping[str, Query], government: str, on: date) -> list[State]:
    """Ask where a government stands, most pressing first; empty if it does not exist that day."""
    answer = _ask(view, queries, "requirement-states", government, on)
    found = [
        State(
            row["requirement"],
            int(row["priority_rank"]),
            row["state"],
            int(row["rank"]) if row["rank"] else None,
            row["assessed"],
            row["outdated"] == "true",
            row["contested"] == "true",
            row["inherited"] == "true",
            row["target"],
        )
        for row in _rows(answer)
    ]
    return sorted(found, key=lambda one: (-one.priority_rank, one.rank or 0, one.requirement))


def covers(
    view: View, queries: Mapping[str, Query], government: str, on: date
) -> dict[str, list[Cover]]:
    """Ask what covers each gap of a government; a gap that nothing covers has an empty list."""
    found: dict[str, list[Cover]] = {}
    for row in _rows(_ask(view, queries, "offerings-for-gaps", government, on)):
        listed = found.setdefault(row["requirement"], [])
        if row["offering"]:
            listed.append(
                Cover(
                    row["requirement"],
                    row["offering"],
                    int(row["degree_rank"]) == _FULL,
                    row["basis"].rsplit("/", 1)[-1],
                    row["contract"],
                    row["obtainable"],
                    row["unclear"],
                    row["to_check"] == "1",
                    row["in_use"] == "true",
                    row["claim"],
                )
            )
    return {gap: _one_each(listed) for gap, listed in found.items()}


def _one_each(listed: list[Cover]) -> list[Cover]:
    """Keep the best way to obtain each offering: of several contracts, one that is certain."""
    best: dict[str, Cover] = {}
    for one in sorted(listed, key=lambda cover: (not cover.counts, cover.contract)):
        best.setdefault(one.offering, one)
    return sorted(best.values(), key=lambda one: (not one.counts, not one.full, one.offering))


def why(
    view: View, government: str, requirement: str, offering: str, on: date
) -> Iterator[ox.Quad]:
    """Give the chain of facts behind an answer: statements with the graph that each stands in.

    First the requirement, then the assessments up to the date, then (with an offering) what it
    delivers, the claims, and how it is obtained.
    """
    yield from _facts(view, requirement, PREF_LABEL, "prioriteit", "vanafNiveau", "uitMaatregel")
    yield from _facts(view, requirement, "vraagtCapability", "mitigeert", "herkomst")
    for assessment in _about(view, "Beoordeling", bestuur=government, vereiste=requirement):
        said = list(_facts(view, assessment, "datum", "status", "bewijsgraad", "uitInteractie"))
        dates = [getattr(q.object, "value", "") for q in said if q.predicate.value == LDG + "datum"]
        if all(one <= on.isoformat() for one in dates):
            yield from said
    if offering:
        yield from _how_it_covers(view, government, requirement, offering)


def _how_it_covers(
    view: View, government: str, requirement: str, offering: str
) -> Iterator[ox.Quad]:
    yield from _facts(view, offering, PREF_LABEL, "levert", "uitvoering", "aanbodstatus")
    yield from _facts(view, offering, "voorSoort", "voorBestuur", "voorLedenVan", "contractNodig")
    yield from _facts(view, offering, "viaContract", "leverancier")
    for claim in _about(view, "Dekking", aanbod=offering, vereiste=requirement):
        yield from _facts(
            view,
            claim,
            "graad",
            "basis",
            "datum",
            "geldigTot",
            "bewijs",
            "volgens",
            "nogTeActiveren",
        )
    for quad in _facts(view, offering, "viaContract"):
        contract = getattr(quad.object, "value", "")
        yield from _facts(view, contract, "geldigVan", "geldigTot", "voorSoort", "voorLedenVan")
    for adoption in _about(view, "Afname", bestuur=government, aanbod=offering):
        yield from _facts(view, adoption, "afnamestatus", "sinds")


def _facts(view: View, subject: str, *names: str) -> Iterator[ox.Quad]:
    """Give what is said of a thing by properties of ours, or of others by their IRI."""
    for name in names:
        predicate = ox.NamedNode(name if ":" in name else LDG + name)
        yield from view.store.quads_for_pattern(ox.NamedNode(subject), predicate, None, None)


def _about(view: View, kind: str, **where: str) -> list[str]:
    """List the things of a kind of which each property has the value given."""
    wanted = [(TYPE, LDG + kind), *((LDG + name, iri) for name, iri in where.items())]
    found = [
        {
            quad.subject.value
            for quad in view.store.quads_for_pattern(
                None, ox.NamedNode(name), ox.NamedNode(iri), None
            )
            if isinstance(quad.subject, ox.NamedNode)
        }
        for name, iri in wanted
    ]
    return sorted(set.intersection(*found))


def label(view: View, iri: str, lang: str) -> str:
    """Name a thing in a language, else in Dutch, else as the end of its IRI."""
    found = {
        quad.object.language or "": quad.object.value
        for quad in view.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(PREF_LABEL), None, None
        )
        if isinstance(quad.object, ox.Literal)
    }
    return found.get(lang) or found.get("nl") or found.get("en") or iri.rsplit("/", 1)[-1]


def successors(view: View, government: str) -> list[str]:
    """List the governments that a merged government went up in."""
    merged = ox.NamedNode(LDG + "opgegaanIn")
    quads = view.store.quads_for_pattern(ox.NamedNode(government), merged, None, None)
    return sorted(quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode))


def requirement_iri(view: View, wanted: str) -> str | None:
    """Give the IRI of a requirement named by IRI or identifier; None if there is none."""
    iri = wanted if "/" in wanted else f"{BASE}/id/vereiste/{wanted.removeprefix('vereiste:')}"
    return iri if _exists(view, iri) else None


def offering_iri(view: View, wanted: str) -> str | None:
    """Give the IRI of an offering named by IRI or slug; None if there is none."""
    iri = wanted if "/" in wanted else f"{BASE}/id/aanbod/{wanted.removeprefix('aanbod:')}"
    return iri if _exists(view, iri) else None


def _exists(view: View, iri: str) -> bool:
    try:
        quads = view.store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    except ValueError:
        return False
    return next(iter(quads), None) is not None


def _ask(view: View, queries: Mapping[str, Query], name: str, government: str, on: date) -> Answer:
    arguments = {"government": government, "date": on.isoformat()}
    return ask(view, find_query(queries, name), arguments)


def _rows(answer: Answer) -> Iterator[dict[str, str]]:
    for row in answer.rows:
        yield {
            column: term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
            for column, term in zip(answer.columns, row, strict=True)
        }

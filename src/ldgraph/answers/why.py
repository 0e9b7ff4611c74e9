"""The chain of facts behind an answer: statements, each with the graph that it stands in.

Nothing is decided here: the stored questions do that. What they looked at is listed, in sections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.terms import ORG, PREF_LABEL, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ldgraph.graph.access import View

_MEMBER, _BODY, _KIND = ORG + "member", ORG + "organization", ORG + "classification"
_BROADER = SKOS + "broader"
_IN_FORCE = ("geldigVan", "geldigTot")
_AUDIENCE = ("voorSoort", "voorBestuur", "voorLedenVan")


class Section(NamedTuple):
    """One link of the chain; ``name`` is a key of the words of the command line."""

    name: str
    facts: list[ox.Quad]


def why(view: View, government: str, requirement: str, offering: str, on: date) -> list[Section]:
    """Give the chain of facts behind an answer about a requirement, and an offering if named.

    What is dated after ``on`` is left out, as the questions leave it out.
    """
    chain = _Chain(view, on.isoformat())
    sections = [
        ("why applies", chain.applies(government, requirement)),
        ("why stands", chain.stands(government, requirement)),
        ("why risks", chain.risks(government, requirement)),
    ]
    if offering:
        sections += [
            ("why offered", chain.offered(offering)),
            ("why covers", chain.covers(offering, requirement)),
            ("why obtained", chain.obtained(government, offering)),
            ("why used", chain.used(government, offering)),
        ]
    found = [Section(name, list(dict.fromkeys(facts))) for name, facts in sections]
    return [one for one in found if one.facts]


class _Chain:
    def __init__(self, view: View, day: str) -> None:
        self._store = view.store
        self._ldg = view.vocabulary.ldg
        self._day = day

    def applies(self, government: str, requirement: str) -> Iterator[ox.Quad]:
        yield from self._facts(requirement, PREF_LABEL, "prioriteit", "vanafNiveau", *_AUDIENCE)
        yield from self._facts(requirement, *_IN_FORCE, "uitMaatregel", "vraagtCapability")
        yield from self._facts(requirement, "betreftToetsing", "mitigeert", "herkomst")
        yield from self._facts(requirement, "eigenLezing")
        yield from self._facts(government, PREF_LABEL, _KIND, "bestaatVan", "bestaatTot")
        yield from self._facts(government, "opgegaanIn", "hoortBij")
        kinds = self._upwards(self._values(government, _KIND))
        targets = self._about("Doelniveau", bestuur=government)
        for kind in kinds:
            targets += self._about("Doelniveau", voorSoort=kind)
        for target in self._until_today(targets, "geldigVan"):
            yield from self._facts(target, "niveau", "bestuur", "voorSoort", *_IN_FORCE)
            yield from self._facts(target, "vastgesteldDoor")

    def stands(self, government: str, requirement: str) -> Iterator[ox.Quad]:
        yield from self._assessments(government, requirement)
        for environment in self._about("IctOmgeving", gebruiker=government):
            yield from self._facts(environment, "beheerder", *_IN_FORCE)
            for holder in self._values(environment, self._ldg + "beheerder"):
                if holder != government:
                    yield from self._assessments(holder, requirement)
        # Of the controls that it comes from: evidence beside, which sets no status.
        for control in self._values(requirement, self._ldg + "uitMaatregel"):
            said = self._about("MaatregelBeoordeling", bestuur=government, maatregel=control)
            for one in self._until_today(said, "datum"):
                yield from self._facts(one, "maatregel", "datum", "nietVanToepassing", "reden")
                yield from self._facts(one, "documentatieMaturiteit", "implementatieMaturiteit")

    def _assessments(self, government: str, requirement: str) -> Iterator[ox.Quad]:
        said = self._about("Beoordeling", bestuur=government, vereiste=requirement)
        for one in self._until_today(said, "datum"):
            yield from self._facts(one, "bestuur", "datum", "status", "bewijsgraad", "reden")
            yield from self._facts(one, "geldigTot", "uitInteractie")

    def risks(self, government: str, requirement: str) -> Iterator[ox.Quad]:
        for risk in self._values(requirement, self._ldg + "mitigeert"):
            estimates = self._about("RisicoInschatting", risico=risk)
            for one in self._until_today(estimates, "datum"):
                if set(self._values(one, self._ldg + "bestuur")) <= {government}:
                    yield from self._facts(one, "risico", "bestuur", "kans", "impact", "datum")

    def offered(self, offering: str) -> Iterator[ox.Quad]:
        yield from self._facts(offering, PREF_LABEL, "leverancier", "levert", "uitvoering")
        # Whose reading that is, and what the source itself says where it is no kind or date.
        yield from self._facts(offering, "herkomst", "aanbodstatus", *_IN_FORCE)
        yield from self._facts(offering, "geldigheidVolgensBron")

    def covers(self, offering: str, requirement: str) -> Iterator[ox.Quad]:
        claims = self._about("Dekking", aanbod=offering, vereiste=requirement)
        for claim in self._until_today(claims, "datum"):
            yield from self._facts(claim, "graad", "basis", "datum", "geldigTot", "bewijs")
            yield from self._facts(claim, "volgens", "nogTeActiveren", "ontbrekendeCapability")
        # What a derived claim rests on: where what is delivered is narrower than what is asked.
        asked = self._values(requirement, self._ldg + "vraagtCapability")
        for one in asked:
            yield from self._facts(one, "volledigOpgedeeld")
        for one in self._values(offering, self._ldg + "levert"):
            for above in self._upwards([one]):
                if set(self._upwards([above])) & set(asked) and above not in asked:
                    yield from self._facts(above, _BROADER)

    def obtained(self, government: str, offering: str) -> Iterator[ox.Quad]:
        yield from self._facts(offering, *_AUDIENCE, "doelgroepVolgensBron", "contractNodig")
        yield from self._facts(offering, "viaContract", "prijsmodel", "financieringVolgensBron")
        contracts = self._values(offering, self._ldg + "viaContract")
        for contract in contracts:
            yield from self._facts(contract, *_IN_FORCE, "geldigheidVolgensBron", *_AUDIENCE)
            yield from self._facts(contract, "doelgroepVolgensBron")
        for one in (offering, *contracts):
            for body in self._values(one, self._ldg + "voorLedenVan"):
                members = self._of(
                    {TYPE: self._ldg + "Lidmaatschap", _MEMBER: government, _BODY: body}
                )
                for member in members:
                    yield from self._facts(member, _MEMBER, _BODY, "zekerheid", "bestaatVan")
                    yield from self._facts(member, "bestaatTot")

    def used(self, government: str, offering: str) -> Iterator[ox.Quad]:
        adoptions = self._about("Afname", bestuur=government, aanbod=offering)
        for one in self._until_today(adoptions, "sinds"):
            yield from self._facts(one, "afnamestatus", "sinds", "geldigTot")

    def _facts(self, subject: str, *names: str) -> Iterator[ox.Quad]:
        """Give what is said of a thing by properties of ours, or of others by their IRI."""
        for name in names:
            predicate = ox.NamedNode(name if ":" in name else self._ldg + name)
            yield from sorted(
                self._store.quads_for_pattern(ox.NamedNode(subject), predicate, None, None),
                key=str,
            )

    def _values(self, subject: str, predicate: str) -> list[str]:
        quads = self._facts(subject, predicate)
        return [quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)]

    def _upwards(self, concepts: list[str]) -> list[str]:
        found = list(concepts)
        for one in found:
            found += [above for above in self._values(one, _BROADER) if above not in found]
        return found

    def _until_today(self, things: list[str], name: str) -> Iterator[str]:
        """Pass on what is not dated after the day; what has no date is passed on."""
        for thing in things:
            dates = [str(getattr(quad.object, "value", "")) for quad in self._facts(thing, name)]
            if all(one[:10] <= self._day for one in dates):
                yield thing

    def _about(self, kind: str, **where: str) -> list[str]:
        return self._of(
            {TYPE: self._ldg + kind} | {self._ldg + name: iri for name, iri in where.items()}
        )

    def _of(self, wanted: dict[str, str]) -> list[str]:
        """List the things of which each property has the value given, the class named first."""
        *rest, (name, iri) = wanted.items()
        quads = self._store.quads_for_pattern(None, ox.NamedNode(name), ox.NamedNode(iri), None)
        found = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return sorted(one.value for one in found if all(self._has(one, *pair) for pair in rest))

    def _has(self, subject: ox.NamedNode, name: str, iri: str) -> bool:
        quads = self._store.quads_for_pattern(subject, ox.NamedNode(name), ox.NamedNode(iri), None)
        return next(iter(quads), None) is not None

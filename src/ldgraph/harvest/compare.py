"""Which of our governments a source speaks of, and what would have to change for us to agree.

Nobody's identifier stands for a government here: LBLOD's IRIs changed hands in mergers, so a number
counts only on the days on which it is its government's. Where numbers point to two of ours, or a
name alone agrees, a person decides. Nothing is proposed because a source is silent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.observed import Left, Life
from ldgraph.harvest.ours import ADMS, GEMEENTE, NAMED, OCMW, WORDS
from ldgraph.harvest.proposal import (
    Add,
    Describe,
    Proposal,
    Proposed,
    Question,
    Replace,
    What,
)
from ldgraph.terms import DCT, ORG, PREF_LABEL, SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ldgraph.harvest.observed import Body, Merger, Observed
    from ldgraph.harvest.ours import Government, Ours
    from ldgraph.harvest.proposal import Edit, Value

_BESLUIT = "http://data.vlaanderen.be/ns/besluit#"
_KIND = "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/"
_TERRITORY = "https://data.vlaanderen.be/id/gemeente/"
#: Issuers whose numbers are compared, in the order in which they are written.
_ISSUERS = ("NIS", "zonecode", "KBO", "OVO", "LBLOD")


def compare(observed: Observed, ours: Ours, on: date) -> Proposed:
    """Compare what a source says of governments with what the root says on a day."""
    comparing = _Comparing(ours, on)
    comparing.out.left += observed.left
    for body in sorted(observed.bodies, key=lambda one: one.iri):
        comparing.body(body)
    comparing.settle_new()
    for merger in sorted(observed.mergers, key=lambda one: (str(one.day), one.iri)):
        comparing.merger(merger)
    comparing.settle_ended()
    comparing.settle_contested()
    return comparing.out


def day(value: date) -> ox.Literal:
    """Make a day a value."""
    return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))


@dataclass(slots=True)
class _Comparing:
    ours: Ours
    on: date
    out: Proposed = field(default_factory=Proposed)
    #: Which of ours a body of the source is, by its IRI there.
    matched: dict[str, Government] = field(default_factory=dict)
    new: dict[str, Body] = field(default_factory=dict)
    #: Who was given a number first in this harvest.
    claimed: dict[tuple[str, str], Government] = field(default_factory=dict)
    #: Numbers that two would have, with the second that the source gives them to.
    contested: dict[tuple[str, str], str] = field(default_factory=dict)
    #: Bodies that ended by their source, and of which we do not say so; a merger may say when.
    ended: dict[str, tuple[Body, Government]] = field(default_factory=dict)

    # -- which is which -------------------------------------------------------------------------

    def body(self, body: Body) -> None:
        """Find which of ours a body is, and compare; else see whether it is a new one."""
        if body.kind not in WORDS:
            self.leave(
                body.iri,
                "een soort bestuur die hier niet beschreven wordt",
                "a kind of government that is not described here",
            )
            return
        found = self.candidates(body)
        name = body.names[0] if body.names else body.iri
        if len(found) > 1:
            listed = "; ".join(f"{number} → {one.slug}" for number, one in found.values())
            self.ask(
                body.iri,
                name,
                f"de nummers wijzen naar verschillende besturen ({listed})",
                f"the numbers point to different governments ({listed})",
                tuple(found),
            )
            return
        if not found:
            self.unknown(body, name)
            return
        number, government = next(iter(found.values()))
        if government.kind != body.kind:
            self.ask(
                body.iri,
                name,
                f"het nummer ({number}) is van een bestuur van een andere soort",
                f"the number ({number}) is of a government of another kind",
                (government.iri,),
            )
            return
        self.matched[body.iri] = government
        self.differences(body, government)

    def candidates(self, body: Body) -> dict[str, tuple[str, Government]]:
        """Give who has one of a body's numbers: on the day of the source, else ever."""
        when = body.said_on or self.on
        for always in (False, True):
            found: dict[str, tuple[str, Government]] = {}
            for issuer in _ISSUERS:
                for value in body.ids.get(issuer, ()):
                    for government, number in self.ours.with_number(issuer, value):
                        # A municipality and its OCMW have one NIS code.
                        if issuer == "NIS" and government.kind != body.kind:
                            continue
                        if always or number.holds_on(when):
                            found.setdefault(government.iri, (f"{issuer} {value}", government))
            by_number = self.by_own_number(body)
            if by_number:
                found.setdefault(by_number.iri, (f"NIS {body.ids['NIS'][0]}", by_number))
            if found:
                return found
        return {}

    def by_own_number(self, body: Body) -> Government | None:
        """Give the government whose IRI has the body's number, where that is how IRIs are made."""
        word, issuer = WORDS[body.kind]
        values = body.ids.get(issuer, ())
        if issuer != "NIS" or len(values) != 1:
            return None
        return self.ours.governments.get(self.iri_of(word, values[0]))

    def iri_of(self, word: str, number: str) -> str:
        return f"{self.ours.root.base}/id/lokaalbestuur/{word}-{number}"

    def unknown(self, body: Body, name: str) -> None:
        """See whether a body that has none of our numbers is new."""
        wanted = self.name_of(body)
        alike = tuple(
            one.iri
            for one in self.ours.governments.values()
            if one.kind == body.kind and one.label == wanted and one.until is None
        )
        if alike:
            self.ask(
                body.iri,
                name,
                "alleen de naam komt overeen, geen enkel nummer",
                "the name alone agrees, no number does",
                alike,
            )
        elif body.life is Life.ENDED:
            self.leave(
                body.iri,
                "opgeheven volgens de bron, en hier nooit beschreven",
                "ended by its source, and never described here",
            )
        elif body.life is Life.UNSAID:
            self.leave(
                body.iri,
                "hier niet gekend, en de bron zegt niet dat het bestaat",
                "not known here, and its source does not say that it is there",
            )
        else:
            self.new[body.iri] = body

    def name_of(self, body: Body) -> str:
        """Give a body's name as we write it."""
        name = body.names[0] if body.names else ""
        before = NAMED.get(body.kind, "")
        return name if name.startswith(before) else before + name

    # -- what differs ---------------------------------------------------------------------------

    def differences(self, body: Body, government: Government) -> None:
        """Propose what a source says otherwise of a government of ours."""
        before = len(self.out.proposals) + len(self.out.questions) + len(self.ended)
        self.life(body, government)
        if body.life is not Life.ENDED and government.until is None:
            self.name(body, government)
            self.identifiers(body, government)
        if before == len(self.out.proposals) + len(self.out.questions) + len(self.ended):
            self.out.equal += 1

    def life(self, body: Body, government: Government) -> None:
        if body.life is Life.ENDED and government.until is None:
            self.ended[government.iri] = body, government
        elif body.life is Life.ENDED and body.until and government.until != body.until:
            self.ask(
                body.iri,
                government.label,
                f"volgens de bron is het opgeheven op {body.until}, hier op {government.until}",
                f"by its source it ended on {body.until}, here on {government.until}",
                (government.iri,),
            )
        elif body.life is Life.ACTIVE and government.until and government.until <= self.on:
            self.ask(
                body.iri,
                government.label,
                f"volgens de bron bestaat het, hier is het opgeheven op {government.until}",
                f"by its source it is there, here it ended on {government.until}",
                (government.iri,),
            )

    def name(self, body: Body, government: Government) -> None:
        if len(body.names) > 1:
            listed = " / ".join(body.names)
            self.ask(
                body.iri,
                government.label,
                f"de bron geeft meer dan één naam: {listed}",
                f"the source gives more than one name: {listed}",
                (government.iri,),
            )
        elif body.names and self.name_of(body) != government.label and government.label:
            new = self.name_of(body)
            if new.isupper() and not government.label.isupper():
                self.leave(
                    body.iri,
                    "een naam in hoofdletters neemt niets over van een met kleine letters",
                    "a name in capitals takes nothing over from one in small letters",
                )
                return
            if new in self.predecessors(government):
                self.ask(
                    body.iri,
                    government.label,
                    f"de bron noemt het zoals een voorganger: {new}; is ze van voor de fusie?",
                    f"the source calls it as a predecessor: {new}; is it of before the merger?",
                    (government.iri,),
                )
                return
            old = ox.Literal(government.label, language="nl")
            edit = Replace(government.iri, PREF_LABEL, old, ox.Literal(new, language="nl"))
            self.propose(What.NAME, government, government.label, new, body.iri, [edit])

    def predecessors(self, government: Government) -> set[str]:
        """Give the names of those that went into a government."""
        return {
            one.label
            for one in self.ours.governments.values()
            if government.iri in one.successors
        }

    def identifiers(self, body: Body, government: Government) -> None:
        for issuer in _ISSUERS:
            values = body.ids.get(issuer, ())
            # The number in an OCMW's IRI is its municipality's.
            if not values or (issuer == "NIS" and body.kind == OCMW):
                continue
            current = government.current(issuer, self.on)
            theirs = {one.value for one in current}
            if len(values) > 1:
                listed = ", ".join(values)
                self.ask(
                    body.iri,
                    government.label,
                    f"de bron geeft meer dan één nummer van {issuer}: {listed}",
                    f"the source gives more than one number of {issuer}: {listed}",
                    (government.iri,),
                )
            elif values[0] not in theirs and self.is_taken(body, government, issuer, values[0]):
                continue
            elif theirs and values[0] not in theirs:
                self.other_number(body, government, issuer, values[0])
            elif not theirs:
                self.propose(
                    What.IDENTIFIER,
                    government,
                    "",
                    f"{issuer} {values[0]}",
                    body.iri,
                    self.added_number(
                        government.iri, government.slug, issuer, values[0], body.ids_since.get(issuer)
                    ),
                )

    def is_taken(self, body: Body, government: Government, issuer: str, value: str) -> bool:
        """Ask where a number is another's already, here or by the same source."""
        holders = {
            one.iri: one.label
            for one, number in self.ours.with_number(issuer, value)
            if number.holds_on(self.on) and one.kind == government.kind
        }
        first = self.claimed.setdefault((issuer, value), government)
        holders[first.iri] = first.label
        others = {iri: label for iri, label in holders.items() if iri != government.iri}
        if others:
            self.contested[issuer, value] = body.iri
            listed = ", ".join(others.values())
            self.ask(
                body.iri,
                government.label,
                f"de bron geeft {issuer} {value}, dat ook van {listed} is",
                f"the source gives {issuer} {value}, which is of {listed} too",
                (government.iri, *others),
            )
        return bool(others)

    def other_number(self, body: Body, government: Government, issuer: str, value: str) -> None:
        """Replace a number from a day on, where the source says since when; else ask."""
        current = government.current(issuer, self.on)
        since = body.ids_since.get(issuer)
        had = ", ".join(one.value for one in current)
        if since is None or len(current) != 1 or (current[0].since or since) > since:
            self.ask(
                body.iri,
                government.label,
                f"de bron geeft {issuer} {value}, hier staat {had}; sinds wanneer, zegt de bron niet",
                f"the source gives {issuer} {value}, here it is {had}; since when is not said",
                (government.iri,),
            )
            return
        edits: list[Edit] = [Add(current[0].iri, self.ours.ldg + "bestaatTot", day(since))]
        edits += self.added_number(government.iri, government.slug, issuer, value, since)
        self.propose(
            What.IDENTIFIER, government, f"{issuer} {had}", f"{issuer} {value}", body.iri, edits
        )

    def added_number(
        self, iri: str, slug: str, issuer: str, value: str, since: date | None
    ) -> list[Edit]:
        """Make the edits that give a government one more number."""
        name = f"{self.ours.root.base}/id/identificator/{slug}-{issuer.lower()}"
        if self.ours.exists(name):
            name += f"-{since.year}" if since else "-2"
        return [
            Describe(name, self.number_rows(issuer, value, since)),
            Add(iri, f"{ADMS}identifier", ox.NamedNode(name)),
        ]

    def number_rows(
        self, issuer: str, value: str, since: date | None
    ) -> list[tuple[str, list[Value]]]:
        rows: list[tuple[str, list[Value]]] = [
            (TYPE, [ox.NamedNode(f"{ADMS}Identifier")]),
            (f"{SKOS}notation", [ox.Literal(value)]),
            (f"{ADMS}schemaAgency", [ox.Literal(issuer)]),
        ]
        return [*rows, (self.ours.ldg + "bestaatVan", [day(since)])] if since else rows

    # -- what is new ----------------------------------------------------------------------------

    def settle_new(self) -> None:
        """Propose the bodies that none of ours is; those that others hang on go first."""
        for body in sorted(self.new.values(), key=lambda one: (one.kind == OCMW, one.iri)):
            word, issuer = WORDS[body.kind]
            values = body.ids.get(issuer) or body.ids.get("KBO", ())
            if len(values) != 1 or len(body.names) != 1:
                self.leave(
                    body.iri,
                    f"nieuw, maar zonder één naam en één nummer ({issuer}) om het mee te benoemen",
                    f"new, but without one name and one number ({issuer}) to call it by",
                )
                continue
            self.describe(body, f"{word}-{values[0]}")

    def describe(self, body: Body, slug: str) -> None:
        iri = f"{self.ours.root.base}/id/lokaalbestuur/{slug}"
        if self.ours.exists(iri):
            self.ask(
                body.iri,
                self.name_of(body),
                f"er is al een {slug}, met andere nummers",
                f"there is a {slug} already, with other numbers",
                (iri,),
            )
            return
        ldg = self.ours.ldg
        numbers = [
            (issuer, body.ids[issuer][0])
            for issuer in _ISSUERS
            if len(body.ids.get(issuer, ())) == 1 and not (issuer == "NIS" and body.kind == OCMW)
        ]
        names = {
            issuer: f"{self.ours.root.base}/id/identificator/{slug}-{issuer.lower()}"
            for issuer, _ in numbers
        }
        rows: list[tuple[str, list[Value]]] = [
            (TYPE, [ox.NamedNode(ldg + "LokaalBestuur"), ox.NamedNode(f"{_BESLUIT}Bestuurseenheid")]),
            (PREF_LABEL, [ox.Literal(self.name_of(body), language="nl")]),
            (f"{ORG}classification", [ox.NamedNode(_KIND + body.kind)]),
        ]
        if body.kind == OCMW:
            place = self.iri_of("gemeente", slug.removeprefix("ocmw-"))
            rows.append((ldg + "hoortBij", [ox.NamedNode(place)]))
        if body.since:
            rows.append((ldg + "bestaatVan", [day(body.since)]))
        if body.kind == GEMEENTE:
            code = slug.removeprefix("gemeente-")
            rows.append((f"{_BESLUIT}werkingsgebied", [ox.NamedNode(_TERRITORY + code)]))
        rows.append((f"{ADMS}identifier", [ox.NamedNode(name) for name in names.values()]))
        edits: list[Edit] = [Describe(iri, rows)]
        edits += [
            Describe(names[issuer], self.number_rows(issuer, value, body.since))
            for issuer, value in numbers
        ]
        self.out.proposals.append(
            Proposal(What.NEW, iri, self.name_of(body), "", slug, body.iri, tuple(edits))
        )

    # -- mergers --------------------------------------------------------------------------------

    def merger(self, merger: Merger) -> None:
        """Propose a merger that we do not have, and what it makes of those that merged."""
        when = merger.day
        if when is None:
            self.ask(
                merger.iri,
                merger.iri,
                "een fusie zonder datum",
                "a merger without a date",
            )
            return
        before = [self.who(one, when - timedelta(days=1)) for one in merger.before]
        after = self.who(merger.after[0], when)
        missing = [
            iri
            for iri, one in zip((*merger.before, merger.after[0]), (*before, after), strict=True)
            if one is None
        ]
        if missing or after is None:
            listed = ", ".join(missing)
            self.leave(
                merger.iri,
                f"een fusie van besturen die hier niet gekend zijn: {listed}",
                f"a merger of bodies that are not known here: {listed}",
            )
            return
        parts = {one.iri: one for one in before if one is not None}
        known = [one for one in self.ours.fusions if one.after == after.iri]
        same = [one for one in known if one.day == when]
        if same and same[0].before >= set(parts):
            self.out.equal += 1
            return
        if known and not same and any(one.before & set(parts) for one in known):
            self.ask(
                merger.iri,
                after.label,
                f"de fusie staat hier met een andere datum: {known[0].day}, en niet {when}",
                f"the merger is here with another date: {known[0].day}, and not {when}",
                (known[0].iri,),
            )
            return
        if all(
            one.until == when and after.iri in one.successors
            for one in parts.values()
            if one.iri != after.iri
        ) and not same:
            # Of OCMWs only that much is said here.
            self.out.equal += 1
            return
        self.propose_merger(merger, when, parts, after, same[0].iri if same else None)

    def propose_merger(
        self,
        merger: Merger,
        when: date,
        parts: Mapping[str, Government],
        after: Government,
        there: str | None,
    ) -> None:
        ldg = self.ours.ldg
        edits: list[Edit] = []
        if there:
            has = next(one for one in self.ours.fusions if one.iri == there).before
            edits += [
                Add(there, f"{ORG}originalOrganization", ox.NamedNode(iri))
                for iri in sorted(set(parts) - has)
            ]
        elif len(parts) > 1:
            iri = f"{self.ours.root.base}/id/fusie/{after.slug}-{when}"
            nodes: list[Value] = [ox.NamedNode(one) for one in sorted(parts)]
            edits.append(
                Describe(
                    iri,
                    [
                        (TYPE, [ox.NamedNode(ldg + "Fusie")]),
                        (f"{DCT}date", [day(when)]),
                        (f"{ORG}originalOrganization", nodes),
                        (f"{ORG}resultingOrganization", [ox.NamedNode(after.iri)]),
                    ],
                )
            )
        for one in parts.values():
            if one.iri == after.iri:
                continue
            if one.until and one.until != when:
                self.ask(
                    merger.iri,
                    one.label,
                    f"volgens de bron opgegaan op {when}, hier opgeheven op {one.until}",
                    f"by the source merged on {when}, here ended on {one.until}",
                    (one.iri,),
                )
                return
            edits += self.ended_by(one, after, when)
            self.ended.pop(one.iri, None)
        listed = " + ".join(sorted(one.label for one in parts.values()))
        self.propose(What.MERGER, after, listed, f"{after.label} ({when})", merger.iri, edits)

    def ended_by(self, one: Government, after: Government, when: date) -> list[Edit]:
        """Make the edits by which a government ends in a merger, and its numbers with it."""
        ldg = self.ours.ldg
        edits: list[Edit] = []
        if one.until is None:
            edits.append(Add(one.iri, ldg + "bestaatTot", day(when)))
            edits += [
                Add(number.iri, ldg + "bestaatTot", day(when))
                for number in one.identifiers
                if number.until is None
            ]
        if after.iri not in one.successors:
            edits.append(Add(one.iri, ldg + "opgegaanIn", ox.NamedNode(after.iri)))
        return edits

    def who(self, iri: str, when: date) -> Government | None:
        """Give whom an IRI of the source stood for on a day."""
        holders = [
            one for one, number in self.ours.with_number("LBLOD", iri) if number.holds_on(when)
        ]
        if len(holders) == 1:
            return holders[0]
        return self.matched.get(iri) if not holders else None

    def settle_ended(self) -> None:
        """Propose, or ask after, the end of governments that no merger of the source ended."""
        for body, government in self.ended.values():
            if body.until:
                edits: list[Edit] = [Add(government.iri, self.ours.ldg + "bestaatTot", day(body.until))]
                self.propose(
                    What.STATUS, government, "", f"opgeheven op {body.until}", body.iri, edits
                )
            else:
                self.ask(
                    body.iri,
                    government.label,
                    "opgeheven volgens de bron, die niet zegt sinds wanneer",
                    "ended by its source, which does not say since when",
                    (government.iri,),
                )

    def settle_contested(self) -> None:
        """Take back what was proposed of a number that turned out to be another's as well."""
        numbers = {f"{issuer} {value}" for issuer, value in self.contested}
        kept = []
        for one in self.out.proposals:
            if one.what is What.IDENTIFIER and one.after in numbers:
                self.ask(
                    one.source,
                    one.label,
                    f"de bron geeft {one.after} aan meer dan één bestuur",
                    f"the source gives {one.after} to more than one government",
                    (one.subject,),
                )
            else:
                kept.append(one)
        self.out.proposals = kept

    # -- what comes out -------------------------------------------------------------------------

    def propose(  # noqa: PLR0913 (what a proposal says)
        self,
        what: What,
        government: Government,
        before: str,
        after: str,
        source: str,
        edits: Iterable[Edit],
    ) -> None:
        self.out.proposals.append(
            Proposal(
                what, government.iri, government.label, before, after, source, tuple(edits)
            )
        )

    def ask(
        self, about: str, label: str, dutch: str, english: str, candidates: tuple[str, ...] = ()
    ) -> None:
        self.out.questions.append(Question(about, label, dutch, english, candidates))

    def leave(self, about: str, dutch: str, english: str) -> None:
        self.out.left.append(Left(about, dutch, english))

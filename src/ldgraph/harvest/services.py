"""Services of a public catalogue beside our offerings: which are ours, which may become one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.comparison import day
from ldgraph.harvest.lpdc import LOCAL
from ldgraph.harvest.observed import Left
from ldgraph.harvest.proposal import Add, Describe, Proposal, Proposed, Question, Replace, What
from ldgraph.harvest.quads import Graph, triples_of
from ldgraph.terms import DCT, PREF_LABEL, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldgraph.harvest.observed import Observed, Service
    from ldgraph.harvest.ours import Ours
    from ldgraph.harvest.proposal import Edit, Value


def compare_services(
    observed: Observed, ours: Ours, on: date, gone: Iterable[str] = ()
) -> Proposed:
    """Compare the services of a source with our offerings on a day.

    Args:
        observed: What the source says.
        ours: The root.
        on: The day.
        gone: IRIs of services that the source took away.
    """
    comparing = _Comparing(ours, on, Graph(triples_of(ours.store)))
    comparing.out.left += observed.left
    for one in sorted(observed.services, key=lambda one: one.key):
        comparing.service(one)
    for iri in sorted(gone):
        comparing.taken_away(iri)
    return comparing.out


@dataclass(slots=True)
class _Comparing:
    ours: Ours
    on: date
    graph: Graph
    out: Proposed = field(default_factory=Proposed)

    def service(self, one: Service) -> None:
        """Compare a service with the offering that it is, else see whether it may become one."""
        offerings = self.offerings(one.iri, one.key)
        if len(offerings) > 1:
            self.ask(
                one,
                "meer dan één aanbod verwijst naar deze dienst",
                "more than one offering refers to this service",
                tuple(offerings),
            )
        elif offerings:
            self.differences(one, offerings[0])
        elif LOCAL not in one.audiences:
            self.out.left.append(
                Left(
                    one.iri,
                    "een dienst die niet voor lokale besturen zelf is",
                    "a service that is not for local governments themselves",
                )
            )
        elif one.gone or (one.until and one.until < self.on):
            self.out.left.append(
                Left(one.iri, "een dienst die er niet meer is", "a service that is no more")
            )
        else:
            self.candidate(one)

    def offerings(self, iri: str, key: str) -> list[str]:
        """Give our offerings that name a service as their source, or bear its number."""
        store, found = self.ours.store, set[str]()
        for predicate, value in (
            (f"{DCT}source", ox.NamedNode(iri)),
            (f"{DCT}identifier", ox.Literal(key)),
        ):
            for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), value, None):
                if isinstance(quad.subject, ox.NamedNode) and self.graph.values(
                    quad.subject, self.ours.ldg + "aanbodsoort"
                ):
                    found.add(quad.subject.value)
        return sorted(found)

    def differences(self, one: Service, offering: str) -> None:
        edits: list[Edit] = []
        node = ox.NamedNode(offering)
        before, after = [], []
        labels = self.graph.in_language(node, (PREF_LABEL,), "nl")
        if labels and labels[0] != one.titles["nl"]:
            old, new = (
                ox.Literal(labels[0], language="nl"),
                ox.Literal(one.titles["nl"], language="nl"),
            )
            edits.append(Replace(offering, PREF_LABEL, old, new))
            before.append(labels[0])
            after.append(one.titles["nl"])
        if one.gone or (one.until and one.until < self.on):
            ended = self.ended(offering, one.until)
            edits += ended
            after += ["beëindigd"] if ended else []
        if not edits:
            self.out.equal += 1
            return
        label = labels[0] if labels else offering
        self.out.proposals.append(
            Proposal(
                What.OFFERING,
                offering,
                label,
                "; ".join(before),
                "; ".join(after),
                one.iri,
                tuple(edits),
            )
        )

    def ended(self, offering: str, until: date | None) -> list[Edit]:
        """Make the edits by which an offering is no more."""
        ldg, node = self.ours.ldg, ox.NamedNode(offering)
        status = [
            value
            for value in self.graph.values(node, ldg + "aanbodstatus")
            if isinstance(value, ox.NamedNode)
        ]
        over = ox.NamedNode(f"{self.ours.root.vocabulary.base}/id/concept/Aanbodstatus/beeindigd")
        edits: list[Edit] = []
        if len(status) == 1 and status[0] != over:
            edits.append(Replace(offering, ldg + "aanbodstatus", status[0], over))
            if until and not self.graph.values(node, ldg + "geldigTot"):
                edits.append(Add(offering, ldg + "geldigTot", day(until)))
        return edits

    def taken_away(self, iri: str) -> None:
        """Propose the end of an offering whose service its source took away."""
        for offering in self.offerings(iri, ""):
            edits = self.ended(offering, None)
            labels = self.graph.in_language(ox.NamedNode(offering), (PREF_LABEL,), "nl")
            if edits:
                label = labels[0] if labels else offering
                self.out.proposals.append(
                    Proposal(What.OFFERING, offering, label, "", "beëindigd", iri, tuple(edits))
                )

    # -- what may become an offering ------------------------------------------------------------

    def candidate(self, one: Service) -> None:
        """Propose a service as an offering, where all is known that an offering has to say."""
        suppliers = self.named("Organisatie", one.authorities)
        catalogues = [
            each.value
            for each in self.graph.of_class(self.ours.ldg + "Catalogus")
            if isinstance(each, ox.NamedNode)
        ]
        iri = f"{self.ours.root.base}/id/aanbod/{one.key}"
        if len(suppliers) != 1:
            listed = ", ".join(one.authorities) or "-"
            self.ask(
                one,
                f"kandidaat voor de catalogus; beschrijf eerst de leverancier ({listed})",
                f"a candidate for the catalogue; describe its supplier first ({listed})",
                tuple(suppliers),
            )
        elif len(catalogues) != 1:
            self.ask(
                one,
                "kandidaat voor de catalogus, maar voor welke?",
                "a candidate for the catalogue, but for which?",
                tuple(catalogues),
            )
        elif self.ours.exists(iri):
            self.ask(
                one,
                "kandidaat voor de catalogus, maar zijn IRI is er al",
                "a candidate for the catalogue, but its IRI is there already",
                (iri,),
            )
        else:
            edit = Describe(iri, self.rows(one, suppliers[0], catalogues[0]))
            self.out.proposals.append(
                Proposal(What.OFFERING, iri, one.titles["nl"], "", one.key, one.iri, (edit,))
            )

    def named(self, kind: str, names: Iterable[str]) -> list[str]:
        """Give the things of a class that have one of these names, in Dutch."""
        wanted = {one.casefold() for one in names}
        return sorted(
            each.value
            for each in self.graph.of_class(self.ours.ldg + kind)
            if isinstance(each, ox.NamedNode)
            and wanted
            & {one.casefold() for one in self.graph.in_language(each, (PREF_LABEL,), "nl")}
        )

    def rows(self, one: Service, supplier: str, catalogue: str) -> list[tuple[str, list[Value]]]:
        ldg, codes = self.ours.ldg, f"{self.ours.root.vocabulary.base}/id/concept"
        starts_later = one.since is not None and one.since > self.on
        status = "aangekondigd" if starts_later else "beschikbaar"
        month = ox.Literal(f"{self.on:%Y-%m}", datatype=ox.NamedNode(XSD + "gYearMonth"))
        rows: list[tuple[str, list[Value]]] = [
            (TYPE, [ox.NamedNode(ldg + "Dienst")]),
            (f"{DCT}identifier", [ox.Literal(one.key)]),
            (PREF_LABEL, [ox.Literal(text, language=lang) for lang, text in one.titles.items()]),
            (
                f"{DCT}description",
                [ox.Literal(text, language=lang) for lang, text in one.descriptions.items()],
            ),
            (ldg + "inCatalogus", [ox.NamedNode(catalogue)]),
            (ldg + "leverancier", [ox.NamedNode(supplier)]),
            (ldg + "aanbodsoort", [ox.NamedNode(f"{codes}/Aanbodsoort/dienst")]),
            (ldg + "doelgroepVolgensBron", [ox.Literal(", ".join(sorted(one.audiences)))]),
            (ldg + "aanbodstatus", [ox.NamedNode(f"{codes}/Aanbodstatus/{status}")]),
            (ldg + "geldigVan", [day(one.since)] if one.since else []),
            (ldg + "geldigTot", [day(one.until)] if one.until else []),
            (ldg + "nagezien", [ox.NamedNode(f"{codes}/Nagezien/nee")]),
            (ldg + "gelezenOp", [month]),
            (f"{DCT}source", [ox.NamedNode(one.iri)]),
        ]
        return [(predicate, values) for predicate, values in rows if values]

    def ask(self, one: Service, dutch: str, english: str, candidates: tuple[str, ...] = ()) -> None:
        self.out.questions.append(Question(one.iri, one.titles["nl"], dutch, english, candidates))

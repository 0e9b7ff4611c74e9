"""Bodies of a source that none of our governments is: described as we describe ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.comparison import day
from ldgraph.harvest.numbers import ISSUERS, Number, number_rows
from ldgraph.harvest.ours import GEMEENTE, OCMW, WORDS, Government
from ldgraph.harvest.proposal import Describe, Proposal, What
from ldgraph.terms import ADMS, BESLUIT, KINDS, ORG, PREF_LABEL, TERRITORIES, TYPE

if TYPE_CHECKING:
    from ldgraph.harvest.comparison import Comparison
    from ldgraph.harvest.observed import Body
    from ldgraph.harvest.proposal import Edit, Value


def describe_new(at: Comparison) -> None:
    """Propose the bodies that none of ours is; those that others hang on go first."""
    for body in sorted(at.new.values(), key=lambda one: (one.kind == OCMW, one.iri)):
        word, issuer = WORDS[body.kind]
        values = body.ids.get(issuer) or body.ids.get("KBO", ())
        if len(values) != 1 or len(body.names) != 1:
            at.leave(
                body.iri,
                f"nieuw, maar zonder één naam en één nummer ({issuer}) om het mee te benoemen",
                f"new, but without one name and one number ({issuer}) to call it by",
            )
            continue
        _describe(at, body, f"{word}-{values[0]}")


def _describe(at: Comparison, body: Body, slug: str) -> None:
    iri = f"{at.ours.root.base}/id/lokaalbestuur/{slug}"
    if at.ours.exists(iri) or iri in at.made:
        at.ask(
            body.iri,
            at.name_of(body),
            f"er is al een {slug}, met andere nummers",
            f"there is a {slug} already, with other numbers",
            (iri,),
        )
        return
    ldg = at.ours.ldg
    numbers = [
        (issuer, body.ids[issuer][0])
        for issuer in ISSUERS
        if len(body.ids.get(issuer, ())) == 1 and not (issuer == "NIS" and body.kind == OCMW)
    ]
    names = {
        issuer: f"{at.ours.root.base}/id/identificator/{slug}-{issuer.lower()}"
        for issuer, _ in numbers
    }
    rows: list[tuple[str, list[Value]]] = [
        (
            TYPE,
            [ox.NamedNode(ldg + "LokaalBestuur"), ox.NamedNode(f"{BESLUIT}Bestuurseenheid")],
        ),
        (PREF_LABEL, [ox.Literal(at.name_of(body), language="nl")]),
        (f"{ORG}classification", [ox.NamedNode(KINDS + body.kind)]),
    ]
    if body.kind == OCMW:
        place = at.iri_of("gemeente", slug.removeprefix("ocmw-"))
        rows.append((ldg + "hoortBij", [ox.NamedNode(place)]))
    if body.since:
        rows.append((ldg + "bestaatVan", [day(body.since)]))
    if body.kind == GEMEENTE:
        code = slug.removeprefix("gemeente-")
        rows.append((f"{BESLUIT}werkingsgebied", [ox.NamedNode(TERRITORIES + code)]))
    rows.append((f"{ADMS}identifier", [ox.NamedNode(name) for name in names.values()]))
    edits: list[Edit] = [Describe(iri, rows)]
    edits += [
        Describe(names[issuer], number_rows(at, Number(issuer, value, body.since)))
        for issuer, value in numbers
    ]
    at.out.proposals.append(
        Proposal(What.NEW, iri, at.name_of(body), "", slug, body.iri, tuple(edits))
    )
    # A merger of the same source may be what it came from.
    made = Government(iri, body.kind, at.name_of(body), body.since, None, (), ())
    at.matched[body.iri] = at.made[iri] = made

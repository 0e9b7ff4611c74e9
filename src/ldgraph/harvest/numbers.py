"""Numbers of governments: what a source adds, changes, or gives to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.harvest.comparison import day
from ldgraph.harvest.ours import OCMW
from ldgraph.harvest.proposal import Add, Describe, What
from ldgraph.terms import ADMS, SKOS, TYPE

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.harvest.comparison import Comparison
    from ldgraph.harvest.observed import Body
    from ldgraph.harvest.ours import Government
    from ldgraph.harvest.proposal import Edit, Value

#: Issuers whose numbers are compared, in the order in which they are written.
ISSUERS = ("NIS", "zonecode", "KBO", "OVO", "LBLOD")


class Number(NamedTuple):
    """A number that is to be written, and since when it holds."""

    issuer: str
    value: str
    since: date | None


def shown_number(issuer: str, value: str) -> str:
    """Write a number with its issuer, where it does not say that itself.

    >>> shown_number("KBO", "0207500123"), shown_number("OVO", "OVO000123")
    ('KBO 0207500123', 'OVO000123')
    """
    return value if value.startswith(issuer) else f"{issuer} {value}"


def compare_numbers(at: Comparison, body: Body, government: Government) -> None:
    """Propose the numbers that a source gives and we do not have; ask where they differ."""
    for issuer in ISSUERS:
        values = body.ids.get(issuer, ())
        # The number in an OCMW's IRI is its municipality's.
        if not values or (issuer == "NIS" and body.kind == OCMW):
            continue
        current = government.current(issuer, at.on)
        theirs = {one.value for one in current}
        if len(values) > 1:
            listed = ", ".join(values)
            at.ask(
                body.iri,
                government.label,
                f"de bron geeft meer dan één nummer van {issuer}: {listed}",
                f"the source gives more than one number of {issuer}: {listed}",
                (government.iri,),
            )
        elif values[0] not in theirs and _is_taken(at, body, government, issuer, values[0]):
            continue
        elif theirs and values[0] not in theirs:
            _other_number(at, body, government, issuer, values[0])
        elif not theirs:
            at.propose(
                What.IDENTIFIER,
                government,
                ("", shown_number(issuer, values[0])),
                body.iri,
                _added(at, government, Number(issuer, values[0], body.ids_since.get(issuer))),
            )


def _is_taken(at: Comparison, body: Body, government: Government, issuer: str, value: str) -> bool:
    """Ask where a number is another's already, here or by the same source."""
    holders = {
        one.iri: one.label
        for one, number in at.ours.with_number(issuer, value)
        if number.holds_on(at.on) and one.kind == government.kind
    }
    first = at.claimed.setdefault((issuer, value), government)
    holders[first.iri] = first.label
    others = {iri: label for iri, label in holders.items() if iri != government.iri}
    if others:
        at.contested[issuer, value] = body.iri
        listed = ", ".join(others.values())
        at.ask(
            body.iri,
            government.label,
            f"de bron geeft {issuer} {value}, dat ook van {listed} is",
            f"the source gives {issuer} {value}, which is of {listed} too",
            (government.iri, *others),
        )
    return bool(others)


def _other_number(
    at: Comparison, body: Body, government: Government, issuer: str, value: str
) -> None:
    """Replace a number from a day on, where the source says since when; else ask."""
    current = government.current(issuer, at.on)
    since = body.ids_since.get(issuer)
    had = ", ".join(one.value for one in current)
    if since is None or len(current) != 1 or (current[0].since or since) > since:
        at.ask(
            body.iri,
            government.label,
            f"de bron geeft {issuer} {value}, hier staat {had}; sinds wanneer, zegt de bron niet",
            f"the source gives {issuer} {value}, here it is {had}; since when is not said",
            (government.iri,),
        )
        return
    edits: list[Edit] = [Add(current[0].iri, at.ours.ldg + "bestaatTot", day(since))]
    edits += _added(at, government, Number(issuer, value, since))
    at.propose(
        What.IDENTIFIER,
        government,
        (shown_number(issuer, had), shown_number(issuer, value)),
        body.iri,
        edits,
    )


def _added(at: Comparison, government: Government, number: Number) -> list[Edit]:
    """Make the edits that give a government one more number."""
    name = f"{at.ours.root.base}/id/identificator/{government.slug}-{number.issuer.lower()}"
    if at.ours.exists(name):
        name += f"-{number.since.year}" if number.since else "-2"
    return [
        Describe(name, number_rows(at, number)),
        Add(government.iri, f"{ADMS}identifier", ox.NamedNode(name)),
    ]


def number_rows(at: Comparison, number: Number) -> list[tuple[str, list[Value]]]:
    """Say of an identifier what we say of ours."""
    rows: list[tuple[str, list[Value]]] = [
        (TYPE, [ox.NamedNode(f"{ADMS}Identifier")]),
        (f"{SKOS}notation", [ox.Literal(number.value)]),
        (f"{ADMS}schemaAgency", [ox.Literal(number.issuer)]),
    ]
    since = number.since
    return [*rows, (at.ours.ldg + "bestaatVan", [day(since)])] if since else rows


def settle_contested(at: Comparison) -> None:
    """Take back what was proposed of a number that turned out to be another's as well."""
    numbers = {shown_number(issuer, value) for issuer, value in at.contested}
    kept = []
    for one in at.out.proposals:
        if one.what is What.IDENTIFIER and one.after in numbers:
            at.ask(
                one.source,
                one.label,
                f"de bron geeft {one.after} aan meer dan één bestuur",
                f"the source gives {one.after} to more than one government",
                (one.subject,),
            )
        else:
            kept.append(one)
    at.out.proposals = kept

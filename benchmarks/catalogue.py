"""The invented public side: requirements, offerings, contracts and coverage claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.intake.house import Block, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from benchmarks.model import Names

REQUIREMENTS = 120
OFFERINGS = 60
_CONTRACTS = 8
_CLAIMS = 4
_FIRST_REQUIREMENT = 301
SOURCE = ("dct:source", ["bron:verzonnen"])
#: LBLOD's codes, in the order in which the generator hands out kinds.
KINDS = {
    "gemeente": "soort:5ab0e9b8a3b2ca7c5e000001",
    "ocmw": "soort:5ab0e9b8a3b2ca7c5e000002",
    "politiezone": "soort:a3922c6d-425b-474f-9a02-ffb71a436bfc",
    "hulpverleningszone": "soort:ea446861-2c51-45fa-afd3-4e4a37b71562",
    "igs": "soort:d01bb1f6-2439-4e33-9c25-1fc295de2e71",
}
_PRIORITIES = ("must", "must", "should", "should", "could", "wont")
_LEVELS = ("2023-klein", "2023-basis", "2023-belangrijk", "2023-essentieel")


class Catalogue(NamedTuple):
    """The blocks, and the names that facts of governments refer to."""

    requirements: Sequence[Block]
    offerings: Sequence[Block]
    estimates: Sequence[Block]
    requirement_names: Sequence[str]
    offering_names: Sequence[str]


def date(value: str) -> list[str]:
    """Write a date."""
    return [typed(value, "xsd:date")]


def happens(chance: Random, percent: int) -> bool:
    """Decide, true in ``percent`` of a hundred cases."""
    return chance.randrange(100) < percent


def both(value: str) -> list[str]:
    """Write an invented name in both languages."""
    return [text(f"{value} (verzonnen)", "nl"), text(f"{value} (invented)", "en")]


def catalogue(chance: Random, names: Names) -> Catalogue:
    """Invent the public side; the same ``chance`` gives the same."""
    requirements = [
        f"vereiste:V{number:03}"
        for number in range(_FIRST_REQUIREMENT, _FIRST_REQUIREMENT + REQUIREMENTS)
    ]
    offerings = [f"aanbod:verzonnen-{number:02}" for number in range(1, OFFERINGS + 1)]
    return Catalogue(
        [_requirement(chance, names, one) for one in requirements],
        [
            *_suppliers(),
            *_contracts(chance),
            *(_offering(chance, names, one) for one in offerings),
            *_claims(chance, offerings, requirements),
        ],
        [*_targets(), *_estimates(chance, names), *_framework(chance, offerings)],
        requirements,
        offerings,
    )


def _requirement(chance: Random, names: Names, subject: str) -> Block:
    key = subject.removeprefix("vereiste:")
    kind = chance.choice(("Functionele", "Technische"))
    rows: list[tuple[str, Sequence[str]]] = [
        ("a", [f"ldg:{kind}Vereiste"]),
        ("dct:identifier", [text(key)]),
        ("skos:prefLabel", both(f"vereiste {key}")),
        ("dct:description", both(f"Wat vereiste {key} vraagt.")),
        ("ldg:prioriteit", [f"prioriteit:{chance.choice(_PRIORITIES)}"]),
        ("ldg:mitigeert", sorted(chance.sample(names.risks, chance.choice((1, 1, 2))))),
        ("ldg:uitMaatregel", [chance.choice(names.controls)]),
        (
            "ldg:vraagtCapability",
            sorted(chance.sample(names.capabilities, 1 + chance.randrange(2))),
        ),
    ]
    if happens(chance, 70):
        rows.append(("ldg:vanafNiveau", [f"niveau:{chance.choice(_LEVELS)}"]))
    if happens(chance, 10):
        rows.append(("ldg:voorSoort", sorted(chance.sample(list(KINDS.values()), 2))))
    if happens(chance, 10):
        rows.append(("ldg:betreftToetsing", ["true"]))
    rows += [("ldg:herkomst", ["herkomst:eigen-lezing"]), SOURCE]
    return Block(subject, rows)


def _suppliers() -> Iterator[Block]:
    for number in range(1, 13):
        yield Block(
            f"leverancier:verzonnen-{number:02}",
            [("a", ["ldg:Organisatie"]), ("skos:prefLabel", both(f"leverancier {number}"))],
        )
    yield Block(
        "catalogus:verzonnen",
        [("a", ["ldg:Catalogus"]), ("skos:prefLabel", both("catalogus")), SOURCE],
    )
    yield Block(
        "orgaan:verzonnen",
        [
            ("a", ["ldg:Orgaan"]),
            ("skos:prefLabel", both("stuurgroep")),
            ("dct:description", both("stelt doelniveaus vast")),
            ("ldg:heeftRol", ["rol:stuurgroeplid"]),
            SOURCE,
        ],
    )


def _contracts(chance: Random) -> Iterator[Block]:
    for number in range(1, _CONTRACTS + 1):
        ended = number == _CONTRACTS
        yield Block(
            f"raamcontract:verzonnen-{number}",
            [
                ("a", ["ldg:Raamcontract"]),
                ("skos:prefLabel", both(f"raamcontract {number}")),
                ("ldg:gunnendeInstantie", ["leverancier:verzonnen-01"]),
                ("ldg:leverancier", [f"leverancier:verzonnen-{chance.randrange(2, 13):02}"]),
                ("ldg:geldigVan", date("2022-01-01" if ended else "2025-01-01")),
                ("ldg:geldigTot", date("2025-12-31" if ended else "2028-12-31")),
                ("ldg:voorSoort", ["bestuurssoort:lokaal-bestuur"]),
                SOURCE,
            ],
        )


def _offering(chance: Random, names: Names, subject: str) -> Block:
    key = subject.removeprefix("aanbod:")
    manner = chance.choice(("continu", "continu", "toetsing", "sjabloon", "advies", "opleiding"))
    state = chance.choices(
        ("beschikbaar", "aangekondigd", "onduidelijk", "beeindigd"), (85, 5, 5, 5)
    )[0]
    paid = happens(chance, 60)
    rows: list[tuple[str, Sequence[str]]] = [
        ("a", [chance.choice(("ldg:Dienst", "ldg:Product"))]),
        ("dct:identifier", [text(key)]),
        ("skos:prefLabel", both(f"aanbod {key}")),
        ("dct:description", both(f"Wat {key} doet.")),
        ("ldg:inCatalogus", ["catalogus:verzonnen"]),
        ("ldg:leverancier", [f"leverancier:verzonnen-{chance.randrange(1, 13):02}"]),
        ("ldg:levert", sorted(chance.sample(names.capabilities, 1 + chance.randrange(4)))),
        ("ldg:aanbodsoort", ["aanbodsoort:dienst"]),
        ("ldg:uitvoering", [f"uitvoering:{manner}"]),
        ("ldg:aanbodstatus", [f"aanbodstatus:{state}"]),
        ("ldg:prijsmodel", [f"prijsmodel:{'betalend' if paid else 'gratis'}"]),
    ]
    if paid:
        rows.append(("ldg:prijs", [f"{chance.randrange(1, 60) * 500}.0"]))
        rows.append(("ldg:prijseenheid", [text("jaar")]))
    if happens(chance, 70):
        rows.append(("ldg:voorSoort", ["bestuurssoort:lokaal-bestuur"]))
    elif happens(chance, 85):
        rows.append(("ldg:voorSoort", sorted(chance.sample(list(KINDS.values()), 2))))
    if happens(chance, 90):
        rows.append(("ldg:contractNodig", ["true" if paid else "false"]))
        if paid:
            contract = f"raamcontract:verzonnen-{chance.randrange(1, _CONTRACTS + 1)}"
            rows.append(("ldg:viaContract", [contract]))
    return Block(subject, [*rows, SOURCE])


def _claims(
    chance: Random, offerings: Sequence[str], requirements: Sequence[str]
) -> Iterator[Block]:
    for offering in offerings:
        # One claim per pair: claims that contradict each other would be findings.
        for requirement in sorted(chance.sample(list(requirements), _CLAIMS)):
            verified = happens(chance, 40)
            key = f"{offering.partition(':')[2]}-{requirement.partition(':')[2].lower()}"
            rows: list[tuple[str, Sequence[str]]] = [
                ("a", ["ldg:Dekking"]),
                ("ldg:aanbod", [offering]),
                ("ldg:vereiste", [requirement]),
                ("ldg:graad", [chance.choice(("graad:volledig", "graad:gedeeltelijk"))]),
                ("ldg:basis", ["basis:geverifieerd" if verified else "basis:geclaimd"]),
                ("ldg:datum", date(f"2026-{chance.randrange(1, 10):02}-15")),
            ]
            if verified:
                rows.append(("ldg:bewijs", ["bron:verzonnen-testverslag"]))
            rows.append(("ldg:volgens", ["leverancier:verzonnen-01"]))
            yield Block(f"dekking:{key}", rows)


def _targets() -> Iterator[Block]:
    for (name, kind), level in zip(
        KINDS.items(), ("basis", "basis", *["belangrijk"] * 3), strict=True
    ):
        yield Block(
            f"doelniveau:{name}",
            [
                ("a", ["ldg:Doelniveau"]),
                ("ldg:voorSoort", [kind]),
                ("ldg:niveau", [f"niveau:2023-{level}"]),
                ("ldg:vastgesteldDoor", ["orgaan:verzonnen"]),
                ("ldg:geldigVan", date("2025-01-01")),
            ],
        )


def _estimates(chance: Random, names: Names) -> Iterator[Block]:
    for risk in names.risks:
        yield Block(
            f"risicoinschatting:{risk.partition(':')[2]}",
            [
                ("a", ["ldg:RisicoInschatting"]),
                ("ldg:risico", [risk]),
                ("ldg:kans", [f"kans:{chance.randrange(1, 6)}"]),
                ("ldg:impact", [f"impact:{chance.randrange(1, 6)}"]),
                ("ldg:datum", date("2026-01-15")),
                SOURCE,
            ],
        )


def _framework(chance: Random, offerings: Sequence[str]) -> Iterator[Block]:
    yield Block(
        "kader:verzonnen",
        [("a", ["ldg:Besluitvormingskader"]), ("skos:prefLabel", both("kader")), SOURCE],
    )
    for name, weight in (("prijs", 40), ("kwaliteit", 35), ("invoering", 25)):
        criterion = f"gunningscriterium:verzonnen-{name}"
        yield Block(
            criterion,
            [
                ("a", ["ldg:Gunningscriterium"]),
                ("skos:prefLabel", both(name)),
                ("ldg:inKader", ["kader:verzonnen"]),
                ("ldg:gewicht", [f"{weight}.0"]),
            ],
        )
        for offering in offerings:
            yield Block(
                f"score:{offering.partition(':')[2]}-{name}",
                [
                    ("a", ["ldg:Score"]),
                    ("ldg:aanbod", [offering]),
                    ("ldg:criterium", [criterion]),
                    ("ldg:waarde", [f"{chance.randrange(0, 11)}.0"]),
                    ("ldg:datum", date("2026-09-01")),
                ],
            )

"""The invented governments, and the restricted facts about each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from benchmarks.catalogue import KINDS, SOURCE, both, date, happens

from ldgraph.intake.house import Block, text, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from benchmarks.catalogue import Catalogue
    from benchmarks.model import Names

#: Of every ten governments; a municipality comes before the OCMW that goes with it.
_TEN = (
    *("gemeente", "ocmw") * 3,
    *("politiezone", "politiezone", "hulpverleningszone", "igs"),
)
_FIRST_NIS = 99001
_MOST_NIS = 999
#: The highest number of governments: their NIS numbers have five digits and begin with 99.
MOST = _MOST_NIS // 3 * 10
_FIRST_KBO = 9_990_001
_SIZES = (
    (10_000, "tot-10000"),
    (20_000, "10000-19999"),
    (35_000, "20000-34999"),
    (75_000, "35000-74999"),
)
_WAVES = ("2025", "2026")
_CONTROLS_ASSESSED = 34
_PROCESSES = ("aangifte", "betaling", "loket", "melding", "oproep")


class Government(NamedTuple):
    """An invented government; ``number`` counts within its kind, ``kbo`` has ten digits."""

    kind: str
    number: int
    slug: str
    kbo: str

    @property
    def name(self) -> str:
        """Its prefixed name."""
        return f"bestuur:{self.slug}"


def governments(count: int) -> list[Government]:
    """List the first ``count`` invented governments; more of them begin with the same."""
    seen = dict.fromkeys(KINDS, 0)
    found = []
    for index in range(count):
        kind = _TEN[index % len(_TEN)]
        seen[kind] += 1
        kbo = _kbo(index)
        if kind in {"gemeente", "ocmw"}:
            slug = f"{kind}-{_FIRST_NIS + seen[kind] - 1}"
        else:
            slug = f"{kind}-kbo-{kbo}" if kind == "politiezone" else f"{kind}-{kbo}"
        found.append(Government(kind, seen[kind], slug, kbo))
    return found


def _kbo(index: int) -> str:
    body = _FIRST_KBO + index
    return f"{body:08}{97 - body % 97:02}"


def public_blocks(chance: Random, all_: Sequence[Government]) -> Iterator[Block]:
    """Describe the governments and who belongs to what."""
    yield Block(
        "bestuur:provincie-99000",
        [
            ("a", ["ldg:LokaalBestuur", "besluit:Bestuurseenheid"]),
            ("skos:prefLabel", [text("Provincie Meetgebied", "nl")]),
            ("org:classification", ["soort:5ab0e9b8a3b2ca7c5e000000"]),
            ("adms:identifier", ["identificator:provincie-99000-nis"]),
        ],
    )
    yield _identifier("identificator:provincie-99000-nis", "99000", "NIS")
    bodies = [one for one in all_ if one.kind not in {"gemeente", "ocmw"}]
    for one in all_:
        yield from _government(chance, one)
        if one.kind == "gemeente":
            for body in chance.sample(bodies, min(3, len(bodies))):
                yield Block(
                    f"lidmaatschap:{body.slug}-{one.slug}",
                    [
                        ("a", ["ldg:Lidmaatschap"]),
                        ("org:member", [one.name]),
                        ("org:organization", [body.name]),
                        ("ldg:zekerheid", ["zekerheid:zeker"]),
                        SOURCE,
                    ],
                )


def _government(chance: Random, one: Government) -> Iterator[Block]:
    identifiers = {"kbo": one.kbo}
    rows: list[tuple[str, Sequence[str]]] = [
        ("a", ["ldg:LokaalBestuur", "besluit:Bestuurseenheid"]),
        ("skos:prefLabel", [text(f"{one.kind.capitalize()} Meting {one.number}", "nl")]),
        ("org:classification", [KINDS[one.kind]]),
    ]
    if one.kind == "gemeente":
        identifiers["nis"] = one.slug.rpartition("-")[2]
        inhabitants = chance.randrange(4_000, 90_000)
        size = next((name for below, name in _SIZES if inhabitants < below), "vanaf-75000")
        rows += [
            ("ldg:inProvincie", ["bestuur:provincie-99000"]),
            ("ldg:inwonertal", [str(inhabitants)]),
            ("ldg:inwonertalOp", [typed("2025", "xsd:gYear")]),
            ("ldg:grootteklasse", [f"grootteklasse:{size}"]),
        ]
    elif one.kind == "ocmw":
        rows.append(("ldg:hoortBij", [one.name.replace("ocmw", "gemeente")]))
    listed = {f"identificator:{one.slug}-{kind}": kind for kind in identifiers}
    yield Block(one.name, [*rows, ("adms:identifier", list(listed))])
    for name, kind in listed.items():
        yield _identifier(name, identifiers[kind], kind.upper())


def _identifier(name: str, notation: str, agency: str) -> Block:
    return Block(
        name,
        [
            ("a", ["adms:Identifier"]),
            ("skos:notation", [text(notation)]),
            ("adms:schemaAgency", [text(agency)]),
        ],
    )


def shared_blocks(all_: Sequence[Government]) -> Iterator[Block]:
    """Describe what is the programme's: the waves, and whose IT is shared with whom."""
    for number, year in enumerate(_WAVES, 1):
        yield Block(
            f"meetronde:golf-{year}",
            [
                ("a", ["ldg:Meetronde"]),
                ("skos:prefLabel", both(f"meting {year}")),
                ("ldg:volgnummer", [str(number)]),
                ("ldg:geldigVan", date(f"{year}-01-01")),
                ("ldg:geldigTot", date(f"{year}-12-31")),
            ],
        )
    for one in all_:
        if shares_it(one):
            owner = one.name.replace("ocmw", "gemeente")
            yield Block(
                f"ictomgeving:{one.slug}",
                [
                    ("a", ["ldg:IctOmgeving"]),
                    ("skos:prefLabel", both("gedeelde omgeving")),
                    ("ldg:beheerder", [owner]),
                    ("ldg:gebruiker", [owner, one.name]),
                    ("ldg:geldigVan", date("2024-01-01")),
                ],
            )


def processes() -> Iterator[Block]:
    """Describe the processes that applications support."""
    for name in _PROCESSES:
        key = text(f"verzonnen-{name}")
        yield Block(
            f"proces:verzonnen-{name}",
            [("a", ["ldg:Proces"]), ("dct:identifier", [key]), ("skos:prefLabel", both(name))],
        )


def shares_it(one: Government) -> bool:
    """Whether the government uses the IT of its municipality: every third OCMW does."""
    return one.kind == "ocmw" and one.number % 3 == 0


def facts(chance: Random, one: Government, listed: Catalogue, names: Names) -> Iterator[Block]:
    """Invent what was found at one government, in two waves."""
    day = {year: chance.randrange(1, 20) for year in _WAVES}
    for year in _WAVES:
        yield Block(
            f"interactie:interview-{one.slug}-{year}",
            [
                ("a", ["ldg:Interview"]),
                ("skos:prefLabel", [text("gesprek over de cyberveiligheid", "nl")]),
                ("ldg:interactiestatus", ["interactiestatus:gehouden"]),
                ("ldg:datum", date(f"{year}-04-{day[year]:02}")),
                ("ldg:metBestuur", [one.name]),
                ("ldg:metRol", ["rol:it-verantwoordelijke"]),
                ("ldg:meetronde", [f"meetronde:golf-{year}"]),
            ],
        )
    # Whoever uses another's IT is asked only half: the rest is taken over from there.
    asked = 45 if shares_it(one) else 92
    for requirement in listed.requirement_names:
        if not happens(chance, asked):
            continue
        year = "2026" if happens(chance, 85) else "2025"
        if year == "2026" and happens(chance, 10):
            yield _assessment(chance, one, requirement, "2025", day["2025"])
        yield _assessment(chance, one, requirement, year, day[year])
    for number in range(chance.randrange(1, 5)):
        yield Block(
            f"behoefte:{one.slug}-{number}",
            [
                ("a", ["ldg:Behoefte"]),
                ("ldg:bestuur", [one.name]),
                ("ldg:capability", [chance.choice(names.capabilities)]),
                ("ldg:eigenPrioriteit", ["prioriteit:must"]),
                ("ldg:horizon", [typed("2027", "xsd:gYear")]),
                ("ldg:volume", [str(chance.randrange(10, 400))]),
                ("ldg:samenAankopen", [chance.choice(("true", "false"))]),
                ("ldg:uitInteractie", [f"interactie:interview-{one.slug}-2026"]),
            ],
        )
    for number, offering in enumerate(sorted(chance.sample(list(listed.offering_names), 3))):
        yield Block(
            f"afname:{one.slug}-{number}",
            [
                ("a", ["ldg:Afname"]),
                ("ldg:bestuur", [one.name]),
                ("ldg:aanbod", [offering]),
                ("ldg:afnamestatus", ["afnamestatus:actief"]),
                ("ldg:sinds", date(f"202{chance.randrange(4, 7)}-02-01")),
            ],
        )
    yield Block(
        f"bevinding:{one.slug}",
        [
            ("a", ["ldg:Bevinding"]),
            ("ldg:bestuur", [one.name]),
            ("ldg:uitInteractie", [f"interactie:interview-{one.slug}-2026"]),
            ("ldg:onderwerp", ["onderwerp:belemmering"]),
            ("dct:description", both("Wat in de weg staat.")),
            ("ldg:aanbod", [chance.choice(listed.offering_names)]),
            ("ldg:belemmering", [chance.choice(("belemmering:niet-gekend", "belemmering:kosten"))]),
        ],
    )
    yield Block(
        f"toepassing:{one.slug}",
        [
            ("a", ["ldg:Toepassing"]),
            ("ldg:bestuur", [one.name]),
            ("skos:prefLabel", [text("toepassing (verzonnen)", "nl")]),
            ("ldg:cruciaal", [chance.choice(("true", "false"))]),
            ("ldg:persoonsgegevens", ["true"]),
            ("ldg:ondersteunt", [f"proces:verzonnen-{chance.choice(_PROCESSES)}"]),
        ],
    )
    if one.number % 10 == 0:
        for control in names.controls[:_CONTROLS_ASSESSED]:
            yield _control(chance, one, control)


def _assessment(chance: Random, one: Government, requirement: str, year: str, day: int) -> Block:
    state = chance.choices(
        ("niet-voldaan", "gedeeltelijk", "voldaan", "niet-van-toepassing"), (25, 25, 45, 5)
    )[0]
    key = requirement.partition(":")[2].lower()
    rows: list[tuple[str, Sequence[str]]] = [
        ("a", ["ldg:Beoordeling"]),
        ("ldg:bestuur", [one.name]),
        ("ldg:vereiste", [requirement]),
        ("ldg:status", [f"status:{state}"]),
    ]
    if state == "niet-van-toepassing":
        rows.append(("ldg:reden", [text("dit bestuur heeft dat niet", "nl")]))
    else:
        matures = {"niet-voldaan": (0, 1), "gedeeltelijk": (2, 3), "voldaan": (3, 4, 5)}[state]
        rows.append(("ldg:maturiteit", [f"maturiteit:{chance.choice(matures)}"]))
    evidence = chance.choice(("verklaring", "document-gezien", "audit", "technische-test"))
    rows += [
        ("ldg:datum", date(f"{year}-04-{day + chance.randrange(0, 9):02}")),
        ("ldg:bewijsgraad", [f"bewijsgraad:{evidence}"]),
        ("ldg:uitInteractie", [f"interactie:interview-{one.slug}-{year}"]),
        ("ldg:meetronde", [f"meetronde:golf-{year}"]),
    ]
    return Block(f"beoordeling:{one.slug}-{key}-{year}", rows)


def _control(chance: Random, one: Government, control: str) -> Block:
    return Block(
        f"maatregelbeoordeling:{one.slug}-{control.partition(':')[2].lower()}",
        [
            ("a", ["ldg:MaatregelBeoordeling"]),
            ("ldg:bestuur", [one.name]),
            ("ldg:maatregel", [control]),
            ("ldg:documentatieMaturiteit", [f"maturiteit:{chance.randrange(1, 6)}"]),
            ("ldg:implementatieMaturiteit", [f"maturiteit:{chance.randrange(1, 6)}"]),
            ("ldg:datum", date("2026-09-15")),
            ("ldg:uitInteractie", [f"interactie:interview-{one.slug}-2026"]),
        ],
    )

"""The catalogue: real services from the reference table, with our own reading kept beside it.

The reading (``readings.py``) is conservative: what a row does not state is left empty, so that an
audience, a way of delivery or a need for a contract that nobody stated stays unknown; and every
offering says that the reading is our own, with the words of the source beside it. A row that
nobody could confirm becomes a record of the search and never an offering. ``providers.csv`` names
who provides.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError
from ldgraph.intake.governments import KIND_CODES
from ldgraph.intake.house import Block, bad_value, one_of, read_rows, shaped, text, typed
from ldgraph.intake.readings import READ_COLUMNS, READING, load_readings, reading_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldgraph.intake.house import Row

    Statements = list[tuple[str, Sequence[str]]]

_PROVIDERS = Path(__file__).with_name("providers.csv")
_KINDS = {
    "lokaal-bestuur": "bestuurssoort:lokaal-bestuur",
    "samenwerking": "bestuurssoort:samenwerking",
    **{name.lower(): f"soort:{code}" for name, code in KIND_CODES.items()},
}
_VERIFIED = {"yes": "ja", "partly": "deels", "no": "nee"}
_ACTIVE = "active when read"
#: Only what was active when read can be had; what is old, unclear or ended is not available.
_STATUSES = {
    _ACTIVE: "beschikbaar",
    "ended or unclear": "onduidelijk",
    "unclear after 2022": "onduidelijk",
    "old page": "onduidelijk",
    "old presentation only": "onduidelijk",
    "named in annual report 2019": "onduidelijk",
    "runs to about 2028": "onduidelijk",
    "call, dates not read": "onduidelijk",
}
#: A year, or years from and to: the last one ends it. A year with a month is no period.
_PERIOD = re.compile(r"(?:\d{4} ?- ?|\d{4} to end )?(\d{4})(?![-\d])")
_ADDRESS = shaped(r'(https?://[^\s<>"{}|\\^`]+)?', "one web address without spaces, or none")
_OWN = ("ldg:herkomst", ["herkomst:eigen-lezing"])


def catalogue_blocks(source: Path, read_on: str) -> dict[str, list[Block]]:
    """Make the blocks of each file of the catalogue, by the file's name, and of ``programma``.

    Args:
        source: Folder with ``catalogue_services.csv``.
        read_on: Month in which the sources were read (``2026-11``).

    Raises:
        UnreadableInputError: The table is not as expected, or a row has no reading yet or says
            something else than when it was read.
    """
    file = source / "catalogue_services.csv"
    readings = load_readings()
    names = {row["slug"]: row for row in read_rows(_PROVIDERS, ("slug", "nl", "en", "soort"))}
    makers = {
        "Raamcontract": ("raamcontracten", _contract),
        "Subsidie": ("subsidies", _grant),
        "Programma": ("programma", _programme),
        "Product": ("aanbod", _offering),
        "Dienst": ("aanbod", _offering),
    }
    found: dict[str, list[Block]] = {name: [] for name, _ in makers.values()}
    found["zoekresultaten"] = []
    providers: dict[str, str] = {}
    forms = {"source_url": _ADDRESS, "verified": one_of(*_VERIFIED)}
    for row in read_rows(file, ("id", *READ_COLUMNS, "status"), forms):
        reading = reading_of(readings, file, row)
        searched = reading["soort"] == "Zoekresultaat"
        if searched != (row["verified"] == "no"):
            wanted = f"what was read: {READING.name} says '{reading['soort']}'"
            raise bad_value(file, row, "verified", wanted)
        if searched:
            found["zoekresultaten"].append(_search(row, reading, read_on))
            continue
        if row["status"] not in _STATUSES:
            raise bad_value(file, row, "status", f"one of {', '.join(_STATUSES)}")
        for slug in _split(reading["leveranciers"]) + _split(reading["contractanten"]):
            providers.setdefault(slug, row["source_url"])
        named = [names[one]["nl"] for one in _split(reading["leveranciers"]) if one in names]
        # Who the row names in other words than the organisation's own name is said in those too.
        said = [] if [row["provider"]] == named else [text(row["provider"])]
        name, make = makers[reading["soort"]]
        found[name].append(make(row, reading, said, read_on))
    found["leveranciers"] = [_provider(slug, names, providers[slug]) for slug in sorted(providers)]
    return found


def _provider(slug: str, names: Mapping[str, Row], page: str) -> Block:
    """Make a provider; its source is the first page on which it was met."""
    if slug not in names:
        raise UnreadableInputError(_PROVIDERS, f"no line for '{slug}', which {READING.name} names")
    kind = names[slug]["soort"]
    labels = [text(names[slug][lang], lang) for lang in ("nl", "en")]
    return Block(
        f"leverancier:{slug}",
        [
            ("a", ["ldg:Organisatie"]),
            ("skos:prefLabel", labels),
            ("ldg:organisatiesoort", [f"organisatiesoort:{kind}"] if kind else []),
            ("dct:source", [f"<{page}>"]),
        ],
    )


def _offering(row: Row, reading: Row, said: list[str], read_on: str) -> Block:
    price, manner = reading["prijsmodel"], reading["uitvoering"]
    return Block(
        f"aanbod:{reading['slug']}",
        [
            ("a", [f"ldg:{reading['soort']}"]),
            ("dct:identifier", [text(row["id"])]),
            *_words(row, reading),
            ("ldg:inCatalogus", ["catalogus:lokaal-digitaal"]),
            ("ldg:leverancier", _providers(reading["leveranciers"])),
            ("ldg:leverancierVolgensBron", said),
            ("ldg:levert", [f"capability:{one}" for one in _split(reading["capabilities"])]),
            ("ldg:aanbodsoort", [f"aanbodsoort:{reading['aanbodsoort']}"]),
            ("ldg:uitvoering", [f"uitvoering:{manner}"] if manner else []),
            ("ldg:prijsmodel", [f"prijsmodel:{price}"] if price else []),
            *_funding(row),
            *_audience(row, reading),
            *_validity(row, read_on),
            ("ldg:aanbodstatus", [f"aanbodstatus:{_status(row, read_on)}"]),
            _OWN,
            *_seen(row, read_on),
        ],
    )


def _contract(row: Row, reading: Row, said: list[str], read_on: str) -> Block:
    begun, years = reading["begon_in"], reading["looptijd"]
    return Block(
        f"raamcontract:{reading['slug']}",
        [
            ("a", ["ldg:Raamcontract"]),
            *_words(row, reading),
            ("ldg:gunnendeInstantie", _providers(reading["leveranciers"])),
            ("ldg:leverancierVolgensBron", said),
            ("ldg:leverancier", _providers(reading["contractanten"])),
            ("ldg:begonIn", [typed(begun, "xsd:gYearMonth")] if begun else []),
            ("ldg:looptijdInJaren", [years] if years else []),
            *_funding(row),
            *_audience(row, reading),
            *_validity(row, read_on),
            *_seen(row, read_on),
        ],
    )


def _grant(row: Row, reading: Row, said: list[str], read_on: str) -> Block:
    funds = [f"aanbod:{one}" for one in _split(reading["financiert"])]
    return Block(
        f"subsidie:{reading['slug']}",
        [
            ("a", ["ldg:Subsidie"]),
            *_words(row, reading),
            ("ldg:leverancier", _providers(reading["leveranciers"])),
            ("ldg:leverancierVolgensBron", said),
            ("ldg:financiert", funds),
            *_funding(row),
            *_audience(row, reading),
            *_validity(row, read_on),
            ("ldg:aanbodstatus", [f"aanbodstatus:{_status(row, read_on)}"]),
            *([_OWN] if funds else []),
            *_seen(row, read_on),
        ],
    )


def _programme(row: Row, reading: Row, said: list[str], read_on: str) -> Block:
    return Block(
        f"programma:{reading['slug']}",
        [
            ("a", ["ldg:Programma"]),
            *_words(row, reading),
            ("ldg:uitvoerder", _providers(reading["leveranciers"])),
            ("ldg:leverancierVolgensBron", said),
            *_funding(row),
            *_audience(row, reading),
            *_validity(row, read_on),
            *_seen(row, read_on),
        ],
    )


def _search(row: Row, reading: Row, read_on: str) -> Block:
    page = row["source_url"]
    return Block(
        f"zoekresultaat:{row['id']}",
        [
            ("a", ["ldg:Zoekresultaat"]),
            ("skos:prefLabel", [text(reading["titel"], "nl"), text(row["name"], "en")]),
            ("dct:description", [text(reading["omschrijving"], "nl"), text(row["status"], "en")]),
            ("ldg:gezochtOp", [typed(read_on, "xsd:gYearMonth")]),
            ("dct:source", [f"<{page}>" if page else "bron:eigen-lezing"]),
        ],
    )


def _status(row: Row, read_on: str) -> str:
    over = ended(row["valid"], read_on)
    return "onduidelijk" if over else _STATUSES[row["status"]]


def ended(valid: str, read_on: str) -> bool:
    """Say whether the years that a source gives were over in the month in which it was read.

    >>> ended("2022-2023", "2026-11"), ended("from 2022", "2026-11")
    (True, False)
    """
    years = _PERIOD.match(valid)
    return years is not None and years[1] < read_on[:4]


def _words(row: Row, reading: Row) -> Statements:
    described = [text(reading["omschrijving"], "nl"), text(row["capability"], "en")]
    return [
        ("skos:prefLabel", [text(reading["titel"], "nl"), text(row["name"], "en")]),
        ("dct:description", described),
    ]


def _funding(row: Row) -> Statements:
    return [("ldg:financieringVolgensBron", [text(row["funding"])] if row["funding"] else [])]


def _audience(row: Row, reading: Row) -> Statements:
    return [
        ("ldg:voorSoort", [_KINDS[one] for one in _split(reading["doelgroep"])]),
        ("ldg:voorLedenVan", [f"bestuur:{one}" for one in _split(reading["leden_van"])]),
        ("ldg:doelgroepVolgensBron", [text(row["audience"])] if row["audience"] else []),
    ]


def _validity(row: Row, read_on: str) -> Statements:
    period = [row["valid"]] if row["valid"] else []
    # That something was active when read goes without saying, but not where its years are over.
    if row["status"] not in period and (row["status"] != _ACTIVE or ended(row["valid"], read_on)):
        period.append(row["status"])
    return [("ldg:geldigheidVolgensBron", [text("; ".join(period))] if period else [])]


def _seen(row: Row, read_on: str) -> Statements:
    return [
        ("ldg:nagezien", [f"nagezien:{_VERIFIED[row['verified']]}"]),
        ("ldg:gelezenOp", [typed(read_on, "xsd:gYearMonth")]),
        ("dct:source", [f"<{row['source_url']}>"]),
    ]


def _providers(slugs: str) -> list[str]:
    return [f"leverancier:{slug}" for slug in _split(slugs)]


def _split(value: str) -> list[str]:
    return [one for one in value.split(";") if one]

"""The catalogue: real services from the reference table, with our own reading kept beside it.

``catalogue.csv`` next to this module says for each row what kind of thing it is and which
capabilities it states; it is conservative, and everything in it that the row does not state is
left empty: an unknown audience or contract stays unknown. A row that nobody could confirm
becomes a record of the search and never an offering. ``providers.csv`` names who provides.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError
from ldgraph.intake.governments import KIND_CODES
from ldgraph.intake.house import Block, bad_value, one_of, read_rows, shaped, text, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldgraph.intake.house import Row

_READING = Path(__file__).with_name("catalogue.csv")
_PROVIDERS = Path(__file__).with_name("providers.csv")
_KINDS = {
    "lokaal-bestuur": "bestuurssoort:lokaal-bestuur",
    "samenwerking": "bestuurssoort:samenwerking",
    **{name.lower(): f"soort:{code}" for name, code in KIND_CODES.items()},
}
_VERIFIED = {"yes": "ja", "partly": "deels", "no": "nee"}
#: Only what was active when read can be had; what is old, unclear or ended is not available.
_STATUSES = {
    "active when read": "beschikbaar",
    "ended or unclear": "onduidelijk",
    "unclear after 2022": "onduidelijk",
    "old page": "onduidelijk",
    "old presentation only": "onduidelijk",
    "named in annual report 2019": "onduidelijk",
    "runs to about 2028": "onduidelijk",
    "call, dates not read": "onduidelijk",
}
_ADDRESS = shaped(
    r'(https?://[^\s<>"{}|\\^`]+)?',
    "one web address without spaces, or none",
    "een webadres zonder spaties, of niets",
)


def catalogue_blocks(source: Path, read_on: str) -> dict[str, list[Block]]:
    """Make ``aanbod``, ``leveranciers``, ``raamcontracten``, ``subsidies``, ``zoekresultaten``.

    Args:
        source: Folder with ``catalogue_services.csv``.
        read_on: Month in which the sources were read (``2026-11``).

    Raises:
        UnreadableInputError: The table is not as expected, or a row has no reading yet.
    """
    file = source / "catalogue_services.csv"
    readings = {row["id"]: row for row in read_rows(_READING, ("id", "slug", "titel", "soort"))}
    names = {row["slug"]: row for row in read_rows(_PROVIDERS, ("slug", "nl", "en"))}
    found: dict[str, list[Block]] = {
        "aanbod": [],
        "raamcontracten": [],
        "subsidies": [],
        "zoekresultaten": [],
    }
    providers: dict[str, str] = {}
    columns = ("id", "name", "capability", "audience", "valid", "status")
    forms = {"source_url": _ADDRESS, "verified": one_of(*_VERIFIED)}
    for row in read_rows(file, columns, forms):
        reading = readings.get(row["id"])
        if reading is None:
            raise bad_value(
                file,
                row,
                "id",
                f"one that {_READING.name} has a line for; add one",
                f"een waarvoor {_READING.name} een regel heeft; voeg er een toe",
            )
        searched = reading["soort"] == "Zoekresultaat"
        if searched != (row["verified"] == "no"):
            says = f"{_READING.name}: '{reading['soort']}'"
            wanted, dutch = f"what was read ({says})", f"wat gelezen werd ({says})"
            raise bad_value(file, row, "verified", wanted, dutch)
        if searched:
            found["zoekresultaten"].append(_search(row, reading, read_on))
            continue
        if row["status"] not in _STATUSES:
            there = ", ".join(_STATUSES)
            raise bad_value(file, row, "status", f"one of {there}", f"een van {there}")
        if reading["soort"] == "Programma":
            continue
        for slug in _split(reading["leveranciers"]) + _split(reading["contractanten"]):
            providers.setdefault(slug, row["source_url"])
        if reading["soort"] == "Raamcontract":
            found["raamcontracten"].append(_contract(row, reading, read_on))
        elif reading["soort"] == "Subsidie":
            found["subsidies"].append(_grant(row, reading, read_on))
        else:
            found["aanbod"].append(_offering(row, reading, read_on))
    found["leveranciers"] = [_provider(slug, names, providers[slug]) for slug in sorted(providers)]
    return found


def _provider(slug: str, names: Mapping[str, Row], page: str) -> Block:
    """Make a provider; its source is the first page on which it was met."""
    if slug not in names:
        raise UnreadableInputError(
            _PROVIDERS,
            f"no line for '{slug}', which {_READING.name} names",
            f"geen regel voor '{slug}', dat {_READING.name} noemt",
        )
    labels = [text(names[slug][lang], lang) for lang in ("nl", "en")]
    return Block(
        f"leverancier:{slug}",
        [("a", ["ldg:Organisatie"]), ("skos:prefLabel", labels), ("dct:source", [f"<{page}>"])],
    )


def _offering(row: Row, reading: Row, read_on: str) -> Block:
    contract = {"ja": ["true"], "nee": ["false"]}.get(reading["contract_nodig"], [])
    price = reading["prijsmodel"]
    return Block(
        f"aanbod:{reading['slug']}",
        [
            ("a", [f"ldg:{reading['soort']}"]),
            ("dct:identifier", [text(row["id"])]),
            *_words(row, reading),
            ("ldg:inCatalogus", ["catalogus:lokaal-digitaal"]),
            ("ldg:leverancier", _providers(reading["leveranciers"])),
            ("ldg:levert", [f"capability:{one}" for one in _split(reading["capabilities"])]),
            ("ldg:aanbodsoort", [f"aanbodsoort:{reading['aanbodsoort']}"]),
            ("ldg:uitvoering", [f"uitvoering:{reading['uitvoering']}"]),
            ("ldg:prijsmodel", [f"prijsmodel:{price}"] if price else []),
            ("ldg:contractNodig", contract),
            *_audience(row, reading),
            ("ldg:aanbodstatus", [f"aanbodstatus:{_STATUSES[row['status']]}"]),
            *_seen(row, read_on),
        ],
    )


def _contract(row: Row, reading: Row, read_on: str) -> Block:
    return Block(
        f"raamcontract:{reading['slug']}",
        [
            ("a", ["ldg:Raamcontract"]),
            *_words(row, reading),
            ("ldg:gunnendeInstantie", _providers(reading["leveranciers"])),
            ("ldg:leverancier", _providers(reading["contractanten"])),
            *_audience(row, reading),
            *_seen(row, read_on),
        ],
    )


def _grant(row: Row, reading: Row, read_on: str) -> Block:
    return Block(
        f"subsidie:{reading['slug']}",
        [
            ("a", ["ldg:Subsidie"]),
            *_words(row, reading),
            ("ldg:leverancier", _providers(reading["leveranciers"])),
            *_audience(row, reading),
            ("ldg:aanbodstatus", [f"aanbodstatus:{_STATUSES[row['status']]}"]),
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


def _words(row: Row, reading: Row) -> list[tuple[str, Sequence[str]]]:
    described = [text(reading["omschrijving"], "nl"), text(row["capability"], "en")]
    return [
        ("skos:prefLabel", [text(reading["titel"], "nl"), text(row["name"], "en")]),
        ("dct:description", described),
    ]


def _audience(row: Row, reading: Row) -> list[tuple[str, Sequence[str]]]:
    period = [row["valid"]] if row["valid"] else []
    if row["status"] not in ("active when read", *period):
        period.append(row["status"])
    return [
        ("ldg:voorSoort", [_KINDS[one] for one in _split(reading["doelgroep"])]),
        ("ldg:voorLedenVan", [f"bestuur:{one}" for one in _split(reading["leden_van"])]),
        ("ldg:doelgroepVolgensBron", [text(row["audience"])] if row["audience"] else []),
        ("ldg:geldigheidVolgensBron", [text("; ".join(period))] if period else []),
    ]


def _seen(row: Row, read_on: str) -> list[tuple[str, Sequence[str]]]:
    return [
        ("ldg:nagezien", [f"nagezien:{_VERIFIED[row['verified']]}"]),
        ("ldg:gelezenOp", [typed(read_on, "xsd:gYearMonth")]),
        ("dct:source", [f"<{row['source_url']}>"]),
    ]


def _providers(slugs: str) -> list[str]:
    return [f"leverancier:{slug}" for slug in _split(slugs)]


def _split(value: str) -> list[str]:
    return [one for one in value.split(";") if one]

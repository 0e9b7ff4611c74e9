"""The catalogue: real services from the reference table, with our own reading kept beside it.

``catalogue.csv`` next to this module says for each row what kind of thing it is and which
capabilities it states; it is conservative, and everything in it that the row does not state is
left empty: an unknown audience or contract stays unknown. A row that nobody could confirm
becomes a record of the search and never an offering.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError
from ldgraph.intake.governments import KIND_CODES
from ldgraph.intake.house import Block, read_rows, text, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, str]

_READING = Path(__file__).with_name("catalogue.csv")
_KINDS = {
    "lokaal-bestuur": "bestuurssoort:lokaal-bestuur",
    "samenwerking": "bestuurssoort:samenwerking",
    **{name.lower(): f"soort:{code}" for name, code in KIND_CODES.items()},
}
_VERIFIED = {"yes": "ja", "partly": "deels", "no": "nee"}
#: The programme itself is in the catalogue's table but is nothing to obtain.
_NOT_TO_OBTAIN = frozenset({"svc-102"})
_COLUMNS = (
    *("id", "name", "provider", "kind", "capability", "audience", "funding", "valid", "status"),
    *("source_url", "verified"),
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
    found: dict[str, list[Block]] = {
        "aanbod": [],
        "raamcontracten": [],
        "subsidies": [],
        "zoekresultaten": [],
    }
    providers: dict[str, str] = {}
    for row in read_rows(file, _COLUMNS):
        if row["id"] in _NOT_TO_OBTAIN:
            continue
        if row["verified"] == "no":
            found["zoekresultaten"].append(_search(row, read_on))
            continue
        reading = readings.get(row["id"])
        if reading is None:
            problem = f"row '{row['id']}' has no line in {_READING.name}; add one"
            raise UnreadableInputError(file, problem)
        providers[_slug(row["provider"])] = row["provider"]
        if reading["soort"] == "Raamcontract":
            found["raamcontracten"].append(_contract(row, reading, read_on))
        elif reading["soort"] == "Subsidie":
            found["subsidies"].append(_grant(row, reading, read_on))
        else:
            found["aanbod"].append(_offering(row, reading, read_on))
    found["leveranciers"] = [
        Block(
            f"leverancier:{slug}",
            [("a", ["ldg:Organisatie"]), ("skos:prefLabel", [text(name, "nl")])],
        )
        for slug, name in sorted(providers.items())
    ]
    return found


def _offering(row: Row, reading: Row, read_on: str) -> Block:
    contract = {"ja": ["true"], "nee": ["false"]}.get(reading["contract_nodig"], [])
    price = reading["prijsmodel"]
    return Block(
        f"aanbod:{reading['slug']}",
        [
            ("a", [f"ldg:{reading['soort']}"]),
            ("dct:identifier", [text(row["id"])]),
            ("skos:prefLabel", [text(reading["titel"], "nl"), text(row["name"], "en")]),
            ("ldg:inCatalogus", ["catalogus:lokaal-digitaal"]),
            ("ldg:leverancier", [f"leverancier:{_slug(row['provider'])}"]),
            ("ldg:levert", [f"capability:{one}" for one in _split(reading["capabilities"])]),
            ("ldg:aanbodsoort", [f"aanbodsoort:{reading['aanbodsoort']}"]),
            ("ldg:uitvoering", [f"uitvoering:{reading['uitvoering']}"]),
            ("ldg:prijsmodel", [f"prijsmodel:{price}"] if price else []),
            ("ldg:contractNodig", contract),
            *_common(row, reading, read_on),
        ],
    )


def _contract(row: Row, reading: Row, read_on: str) -> Block:
    return Block(
        f"raamcontract:{reading['slug']}",
        [
            ("a", ["ldg:Raamcontract"]),
            ("skos:prefLabel", [text(reading["titel"], "nl"), text(row["name"], "en")]),
            ("ldg:gunnendeInstantie", [f"leverancier:{_slug(row['provider'])}"]),
            *_common(row, reading, read_on),
        ],
    )


def _grant(row: Row, reading: Row, read_on: str) -> Block:
    return Block(
        f"subsidie:{reading['slug']}",
        [
            ("a", ["ldg:Subsidie"]),
            ("skos:prefLabel", [text(reading["titel"], "nl"), text(row["name"], "en")]),
            ("ldg:leverancier", [f"leverancier:{_slug(row['provider'])}"]),
            *_common(row, reading, read_on),
        ],
    )


def _common(row: Row, reading: Row, read_on: str) -> list[tuple[str, Sequence[str]]]:
    active = row["status"] == "active when read"
    status = "beschikbaar" if active else "onduidelijk"
    return [
        ("ldg:voorSoort", [_KINDS[one] for one in _split(reading["doelgroep"])]),
        ("ldg:doelgroepVolgensBron", [text(row["audience"])] if row["audience"] else []),
        ("ldg:geldigheidVolgensBron", [text(row["valid"])] if row["valid"] else []),
        ("ldg:aanbodstatus", [f"aanbodstatus:{status}"]),
        ("ldg:nagezien", [f"nagezien:{_VERIFIED[row['verified']]}"]),
        ("ldg:gelezenOp", [typed(read_on, "xsd:gYearMonth")]),
        ("dct:source", [f"<{row['source_url']}>"]),
    ]


def _search(row: Row, read_on: str) -> Block:
    return Block(
        f"zoekresultaat:{row['id']}",
        [
            ("a", ["ldg:Zoekresultaat"]),
            ("skos:prefLabel", [text(row["name"], "en")]),
            ("ldg:gezochtOp", [typed(read_on, "xsd:gYearMonth")]),
            ("dct:source", [f"<{row['source_url']}>"] if row["source_url"] else []),
        ],
    )


def _split(value: str) -> list[str]:
    return [one for one in value.split(";") if one]


def _slug(name: str) -> str:
    plain = name.split("(", maxsplit=1)[0].split(";", maxsplit=1)[0].lower().replace("ë", "e")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

"""Municipalities, welfare centres, zones, provinces and joint bodies, from the reference tables.

A municipality's identifier is its NIS code; LBLOD's IRIs changed hands in mergers, so they are
linked as identifiers with the days on which they held and never stand for the government.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ldgraph.intake.house import Block, text, typed
from ldgraph.intake.tables import CERTAINTY, MEMBERSHIP_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ldgraph.intake.house import Row
    from ldgraph.intake.tables import Tables

KIND_CODES = {
    "Gemeente": "5ab0e9b8a3b2ca7c5e000001",
    "OCMW": "5ab0e9b8a3b2ca7c5e000002",
    "Provincie": "5ab0e9b8a3b2ca7c5e000000",
    "Politiezone": "a3922c6d-425b-474f-9a02-ffb71a436bfc",
    "Hulpverleningszone": "ea446861-2c51-45fa-afd3-4e4a37b71562",
}
JOINT_BODIES = {
    "Dienstverlenende vereniging": "d01bb1f6-2439-4e33-9c25-1fc295de2e71",
    "Opdrachthoudende vereniging": "cd93f147-3ece-4308-acab-5c5ada3ec63d",
    "Opdrachthoudende vereniging met private deelname": "4b8450cf-a326-4c66-9e63-b4ec10acc7f6",
    "Projectvereniging": "b156b67f-c5f4-4584-9b30-4c090be02fdc",
}
#: Inhabitants from which each class starts (code list Grootteklasse), largest first.
SIZE_CLASSES = (
    (75_000, "vanaf-75000"),
    (35_000, "35000-74999"),
    (20_000, "20000-34999"),
    (10_000, "10000-19999"),
    (0, "tot-10000"),
)


#: Since when the table lets every municipality exist that no later merger made.
_FIRST_DAY = "1977-01-01"


def municipality_blocks(tables: Tables) -> list[Block]:
    """Make municipalities, current and former, each with its identifiers."""
    blocks = []
    for row in sorted(tables.municipalities, key=lambda one: (one["nis"], one["valid_from"])):
        slug = f"gemeente-{row['nis']}"
        current = not row["valid_to"]
        rows = [
            ("a", ["ldg:LokaalBestuur", "besluit:Bestuurseenheid"]),
            ("skos:prefLabel", [text(row["name_nl"], "nl")]),
            ("org:classification", [f"soort:{KIND_CODES['Gemeente']}"]),
            ("ldg:inProvincie", [f"bestuur:provincie-{row['province_nis']}"]),
            ("ldg:bestaatVan", _dates(row["valid_from"])),
            ("ldg:bestaatTot", _dates(_day_after(row["valid_to"]))),
            (
                "ldg:opgegaanIn",
                [] if current else [f"bestuur:gemeente-{nis}" for nis in _list(row)],
            ),
            *_size(tables.facts.get(row["nis"]) if current else None),
        ]
        if current:
            rows.append(("besluit:werkingsgebied", [f"gemeente:{row['nis']}"]))
        blocks.extend(_with_identifiers(slug, rows, {"NIS": row["nis"], **_ids(row)}, row))
    return blocks


def _list(row: Row) -> list[str]:
    return [nis.strip() for nis in row["successor_nis"].replace("|", ";").split(";") if nis.strip()]


def _size(facts: Row | None) -> list[tuple[str, list[str]]]:
    if facts is None:
        return []
    known = facts["population_2025"]
    low, high = facts["population_2025_low"], facts["population_2025_high"]
    exact = bool(known) and low == high
    least = int(low or known)
    size = next(slug for start, slug in SIZE_CLASSES if least >= start)
    settled = size == next(slug for start, slug in SIZE_CLASSES if int(high or known) >= start)
    return [
        ("ldg:inwonertal", [known] if known else []),
        ("ldg:inwonertalMin", [] if exact else [low]),
        ("ldg:inwonertalMax", [] if exact else [high]),
        ("ldg:inwonertalOp", [typed("2025", "xsd:gYear")]),
        ("ldg:grootteklasse", [f"grootteklasse:{size}"] if settled else []),
        ("ldg:centrumstad", ["true" if facts["centrumstad"] == "yes" else "false"]),
    ]


def welfare_centre_blocks(tables: Tables) -> list[Block]:
    """Make the OCMWs, each for the municipality with the same NIS code.

    The table gives no days. One whose municipality came from a merger, or went into one, lived as
    long as that municipality; of the others only is said that they are there. The table lacks
    those of which LBLOD's IRI went over to the successor: they are read from the municipalities.
    """
    places = {row["nis"]: row for row in tables.municipalities}
    there = {
        row["location_nis"]: row
        for status in ("inactive", "active")
        for row in tables.organisations
        if row["class_nl"] == "OCMW" and row["status"] == status
    }
    handed_over = {
        nis: _predecessor(place, there[_list(place)[0]])
        for nis, place in places.items()
        if place["valid_to"] and nis not in there and _kept_its_iri(place, places)
    }
    there |= handed_over
    blocks = []
    for nis, row in sorted(there.items()):
        place = places[nis]
        merged = {**place, "valid_from": _if_merged(place["valid_from"])}
        name = row["name"].removesuffix(" (voor fusie)")
        rows = [
            ("a", ["ldg:LokaalBestuur", "besluit:Bestuurseenheid"]),
            ("skos:prefLabel", [text(f"OCMW {name}", "nl")]),
            ("org:classification", [f"soort:{KIND_CODES['OCMW']}"]),
            ("ldg:hoortBij", [f"bestuur:gemeente-{nis}"]),
            ("ldg:bestaatVan", _dates(merged["valid_from"])),
            ("ldg:bestaatTot", _dates(_day_after(place["valid_to"]))),
            ("ldg:opgegaanIn", [f"bestuur:ocmw-{one}" for one in _list(place) if one in there]),
            ("ldg:herkomst", ["herkomst:eigen-lezing"] if nis in handed_over else []),
        ]
        blocks.extend(_with_identifiers(f"ocmw-{nis}", rows, _ids(row), merged))
    return blocks


def _kept_its_iri(place: Row, places: Mapping[str, Row]) -> bool:
    """Say whether a municipality's IRI is its only successor's now."""
    after = _list(place)
    return len(after) == 1 and places[after[0]]["lblod_uri"] == place["lblod_uri"]


def _predecessor(place: Row, successor: Row) -> Row:
    """Make the row of a welfare centre that its successor's IRI stood for; KBO and OVO unknown."""
    return {
        "name": place["name_nl"],
        "kbo": "",
        "ovo": "",
        "lblod_uri": successor["lblod_uri"],
    }


def _if_merged(since: str) -> str:
    """Give the first day where a merger gives it: all others have that of the mergers of 1977."""
    return "" if since == _FIRST_DAY else since


def body_blocks(tables: Tables, kinds: Mapping[str, str], word: str) -> list[Block]:
    """Make zones, provinces or joint bodies: the active ones, of the kinds given by class name.

    A joint body without a participant in the table may be one without a Flemish one: left out.
    """
    with_members = {row["organisation_uri"] for row in tables.memberships}
    blocks = []
    for name, code in kinds.items():
        for row in _active(tables, name):
            if name in JOINT_BODIES and row["lblod_uri"] not in with_members:
                continue
            label = f"Provincie {row['name']}" if name == "Provincie" else row["name"]
            rows = [
                ("a", ["ldg:LokaalBestuur", "besluit:Bestuurseenheid"]),
                ("skos:prefLabel", [text(label, "nl")]),
                ("org:classification", [f"soort:{code}"]),
            ]
            extra = {"zonecode": row["police_zone_code"]} if row["police_zone_code"] else {}
            slug = _body_slug(row, word)
            blocks.extend(_with_identifiers(slug, rows, {**extra, **_ids(row)}, None))
    return sorted(blocks, key=lambda block: block.subject.split(":", 1)[1])


def _body_slug(row: Row, word: str) -> str:
    if row["class_nl"] == "Provincie":
        return f"provincie-{row['location_nis']}"
    if row["police_zone_code"]:
        return f"{word}-{row['police_zone_code']}"
    return f"{word}-{row['kbo']}" if row["kbo"] else f"{word}-{row['lblod_uri'][-12:]}"


def membership_blocks(tables: Tables) -> list[Block]:
    """Make memberships of zones and joint bodies; only what two sources agree on is certain."""
    words = {"Politiezone": "politiezone", "Hulpverleningszone": "hulpverleningszone"}
    bodies = {row["lblod_uri"]: row for row in tables.organisations if row["status"] == "active"}
    blocks = []
    for row in tables.memberships:
        body = bodies.get(row["organisation_uri"])
        if body is None:
            continue
        slug = _body_slug(body, words.get(body["class_nl"], "igs"))
        certainty = next(
            slug for words, slug in CERTAINTY.items() if re.fullmatch(words, row["certainty"])
        )
        blocks.append(
            Block(
                f"lidmaatschap:{slug}-{row['member_nis']}",
                [
                    ("a", ["ldg:Lidmaatschap"]),
                    ("org:member", [f"bestuur:gemeente-{row['member_nis']}"]),
                    ("org:organization", [f"bestuur:{slug}"]),
                    ("ldg:geldigGezienOp", _month(row["valid_on"])),
                    ("ldg:zekerheid", [f"zekerheid:{certainty}"]),
                    ("dct:source", [f"<{one}>" for one in MEMBERSHIP_SOURCES[row["source"]]]),
                ],
            )
        )
    unique = {block.subject: block for block in blocks}
    return [unique[subject] for subject in sorted(unique)]


def merger_blocks(tables: Tables) -> list[Block]:
    """Make one merger per successor and day."""
    parts: dict[tuple[str, str], list[str]] = {}
    for row in tables.mergers:
        parts.setdefault((row["date"], row["successor_nis"]), []).append(row["predecessor_nis"])
    return [
        Block(
            f"fusie:gemeente-{successor}-{day}",
            [
                ("a", ["ldg:Fusie"]),
                ("dct:date", [typed(day, "xsd:date")]),
                (
                    "org:originalOrganization",
                    [f"bestuur:gemeente-{nis}" for nis in sorted(set(before))],
                ),
                ("org:resultingOrganization", [f"bestuur:gemeente-{successor}"]),
            ],
        )
        for (day, successor), before in sorted(parts.items())
    ]


def _active(tables: Tables, kind: str) -> list[Row]:
    rows = [
        row for row in tables.organisations if row["class_nl"] == kind and row["status"] == "active"
    ]
    return sorted(rows, key=lambda row: (row["location_nis"], row["kbo"], row["lblod_uri"]))


def _ids(row: Row) -> dict[str, str]:
    named = {"KBO": row["kbo"], "OVO": row["ovo"], "LBLOD": row["lblod_uri"]}
    return {agency: value for agency, value in named.items() if value}


def _with_identifiers(
    slug: str, rows: Sequence[tuple[str, Sequence[str]]], ids: Mapping[str, str], lived: Row | None
) -> list[Block]:
    """Add the identifiers; those of a municipality held as long as it existed."""
    names = [f"identificator:{slug}-{agency.lower()}" for agency in ids]
    main = Block(f"bestuur:{slug}", [*rows, ("adms:identifier", names)])
    since = _dates(lived["valid_from"]) if lived else []
    until = _dates(_day_after(lived["valid_to"])) if lived else []
    return [
        main,
        *(
            Block(
                name,
                [
                    ("a", ["adms:Identifier"]),
                    ("skos:notation", [text(value)]),
                    ("adms:schemaAgency", [text(agency)]),
                    ("ldg:bestaatVan", since),
                    ("ldg:bestaatTot", until),
                ],
            )
            for name, (agency, value) in zip(names, ids.items(), strict=True)
        ),
    ]


def _dates(day: str) -> list[str]:
    return [typed(day, "xsd:date")] if day else []


def _day_after(day: str) -> str:
    """The table gives the last day; existence is half-open, so it ends the day after."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""


def _month(value: str) -> list[str]:
    shape = {4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}
    return [typed(value, shape[len(value)])] if len(value) in shape else []

"""The reference tables that speak of places, read and checked against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.intake.house import (
    DAY,
    DAY_OR_NONE,
    KBO_OR_NONE,
    NIS,
    NUMBER_OR_NONE,
    OVO_OR_NONE,
    Form,
    Row,
    bad_value,
    one_of,
    read_rows,
    shaped,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: How certain a membership is, by the words of the table.
CERTAINTY = {
    "two sources agree": "zeker",
    "single source.*": "onzeker",
    "predecessors were in different zones.*": "kandidaat",
}
#: Where memberships come from, by the short names of the table.
MEMBERSHIP_SOURCES = {
    "pinc+lblod-lmb": (
        "https://github.com/provinciesincijfers/gebiedsniveaus",
        "https://github.com/lblod/app-lokaal-mandatenbeheer",
    ),
    "lblod-loket-2018": ("https://github.com/lblod/app-digitaal-loket",),
    "lblod-op-igs-2023": ("https://github.com/lblod/app-organization-portal",),
}


class Tables(NamedTuple):
    """The reference tables that speak of places."""

    municipalities: list[Row]
    facts: Mapping[str, Row]
    mergers: list[Row]
    organisations: list[Row]
    memberships: list[Row]


def read_tables(source: Path) -> Tables:
    """Read the tables about places from a folder.

    Raises:
        UnreadableInputError: A table is missing, has other columns or values than expected, or
            names a municipality that the table of municipalities lacks.
    """
    several = shaped(
        r"(\d{5}([;|] ?\d{5})*)?",
        "NIS codes with ; between them, or none",
        "NIS-codes met ; ertussen, of niets",
    )
    ids = {"kbo": KBO_OR_NONE, "ovo": OVO_OR_NONE}
    municipality = {
        "nis": NIS,
        "province_nis": NIS,
        "valid_from": DAY,
        "valid_to": DAY_OR_NONE,
        "successor_nis": several,
        **ids,
    }
    size = dict.fromkeys(("population_2025", "population_2025_high"), NUMBER_OR_NONE)
    fact = {
        "nis": NIS,
        "centrumstad": one_of("yes", "no"),
        **size,
        "population_2025_low": shaped(r"\d+", "a whole number", "een geheel getal"),
    }
    merger = {"date": DAY, "predecessor_nis": NIS, "successor_nis": NIS}
    body = {
        "police_zone_code": shaped(
            r"(\d{4})?", "a zone code of 4 digits, or none", "een zonecode van 4 cijfers, of niets"
        ),
        **ids,
    }
    read: dict[str, tuple[tuple[str, ...], dict[str, Form]]] = {
        "municipalities": (("name_nl", "province", "lblod_uri"), municipality),
        "municipality_facts": ((), fact),
        "municipality_mergers": ((), merger),
        "organisations": (("lblod_uri", "name", "class_nl", "status", "location_nis"), body),
        "memberships": (
            ("organisation_uri",),
            {
                "member_nis": NIS,
                "valid_on": shaped(
                    r"\d{4}(-\d\d){0,2}", "a year, month or day", "een jaar, maand of dag"
                ),
                "source": one_of(*MEMBERSHIP_SOURCES),
                "certainty": shaped(
                    "|".join(CERTAINTY),
                    "words that say how certain",
                    "woorden die zeggen hoe zeker",
                ),
            },
        ),
    }
    files = {name: source / f"{name}.csv" for name in read}
    rows = {name: read_rows(files[name], *wanted) for name, wanted in read.items()}
    municipalities = {row["nis"] for row in rows["municipalities"]}
    bodies = {row["lblod_uri"] for row in rows["organisations"]}
    for name, column, known in (
        ("municipality_facts", "nis", municipalities),
        ("municipality_mergers", "predecessor_nis", municipalities),
        ("municipality_mergers", "successor_nis", municipalities),
        ("memberships", "member_nis", municipalities),
        ("memberships", "organisation_uri", bodies),
    ):
        for row in rows[name]:
            if row[column] not in known:
                of = "municipalities" if known is municipalities else "organisations"
                wanted, dutch = f"one that {of}.csv has", f"een die in {of}.csv staat"
                raise bad_value(files[name], row, column, wanted, dutch)
    return Tables(
        rows["municipalities"],
        {row["nis"]: row for row in rows["municipality_facts"]},
        rows["municipality_mergers"],
        rows["organisations"],
        rows["memberships"],
    )

"""Published figures and facts about the programme's field, each with its source.

``observations.csv`` next to this module names the figures: one of which nobody made a name is an
error. Two sources that speak of the same thing stay two observations. What the press says of a
named government is an observation too, and never an assessment.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.intake.house import (
    NIS,
    NUMBER_OR_NONE,
    Block,
    bad_value,
    one_of,
    read_rows,
    shaped,
    text,
)

if TYPE_CHECKING:
    from ldgraph.intake.house import Row

_NAMES = Path(__file__).with_name("observations.csv")
_UNITS = {"governments": "besturen", "euro": "euro", "percent": "procent", "": ""}
_PAGES = shaped(
    r"https?://\S+( ; https?://\S+)*",
    "web addresses with ' ; ' between them",
    "webadressen met ' ; ' ertussen",
)
#: What the tables say in English words, in Dutch.
_DUTCH = {
    "one third": "een derde",
    "two thirds": "twee derde",
    "2023 and 2025 editions": "edities 2023 en 2025",
}
_INCIDENTS = {
    "cyber attack": "cyberaanval",
    "cyber incident": "cyberincident",
    "ransomware": "gijzelsoftware",
}


def observation_blocks(source: Path) -> list[Block]:
    """Make the observations, in the order of the names.

    Raises:
        UnreadableInputError: A table is not as expected, or a figure has no name yet.
    """
    file = source / "programme_statistics.csv"
    names = {row["key"]: row for row in read_rows(_NAMES, ("slug", "key", "nl"))}
    order = {key: index for index, key in enumerate(names)}
    rows = read_rows(
        file, ("key", "value", "unit", "date"), {"of": NUMBER_OR_NONE, "source_url": _PAGES}
    )
    for row in rows:
        if row["key"] not in names:
            raise bad_value(
                file,
                row,
                "key",
                f"a figure with a line in {_NAMES.name}; add one",
                f"een cijfer met een regel in {_NAMES.name}; voeg er een toe",
            )
        if row["unit"] not in _UNITS:
            there = ", ".join(filter(None, _UNITS))
            wanted, dutch = f"one of {there}, or none", f"een van {there}, of niets"
            raise bad_value(file, row, "unit", wanted, dutch)
        for column in ("value", "date"):
            if re.search("[a-z]", row[column]) and row[column] not in _DUTCH:
                there = ", ".join(_DUTCH)
                wanted, dutch = f"a figure, or one of {there}", f"een cijfer, of een van {there}"
                raise bad_value(file, row, column, wanted, dutch)
    return [
        _block(row, names[row["key"]]) for row in sorted(rows, key=lambda one: order[one["key"]])
    ]


def _block(row: Row, name: Row) -> Block:
    number = re.fullmatch(r"\d+(\.\d+)?", row["value"])
    value = row["value"] if number else ""
    return Block(
        f"waarneming:{name['slug']}",
        [
            ("a", ["ldg:Waarneming"]),
            ("skos:prefLabel", [text(name["nl"], "nl"), text(row["key"], "en")]),
            ("ldg:waarde", [value if "." in value else f"{value}.0"] if value else []),
            ("ldg:waardeTekst", [] if number else _said(row["value"])),
            ("ldg:eenheid", [text(_UNITS[row["unit"]])] if row["unit"] else []),
            ("ldg:noemer", [row["of"]] if row["of"] else []),
            ("ldg:periodeVolgensBron", _said(row["date"])),
            ("dct:source", [f"<{page}>" for page in row["source_url"].split(" ; ")]),
        ],
    )


def _said(words: str) -> list[str]:
    """Write words in both languages; a year or month is of no language."""
    if words in _DUTCH:
        return [text(_DUTCH[words], "nl"), text(words, "en")]
    return [text(words)] if words else []


def incident_blocks(source: Path) -> list[Block]:
    """Make the incidents that the press or VVSG reported, in the order of the NIS codes.

    Raises:
        UnreadableInputError: The table is not as expected.
    """
    rows = read_rows(
        source / "cyber_incidents_local.csv",
        ("name",),
        {
            "municipality_nis": NIS,
            "year": shaped(r"\d{4}", "a year", "een jaar"),
            "kind": one_of(*_INCIDENTS),
            "source_url": _PAGES,
        },
    )
    blocks = []
    for row in sorted(rows, key=lambda one: (one["municipality_nis"], one["year"])):
        dutch, where = _INCIDENTS[row["kind"]], f"{row['name']}, {row['year']}"
        block = Block(
            f"waarneming:incident-{row['municipality_nis']}-{row['year']}",
            [
                ("a", ["ldg:Waarneming"]),
                (
                    "skos:prefLabel",
                    [text(f"{where}: {dutch}", "nl"), text(f"{where}: {row['kind']}", "en")],
                ),
                ("ldg:bestuur", [f"bestuur:gemeente-{row['municipality_nis']}"]),
                ("ldg:waardeTekst", [text(dutch, "nl"), text(row["kind"], "en")]),
                ("ldg:periodeVolgensBron", [text(row["year"])]),
                ("dct:source", [f"<{page}>" for page in row["source_url"].split(" ; ")]),
            ],
        )
        blocks.append(block)
    return blocks

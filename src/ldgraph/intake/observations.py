"""Published figures about the programme's field, each as an observation with its source.

``observations.csv`` next to this module names them: a figure of which nobody made a name is an
error. Two sources that speak of the same thing stay two observations.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.intake.house import NUMBER_OR_NONE, Block, bad_value, read_rows, shaped, text

if TYPE_CHECKING:
    from ldgraph.intake.house import Row

_NAMES = Path(__file__).with_name("observations.csv")
_UNITS = {"governments": "besturen", "euro": "euro", "percent": "procent", "": ""}
_PAGES = shaped(
    r"https?://\S+( ; https?://\S+)*",
    "web addresses with ' ; ' between them",
    "webadressen met ' ; ' ertussen",
)


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
            ("ldg:waardeTekst", [] if number else [text(row["value"])]),
            ("ldg:eenheid", [text(_UNITS[row["unit"]])] if row["unit"] else []),
            ("ldg:noemer", [row["of"]] if row["of"] else []),
            ("ldg:periodeVolgensBron", [text(row["date"])] if row["date"] else []),
            ("dct:source", [f"<{page}>" for page in row["source_url"].split(" ; ")]),
        ],
    )

"""Our own reading of the catalogue's rows, and whether the rows still say what was read.

``catalogue.csv`` says for each row what kind of thing it is and which capabilities it states;
``catalogue_read.csv`` has the cells that this reading rests on, as they were then. A row that says
something else now would keep a reading of other words: it is an error until someone looks again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.intake.house import bad_value, read_rows

if TYPE_CHECKING:
    from ldgraph.intake.house import Row

READING = Path(__file__).with_name("catalogue.csv")
_READ = Path(__file__).with_name("catalogue_read.csv")
#: What status and address a row has now takes effect as it is; the rest was read.
READ_COLUMNS = (
    "name",
    "provider",
    "provider_kind",
    "kind",
    "capability",
    "audience",
    "funding",
    "valid",
)


class Readings(NamedTuple):
    """By the id of a row: how it was read, and its cells at that time."""

    of: dict[str, Row]
    cells: dict[str, Row]


def load_readings() -> Readings:
    """Read both tables.

    Raises:
        UnreadableInputError: One of them is not as expected.
    """
    return Readings(
        {row["id"]: row for row in read_rows(READING, ("id", "slug", "titel", "soort"))},
        {row["id"]: row for row in read_rows(_READ, ("id", *READ_COLUMNS))},
    )


def reading_of(readings: Readings, file: Path, row: Row) -> Row:
    """Give how a row of ``file`` was read.

    Raises:
        UnreadableInputError: Nobody read the row, or it says something else than what was read.
    """
    key = row["id"]
    if key not in readings.of or key not in readings.cells:
        wanted = f"one that {READING.name} and {_READ.name} have a line for; add one"
        raise bad_value(file, row, "id", wanted)
    for column in READ_COLUMNS:
        was = readings.cells[key][column]
        if row[column] != was:
            wanted = (
                f"'{was}', as when {key} was read: look at its line in {READING.name} again,"
                f" then put the new cell in {_READ.name}"
            )
            raise bad_value(file, row, column, wanted)
    return readings.of[key]

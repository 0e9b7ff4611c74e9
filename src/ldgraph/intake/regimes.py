"""What the Belgian NIS2 act makes of each kind of local government, from the reference table.

The table says in words whether a kind is in scope and on what ground; ``regimes.csv`` next to this
module is our own reading of those words, in Dutch and English. A row that says something else than
what was read is an error: the reading must be seen again.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError
from ldgraph.intake.governments import KIND_CODES
from ldgraph.intake.house import Block, bad_value, one_of, read_rows, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.intake.house import Row

_READINGS = Path(__file__).with_name("regimes.csv")
_KINDS = {
    **{name: f"soort:{code}" for name, code in KIND_CODES.items()},
    "Samenwerking": "bestuurssoort:samenwerking",
}


def regime_blocks(source: Path) -> list[Block]:
    """Make one regime per kind of local government, consequence and condition.

    A consequence that follows only under a condition says so in ``ldg:voorwaarde``; one without
    follows for every government of the kind.

    Raises:
        UnreadableInputError: The table is not as expected, lacks a row that was read, or says
            something else than when it was read.
    """
    file = source / "nis2_local_government.csv"
    rows = {
        row["key"]: row for row in read_rows(file, ("key", "value", "basis", "source", "verified"))
    }
    blocks = []
    for reading in read_rows(_READINGS, ("slug", "key", "says"), {"kind": one_of(*_KINDS)}):
        if reading["key"] not in rows:
            raise UnreadableInputError(file, f"no row has '{reading['key']}' in column 'key'")
        row = rows[reading["key"]]
        if not row["value"].startswith(reading["says"]):
            wanted = f"a value that starts with '{reading['says']}', as when it was read"
            raise bad_value(file, row, "value", wanted)
        if row["basis"] != reading["basis"]:
            raise bad_value(file, row, "basis", f"'{reading['basis']}', as when it was read")
        blocks.append(_regime(reading, row))
    return blocks


def _regime(reading: Row, row: Row) -> Block:
    pages = [one.strip() for one in row["source"].split(" ; ") if one.startswith("http")]
    own = ["herkomst:eigen-lezing"] if row["verified"] == "partly" else []
    return Block(
        f"regime:{reading['slug']}",
        [
            ("a", ["ldg:Regime"]),
            ("ldg:voorSoort", [_KINDS[reading["kind"]]]),
            ("ldg:norm", ["norm:nis2-wet"]),
            ("ldg:gevolg", [f"gevolg:{reading['consequence']}"]),
            ("ldg:voorwaarde", _both(reading, "condition")),
            ("ldg:grond", _both(reading, "ground")),
            ("dct:description", _both(reading, "meaning")),
            ("ldg:herkomst", own),
            ("dct:source", ["bron:nis2-wet", *(f"<{page}>" for page in pages)]),
        ],
    )


def _both(reading: Mapping[str, str], column: str) -> list[str]:
    said = {lang: reading[f"{column}_{lang}"] for lang in ("nl", "en")}
    return [text(words, lang) for lang, words in said.items() if words]

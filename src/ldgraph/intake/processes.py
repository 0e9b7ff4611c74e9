"""Work processes of local governments, from the reference table: what there is to protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.intake.house import Block, read_rows, shaped, text

if TYPE_CHECKING:
    from pathlib import Path

_UUID = shaped(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "a UUID in lower case",
    "een UUID in kleine letters",
)


def process_blocks(source: Path) -> list[Block]:
    """Make the processes; a number is on some rows twice, so the source's own key names them.

    Raises:
        UnreadableInputError: The table is missing or not as expected.
    """
    rows = read_rows(
        source / "local_processes.csv",
        ("title_nl", "group_nl", "domain_nl", "category_nl"),
        {"process_uuid": _UUID, "number": shaped(r"\d+", "a whole number", "een geheel getal")},
    )
    return [
        Block(
            f"proces:{row['process_uuid']}",
            [
                ("a", ["ldg:Proces"]),
                ("dct:identifier", [text(row["number"])]),
                ("skos:prefLabel", [text(row["title_nl"].strip(), "nl")]),
                ("dct:subject", [text(row["group_nl"].strip(), "nl")] if row["group_nl"] else []),
            ],
        )
        for row in sorted(rows, key=lambda one: (int(one["number"]), one["process_uuid"]))
    ]

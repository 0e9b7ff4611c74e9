"""What is counted, and what adds up to what: each government of a group is in one of six states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.disclosure.table import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSESSED = "beoordeeld"
#: Not under any target level that the requirement is asked at, though its kind is.
OUT_OF_REACH = "buiten-doelniveau"

#: Each measure with what it is a part of. The states are those of ``requirement-states``.
COLUMNS: Mapping[str, str | None] = {
    ALL: None,
    ASSESSED: ALL,
    "leemte": ASSESSED,
    "te-herbevestigen": ASSESSED,
    "in-orde": ASSESSED,
    "niet-van-toepassing": ASSESSED,
    "onbekend": ALL,
    OUT_OF_REACH: ALL,
}
#: The property that gives each measure, below the address of the vocabulary.
PROPERTIES: Mapping[str, str] = {
    ALL: "aantalBesturen",
    ASSESSED: "aantalBeoordeeld",
    "leemte": "aantalLeemten",
    "te-herbevestigen": "aantalTeHerbevestigen",
    "in-orde": "aantalInOrde",
    "niet-van-toepassing": "aantalNietVanToepassing",
    "onbekend": "aantalBlindeVlekken",
    OUT_OF_REACH: "aantalBuitenDoelniveau",
}

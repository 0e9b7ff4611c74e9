"""What is counted, and what adds up to what: each government of a group is in one of six states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.disclosure.table import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSESSED = "beoordeeld"
#: Not under any target level that the requirement is asked at, though its kind is.
OUT_OF_REACH = "buiten-doelniveau"

#: Each measure with what it is a part of, the most wanted first. The states are those of
#: ``requirement-states``.
COLUMNS: Mapping[str, str | None] = {
    ALL: None,
    ASSESSED: ALL,
    "leemte": ASSESSED,
    "onbekend": ALL,
    "in-orde": ASSESSED,
    "te-herbevestigen": ASSESSED,
    "niet-van-toepassing": ASSESSED,
    OUT_OF_REACH: ALL,
}
#: The property that gives each measure, below the address of the vocabulary.
PROPERTIES: Mapping[str, str] = {
    ALL: "aantalBesturen",
    ASSESSED: "aantalBeoordeeld",
    "leemte": "aantalLeemten",
    "onbekend": "aantalBlindeVlekken",
    "in-orde": "aantalInOrde",
    "te-herbevestigen": "aantalTeHerbevestigen",
    "niet-van-toepassing": "aantalNietVanToepassing",
    OUT_OF_REACH: "aantalBuitenDoelniveau",
}

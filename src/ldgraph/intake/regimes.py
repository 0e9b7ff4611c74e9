"""What the Belgian NIS2 act makes of each kind of local government, from the reference table.

The table says in words whether a kind is in scope; ``_READING`` is our own reading of those words.
A row that says something else than what was read is an error: the reading must be seen again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import UnreadableInputError
from ldgraph.intake.governments import KIND_CODES
from ldgraph.intake.house import Block, bad_value, read_rows, text

if TYPE_CHECKING:
    from pathlib import Path

_JOINT = "bestuurssoort:samenwerking"


class _Reading(NamedTuple):
    slug: str
    kind: str
    #: How the value in the table starts.
    says: str
    consequence: str
    dutch: str
    english: str


_READING = {
    "municipality_in_scope_by_default": _Reading(
        "nis2-gemeente",
        f"soort:{KIND_CODES['Gemeente']}",
        "no",
        "niet-standaard",
        "een gemeente valt niet als overheid onder de wet; een activiteit uit een bijlage kan dat"
        " veranderen",
        "a municipality is not under the act as an administration; an activity of an annex can"
        " change that",
    ),
    "ocmw_in_scope_by_default": _Reading(
        "nis2-ocmw",
        f"soort:{KIND_CODES['OCMW']}",
        "no",
        "niet-standaard",
        "een OCMW valt niet als overheid onder de wet; een activiteit uit een bijlage kan dat"
        " veranderen",
        "an OCMW is not under the act as an administration; an activity of an annex can change"
        " that",
    ),
    "province_in_scope_by_default": _Reading(
        "nis2-provincie",
        f"soort:{KIND_CODES['Provincie']}",
        "no",
        "niet-standaard",
        "een provincie valt niet als overheid onder de wet; een activiteit uit een bijlage kan dat"
        " veranderen",
        "a province is not under the act as an administration; an activity of an annex can change"
        " that",
    ),
    "intermunicipal_body_in_scope_by_default": _Reading(
        "nis2-samenwerking",
        _JOINT,
        "no",
        "niet-standaard",
        "een samenwerkingsverband valt niet als overheid onder de wet; wel door wat het doet",
        "an intermunicipal body is not under the act as an administration, but can be by what it"
        " does",
    ),
    "managed_service_provider_in_scope": _Reading(
        "nis2-samenwerking-ict",
        _JOINT,
        "yes from medium size",
        "belangrijk",
        "wie ICT voor anderen beheert en minstens middelgroot is, valt onder de wet; boven die"
        " grootte als essentiële entiteit",
        "who runs ICT for others and is at least medium-sized is under the act; above that size as"
        " an essential entity",
    ),
    "waste_body_in_scope": _Reading(
        "nis2-samenwerking-afval",
        _JOINT,
        "yes from medium size",
        "belangrijk",
        "wie minstens middelgroot is en afvalbeheer als hoofdactiviteit heeft, valt onder de wet",
        "who is at least medium-sized and has waste management as its main activity is under the"
        " act",
    ),
    "rescue_zone_in_scope": _Reading(
        "nis2-hulpverleningszone",
        f"soort:{KIND_CODES['Hulpverleningszone']}",
        "yes, whatever its size",
        "belangrijk",
        "een hulpverleningszone valt altijd onder de wet; is ze groter dan middelgroot, dan als"
        " essentiële entiteit",
        "a rescue zone is always under the act; if it is larger than medium-sized, as an essential"
        " entity",
    ),
    "local_police_in_scope": _Reading(
        "nis2-politiezone",
        f"soort:{KIND_CODES['Politiezone']}",
        "no, except",
        "uitgezonderd",
        "politiediensten vallen op enkele bepalingen na buiten de wet; dat een lokaal korps zo'n"
        " dienst is, is onze lezing",
        "police services are outside the act but for a few provisions; that a local corps is such"
        " a service is our reading",
    ),
}


def regime_blocks(source: Path) -> list[Block]:
    """Make one regime per kind of local government and condition.

    Raises:
        UnreadableInputError: The table is not as expected, lacks a row that was read, or says
            something else than when it was read.
    """
    file = source / "nis2_local_government.csv"
    rows = {
        row["key"]: row for row in read_rows(file, ("key", "value", "basis", "source", "verified"))
    }
    blocks = []
    for key, reading in _READING.items():
        if key not in rows:
            raise UnreadableInputError(
                file,
                f"no row has '{key}' in column 'key'",
                f"geen rij heeft '{key}' in kolom 'key'",
            )
        row = rows[key]
        if not row["value"].startswith(reading.says):
            raise bad_value(
                file,
                row,
                "value",
                f"a value that starts with '{reading.says}', as when it was read",
                f"een waarde die begint met '{reading.says}', zoals toen ze gelezen werd",
            )
        pages = [one.strip() for one in row["source"].split(" ; ") if one.startswith("http")]
        own = ["herkomst:eigen-lezing"] if row["verified"] == "partly" else []
        blocks.append(
            Block(
                f"regime:{reading.slug}",
                [
                    ("a", ["ldg:Regime"]),
                    ("ldg:voorSoort", [reading.kind]),
                    ("ldg:norm", ["norm:nis2-wet"]),
                    ("ldg:gevolg", [f"gevolg:{reading.consequence}"]),
                    ("ldg:grond", [text(row["basis"])]),
                    ("dct:description", [text(reading.dutch, "nl"), text(reading.english, "en")]),
                    ("ldg:herkomst", own),
                    ("dct:source", ["bron:nis2-wet", *(f"<{page}>" for page in pages)]),
                ],
            )
        )
    return blocks

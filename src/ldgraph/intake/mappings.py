"""Mapping tables between frameworks and the CyFun selection tool: read from a user's own copy.

Their publishers were not asked yet, so the project does not ship what this module makes: it is
written only on request: ``ldgraph import reference FOLDER --only mappings``, and
``--only selection-matrix``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.intake.frameworks import LEVELS
from ldgraph.intake.house import Block, bad_value, one_of, read_rows, shaped, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ldgraph.intake.house import Row

_MATCHES = {
    "equal": "skos:exactMatch",
    "intersect": "skos:relatedMatch",
    "subset": "skos:broadMatch",
    "superset": "skos:narrowMatch",
}
_HEIGHTS = {"low": "laag", "med": "middel", "high": "hoog"}
_NUMBER = shaped(r"\d+(\.\d+)?", "a number", "een getal")


class _Framework(NamedTuple):
    """One side of a table: how its codes are named, and the table that has them."""

    column: str
    label: str
    #: Code list of the controls; one of a framework that the project does not hold is made here.
    scheme: str
    #: Prefix of the names, where the project holds the framework.
    prefix: str = ""
    table: str = ""
    key: str = "id"
    #: Kinds of rows that the project ships; the others are declared beside the mapping.
    shipped: Sequence[str] = ()
    #: Where the names of a framework live that the project does not hold.
    base: str = ""


_CYFUN_2023 = _Framework(
    "cyfun_2023",
    "CyFun 2023",
    "CyberFundamentals2023",
    "cyfun2023",
    table="cyfun_2023_controls",
    key="control",
)
_CYFUN_2025 = _Framework(
    "cyfun_2025",
    "CyFun 2025",
    "CyberFundamentals2025",
    "cyfun2025",
    table="cyfun_2025_controls",
    key="control",
)
_ISO = _Framework(
    "iso27001_2022",
    "ISO 27001:2022",
    "Iso27001-2022",
    "iso27001",
    table="iso27001_2022",
    shipped=("annex_a_control", "clause"),
)
_CSF_2 = _Framework(
    "nist_csf_2_0",
    "NIST CSF 2.0",
    "NistCsf2",
    "csf2",
    table="nist_csf_2_0",
    shipped=("subcategory", "category", "function"),
)
_CSF_1 = _Framework("nist_csf_1_1", "NIST CSF 1.1", "NistCsf1.1")
_NIS2 = _Framework("nis2_annex_2024_2690", "EU 2024/2690", "Nis2Verordening2024-2690")

#: Slug of the file, table, and the two sides of the table.
_TABLES = (
    ("cyfun-2023-cyfun-2025", "map_cyfun_2023_to_2025", _CYFUN_2023, _CYFUN_2025),
    ("cyfun-2023-iso-27001-2022", "map_cyfun_2023_to_iso27001_2022", _CYFUN_2023, _ISO),
    ("nist-csf-2-0-iso-27001-2022", "map_nist_csf2_to_iso27001_2022", _CSF_2, _ISO),
    ("nist-csf-1-1-nist-csf-2-0", "map_nist_csf11_to_csf2", _CSF_1, _CSF_2),
    ("eu-2024-2690-cyfun-2023", "map_nis2_annex_to_cyfun_2023", _NIS2, _CYFUN_2023),
)


def mapping_files(source: Path, base: str) -> dict[str, tuple[str, list[Block]]]:
    """Make every mapping: slug of the file -> its title and blocks; names begin with ``base``.

    Raises:
        UnreadableInputError: A table is not as expected, or maps a code that its framework's
            table lacks.
    """
    found = {}
    for slug, table, *both in _TABLES:
        left, right = (one._replace(base=base) for one in both)
        title = f"Koppeling van {left.label} met {right.label}: uit een eigen kopie"
        found[slug] = (
            title,
            _mapping(source, source / f"{table}.csv", left, right),
        )
    return found


def _mapping(source: Path, file: Path, left: _Framework, right: _Framework) -> list[Block]:
    code = shaped(r"[A-Za-z0-9][\w.-]*", "the code of a control", "de code van een maatregel")
    columns = {left.column: code, right.column: code, "relationship": one_of(*_MATCHES)}
    rows = read_rows(file, (), columns)
    declared = [block for side in (left, right) for block in _undeclared(source, file, side, rows)]
    matches: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        of = matches.setdefault(_name(left, row[left.column]), {})
        of.setdefault(_MATCHES[row["relationship"]], []).append(_name(right, row[right.column]))
    links = [
        Block(subject, [(match, sorted(set(to))) for match, to in sorted(of.items())])
        for subject, of in sorted(matches.items())
    ]
    return [*declared, *links]


def _undeclared(source: Path, file: Path, side: _Framework, rows: Sequence[Row]) -> list[Block]:
    """Declare the codes that the project does not ship, so that no link leads nowhere."""
    shipped: set[str] = set()
    if side.table:
        known = read_rows(source / f"{side.table}.csv", (side.key,))
        every = {row[side.key] for row in known}
        for row in rows:
            if row[side.column] not in every:
                name = f"{side.table}.csv"
                raise bad_value(file, row, side.column, f"a code of {name}", f"een code uit {name}")
        shipped = {
            row[side.key] for row in known if not side.shipped or row["kind"] in side.shipped
        }
    blocks = []
    if not side.prefix:
        names = [text(side.label, lang) for lang in ("nl", "en")]
        rows_of_list = [("a", ["skos:ConceptScheme"]), ("skos:prefLabel", names)]
        blocks.append(Block(f"lijst:{side.scheme}", rows_of_list))
    blocks.extend(
        Block(
            _name(side, code),
            [
                ("a", ["skos:Concept"]),
                ("skos:prefLabel", [text(f"{side.label} {code}", lang) for lang in ("nl", "en")]),
                ("skos:notation", [text(code)]),
                ("skos:inScheme", [f"lijst:{side.scheme}"]),
            ],
        )
        for code in sorted({row[side.column] for row in rows} - shipped)
    )
    return blocks


def _name(side: _Framework, code: str) -> str:
    if side.prefix:
        return f"{side.prefix}:{code}"
    return f"<{side.base}/id/concept/{side.scheme}/{code}>"


def selection_blocks(source: Path) -> list[Block]:
    """Make the cells, outcomes and weights of the selection tool, each as a published figure.

    Raises:
        UnreadableInputError: A table is missing or not as expected.
    """
    cells = read_rows(
        source / "cyfun_selection_matrix.csv",
        ("nis2_sector", "attack_category", "scope", "threat_actor"),
        {"impact": one_of(*_HEIGHTS), "probability": one_of(*_HEIGHTS)},
    )
    levels = read_rows(
        source / "cyfun_selection_levels.csv",
        ("nis2_sector", "organisation_size"),
        {"score": _NUMBER, "level": one_of(*LEVELS)},
    )
    weights = read_rows(source / "cyfun_selection_rules.csv", ("kind", "key"), {"value": _NUMBER})
    blocks = []
    for row in cells:
        keys = [row[key] for key in ("nis2_sector", "attack_category", "scope", "threat_actor")]
        impact, chance = _HEIGHTS[row["impact"]], _HEIGHTS[row["probability"]]
        found = (
            f"impact {impact}, kans {chance}",
            f"impact {row['impact']}, probability {row['probability']}",
        )
        blocks.append(_figure("cel", keys, found, ""))
    for row in levels:
        keys = [row["nis2_sector"], row["organisation_size"]]
        blocks.append(_figure("niveau", keys, (LEVELS[row["level"]], row["level"]), row["score"]))
    blocks.extend(
        _figure("regel", [row["kind"], row["key"]], None, row["value"]) for row in weights
    )
    return sorted(blocks, key=lambda block: block.subject)


def _figure(kind: str, keys: Sequence[str], found: tuple[str, str] | None, number: str) -> Block:
    slug = "-".join("".join(c if c.isalnum() else "-" for c in key.lower()) for key in keys)
    label = f"{', '.join(keys)}"
    return Block(
        f"waarneming:cyfun-keuze-{kind}-{slug}",
        [
            ("a", ["ldg:Waarneming"]),
            ("skos:prefLabel", [text(f"CyFun-keuze: {label}", "nl"), text(label, "en")]),
            ("ldg:waarde", [number if "." in number else f"{number}.0"] if number else []),
            ("ldg:waardeTekst", [text(found[0], "nl"), text(found[1], "en")] if found else []),
            ("dct:source", ["norm:cyfun-2023"]),
        ],
    )

"""Controls of external frameworks: numbers, places, levels and our own titles, not their texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldgraph.intake.house import Block, one_of, read_rows, shaped, text
from ldgraph.intake.titles import named, own_titles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

LEVELS = {"basic": "basis", "important": "belangrijk", "essential": "essentieel"}
_CODE = shaped(
    r"[A-Za-z0-9][A-Za-z0-9.-]*(?<![.-])", "the code of a control", "de code van een maatregel"
)
#: Our own short Dutch names of the framework's functions.
FUNCTIONS = {
    "GV": ("besturen", "govern"),
    "ID": ("identificeren", "identify"),
    "PR": ("beschermen", "protect"),
    "DE": ("detecteren", "detect"),
    "RS": ("reageren", "respond"),
    "RC": ("herstellen", "recover"),
}

#: Code that the standard gives to each theme of its annex.
ISO_THEMES = {"organizational": "A.5", "people": "A.6", "physical": "A.7", "technological": "A.8"}


def cyfun_blocks(source: Path, edition: str) -> list[Block]:
    """Make one edition of CyberFundamentals: functions, categories and controls with levels.

    A control is a key measure from ``key_from`` on, which can lie above the level from which it
    applies. Controls that the official workbook lacks are marked, and count nowhere.

    Raises:
        UnreadableInputError: A table is missing or has other columns than expected.
    """
    prefix = f"cyfun{edition}"
    code = shaped(
        r"[A-Z]{2}\.[A-Z]{2}(-\d+\.\d+)?",
        "a code such as ID.AM or ID.AM-1.1",
        "een code zoals ID.AM of ID.AM-1.1",
    )
    forms = {
        "control": code,
        "category": code,
        "function": one_of(*FUNCTIONS),
        "level_from": one_of(*LEVELS),
        "key_from": one_of("", *LEVELS),
    }
    controls = read_rows(source / f"cyfun_{edition}_controls.csv", ("subcategory",), forms)
    # The edition of 2025 takes its categories and subcategories from NIST CSF 2.0.
    titles = own_titles("cyfun-2023" if edition == "2023" else "nist-csf-2-0")
    categories = read_rows(source / "cyfun_categories.csv", ("edition", "category", "function"))
    label = f"CyFun {edition}"
    scheme = f"CyberFundamentals{edition}"
    blocks = [
        _scheme(f"lijst:{scheme}", f"CyberFundamentals {edition}"),
        *_functions(prefix, scheme, {row["function"] for row in controls}),
    ]
    for row in sorted(categories, key=lambda one: one["category"]):
        if row["edition"] == edition:
            names = named("", row["category"], titles)
            blocks.append(_concept(prefix, scheme, row["category"], names, row["function"]))
    for row in sorted(controls, key=lambda one: one["control"]):
        key = row["key_from"]
        block = Block(
            f"{prefix}:{row['control']}",
            [
                ("a", ["ldg:Maatregel"]),
                *named(label, row["control"], titles, row["subcategory"]),
                ("skos:notation", [text(row["control"])]),
                ("skos:inScheme", [f"lijst:CyberFundamentals{edition}"]),
                ("skos:broader", [f"{prefix}:{row['category']}"]),
                ("ldg:uitNorm", [f"norm:cyfun-{edition}"]),
                ("ldg:functie", [f"functie:{row['function']}"]),
                ("ldg:vanafNiveau", [f"niveau:{edition}-{LEVELS[row['level_from']]}"]),
                ("ldg:sleutelVanaf", [f"niveau:{edition}-{LEVELS[key]}"] if key else []),
                (
                    "ldg:buitenWerkboek",
                    ["true"] if row.get("in_official_workbook", "yes") == "no" else [],
                ),
            ],
        )
        blocks.append(block)
    return blocks


def iso_blocks(source: Path) -> list[Block]:
    """Make the controls of ISO 27001:2022 Annex A below their themes, and its clauses.

    Raises:
        UnreadableInputError: The table is missing or has other columns than expected.
    """
    kinds = ("annex_a_control", "clause")
    file = source / "iso27001_2022.csv"
    forms = {"id": _CODE, "kind": one_of(*kinds), "theme": one_of("", *ISO_THEMES)}
    rows = read_rows(file, (), forms)
    annex, clauses = ([row for row in rows if row["kind"] == kind] for kind in kinds)
    label, scheme, norm = "ISO 27001:2022", "Iso27001-2022", "iso-27001-2022"
    titles = own_titles(norm)
    first, *controls = _numbered("iso27001", scheme, label, norm, [row["id"] for row in annex])
    below = [f"iso27001:{ISO_THEMES[row['theme']]}" if row["theme"] else "" for row in annex]
    return [
        first,
        *(
            _concept("iso27001", scheme, code, named(label, code, titles), "")
            for code in ISO_THEMES.values()
        ),
        *(
            Block(one.subject, [*one.rows, ("skos:broader", [theme] if theme else [])])
            for one, theme in zip(controls, below, strict=True)
        ),
        *(
            _concept("iso27001", scheme, row["id"], named(label, row["id"], titles), "")
            for row in clauses
        ),
    ]


def csf_blocks(source: Path) -> list[Block]:
    """Make the functions, categories and subcategories of NIST CSF 2.0.

    Raises:
        UnreadableInputError: The table is missing or has other columns than expected.
    """
    kinds = one_of("function", "category", "subcategory")
    rows = read_rows(source / "nist_csf_2_0.csv", ("parent",), {"id": _CODE, "kind": kinds})
    titles = own_titles("nist-csf-2-0")
    scheme, *controls = _numbered(
        "csf2",
        "NistCsf2",
        "NIST CSF 2.0",
        "nist-csf-2-0",
        [row["id"] for row in rows if row["kind"] == "subcategory"],
    )
    parents = {f"csf2:{row['id']}": row["parent"] for row in rows}
    return [
        scheme,
        *_functions("csf2", "NistCsf2", {row["id"] for row in rows if row["kind"] == "function"}),
        *(
            _concept("csf2", "NistCsf2", row["id"], named("", row["id"], titles), row["parent"])
            for row in rows
            if row["kind"] == "category"
        ),
        *(
            Block(one.subject, [*one.rows, ("skos:broader", [f"csf2:{parents[one.subject]}"])])
            for one in controls
        ),
    ]


def nis2_blocks(source: Path) -> list[Block]:
    """Make the measures of the Belgian NIS2 act, article 30 §3, with our own topics.

    Raises:
        UnreadableInputError: The table is missing or has other columns than expected.
    """
    rows = read_rows(source / "nis2_measures.csv", ("belgian_act_item",), {"id": _CODE})
    items = {row["id"]: row["belgian_act_item"] for row in rows}
    first, *measures = _numbered("nis2", "Nis2Maatregel", "NIS2", "nis2-wet", items, shown=items)
    return [
        first,
        *(
            Block(one.subject, [*one.rows, ("ldg:grond", [text(item)])])
            for one, item in zip(measures, items.values(), strict=True)
        ),
    ]


def _numbered(  # noqa: PLR0913 (the five words that name a framework, and how its codes read)
    prefix: str,
    scheme: str,
    label: str,
    norm: str,
    ids: Iterable[str],
    *,
    shown: Mapping[str, str] | None = None,
) -> list[Block]:
    """Make a framework's list and its controls; ``shown`` is how a code reads in a name."""
    blocks = [_scheme(f"lijst:{scheme}", label)]
    titles = own_titles(norm)
    blocks.extend(
        Block(
            f"{prefix}:{one}",
            [
                ("a", ["ldg:Maatregel"]),
                *named(label, (shown or {}).get(one, one), titles, one),
                ("skos:notation", [text(one)]),
                ("skos:inScheme", [f"lijst:{scheme}"]),
                ("ldg:uitNorm", [f"norm:{norm}"]),
            ],
        )
        for one in ids
    )
    return blocks


def _scheme(subject: str, label: str) -> Block:
    names = [text(label, "nl"), text(label, "en")]
    return Block(subject, [("a", ["skos:ConceptScheme"]), ("skos:prefLabel", names)])


def _functions(prefix: str, scheme: str, codes: Collection[str]) -> list[Block]:
    blocks = []
    for code in sorted(codes):
        dutch, english = FUNCTIONS[code]
        names = [text(f"{code} {dutch}", "nl"), text(f"{code} {english}", "en")]
        blocks.append(_concept(prefix, scheme, code, [("skos:prefLabel", names)], ""))
    return blocks


def _concept(
    prefix: str, scheme: str, code: str, names: list[tuple[str, list[str]]], broader: str
) -> Block:
    return Block(
        f"{prefix}:{code}",
        [
            ("a", ["skos:Concept"]),
            *names,
            ("skos:notation", [text(code)]),
            ("skos:inScheme", [f"lijst:{scheme}"]),
            ("skos:broader", [f"{prefix}:{broader}"] if broader else []),
        ],
    )


def icr_blocks(source: Path) -> list[Block]:
    """Make the classes of the information classification framework and its areas of measures.

    Raises:
        UnreadableInputError: A table is missing or has other columns than expected.
    """
    number = shaped(r"[1-5]", "1 to 5", "1 tot 5")
    classes = read_rows(source / "icr_classes.csv", (), {"class": number})
    areas = read_rows(source / "icr_measure_areas.csv", ("chapter", "area_nl", "verified"))
    titles = own_titles("icr")
    blocks = [_scheme("lijst:Icr", "ICR")]
    for row in classes:
        code = row["class"]
        rows = [
            ("a", ["skos:Concept"]),
            *named("ICR klasse", code, titles, f"klasse-{code}", "ICR class"),
            ("skos:notation", [text(code)]),
            ("skos:inScheme", ["lijst:Icr"]),
        ]
        blocks.append(Block(f"icr:klasse-{code}", rows))
    for row in areas:
        # A chapter in brackets was not read: the area then has no number of its own.
        chapter = "" if row["chapter"].startswith("(") else row["chapter"]
        slug = re.sub(r"[^a-z0-9]+", "-", row["area_nl"].lower()).strip("-")
        rows = [
            ("a", ["ldg:Maatregel"]),
            *named("ICR", chapter, titles, chapter or slug),
            ("skos:notation", [text(chapter or slug)]),
            ("skos:inScheme", ["lijst:Icr"]),
            ("ldg:uitNorm", ["norm:icr"]),
            ("ldg:nagezien", [f"nagezien:{'ja' if row['verified'] == 'yes' else 'deels'}"]),
        ]
        blocks.append(Block(f"icr:{chapter or slug}", rows))
    return blocks

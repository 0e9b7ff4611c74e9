"""Frameworks come out as their publishers count them, and their traps are stepped over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], list[tuple[str, ...]]]
    Table = Callable[[str], list[dict[str, str]]]

SPACE = "https://data.vlaanderen.be/id/concept/CyberFundamentals2023/"
#: Controls and key measures up to a level, as the workbooks of CCB count them.
COUNTED = {
    ("2023", "basis"): (34, 13),
    ("2023", "belangrijk"): (140, 21),
    ("2023", "essentieel"): (219, 29),
    ("2025", "basis"): (34, 13),
    ("2025", "belangrijk"): (133, 22),
    ("2025", "essentieel"): (218, 29),
}


@pytest.mark.parametrize(("edition", "level"), COUNTED)
def test_controls_and_key_measures_of_a_level_are_those_of_the_workbook(
    ask: Ask, edition: str, level: str
) -> None:
    found = []
    for property_ in ("ldg:vanafNiveau", "ldg:sleutelVanaf"):
        rows = ask(
            f"SELECT ?c {{ ?c ldg:uitNorm norm:cyfun-{edition} ; {property_} ?from ."
            f" ?from ldg:rang ?rank . niveau:{edition}-{level} ldg:rang ?limit ."
            " FILTER (?rank <= ?limit) MINUS { ?c ldg:buitenWerkboek true } }"
        )
        found.append(len(rows))

    assert tuple(found) == COUNTED[edition, level]


def test_the_two_controls_that_no_workbook_has_are_marked(ask: Ask) -> None:
    rows = ask("SELECT ?code { ?c ldg:buitenWerkboek true ; skos:notation ?code } ORDER BY ?code")

    assert rows == [("RS.MI-2.1",), ("RS.MI-3.1",)]


def test_a_misprinted_number_is_mended(ask: Ask) -> None:
    rows = ask(
        "SELECT ?code { ?c ldg:uitNorm norm:cyfun-2023 ; skos:notation ?code"
        " FILTER (STRSTARTS(?code, 'R.')) }"
    )

    assert rows == []
    assert ask(f"SELECT ?l {{ <{SPACE}PR.AC-3.4> skos:notation ?l }}") == [("PR.AC-3.4",)]


def test_a_control_can_be_key_from_a_higher_level_than_it_applies_from(ask: Ask) -> None:
    rows = ask(f"SELECT ?a ?b {{ <{SPACE}PR.AC-7.1> ldg:vanafNiveau ?a ; ldg:sleutelVanaf ?b }}")

    assert [tuple(one.rsplit("/", 1)[1] for one in row) for row in rows] == [
        ("2023-belangrijk", "2023-essentieel")
    ]


@pytest.mark.parametrize(
    ("norm", "count"),
    [("nist-csf-2-0", 106), ("iso-27001-2022", 93), ("nis2-wet", 11), ("icr", 8)],
)
def test_controls_of_a_framework_are_counted(ask: Ask, norm: str, count: int) -> None:
    assert len(ask(f"SELECT ?c {{ ?c a ldg:Maatregel ; ldg:uitNorm norm:{norm} }}")) == count


def test_every_control_has_a_name_in_both_languages_and_a_number_of_its_own(ask: Ask) -> None:
    for language in ("nl", "en"):
        unnamed = ask(
            "SELECT ?c { ?c a ldg:Maatregel FILTER NOT EXISTS { ?c skos:prefLabel ?l"
            f" FILTER (LANG(?l) = '{language}') }} }}"
        )

        assert unnamed == []
    assert ask("SELECT ?c { ?c a ldg:Maatregel MINUS { ?c skos:notation ?n } }") == []


@pytest.mark.parametrize("of", ["a ldg:Maatregel", "skos:inScheme lijst:Iso27001-2022"])
def test_every_control_and_clause_has_a_title_of_our_own(ask: Ask, of: str) -> None:
    lacking = ask(f"SELECT ?c {{ ?c {of} MINUS {{ ?c ldg:herkomst herkomst:eigen-lezing }} }}")
    bare = ask(
        f"SELECT ?label {{ ?c {of} ; skos:prefLabel ?label"
        " FILTER (!CONTAINS(?label, ': ') || CONTAINS(?label, '  ')) }"
    )

    assert lacking == []
    assert bare == []


def test_a_class_of_information_has_a_telling_name_in_both_languages(ask: Ask) -> None:
    rows = ask(
        "SELECT ?label { ?c skos:inScheme lijst:Icr ; a skos:Concept ; skos:prefLabel ?label"
        " FILTER (REGEX(?label, '^ICR (klasse|class) [1-5]: [a-z]')) }"
    )

    assert len(rows) == 10


def test_a_measure_of_the_act_is_named_by_its_article(ask: Ask) -> None:
    rows = ask("SELECT ?label { ?c ldg:uitNorm norm:nis2-wet ; skos:prefLabel ?label }")

    assert len(rows) == 22
    assert [label for (label,) in rows if not label.startswith("NIS2 art. 30 §3 ")] == []


def test_every_control_of_the_annex_hangs_below_its_theme(ask: Ask) -> None:
    rows = ask(
        "SELECT ?code (COUNT(?c) AS ?n) { ?c ldg:uitNorm norm:iso-27001-2022 ;"
        " skos:broader ?theme . ?theme skos:notation ?code } GROUP BY ?code"
    )

    assert set(rows) == {("A.5", "37"), ("A.6", "8"), ("A.7", "14"), ("A.8", "34")}


def test_every_subcategory_hangs_below_a_function(ask: Ask) -> None:
    for norm in ("nist-csf-2-0", "cyfun-2023", "cyfun-2025"):
        lost = ask(
            f"SELECT ?c {{ ?c ldg:uitNorm norm:{norm} FILTER NOT EXISTS {{"
            " ?c skos:broader ?category . ?category skos:broader ?function ."
            " ?function skos:notation ?n FILTER (STRLEN(?n) = 2) } }"
        )

        assert lost == []


def test_every_kind_that_the_act_speaks_of_has_a_regime(ask: Ask) -> None:
    rows = ask(
        "SELECT ?kind ?what ?if { ?r a ldg:Regime ; ldg:voorSoort ?of ; ldg:gevolg ?gevolg ;"
        " dct:source ?in . ?of skos:notation ?kind . ?gevolg skos:notation ?what"
        " OPTIONAL { ?r ldg:voorwaarde ?if FILTER (LANG(?if) = 'en') } }"
    )
    always = {(kind, what) for kind, what, condition in rows if not condition}
    sometimes = {(kind, what) for kind, what, condition in rows if condition}

    assert always == {
        ("gemeente", "niet-standaard"),
        ("ocmw", "niet-standaard"),
        ("provincie", "niet-standaard"),
        ("samenwerking", "niet-standaard"),
        ("hulpverleningszone", "belangrijk"),
        ("politiezone", "uitgezonderd"),
    }
    assert sometimes == {
        ("samenwerking", "belangrijk"),
        ("samenwerking", "essentieel"),
        ("hulpverleningszone", "essentieel"),
    }


def test_a_regime_gives_its_ground_in_full_and_in_both_languages(ask: Ask) -> None:
    regimes = ask("SELECT ?r { ?r a ldg:Regime }")

    for language in ("nl", "en"):
        grounds = ask(
            f"SELECT ?g {{ ?r a ldg:Regime ; ldg:grond ?g FILTER (LANG(?g) = '{language}') }}"
        )

        assert len(grounds) == len(regimes) == 10
        assert [ground for (ground,) in grounds if ground.startswith("same")] == []


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("map_cyfun_2023_to_2025", "CyberFundamentals2023", "CyberFundamentals2025"),
        ("map_cyfun_2023_to_iso27001_2022", "CyberFundamentals2023", "Iso27001-2022"),
        ("map_nist_csf2_to_iso27001_2022", "NistCsf2", "Iso27001-2022"),
        ("map_nist_csf11_to_csf2", "NistCsf1.1", "NistCsf2"),
        ("map_nis2_annex_to_cyfun_2023", "Nis2Verordening2024-2690", "CyberFundamentals2023"),
    ],
)
def test_every_row_of_a_mapping_is_a_link(
    ask: Ask, table: Table, name: str, left: str, right: str
) -> None:
    matches = {"equal": "exactMatch", "intersect": "relatedMatch"}
    space = "https://data.vlaanderen.be/id/concept/"
    wanted = {
        (f"{space}{left}/{one}", matches[relation], f"{space}{right}/{other}")
        for one, other, relation in (row.values() for row in table(name))
    }
    found = ask(
        "SELECT ?a ?match ?b { ?a ?match ?b FILTER (STRENDS(STR(?match), 'Match')"
        f" && STRSTARTS(STR(?a), '{space}{left}/') && STRSTARTS(STR(?b), '{space}{right}/')) }}"
    )

    assert {(one, match.rsplit("#", 1)[1], other) for one, match, other in found} == wanted


def test_no_mapping_leads_to_a_code_that_nothing_declares(ask: Ask) -> None:
    lost = ask(
        "SELECT ?b { ?a skos:exactMatch|skos:relatedMatch ?b MINUS { ?b skos:notation ?n } }"
    )

    assert lost == []


def test_every_row_of_the_selection_tool_is_a_figure(ask: Ask, table: Table) -> None:
    rows = ask("SELECT ?w { ?w a ldg:Waarneming FILTER (CONTAINS(STR(?w), '/cyfun-keuze-')) }")
    tables = ("cyfun_selection_matrix", "cyfun_selection_levels", "cyfun_selection_rules")

    assert len(rows) == sum(len(table(name)) for name in tables) == 468

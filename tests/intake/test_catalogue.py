"""Every row of the catalogue comes out as what it is; what nobody confirmed is no offering."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.intake.catalogue import ended

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], list[tuple[str, ...]]]
    Table = Callable[[str], list[dict[str, str]]]

OFFERING = "{ ?o a ldg:Product } UNION { ?o a ldg:Dienst }"


def test_every_confirmed_row_is_an_offering_a_contract_or_a_grant(ask: Ask, table: Table) -> None:
    programme, contracts, grants = {"svc-102"}, {"svc-029"}, {"svc-100", "svc-101"}
    confirmed = {row["id"] for row in table("catalogue_services") if row["verified"] != "no"}

    offered = ask(f"SELECT ?key {{ {OFFERING} ?o dct:identifier ?key }}")

    assert len(offered) == len(set(offered))
    assert {key for (key,) in offered} == confirmed - programme - contracts - grants
    assert len(ask("SELECT ?c { ?c a ldg:Raamcontract }")) == len(contracts)
    assert len(ask("SELECT ?s { ?s a ldg:Subsidie }")) == len(grants)


def test_what_was_searched_and_not_found_is_a_search_and_nothing_else(
    ask: Ask, table: Table
) -> None:
    wanted = {row["id"] for row in table("catalogue_services") if row["verified"] == "no"}

    found = ask("SELECT ?z ?kind { ?z a ldg:Zoekresultaat , ?kind }")

    assert {name.rsplit("/", 1)[1] for name, _ in found} == wanted
    assert {kind.rsplit("#", 1)[1] for _, kind in found} == {"Zoekresultaat"}


def test_only_what_was_active_when_read_and_is_not_over_is_available(
    ask: Ask, table: Table
) -> None:
    active = {row["id"] for row in table("catalogue_services") if "active" in row["status"]}
    over = {"svc-004", "svc-083"}

    available = ask(
        f"SELECT ?key {{ {OFFERING} ?o dct:identifier ?key ;"
        " ldg:aanbodstatus aanbodstatus:beschikbaar }"
    )

    assert over < active
    assert {key for (key,) in available} == active - over - {"svc-102"}


def test_of_what_is_over_the_years_and_the_status_of_the_source_are_both_said(ask: Ask) -> None:
    rows = ask(
        "SELECT ?key ?valid { VALUES ?key { 'svc-004' 'svc-083' } ?o dct:identifier ?key ;"
        " ldg:aanbodstatus aanbodstatus:onduidelijk ; ldg:geldigheidVolgensBron ?valid }"
    )

    said = "2022-2023; active when read"
    assert set(rows) == {("svc-004", said), ("svc-083", said)}


@pytest.mark.parametrize(
    ("valid", "is_over"),
    [
        ("2022-2023", True),
        ("2025 - 2026", False),
        ("2018", True),
        ("2026", False),
        ("2020 to end 2022 in the pages read", True),
        ("from 2018", False),
        ("2021-05, seven years", False),
        ("version 2024-01-08", False),
        ("2022-12-14", False),
        ("", False),
    ],
)
def test_a_period_is_over_when_its_last_year_lies_before_the_reading(
    valid: str, *, is_over: bool
) -> None:
    assert ended(valid, "2026-11") is is_over


def test_no_source_says_that_no_contract_is_needed_so_no_offering_does(ask: Ask) -> None:
    assert ask("SELECT ?o { ?o ldg:contractNodig ?needed }") == []


def test_what_depends_on_a_condition_has_the_condition_and_no_kinds(ask: Ask) -> None:
    rows = ask(
        "SELECT ?name ?words { VALUES ?name { aanbod:cyber-threat-alerts aanbod:spear-warnings"
        " aanbod:incidentmelding-csirt subsidie:cofinanciering-audits }"
        " ?name ldg:doelgroepVolgensBron ?words"
        " MINUS { ?name ldg:voorSoort|ldg:voorBestuur|ldg:voorLedenVan ?who } }"
    )

    assert {words for _, words in rows} == {
        "organisations registered on Safeonweb@work",
        "organisations with a finding",
        "administrative authorities; NIS2 entities; others best effort",
        "300 local governments",
    }


def test_no_row_says_that_anything_is_carried_out_continuously(ask: Ask) -> None:
    assert ask("SELECT ?o { ?o ldg:uitvoering uitvoering:continu }") == []


def test_the_reading_of_every_offering_is_marked_as_our_own(ask: Ask) -> None:
    unmarked = ask(f"SELECT ?o {{ {OFFERING} MINUS {{ ?o ldg:herkomst herkomst:eigen-lezing }} }}")

    assert unmarked == []


@pytest.mark.parametrize(
    ("key", "delivers"),
    [
        ("svc-001", {"kennis-en-advies"}),
        ("svc-004", {"websitewaarschuwing"}),
        ("svc-006", {"incidentmeldpunt"}),
        ("svc-010", {"conformiteitsbeoordeling"}),
        ("svc-020", {"kennis-en-advies"}),
        ("svc-025", {"eenmalige-aanmelding"}),
        ("svc-026", {"identiteitsbeheer"}),
        ("svc-063", {"incidentvoorbereiding"}),
        ("svc-064", {"incidentregistratie"}),
    ],
)
def test_an_offering_delivers_what_its_row_states(ask: Ask, key: str, delivers: set[str]) -> None:
    rows = ask(f"SELECT ?c {{ ?o dct:identifier '{key}' ; ldg:levert ?c }}")

    assert {name.rsplit("/", 1)[1] for (name,) in rows} == delivers


def test_what_the_source_says_of_funding_is_kept_in_its_words(ask: Ask, table: Table) -> None:
    rows = ask("SELECT ?page ?said { ?x dct:source ?page ; ldg:financieringVolgensBron ?said }")

    assert set(rows) == {
        (row["source_url"], row["funding"])
        for row in table("catalogue_services")
        if row["funding"] and row["verified"] != "no"
    }


def test_a_grant_funds_the_audits_that_the_source_says_are_partly_paid(
    ask: Ask, table: Table
) -> None:
    funded = ask("SELECT ?key { ?grant ldg:financiert ?o . ?o dct:identifier ?key }")

    assert {key for (key,) in funded} == {
        row["id"] for row in table("catalogue_services") if row["provider"] == "Audit Vlaanderen"
    }


def test_who_provides_is_kept_in_other_words_than_the_name(ask: Ask) -> None:
    rows = ask("SELECT ?x ?said { ?x ldg:leverancierVolgensBron ?said }")
    short = {name.rsplit("/", 1)[1]: said for name, said in rows}

    assert short["ict-raamcontract-2021"] == "Vlaamse overheid / Digitaal Vlaanderen"
    assert short["sjabloon-bcp"] == "VVSG task force"
    assert "cyfun-zelfevaluatie" not in short


def test_the_kind_of_a_provider_is_that_of_its_rows(ask: Ask, table: Table) -> None:
    words = {
        "federal": "federaal",
        "flemish": "vlaams",
        "association": "vereniging",
        "intermunicipal": "intergemeentelijk",
        "supplier": "onderneming",
        "mixed": "gemengd",
    }
    kinds = {
        (row["source_url"], words[row["provider_kind"]])
        for row in table("catalogue_services")
        if row["verified"] != "no"
    }
    found = ask(
        "SELECT ?page ?kind { ?x dct:source ?page ; ldg:leverancier|ldg:gunnendeInstantie"
        "|ldg:uitvoerder ?p . ?p ldg:organisatiesoort/skos:notation ?kind"
        " FILTER NOT EXISTS { ?x ldg:gunnendeInstantie ?body FILTER (?body != ?p) } }"
    )

    assert set(found) == kinds


def test_a_programme_is_kept_and_is_no_offering(ask: Ask, table: Table) -> None:
    (row,) = (row for row in table("catalogue_services") if row["kind"] == "programme")

    rows = ask("SELECT ?page ?kind { ?p a ldg:Programma , ?kind ; dct:source ?page }")
    by = ask("SELECT ?by { ?p a ldg:Programma ; ldg:uitvoerder/skos:prefLabel ?by }")

    assert [(page, kind.rsplit("#", 1)[1]) for page, kind in rows] == [
        (row["source_url"], "Programma")
    ]
    assert {"Digitaal Vlaanderen", "Het Facilitair Bedrijf"} <= {name for (name,) in by}


def test_every_offering_says_what_it_is_in_both_languages_and_who_provides_it(ask: Ask) -> None:
    for language in ("nl", "en"):
        lacking = ask(
            f"SELECT ?o {{ {OFFERING} FILTER NOT EXISTS {{ ?o skos:prefLabel ?l ;"
            f" dct:description ?d FILTER (LANG(?l) = '{language}' && LANG(?d) = '{language}')"
            " } }"
        )

        assert lacking == []
    nobody = ask(
        f"SELECT ?o {{ {OFFERING} FILTER NOT EXISTS {{ ?o ldg:leverancier ?p ."
        " ?p a ldg:Organisatie ; skos:prefLabel ?n } }"
    )
    assert nobody == []


def test_the_framework_contract_names_its_suppliers_and_its_awarding_body(ask: Ask) -> None:
    suppliers = ask("SELECT ?p { ?c a ldg:Raamcontract ; ldg:leverancier ?p }")
    awarding = ask("SELECT ?p { ?c a ldg:Raamcontract ; ldg:gunnendeInstantie ?p }")

    assert {name.rsplit("/", 1)[1] for (name,) in suppliers} == {
        "atos",
        "cegeka",
        "cronos",
        "dxc",
        "dxc-cegeka",
        "proximus",
    }
    assert not set(suppliers) & set(awarding)


def test_the_framework_contract_is_dated_no_more_precisely_than_its_source(ask: Ask) -> None:
    rows = ask(
        "SELECT ?begun ?years ?day { ?c a ldg:Raamcontract ; ldg:begonIn ?begun ;"
        " ldg:looptijdInJaren ?years OPTIONAL { ?c ldg:geldigVan|ldg:geldigTot ?day } }"
    )

    assert rows == [("2021-05", "7", "")]


def test_every_published_figure_is_an_observation_with_its_source(ask: Ask, table: Table) -> None:
    rows = ask(
        "SELECT ?label (COUNT(DISTINCT ?page) AS ?pages) { ?w a ldg:Waarneming ;"
        " skos:prefLabel ?label ; dct:source ?page FILTER (LANG(?label) = 'en' &&"
        " !REGEX(STR(?w), '/(cyfun-keuze|incident)-')) } GROUP BY ?label"
    )

    assert {label for label, _ in rows} == {row["key"] for row in table("programme_statistics")}
    assert sum(int(pages) for _, pages in rows) == 35


def test_two_sources_that_differ_stay_two_figures(ask: Ask) -> None:
    rows = ask(
        "SELECT ?value ?text { VALUES ?w { waarneming:bevraging-2023-risicoanalyse"
        " waarneming:bevraging-2023-risicoanalyse-elders }"
        " OPTIONAL { ?w ldg:waarde ?value } OPTIONAL { ?w ldg:waardeTekst ?text } }"
    )

    assert set(rows) == {("30", ""), ("", "one third"), ("", "een derde")}


def test_words_of_a_figure_are_said_in_both_languages(ask: Ask) -> None:
    for said in ("ldg:waardeTekst", "ldg:periodeVolgensBron"):
        unsaid = ask(
            f"SELECT ?w ?text {{ ?w a ldg:Waarneming ; {said} ?text FILTER (REGEX(?text, '[a-z]')"
            f" && LANG(?text) NOT IN ('nl', 'en')) }}"
        )

        assert unsaid == []


def test_an_incident_in_the_press_is_an_observation_with_its_source_and_no_assessment(
    ask: Ask, table: Table
) -> None:
    rows = ask(
        "SELECT ?body ?year ?kind ?page { ?w a ldg:Waarneming ; ldg:bestuur ?body ;"
        " ldg:periodeVolgensBron ?year ; ldg:waardeTekst ?kind ; dct:source ?page"
        " FILTER (LANG(?kind) = 'en') }"
    )
    assessed = ask("SELECT ?a { ?a a ldg:Beoordeling }")

    assert {(body.rsplit("-", 1)[1], *rest) for body, *rest in rows} == {
        (row["municipality_nis"], row["year"], row["kind"], row["source_url"])
        for row in table("cyber_incidents_local")
    }
    assert assessed == []


def test_every_process_of_the_table_is_there(ask: Ask, table: Table) -> None:
    rows = ask("SELECT ?p ?number { ?p a ldg:Proces ; dct:identifier ?number }")

    assert {(name.rsplit("/", 1)[1], number) for name, number in rows} == {
        (row["process_uuid"], row["number"]) for row in table("local_processes")
    }
    assert len(rows) == 534

"""Every row of the catalogue comes out as what it is; what nobody confirmed is no offering."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def test_only_what_was_active_when_read_is_available(ask: Ask, table: Table) -> None:
    active = {row["id"] for row in table("catalogue_services") if "active" in row["status"]}

    available = ask(
        f"SELECT ?key {{ {OFFERING} ?o dct:identifier ?key ;"
        " ldg:aanbodstatus aanbodstatus:beschikbaar }"
    )

    assert {key for (key,) in available} == active - {"svc-102"}


def test_that_no_contract_is_needed_is_said_only_of_what_is_free(ask: Ask, table: Table) -> None:
    free = {row["id"] for row in table("catalogue_services") if row["funding"] == "free"}

    without = {
        key for (key,) in ask("SELECT ?key { ?o ldg:contractNodig false ; dct:identifier ?key }")
    }

    assert without
    assert without <= free


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

    assert len(suppliers) == 5
    assert not set(suppliers) & set(awarding)


def test_every_published_figure_is_an_observation_with_its_source(ask: Ask, table: Table) -> None:
    rows = ask(
        "SELECT ?label (COUNT(DISTINCT ?page) AS ?pages) { ?w a ldg:Waarneming ;"
        " skos:prefLabel ?label ; dct:source ?page FILTER (LANG(?label) = 'en' &&"
        " !CONTAINS(STR(?w), '/cyfun-keuze-')) } GROUP BY ?label"
    )

    assert {label for label, _ in rows} == {row["key"] for row in table("programme_statistics")}
    assert sum(int(pages) for _, pages in rows) == 35


def test_two_sources_that_differ_stay_two_figures(ask: Ask) -> None:
    rows = ask(
        "SELECT ?value ?text { VALUES ?w { waarneming:bevraging-2023-risicoanalyse"
        " waarneming:bevraging-2023-risicoanalyse-elders }"
        " OPTIONAL { ?w ldg:waarde ?value } OPTIONAL { ?w ldg:waardeTekst ?text } }"
    )

    assert set(rows) == {("30", ""), ("", "one third")}


def test_every_process_of_the_table_is_there(ask: Ask, table: Table) -> None:
    rows = ask("SELECT ?p ?number { ?p a ldg:Proces ; dct:identifier ?number }")

    assert {(name.rsplit("/", 1)[1], number) for name, number in rows} == {
        (row["process_uuid"], row["number"]) for row in table("local_processes")
    }
    assert len(rows) == 534

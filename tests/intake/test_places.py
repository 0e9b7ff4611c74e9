"""Every row of the tables about places comes out once, and the traps in them are stepped over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], list[tuple[str, ...]]]
    Table = Callable[[str], list[dict[str, str]]]

D = "https://data.vlaanderen.be/id/lokaalbestuur/"
KINDS = {
    "gemeente": "soort:5ab0e9b8a3b2ca7c5e000001",
    "ocmw": "soort:5ab0e9b8a3b2ca7c5e000002",
    "provincie": "soort:5ab0e9b8a3b2ca7c5e000000",
    "politiezone": "soort:a3922c6d-425b-474f-9a02-ffb71a436bfc",
    "hulpverleningszone": "soort:ea446861-2c51-45fa-afd3-4e4a37b71562",
}


@pytest.mark.parametrize(
    ("kind", "today", "former"),
    [
        ("gemeente", 285, 42),
        ("ocmw", 285, 42),
        ("politiezone", 101, 0),
        ("hulpverleningszone", 20, 0),
        ("provincie", 5, 0),
    ],
)
def test_governments_of_a_kind_are_counted(ask: Ask, kind: str, today: int, former: int) -> None:
    rows = ask(
        "SELECT ?g ?until { ?g a ldg:LokaalBestuur ; org:classification "
        f"{KINDS[kind]} . OPTIONAL {{ ?g ldg:bestaatTot ?until }} }}"
    )

    assert len({row[0] for row in rows}) == len(rows) == today + former
    assert sum(bool(until) for _, until in rows) == former
    assert all(row[0].startswith(f"{D}{kind}-") for row in rows)


def test_every_active_joint_body_with_a_participant_is_there(ask: Ask, table: Table) -> None:
    kinds = {
        "Dienstverlenende vereniging",
        "Opdrachthoudende vereniging",
        "Opdrachthoudende vereniging met private deelname",
        "Projectvereniging",
    }
    wanted = {
        row["lblod_uri"]
        for row in table("organisations")
        if row["class_nl"] in kinds and row["status"] == "active"
    }
    with_participants = wanted & {row["organisation_uri"] for row in table("memberships")}
    found = ask(
        "SELECT ?uri { ?g a ldg:LokaalBestuur ; adms:identifier ?i . ?i skos:notation ?uri ;"
        f" adms:schemaAgency 'LBLOD' . FILTER (STRSTARTS(STR(?g), '{D}igs-')) }}"
    )

    assert {uri for (uri,) in found} == with_participants
    assert len(found) == len(with_participants) == len(wanted) - 1


def test_every_row_of_the_municipalities_comes_out_with_its_numbers(ask: Ask, table: Table) -> None:
    columns = {"NIS": "nis", "KBO": "kbo", "OVO": "ovo", "LBLOD": "lblod_uri"}
    wanted = Counter(
        (f"{D}gemeente-{row['nis']}", agency, row[column])
        for row in table("municipalities")
        for agency, column in columns.items()
        if row[column]
    )
    found = Counter(
        ask(
            "SELECT ?g ?agency ?number { ?g org:classification "
            f"{KINDS['gemeente']} ; adms:identifier ?i ."
            " ?i skos:notation ?number ; adms:schemaAgency ?agency }"
        )
    )

    assert found == wanted
    assert any(number.startswith("0") for _, agency, number in found if agency == "KBO")


def test_an_iri_that_changed_hands_holds_for_each_in_its_own_time(ask: Ask) -> None:
    shared = ask(
        "SELECT ?uri (COUNT(?i) AS ?times) { ?g org:classification "
        f"{KINDS['gemeente']} ; adms:identifier ?i ."
        " ?i adms:schemaAgency 'LBLOD' ; skos:notation ?uri }"
        " GROUP BY ?uri HAVING (COUNT(?i) > 1)"
    )
    overlaps = ask(
        "SELECT ?a ?b { ?a adms:schemaAgency 'LBLOD' ; skos:notation ?uri ; ldg:bestaatVan ?from ."
        " ?b adms:schemaAgency 'LBLOD' ; skos:notation ?uri ; ldg:bestaatVan ?since ."
        " OPTIONAL { ?a ldg:bestaatTot ?until }"
        " FILTER (?from < ?since && (!BOUND(?until) || ?until > ?since)) }"
    )

    assert len(shared) == 8
    assert overlaps == []


@pytest.mark.parametrize(
    ("old", "new", "day"),
    [
        ("73006", "73110", "2025-01-01"),  # Bilzen, now Bilzen-Hoeselt
        ("11056", "46030", "2025-01-01"),  # Zwijndrecht, into another province
        ("44029", "44084", "2019-01-01"),  # Knesselare, now Aalter
        ("37012", "37021", "2025-01-01"),  # Ruiselede: Wingene lacks a parent in one source
    ],
)
def test_a_merger_ends_one_and_starts_another_on_the_same_day(
    ask: Ask, old: str, new: str, day: str
) -> None:
    found = ask(
        f"SELECT ?until ?since ?date {{ bestuur:gemeente-{old} ldg:bestaatTot ?until ;"
        f" ldg:opgegaanIn bestuur:gemeente-{new} . bestuur:gemeente-{new} ldg:bestaatVan ?since ."
        f" ?f a ldg:Fusie ; dct:date ?date ; org:originalOrganization bestuur:gemeente-{old} ;"
        f" org:resultingOrganization bestuur:gemeente-{new} }}"
    )

    assert found == [(day, day, day)]


def test_every_merger_of_the_table_is_told(ask: Ask, table: Table) -> None:
    wanted = {
        (
            row["date"],
            f"{D}gemeente-{row['predecessor_nis']}",
            f"{D}gemeente-{row['successor_nis']}",
        )
        for row in table("municipality_mergers")
    }
    found = ask(
        "SELECT ?day ?old ?new { ?f a ldg:Fusie ; dct:date ?day ;"
        " org:originalOrganization ?old ; org:resultingOrganization ?new }"
    )

    assert set(found) == wanted
    assert len(found) == len(table("municipality_mergers"))


def test_an_ocmw_of_before_a_merger_goes_where_its_municipality_went(ask: Ask) -> None:
    lost = ask(
        f"SELECT ?o {{ ?o org:classification {KINDS['ocmw']} ; ldg:hoortBij ?m ;"
        " ldg:bestaatTot ?until . FILTER NOT EXISTS { ?o ldg:opgegaanIn ?p . ?p ldg:hoortBij ?n ."
        " ?m ldg:opgegaanIn ?n ; ldg:bestaatTot ?until } }"
    )

    assert lost == []


def test_an_ocmw_of_which_the_iri_went_over_is_read_from_the_municipalities(ask: Ask) -> None:
    rows = ask(
        f"SELECT ?o ?new {{ ?o org:classification {KINDS['ocmw']} ; ldg:opgegaanIn ?new ;"
        " ldg:herkomst herkomst:eigen-lezing ; adms:identifier ?i ."
        " ?i adms:schemaAgency 'LBLOD' ; skos:notation ?uri ; ldg:bestaatTot ?day ."
        " ?new adms:identifier ?j . ?j skos:notation ?uri ; ldg:bestaatVan ?day }"
    )
    numbered = ask(
        "SELECT ?o { ?o ldg:herkomst herkomst:eigen-lezing ; ldg:hoortBij ?m ;"
        " adms:identifier/adms:schemaAgency ?agency FILTER (?agency != 'LBLOD') }"
    )

    assert {old.rsplit("-", 1)[1] for old, _ in rows} == {
        "37015",
        "37018",
        "44034",
        "46014",
        "71022",
        "71069",
        "73006",
        "73083",
    }
    assert numbered == []


def test_inhabitants_are_said_as_exactly_as_they_are_known(ask: Ask, table: Table) -> None:
    facts = {row["nis"]: row for row in table("municipality_facts")}
    rows = ask(
        "SELECT ?g ?n ?low ?high { ?g org:classification "
        f"{KINDS['gemeente']} ; ldg:inwonertalOp ?on . OPTIONAL {{ ?g ldg:inwonertal ?n }}"
        " OPTIONAL { ?g ldg:inwonertalMin ?low ; ldg:inwonertalMax ?high } }"
    )

    assert len(rows) == 285
    for name, number, low, high in rows:
        fact = facts[name.rsplit("-", 1)[1]]
        bounds = (fact["population_2025_low"], fact["population_2025_high"])
        assert number == fact["population_2025"]
        assert (low, high) == (("", "") if bounds[0] == bounds[1] else bounds)


def test_thirteen_municipalities_are_a_centre(ask: Ask) -> None:
    assert len(ask("SELECT ?g { ?g ldg:centrumstad true }")) == 13


def test_only_what_two_sources_agree_on_is_certain(ask: Ask) -> None:
    certain = ask("SELECT ?body { ?m ldg:zekerheid zekerheid:zeker ; org:organization ?body }")
    candidates = ask("SELECT ?m { ?m ldg:zekerheid zekerheid:kandidaat }")
    unknown = ask("SELECT ?m { ?m a ldg:Lidmaatschap MINUS { ?m ldg:zekerheid ?z } }")

    assert len(certain) == 285
    assert all(body.startswith(f"{D}politiezone-") for (body,) in certain)
    assert len(candidates) == 14
    assert unknown == []


def test_every_membership_of_an_active_body_comes_out(ask: Ask, table: Table) -> None:
    active = {row["lblod_uri"] for row in table("organisations") if row["status"] == "active"}
    wanted = {
        (row["organisation_uri"], f"{D}gemeente-{row['member_nis']}")
        for row in table("memberships")
        if row["organisation_uri"] in active
    }
    found = ask(
        "SELECT ?uri ?member { ?m a ldg:Lidmaatschap ; org:member ?member ;"
        " org:organization ?body . ?body adms:identifier ?i ."
        " ?i adms:schemaAgency 'LBLOD' ; skos:notation ?uri }"
    )

    assert set(found) == wanted

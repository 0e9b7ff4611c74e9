"""What the ontology states by hand agrees with the reference tables and with the importer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.intake.frameworks import LEVELS
from ldgraph.intake.governments import SIZE_CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], list[tuple[str, ...]]]
    Table = Callable[[str], list[dict[str, str]]]


def test_levels_have_the_thresholds_of_the_workbooks(ask: Ask, table: Table) -> None:
    slugs = {"small": "klein", **LEVELS}
    columns = ("threshold_key_measure", "threshold_category", "threshold_total")
    wanted = {
        f"{row['edition']}-{slugs[row['level']]}": tuple(
            float(row[column]) if row[column] else None for column in columns
        )
        for row in table("cyfun_levels")
    }
    found = ask(
        "SELECT ?slug ?key ?category ?total { ?l skos:inScheme lijst:CyfunNiveau ;"
        " skos:notation ?slug OPTIONAL { ?l ldg:drempelSleutel ?key }"
        " OPTIONAL { ?l ldg:drempelCategorie ?category }"
        " OPTIONAL { ?l ldg:drempelTotaal ?total } }"
    )

    assert {
        slug: tuple(float(one) if one else None for one in rest) for slug, *rest in found
    } == wanted


def test_size_classes_of_the_importer_are_those_of_the_code_list(ask: Ask) -> None:
    found = ask(
        "SELECT ?slug ?from { ?c skos:inScheme lijst:Grootteklasse ; skos:notation ?slug"
        " OPTIONAL { ?c ldg:ondergrens ?from } }"
    )

    assert {(int(least or 0), slug) for slug, least in found} == set(SIZE_CLASSES)


def test_every_capability_of_the_end_to_end_model_is_a_concept(ask: Ask, table: Table) -> None:
    found = ask(
        "SELECT ?label { ?c skos:broader/skos:broader capability:end-to-end-toezicht ;"
        " skos:prefLabel ?label FILTER (LANG(?label) = 'nl') }"
    )

    assert len(found) == len(table("soc_capability_model")) == 16


def test_scores_of_maturity_are_in_the_code_list(ask: Ask, table: Table) -> None:
    found = {
        slug
        for (slug,) in ask("SELECT ?n { ?m skos:inScheme lijst:Maturiteit ; skos:notation ?n }")
    }

    assert {row["score"] for row in table("cyfun_maturity_levels")} <= found


def test_every_concept_and_resource_that_the_files_name_is_there(ask: Ask) -> None:
    base = "https://data.vlaanderen.be/id/"
    elsewhere = ("gemeente", "bron", "norm")
    lost = ask(
        "SELECT DISTINCT ?o { ?s ?p ?o FILTER (isIRI(?o) && STRSTARTS(STR(?o), '"
        f"{base}') && NOT EXISTS {{ ?o ?q ?any }}) }}"
    )

    assert [iri for (iri,) in lost if iri.removeprefix(base).split("/")[0] not in elsewhere] == [
        "https://data.vlaanderen.be/id/catalogus/lokaal-digitaal"
    ]

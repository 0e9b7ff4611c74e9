"""The words are explained, connected to those of others, and used as they are declared."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import namespace

from ldgraph.graph.axioms import terminology
from ldgraph.graph.fits import domains, with_narrower
from ldgraph.graph.hermit import first_inconsistent
from ldgraph.graph.load import load
from ldgraph.graph.places import Room, open_root, source_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.terms import BASE, LDG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    Ask = Callable[[str], list[tuple[str, ...]]]

ONTOLOGY = BASE + "/ns/lokaal-digitaal"
LANGUAGES = {"nl", "en"}
#: Said of anything that may rest on a source, in every part of the model.
OF_ANYTHING = {LDG + "herkomst", LDG + "eigenLezing"}
#: Derived, or the other direction of a property that a shape looks at: nobody writes them.
DERIVED = {
    LDG + name
    for name in (
        "raaktAan",
        "gevraagdDoor",
        "wordtGeleverdDoor",
        "wordtGemitigeerdDoor",
        "draagtBijTot",
    )
}
#: Named in the contract of derived coverage; no rule writes it yet.
AWAITED = {LDG + "ontbrekendeCapability"}
#: Vocabularies that rdflib carries: their terms must exist there.
CARRIED = {
    str(one): one
    for one in (
        namespace.DCAT,
        namespace.DCTERMS,
        namespace.FOAF,
        namespace.ORG,
        namespace.OWL,
        namespace.PROV,
        namespace.QB,
        namespace.RDF,
        namespace.RDFS,
        namespace.SKOS,
        namespace.VANN,
        namespace.XSD,
    )
}


@pytest.fixture(scope="module")
def prefixes(project: Path) -> Mapping[str, str]:
    """Give the table of prefixes."""
    return prefixes_of(open_root(project))


@pytest.fixture(scope="module")
def words(project: Path) -> ox.Store:
    """Read the ontology and the code lists."""
    files = source_files(open_root(project))
    return load(file for file in files if file.room is Room.ONTOLOGY).store


@pytest.fixture(scope="module")
def said(project: Path) -> ox.Store:
    """Read all that comes along: words, shapes, public data and the example."""
    dataset = load(source_files(open_root(project / "voorbeeld")))
    dataset.store.extend(list(dataset.shapes))
    return dataset.store


@pytest.fixture(scope="module")
def ask(words: ox.Store, prefixes: Mapping[str, str]) -> Ask:
    """Give a function that asks the ontology and the code lists something."""

    def run(query: str) -> list[tuple[str, ...]]:
        found = words.query(query, prefixes=dict(prefixes), use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return [tuple(_text(term) for term in row) for row in found]

    return run


def _text(term: object) -> str:
    return str(getattr(term, "value", "")) if term is not None else ""


def _terms(ask: Ask) -> list[str]:
    kinds = "owl:Class owl:ObjectProperty owl:DatatypeProperty"
    rows = ask(f"SELECT DISTINCT ?t {{ VALUES ?k {{ {kinds} }} ?t a ?k FILTER (isIRI(?t)) }}")
    return [term for (term,) in rows]


def _defined(store: ox.Store) -> Iterator[tuple[str, str, str]]:
    """Give name, definition and language of everything that is defined."""
    query = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?label ?definition { ?it rdfs:label|skos:prefLabel ?label ;
            skos:definition ?definition FILTER (LANG(?label) = LANG(?definition)) }"""
    found = store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        label, definition = row["label"], row["definition"]
        assert isinstance(label, ox.Literal)
        assert isinstance(definition, ox.Literal)
        yield label.value, definition.value, label.language or ""


@pytest.mark.parametrize("said_with", ["rdfs:label", "skos:definition"])
def test_every_term_is_named_and_defined_once_in_each_language(ask: Ask, said_with: str) -> None:
    rows = ask(f"SELECT ?t (LANG(?l) AS ?lang) {{ ?t rdfs:isDefinedBy ?o ; {said_with} ?l }}")
    spoken = Counter(rows)

    wrong = [
        (term, language)
        for term in _terms(ask)
        for language in sorted(LANGUAGES)
        if spoken[term, language] != 1
    ]

    assert len(_terms(ask)) > 150
    assert wrong == []


def test_every_term_says_which_ontology_defines_it(
    ask: Ask,
) -> None:
    here = {term for (term,) in ask(f"SELECT ?t {{ ?t rdfs:isDefinedBy <{ONTOLOGY}> }}")}

    assert set(_terms(ask)) == here


def test_every_property_says_what_it_is_said_of_and_what_it_leads_to(
    ask: Ask,
) -> None:
    rows = ask("""SELECT ?p ?domain ?range {
        VALUES ?k { owl:ObjectProperty owl:DatatypeProperty } ?p a ?k .
        OPTIONAL { ?p rdfs:domain ?domain } OPTIONAL { ?p rdfs:range ?range } }""")

    assert {prop for prop, _, to in rows if not to} == set()
    assert {prop for prop, of, _ in rows if not of} == OF_ANYTHING


def test_every_property_has_a_shape_in_every_class_that_it_is_said_of(
    words: ox.Store, project: Path, prefixes: Mapping[str, str]
) -> None:
    shapes = ox.Store()
    for file in (project / "shapes").glob("*.ttl"):
        shapes.load(file.read_bytes(), ox.RdfFormat.TURTLE, base_iri="urn:test:")
    found = shapes.query(
        "SELECT ?c ?p { ?s sh:targetClass ?c ; sh:property/sh:path ?p }", prefixes=dict(prefixes)
    )
    assert isinstance(found, ox.QuerySolutions)
    shaped = {(_text(row["c"]), _text(row["p"])) for row in found}
    # A shape for a class holds for those below it.
    covered = {
        (narrower, prop)
        for kind, prop in shaped
        for narrower in with_narrower(words, frozenset({kind}))
    }

    wanted = {(of, prop) for prop, kinds in domains(words).items() for of in kinds}

    assert len(wanted) > 200
    assert {pair for pair in wanted - covered if pair[1] not in DERIVED} == set()


def test_a_definition_can_stand_in_for_its_word(words: ox.Store) -> None:
    wrong = [text for _, text, _ in _defined(words) if text[0].isupper() or text.endswith(".")]

    assert wrong == []


def test_no_class_and_no_concept_is_defined_by_itself(words: ox.Store) -> None:
    # A property may be named after the class that it leads to: "offering that this is about".
    properties = {
        label.value
        for prop in terminology(words).properties
        for quad in words.quads_for_pattern(ox.NamedNode(prop), namespace_node("label"), None)
        if isinstance(label := quad.object, ox.Literal)
    }

    circular = [
        (label, text)
        for label, text, _ in _defined(words)
        if label not in properties
        and re.search(rf"\b{re.escape(label.casefold())}\b", text.casefold())
    ]

    assert circular == []


def namespace_node(name: str) -> ox.NamedNode:
    """Name a property of RDF Schema."""
    return ox.NamedNode(str(namespace.RDFS) + name)


def test_local_names_are_ascii_and_say_by_their_first_letter_what_they_are(
    ask: Ask,
) -> None:
    classes = {term for (term,) in ask("SELECT ?t { ?t a owl:Class FILTER (isIRI(?t)) }")}

    for term in _terms(ask):
        assert re.fullmatch(r"[A-Za-z0-9]+", term.removeprefix(LDG)), term
        assert term.removeprefix(LDG)[0].isupper() == (term in classes), term


def test_every_term_of_ours_in_a_file_is_declared(said: ox.Store, ask: Ask, project: Path) -> None:
    used = {
        term.value
        for quad in said
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(LDG)
    }
    for query in (project / "queries").rglob("*.rq"):
        text = re.sub(r"(?m)^#.*$", "", query.read_text("utf-8"))
        used |= {LDG + name for name in re.findall(r"\bldg:(\w+)", text)}

    assert len(used) > 100
    assert used - {LDG} - set(_terms(ask)) == set()


def test_every_declared_term_is_used_by_a_shape_a_query_or_the_data(
    ask: Ask, project: Path
) -> None:
    folders = ("shapes", "queries", "data", "voorbeeld", "ontology/codelijsten")
    text = "\n".join(
        file.read_text("utf-8")
        for folder in folders
        for file in (project / folder).rglob("*")
        if file.suffix in {".ttl", ".rq"}
    )
    used = {LDG + name for name in re.findall(r"\bldg:(\w+)", text)}
    # The other direction of a property, what the reasoner derives, and the class above others.
    implied = {
        term
        for (term,) in ask("""SELECT ?t { { ?x owl:inverseOf ?t } UNION
            { ?t owl:propertyChainAxiom ?c } UNION { ?x rdfs:subClassOf ?t } }""")
    }

    assert set(_terms(ask)) - used - implied <= AWAITED


def test_foreign_terms_that_the_ontology_builds_on_exist(
    words: ox.Store, shared: Callable[..., Path]
) -> None:
    copies = ox.Store()
    for name in ("adms", "besluit", "m8g"):
        file = shared("standards", "vocabularies", f"{name}.ttl")
        copies.load(file.read_bytes(), ox.RdfFormat.TURTLE, base_iri="urn:test:")
    described = {quad.subject.value for quad in copies if isinstance(quad.subject, ox.NamedNode)}

    for term in _built_on(words):
        home = max((one for one in CARRIED if term.startswith(one)), key=len, default="")
        if home:
            assert term.removeprefix(home) in CARRIED[home].__annotations__, term
        else:
            assert term in described, term


def _built_on(words: ox.Store) -> set[str]:
    """Name the foreign classes and properties that axioms connect ours to."""
    return {
        end.value
        for axiom in terminology(words).axioms
        for end in (axiom.subject, axiom.value)
        if isinstance(end, ox.NamedNode) and not end.value.startswith(LDG)
    }


def test_each_of_the_vocabularies_of_others_has_a_term_that_ours_stands_under(
    words: ox.Store,
) -> None:
    spaces = {re.sub(r"[^/#]*$", "", term) for term in _built_on(words)}

    assert spaces >= {
        "http://data.vlaanderen.be/ns/besluit#",
        "http://data.europa.eu/m8g/",
        "http://www.w3.org/ns/dcat#",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/2004/02/skos/core#",
    }


def test_namespaces_of_others_are_byte_exact(
    shared: Callable[..., Path], prefixes: Mapping[str, str]
) -> None:
    text = shared("standards", "STANDARDS.md").read_text("utf-8")
    table = text[text.index("### 2.2") : text.index("### 2.3")]
    rows = re.findall(r"(?m)^\| (\w+)[^|]*\| `([^`]+)`", table)
    exact = {prefix: iri for prefix, iri in rows if prefix in prefixes}

    assert len(exact) >= 4
    assert {prefix: prefixes[prefix] for prefix in exact} == exact


def test_namespaces_that_rdflib_knows_are_as_it_knows_them(prefixes: Mapping[str, str]) -> None:
    known = {str(one).lower(): str(one) for one in CARRIED.values()}

    for iri in prefixes.values():
        loose = re.sub(r"^https?:", "http:", iri).lower()
        assert known.get(loose, iri) == iri


def test_a_prefix_means_one_thing_and_a_namespace_has_one_prefix(project: Path) -> None:
    lines = (project / "ontology/prefixes.ttl").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line.startswith("PREFIX")]

    assert rows == sorted(rows)
    assert len({prefix for _, prefix, _ in rows}) == len(rows)
    assert len({iri for _, _, iri in rows}) == len(rows)


def test_the_header_says_version_licence_and_what_is_imported(ask: Ask, project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    [(version, info, issued, licence)] = ask(f"""SELECT ?v ?i ?d ?l {{
        <{ONTOLOGY}> a owl:Ontology ; owl:versionIRI ?v ; owl:versionInfo ?i ;
            dct:issued ?d ; dct:license ?l }}""")
    imports = {one for (one,) in ask(f"SELECT ?i {{ <{ONTOLOGY}> owl:imports ?i }}")}

    assert version == f"{ONTOLOGY}/{issued}"
    assert info == settings["project"]["version"]
    assert licence == f"{BASE}/id/licentie/modellicentie-gratis-hergebruik/v1.0"
    assert "http://www.w3.org/2004/02/skos/core" in imports


@pytest.mark.parametrize(
    "untrue",
    [
        # An offering that delivers what a requirement asks for touches it: the property chain.
        (
            "aanbod:a ldg:levert capability:c . vereiste:v ldg:vraagtCapability capability:c . "
            "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual aanbod:a ; "
            "owl:assertionProperty ldg:raaktAan ; owl:targetIndividual vereiste:v ."
        ),
        # What leads to something that leads to something leads there too.
        (
            "risico:a ldg:leidtTot risico:b . risico:b ldg:leidtTot risico:c . "
            "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual risico:a ; "
            "owl:assertionProperty ldg:leidtTot ; owl:targetIndividual risico:c ."
        ),
        "vereiste:v a ldg:FunctioneleVereiste , ldg:TechnischeVereiste .",
        "aanbod:a a ldg:Product , ldg:Dienst .",
        "orgaan:o a ldg:Orgaan , ldg:Risico .",
        "orgaan:o a ldg:Belanghebbende , ldg:Dienst .",
        # A domain and a range that a reasoner can refute.
        "risico:a a ldg:Risico ; ldg:levert capability:c .",
        "dekking:d ldg:graad bestuur:b . bestuur:b a ldg:LokaalBestuur .",
        "risico:a a ldg:Risico ; ldg:datum '2026-11-24'^^xsd:date .",
    ],
)
def test_a_reasoner_refutes_what_the_ontology_rules_out(
    words: ox.Store, prefixes: Mapping[str, str], untrue: str
) -> None:
    table = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    triples = ox.parse((table + untrue).encode(), ox.RdfFormat.TURTLE)
    facts = [f"{one.triple} .\n".replace("#date>", "#dateTime>") for one in triples]
    facts = [fact.replace("2026-11-24", "2026-11-24T00:00:00") for fact in facts]
    known = terminology(words)
    true = [known.declarations(), *(axiom.lines for axiom in known.axioms)]

    assert first_inconsistent([true, [*true, *facts]]) == 1


def test_inverse_properties_swap_domain_and_range(
    ask: Ask,
) -> None:
    pairs = ask("""SELECT ?d ?r ?id ?ir { ?p owl:inverseOf ?i ; rdfs:domain ?d ; rdfs:range ?r .
        ?i rdfs:domain ?id ; rdfs:range ?ir }""")

    assert len(pairs) >= 4
    assert [pair for pair in pairs if pair[:2] != pair[:1:-1]] == []


@pytest.mark.parametrize("kind", ["skos:ConceptScheme", "skos:Concept"])
def test_every_list_and_every_concept_is_named_and_defined_in_both_languages(
    ask: Ask, kind: str
) -> None:
    things = {thing for (thing,) in ask(f"SELECT ?t {{ ?t a {kind} }}")}
    for property_ in ("skos:prefLabel", "skos:definition"):
        rows = ask(f"SELECT ?t (LANG(?l) AS ?x) {{ ?t a {kind} ; {property_} ?l }}")
        spoken = Counter(rows)

        assert {one for one in things for lang in LANGUAGES if spoken[one, lang] != 1} == set()
    assert len(things) > 20


def test_every_list_says_when_it_was_changed_and_has_a_top(
    ask: Ask,
) -> None:
    lists = {one for (one,) in ask("SELECT ?s { ?s a skos:ConceptScheme }")}
    complete = ask("""SELECT DISTINCT ?s { ?s a skos:ConceptScheme ; dct:modified ?on ;
        skos:hasTopConcept ?top FILTER (DATATYPE(?on) = xsd:date) }""")

    assert {one for (one,) in complete} == lists


def test_tops_are_tops_from_both_sides_and_all_others_have_something_broader(
    ask: Ask,
) -> None:
    down = set(ask("SELECT ?c ?s { ?s skos:hasTopConcept ?c }"))
    up = set(ask("SELECT ?c ?s { ?c skos:topConceptOf ?s }"))
    members = set(ask("SELECT ?c ?s { ?c skos:inScheme ?s }"))
    below = {one for (one,) in ask("SELECT ?c { ?c skos:broader ?b . ?b a skos:Concept }")}

    assert down == up
    assert down <= members
    assert {one for one, _ in members} - {one for one, _ in down} == below


@pytest.mark.parametrize("key", ["skos:notation", "ldg:rang"])
def test_no_two_concepts_of_a_list_share_a_notation_or_a_rank(ask: Ask, key: str) -> None:
    rows = ask(f"""SELECT ?scheme ?edition ?value {{ ?c skos:inScheme ?scheme ; {key} ?value
        OPTIONAL {{ ?c ldg:editie ?edition }} }}""")

    assert [row for row, times in Counter(rows).items() if times > 1] == []


def test_every_concept_has_a_notation_and_one_list(
    ask: Ask,
) -> None:
    concepts = [one for (one,) in ask("SELECT ?c { ?c a skos:Concept }")]
    noted = Counter(one for (one,) in ask("SELECT ?c { ?c skos:notation ?n }"))
    listed = Counter(one for (one,) in ask("SELECT ?c { ?c skos:inScheme ?s }"))

    assert [one for one in concepts if noted[one] != 1 or listed[one] != 1] == []


def test_kinds_of_government_are_codes_that_lblod_has(
    ask: Ask,
    shared: Callable[..., Path],
    prefixes: Mapping[str, str],
) -> None:
    copy = shared("standards", "lblod", "bestuurseenheid-classificatie-codes.ttl")
    codes = ox.Store()
    codes.load(copy.read_bytes(), ox.RdfFormat.TURTLE, base_iri="urn:test:")
    theirs = {quad.subject.value for quad in codes if isinstance(quad.subject, ox.NamedNode)}
    # Bodies in LBLOD's data of today have codes that its list of 2023 lacks.
    table = shared("reference", "organisations.csv").read_text("utf-8")
    theirs |= {
        prefixes["soort"] + one for one in re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]+){4}", table)
    }
    ours = {one for (one,) in ask("SELECT ?c { ?c skos:inScheme lijst:BestuursSoort }")}
    reused = {one for one in ours if one.startswith(prefixes["soort"])}

    assert len(reused) >= 9
    assert reused <= theirs


def test_every_concept_that_the_data_point_at_is_in_a_list(
    said: ox.Store, prefixes: Mapping[str, str]
) -> None:
    query = f"""SELECT DISTINCT ?c {{ ?s ?p ?c FILTER (isIRI(?c)
        && STRSTARTS(STR(?c), "{BASE}/id/concept/")) MINUS {{ ?c skos:inScheme ?l }} }}"""
    found = said.query(query, prefixes=dict(prefixes), use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)

    assert [str(row["c"]) for row in found] == []

"""Shapes that do not say what their writer meant: each is found, and the others are run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root
from ldgraph.shacl import engine
from ldgraph.shacl.faults import faults, sound
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.shacl.shapes import compile_shapes

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.errors import Finding

_HEAD = """PREFIX ex: <https://example.org/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX shp: <https://data.vlaanderen.be/shacl/lokaal-digitaal/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
#: What stands in a shape of ex:Thing, and the words that name what is wrong with it.
_WRONG = [
    ("sh:minCuont 1", "no sh:minCuont"),
    ("sh:nodeKind sh:Iri", "no sh:Iri"),
    ("sh:severity sh:Waring", "no sh:Waring"),
    ("sh:property [ sh:minCount 1 ]", "exactly one sh:path"),
    ("sh:property [ sh:path ex:p , ex:q ]", "exactly one sh:path"),
    ("sh:property [ sh:path [ ex:p ex:q ] ]", "none of the forms"),
    ("sh:property ex:Nowhere", "Nowhere is nowhere described"),
    ("sh:node ex:Nowhere", "Nowhere is nowhere described"),
    ("sh:or ( ex:Nowhere [ sh:nodeKind sh:IRI ] )", "Nowhere is nowhere described"),
    ("sh:property ex:Ring", "Ring leads back to itself"),
    ("sh:node ex:Thing-shape", "Thing-shape leads back to itself"),
    ('sh:property [ sh:path ex:p ; sh:minCount "x" ]', "a whole number"),
    ("sh:property [ sh:path ex:p ; sh:minCount -1 ]", "a whole number"),
    ("sh:property [ sh:path ex:p ; sh:minCount 1 , 2 ]", "may stand here once"),
    ('sh:deactivated "ja"', "true or false"),
    ('sh:closed "ja"', "true or false"),
    ('sh:class "x"', "an IRI"),
    ('sh:datatype "x"', "an IRI"),
    ("sh:message ex:p", "a text"),
    ("sh:in ex:p", "a list"),
    ('sh:pattern "["', "no regular expression"),
    ("sh:pattern ex:p", "a text"),
    ('sh:pattern "a" ; sh:flags "g"', "no regular expression"),
    ("sh:nodeKind ex:p", "wanted one of"),
    ("sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:A ] ]", "sh:qualifiedMinC"),
    ('sh:sparql [ sh:select "SELECT $this WHERE { rommel }" ]', "does not parse"),
    ('sh:sparql [ sh:select "ASK { $this a ex:p }" ]', "does not parse"),
    ('sh:sparql [ sh:select "SELECT $this { $this ?p ?o MINUS {} }" ]', "MINUS"),
    ("sh:sparql [ sh:message 'x' ]", "exactly one sh:select"),
    ("sh:rule [ sh:order 1 ]", "not supported"),
]


def _shapes(body: str) -> ox.Store:
    store = ox.Store()
    text = f"""{_HEAD}
        ex:Thing-shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:Good ; {body} .
        ex:Good sh:path ex:good ; sh:minCount 1 .
        ex:Ring sh:path ex:ring ; sh:property ex:Ring .
    """
    store.load(text, format=ox.RdfFormat.TURTLE)
    if "ex:Ring" not in body:
        store.update("DELETE WHERE { <https://example.org/Ring> ?p ?o }")
    return store


@pytest.mark.parametrize(("body", "said"), _WRONG, ids=[said for _, said in _WRONG])
def test_a_wrong_shape_is_named_and_the_rest_is_run(body: str, said: str) -> None:
    store = _shapes(body)
    data = ox.Store()
    data.load(f"{_HEAD} ex:a a ex:Thing .", format=ox.RdfFormat.TURTLE)

    found = faults(ShapesGraph(store))
    results = engine.validate(data, compile_shapes(sound(store, found)))

    assert len(found) == 1, found
    assert said in found[0].english
    assert found[0].dutch != found[0].english
    assert ox.NamedNode("https://example.org/Good") in {one.source_shape for one in results}


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [("sh:minCuont 1", "minCount"), ("sh:severity sh:Waring", "Warning")],
)
def test_a_misspelt_name_gets_the_nearest(wrong: str, meant: str) -> None:
    found = faults(ShapesGraph(_shapes(wrong)))

    assert [one.suggestion for one in found] == [f"http://www.w3.org/ns/shacl#{meant}"]


def test_a_shape_that_denies_a_broken_one_is_not_run() -> None:
    """Without its broken part, what is denied would hold of everything."""
    store = _shapes('sh:not [ sh:path ex:good ; sh:minCount "x" ]')

    left = sound(store, faults(ShapesGraph(store)))

    assert not list(
        left.quads_for_pattern(ox.NamedNode("https://example.org/Thing-shape"), None, None)
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_root(tmp_path / "root", public_data=False)
    return tmp_path / "root"


def _with(folder: Path, body: str, name: str = "fast") -> list[Finding]:
    (folder / "shapes/proef.ttl").write_text(_HEAD + body, "utf-8")
    file = folder / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8").replace("    ldg:prioriteit prioriteit:must ;\n", "")
    file.write_text(text, "utf-8")
    return check(open_root(folder), engine=name)


_TOGETHER = """
shp:Proef a sh:NodeShape ; sh:targetClass ldg:Vereiste ;
    sh:deactivated "ja" ;
    sh:property [ sh:minCount 1 ] ;
    sh:property [ sh:path ldg:prioriteit ; sh:minCount "x" ] ;
    sh:pattern "[" ;
    sh:sparql [ sh:select "SELECT $this WHERE { rommel }" ] ;
    sh:targetClass ldg:Vereist ;
.
"""


@pytest.mark.parametrize("name", ["fast", "pyshacl"])
def test_a_fault_stands_at_its_line_and_other_findings_are_given(folder: Path, name: str) -> None:
    found = _with(folder, _TOGETHER, name)

    wrong = [one for one in found if one.code == "shape-not-usable"]
    places = [(one.position.line, one.position.column) for one in wrong if one.position]
    assert places == [(8, 20), (9, 17), (10, 56), (11, 16), (12, 15), (13, 20)]
    assert all(one.unchecked for one in wrong)
    assert wrong[-1].suggestion == "ldg:Vereiste"
    assert [one.code for one in found if one not in wrong] == ["Vereiste-prioriteit"]


@pytest.mark.parametrize("name", ["fast", "pyshacl"])
def test_a_pattern_without_end_does_not_hang_the_check(folder: Path, name: str) -> None:
    body = (
        'shp:Proef a sh:NodeShape ; sh:targetClass ldg:Vereiste ; sh:pattern "^(([a-z:/.])+)+X$" .'
    )

    found = _with(folder, body, name)

    # pySHACL has no other engine for patterns, so it says that it did not look.
    assert ("shape-not-usable" in {one.code for one in found}) == (name == "pyshacl")
    assert ("Proef" in {one.code for one in found}) == (name == "fast")


@pytest.mark.parametrize("name", ["fast", "pyshacl"])
def test_a_shape_without_message_or_iri_is_named_after_what_it_stands_in(
    folder: Path, name: str
) -> None:
    body = """
    shp:Proef a sh:NodeShape ; sh:targetClass ldg:Vereiste ;
        sh:property [ sh:path ldg:herkomst ; sh:nodeKind sh:Literal ] .
    """

    found = [one for one in _with(folder, body, name) if one.code.startswith("Proef")]

    assert {one.code for one in found} == {"Proef-herkomst"}
    assert found[0].message("nl") == "ldg:herkomst moet een sh:Literal zijn"
    assert found[0].message("en") == "ldg:herkomst has to be a sh:Literal"

"""The W3C validation report: what pySHACL writes, and our own terms beside it."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from ldgraph.errors import Finding
from ldgraph.graph.load import load
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import Room, Root, SourceFile, open_root, source_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.graph.sift import once
from ldgraph.graph.validate import Validation
from ldgraph.report.forms import jsonld, turtle
from ldgraph.report.forms.report import Report, in_order, without_secrets
from ldgraph.shacl import engine, reference
from ldgraph.shacl.shapes import compile_shapes
from ldgraph.terms import LDG

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.report.conftest import Make

_SH = Namespace("http://www.w3.org/ns/shacl#")


_DATA = """
PREFIX ex: <urn:x:>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ex:a a ex:Thing ; ex:size "01"^^xsd:integer , "x\\n\\"y"@nl ; ex:part [ ex:size 9 ] , ex:gone .
[] a ex:Thing ; ex:size 12 , 13 ; ex:part ex:a .
"""
_SHAPES = """
PREFIX ex: <urn:x:>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:deep , ex:size , ex:size-again ,
        [ sh:path ex:part ; sh:class ex:Thing ; sh:message "Een ding"@nl , "A thing"@en ] ;
    sh:sparql [ a sh:SPARQLConstraint ; sh:message "Niet zo"@nl , "Not so"@en ;
        sh:select "SELECT $this ?value WHERE { $this <urn:x:size> ?value FILTER (?value = 12) }" ] .
ex:T a sh:NodeShape ; sh:targetClass ex:Thing ; sh:closed true ; sh:property ex:size ;
    sh:message "Niets anders"@nl , "Nothing else"@en .
ex:deep sh:path ( ex:part [ sh:alternativePath ( ex:size ex:none ) ] ) ; sh:maxInclusive 5 ;
    sh:severity sh:Warning ; sh:message "Hoogstens vijf"@nl , "At most five"@en .
ex:size sh:path ex:size ; sh:datatype xsd:integer ; sh:maxCount 1 ; sh:nodeKind sh:IRI ;
    sh:message "Een getal"@nl , "A number"@en .
ex:size-again sh:path ex:size ; sh:maxCount 1 ; sh:message "Een getal"@nl , "A number"@en .
"""


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib leave literals as they are written."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


def _reports(root: Root, files: list[SourceFile]) -> tuple[Report, Graph]:
    """Give our report of files, and the graph that pySHACL gives."""
    dataset = load(files)
    assert dataset.faults == ()
    found = Validation(dataset, prefixes_of(root)).findings(dataset, Locator(dataset))
    theirs = reference.report(dataset.store, dataset.shapes)
    # pySHACL drops the language of a message that stands with a SPARQL constraint.
    said = dataset.shapes.quads_for_pattern(None, ox.NamedNode(_SH.message), None, None)
    known = {one.object.value: one.object.language for one in said}  # type: ignore[union-attr]
    for subject, name, text in list(theirs.triples((None, _SH.resultMessage, None))):
        theirs.remove((subject, name, text))
        theirs.add((subject, name, Literal(text, lang=text.language or known.get(str(text)))))
    # Details of a nested shape may be given (SHACL section 3.6.2.8), and ours are not.
    for subject, name, detail in list(theirs.triples((None, _SH.detail, None))):
        theirs.remove((subject, name, detail))
        theirs.remove((detail, None, None))
    return Report(in_order(once(sorted(found, key=Finding.sort_key)))), theirs


def _files_of(
    project: Path, examples: Iterable[Path], folder: Path
) -> tuple[Root, list[SourceFile]]:
    """Give the ontology, the shapes, and one file of all examples and what they stand in."""
    root = open_root(project)
    files = [one for one in source_files(root) if one.room in {Room.ONTOLOGY, Room.SHAPES}]
    path = folder / "examples.ttl"
    texts = (one.read_text("utf-8") for one in (project / "tests/shapes/omgeving.ttl", *examples))
    path.write_text("\n".join(texts), "utf-8")
    return root, [*files, SourceFile(path, path.name, "urn:examples", Room.BESIDE, root)]


def _without_ours(report: Graph) -> Graph:
    """Drop our own terms, and with them what is no result of a shape."""
    ours = set(report.subjects(RDF.type, URIRef(LDG + "Nazichtresultaat")))
    foreign = ours - set(report.subjects(RDF.type, _SH.ValidationResult))
    kept = Graph()
    for subject, name, value in report:
        kind = str(value) if name == RDF.type else ""
        is_ours = str(name).startswith(LDG) or kind.startswith(LDG)
        if subject not in foreign and not is_ours:
            kept.add((subject, name, value))
    return kept


def _turtle(report: Report) -> Graph:
    return Graph().parse(data=turtle.write(report), format="turtle")


def _jsonld(report: Report) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # rdflib's reader uses what it will drop
        return Graph().parse(data=jsonld.write(report), format="json-ld")


@pytest.mark.parametrize("kind", ["good", "bad"])
def test_without_our_terms_it_is_the_report_of_pyshacl_on_the_examples(
    project: Path, tmp_path: Path, kind: str
) -> None:
    found = sorted((project / "tests/shapes").glob(f"*/{kind}*.ttl"))
    files = _files_of(project, found if kind == "good" else found[::12], tmp_path)

    report, theirs = _reports(*files)

    ours = _without_ours(_turtle(report))
    assert (len(list(theirs.objects(None, _SH.result))) > 40) == (kind == "bad")
    assert isomorphic(ours, theirs)


def test_it_is_the_report_of_pyshacl_with_blank_nodes_paths_and_doubles(tmp_path: Path) -> None:
    root, files = Root(tmp_path), []
    for name, text, room in (("d", _DATA, Room.PUBLIC), ("s", _SHAPES, Room.SHAPES)):
        path = tmp_path / f"{name}.ttl"
        path.write_text(text, "utf-8")
        files.append(SourceFile(path, path.name, f"urn:g:{name}", room, root))

    report, theirs = _reports(root, files)

    ours = _without_ours(_turtle(report))
    assert len(list(theirs.objects(None, _SH.result))) > 10
    assert isomorphic(ours, theirs)
    assert isomorphic(_turtle(report), _jsonld(report))


def test_each_result_says_where_it_stands(make: Make) -> None:
    graph = _turtle(Report((make(unchecked=True),)))

    (node,) = graph.subjects(RDF.type, URIRef(LDG + "Nazichtresultaat"))
    said = {
        str(name).removeprefix(LDG): value.toPython()  # type: ignore[attr-defined]
        for name, value in graph.predicate_objects(node)
        if str(name).startswith(LDG)
    }
    assert said == {
        "bevindingscode": "Aanbod-graad",
        "bestand": "data/openbaar/a.ttl",
        "regel": 3,
        "kolom": 5,
        "nietNagekeken": True,
    }
    assert (None, _SH.focusNode, URIRef("https://example.org/id/a")) in graph
    assert {(str(one), one.language) for one in graph.objects(node, _SH.resultMessage)} == {  # type: ignore[attr-defined]
        ("Kies een graad", "nl"),
        ("Choose a degree", "en"),
    }


def test_what_no_shape_found_is_no_result_and_what_was_not_checked_does_not_conform(
    make: Make,
) -> None:
    conforms = {
        name: next(_turtle(Report((one,))).objects(None, _SH.conforms)).toPython()  # type: ignore[attr-defined]
        for name, one in (
            ("no result", make("onbekende-term")),
            ("unchecked", make("turtle-bad-iri", unchecked=True)),
            ("restricted", without_secrets(make(restricted=True), {})),
        )
    }

    assert conforms == {"no result": True, "unchecked": False, "restricted": False}
    assert not list(_turtle(Report((make("onbekende-term"),))).objects(None, _SH.result))


def test_the_report_fits_the_shape_of_our_terms(
    project: Path, every_kind: tuple[Finding, ...]
) -> None:
    shapes = compile_shapes(
        ox.parse(path=project / "shapes/nazichtresultaat.ttl", format=ox.RdfFormat.TURTLE)
    )
    data = ox.Store()
    data.load(turtle.write(Report(every_kind)).encode(), ox.RdfFormat.TURTLE)

    assert engine.validate(data, shapes) == []
    data.update(f"DELETE WHERE {{ ?x <{LDG}bevindingscode> ?code }}")
    assert len(engine.validate(data, shapes)) == len(every_kind)


def test_no_text_breaks_it(hostile: tuple[Finding, ...]) -> None:
    report = Report(hostile)

    graph = _turtle(report)

    texts = {str(one) for one in graph.objects(None, _SH.resultMessage)}
    assert texts == {hostile[0].messages["nl"].replace("\ud800", "\ufffd")}
    assert isomorphic(graph, _jsonld(report))
    assert json.loads(jsonld.write(report))["@graph"]

"""The reference engine sees values as they are written, as ours does."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib

from ldgraph.shacl import engine, reference
from ldgraph.shacl.shapes import compile_shapes

_PREFIXES = """PREFIX ex: <urn:x:>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_SHAPES = """
ex:Thing a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:day , ex:number , ex:mark .
ex:day sh:path ex:on ; sh:datatype xsd:date ; sh:in ( "2026-01-02"^^xsd:date ) ;
    sh:message "Geef een dag"@nl , "Give a day"@en .
ex:number sh:path ex:size ; sh:datatype xsd:decimal ; sh:minInclusive 0.0 ; sh:maxInclusive 5.0 ;
    sh:message "Geef een getal"@nl , "Give a number"@en .
ex:mark sh:path ex:is ; sh:datatype xsd:boolean ; sh:message "Zeg het"@nl , "Say it"@en .
"""
_DATA = """
ex:a a ex:Thing ;
    ex:on "2026-01-01Z"^^xsd:date , "2026-1-2"^^xsd:date , "2026-01-02"^^xsd:date ;
    ex:size "NaN"^^xsd:double , "INF"^^xsd:double , 7.0 , -1.0 , "veel"^^xsd:decimal , "NaN" ;
    ex:is "maybe"^^xsd:boolean , true , "ja" .
"""


def _store(text: str) -> ox.Store:
    store = ox.Store()
    store.load((_PREFIXES + text).encode(), ox.RdfFormat.TURTLE)
    return store


def test_both_engines_report_values_as_they_are_written() -> None:
    data, shapes = _store(_DATA), _store(_SHAPES)

    ours = sorted(one.key() for one in engine.validate(data, compile_shapes(shapes)))
    theirs = sorted(one.key() for one in reference.validate(data, shapes))

    values = {str(one.value) for one in engine.validate(data, compile_shapes(shapes))}
    assert f'"2026-01-01Z"^^<{rdflib.XSD.date}>' in values
    assert f'"maybe"^^<{rdflib.XSD.boolean}>' in values
    assert f'"NaN"^^<{rdflib.XSD.double}>' in values
    assert ours == theirs


def test_rdflib_is_left_as_it_was() -> None:
    before = rdflib.NORMALIZE_LITERALS

    reference.validate(_store(_DATA), _store(_SHAPES))

    assert before == rdflib.NORMALIZE_LITERALS
    assert str(rdflib.Literal("01", datatype=rdflib.XSD.integer)) == "1"

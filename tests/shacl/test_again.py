"""Validating again after a change: the outcome is that of validating all."""

from __future__ import annotations

import random
from collections import Counter

import pyoxigraph as ox
import pytest

from ldgraph.shacl import engine
from ldgraph.shacl.again import Revalidation
from ldgraph.shacl.reads import Reach
from ldgraph.shacl.results import ShapesError
from ldgraph.shacl.shapes import compile_shapes

PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX x: <urn:x:>
"""
NAMES = ["a", "b", "c", "d", "e", "f"]
PROPERTIES = ["p", "q", "r"]
CLASSES = ["C", "D", "E"]
CHANGES = 120

#: Each a constraint of a shape; ``$this`` is a C, or a D below it.
CORE = {
    "count": "sh:property [ sh:path x:p ; sh:minCount 1 ; sh:maxCount 2 ]",
    "class": "sh:property [ sh:path x:p ; sh:class x:C ]",
    "sequence": "sh:property [ sh:path ( x:p x:q ) ; sh:maxCount 1 ]",
    "inverse": "sh:property [ sh:path [ sh:inversePath x:p ] ; sh:maxCount 1 ]",
    "turned sequence": "sh:property [ sh:path [ sh:inversePath ( x:p x:q ) ] ; sh:maxCount 0 ]",
    "star": "sh:property [ sh:path ( [ sh:zeroOrMorePath x:p ] x:q ) ; sh:maxCount 1 ]",
    "plus": "sh:property [ sh:path [ sh:oneOrMorePath x:q ] ; sh:class x:C ]",
    "either": "sh:property [ sh:path [ sh:alternativePath ( x:p x:q ) ] ; sh:minCount 2 ]",
    "nested": "sh:property [ sh:path x:p ; sh:property [ sh:path x:q ; sh:minCount 1 ] ]",
    "node": "sh:property [ sh:path x:p ; sh:node [ sh:property [ sh:path x:q ; sh:maxCount 0 ] ] ]",
    "not": "sh:not [ sh:property [ sh:path ( x:p x:p ) ; sh:minCount 1 ] ]",
    "or": "sh:or ( [ sh:class x:E ] [ sh:property [ sh:path x:q ; sh:minCount 1 ] ] )",
    "xone": "sh:xone ( [ sh:class x:D ] [ sh:property [ sh:path x:q ; sh:minCount 1 ] ] )",
    "equals": "sh:property [ sh:path ( x:p x:q ) ; sh:equals x:r ]",
    "disjoint": "sh:property [ sh:path x:p ; sh:disjoint x:q ]",
    "closed": "sh:closed true ; sh:ignoredProperties ( x:p ) ; sh:property [ sh:path x:q ]",
    "qualified": (
        "sh:property [ sh:path x:p ; sh:qualifiedMinCount 1 ; "
        "sh:qualifiedValueShape [ sh:class x:E ] ]"
    ),
    "value": "sh:property [ sh:path x:p ; sh:hasValue x:a ]",
    "subjects": "sh:targetSubjectsOf x:r ; sh:property [ sh:path x:p ; sh:minCount 1 ]",
    "objects": "sh:targetObjectsOf x:r ; sh:property [ sh:path x:p ; sh:minCount 1 ]",
    "one": "sh:targetNode x:a ; sh:property [ sh:path x:p ; sh:maxCount 0 ]",
}
#: What may go wrong when a part of a query is looked at by itself.
QUERIES = {
    "joined": "$this x:p ?y . ?y x:q ?value",
    "joined backwards": "?value x:p $this . ?value x:q ?z",
    "beside another": "$this x:p ?y . ?value x:p ?y . FILTER (?value != $this)",
    "path": "$this x:p/x:q ?value",
    "path from elsewhere": "$this x:p ?y . ?value x:q/^x:r ?y",
    "any number of steps": "$this x:p* ?y . ?y x:q ?value",
    "optional": "$this x:p ?y OPTIONAL { ?y x:q ?z } FILTER (!BOUND(?z))",
    "optional before what binds": "$this x:q ?w OPTIONAL { ?y x:r ?z } $this x:p ?y",
    "optional alone": "$this x:p ?w OPTIONAL { ?y x:r ?value }",
    "optional in optional": (
        "$this x:p ?y OPTIONAL { ?y x:q ?z OPTIONAL { ?z x:r ?v } } FILTER (!BOUND(?v))"
    ),
    "optional over two": "$this x:p ?y OPTIONAL { $this x:q ?z OPTIONAL { ?y x:r ?v } }",
    "not exists": "$this x:p ?value FILTER NOT EXISTS { ?value x:q ?z . ?z x:r $this }",
    "not exists at all": "$this x:p ?value FILTER NOT EXISTS { ?z x:q x:a }",
    "exists of what is optional": (
        "$this x:p ?w OPTIONAL { $this x:q ?y } FILTER EXISTS { ?y x:r ?z }"
    ),
    "not exists in not exists": (
        "$this x:p ?value FILTER NOT EXISTS { ?value x:q ?z FILTER NOT EXISTS { ?z x:r ?v } }"
    ),
    "union": "{ $this x:p ?y } UNION { $this x:q ?y } ?y x:r ?value",
    "union within": "$this x:p ?y { ?y x:q ?value } UNION { ?value x:r ?y }",
    "union of which one is elsewhere": "$this x:p ?y { ?y x:q ?z } UNION { ?value x:r ?v }",
    "equal by a filter": "$this x:p ?y . ?value x:q ?z FILTER (?y = ?z)",
    "any property": "$this x:p ?y . ?y ?property x:a",
    "any but": "$this x:p ?y . ?y !x:q ?value",
    "bound": "$this x:p ?y BIND (?y AS ?z) ?z x:q ?value",
    "a class": "$this x:p ?y . ?y a x:E",
    "a class below": "$this x:p ?y . ?y a/rdfs:subClassOf* x:C",
    "of a graph": "GRAPH ?g { $this x:p ?y } GRAPH ?h { ?y x:q ?value } FILTER (?g != ?h)",
    "a constant": "$this x:p ?value . x:a x:q ?value",
}
WHOLE = {
    "counted": "SELECT $this (COUNT(?y) AS ?value) WHERE { $this x:p ?y . ?y x:q ?z } "
    "GROUP BY $this HAVING (COUNT(?y) > 1)",
    "a query within": "SELECT $this ?value WHERE { $this x:p ?value "
    "{ SELECT $this (COUNT(?z) AS ?n) WHERE { $this x:q ?z } GROUP BY $this } FILTER (?n > 0) }",
}


def _sparql(name: str) -> str:
    text = WHOLE.get(name) or f"SELECT $this ?value WHERE {{ {QUERIES[name]} }}"
    declared = (
        "[ sh:prefix 'x' ; sh:namespace 'urn:x:'^^xsd:anyURI ] , "
        "[ sh:prefix 'rdfs' ; "
        "sh:namespace 'http://www.w3.org/2000/01/rdf-schema#'^^xsd:anyURI ]"
    )
    return f'sh:sparql [ sh:select """{text}""" ; sh:prefixes [ sh:declare {declared} ] ]'


def _shapes(constraint: str) -> ox.Store:
    target = "" if "sh:target" in constraint else "sh:targetClass x:C ;"
    store = ox.Store()
    store.load(f"{PREFIXES} x:shape a sh:NodeShape ; {target} {constraint} .", ox.RdfFormat.TURTLE)
    return store


def _statement(chance: random.Random) -> ox.Quad:
    graph = ox.NamedNode(f"urn:g:{chance.randrange(2)}")
    subject = ox.NamedNode("urn:x:" + chance.choice(NAMES))
    if chance.random() < 0.3:
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        return ox.Quad(subject, kind, ox.NamedNode("urn:x:" + chance.choice(CLASSES)), graph)
    predicate = ox.NamedNode("urn:x:" + chance.choice(PROPERTIES))
    return ox.Quad(subject, predicate, ox.NamedNode("urn:x:" + chance.choice(NAMES)), graph)


def _data(chance: random.Random) -> ox.Store:
    store = ox.Store()
    below = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    wide, narrow = ox.NamedNode("urn:x:C"), ox.NamedNode("urn:x:D")
    store.add(ox.Quad(narrow, below, wide, ox.NamedNode("urn:g:0")))
    store.extend(_statement(chance) for _ in range(18))
    return store


@pytest.mark.parametrize("name", [*CORE, *QUERIES, *WHOLE])
def test_after_each_change_the_results_are_those_of_a_fresh_validation(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 (the same changes at every run)
    shapes = compile_shapes(_shapes(CORE.get(name) or _sparql(name)))
    store = _data(chance)
    again = Revalidation(store, shapes)
    seen = set()

    for _ in range(CHANGES):
        there = sorted(store, key=str)
        # The first says that D is below C.
        removed = chance.sample(there[1:], chance.randrange(3 if len(there) < 20 else 6))
        added = {one for one in (_statement(chance) for _ in range(2)) if one not in store}
        again.change(removed, added)

        fresh = Counter(engine.validate(store, shapes))
        assert Counter(again.results()) == fresh
        seen.add(fresh.total())

    assert len(seen) > 1


def test_another_hierarchy_of_classes_is_followed() -> None:
    chance = random.Random(7)  # noqa: S311
    shapes = compile_shapes(_shapes(CORE["count"]))
    store = _data(chance)
    again = Revalidation(store, shapes)
    below = next(quad for quad in store if quad.predicate.value.endswith("subClassOf"))

    again.change([below], [])

    assert Counter(again.results()) == Counter(engine.validate(store, shapes))


@pytest.mark.parametrize(
    ("name", "reached"),
    [("joined", {"a"}), ("beside another", {"a", "b"}), ("optional alone", None)],
)
def test_a_change_matters_to_no_more_nodes_than_the_ways_lead_back_to(
    name: str, reached: set[str] | None
) -> None:
    shapes = compile_shapes(_shapes(_sparql(name)))
    store = ox.Store()
    store.load(
        f"{PREFIXES} x:a x:p x:y . x:b x:p x:y . x:c x:p x:z . x:y x:q x:v .", ox.RdfFormat.TURTLE
    )
    property_ = {"joined": "q", "beside another": "p", "optional alone": "r"}[name]
    subject = {"joined": "y", "beside another": "b", "optional alone": "z"}[name]
    store.remove(ox.Quad(ox.NamedNode("urn:x:b"), ox.NamedNode("urn:x:p"), ox.NamedNode("urn:x:y")))
    changed = ox.Quad(
        ox.NamedNode(f"urn:x:{subject}"),
        ox.NamedNode(f"urn:x:{property_}"),
        ox.NamedNode("urn:x:y" if property_ == "p" else "urn:x:v"),
    )
    store.add(changed)

    found = Reach(shapes).focus(store, ox.NamedNode("urn:x:shape"), [changed], 100)

    wanted = None if reached is None else {ox.NamedNode(f"urn:x:{one}") for one in reached}
    assert found == wanted


def test_a_shape_that_can_no_longer_be_run_is_an_error() -> None:
    shapes = compile_shapes(
        _shapes("sh:property [ sh:path x:p ; sh:node x:shape ] ; sh:targetClass x:C")
    )
    store = ox.Store()
    store.load(f"{PREFIXES} x:a a x:C ; x:p x:b .", ox.RdfFormat.TURTLE, to_graph=None)
    again = Revalidation(store, shapes)
    ring = ox.Quad(ox.NamedNode("urn:x:b"), ox.NamedNode("urn:x:p"), ox.NamedNode("urn:x:a"))

    with pytest.raises(ShapesError, match="refers to itself"):
        again.change([], [ring])

"""What a term of the context cannot hold is written in whole, and is not changed by it."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from pyld import jsonld  # type: ignore[import-untyped]

from ldgraph.serve import context
from ldgraph.terms import RDF, XSD

ADDRESS = "https://example.test/context.jsonld"
TERMS = {
    "label": {"@id": "https://example.test/label", "@container": "@language"},
    "see": {"@id": "https://example.test/see", "@type": "@id"},
    "day": {"@id": "https://example.test/day", "@type": XSD + "date"},
    "plain": {"@id": "https://example.test/plain"},
    "Kind": {"@id": "https://example.test/Kind"},
}
LABEL, SEE, DAY, PLAIN = (
    ox.NamedNode(TERMS[one]["@id"]) for one in ("label", "see", "day", "plain")
)


@pytest.mark.parametrize("verb", [LABEL, SEE, DAY, PLAIN, ox.NamedNode("https://x.test/unknown")])
def test_any_value_comes_back_as_it_was(verb: ox.NamedNode) -> None:
    node = ox.NamedNode("https://example.test/id")
    values: list[ox.Literal | ox.NamedNode | ox.BlankNode] = [
        ox.Literal("one", language="nl"),
        ox.Literal("two", language="nl"),
        ox.Literal("three", language="en"),
        ox.Literal("plain"),
        ox.Literal("plain too"),
        ox.Literal("2026-11-25", datatype=ox.NamedNode(XSD + "date")),
        ox.Literal("no date", datatype=ox.NamedNode(XSD + "date")),
        ox.Literal("01", datatype=ox.NamedNode(XSD + "integer")),
        ox.Literal("1.0E0", datatype=ox.NamedNode(XSD + "double")),
        ox.Literal("1", datatype=ox.NamedNode(XSD + "boolean")),
        ox.Literal("<b/>", datatype=ox.NamedNode(RDF + "XMLLiteral")),
        ox.Literal("https://example.test/text"),
        ox.Literal(""),
        ox.NamedNode("https://example.test/other"),
        ox.NamedNode("urn:uuid:7403501e-5d99-438e-9084-22f338ff8e7e"),
        ox.NamedNode("label:x"),
        ox.NamedNode("mailto:iemand@example.test"),
        ox.BlankNode("b1"),
    ]
    kind = ox.Quad(node, ox.NamedNode(RDF + "type"), ox.NamedNode(TERMS["Kind"]["@id"]))
    quads = [kind, *(ox.Quad(node, verb, value) for value in values)]
    content = json.loads(context.written(quads, ADDRESS, TERMS))
    published = json.loads(context.written_context(TERMS))

    def load(url: str, _: object) -> dict[str, object]:
        assert url == ADDRESS
        return {"contextUrl": None, "documentUrl": url, "document": published}

    text = jsonld.to_rdf(content, {"format": "application/n-quads", "documentLoader": load})
    back = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    was = ox.Dataset(quads)
    for one in (back, was):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(map(str, back)) == set(map(str, was))

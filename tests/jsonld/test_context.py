"""The context hangs on the ontology and the shapes alone, and means one thing whoever reads it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from pyld import jsonld  # type: ignore[import-untyped]
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from tests.jsonld.conftest import HERE, thing, things
from tests.serve.conftest import ON

from ldgraph.graph.access import EVERYONE
from ldgraph.graph.places import open_root
from ldgraph.jsonld import write
from ldgraph.jsonld.context import context_of
from ldgraph.serve import context
from ldgraph.serve.library import read
from ldgraph.serve.published import publish
from ldgraph.terms import SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ldgraph.serve.published import Published

#: Of each class so many things are read by another program.
_OF_EACH = 3


def loader(published: Published) -> Callable[[str, object], dict[str, object]]:
    """Give the context as it is published, and nothing else."""
    found = context.of(published)

    def load(url: str, _: object) -> dict[str, object]:
        assert url == HERE + found.path
        # What lies there never changes: without the tag it is read anew for every document.
        said = json.loads(found.content)
        return {"contextUrl": None, "documentUrl": url, "document": said, "tag": "static"}

    return load


def quads(published: Published, content: object) -> set[str]:
    """Read JSON-LD as another program does."""
    text = jsonld.to_rdf(
        content, {"format": "application/n-quads", "documentLoader": loader(published)}
    )
    return set(filter(None, text.split("\n")))


def test_what_is_restricted_means_what_was_said_too(example: Published) -> None:
    seen: dict[str, int] = {}
    for one in things(example):
        name = " ".join(one.json["@type"])
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > _OF_EACH:
            continue
        said = {f"{ox.Triple(*quad.triple)} ." for quad in one.document.quads}
        own = f"<{one.document.doc}>"
        about = {line for line in quads(example, one.json) if not line.startswith(own)}
        assert about == said
    assert len(seen) > 50


def test_data_changes_nothing_of_it(project: Path, example: Published) -> None:
    root = open_root(project)
    public = publish(read(root, restricted=False), root, ON, EVERYONE)
    assert context.of(public).content == context.of(example).content
    assert context.of(public).version == context.of(example).version
    assert context.schemas(public) == context.schemas(example)


def test_each_key_of_a_class_is_one_property_and_each_property_one_key(
    example: Published,
) -> None:
    vocabulary = context.of(example).vocabulary
    for terms in (vocabulary.terms, *vocabulary.scoped.values()):
        iris = [one["@id"] for one in terms.values()]
        assert len(set(iris)) == len(iris)
    for name, one in vocabulary.framed.items():
        assert len(vocabulary.scoped[name]) == len(one.fields)
        # A thing has all its classes: they may not disagree on what a key is.
        for above in one.above:
            for key in vocabulary.scoped[above].keys() & vocabulary.scoped[name].keys():
                assert vocabulary.scoped[above][key] == vocabulary.scoped[name][key]


def test_a_key_is_the_name_of_its_shape(example: Published) -> None:
    scoped = context.of(example).vocabulary.scoped
    assert scoped["Vereiste"]["naam"] == {"@id": SKOS + "prefLabel", "@container": "@language"}
    assert scoped["Vereiste"]["sleutel"] == {"@id": "http://purl.org/dc/terms/identifier"}
    assert scoped["Fusie"]["datum"] == {
        "@id": "http://purl.org/dc/terms/date",
        "@type": XSD + "date",
    }
    assert scoped["Dekking"]["datum"] == {
        "@id": f"{example.ldg}datum",
        "@type": XSD + "date",
    }


def test_a_list_is_a_list_whatever_is_in_it(example: Published) -> None:
    vocabulary = context.of(example).vocabulary
    for one in things(example):
        for key, value in one.json.items():
            if key in {"@context", "@id"}:
                continue
            term = next(
                (
                    vocabulary.scoped[name][key]
                    for name in one.json["@type"]
                    if key in vocabulary.scoped.get(name, {})
                ),
                vocabulary.terms.get(key, {}),
            )
            container: Any = term.get("@container", [])
            if key.startswith(("@", "http")) or container == "@set":
                assert isinstance(value, list), (one.iri, key)
            elif "@language" in container:
                assert isinstance(value, dict)
                lists = {isinstance(text, list) for text in value.values()}
                assert lists == {"@set" in container}
            else:
                assert not isinstance(value, list), (one.iri, key)


_LDG = "https://data.vlaanderen.be/ns/lokaal-digitaal#"
_ODD: list[ox.Literal | ox.NamedNode | ox.BlankNode] = [
    ox.Literal("one", language="nl"),
    ox.Literal("two", language="nl"),
    ox.Literal("three", language="en"),
    ox.Literal("plain"),
    ox.Literal("https://example.test/text"),
    ox.Literal(""),
    ox.Literal("2026-11-25", datatype=ox.NamedNode(XSD + "date")),
    ox.Literal("no date", datatype=ox.NamedNode(XSD + "date")),
    *(
        ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
        for kind, texts in {
            "integer": ("7", "-7", "0", "-0", "07", "+7", "9007199254740993", "1" * 30, "x", "٣"),
            "boolean": ("true", "false", "1", "TRUE"),
            "decimal": ("1.50", "1", ".5"),
            "double": ("1.0E0",),
        }.items()
        for text in texts
    ),
    ox.NamedNode("https://example.test/other"),
    ox.NamedNode("mailto:iemand@example.test"),
    ox.NamedNode("naam:x"),
    ox.BlankNode("b1"),
]


@pytest.mark.parametrize("kind", ["Vereiste", "LokaalBestuur", "Waarneming", "Onbekend"])
def test_any_value_of_any_key_comes_back_as_it_was(example: Published, kind: str) -> None:
    found = context.of(example)
    node = ox.NamedNode("https://example.test/id")
    typed = ox.Quad(node, ox.NamedNode(TYPE), ox.NamedNode(_LDG + kind))
    terms = {**found.vocabulary.terms, **found.vocabulary.scoped.get(kind, {})}
    said = [
        typed,
        *(
            ox.Quad(node, ox.NamedNode(str(one["@id"])), value)
            for one in terms.values()
            for value in _ODD
        ),
    ]
    content = write.thing(said, node.value, HERE + found.path, found.vocabulary)
    text = "\n".join(quads(example, json.loads(content)))
    back = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    was = ox.Dataset(said)
    for one in (back, was):
        one.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(map(str, back)) == set(map(str, was))


def test_a_restricted_ontology_gives_no_keys(tmp_path: Path, project: Path) -> None:
    (tmp_path / "ldgraph.toml").write_text(f'name = "eigen"\nextends = ["{project}"]\n')
    folder = tmp_path / "ontology"
    folder.mkdir()
    graph = "https://data.vlaanderen.be/doc/graaf/eigen/ontology/geheim"
    (folder / "geheim.ttl").write_text(
        f"<{graph}> <http://purl.org/dc/terms/accessRights> <urn:geheim> .\n"
        f"<{_LDG}geheim> a <http://www.w3.org/2002/07/owl#DatatypeProperty> .\n"
    )
    root = open_root(tmp_path)
    made = context_of(read(root, restricted=True), root)
    assert b"geheim" not in made.content
    (folder / "geheim.ttl").write_text(
        f"<{_LDG}geheim> a <http://www.w3.org/2002/07/owl#DatatypeProperty> .\n"
    )
    assert b"geheim" in context_of(read(root, restricted=True), root).content


def test_a_thing_names_the_version_that_it_is_written_with(example: Published) -> None:
    one = thing(example, f"{example.base}/id/vereiste/V066")
    assert one.json["@context"] == HERE + context.of(example).path


@pytest.mark.filterwarnings("ignore:(ConjunctiveGraph|Dataset.default_context) is deprecated")
def test_other_readers_of_json_ld_find_the_same(example: Published) -> None:
    terms = json.loads(context.of(example).content)["@context"]
    seen = set[str]()
    for one in things(example):
        name = " ".join(one.json["@type"])
        if name in seen:
            continue
        seen.add(name)
        text = json.dumps({**one.json, "@context": terms})
        said = {ox.Triple(*quad.triple) for quad in one.document.quads}
        doc = ox.NamedNode(one.document.doc)
        found = {quad for quad in ox.parse(text, ox.RdfFormat.JSON_LD) if quad.subject != doc}
        assert {ox.Triple(*quad.triple) for quad in found} == said
        graph = Graph().parse(data=text, format="json-ld")
        graph.remove((URIRef(one.document.doc), None, None))
        wanted = Graph().parse(data="".join(f"{line} .\n" for line in map(str, said)), format="nt")
        assert isomorphic(graph, wanted), one.iri
    assert len(seen) > 50

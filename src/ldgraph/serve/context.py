"""The JSON-LD context, of the ontology, the shapes and the data; and documents written with it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.access import public_graphs
from ldgraph.serve.kept import kept
from ldgraph.terms import OWL, RDF, RDFS, SH, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.serve.published import Published

    Definition = dict[str, str]

#: The path at which the context is published.
PATH = "/context/lokaal-digitaal.jsonld"
#: And one version of it, which never changes.
VERSIONED = "/context/lokaal-digitaal/{version}.jsonld"
_VERSION = 16
#: Names that would make another meaning of an IRI that starts with them.
_SCHEMES = frozenset({"http", "https", "urn", "mailto", "tel", "data", "file"})
_LANG_STRING = RDF + "langString"
_OBJECT, _DATATYPE = OWL + "ObjectProperty", OWL + "DatatypeProperty"


class Context(NamedTuple):
    """A context: its terms, its content as published, and a version that is the hash of that."""

    terms: Mapping[str, Definition]
    content: bytes
    version: str


def of(published: Published) -> Context:
    """Give the context, the same for every audience; it is made once."""
    return kept(published, "context", _made)


def _made(published: Published) -> Context:
    terms = definitions(published)
    content = written_context(terms)
    return Context(terms, content, hashlib.sha256(content).hexdigest()[:_VERSION])


def definitions(published: Published) -> dict[str, Definition]:
    """Give a definition by term: what the ontology and the shapes know, and what the data uses.

    A name that two would have is that of the project's own term; a property comes before a class.
    """
    terms: dict[str, Definition] = {}
    known = _known(published)
    properties = _properties(published.snapshot.dataset.shapes, known)

    def own_first(iri: str) -> tuple[bool, str]:
        return not iri.startswith(published.ldg), iri

    for iri in sorted(properties, key=own_first):
        name = _local(iri)
        if name and name not in _SCHEMES:
            terms.setdefault(name, {"@id": iri, **properties[iri]})
    for iri in sorted(known.classes, key=own_first):
        name = _local(iri)
        if name and name not in _SCHEMES:
            terms.setdefault(name, {"@id": iri})
    return dict(sorted(terms.items()))


class _Known(NamedTuple):
    """What everyone may see, whoever asks: who fetches a context shows no token."""

    properties: set[str]
    classes: set[str]
    #: The kinds and the ranges of properties that ontologies declare.
    kinds: dict[str, set[str]]
    ranges: dict[str, set[str]]


def _known(published: Published) -> _Known:
    store = published.view.store
    graphs = public_graphs(published.snapshot.dataset)

    def rows(pattern: str) -> list[tuple[str, str]]:
        text = f"SELECT DISTINCT ?g ?a ?b WHERE {{ GRAPH ?g {{ {pattern} }} }}"
        found = store.query(text)
        assert isinstance(found, ox.QuerySolutions)
        return [
            (row["a"].value, row["b"].value if isinstance(row["b"], ox.NamedNode) else "")
            for row in found
            if row["g"].value in graphs and isinstance(row["a"], ox.NamedNode)
        ]

    kinds: dict[str, set[str]] = {}
    ranges: dict[str, set[str]] = {}
    named = " ".join(f"<{one}>" for one in (_OBJECT, _DATATYPE, OWL + "Class"))
    for iri, kind in rows(f"?a a ?b VALUES ?b {{ {named} }}"):
        kinds.setdefault(iri, set()).add(kind)
    for iri, of in rows(f"?a <{RDFS}range> ?b"):
        ranges.setdefault(iri, set()).add(of)
    classes = {iri for iri, _ in rows("?s a ?a")}
    classes |= {iri for iri, of in kinds.items() if OWL + "Class" in of}
    return _Known({iri for iri, _ in rows("?s ?a ?o")} - {TYPE}, classes, kinds, ranges)


def _properties(shapes: ox.Store, known: _Known) -> dict[str, Definition]:
    """Say of each property how its values are written: as IRIs, by language, or of one type."""
    found: dict[str, Definition] = {}
    for path, word, value in _constraints(shapes):
        if word == "datatype":
            found.setdefault(path, _typed(value))
        elif word == "class" or (word == "nodeKind" and value == SH + "IRI"):
            found.setdefault(path, {"@type": "@id"})
    for iri, kinds in known.kinds.items():
        ranges = known.ranges.get(iri, set())
        if _OBJECT in kinds:
            found[iri] = {"@type": "@id"}
        elif _DATATYPE in kinds and len(ranges) == 1:
            found[iri] = _typed(next(iter(ranges)))
        elif _DATATYPE in kinds:
            found.setdefault(iri, {})
    for label in (RDFS + "label", RDFS + "comment"):
        found[label] = {"@container": "@language"}
    for iri in known.properties:
        found.setdefault(iri, {})
    return found


def _constraints(shapes: ox.Store) -> Iterable[tuple[str, str, str]]:
    text = f"""SELECT DISTINCT ?path ?word ?value WHERE {{
        ?shape <{SH}path> ?path ; ?constraint ?value .
        FILTER (?constraint IN (<{SH}datatype>, <{SH}class>, <{SH}nodeKind>))
        FILTER (isIRI(?path) && isIRI(?value))
        BIND (STRAFTER(STR(?constraint), "{SH}") AS ?word)
    }} ORDER BY ?path ?word ?value"""
    rows = shapes.query(text)
    assert isinstance(rows, ox.QuerySolutions)
    return [(row["path"].value, row["word"].value, row["value"].value) for row in rows]


def _typed(datatype: str) -> Definition:
    if datatype == _LANG_STRING:
        return {"@container": "@language"}
    return {} if datatype == XSD + "string" else {"@type": datatype}


def _local(iri: str) -> str:
    name = iri.replace("#", "/").rsplit("/", 1)[-1]
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else ""


def written_context(terms: Mapping[str, Definition]) -> bytes:
    """Write the context as it is published."""
    shown = {name: one["@id"] if list(one) == ["@id"] else dict(one) for name, one in terms.items()}
    return _bytes({"@context": {"@version": 1.1, **shown}})


def written(quads: Iterable[ox.Quad], address: str, terms: Mapping[str, Definition]) -> bytes:
    """Write triples as JSON-LD with the context at ``address``, or without one.

    A value that its term cannot have stands under the whole IRI of its property, so that nothing
    is changed by being written.
    """
    by_iri = {one["@id"]: name for name, one in terms.items()}
    nodes: dict[str, dict[str, object]] = {}
    for subject, predicate, value, _ in quads:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode)
        node = nodes.setdefault(_id(subject), {"@id": _id(subject)})
        if predicate.value == TYPE and isinstance(value, ox.NamedNode):
            _add(node, "@type", by_iri.get(value.value, value.value))
            continue
        name = by_iri.get(predicate.value)
        fits = name is not None and _put(node, name, value, terms[name])
        if not fits:
            _add(node, predicate.value, _whole(value))
    begin = {"@context": address} if address else {}
    return _bytes({**begin, "@graph": list(nodes.values())})


def _put(node: dict[str, object], name: str, value: object, term: Definition) -> bool:
    if term.get("@container") == "@language":
        if not isinstance(value, ox.Literal) or not value.language:
            return False
        by_language = node.setdefault(name, {})
        assert isinstance(by_language, dict)
        _add(by_language, value.language, value.value)
        return True
    wanted = term.get("@type")
    if isinstance(value, ox.NamedNode | ox.BlankNode):
        _add(node, name, _id(value) if wanted == "@id" else {"@id": _id(value)})
        return True
    assert isinstance(value, ox.Literal)
    plain = not value.language and value.datatype.value == (wanted or XSD + "string")
    _add(node, name, value.value if plain else _whole(value))
    return True


def _whole(value: object) -> dict[str, str]:
    if isinstance(value, ox.Literal):
        if value.language:
            return {"@value": value.value, "@language": value.language}
        if value.datatype.value == XSD + "string":
            return {"@value": value.value}
        return {"@value": value.value, "@type": value.datatype.value}
    assert isinstance(value, ox.NamedNode | ox.BlankNode)
    return {"@id": _id(value)}


def _id(term: ox.NamedNode | ox.BlankNode) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _add(node: dict[str, object], key: str, value: object) -> None:
    if key not in node:
        node[key] = value
        return
    there = node[key]
    if isinstance(there, list):
        there.append(value)
    else:
        node[key] = [there, value]


def _bytes(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

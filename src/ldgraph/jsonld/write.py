"""Statements as JSON-LD: a thing with what is said of it, or a graph.

Nothing is changed by being written: a value that its key cannot have stands under the whole IRI of
its property.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.jsonld.context import as_json
from ldgraph.jsonld.vocabulary import LANGUAGES, NATIVE, used_by
from ldgraph.terms import TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.jsonld.vocabulary import Definition, Vocabulary

    Node = dict[str, object]

#: Whole numbers that every reader of JSON has exactly, as they are written.
_EXACT = re.compile(r"0|-?[1-9][0-9]{0,14}")
_SET = "@set"


def thing(quads: Iterable[ox.Quad], iri: str, address: str, vocabulary: Vocabulary) -> bytes:
    """Write a thing in the form of its classes; what is said of other nodes comes behind it.

    Args:
        quads: What is said, of the thing and of others.
        iri: The thing.
        address: Where the context is.
        vocabulary: What is in that.
    """
    nodes = _nodes(quads, vocabulary)
    main = nodes.pop(iri, {"@id": iri})
    document = {"@context": address, **main}
    if nodes:
        document["@included"] = list(nodes.values())
    return as_json(document)


def graph(quads: Iterable[ox.Quad], address: str, vocabulary: Vocabulary | None) -> bytes:
    """Write what is said of many nodes, with the context at ``address``, or without one."""
    begin: Node = {"@context": address} if address else {}
    return as_json({**begin, "@graph": list(_nodes(quads, vocabulary).values())})


class _Keys:
    """The keys in things of the same classes."""

    def __init__(self, vocabulary: Vocabulary | None, types: Iterable[str]) -> None:
        self.terms = used_by(vocabulary, types) if vocabulary else {}
        self._by_iri = {one["@id"]: key for key, one in self.terms.items()}

    def of(self, iri: str) -> str | None:
        return self._by_iri.get(iri)


def _nodes(quads: Iterable[ox.Quad], vocabulary: Vocabulary | None) -> dict[str, Node]:
    by_subject: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        by_subject.setdefault(_id(quad.subject), []).append(quad)
    names = {iri: key for key, iri in vocabulary.classes.items()} if vocabulary else {}
    known: dict[tuple[str, ...], _Keys] = {}
    found: dict[str, Node] = {}
    for subject, said in by_subject.items():
        types = _types(said, names)
        if types not in known:
            known[types] = _Keys(vocabulary, types)
        found[subject] = _node(subject, said, types, known[types])
    return found


def _types(said: Iterable[ox.Quad], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(
        names.get(one.object.value, one.object.value)
        for one in said
        if one.predicate.value == TYPE and isinstance(one.object, ox.NamedNode)
    )


def _node(subject: str, said: Iterable[ox.Quad], types: tuple[str, ...], keys: _Keys) -> Node:
    node: Node = {"@id": subject}
    if types:
        node["@type"] = list(types)
    for _, predicate, value, _ in said:
        if predicate.value == TYPE and isinstance(value, ox.NamedNode):
            continue
        key = keys.of(predicate.value)
        if key is None or not _put(node, key, value, keys.terms[key]):
            _add(node, predicate.value, _whole(value), is_list=True)
    return node


def _put(node: Node, key: str, value: object, term: Definition) -> bool:
    """Write a value below its key; say whether it fits there."""
    container = term.get("@container", ())
    is_list = _SET in (container if isinstance(container, list) else [container])
    if LANGUAGES in (container if isinstance(container, list) else [container]):
        if not isinstance(value, ox.Literal) or not value.language:
            return False
        by_language = node.setdefault(key, {})
        assert isinstance(by_language, dict)
        _add(by_language, value.language, value.value, is_list=is_list)
        return True
    written = _valued(value, term.get("@type"))
    if written is not None:
        _add(node, key, written, is_list=is_list)
    return written is not None


def _valued(value: object, wanted: object) -> object:
    """Write a value as its key has it; None where another key has to."""
    if wanted is None or wanted in NATIVE:
        return _whole(value)
    if isinstance(value, ox.NamedNode | ox.BlankNode):
        return _id(value) if wanted == "@id" else None
    assert isinstance(value, ox.Literal)
    return value.value if not value.language and value.datatype.value == wanted else None


def _whole(value: object) -> object:
    """Write a value so that it is the same without a context.

    A number or truth is one of JSON where it comes back as it was. Decimals are text: a reader of
    JSON would make them another number.
    """
    if not isinstance(value, ox.Literal):
        return {"@id": _id(value)}
    text, kind = value.value, value.datatype.value
    if value.language:
        return {"@value": text, "@language": value.language}
    if kind == XSD + "string":
        return text
    if kind == XSD + "boolean" and text in {"true", "false"}:
        return text == "true"
    if kind == XSD + "integer" and _EXACT.fullmatch(text):
        return int(text)
    return {"@value": text, "@type": kind}


def _id(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.BlankNode)
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _add(node: Node, key: str, value: object, *, is_list: bool) -> None:
    if key not in node:
        node[key] = [value] if is_list else value
        return
    there = node[key]
    if isinstance(there, list):
        there.append(value)
    else:
        node[key] = [there, value]

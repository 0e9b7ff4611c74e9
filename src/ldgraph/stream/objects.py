"""What one version of a file says of each object.

An object is what has an IRI below ``{base}/id/``. What is said of it are the triples of which it is
the subject, with those of the blank nodes in them; each is written as N-Triples writes its property
and value, and blank nodes are named after what is said of them, so that the same has one text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import ACCESS_PUBLIC, DCT
from ldgraph.turtle.scan import unwanted
from ldgraph.turtle.text import ended
from ldgraph.turtle.verdict import LARGEST, REFUSALS, unwanted_faults, without_mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    #: By object, what is said of it: a line per triple, sorted.
    Said = Mapping[str, tuple[str, ...]]

_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as it was at some commit; ``said`` is None where it was no Turtle."""

    said: Said | None
    #: Whether it says of its own graph that it is not for everyone.
    closed: bool = False


def parse(content: bytes, graph: str, base: str) -> Parsed:
    """Read what a file says of the objects below ``base``.

    Args:
        content: The file.
        graph: The graph that it is, against which relative IRIs are read.
        base: Where identifiers live.
    """
    content = without_mark(content)
    if len(content) > LARGEST or (unwanted(content) and unwanted_faults(content, "", graph)):
        return Parsed(None)
    try:
        triples = [
            quad.triple for quad in ox.parse(ended(content), ox.RdfFormat.TURTLE, base_iri=graph)
        ]
    except REFUSALS:
        return Parsed(None)
    return Parsed(_said(triples, f"{base}/id/"), _is_closed(triples, graph))


def _is_closed(triples: Iterable[ox.Triple], graph: str) -> bool:
    rights = DCT + "accessRights"
    stated = {
        str(one.object)
        for one in triples
        if one.predicate.value == rights and str(one.subject) == f"<{graph}>"
    }
    return not stated <= {f"<{ACCESS_PUBLIC}>"}


def _said(triples: Iterable[ox.Triple], start: str) -> Said:
    objects: dict[str, list[ox.Triple]] = {}
    blanks: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        subject = triple.subject
        if isinstance(subject, ox.BlankNode):
            blanks.setdefault(subject.value, []).append(triple)
        elif isinstance(subject, ox.NamedNode) and subject.value.startswith(start):
            objects.setdefault(subject.value, []).append(triple)
    return {
        iri: _lines(iri, [*own, *_around(own, blanks)])
        if any(isinstance(one.object, ox.BlankNode) for one in own)
        else tuple(sorted({f"{one.predicate} {one.object}" for one in own}))
        for iri, own in objects.items()
    }


def _around(triples: Iterable[ox.Triple], blanks: Mapping[str, list[ox.Triple]]) -> list[ox.Triple]:
    """Give what is said of the blank nodes in triples, and of those in that."""
    todo, seen, found = list(triples), set[str](), list[ox.Triple]()
    while todo:
        value = todo.pop().object
        if isinstance(value, ox.BlankNode) and value.value not in seen:
            seen.add(value.value)
            more = blanks.get(value.value, [])
            found += more
            todo += more
    return found


def _lines(iri: str, triples: Iterable[ox.Triple]) -> tuple[str, ...]:
    named = ox.Dataset(ox.Quad(*one) for one in triples)
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    own = f"<{iri}>"
    lines = []
    for quad in named:
        subject = str(quad.subject)
        said = f"{quad.predicate} {quad.object}"
        lines.append(said if subject == own else f"{subject} {said}")
    return tuple(sorted(lines))


def united(iri: str, parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Give what several files say of one object together."""
    if len(parts) == 1:
        return parts[0]
    lines = {line for part in parts for line in part}
    if not any("_:" in line for line in lines):
        return tuple(sorted(lines))
    text = []
    for number, part in enumerate(parts):
        for line in part:
            whole = line if line.startswith("_:") else f"<{iri}> {line}"
            # A label is only found where a term begins: in a text it stands behind no space alone.
            text.append(_relabelled(whole, f"_:p{number}"))
    quads = ox.parse("\n".join(text) + "\n", ox.RdfFormat.N_TRIPLES)
    return _lines(iri, [quad.triple for quad in quads])


def _relabelled(line: str, label: str) -> str:
    """Set the blank nodes of a line apart from those of other files; texts stay as they are."""
    subject, predicate, value = line.split(" ", 2)
    terms = [
        one.replace("_:", label, 1) if one.startswith("_:") else one for one in (subject, value)
    ]
    return f"{terms[0]} {predicate} {terms[1]} ."


def digest(*texts: str) -> str:
    """Give a short hash of texts."""
    return hashlib.sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]

"""Statements and values, written briefly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Term = ox.NamedNode | ox.BlankNode | ox.Literal
    #: In Dutch and in English.
    Texts = tuple[str, str]


def named(iri: str) -> ox.NamedNode:
    """Give the node that an IRI names."""
    return ox.NamedNode(iri)


def say(subject: str | ox.BlankNode, predicate: str, value: Term) -> ox.Triple:
    """Make a statement."""
    node = named(subject) if isinstance(subject, str) else subject
    return ox.Triple(node, named(predicate), value)


def texts(subject: str, predicate: str, both: Texts) -> Iterator[ox.Triple]:
    """Say a text in two languages."""
    for language, text in zip(("nl", "en"), both, strict=True):
        yield say(subject, predicate, ox.Literal(text, language=language))


def day(written: str) -> ox.Literal:
    """Give a day."""
    return ox.Literal(written, datatype=named(XSD + "date"))


def moment(written: str) -> ox.Literal:
    """Give the moment at which a day begins, in the time zone that is nobody's."""
    return ox.Literal(f"{written}T00:00:00Z", datatype=named(XSD + "dateTime"))


def whole_number(value: int, datatype: str = "integer") -> ox.Literal:
    """Give a number."""
    return ox.Literal(str(value), datatype=named(XSD + datatype))


def by_subject(triples: Iterable[ox.Triple]) -> list[list[ox.Triple]]:
    """Put together what is said of each thing, each statement once, in the order given."""
    found: dict[str, dict[ox.Triple, None]] = {}
    for one in triples:
        found.setdefault(str(one.subject), {})[one] = None
    return [list(said) for said in found.values()]

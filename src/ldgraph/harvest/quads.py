"""A source's statements, by subject, so that a mapping can ask for the values of a property."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Graph:
    """The statements of a source, whatever graph they were in."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        # Values are keys: a subject may have a million of them.
        self._by_subject: dict[Term, dict[str, dict[Term, None]]] = defaultdict(dict)
        self._by_class: dict[str, dict[Term, None]] = defaultdict(dict)
        for one in triples:
            self._by_subject[one.subject].setdefault(one.predicate.value, {})[one.object] = None
            if one.predicate.value == TYPE and isinstance(one.object, ox.NamedNode):
                self._by_class[one.object.value][one.subject] = None

    def of_class(self, *classes: str) -> Iterator[Term]:
        """Give what is of one of these classes, each once."""
        found: dict[Term, None] = {}
        for one in classes:
            found.update(self._by_class.get(one, {}))
        yield from found

    def has(self, subject: Term) -> bool:
        """Say whether anything is said of a subject."""
        return subject in self._by_subject

    def subjects(self) -> Iterator[Term]:
        """Give all subjects."""
        yield from self._by_subject

    def said(self, subject: Term) -> Iterator[tuple[str, Term]]:
        """Give all that is said of a subject: property and value."""
        for predicate, values in self._by_subject.get(subject, {}).items():
            for value in values:
                yield predicate, value

    def values(self, subject: Term, *predicates: str) -> list[Term]:
        """Give the values of these properties, in the order of the source."""
        said = self._by_subject.get(subject, {})
        return [value for one in predicates for value in said.get(one, ())]

    def texts(self, subject: Term, *predicates: str) -> list[str]:
        """Give those values that are texts, whatever their datatype."""
        found = self.values(subject, *predicates)
        return [one.value for one in found if isinstance(one, ox.Literal)]

    def iris(self, subject: Term, *predicates: str) -> list[str]:
        """Give those values that are IRIs; one that was written as a text counts as one."""
        return [
            one.value
            for one in self.values(subject, *predicates)
            if isinstance(one, ox.NamedNode)
            or (isinstance(one, ox.Literal) and one.value.startswith(("http://", "https://")))
        ]

    def day(self, subject: Term, *predicates: str) -> date | None:
        """Give the day that these properties name; None where it is none, or more than one."""
        days = {day for one in self.texts(subject, *predicates) if (day := as_day(one))}
        return days.pop() if len(days) == 1 else None

    def in_language(self, subject: Term, predicates: Iterable[str], lang: str) -> list[str]:
        """Give the texts in a language, or without one where that is ``""``; each once."""
        found = [
            one.value
            for one in self.values(subject, *predicates)
            if isinstance(one, ox.Literal) and (one.language or "").lower() == lang
        ]
        return list(dict.fromkeys(found))


def as_day(text: str) -> date | None:
    """Read the day of an xsd:date or xsd:dateTime, where it is one.

    >>> as_day("2025-01-01T00:00:00Z")
    datetime.date(2025, 1, 1)
    """
    try:
        return date.fromisoformat(text[:10]) if text[10:11] in {"", "T", "Z", "+", "-"} else None
    except ValueError:
        return None


def as_moment(text: str) -> datetime | None:
    """Read an xsd:dateTime; one of more digits than a microsecond has is cut there."""
    head, point, rest = text.partition(".")
    if point:
        digits = len(rest) - len(rest.lstrip("0123456789"))
        rest = rest[:digits][:6].ljust(6, "0") + rest[digits:]
    try:
        return datetime.fromisoformat(head + point + rest)
    except ValueError:
        return None


def triples_of(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Leave out which graph each statement was in."""
    for one in quads:
        yield ox.Triple(one.subject, one.predicate, one.object)

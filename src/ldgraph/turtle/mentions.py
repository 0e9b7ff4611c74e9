"""Where a text names IRIs: in full, by prefix, or in the query or the name that a string holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.terms import SH, term_of
from ldgraph.turtle.lexer import TRIVIA, tokens
from ldgraph.turtle.sparql import sparql_tokens
from ldgraph.turtle.terms import resolve, unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.turtle.lexer import Token

#: Properties of which the text is read, and as what.
READ_TEXTS = {
    SH + "select": "query",
    SH + "ask": "query",
    SH + "construct": "query",
    SH + "update": "query",
    SH + "namespace": "namespace",
    "http://purl.org/vocab/vann/preferredNamespaceUri": "namespace",
}
#: Of those the terms of the project, which may be below any base.
READ_TERMS = {"vrijgesteldeWaarde": "name", "bevindingscode": "code"}
_STRINGS = frozenset({"string", "long_string"})


class Declaration(NamedTuple):
    """A ``PREFIX``, or a ``BASE`` (then ``prefix`` is None); offsets are those of its IRI."""

    start: int
    end: int
    written: str
    iri: str
    prefix: str | None


class Mention(NamedTuple):
    """A name of an IRI; ``by`` is the number of the declaration that it hangs on, or -1."""

    start: int
    end: int
    written: str
    iri: str
    by: int


class Text(NamedTuple):
    """A string that holds more than words (see ``READ_TEXTS``), with its quotes."""

    start: int
    end: int
    written: str
    kind: str

    @property
    def width(self) -> int:
        """How many quotes stand at each end."""
        return 3 if self.written[:3] in {'"""', "'''"} else 1

    @property
    def inner(self) -> str:
        """What stands between the quotes, its escapes as they are."""
        return self.written[self.width : -self.width]


Event = Declaration | Mention | Text


def turtle_events(text: str, base: str) -> list[Event]:
    """Read a Turtle text without faults."""
    return list(_Reading(base).events(tokens(text)))


def query_events(text: str, base: str, prefixes: Mapping[str, str]) -> list[Event]:
    """Read a SPARQL text; ``prefixes`` hold in it without being declared there."""
    return list(_Reading(base, dict(prefixes)).events(sparql_tokens(text)))


def read_as(predicate: str) -> str:
    """Say as what the text of a property is read; empty where it is only words."""
    return READ_TEXTS.get(predicate, "") or READ_TERMS.get(term_of(predicate), "")


def value_of(written: str, base: str, prefixes: Mapping[str, str]) -> str | None:
    """Give the IRI that a token stands for; None where its prefix is not declared."""
    if written.startswith("<"):
        return resolve(base, unescape(written[1:-1]))
    prefix, _, local = written.partition(":")
    return prefixes[prefix] + unescape(local) if prefix in prefixes else None


@dataclass(slots=True)
class _Reading:
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    #: Prefix (None: the base) to the number of the event that declared it.
    declared: dict[str | None, int] = field(default_factory=dict)

    def events(self, stream: Iterable[Token]) -> Iterator[Event]:
        number = 0
        declaring = said = ""
        for token in stream:
            if token.kind in TRIVIA:
                continue
            event: Event | None = None
            if token.text.lower().removeprefix("@") in {"prefix", "base"}:
                declaring = token.text.lower().removeprefix("@")
            elif declaring == "prefix" and token.kind == "name":
                declaring = token.text
            elif declaring and token.kind == "iri":
                event = self._declare(token, declaring, number)
                declaring = ""
            elif token.kind in {"iri", "name"}:
                event = self._mention(token)
                said = read_as(event.iri) if event else ""
            elif token.kind in _STRINGS and said:
                event = Text(token.start, token.end, token.text, said)
            elif token.kind == "mark" and token.text != ",":
                said = ""
            if event:
                yield event
                number += 1

    def _declare(self, token: Token, declaring: str, number: int) -> Declaration:
        iri = resolve(self.base, unescape(token.text[1:-1]))
        prefix = None if declaring == "base" else declaring[:-1]
        if prefix is None:
            self.base = iri
        else:
            self.prefixes[prefix] = iri
        self.declared[prefix] = number
        return Declaration(token.start, token.end, token.text, iri, prefix)

    def _mention(self, token: Token) -> Mention | None:
        iri = value_of(token.text, self.base, self.prefixes)
        if iri is None:
            return None
        prefix = None if token.kind == "iri" else token.text.partition(":")[0]
        return Mention(token.start, token.end, token.text, iri, self.declared.get(prefix, -1))

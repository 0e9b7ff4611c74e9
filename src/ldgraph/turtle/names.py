"""Tokens to the keys of terms: IRIs, prefixed names, blank nodes and literals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ldgraph.terms import XSD
from ldgraph.turtle.faults import undefined_prefix
from ldgraph.turtle.literals import example, is_value
from ldgraph.turtle.terms import literal, lone_surrogate, resolve, unescape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.turtle.lexer import Token
    from ldgraph.turtle.stream import Stream

STRINGS = frozenset({"string", "long_string", "bad_string", "bad_long_string", "unclosed"})
NAMES = frozenset({"iri", "name", "bad_iri"})
NUMBERS = {"integer": XSD + "integer", "decimal": XSD + "decimal", "double": XSD + "double"}
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')


@dataclass(slots=True)
class Names:
    """What a file has declared so far, and the blank nodes that it has named."""

    stream: Stream
    base: str
    #: Prefixes that a root knows, for advice on ones that the file does not declare.
    known: Mapping[str, str]
    prefixes: dict[str, str] = field(default_factory=dict)
    #: The string read last ran to the end of its line and took the separator along.
    swallowed: bool = False
    _blanks: int = 0
    _labels: dict[str, str] = field(default_factory=dict)
    _undefined: set[str] = field(default_factory=set)

    def blank(self) -> str:
        """Make a new blank node."""
        self._blanks += 1
        return f"_:{self._blanks}"

    def read(self, token: Token) -> str:
        """Give the key of an IRI, a prefixed name or a blank node's label."""
        if token.kind == "blank":
            if token.text not in self._labels:
                self._labels[token.text] = self.blank()
            return self._labels[token.text]
        if token.kind == "name":
            return self._prefixed(token)
        if token.kind == "bad_iri":
            self.stream.report("turtle-bad-iri", token.start, token.end)
            return "<urn:x-bad>"
        surrogate = lone_surrogate(token.text) if "\\" in token.text else None
        written = unescape(token.text[1:-1])
        if surrogate:
            self._surrogate(token.start + surrogate.start(), surrogate.group())
        elif "\\" in token.text and _FORBIDDEN.search(written):
            self.stream.report("turtle-bad-iri", token.start, token.end)
        return f"<{resolve(self.base, written)}>"

    def _prefixed(self, token: Token) -> str:
        prefix, _, local = token.text.partition(":")
        if prefix in self.prefixes:
            return f"<{self.prefixes[prefix]}{unescape(local)}>"
        if prefix not in self._undefined:
            self._undefined.add(prefix)
            at = self.stream.lines.span(self.stream.shown, token.start, token.end)
            self.stream.add(undefined_prefix(prefix, at, self.prefixes, self.known))
        return f"<urn:x-undefined:{prefix}:{local}>"

    def string(self, token: Token) -> tuple[str, tuple[int, int]]:
        """Read a string with its language or datatype, and check that it is a value of that."""
        quote = token.text[:3] if "long" in token.kind else token.text[0]
        if token.kind == "unclosed":
            self.stream.report("turtle-unclosed-string", token.start, token.end, found=quote)
            self.swallowed = True
            return literal(token.text[1:]), (token.start, token.end)
        if token.kind.startswith("bad"):
            self.stream.report("turtle-bad-escape", token.start, token.end)
        inner = token.text[len(quote) : -len(quote)]
        surrogate = lone_surrogate(inner) if "\\" in inner else None
        if surrogate:
            self._surrogate(token.start + len(quote) + surrogate.start(), surrogate.group())
        value = unescape(inner)
        following = self.stream.peek()
        if following.kind == "language" and following.start == token.end:
            self.stream.take()
            return literal(value, following.text[1:]), (token.start, following.end)
        if following.kind == "bad_language" and following.start == token.end:
            self.stream.take()
            found = {"found": following.text}
            self.stream.report("turtle-bad-language-tag", following.start, following.end, **found)
        elif following.kind == "typed":
            self.stream.take()
            return self._typed(token, value)
        return literal(value), (token.start, token.end)

    def _typed(self, token: Token, value: str) -> tuple[str, tuple[int, int]]:
        name = self.stream.peek()
        if name.kind not in NAMES:
            self.stream.unexpected(name, "datatype")
            return literal(value), (token.start, token.end)
        datatype = self.read(self.stream.take())[1:-1]
        if not is_value(value, datatype):
            shown = example(datatype)
            self.stream.report(
                "turtle-bad-literal",
                token.start,
                name.end,
                found=token.text,
                datatype=name.text,
                like_nl=f', zoals "{shown}"',
                like_en=f', such as "{shown}"',
            )
        return literal(value, datatype=datatype), (token.start, name.end)

    def _surrogate(self, start: int, found: str) -> None:
        self.stream.report("turtle-lone-surrogate", start, start + len(found), found=found)

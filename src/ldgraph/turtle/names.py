"""Tokens to the keys of terms: IRIs, prefixed names, blank nodes and literals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Fix
from ldgraph.terms import XSD
from ldgraph.turtle.declarations import added
from ldgraph.turtle.faults import undefined_prefix
from ldgraph.turtle.literals import example, is_value
from ldgraph.turtle.terms import literal, lone_surrogate, resolve, unescape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.turtle.lexer import Token
    from ldgraph.turtle.stream import Stream

STRINGS = frozenset({"string", "long_string", "bad_string", "bad_long_string", "unclosed", "curly"})
IRIS = frozenset({"iri", "bad_iri", "unclosed_iri"})
NAMES = IRIS | {"name"}
NUMBERS = {"integer": XSD + "integer", "decimal": XSD + "decimal", "double": XSD + "double"}
#: How the IRI begins that a name has of which the prefix is not declared.
UNDEFINED = "urn:x-undefined:"
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|^`\\]')
#: What cannot follow a string: where it does, the quote before it was meant to open one.
_GLUED = re.compile(r"[^\s@^;,.)\]}#]")
_LINE_END = re.compile(r"[\n\r]|\Z")
_BACKSLASHED = re.compile(r"\\.")


@dataclass(slots=True)
class Names:
    """What a file has declared so far, and the blank nodes that it has named."""

    stream: Stream
    base: str
    #: Prefixes that a root knows, for advice on ones that the file does not declare.
    known: Mapping[str, str]
    prefixes: dict[str, str] = field(default_factory=dict)
    #: The string read last ran to the end of its line: the last character that it took along.
    swallowed: str | None = None
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
        if token.kind != "iri":
            code = "turtle-bad-iri" if token.kind == "bad_iri" else "turtle-unclosed-iri"
            self.stream.report(code, token.start, token.end)
            return "<urn:x-bad>"
        written = unescape(token.text[1:-1])
        if self.stream.sure:
            return f"<{resolve(self.base, written)}>"
        surrogate = lone_surrogate(token.text) if "\\" in token.text else None
        if surrogate:
            self._surrogate(token.start + surrogate.start(), surrogate.group())
        elif "\\" in token.text and _FORBIDDEN.search(written):
            self.stream.report("turtle-bad-iri", token.start, token.end)
        elif not is_iri(resolve(self.base, written)):
            self.stream.report("turtle-malformed-iri", token.start, token.end, found=written)
        return f"<{resolve(self.base, written)}>"

    def _prefixed(self, token: Token) -> str:
        prefix, _, local = token.text.partition(":")
        if prefix in self.prefixes:
            return f"<{self.prefixes[prefix]}{unescape(local)}>"
        if prefix not in self._undefined:
            self._undefined.add(prefix)
            at = self.stream.lines.span(self.stream.shown, token.start, token.end)
            found = undefined_prefix(prefix, at, self.prefixes, self.known)
            if prefix in self.known:
                offset, line = added(self.stream.text, prefix, self.known[prefix])
                top = self.stream.lines.span(self.stream.shown, offset, offset)
                found = replace(found, fix=Fix(top, line, safe=True))
            self.stream.add(found)
        return f"<{UNDEFINED}{prefix}:{local}>"

    def string(self, token: Token) -> tuple[str, tuple[int, int]]:
        """Read a string with its language or datatype, and check that it is a value of that."""
        quote = token.text[:3] if "long" in token.kind else token.text[0]
        if token.kind == "unclosed" or self._runs_on(token):
            return self._unclosed(token, quote)
        if token.kind == "curly":
            self.stream.report_with(
                "turtle-curly-quotes", token, f'"{token.text[1:-1]}"', sure="\\" not in token.text
            )
        elif token.kind.startswith("bad"):
            self.stream.report("turtle-bad-escape", token.start, token.end)
        inner = token.text[len(quote) : -len(quote)]
        surrogate = lone_surrogate(inner) if "\\" in inner else None
        if surrogate:
            self._surrogate(token.start + len(quote) + surrogate.start(), surrogate.group())
        value = unescape(inner)
        following = self.stream.peek()
        if following.kind in {"language", "bad_language"} and not self._declares(following):
            self.stream.take()
            if following.kind == "language" and is_language(following.text[1:]):
                return literal(value, following.text[1:]), (token.start, following.end)
            self.stream.wrong_language(following)
            return literal(value), (token.start, following.end)
        if following.kind == "typed":
            self.stream.take()
            return self._typed(token, value)
        return literal(value), (token.start, token.end)

    def _declares(self, token: Token) -> bool:
        """Say whether a token begins a declaration, before which a full stop is forgotten."""
        if self.stream.sure:
            return False
        behind = self.stream.peek(1).kind
        return (token.text == "@prefix" and behind == "name") or (
            token.text == "@base" and behind in IRIS
        )

    def _runs_on(self, token: Token) -> bool:
        """Say whether a string that closes is in truth one that does not, before the next one."""
        text = self.stream.text
        if self.stream.sure or token.kind not in {"string", "bad_string"}:
            return False
        if not _GLUED.match(text, token.end):
            return False
        behind = _BACKSLASHED.sub("", text[token.end : self._line_end(token.end)])
        return behind.count(token.text[0]) % 2 == 1

    def _unclosed(self, token: Token, quote: str) -> tuple[str, tuple[int, int]]:
        end = self._line_end(token.start)
        self.stream.report("turtle-unclosed-string", token.start, end, found=quote)
        self.stream.skip_to(end)
        line = self.stream.text[token.start : end]
        self.swallowed = line.rstrip()[-1]
        return literal(line[1:]), (token.start, end)

    def _line_end(self, offset: int) -> int:
        match = _LINE_END.search(self.stream.text, offset)
        return match.start() if match else offset

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


@lru_cache(maxsize=4096)
def is_iri(text: str) -> bool:
    """Say whether the store takes a text for an IRI: there is one judge of that.

    >>> is_iri("http://a:b:c")
    False
    """
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=256)
def is_language(tag: str) -> bool:
    """Say whether the store takes a text for a language tag.

    >>> is_language("nl-BE"), is_language("nederlands")
    (True, False)
    """
    try:
        ox.Literal("", language=tag)
    except ValueError:
        return False
    return True

"""A file as what people wrote: statements, directives and comments, in their order.

Only for text without faults: ``build`` trusts what ``parser.faults`` has passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ldgraph.turtle.lexer import Token, tokens

_STRINGS = frozenset({"string", "long_string"})
_DIRECTIVES = frozenset({"prefix", "base", "@prefix", "@base"})


class Comment(NamedTuple):
    """A comment; ``breaks`` is the number of line ends between it and what stands before."""

    text: str
    breaks: int


@dataclass(slots=True)
class Value:
    """An IRI, name, literal or blank node as written, or a ``[ … ]`` or ``( … )``."""

    text: str = ""
    #: In ``[ … ]``.
    properties: list[Property] | None = None
    #: In ``( … )``.
    items: list[Value] | None = None
    #: Directly behind the bracket that opens.
    opening: list[Comment] = field(default_factory=list)
    #: Behind the value, before or behind its separator.
    after: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Property:
    """A predicate and its values."""

    predicate: str
    values: list[Value] = field(default_factory=list)
    #: Between the predicate and its first value.
    after_predicate: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Statement:
    """A subject and what is said of it; ``after`` stands behind its full stop, on that line."""

    subject: Value
    breaks: int
    properties: list[Property] = field(default_factory=list)
    after: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Directive:
    """A ``PREFIX`` (with a name) or a ``BASE`` (without)."""

    prefix: str | None
    iri: str
    breaks: int
    after: list[Comment] = field(default_factory=list)


Item = Statement | Directive | Comment


def build(text: str) -> list[Item]:
    """Read a text without faults."""
    return _Builder(text).items()


class _Builder:
    def __init__(self, text: str) -> None:
        self._pieces: list[tuple[Token, int]] = []
        breaks = 0
        for token in tokens(text):
            if token.kind == "space":
                breaks += token.text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
            else:
                self._pieces.append((token, breaks))
                breaks = 0
        self._at = 0

    def _peek(self) -> Token:
        if self._at < len(self._pieces):
            return self._pieces[self._at][0]
        return Token("end", 0, 0, "")

    def _take(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _comments(self, *, same_line: bool = False) -> list[Comment]:
        """Take the comments here; with ``same_line`` only one that does not start a line."""
        found: list[Comment] = []
        while self._peek().kind == "comment":
            breaks = self._pieces[self._at][1]
            if same_line and (breaks or found):
                break
            found.append(Comment(self._take().text.rstrip(), breaks))
        return found

    def items(self) -> list[Item]:
        found: list[Item] = []
        while self._peek().kind != "end":
            token = self._peek()
            if token.kind == "comment":
                found.extend(self._comments())
            elif token.text.lower() in _DIRECTIVES:
                found.append(self._directive())
            else:
                found.append(self._statement())
        return found

    def _directive(self) -> Directive:
        breaks = self._pieces[self._at][1]
        word = self._take().text
        inside = self._comments()
        prefix = None
        if word.lower().endswith("prefix"):
            prefix = self._take().text
            inside += self._comments()
        iri = self._take().text
        if word.startswith("@"):
            inside += self._comments()
            self._take()
        return Directive(prefix, iri, breaks, inside + self._comments(same_line=not inside))

    def _statement(self) -> Statement:
        breaks = self._pieces[self._at][1]
        found = Statement(self._value(), breaks)
        found.subject.after += self._comments()
        found.properties = self._properties(".", found.subject.after)
        self._take()
        found.after = self._comments(same_line=True)
        return found

    def _properties(self, end: str, before: list[Comment]) -> list[Property]:
        """Read properties up to ``end``; comments go to what stands before them."""
        found: list[Property] = []
        while self._peek().kind != "end":
            while self._peek().text == ";":
                self._take()
                (found[-1].values[-1].after if found else before).extend(self._comments())
            if self._peek().text == end:
                break
            one = Property(self._take().text)
            one.after_predicate = self._comments()
            while True:
                value = self._value()
                one.values.append(value)
                value.after += self._comments()
                if self._peek().text != ",":
                    break
                self._take()
                value.after += self._comments()
            found.append(one)
        return found

    def _value(self) -> Value:
        token = self._take()
        if token.text == "[":
            value = Value("[")
            value.opening = self._comments()
            value.properties = self._properties("]", value.opening)
            self._take()
            return value
        if token.text == "(":
            value = Value("(", items=[])
            value.opening = self._comments()
            while self._peek().text != ")" and self._peek().kind != "end":
                item = self._value()
                item.after += self._comments()
                value.items.append(item)  # type: ignore[union-attr]
            self._take()
            return value
        value = Value(token.text)
        if token.kind in _STRINGS:
            self._suffix(value)
        return value

    def _suffix(self, value: Value) -> None:
        """Take the language or the datatype that belongs to a string."""
        mark = self._at
        comments = self._comments()
        if self._peek().kind == "language":
            value.text += self._take().text
        elif self._peek().kind == "typed":
            self._take()
            comments += self._comments()
            value.text += "^^" + self._take().text
        else:
            self._at = mark
            return
        value.after = comments

"""SPARQL to groups of patterns.

Only for text that an engine takes: what is no SPARQL is passed over here without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.turtle.lexer import TRIVIA, Token
from ldgraph.turtle.query import Assigned, Group, Name, Part, Pattern, Select, named
from ldgraph.turtle.sparql import sparql_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Groups in groups further than this are not looked into.
DEEPEST = 50
_MODIFIERS = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})
_FORMS = frozenset({"SELECT", "CONSTRUCT", "ASK", "DESCRIBE"})
_WORDS_BEFORE = frozenset({"OPTIONAL", "MINUS", "GRAPH", "SERVICE"})
_SUFFIXES = frozenset({"*", "+", "?"})


class TooDeepError(Exception):
    """Groups are nested deeper than ``DEEPEST``."""


def read_query(text: str) -> Select:
    """Read a query.

    Raises:
        TooDeepError: Groups are nested deeper than ``DEEPEST``.
    """
    return _Parser([one for one in sparql_tokens(text) if one.kind not in TRIVIA]).query()


@dataclass(slots=True)
class _Parser:
    stream: Sequence[Token]
    at: int = 0
    depth: int = 0
    nodes: int = 0

    # -- tokens ---------------------------------------------------------------------------------

    def peek(self) -> Token:
        if self.at < len(self.stream):
            return self.stream[self.at]
        end = self.stream[-1].end if self.stream else 0
        return Token("end", end, end, "")

    def word(self) -> str:
        token = self.peek()
        return token.text.upper() if token.kind == "word" else token.text

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def skip(self, text: str) -> bool:
        if self.word() == text:
            self.at += 1
            return True
        return False

    # -- queries --------------------------------------------------------------------------------

    def query(self) -> Select:
        while self.peek().kind != "end" and self.word() not in _FORMS:
            self.take()
        return self.select()

    def select(self) -> Select:
        form = self.word()
        made = Select(form, self.take().start)
        if form == "CONSTRUCT" and self.word() == "{":
            made.projected += self.variables_until_closed()
        while self.peek().kind != "end" and self.word() not in {"{", "}"}:
            if self.word() == "(":
                self.alias(made)
                continue
            token = self.take()
            if token.kind == "variable":
                made.projected.append(named(token))
            made.star |= token.text == "*"
        if self.word() == "{":
            made.group = self.group()
        while self.word() in _MODIFIERS:
            made.ordered |= self.word() == "ORDER"
            made.grouped |= self.word() == "GROUP"
            self.modifier(made)
        return made

    def alias(self, made: Select) -> None:
        inputs, assigned = self.expression(made.group)
        made.used += inputs
        if assigned:
            made.assigned.append(Assigned(assigned, frozenset(one.name for one in inputs)))
            made.projected.append(assigned)

    def modifier(self, made: Select) -> None:
        if self.take().text.upper() == "VALUES":
            while self.peek().kind != "end" and self.word() != "}":
                token = self.take()
                if token.kind == "variable":
                    made.group.values.append(named(token))
            self.skip("}")
            return
        while self.peek().kind != "end" and self.word() not in _MODIFIERS | {"}"}:
            if self.word() == "(":
                inputs, assigned = self.expression(made.group)
                made.used += inputs
                if assigned:
                    made.assigned.append(Assigned(assigned, frozenset(one.name for one in inputs)))
                continue
            token = self.take()
            if token.kind == "variable":
                made.used.append(named(token))

    def variables_until_closed(self) -> list[Name]:
        """Read ``{ … }`` with nothing but patterns in it."""
        found, depth = [], 0
        while self.peek().kind != "end":
            token = self.take()
            depth += (token.text == "{") - (token.text == "}")
            if token.kind == "variable":
                found.append(named(token))
            if depth == 0:
                break
        return found

    def expression(self, group: Group) -> tuple[list[Name], Name | None]:
        """Read ``( … )``: its variables, and the one behind ``AS``; groups go to ``group``."""
        found: list[Name] = []
        assigned, depth = None, 0
        while self.peek().kind != "end":
            word = self.word()
            if word in {"EXISTS", "NOT"}:
                self.exists(group)
                continue
            token = self.take()
            depth += (word == "(") - (word == ")")
            if word == "AS" and self.peek().kind == "variable":
                assigned = named(self.take())
            elif token.kind == "variable":
                found.append(named(token))
            if depth <= 0:
                break
        return found, assigned

    def exists(self, group: Group) -> None:
        start = self.peek().start
        kind = "NOT EXISTS" if self.skip("NOT") else "EXISTS"
        self.skip("EXISTS")
        if self.word() == "{":
            inner = self.group()
            group.parts.append(Part(kind, (inner,), start, inner.end))

    # -- groups ---------------------------------------------------------------------------------

    def group(self) -> Group:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeepError
        made = Group(self.take().start)
        while self.peek().kind != "end" and self.word() != "}":
            self.element(made)
        made.end = self.take().end
        self.depth -= 1
        return made

    def element(self, made: Group) -> None:
        word, start = self.word(), self.peek().start
        if word == "{":
            self.groups(made)
        elif word == "SELECT":
            select = self.select()
            made.parts.append(Part(word, (select.group,), start, self.peek().start, select))
        elif word in _WORDS_BEFORE:
            self.worded(made, word)
        elif word == "FILTER":
            self.constraint(made)
        elif word == "BIND":
            self.bind(made)
        elif word == "VALUES":
            self.inline(made)
        elif word == "@include":
            made.included.append(named(self.included()))
        elif word == ".":
            self.take()
        else:
            self.triples(made)

    def included(self) -> Token:
        self.take()
        return self.take()

    def groups(self, made: Group) -> None:
        groups = [self.group()]
        while self.skip("UNION"):
            groups.append(self.group())
        kind = "UNION" if len(groups) > 1 else "GROUP"
        made.parts.append(Part(kind, tuple(groups), groups[0].start, groups[-1].end))

    def worded(self, made: Group, kind: str) -> None:
        start = self.take().start
        names = []
        while self.peek().kind != "end" and self.word() != "{":
            token = self.take()
            if token.kind == "variable":
                names.append(named(token))
        inner = self.group()
        inner.values += names
        made.parts.append(Part(kind, (inner,), start, inner.end))

    def constraint(self, made: Group) -> None:
        self.take()
        while self.peek().kind in {"word", "iri", "name"} and self.word() not in {"NOT", "EXISTS"}:
            self.take()
        if self.word() in {"NOT", "EXISTS"}:
            self.exists(made)
        elif self.word() == "(":
            made.used += self.expression(made)[0]

    def bind(self, made: Group) -> None:
        self.take()
        inputs, assigned = self.expression(made)
        made.used += inputs
        if assigned:
            made.assigned.append(Assigned(assigned, frozenset(one.name for one in inputs)))

    def inline(self, made: Group) -> None:
        self.take()
        while self.peek().kind != "end" and self.word() != "{":
            token = self.take()
            if token.kind == "variable":
                made.values.append(named(token))
        self.variables_until_closed()

    # -- triples --------------------------------------------------------------------------------

    def triples(self, made: Group) -> None:
        before = self.at
        subject = self.term(made)
        self.properties(made, subject)
        if self.at == before:  # nothing that can be read stands here
            self.take()

    def properties(self, made: Group, subject: Name) -> None:
        while True:
            path = self.path()
            if not path:
                return
            while True:
                made.patterns.append(Pattern(subject, path, self.term(made)))
                if not self.skip(","):
                    break
            if not self.skip(";"):
                return
            while self.skip(";"):
                pass

    def path(self) -> tuple[Token, ...]:
        found: list[Token] = []
        depth, expects = 0, True
        while True:
            token, word = self.peek(), self.peek().text
            if expects and word in {"^", "!"}:
                found.append(self.take())
            elif expects and word == "(":
                depth += 1
                found.append(self.take())
            elif expects and (token.kind in {"iri", "name", "variable"} or word == "a"):
                found.append(self.take())
                expects = False
            elif not expects and (word in _SUFFIXES or (word == ")" and depth)):
                depth -= word == ")"
                found.append(self.take())
            elif not expects and word in {"/", "|"}:
                found.append(self.take())
                expects = True
            else:
                return tuple(found)

    def term(self, made: Group) -> Name:
        token = self.peek()
        if token.text == "[":
            return self.node(made, "]")
        if token.text == "(":
            return self.node(made, ")")
        if token.text in {"+", "-"}:
            self.take()
        if token.text in {".", ";", ",", "{", "}"} or token.kind == "end":
            return Name("", token.start, token.start)
        name = named(self.take())
        is_string = token.kind in {"string", "long_string"}
        if is_string and (self.peek().kind == "language" or self.skip("^^")):
            self.take()
        return name

    def node(self, made: Group, closing: str) -> Name:
        """Read ``[ … ]`` or ``( … )`` as a node of its own."""
        start = self.take()
        self.nodes += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooDeepError
        name = Name(f"_:{self.nodes}", start.start, start.end)
        if closing == "]":
            self.properties(made, name)
        while self.peek().kind != "end" and self.word() != closing:
            before = self.at
            item = self.term(made)
            made.patterns.append(Pattern(name, (), item))
            if self.at == before:
                self.take()
        self.take()
        self.depth -= 1
        return name

"""Tokens to statements with offsets; every fault is found, and reading goes on behind it.

The stack is our own, so that depth costs no recursion. After a fault, reading goes on at the next
full stop, the next ``;`` at the end of a line, or the next line that starts in the first column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.terms import RDF
from ldgraph.turtle.faults import fault, undefined_prefix
from ldgraph.turtle.lexer import TRIVIA, Token, tokens
from ldgraph.turtle.literals import example, is_value
from ldgraph.turtle.terms import NUMBERS, literal, lone_surrogate, resolve, unescape
from ldgraph.turtle.text import Decoded, Lines, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldgraph.errors import Finding

MOST_FAULTS = 100
DEEPEST = 500
_TYPE, _NIL = f"<{RDF}type>", f"<{RDF}nil>"
_FIRST, _REST = f"<{RDF}first>", f"<{RDF}rest>"
_STRINGS = frozenset({"string", "long_string", "bad_string", "bad_long_string", "unclosed"})
_NAMES = frozenset({"iri", "name", "bad_iri"})


class Statement(NamedTuple):
    """A triple as keys (see ``turtle.terms``) and the offsets at which its parts are written."""

    subject: str
    predicate: str
    object: str
    subject_at: tuple[int, int]
    predicate_at: tuple[int, int]
    object_at: tuple[int, int]
    graph: str = ""


class Parsed(NamedTuple):
    """What a file says, and what is wrong with it."""

    statements: list[Statement]
    faults: list[Finding]
    prefixes: dict[str, str]


class _TooManyFaultsError(Exception):
    """Enough is reported; the rest would help nobody."""


@dataclass(slots=True)
class _Frame:
    """A subject whose properties are being read, or a list whose items are."""

    kind: str  # statement, bracket, list
    subject: str = ""
    subject_at: tuple[int, int] = (0, 0)
    predicate: str = ""
    predicate_at: tuple[int, int] = (0, 0)
    #: In a list: the node of the item read last.
    last: str = ""
    opened_at: tuple[int, int] = (0, 0)


@dataclass(slots=True)
class _Reader:
    text: str
    shown: str
    base: str
    known: Mapping[str, str]
    trig: bool
    lines: Lines
    prefixes: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    graph: str = ""
    #: What is read next: a method for each state.
    state: str = "subject"
    ahead: list[Token] = field(default_factory=list)
    stream: Iterator[Token] = field(default_factory=lambda: iter(()))
    #: End of the token read last.
    behind: int = 0
    blanks: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    undefined: set[str] = field(default_factory=set)
    #: The value read last ran to the end of its line and took the separator along.
    swallowed: bool = False

    def peek(self, ahead: int = 0) -> Token:
        """Look at a token that is not yet read; past the end there is one of kind ``end``."""
        while len(self.ahead) <= ahead:
            token = next((one for one in self.stream if one.kind not in TRIVIA), None)
            self.ahead.append(token or Token("end", len(self.text), len(self.text), ""))
        return self.ahead[ahead]

    def take(self) -> Token:
        token = self.peek()
        self.ahead.pop(0)
        self.behind = token.end
        return token

    def report(self, code: str, start: int, end: int, **values: str) -> None:
        self.add(fault(code, self.lines.span(self.shown, start, end), **values))

    def add(self, found: Finding) -> None:
        if len(self.faults) >= MOST_FAULTS:
            at = found.position or self.lines.span(self.shown, 0, 0)
            self.faults.append(fault("turtle-too-many", at, found=str(MOST_FAULTS)))
            raise _TooManyFaultsError
        self.faults.append(found)

    def unexpected(self, token: Token, wanted: str) -> None:
        if token.kind == "end":
            self.report("turtle-unfinished", max(0, self.behind - 1), self.behind, wanted=wanted)
        elif token.kind == "bad":
            self.report("turtle-bad-character", token.start, token.end, found=_visible(token.text))
        else:
            found = _visible(token.text[:40])
            values = {"wanted": wanted, "found": found}
            self.report("turtle-unexpected", token.start, token.end, **values)

    def on_new_line(self, token: Token) -> bool:
        return "\n" in self.text[self.behind : token.start] or self.behind == 0

    def starts_line(self, token: Token) -> bool:
        return token.start == 0 or self.text[token.start - 1] in "\n\r"

    # -- statements -----------------------------------------------------------------------------

    def read(self) -> None:
        steps: dict[str, Callable[[Token], None]] = {
            "subject": self.read_subject,
            "predicate": self.read_predicate,
            "object": self.read_object,
            "separator": self.read_separator,
        }
        while True:
            token = self.peek()
            if token.kind == "end" and self.state == "subject":
                break
            steps[self.state](token)
            if token.kind == "end":
                break

    def read_subject(self, token: Token) -> None:
        if token.text == "}" and self.graph:
            self.take()
            self.graph = ""
        elif token.text.lower() in {"prefix", "base", "@prefix", "@base"}:
            self.read_directive(self.take())
        elif self.trig and (token.text == "{" or token.text.lower() == "graph"):
            self.read_graph(self.take())
        elif token.text == ".":
            self.unexpected(self.take(), "subject")
        else:
            if token.kind in _STRINGS or token.kind in NUMBERS:
                self.report("turtle-literal-subject", token.start, token.end)
            self.stack = [_Frame("statement")]
            self.read_term("subject")

    def read_graph(self, token: Token) -> None:
        name = ""
        if token.text.lower() == "graph":
            label = self.take()
            name = self.name(label) if label.kind in _NAMES | {"blank"} else ""
            if not name:
                self.unexpected(label, "iri")
            token = self.take()
        if token.text != "{":
            self.unexpected(token, "graph")
        self.graph = name or "default"

    def read_directive(self, word: Token) -> None:
        if word.text.lower().endswith("prefix"):
            name = self.peek()
            if name.kind != "name" or not name.text.endswith(":"):
                self.unexpected(name, "prefix")
                self.recover()
                return
            self.take()
        iri = self.peek()
        if iri.kind not in {"iri", "bad_iri"}:
            self.unexpected(iri, "iri")
            self.recover()
            return
        self.take()
        target = self.name(iri)[1:-1]
        if word.text.lower().endswith("prefix"):
            self.prefixes[name.text[:-1]] = target
        else:
            self.base = target
        if word.text.startswith("@"):
            if self.peek().text == ".":
                self.take()
            else:
                self.unexpected(self.peek(), "dot")

    def read_predicate(self, token: Token) -> None:
        frame = self.stack[-1]
        if token.text == ";":
            self.take()
        elif token.text == "a" or token.kind in _NAMES:
            self.take()
            frame.predicate = _TYPE if token.text == "a" else self.name(token)
            frame.predicate_at = (token.start, token.end)
            self.state = "object"
        elif frame.predicate and self.closes(token):
            self.read_separator(token)
        else:
            self.unexpected(token, "predicate")
            self.recover()

    def closes(self, token: Token) -> bool:
        ends = {"statement": {"."}, "bracket": {"]"}}[self.stack[-1].kind]
        return token.text in (ends | {"}"} if self.graph else ends)

    def read_object(self, token: Token) -> None:
        if self.stack[-1].kind == "list" and token.text == ")":
            self.close_list(self.take())
        else:
            self.read_term("item" if self.stack[-1].kind == "list" else "object")

    def read_separator(self, token: Token) -> None:
        """Read what follows a value: ``,`` ``;`` ``.`` ``]``, or the next item of a list."""
        frame, swallowed = self.stack[-1], self.swallowed
        self.swallowed = False
        if frame.kind == "list":
            self.state = "object"
        elif token.text == ",":
            self.take()
            self.state = "object"
        elif token.text == ";":
            self.take()
            self.state = "predicate"
        elif self.closes(token):
            if token.text != "}":
                self.take()
            self.close(token)
        elif frame.kind == "statement" and self.begins_statement(token):
            end = self.behind
            self.report("turtle-missing-dot", end - 1, end)
            self.state, self.stack = "subject", []
        elif self.on_new_line(token) and (token.text == "a" or token.kind in _NAMES):
            if not swallowed:
                self.report("turtle-missing-separator", self.behind - 1, self.behind)
            self.state = "predicate"
        elif not swallowed:
            self.unexpected(token, "end" if frame.kind == "statement" else "bracket")
            self.recover()
        else:
            self.recover()

    def begins_statement(self, token: Token) -> bool:
        directive = token.text.lower() in {"prefix", "base", "@prefix", "@base"}
        return self.starts_line(token) and (
            directive or token.kind in _NAMES | {"blank"} or token.text == "["
        )

    def recover(self) -> None:
        """Skip to where the next statement, or the next property, is likely to begin."""
        outer = len(self.stack) == 1
        while True:
            token = self.peek()
            if token.kind == "end" or (self.begins_statement(token) and token.start >= self.behind):
                break
            self.take()
            if token.text == ".":
                break
            if token.text == ";" and outer and self.on_new_line(self.peek()):
                self.state = "predicate"
                self.stack[-1].predicate = self.stack[-1].predicate or _TYPE
                return
        self.state, self.stack = "subject", []

    # -- terms ----------------------------------------------------------------------------------

    def read_term(self, wanted: str) -> None:
        token = self.take()
        at = (token.start, token.end)
        if token.text in {"[", "("}:
            self.open(token)
        elif token.kind in _NAMES or token.kind == "blank":
            self.deliver(self.name(token), at)
        elif token.kind in _STRINGS:
            self.deliver(*self.string(token))
        elif token.kind in NUMBERS:
            self.deliver(literal(token.text, datatype=NUMBERS[token.kind]), at)
        elif token.text in {"true", "false"} and wanted != "subject":
            boolean = NUMBERS["integer"].replace("integer", "boolean")
            self.deliver(literal(token.text, datatype=boolean), at)
        elif token.kind == "unclosed_long":
            self.report("turtle-unclosed-string", token.start, token.end, found=token.text)
            self.recover()
        else:
            self.unexpected(token, wanted)
            # What was found may be what ends the statement, or what begins the next one.
            if token.text in {".", ";"}:
                self.ahead.insert(0, token)
            self.recover()

    def open(self, token: Token) -> None:
        at = (token.start, token.end)
        if len(self.stack) >= DEEPEST:
            self.report("turtle-too-deep", *at, found=str(DEEPEST))
            raise _TooManyFaultsError
        if token.text == "(":
            self.stack.append(_Frame("list", opened_at=at))
            self.state = "object"
            return
        node = self.blank()
        if self.peek().text == "]":
            end = self.take().end
            self.deliver(node, (token.start, end))
            return
        self.stack.append(_Frame("bracket", node, at, opened_at=at))
        self.state = "predicate"

    def close(self, token: Token) -> None:
        frame = self.stack.pop()
        if frame.kind == "statement":
            self.state = "subject"
            return
        self.deliver(frame.subject, (frame.opened_at[0], token.end))

    def close_list(self, token: Token) -> None:
        frame = self.stack.pop()
        at = (frame.opened_at[0], token.end)
        if frame.last:
            self.statements.append(Statement(frame.last, _REST, _NIL, at, at, at, self.graph))
        self.deliver(frame.subject or _NIL, at)

    def deliver(self, term: str, at: tuple[int, int]) -> None:
        """Hand a term to what waits for it: a subject's place, a property's, or a list's."""
        frame = self.stack[-1]
        if frame.kind == "list":
            node = self.blank()
            if frame.last:
                self.statements.append(Statement(frame.last, _REST, node, at, at, at, self.graph))
            frame.subject, frame.last = frame.subject or node, node
            self.statements.append(Statement(node, _FIRST, term, at, at, at, self.graph))
            self.state = "object"
        elif not frame.subject:
            frame.subject, frame.subject_at = term, at
            self.state = "predicate"
            self.after_subject(term, at)
        else:
            self.statements.append(
                Statement(
                    frame.subject,
                    frame.predicate,
                    term,
                    frame.subject_at,
                    frame.predicate_at,
                    at,
                    self.graph,
                )
            )
            self.state = "separator"

    def after_subject(self, term: str, at: tuple[int, int]) -> None:
        """See whether a subject is a graph's name, or a ``[ … ]`` that says all by itself."""
        token = self.peek()
        if self.trig and token.text == "{":
            self.graph = term
            self.take()
            self.state, self.stack = "subject", []
        elif token.text == "." and at[1] - at[0] > 1 and self.text[at[0]] == "[":
            self.take()
            self.state, self.stack = "subject", []

    def blank(self) -> str:
        self.blanks += 1
        return f"_:{self.blanks}"

    def name(self, token: Token) -> str:
        """Give the key of an IRI, a prefixed name or a blank node's label."""
        if token.kind == "blank":
            return self.labels.setdefault(token.text, "") or self.label(token.text)
        if token.kind == "bad_iri":
            surrogate = lone_surrogate(token.text)
            self.report("turtle-bad-iri", token.start, token.end)
            assert surrogate is None or surrogate.start() >= 0
            return "<urn:x-bad>"
        if token.kind == "iri":
            surrogate = lone_surrogate(token.text) if "\\" in token.text else None
            if surrogate:
                self.surrogate(token, surrogate.start(), surrogate.group())
            return f"<{resolve(self.base, unescape(token.text[1:-1]))}>"
        prefix, _, local = token.text.partition(":")
        if prefix not in self.prefixes:
            if prefix not in self.undefined:
                self.undefined.add(prefix)
                at = self.lines.span(self.shown, token.start, token.end)
                self.add(undefined_prefix(prefix, at, self.prefixes, self.known))
            return f"<urn:x-undefined:{prefix}:{local}>"
        return f"<{self.prefixes[prefix]}{unescape(local)}>"

    def label(self, text: str) -> str:
        self.labels[text] = self.blank()
        return self.labels[text]

    def string(self, token: Token) -> tuple[str, tuple[int, int]]:
        """Read a string with its language or datatype, and check that it is a value of that."""
        quote = token.text[:3] if "long" in token.kind else token.text[0]
        if token.kind == "unclosed":
            self.report("turtle-unclosed-string", token.start, token.end, found=quote)
            self.swallowed = True
            return literal(token.text[1:]), (token.start, token.end)
        if token.kind.startswith("bad"):
            self.report("turtle-bad-escape", token.start, token.end)
        inner = token.text[len(quote) : -len(quote)]
        surrogate = lone_surrogate(inner) if "\\" in inner else None
        if surrogate:
            self.surrogate(token, len(quote) + surrogate.start(), surrogate.group())
        value = unescape(inner)
        following = self.peek()
        if following.kind == "language" and following.start == token.end:
            self.take()
            return literal(value, following.text[1:]), (token.start, following.end)
        if following.kind == "bad_language" and following.start == token.end:
            self.take()
            found = {"found": following.text}
            self.report("turtle-bad-language-tag", following.start, following.end, **found)
        elif following.kind == "typed":
            self.take()
            return self.typed(token, value)
        return literal(value), (token.start, token.end)

    def typed(self, token: Token, value: str) -> tuple[str, tuple[int, int]]:
        name = self.peek()
        if name.kind not in _NAMES:
            self.unexpected(name, "datatype")
            return literal(value), (token.start, token.end)
        datatype = self.name(self.take())[1:-1]
        if not is_value(value, datatype):
            shown = example(datatype)
            self.report(
                "turtle-bad-literal",
                token.start,
                name.end,
                found=token.text,
                datatype=name.text,
                like_nl=f', zoals "{shown}"',
                like_en=f', such as "{shown}"',
            )
        return literal(value, datatype=datatype), (token.start, name.end)

    def surrogate(self, token: Token, at: int, found: str) -> None:
        start = token.start + at
        self.report("turtle-lone-surrogate", start, start + len(found), found=found)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)


def parse(
    content: bytes, shown: str, base: str, known: Mapping[str, str] | None = None
) -> Parsed:
    """Read a Turtle file, or a TriG file if ``shown`` says so.

    Args:
        content: The bytes of the file.
        shown: Its path, for positions.
        base: What relative IRIs are relative to.
        known: Prefixes that a root knows, for advice on ones that the file does not declare.

    Returns:
        Every statement that could be read and every fault, at most ``MOST_FAULTS`` and one more
        that says so; in the order of the file.
    """
    decoded = decode(content)
    reader = _Reader(
        decoded.text, shown, base, known or {}, shown.endswith(".trig"), Lines(decoded.text)
    )
    try:
        if not _readable(decoded, reader):
            return Parsed([], reader.faults, {})
        reader.stream = tokens(decoded.text)
        reader.read()
    except _TooManyFaultsError:
        pass
    found = sorted(reader.faults, key=lambda one: one.code == "turtle-too-many")
    return Parsed(reader.statements, found, reader.prefixes)


def _readable(decoded: Decoded, reader: _Reader) -> bool:
    if decoded.other_encoding:
        reader.report("turtle-bad-encoding", 0, 1, found=decoded.other_encoding)
        return False
    for offset, wrong in decoded.bad:
        reader.report("turtle-bad-encoding", offset, offset + len(wrong), found=wrong[:8].hex(" "))
    return True


def faults(
    content: bytes, shown: str, base: str, known: Mapping[str, str] | None = None
) -> list[Finding]:
    """Give every fault of a file, in the order of the file."""
    found = parse(content, shown, base, known).faults
    return sorted(found, key=lambda one: (one.code == "turtle-too-many", one.sort_key()))

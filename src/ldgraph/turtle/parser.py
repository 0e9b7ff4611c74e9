"""Tokens to statements with offsets; every fault is found, and reading goes on behind it.

The stack is our own, so that depth costs no recursion. After a fault, reading goes on at the next
full stop, the next ``;`` at the end of a line, or the next line that starts in the first column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.terms import RDF
from ldgraph.turtle.names import NAMES, NUMBERS, STRINGS, Names
from ldgraph.turtle.stream import Stream, TooManyFaultsError
from ldgraph.turtle.terms import literal
from ldgraph.turtle.text import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldgraph.errors import Finding
    from ldgraph.turtle.lexer import Token

DEEPEST = 500
#: Tokens to skip in search of where to read on; a file with more between is not worth it.
FARTHEST = 50_000
_TYPE, _NIL = f"<{RDF}type>", f"<{RDF}nil>"
_FIRST, _REST = f"<{RDF}first>", f"<{RDF}rest>"


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
    stream: Stream
    names: Names
    trig: bool
    statements: list[Statement] = field(default_factory=list)
    stack: list[_Frame] = field(default_factory=list)
    graph: str = ""
    #: What is read next: a method for each state.
    state: str = "subject"

    # -- statements -----------------------------------------------------------------------------

    def read(self) -> None:
        steps: dict[str, Callable[[Token], None]] = {
            "subject": self.read_subject,
            "predicate": self.read_predicate,
            "object": self.read_object,
            "separator": self.read_separator,
        }
        while True:
            token = self.stream.peek()
            if token.kind == "end" and self.state == "subject":
                break
            steps[self.state](token)
            if token.kind == "end":
                break

    def read_subject(self, token: Token) -> None:
        if token.text == "}" and self.graph:
            self.stream.take()
            self.graph = ""
        elif _is_directive(token):
            self.read_directive(self.stream.take())
        elif self.trig and (token.text == "{" or token.text.lower() == "graph"):
            self.read_graph(self.stream.take())
        elif token.text == ".":
            self.stream.unexpected(self.stream.take(), "subject")
        else:
            if token.kind in STRINGS or token.kind in NUMBERS:
                self.stream.report("turtle-literal-subject", token.start, token.end)
            self.stack = [_Frame("statement")]
            self.read_term("subject")

    def read_graph(self, token: Token) -> None:
        name = ""
        if token.text.lower() == "graph":
            label = self.stream.take()
            name = self.names.read(label) if label.kind in NAMES | {"blank"} else ""
            if not name:
                self.stream.unexpected(label, "iri")
            token = self.stream.take()
        if token.text != "{":
            self.stream.unexpected(token, "graph")
        self.graph = name or "default"

    def read_directive(self, word: Token) -> None:
        if word.text.lower().endswith("prefix"):
            name = self.stream.peek()
            if name.kind != "name" or not name.text.endswith(":"):
                self.stream.unexpected(name, "prefix")
                self.recover()
                return
            self.stream.take()
        iri = self.stream.peek()
        if iri.kind not in {"iri", "bad_iri"}:
            self.stream.unexpected(iri, "iri")
            self.recover()
            return
        self.stream.take()
        target = self.names.read(iri)[1:-1]
        if word.text.lower().endswith("prefix"):
            self.names.prefixes[name.text[:-1]] = target
        else:
            self.names.base = target
        if word.text.startswith("@"):
            if self.stream.peek().text == ".":
                self.stream.take()
            else:
                self.stream.unexpected(self.stream.peek(), "dot")

    def read_predicate(self, token: Token) -> None:
        frame = self.stack[-1]
        if token.text == ";":
            self.stream.take()
        elif token.text == "a" or token.kind in NAMES:
            self.stream.take()
            frame.predicate = _TYPE if token.text == "a" else self.names.read(token)
            frame.predicate_at = (token.start, token.end)
            self.state = "object"
        elif frame.predicate and self.closes(token):
            self.read_separator(token)
        else:
            self.stream.unexpected(token, "predicate")
            self.recover()

    def closes(self, token: Token) -> bool:
        ends = {"statement": {"."}, "bracket": {"]"}}[self.stack[-1].kind]
        return token.text in (ends | {"}"} if self.graph else ends)

    def read_object(self, token: Token) -> None:
        if self.stack[-1].kind == "list" and token.text == ")":
            self.close_list(self.stream.take())
        else:
            self.read_term("item" if self.stack[-1].kind == "list" else "object")

    def read_separator(self, token: Token) -> None:
        """Read what follows a value: ``,`` ``;`` ``.`` ``]``, or the next item of a list."""
        frame, swallowed = self.stack[-1], self.names.swallowed
        self.names.swallowed = False
        if frame.kind == "list":
            self.state = "object"
        elif token.text == ",":
            self.stream.take()
            self.state = "object"
        elif token.text == ";":
            self.stream.take()
            self.state = "predicate"
        elif self.closes(token):
            if token.text != "}":
                self.stream.take()
            self.close(token)
        elif frame.kind == "statement" and self.begins_statement(token):
            end = self.stream.behind
            self.stream.report("turtle-missing-dot", end - 1, end)
            self.state, self.stack = "subject", []
        elif self.stream.on_new_line(token) and (token.text == "a" or token.kind in NAMES):
            if not swallowed:
                self.stream.report(
                    "turtle-missing-separator", self.stream.behind - 1, self.stream.behind
                )
            self.state = "predicate"
        elif not swallowed:
            self.stream.unexpected(token, "end" if frame.kind == "statement" else "bracket")
            self.recover()
        else:
            self.recover()

    def begins_statement(self, token: Token) -> bool:
        return self.stream.starts_line(token) and (
            _is_directive(token) or token.kind in NAMES | {"blank"} or token.text == "["
        )

    def recover(self) -> None:
        """Skip to where the next statement, or the next property, is likely to begin."""
        outer = len(self.stack) == 1
        for _ in range(FARTHEST):
            token = self.stream.peek()
            if token.kind == "end" or (
                self.begins_statement(token) and token.start >= self.stream.behind
            ):
                break
            self.stream.take()
            if token.text == ".":
                break
            if token.text == ";" and outer and self.stream.on_new_line(self.stream.peek()):
                self.state = "predicate"
                self.stack[-1].predicate = self.stack[-1].predicate or _TYPE
                return
        else:
            self.stream.give_up()
        self.state, self.stack = "subject", []

    # -- terms ----------------------------------------------------------------------------------

    def read_term(self, wanted: str) -> None:
        token = self.stream.take()
        at = (token.start, token.end)
        if token.text in {"[", "("}:
            self.open(token)
        elif token.kind in NAMES or token.kind == "blank":
            self.deliver(self.names.read(token), at)
        elif token.kind in STRINGS:
            self.deliver(*self.names.string(token))
        elif token.kind in NUMBERS:
            self.deliver(literal(token.text, datatype=NUMBERS[token.kind]), at)
        elif token.text in {"true", "false"} and wanted != "subject":
            boolean = NUMBERS["integer"].replace("integer", "boolean")
            self.deliver(literal(token.text, datatype=boolean), at)
        elif token.kind == "unclosed_long":
            self.stream.report("turtle-unclosed-string", token.start, token.end, found=token.text)
            self.recover()
        else:
            self.stream.unexpected(token, wanted)
            # What was found may be what ends the statement, or what begins the next one.
            if token.text in {".", ";"}:
                self.stream.put_back(token)
            self.recover()

    def open(self, token: Token) -> None:
        at = (token.start, token.end)
        if len(self.stack) >= DEEPEST:
            self.stream.report("turtle-too-deep", *at, found=str(DEEPEST))
            raise TooManyFaultsError
        if token.text == "(":
            self.stack.append(_Frame("list", opened_at=at))
            self.state = "object"
            return
        node = self.names.blank()
        if self.stream.peek().text == "]":
            end = self.stream.take().end
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
            node = self.names.blank()
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
        token = self.stream.peek()
        if self.trig and token.text == "{":
            self.graph = term
            self.stream.take()
            self.state, self.stack = "subject", []
        elif token.text == "." and at[1] - at[0] > 1 and self.stream.text[at[0]] == "[":
            self.stream.take()
            self.state, self.stack = "subject", []


def _is_directive(token: Token) -> bool:
    # The forms of SPARQL may be in capitals; those with an @ may not.
    return token.text.lower() in {"prefix", "base"} or token.text in {"@prefix", "@base"}


def parse(content: bytes, shown: str, base: str, known: Mapping[str, str] | None = None) -> Parsed:
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
    stream = Stream.over(decoded.text, shown)
    reader = _Reader(stream, Names(stream, base, known or {}), shown.endswith(".trig"))
    try:
        if decoded.other_encoding:
            stream.report("turtle-bad-encoding", 0, 1, found=decoded.other_encoding)
        else:
            _report_bytes(decoded, stream)
            reader.read()
    except TooManyFaultsError:
        pass
    return Parsed(reader.statements, stream.faults, reader.names.prefixes)


def _report_bytes(decoded: Decoded, stream: Stream) -> None:
    for offset, wrong in decoded.bad:
        found = wrong[:8].hex(" ")
        stream.report("turtle-bad-encoding", offset, offset + len(wrong), found=found)


def faults(
    content: bytes, shown: str, base: str, known: Mapping[str, str] | None = None
) -> list[Finding]:
    """Give every fault of a file, in the order of the file."""
    found = parse(content, shown, base, known).faults
    return sorted(found, key=lambda one: (one.code == "turtle-too-many", one.sort_key()))

"""Tokens to statements with offsets; every fault is found, and reading goes on behind it.

The stack is our own, so that depth costs no recursion. After a fault, reading goes on at the next
full stop, the next ``;`` at the end of a line, or the next line that starts in the first column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.terms import RDF
from ldgraph.turtle.names import IRIS, NAMES, NUMBERS, STRINGS
from ldgraph.turtle.scan import DEEPEST
from ldgraph.turtle.stream import TooManyFaultsError
from ldgraph.turtle.terms import literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.turtle.lexer import Token
    from ldgraph.turtle.names import Names
    from ldgraph.turtle.stream import Stream

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
class Reader:
    """Reads a stream of tokens; what waits to be completed lies on a stack."""

    stream: Stream
    names: Names
    #: What becomes of a statement: who looks for faults alone keeps none.
    keep: Callable[[Statement], None]
    _stack: list[_Frame] = field(default_factory=list)
    #: Whether a graph's block is open. That is a fault, but what is in it is read.
    _in_block: bool = False
    #: End of the value read last.
    _value_end: int = 0
    #: What is read next: a method for each state.
    _state: str = "subject"

    # -- statements -----------------------------------------------------------------------------

    def read(self) -> None:
        """Read to the end.

        Raises:
            TooManyFaultsError: There was more to report than is reported of one file.
        """
        steps: dict[str, Callable[[Token], None]] = {
            "subject": self._read_subject,
            "predicate": self._read_predicate,
            "object": self._read_object,
            "separator": self._read_separator,
        }
        while True:
            token = self.stream.peek()
            if token.kind == "end" and self._state == "subject":
                break
            steps[self._state](token)
            if token.kind == "end":
                break

    def _read_subject(self, token: Token) -> None:
        word = token.text.lower()
        if token.text == "}" and self._in_block:
            self.stream.take()
            self._in_block = False
        elif _is_directive(token):
            self._read_directive(self.stream.take())
        elif word in {"version", "@version"} and self.stream.peek(1).kind in STRINGS:
            self.stream.report("turtle-newer", token.start, token.end, found=token.text)
            self.stream.skip_to(self.stream.peek(1).end)
            if word.startswith("@") and self.stream.peek().text == ".":
                self.stream.take()
        elif token.text == "{" or word == "graph":
            self._read_block(self.stream.take())
        elif token.text == ".":
            self.stream.unexpected(self.stream.take(), "subject")
        else:
            if token.kind in STRINGS or token.kind in NUMBERS:
                self.stream.report("turtle-literal-subject", token.start, token.end)
            self._stack = [_Frame("statement")]
            self._read_term("subject")

    def _read_block(self, token: Token) -> None:
        start = token.start
        if token.text != "{":
            label = self.stream.take()
            if label.kind not in NAMES | {"blank"}:
                self.stream.unexpected(label, "iri")
            token = self.stream.take()
            if token.text != "{":
                self.stream.unexpected(token, "graph")
        self.stream.report("turtle-graph-block", start, token.end)
        self._in_block = True

    def _read_directive(self, word: Token) -> None:
        if word.text.lower().endswith("prefix"):
            name = self.stream.peek()
            if name.kind != "name" or not name.text.endswith(":"):
                self.stream.unexpected(name, "prefix")
                self._recover()
                return
            self.stream.take()
        iri = self.stream.peek()
        if iri.kind not in IRIS:
            self.stream.unexpected(iri, "iri")
            self._recover()
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

    def _read_predicate(self, token: Token) -> None:
        frame = self._stack[-1]
        if token.text == ";" and frame.predicate:
            self.stream.take()
        elif frame.predicate and self._begins_anew(token):
            self._missing_dot(self._value_end)
        elif token.text == "a" or token.kind in NAMES:
            self.stream.take()
            frame.predicate = _TYPE if token.text == "a" else self.names.read(token)
            frame.predicate_at = (token.start, token.end)
            self._state = "object"
        elif frame.predicate and self._closes(token):
            self._read_separator(token)
        else:
            self.stream.unexpected(token, "predicate" if len(self._stack) == 1 else "inner")
            self._recover()

    def _closes(self, token: Token) -> bool:
        ends = {"statement": {"."}, "bracket": {"]"}}[self._stack[-1].kind]
        return token.text in (ends | {"}"} if self._in_block else ends)

    def _read_object(self, token: Token) -> None:
        if self._stack[-1].kind == "list" and token.text == ")":
            self._close_list(self.stream.take())
        else:
            self._read_term("item" if self._stack[-1].kind == "list" else "object")

    def _read_separator(self, token: Token) -> None:
        """Read what follows a value: ``,`` ``;`` ``.`` ``]``, or the next item of a list."""
        frame = self._stack[-1]
        if self.names.swallowed:
            self._read_on(token)
        elif frame.kind == "list":
            self._state = "object"
        elif token.text == ",":
            self.stream.take()
            self._state = "object"
        elif token.text == ";":
            self.stream.take()
            self._state = "predicate"
        elif self._closes(token):
            if token.text != "}":
                self.stream.take()
            self._close(token)
        elif self._begins_anew(token):
            self._missing_dot(self.stream.behind)
        elif self.stream.on_new_line(token) and (token.text == "a" or token.kind in NAMES):
            end = self.stream.behind
            self.stream.report("turtle-missing-separator", end - 1, end)
            self._state = "predicate"
        else:
            self.stream.unexpected(token, "end" if frame.kind == "statement" else "bracket")
            self._recover()

    def _read_on(self, token: Token) -> None:
        """Go on behind a string that took the rest of its line along, and its separator too."""
        last, self.names.swallowed = self.names.swallowed, None
        while self._stack[-1].kind == "list":  # its ')' was taken along, or it would not end so
            self._stack.pop()
        in_statement = self._stack[-1].kind == "statement"
        if last == "." or (in_statement and self._begins_statement(token)):
            self._state, self._stack = "subject", []
        elif last in {";", ","}:
            self._state = "predicate" if last == ";" else "object"
        elif token.text in {";", ","} or self._closes(token):
            self._read_separator(token)
        elif in_statement and (token.text == "a" or token.kind in NAMES):
            self._state = "predicate"
        else:
            self._recover()

    def _missing_dot(self, end: int) -> None:
        self.stream.report("turtle-missing-dot", end - 1, end)
        self._state, self._stack = "subject", []

    def _begins_anew(self, token: Token) -> bool:
        """Say whether here the next statement begins: the full stop is forgotten.

        A name in the first column may be a property too. It is none if a verb follows, and the
        value that the verb has.
        """
        if len(self._stack) > 1 or not self._begins_statement(token):
            return False
        if token.kind not in NAMES or self.stream.peek(1).text == "a":
            return True
        verb, value = self.stream.peek(1), self.stream.peek(2)
        is_value = value.kind not in {"end", "mark", "bad"} or value.text in {"[", "("}
        return verb.kind in NAMES and is_value and not self.stream.starts_line(value)

    def _begins_statement(self, token: Token) -> bool:
        return self.stream.starts_line(token) and (
            _is_directive(token) or token.kind in NAMES | {"blank"} or token.text in {"[", "{"}
        )

    def _recover(self) -> None:
        """Skip to where the next statement, or the next property, is likely to begin."""
        outer = len(self._stack) == 1
        for _ in range(FARTHEST):
            token = self.stream.peek()
            if token.kind == "end" or (
                self._begins_statement(token) and token.start >= self.stream.behind
            ):
                break
            self.stream.take()
            if token.text == ".":
                break
            if token.text == ";" and outer and self.stream.on_new_line(self.stream.peek()):
                self._state = "predicate"
                self._stack[-1].predicate = self._stack[-1].predicate or _TYPE
                return
        else:
            self.stream.give_up()
        self._state, self._stack = "subject", []

    # -- terms ----------------------------------------------------------------------------------

    def _read_term(self, wanted: str) -> None:
        token = self.stream.take()
        at = (token.start, token.end)
        if token.text in {"[", "("}:
            self._open(token)
        elif token.kind in NAMES or token.kind == "blank":
            self._deliver(self.names.read(token), at)
        elif token.kind in STRINGS:
            self._deliver(*self.names.string(token))
        elif token.kind in NUMBERS:
            self._deliver(literal(token.text, datatype=NUMBERS[token.kind]), at)
        elif token.text.lower() in {"true", "false"} and wanted != "subject":
            if not token.text.islower():
                self.stream.report_with("turtle-boolean", token, token.text.lower(), sure=True)
            boolean = NUMBERS["integer"].replace("integer", "boolean")
            self._deliver(literal(token.text.lower(), datatype=boolean), at)
        elif token.kind == "unclosed_long":
            if self.stream.whole:
                self.stream.report("turtle-unclosed-string", *at, found=token.text)
            self._recover()
        else:
            self.stream.unexpected(token, wanted)
            # What was found may be what ends the statement, or what begins the next one.
            if token.text in {".", ";"}:
                self.stream.put_back(token)
            self._recover()

    def _open(self, token: Token) -> None:
        at = (token.start, token.end)
        if len(self._stack) > DEEPEST:
            self.stream.report("turtle-too-deep", *at, found=str(DEEPEST))
            raise TooManyFaultsError
        if token.text == "(":
            self._stack.append(_Frame("list", opened_at=at))
            self._state = "object"
            return
        node = self.names.blank()
        if self.stream.peek().text == "]":
            end = self.stream.take().end
            self._deliver(node, (token.start, end))
            return
        self._stack.append(_Frame("bracket", node, at, opened_at=at))
        self._state = "predicate"

    def _close(self, token: Token) -> None:
        frame = self._stack.pop()
        if frame.kind == "statement":
            self._state = "subject"
            return
        self._deliver(frame.subject, (frame.opened_at[0], token.end))

    def _close_list(self, token: Token) -> None:
        frame = self._stack.pop()
        at = (frame.opened_at[0], token.end)
        if frame.last:
            self.keep(Statement(frame.last, _REST, _NIL, at, at, at))
        self._deliver(frame.subject or _NIL, at)

    def _deliver(self, term: str, at: tuple[int, int]) -> None:
        """Hand a term to what waits for it: a subject's place, a property's, or a list's."""
        frame = self._stack[-1]
        if frame.kind == "list":
            node = self.names.blank()
            if frame.last:
                self.keep(Statement(frame.last, _REST, node, at, at, at))
            frame.subject, frame.last = frame.subject or node, node
            self.keep(Statement(node, _FIRST, term, at, at, at))
            self._state = "separator" if self.names.swallowed else "object"
        elif not frame.subject:
            frame.subject, frame.subject_at = term, at
            self._state = "predicate"
            self._after_subject(at)
        else:
            starts = (frame.subject_at, frame.predicate_at)
            self.keep(Statement(frame.subject, frame.predicate, term, *starts, at))
            self._value_end = at[1]
            self._state = "separator"

    def _after_subject(self, at: tuple[int, int]) -> None:
        """See whether a subject is a graph's name, or a ``[ … ]`` that says all by itself."""
        token = self.stream.peek()
        if self.names.swallowed:
            self.names.swallowed = None
            self._state, self._stack = "subject", []
        elif token.text == "{":
            self.stream.take()
            self.stream.report("turtle-graph-block", at[0], token.end)
            self._in_block = True
            self._state, self._stack = "subject", []
        elif token.text == "." and self._says_something(at):
            self.stream.take()
            self._state, self._stack = "subject", []

    def _says_something(self, at: tuple[int, int]) -> bool:
        inside = self.stream.text[at[0] + 1 : at[1] - 1]
        return self.stream.text[at[0]] == "[" and not inside.isspace() and bool(inside)


def _is_directive(token: Token) -> bool:
    # The forms of SPARQL may be in capitals; those with an @ may not.
    return token.text.lower() in {"prefix", "base"} or token.text in {"@prefix", "@base"}

"""Tokens one at a time, and faults at their places: what every part of the reader shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from ldgraph.turtle.faults import fault
from ldgraph.turtle.lexer import TRIVIA, Token, tokens
from ldgraph.turtle.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.errors import Finding

MOST_FAULTS = 100


class TooManyFaultsError(Exception):
    """Enough is reported; the rest would help nobody."""


@dataclass(slots=True)
class Stream:
    """The tokens of a text that mean something, with a look ahead."""

    text: str
    shown: str
    lines: Lines
    faults: list[Finding] = field(default_factory=list)
    #: End of the token read last.
    behind: int = 0
    _ahead: list[Token] = field(default_factory=list)
    _tokens: Iterator[Token] = field(default_factory=lambda: iter(()))

    @classmethod
    def over(cls, text: str, shown: str) -> Stream:
        """Begin at the start of ``text``, of the file ``shown``."""
        stream = cls(text, shown, Lines(text))
        stream._tokens = (one for one in tokens(text) if one.kind not in TRIVIA)
        return stream

    def peek(self) -> Token:
        """Look at the next token; past the end there is one of kind ``end``."""
        if not self._ahead:
            end = Token("end", len(self.text), len(self.text), "")
            self._ahead.append(next(self._tokens, end))
        return self._ahead[-1]

    def take(self) -> Token:
        """Read the next token."""
        token = self.peek()
        self._ahead.pop()
        self.behind = token.end
        return token

    def put_back(self, token: Token) -> None:
        """Let a token that was read be read again."""
        self._ahead.append(token)

    def on_new_line(self, token: Token) -> bool:
        """Say whether a line ended between the token read last and this one."""
        return "\n" in self.text[self.behind : token.start] or self.behind == 0

    def starts_line(self, token: Token) -> bool:
        """Say whether a token stands in the first column."""
        return token.start == 0 or self.text[token.start - 1] in "\n\r"

    def report(self, code: str, start: int, end: int, **values: str) -> None:
        """Note a fault between two offsets (see ``faults.fault``)."""
        self.add(fault(code, self.lines.span(self.shown, start, end), **values))

    def add(self, found: Finding) -> None:
        """Note a fault.

        Raises:
            TooManyFaultsError: There are ``MOST_FAULTS`` already; one more was added to say so.
        """
        if len(self.faults) >= MOST_FAULTS:
            self.give_up()
        self.faults.append(found)

    def give_up(self) -> NoReturn:
        """Say that what follows is not read, and stop.

        Raises:
            TooManyFaultsError: Always.
        """
        at = self.lines.span(self.shown, self.behind, self.behind)
        self.faults.append(fault("turtle-too-many", at, found=str(len(self.faults))))
        raise TooManyFaultsError

    def unexpected(self, token: Token, wanted: str) -> None:
        """Note that ``token`` stands where ``wanted`` (a key of ``faults.WANTED``) belongs."""
        if token.kind == "end":
            self.report("turtle-unfinished", max(0, self.behind - 1), self.behind, wanted=wanted)
        elif token.kind == "bad":
            self.report("turtle-bad-character", token.start, token.end, found=_visible(token.text))
        else:
            values = {"wanted": wanted, "found": _visible(token.text[:40])}
            self.report("turtle-unexpected", token.start, token.end, **values)


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)

"""Tokens one at a time, and faults at their places: what every part of the reader shares."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NoReturn

from ldgraph.errors import Fix
from ldgraph.turtle.faults import excerpt, fault
from ldgraph.turtle.languages import language_meant
from ldgraph.turtle.lexer import TRIVIA, Token, tokens
from ldgraph.turtle.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.errors import Finding

MOST_FAULTS = 100
#: Characters of what is suggested beside a message.
_SHORT = 40
_CURLY = re.compile("[\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a]")
_NEWER_LANGUAGE = re.compile(r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+--")


class TooManyFaultsError(Exception):
    """Enough is reported; the rest would help nobody."""


@dataclass(slots=True)
class Stream:
    """The tokens of a text that mean something, with a look ahead."""

    text: str
    shown: str
    lines: Lines
    #: Whether this is all of the file: the end of a part of it tells nothing.
    whole: bool = True
    #: Whether the text is known to be Turtle: then nothing is reported, and nothing guessed.
    sure: bool = False
    faults: list[Finding] = field(default_factory=list)
    #: End of the token read last.
    behind: int = 0
    _farthest: int = 0
    _ahead: deque[Token] = field(default_factory=deque)
    _tokens: Iterator[Token] = field(default_factory=lambda: iter(()))

    @classmethod
    def over(cls, text: str, shown: str, *, whole: bool = True) -> Stream:
        """Begin at the start of ``text``, of the file ``shown``."""
        stream = cls(text, shown, Lines(text), whole)
        stream._tokens = (one for one in tokens(text) if one.kind not in TRIVIA)
        return stream

    @classmethod
    def silent(cls, text: str) -> Stream:
        """Begin at the start of a text that is known to be Turtle; nothing is reported of it."""
        stream = cls(text, "", Lines(""), sure=True)
        stream._tokens = (one for one in tokens(text) if one.kind not in TRIVIA)
        return stream

    def peek(self, further: int = 0) -> Token:
        """Look at the next token, or further; past the end there is one of kind ``end``."""
        while len(self._ahead) <= further:
            end = Token("end", len(self.text), len(self.text), "")
            token = next(self._tokens, end)
            if token.kind != "conflict":
                self._ahead.append(token)
            elif token.text.startswith("<"):  # the other marks belong to it
                self.report("turtle-conflict-marker", token.start, token.end)
        return self._ahead[further]

    def take(self) -> Token:
        """Read the next token."""
        token = self.peek()
        self._ahead.popleft()
        self.behind = token.end
        return token

    def put_back(self, token: Token) -> None:
        """Let a token that was read be read again."""
        self._ahead.appendleft(token)

    def skip_to(self, offset: int) -> None:
        """Pass over the tokens that begin before ``offset``."""
        while self.peek().kind != "end" and self.peek().start < offset:
            self.take()
        self.behind = max(self.behind, offset)

    def on_new_line(self, token: Token) -> bool:
        """Say whether a line ended between the token read last and this one."""
        return "\n" in self.text[self.behind : token.start] or self.behind == 0

    def starts_line(self, token: Token) -> bool:
        """Say whether a token stands in the first column."""
        return token.start == 0 or self.text[token.start - 1] in "\n\r"

    def report(self, code: str, start: int, end: int, **values: str) -> None:
        """Note a fault between two offsets (see ``faults.fault``)."""
        if self.sure:
            return
        self._farthest = max(self._farthest, end)
        self.add(fault(code, self.lines.span(self.shown, start, end), **values))

    def add(self, found: Finding) -> None:
        """Note a fault.

        Raises:
            TooManyFaultsError: There are ``MOST_FAULTS`` already; one more was added to say so.
        """
        if self.sure:
            return
        if len(self.faults) >= MOST_FAULTS:
            self.give_up()
        self.faults.append(found)

    def give_up(self) -> NoReturn:
        """Say that what follows is not read, and stop.

        Raises:
            TooManyFaultsError: Always.
        """
        end = max(self.behind, self._farthest)
        at = self.lines.span(self.shown, end, end)
        self.faults.append(fault("turtle-too-many", at, found=str(len(self.faults))))
        raise TooManyFaultsError

    def unexpected(self, token: Token, wanted: str) -> None:
        """Note that ``token`` stands where ``wanted`` (a key of ``faults.WANTED``) belongs."""
        if token.kind == "end":
            if self.whole:
                end = self.behind
                self.report("turtle-unfinished", max(0, end - 1), end, wanted=wanted)
            return
        codes = {"newer": "turtle-newer", "bad": "turtle-bad-character"}
        code = codes.get(token.kind, "turtle-unexpected")
        if _NEWER_LANGUAGE.match(token.text):
            code = "turtle-newer"
        elif token.kind == "bad" and _CURLY.match(token.text):
            code = "turtle-curly-quotes"
        values = {"wanted": wanted} if code == "turtle-unexpected" else {}
        self.report(code, token.start, token.end, found=excerpt(token.text, 40), **values)

    def wrong_language(self, token: Token) -> None:
        """Note a language tag that is none, or one of Turtle 1.2."""
        if _NEWER_LANGUAGE.match(token.text):
            self.report("turtle-newer", token.start, token.end, found=token.text)
            return
        guess = language_meant(token.text[1:])
        right = f"@{guess.word}" if guess else None
        sure = guess is not None and guess.sure
        self.report_with("turtle-bad-language-tag", token, right, sure=sure)

    def report_with(self, code: str, token: Token, right: str | None, *, sure: bool) -> None:
        """Note that a token is wrong, and what was meant in its place."""
        self._farthest = max(self._farthest, token.end)
        at = self.lines.span(self.shown, token.start, token.end)
        short = right if right and len(right) <= _SHORT else None
        found = fault(code, at, short, found=token.text)
        self.add(replace(found, fix=Fix(at, right, sure)) if right else found)

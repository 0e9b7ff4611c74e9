"""A Turtle file as blocks, one for each statement, with what is declared where each begins.

To place one statement of a large file only its own block has to be read. The blocks are found with
the forms of the lexer, put together to one: a full stop ends a block where it is a token, and not
where it stands in a name, a number, a string or a comment.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.turtle.lexer import Token, token_forms
from ldgraph.turtle.names import Names
from ldgraph.turtle.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A file that declares anew more often than this is read whole.
_MOST_STATES = 100
_INSIDE = (
    *("space", "comment", "iri", "long_string", "string", "language", "blank", "name"),
    *("double", "decimal", "integer", "word", "typed"),
)


class State(NamedTuple):
    """What holds where a block begins."""

    base: str
    prefixes: Mapping[str, str]


class Block(NamedTuple):
    """The stretch of one statement: a subject and all that follows it up to the full stop."""

    start: int
    end: int
    state: State


class Blocks(NamedTuple):
    """The blocks of a file by their subject's key, which is empty for a blank node."""

    by_subject: dict[str, list[Block]]
    #: Whether blank nodes have labels: what is said of one may then stand in several blocks.
    has_labels: bool


def split(text: str, base: str) -> Blocks | None:
    """Find the blocks of a file that is known to be Turtle.

    Returns:
        None for a file that is best read whole: it declares anew again and again, or is no Turtle.
    """
    forms = _forms()
    names = Names(Stream.silent(text), base, {})
    state, states = State(base, {}), 0
    found: dict[str, list[Block]] = {}
    keys: dict[str, str] = {}
    at = _end(forms.trivia, text, 0)
    while at < len(text):
        declared = forms.declaration.match(text, at)
        if declared:
            _declare(names, declared)
            keys = {}
            at = _end(forms.trivia, text, declared.end())
            continue
        subject = forms.subject.match(text, at)
        end = forms.statement.match(text, at)
        if subject is None or end is None:
            return None
        if not keys:
            state, states = State(names.base, dict(names.prefixes)), states + 1
            if states > _MOST_STATES:
                return None
        written = subject.group()
        if written not in keys:
            keys[written] = _key(names, subject)
        found.setdefault(keys[written], []).append(Block(at, end.end(), state))
        at = _end(forms.trivia, text, end.end())
    return Blocks(found, "_:" in text)


def _declare(names: Names, match: re.Match[str]) -> None:
    iri = names.read(Token("iri", match.start("iri"), match.end("iri"), match["iri"]))[1:-1]
    if match["prefix"] is None:
        names.base = iri
    else:
        names.prefixes[match["prefix"][:-1]] = iri


def _key(names: Names, match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind not in {"iri", "name"}:
        return ""
    return names.read(Token(kind, match.start(), match.end(), match.group()))


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at


class _Forms(NamedTuple):
    trivia: re.Pattern[str]
    declaration: re.Pattern[str]
    subject: re.Pattern[str]
    statement: re.Pattern[str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    forms = token_forms()
    trivia = f"(?:{forms['space']}|{forms['comment']})*+"
    iri = f"(?P<iri>{forms['iri']})"
    declares_prefix = rf"(?:@prefix|(?i:prefix)(?=[ \t\r\n#])){trivia}(?P<prefix>{forms['name']})"
    declares_base = r"(?:@base|(?i:base)(?=[ \t\r\n#<]))"
    inside = "|".join(f"(?:{forms[kind]})" for kind in _INSIDE)
    return _Forms(
        re.compile(trivia),
        re.compile(rf"(?:{declares_prefix}|{declares_base}){trivia}{iri}(?:{trivia}\.)?+"),
        re.compile(f"{iri}|(?P<blank>{forms['blank']})|(?P<name>{forms['name']})|(?P<open>[(\\[])"),
        re.compile(rf"(?:{inside}|[;,()\[\]])*+\.", re.DOTALL),
    )

"""``sh:pattern``: Python's regular expressions, save where they could take for ever.

SHACL means SPARQL's REGEX. Python's ``re`` agrees with it on what shapes are made of and is fast,
but goes back over a text again and again: a pattern that repeats what can itself be matched in
several ways may need more time than there is. Such a pattern goes to the store's REGEX, which
reads a text once, whatever the pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable

_FLAGS = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}
#: Pieces of a pattern: what is escaped, a set of characters, a group's start, a quantifier, a sign.
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?[:=!]|\?<[=!]|\?P?<\w+>)?"
    r"|(?P<quantifier>[*+?]|\{\d*(?P<open>,(?P<most>\d*))?\})[?+]?|.",
    re.DOTALL,
)
#: Without end, in one row; with more, a long text takes its length to that power.
_MOST_REPEATED = 2


class PatternError(ValueError):
    """A text is no regular expression, or none that can be run; ``str`` says what is wrong."""


def matcher(pattern: str, flags: str) -> Callable[[str], bool]:
    """Give the test whether a text has a match of a pattern.

    Raises:
        PatternError: It is no regular expression, or one that no engine runs in bounded time.
    """
    try:
        compiled = re.compile(pattern, sum((_FLAGS[one] for one in flags), re.RegexFlag(0)))
    except (re.error, KeyError, OverflowError, RecursionError) as error:
        raise PatternError(str(error)) from error
    if not may_take_for_ever(pattern):
        return lambda text: compiled.search(text) is not None
    store = ox.Store()
    written = f"{ox.Literal(pattern)}, {ox.Literal(flags)}"
    if next(iter(_ask(store, f"SELECT (REGEX('', {written}) AS ?fits) {{}}")))[0] is None:
        raise PatternError("it needs an engine that may take for ever")
    return lambda text: bool(store.query(f"ASK {{ FILTER(REGEX({ox.Literal(text)}, {written})) }}"))


def _ask(store: ox.Store, query: str) -> ox.QuerySolutions:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return found


@dataclass(slots=True)
class _Group:
    """What is known of a group: its repetitions without end, and whether it may match otherwise."""

    repeated: int = 0
    varies: bool = False


def may_take_for_ever(pattern: str) -> bool:
    """Say whether a search may go back over a text more often than the text is long.

    It may where a repeated group can itself match in several ways, and where there are more than
    two repetitions in a row. When in doubt: yes.

    >>> may_take_for_ever("^(([a-z ])+)+$"), may_take_for_ever("^V[0-9]{3,}$")
    (True, False)
    """
    groups = [_Group()]
    closed = _Group()
    for match in _PIECE.finditer(pattern):
        piece, quantifier = match[0], match["quantifier"]
        if quantifier == "?":
            groups[-1].varies = True
        elif quantifier:
            if closed.repeated or closed.varies:
                return True
            endless = quantifier in {"*", "+"} or match["most"] == ""
            groups[-1].repeated += endless
            groups[-1].varies |= match["most"] is not None and not endless
        elif piece.startswith("("):
            groups.append(_Group())
        elif piece == "|":
            groups[-1].varies = True
        closed = _Group()
        if piece == ")" and len(groups) > 1:
            closed = groups.pop()
            groups[-1].repeated += closed.repeated
            groups[-1].varies |= closed.varies
        if groups[-1].repeated > _MOST_REPEATED:
            return True
    return False

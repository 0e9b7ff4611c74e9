"""What a text that is no value of its datatype was meant to be, and how sure that is.

Sure is only what can be read in one way: a date from the year on, a decimal with a comma that does
not part thousands. ``3/4/2026`` may be in March or in April, and 1,234 may be a thousand: where a
date begins with the day it is offered as people here write it, and such a number is not guessed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldgraph.terms import XSD
from ldgraph.turtle.literals import is_value
from ldgraph.turtle.spelling import Guess

if TYPE_CHECKING:
    from collections.abc import Callable

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})")
_DATE_OF_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9:.+\-Z]+")
_SPACED_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ t]([0-9:.]+)z?(Z|[+-][0-9:]+)?")
_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]{1,2}|[0-9]{4,})")
_POINTS_AND_COMMA = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)")
_WHOLE = re.compile(r"([+-]?[0-9]+)[.,]0+")
_YES, _NO = frozenset({"ja", "yes", "waar", "y", "j"}), frozenset({"nee", "neen", "no", "onwaar"})


def likely(text: str, datatype: str) -> Guess | None:
    """Give the value that was meant by a text that is none of ``datatype``; None if none is near.

    >>> likely("2026-1-5", XSD + "date")
    Guess(word='2026-01-05', sure=True)
    >>> likely("5/1/2026", XSD + "date")
    Guess(word='2026-01-05', sure=False)
    """
    guess = _FORMS[datatype](text.strip()) if datatype in _FORMS else None
    return guess if guess and is_value(guess.word, datatype) else None


def _date(text: str) -> Guess | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return Guess(f"{match[1]}-{match[3]:0>2}-{match[4]:0>2}", sure=True)
    if match := _DAY_FIRST.fullmatch(text):
        # No month has such a number, so the other one is the month.
        return Guess(f"{match[4]}-{match[3]:0>2}-{match[1]:0>2}", sure=int(match[1]) > 12)  # noqa: PLR2004
    match = _DATE_OF_TIME.fullmatch(text)
    return Guess(match[1], sure=False) if match else None


def _month(text: str) -> Guess | None:
    match = _MONTH.fullmatch(text)
    return Guess(f"{match[1]}-{match[3]:0>2}", sure=True) if match else None


def _time(text: str) -> Guess | None:
    match = _SPACED_TIME.fullmatch(text)
    return Guess(f"{match[1]}T{match[2]}{match[3] or ''}", sure=True) if match else None


def _decimal(text: str) -> Guess | None:
    if match := _COMMA.fullmatch(text):
        return Guess(f"{match[1]}.{match[2]}", sure=True)
    match = _POINTS_AND_COMMA.fullmatch(text)
    return Guess(f"{match[1].replace('.', '')}.{match[2]}", sure=True) if match else None


def _integer(text: str) -> Guess | None:
    match = _WHOLE.fullmatch(text)
    # 12.000 may be twelve thousand.
    return Guess(match[1], sure=False) if match and len(text) != len(match[1]) + 4 else None


def _boolean(text: str) -> Guess | None:
    word = text.casefold()
    if word in {"true", "false"}:
        return Guess(word, sure=True)
    return Guess("true" if word in _YES else "false", sure=False) if word in _YES | _NO else None


_FORMS: dict[str, Callable[[str], Guess | None]] = {
    XSD + "date": _date,
    XSD + "gYearMonth": _month,
    XSD + "dateTime": _time,
    XSD + "decimal": _decimal,
    XSD + "double": _decimal,
    XSD + "integer": _integer,
    XSD + "nonNegativeInteger": _integer,
    XSD + "positiveInteger": _integer,
    XSD + "boolean": _boolean,
}

"""A part of an answer at a time: in an order without ties, so that parts neither overlap nor miss.

The limit is in the text that the engine gets, which then need not make the other rows.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from ldgraph.answers.queries import Query

#: What may stand behind the last group of a query without being in the way of a limit.
_TAIL = re.compile(r"\}(?P<tail>[^{}]*)\Z")
_LIMITED = re.compile(r"\b(?:limit|offset|values)\b", re.IGNORECASE)
_ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)


class Columns(NamedTuple):
    """What a query gives, and its text with an order in which no two rows are equal."""

    names: tuple[str, ...]
    #: Empty where the query limits itself: its parts are cut from the whole.
    ordered: str


@lru_cache(maxsize=512)
def columns(text: str) -> Columns:
    """Read the columns of a SELECT from the engine itself.

    Raises:
        SyntaxError: It is no SPARQL.
        TypeError: It is no SELECT.
    """
    answer = ox.Store().query(text)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError(text)
    names = tuple(one.value for one in answer.variables)
    match = _TAIL.search(text)
    tail = match["tail"] if match else ""
    if match is None or "#" in tail or _LIMITED.search(tail):
        return Columns(names, "")
    first = tail[found.end() :] if (found := _ORDERED.search(tail)) else ""
    # As texts: the engine ends where values of one column cannot all be compared.
    ties = " ".join(f"STR(?{one})" for one in names if not re.search(rf"\?{one}\b", first))
    order = ties if first else f"ORDER BY {ties}"
    ordered = f"{text.rstrip()} {order}"
    try:
        ox.Store().query(ordered)
    except SyntaxError:
        return Columns(names, "")
    return Columns(names, ordered)


def part(query: Query, limit: int, offset: int) -> str | None:
    """Give the text that answers with a part; None where the whole has to be cut."""
    ordered = columns(query.text).ordered
    if not ordered:
        return None
    return f"{ordered}\nLIMIT {int(limit)}" + (f"\nOFFSET {int(offset)}" if offset else "")

"""A stored question as SPARQL that stands alone: the values of its parameters written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyoxigraph as ox

_TOKEN = re.compile(
    r"#[^\n]*|<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|\?\w+|\b(?:SELECT|WHERE|GROUP BY|HAVING|ORDER BY)\b"
    r"|[(){}]|\s+|[^\s(){}?\"<#]+|."
)
_ORDERED = {"GROUP BY", "ORDER BY"}
_NOTHING = re.compile(r"\bSELECT(\s+DISTINCT)?\s+WHERE\b")


def standing_alone(text: str, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Write values in the place of variables; the answer has them as columns all the same.

    It is for people who want to try and change a question. The server itself binds parameters.

    Args:
        text: A stored question, its parts included.
        values: Terms by the name of the parameter.

    >>> import pyoxigraph as ox
    >>> standing_alone("SELECT ?n ?s WHERE { ?s ?p ?n }", {"n": ox.NamedNode("http://x")})
    'SELECT (<http://x> AS ?n) ?s WHERE { ?s ?p <http://x> }'
    """
    written: list[str] = []
    where, depth = "", 0
    is_first = True
    for match in _TOKEN.finditer(text):
        part = match[0]
        if part in {"SELECT", "WHERE", "GROUP BY", "HAVING", "ORDER BY"}:
            is_first = is_first and not (where == "SELECT" and part == "WHERE")
            where, depth = part, 0
        elif part in "{}":
            where, depth = "", 0
        elif part in "()":
            depth += 1 if part == "(" else -1
        value = values.get(part.removeprefix("?")) if part.startswith("?") else None
        if value is None:
            written.append(part)
        elif where == "SELECT" and depth == 0:
            # What is inside needs no column for it.
            written.append(f"({value} AS {part})" if is_first else "")
        elif where in _ORDERED and depth == 0:
            written.append(f"({value})")
        else:
            written.append(str(value))
    return _NOTHING.sub(r"SELECT\1 (true AS ?there) WHERE", "".join(written))

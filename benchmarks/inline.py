"""Write arguments into a stored question, for engines that cannot bind them."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_COMMENT = re.compile(r"^\s*#.*$|\s# .*$", re.MULTILINE)
_SELECT = re.compile(r"\bSELECT\b((?:\s+DISTINCT\b)?)(.*?)\bWHERE\s*\{", re.DOTALL)
#: What may follow a WHERE, up to the brace that ends the group around it.
_TAIL = re.compile(r"(?:\s*GROUP BY(?P<group>(?:\s+\?\w+)+))?(?P<rest>[^{}]*)", re.DOTALL)


def inline(text: str, values: Mapping[str, str]) -> str:
    """Replace variables by terms, so that the answer has the same columns and rows.

    Only the outermost SELECT still projects them, as ``(term AS ?variable)``: further in they are
    the same in every row, so neither projected nor grouped by.

    >>> inline("SELECT ?a ?d WHERE { ?a ?p ?d } ORDER BY ?d", {"d": "1"})
    'SELECT ?a (1 AS ?d) WHERE { ?a ?p 1 } ORDER BY ?d'
    >>> inline("SELECT ?d WHERE { { SELECT ?d WHERE { ?a ?p ?d } GROUP BY ?d } }", {"d": "1"})
    'SELECT (1 AS ?d) WHERE { { SELECT (1 AS ?stand_in_0) WHERE { ?a ?p 1 } } }'
    """
    return _rewrite(_COMMENT.sub("", text), values, count(), outermost=True)


def _rewrite(
    text: str, values: Mapping[str, str], names: Iterator[int], *, outermost: bool = False
) -> str:
    """Rewrite every SELECT of a text, and what stands around them as a pattern."""
    match = _SELECT.search(text)
    if match is None:
        return _replace(text, values)
    end = _closing(text, match.end())
    body = _rewrite(text[match.end() : end], values, names)
    tail = _TAIL.match(text, end + 1)
    assert tail is not None
    named = [f"?{name}" for name in values]
    if outermost:
        columns = re.sub(
            r"(?<![(\w])\?(\w+)\b(?![^()]*\))",
            lambda one: f"({values[one[1]]} AS ?{one[1]})" if one[1] in values else one[0],
            match[2],
        )
        rest = tail["rest"]
    else:
        kept = re.sub(
            r"(?<![(\w])\?(\w+)\b(?![^()]*\))",
            lambda one: "" if one[1] in values else one[0],
            match[2],
        )
        columns = " ".join(_replace(kept, values).split()) or f"(1 AS ?stand_in_{next(names)})"
        columns, rest = f" {columns} ", _replace(tail["rest"], values)
    grouped = [one for one in (tail["group"] or "").split() if one not in named]
    group = f" GROUP BY {' '.join(grouped)}" if grouped else ""
    before = _replace(text[: match.start()], values)
    after = _rewrite(text[tail.end() :], values, names) if not outermost else ""
    return f"{before}SELECT{match[1]}{columns}WHERE {{{body}}}{group}{rest}{after}"


def _closing(text: str, start: int) -> int:
    depth = 1
    for match in re.finditer(r"[{}]", text[start:]):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return start + match.start()
    raise ValueError(text)


def _replace(text: str, values: Mapping[str, str]) -> str:
    for name, term in values.items():
        text = re.sub(rf"\?{name}\b", term.replace("\\", r"\\"), text)
    return text

"""Write arguments into a stored question, for engines that cannot bind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMMENT = re.compile(r"^\s*#.*$|\s# .*$", re.MULTILINE)
_SELECT = re.compile(r"\bSELECT\b(.*?)\bWHERE\s*\{", re.DOTALL)
_GROUP = re.compile(r"\s*GROUP BY([^}]*?)(?=ORDER BY|HAVING|\}|\Z)", re.DOTALL)


def inline(text: str, values: Mapping[str, str]) -> str:
    """Replace variables by terms, so that the answer has the same columns and rows.

    A projected variable becomes ``(term AS ?variable)``; of a grouped query, the grouping does.

    >>> inline("SELECT ?a ?d WHERE { ?a ?p ?d } ORDER BY ?d", {"d": "1"})
    'SELECT ?a (1 AS ?d) WHERE { ?a ?p 1 } ORDER BY ?d'
    """
    return _query(_COMMENT.sub("", text), values)


def _query(text: str, values: Mapping[str, str]) -> str:
    """Rewrite each SELECT of a text, from the outside in; what is around them as a pattern."""
    match = _SELECT.search(text)
    if match is None:
        return _replace(text, values)
    end = _closing(text, match.end())
    body, rest = text[match.end() : end], text[end + 1 :]
    head, tail = match[1], rest
    group = _GROUP.match(rest)
    grouped = ""
    if group:
        grouped, tail = " GROUP BY" + _project(group[1], values), rest[group.end() :]
    else:
        head = _project(head, values)
    order = re.match(r"\s*(ORDER BY|HAVING)[^}]*", tail)
    kept = order[0] if order else ""
    tail = tail[len(kept) :]
    before = _replace(text[: match.start()], values)
    return f"{before}SELECT{head}WHERE {{{_query(body, values)}}}{grouped}{kept}" + (
        _query(tail, values) if tail else ""
    )


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


def _project(text: str, values: Mapping[str, str]) -> str:
    for name, term in values.items():
        text = re.sub(rf"\?{name}\b", f"({term} AS ?{name})".replace("\\", r"\\"), text)
    return text

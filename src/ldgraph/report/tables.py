"""Rows of an answer as a table, CSV, JSON or SPARQL-JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.answers.queries import Answer

FORMATS = ("table", "csv", "json", "sparql-json")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | None


def render(answer: Answer, form: str, shorten: Callable[[str], str]) -> str:
    """Write an answer in one of ``FORMATS``; ``shorten`` writes IRIs for the table alone."""
    if form == "csv":
        return _csv(answer)
    if form == "json":
        rows = [
            {name: _plain(term) for name, term in zip(answer.columns, row, strict=True)}
            for row in answer.rows
        ]
        return json.dumps({"columns": answer.columns, "rows": rows}, ensure_ascii=False, indent=2)
    if form == "sparql-json":
        return _sparql_json(answer)
    # A line end in a value would tear its row apart.
    cells = [
        [
            visible(shorten(term.value) if isinstance(term, ox.NamedNode) else _plain(term))
            for term in row
        ]
        for row in answer.rows
    ]
    lines = [list(answer.columns), *cells]
    widths = [max(len(line[n]) for line in lines) for n in range(len(answer.columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _plain(term: _Term) -> str:
    return "" if term is None else term.value


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_plain(term) for term in row] for row in answer.rows)
    return out.getvalue().rstrip("\n")


def _sparql_json(answer: Answer) -> str:
    bindings = [
        {
            name: _binding(term)
            for name, term in zip(answer.columns, row, strict=True)
            if term is not None
        }
        for row in answer.rows
    ]
    whole = {"head": {"vars": answer.columns}, "results": {"bindings": bindings}}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _binding(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif not term.datatype.value.endswith("#string"):
        found["datatype"] = term.datatype.value
    return found

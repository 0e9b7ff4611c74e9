"""Rows as CSV that a spreadsheet of a Dutch reader opens as they are."""

from __future__ import annotations

import csv
import io
from math import isfinite
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | None

#: A spreadsheet reads a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WHOLE = frozenset(XSD + one for one in ("integer", "nonNegativeInteger", "gYear"))
_FRACTION = frozenset(XSD + one for one in ("decimal", "double", "float"))


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""Write rows: a mark for UTF-8, semicolons between cells, no cell that would run as a formula.

    >>> spreadsheet(["a", "b"], [["=1+1", "x;y"]])
    b'\xef\xbb\xbfa;b\r\n\'=1+1;"x;y"\r\n'
    """
    return _written(columns, ([text_cell(one) for one in row] for row in rows))


def terms_as_spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[Term]]) -> bytes:
    """Write rows of an answer; numbers as such, with a comma where a fraction begins."""
    return _written(columns, ([_cell(one) for one in row] for row in rows))


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def text_cell(text: str) -> str:
    """Put an apostrophe, as spreadsheets themselves show it, before what would run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cell(term: Term) -> str:
    if term is None:
        return ""
    if isinstance(term, ox.Literal) and not term.language:
        datatype = term.datatype.value
        try:
            if datatype in _WHOLE:
                return str(int(term.value))
            if datatype in _FRACTION and isfinite(float(term.value)):
                return term.value.replace(".", ",")
        except ValueError:
            pass
    return text_cell(term.value)

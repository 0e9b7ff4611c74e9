"""Order of literals as SPARQL's ``<`` has it, and whether a literal is one of its datatype."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import XSD
from ldgraph.turtle.literals import is_value

if TYPE_CHECKING:
    from ldgraph.shacl.results import Term

_NARROWER = (
    "nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger long int short byte "
    "unsignedLong unsignedInt unsignedShort unsignedByte"
)
_INTEGERS = frozenset(f"{XSD}{name}" for name in f"integer {_NARROWER}".split())
_NUMBERS = _INTEGERS | {XSD + "decimal", XSD + "double", XSD + "float"}
_LEAST = {
    "byte": (-128, 127),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 255),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
}
_RANGES = {XSD + name: bounds for name, bounds in _LEAST.items()}

Ordered = tuple[str, Decimal | str | bool | dt.date | dt.datetime]


def well_formed(literal: ox.Literal) -> bool:
    """Say whether the lexical form is one of the datatype."""
    datatype = literal.datatype.value
    if datatype in _RANGES:
        low, high = _RANGES[datatype]
        return is_value(literal.value, XSD + "integer") and low <= int(literal.value) <= high
    return is_value(literal.value, datatype)


def _ordered(term: Term) -> Ordered | None:
    """Give what a literal is ordered by, with the kind that it can be compared with."""
    if not isinstance(term, ox.Literal) or not well_formed(term):
        return None
    try:
        return _by_datatype(term.datatype.value, term.value.strip())
    except (ValueError, InvalidOperation):
        return None


def _by_datatype(datatype: str, text: str) -> Ordered | None:
    if datatype in _NUMBERS:
        return "number", Decimal(text.replace("INF", "Infinity"))
    if datatype == XSD + "dateTime":
        moment = dt.datetime.fromisoformat(text)
        return ("moment" if moment.tzinfo else "local moment"), moment
    if datatype == XSD + "date":
        return "date", dt.date.fromisoformat(text[:10])
    if datatype == XSD + "boolean":
        return "boolean", text in {"true", "1"}
    as_text = {"string": "text", "gYear": "year", "gYearMonth": "month"}
    kind = as_text.get(datatype.removeprefix(XSD))
    return (kind, text) if kind else None


def order(one: Term, two: Term) -> int | None:
    """Give -1, 0 or 1 for less, equal or more; None where the two cannot be compared."""
    a, b = _ordered(one), _ordered(two)
    if a is None or b is None or a[0] != b[0] or a[1] != a[1] or b[1] != b[1]:
        return None
    return (a[1] > b[1]) - (a[1] < b[1])  # type: ignore[operator]

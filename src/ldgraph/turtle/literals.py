"""Whether a literal is a value of its datatype, by the lexical forms of XML Schema."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from ldgraph.terms import XSD

_ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)?"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH, _DAY = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_SECONDS = r"[0-9]+(?:\.[0-9]+)?S"
_DAYS_TIME = rf"(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:{_SECONDS})?)?"

#: Datatype to its form and an example that is right.
_FORMS = {
    "boolean": (r"true|false|1|0", "true"),
    "integer": (r"[+-]?[0-9]+", "12"),
    "nonNegativeInteger": (r"\+?[0-9]+|-0+", "12"),
    "positiveInteger": (r"\+?0*[1-9][0-9]*", "12"),
    "int": (r"[+-]?[0-9]+", "12"),
    "long": (r"[+-]?[0-9]+", "12"),
    "decimal": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", "12.5"),
    "double": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN", "1.5e0"),
    "float": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN", "1.5e0"),
    "date": (rf"({_YEAR})-({_MONTH})-({_DAY}){_ZONE}", "2026-11-24"),
    "dateTime": (rf"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE}", "2026-11-24T09:00:00Z"),
    "dateTimeStamp": (
        rf"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE.removesuffix('?')}",
        "2026-11-24T09:00:00Z",
    ),
    "time": (_TIME + _ZONE, "09:00:00"),
    "gYear": (_YEAR + _ZONE, "2026"),
    "gYearMonth": (rf"{_YEAR}-{_MONTH}{_ZONE}", "2026-11"),
    "duration": (rf"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?{_DAYS_TIME}", "P1Y"),
    "dayTimeDuration": (rf"-?P(?=.){_DAYS_TIME}", "PT1H30M"),
    "yearMonthDuration": (r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?", "P1Y6M"),
    "language": (r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*", "nl"),
    "anyURI": (r"[^\s<>\"{}|\\^`]*", "https://example.org/"),
}
_CHECKS = {XSD + name: (re.compile(form), example) for name, (form, example) in _FORMS.items()}


@lru_cache(maxsize=65536)
def is_value(lexical: str, datatype: str) -> bool:
    """Say whether ``lexical`` is a value of ``datatype``; a datatype not known here has any.

    >>> is_value("2026-02-29", XSD + "date")
    False
    """
    if datatype not in _CHECKS:
        return True
    match = _CHECKS[datatype][0].fullmatch(lexical.strip(" \t\r\n"))
    if match is None:
        return False
    if len(match.groups()) < 3:  # noqa: PLR2004 (year, month and day)
        return True
    year, month, day = match.groups()
    # A year of any length is a value too; leap years repeat every 400, so its end tells enough.
    return int(day) <= calendar.monthrange(2000 + int(year[-4:]) % 400, int(month))[1]


def datatypes() -> list[str]:
    """Give the datatypes that are known here."""
    return [*_CHECKS, XSD + "string"]


def example(datatype: str) -> str:
    """Show a literal that is a value of ``datatype``; empty for one not known here."""
    return _CHECKS[datatype][1] if datatype in _CHECKS else ""

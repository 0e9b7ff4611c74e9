"""The parameters of stored questions as HTTP has them, and their values as RDF has them."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.governments import Governments
from ldgraph.answers.names import RANGES, Things
from ldgraph.errors import UnknownNameError
from ldgraph.graph.prefixes import expand
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.kept import kept
from ldgraph.serve.questions.given import short, unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.answers.queries import Query, Value
    from ldgraph.serve.published import Published

#: The reference date has the name that people use, here and in every other address below /v1.
DATE = "datum"
ALIASES = {"date": DATE}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")

_TEXTS = {
    DATE: (
        "Peildatum: het antwoord geldt op deze dag (standaard: vandaag).",
        "Reference date: the answer holds on this day (default: today).",
    ),
    "government": (
        "Een bestuur: IRI, NIS-, KBO- of OVO-nummer, zonenummer, of een naam die eenduidig is.",
        "A government: IRI, NIS, KBO or OVO number, zone number, or a name that only one has.",
    ),
    "requirement": (
        "Een vereiste: code, naam of IRI.",
        "A requirement: code, name or IRI.",
    ),
    "offering": (
        "Een aanbod: code, naam of IRI.",
        "An offering: code, name or IRI.",
    ),
    "risk": ("Een risico: code, naam of IRI.", "A risk: code, name or IRI."),
    "capability": ("Een capability: code, naam of IRI.", "A capability: code, name or IRI."),
    "top": (
        "Een top van het schema van capabilities.",
        "A top of the scheme of capabilities.",
    ),
    "level": ("Een CyberFundamentals-niveau.", "A CyberFundamentals level."),
    "edition": (
        "Een editie van CyberFundamentals.",
        "An edition of CyberFundamentals.",
    ),
    "class": ("Een klasse: IRI of prefixnaam.", "A class: IRI or prefixed name."),
}
_OTHER = ("Een waarde van het type {}.", "A value of type {}.")


class Field(NamedTuple):
    """One parameter of a question, as a caller sees it."""

    name: str
    #: The name in the question itself.
    inner: str
    datatype: str
    required: bool
    description: tuple[str, str]


def fields(query: Query) -> list[Field]:
    """List the parameters of a question; the reference date is never needed."""
    found = []
    for one in query.parameters:
        name = DATE if one.name == "date" else one.name
        dutch, english = _TEXTS.get(name, _OTHER)
        text = dutch.format(one.datatype), english.format(one.datatype)
        required = not one.optional and name != DATE
        found.append(Field(name, one.name, one.datatype, required, text))
    return found


#: What a question about one government takes, and one that is explained.
WHOSE = ("government", "requirement", "offering")
OF_ONE = (
    Field("government", "government", "iri", required=True, description=_TEXTS["government"]),
    Field(DATE, "date", "xsd:date", required=False, description=_TEXTS[DATE]),
)
SAID = (
    *OF_ONE,
    Field("requirement", "requirement", "iri", required=True, description=_TEXTS["requirement"]),
    Field("offering", "offering", "iri", required=False, description=_TEXTS["offering"]),
)


def reference_date(given: Mapping[str, str], today: dt.date) -> dt.date:
    """Give the date that was asked for, else the one given.

    Raises:
        Problem: There is no such day.
    """
    written = given.get(DATE)
    return today if written is None else _day(DATE, written)


def _day(name: str, written: str) -> dt.date:
    if _DAY.fullmatch(written):
        with suppress(ValueError):
            return dt.date.fromisoformat(written)
    dutch, english = "verwacht een dag als 2026-11-25", "wanted a day as 2026-11-25"
    raise unfit(name, dutch, english, ("JJJJ-MM-DD",))


def values(
    published: Published, query: Query, given: Mapping[str, str], on: dt.date
) -> dict[str, Value]:
    """Give the values of a question's parameters by the names in it, each checked.

    Raises:
        Problem: One is missing, or is not what it has to be.
    """
    return checked(published, fields(query), given, on)


def checked(
    published: Published, asked: Iterable[Field], given: Mapping[str, str], on: dt.date
) -> dict[str, Value]:
    """Give the values of parameters, each checked.

    Raises:
        Problem: One is missing, or is not what it has to be.
    """
    found: dict[str, Value] = {}
    for field in asked:
        written = given.get(field.name)
        if field.name == DATE:
            found[field.inner] = on
        elif written is not None:
            found[field.inner] = _value(published, field, written, on)
        elif field.required:
            raise Problem(
                400,
                (
                    f"De parameter {field.name} ontbreekt. {field.description[0]}",
                    f"The parameter {field.name} is missing. {field.description[1]}",
                ),
                about="vraag",
                parameter=field.name,
            )
    return found


def _value(published: Published, field: Field, written: str, on: dt.date) -> Value:
    datatype = field.datatype
    if datatype == "iri":
        if field.inner == "government":
            return government(published, written, on, field.name)
        return thing(published, field.inner, written, field.name)
    if datatype == "xsd:date":
        return _day(field.name, written)
    if datatype == "xsd:integer" and not _INTEGER.fullmatch(written):
        raise unfit(field.name, "verwacht een geheel getal", "wanted a whole number", ("12",))
    if datatype == "xsd:decimal" and not _DECIMAL.fullmatch(written):
        raise unfit(field.name, "verwacht een getal", "wanted a number", ("12.5",))
    return written


def government(
    published: Published, written: str, on: dt.date, parameter: str = "government"
) -> str:
    """Give the IRI of the government that a caller means.

    Raises:
        Problem: There is none, or several are called so.
    """
    try:
        return governments(published).find(written, on)
    except UnknownNameError as error:
        raise _not_one("bestuur", "government", error, parameter) from error


def governments(published: Published) -> Governments:
    """Give the governments by name, as this audience knows them."""
    return kept(published, "governments by name", lambda one: Governments(one.view))


def thing(published: Published, kind: str, written: str, parameter: str | None = None) -> str:
    """Give the IRI of what a caller means: of those that the command line knows by ``kind``.

    Raises:
        Problem: There is none, or several are called so.
    """
    parameter = parameter or kind
    prefixes = published.prefixes
    if kind not in RANGES:
        iri = expand(written, prefixes)
        if iri is None or ":" not in iri or _NOT_IN_IRI.search(iri):
            dutch, english = "verwacht een IRI", "wanted an IRI"
            raise unfit(parameter, dutch, english, ("https://…",))
        return iri
    try:
        return things(published, kind).find(kind, written, prefixes)
    except UnknownNameError as error:
        raise _not_one("ding", "thing", error, parameter) from error


def things(published: Published, kind: str) -> Things:
    """Give what a parameter ranges over, by name."""
    return kept(published, f"by name: {kind}", lambda one: Things(one.view, RANGES[kind]))


def _not_one(dutch: str, english: str, error: UnknownNameError, parameter: str) -> Problem:
    typed = short(error.name)
    if error.kind.startswith("single "):
        text = (
            f"De waarde van {parameter} noemt meer dan één {dutch}: '{typed}'.",
            f"The value of {parameter} names more than one {english}: '{typed}'.",
        )
    else:
        text = (
            f"De waarde van {parameter} noemt geen {dutch} dat hier bekend is: '{typed}'.",
            f"The value of {parameter} names no {english} that is known here: '{typed}'.",
        )
    return Problem(400, text, about="vraag", parameter=parameter, wanted=error.known)

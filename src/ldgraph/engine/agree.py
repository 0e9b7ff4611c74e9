"""Whether an engine answers as the embedded store does: asked before readers are turned to it.

Engines read some queries differently, and some leave rows out without a word. What is published
is known here too, so each stored question is put to both, and one row more or less is an error.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.queries import Answer, ask, readable
from ldgraph.errors import LdgraphError
from ldgraph.terms import TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.graph.access import View

_NUMBERS = frozenset(XSD + one for one in ("integer", "decimal", "double", "float"))
#: Digits behind the point that a sum may be rounded to.
_DIGITS = 9

Row = tuple[object, ...]


class DisagreesError(LdgraphError):
    """An engine answers a stored question otherwise than the embedded store does."""

    exit_code = 3

    def __init__(self, address: str, query: str, lacking: int, beyond: int) -> None:
        super().__init__(
            f"engine at {address}: its answer to '{query}' lacks {lacking} rows and has {beyond} "
            "that it should not; readers are not turned to it",
            f"engine op {address}: zijn antwoord op '{query}' mist {lacking} rijen en heeft er "
            f"{beyond} te veel; lezers gaan er niet naar over",
        )


def refuse_unlike(
    here: View, there: View, queries: Mapping[str, Query], date: str, address: str
) -> int:
    """Put every stored question to both that needs no more than a date, for all and for one.

    Args:
        here: What an audience may see, in the embedded store.
        there: The same in the engine.
        queries: The stored questions.
        date: The reference date.
        address: The engine, as it is told of.

    Returns:
        How many answers were compared.

    Raises:
        DisagreesError: An answer is not the same.
        EngineError: There is no answer.
    """
    compared = 0
    for name, query in queries.items():
        for arguments in _arguments(here, query, date):
            if not readable(here, query, arguments):
                continue
            wanted = _counted(ask(here, query, arguments))
            got = _counted(ask(there, query, arguments))
            if wanted != got:
                lacking, beyond = (wanted - got).total(), (got - wanted).total()
                raise DisagreesError(address, name, lacking, beyond)
            compared += 1
    return compared


def _arguments(here: View, query: Query, date: str) -> Iterator[dict[str, str]]:
    must = {one.name for one in query.parameters if not one.optional}
    if not must <= {"date", "government"}:
        return
    given = {"date": date} if any(one.name == "date" for one in query.parameters) else {}
    if "government" not in must:
        yield given
    if any(one.name == "government" for one in query.parameters):
        for government in _governments(here):
            yield {**given, "government": government}


def _governments(here: View) -> list[str]:
    """Choose governments to ask for: the first and the last of those with an assessment."""
    ldg = here.vocabulary.ldg
    kind, of = ox.NamedNode(ldg + "Beoordeling"), ox.NamedNode(ldg + "bestuur")
    found = {
        named.object.value
        for one in here.store.quads_for_pattern(None, ox.NamedNode(TYPE), kind, None)
        for named in here.store.quads_for_pattern(one.subject, of, None, None)
        if isinstance(named.object, ox.NamedNode)
    }
    return sorted({min(found), max(found)}) if found else []


def _counted(answer: Answer) -> Counter[Row]:
    """Count rows; numbers by value and datatype, blank nodes are alike, and order is left out."""
    return Counter(tuple(_value(term) for term in row) for row in answer.rows)


def _value(term: object) -> object:
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return term.datatype.value, round(Decimal(term.value), _DIGITS).normalize()
    return term

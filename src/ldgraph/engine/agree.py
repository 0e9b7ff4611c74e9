"""Whether an engine answers as the embedded store does: asked before readers are turned to it.

Engines read some queries differently, and some leave rows out without a word. What is published
is known here too, so each stored question is put to both, and one row more or less is an error.
"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import Future
from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.queries import ask, readable
from ldgraph.errors import LdgraphError
from ldgraph.terms import TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ldgraph.answers.queries import Answer, Query
    from ldgraph.graph.access import View

    Step = Callable[[int, int], None]

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


def refuse_unlike(  # noqa: PLR0913 (both sides, what is asked, and who is told)
    here: View,
    there: View,
    queries: Mapping[str, Query],
    date: str,
    address: str,
    *,
    step: Step | None = None,
) -> int:
    """Put every stored question to both that needs no more than a date, for all and for one.

    The engine works on a question while the embedded store answers the same; it is never asked two
    at once, as each has its time to answer.

    Args:
        here: What an audience may see, in the embedded store.
        there: The same in the engine.
        queries: The stored questions.
        date: The reference date.
        address: The engine, as it is told of.
        step: Told how many questions are compared, of how many.

    Returns:
        How many answers were compared.

    Raises:
        DisagreesError: An answer is not the same.
        EngineError: There is no answer.
    """
    cases = list(_cases(here, queries, date))
    for number, (query, arguments) in enumerate(cases, 1):
        asked = _begun(there, query, arguments)
        wanted = ask(here, query, arguments).rows
        got = asked.result().rows
        if Counter(wanted) != Counter(got):  # alike to the letter, mostly
            _refuse(query.name, _counted(wanted), _counted(got), address)
        if step is not None:
            step(number, len(cases))
    return len(cases)


def _begun(there: View, query: Query, arguments: dict[str, str]) -> Future[Answer]:
    """Begin to ask an engine, in a thread that nobody who interrupts has to wait for."""
    asked: Future[Answer] = Future()

    def work() -> None:
        try:
            asked.set_result(ask(there, query, arguments))
        except BaseException as error:  # noqa: BLE001 (told where the answer is taken)
            asked.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return asked


def _refuse(name: str, wanted: Counter[Row], got: Counter[Row], address: str) -> None:
    if wanted != got:
        lacking, beyond = (wanted - got).total(), (got - wanted).total()
        raise DisagreesError(address, name, lacking, beyond)


def _cases(
    here: View, queries: Mapping[str, Query], date: str
) -> Iterator[tuple[Query, dict[str, str]]]:
    governments = _governments(here)
    for query in queries.values():
        for arguments in _arguments(query, date, governments):
            if readable(here, query, arguments):
                yield query, arguments


def _arguments(query: Query, date: str, governments: Sequence[str]) -> Iterator[dict[str, str]]:
    must = {one.name for one in query.parameters if not one.optional}
    if not must <= {"date", "government"}:
        return
    given = {"date": date} if any(one.name == "date" for one in query.parameters) else {}
    if "government" not in must:
        yield given
    if any(one.name == "government" for one in query.parameters):
        for government in governments:
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


def _counted(rows: Iterable[Row]) -> Counter[Row]:
    """Count rows; numbers by value and datatype, blank nodes are alike, and order is left out."""
    return Counter(tuple(_value(term) for term in row) for row in rows)


def _value(term: object) -> object:
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return term.datatype.value, round(Decimal(term.value), _DIGITS).normalize()
    return term

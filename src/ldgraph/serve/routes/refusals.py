"""Why a SPARQL query has no answer, in words for its caller: what was wrong, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.serve.http.forms import GRAPHS, ROWS
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.pool.failures import QueryFailure, Why

if TYPE_CHECKING:
    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.pool.limits import Limits

ABOUT = "sparql"


def too_long(limits: Limits) -> Problem:
    """Say that the text is longer than one may have."""
    detail = (
        f"De vraag is te lang: hoogstens {limits.text} tekens worden gelezen.",
        f"The query is too long: at most {limits.text} characters are read.",
    )
    return Problem(413, detail, about=ABOUT, parameter="query")


def no_form(forms: tuple[Form, ...]) -> Problem:
    """Say that the answer has none of the forms that its caller takes."""
    return Problem(
        406,
        (
            "Dit antwoord is er niet in de vorm die de header Accept vraagt.",
            "This answer does not exist in the form that the header Accept asks for.",
        ),
        about=ABOUT,
        parameter="Accept",
        wanted=tuple(one.media for one in forms),
    )


def of_failure(failure: QueryFailure, limits: Limits) -> Problem:
    """Say why a query that was run, or would have been, has no answer."""
    if failure.why is Why.TEXT:
        return too_long(limits)
    if failure.why is Why.FORM:
        return no_form(GRAPHS if failure.kind == "graph" else ROWS)
    status, dutch, english = _TOLD[failure.why]
    where = {"line": failure.line, "column": failure.column}
    values = {
        **where,
        "message": failure.message,
        "dutch": failure.dutch,
        "cpu": f"{limits.cpu:g}",
        "answer": limits.answer >> 20,
        "memory": limits.memory >> 20,
    }
    return Problem(
        status,
        (dutch.format(**values), english.format(**values)),
        about=ABOUT,
        parameter="query",
        headers={"Retry-After": str(failure.retry)} if failure.retry else None,
        more={key: value for key, value in where.items() if value is not None},
        title=_TITLES.get(failure.why),
    )


#: By reason: a title that says more than that of the status does, which is of a start.
_TITLES = {
    Why.BUSY: ("Te veel vragen tegelijk", "Too many queries at once"),
    Why.DOWN: ("Vragen kunnen nu niet", "Queries cannot be run now"),
}
#: By reason: the status, and what is said in Dutch and English.
_TOLD = {
    Why.SYNTAX: (
        400,
        "De vraag is geen SPARQL 1.1 die alleen leest: regel {line}, kolom {column}: {message}",
        "The query is no SPARQL 1.1 that only reads: line {line}, column {column}: {message}",
    ),
    Why.DEEP: (
        400,
        "De vraag is te diep of te lang: {dutch}.",
        "The query is too deep: {message}.",
    ),
    Why.SERVICE: (
        403,
        "SERVICE wordt niet gevolgd: deze dienst vraagt niets aan andere.",
        "SERVICE is not followed: this service asks nothing of others.",
    ),
    Why.ELSEWHERE: (
        400,
        "De vraag wordt niet doorgestuurd: {dutch}.",
        "The query is not sent on: {message}.",
    ),
    Why.LARGE: (
        422,
        "Het antwoord heeft meer dan {answer} MiB: vraag minder, met LIMIT en OFFSET.",
        "The answer has more than {answer} MiB: ask for less, with LIMIT and OFFSET.",
    ),
    Why.MEMORY: (
        422,
        "De vraag heeft meer dan {memory} MiB nodig, of ordent wat niet samen te ordenen is (STR).",
        "The query needs more than {memory} MiB, or orders what cannot be ordered together (STR).",
    ),
    Why.FAILED: (
        400,
        "De vraag kan niet uitgevoerd worden: {message}",
        "The query cannot be run: {message}",
    ),
    Why.TIME: (
        504,
        "De vraag duurt langer dan {cpu} s: vraag minder.",
        "The query takes longer than {cpu} s: ask for less.",
    ),
    Why.CRASHED: (
        422,
        "De vraag kon niet uitgevoerd worden: ze is te zwaar voor de opslag.",
        "The query could not be run: it is too heavy for the store.",
    ),
    Why.BUSY: (
        503,
        "Er lopen nu te veel zware vragen: probeer het later opnieuw.",
        "Too many heavy queries run now: try again later.",
    ),
    Why.DOWN: (
        503,
        "Vragen kunnen nu niet uitgevoerd worden: probeer het later opnieuw.",
        "Queries cannot be run now: try again later.",
    ),
}

"""SPARQL for browsers: when a page is wanted, and as much of an answer as a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ldgraph.serve.depends import today
from ldgraph.serve.http.forms import BY_NAME, GRAPHS, ROWS
from ldgraph.serve.http.negotiate import HTML, choose
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.pages.sparql import MOST_BYTES, MOST_ROWS, page, read
from ldgraph.serve.routes.page import html

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Mapping

    from starlette.requests import Request

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.pages.sparql import Result
    from ldgraph.serve.pool.pool import Answer
    from ldgraph.serve.published import Published

#: What the form of the page calls the form of an answer: a browser sets no header.
_FORM = "vorm"
#: The status, for the log, of who did not wait.
GONE = 499


def prefers_page(request: Request, given: Iterable[tuple[str, str]]) -> bool:
    """Say whether who asks likes a page more than any form of data."""
    if _form_of(given):
        return False
    accept = ", ".join(request.headers.getlist("accept"))
    return choose(accept, (*ROWS, *GRAPHS, HTML)) is HTML


def accepted(request: Request, given: Iterable[tuple[str, str]]) -> str | None:
    """Give the forms that are taken, as the header Accept has them."""
    form = _form_of(given)
    if form:
        return f"{BY_NAME[form].media}, */*;q=0.1"
    return ", ".join(request.headers.getlist("accept")) or None


def _form_of(given: Iterable[tuple[str, str]]) -> str:
    return next((value for name, value in given if name == _FORM and value in BY_NAME), "")


async def beginning(answer: Answer) -> Result:
    """Take as much of an answer as a page shows."""
    if answer.whole is not None:
        is_cut = len(answer.whole) > MOST_BYTES
        return read(answer.form, answer.whole[:MOST_BYTES], is_cut=is_cut)
    taken = bytearray()
    is_cut = False
    try:
        async for piece in answer.pieces:
            taken += piece
            is_cut = len(taken) > MOST_BYTES or taken.count(b"\n") > MOST_ROWS + 1
            if is_cut:
                break
    finally:
        answer.close()
    return read(answer.form, bytes(taken[:MOST_BYTES]), is_cut=is_cut)


async def empty_page(request: Request, at: Place, seen: Published) -> Response:
    """Give the page on which a query can be put."""
    on = today(request)
    body = await run_in_threadpool(lambda: page(seen, at, on))
    return html(request, seen, at, body)


async def on_page(
    request: Request,
    at: Place,
    seen: Published,
    given: Iterable[tuple[str, str]],
    begun: Awaitable[Result | None],
) -> Response:
    """Answer a query on the page on which it was put."""
    query = next((value for name, value in given if name == "query"), "")
    result, status, told = None, 200, ""
    headers: Mapping[str, str] = {}
    try:
        result = await begun
        if result is None:
            return Response(status_code=GONE)
    except Problem as problem:
        told = problem.detail[0 if at.lang == "nl" else 1]
        status, headers = problem.status, problem.headers
    on = today(request)
    body = await run_in_threadpool(
        lambda: page(seen, at, on, query=query, result=result, problem=told)
    )
    response = html(request, seen, at, body, status)
    response.headers.update(headers)
    # Not the same twice, if the query says NOW() or RAND().
    response.headers["Cache-Control"] = "no-store"
    return response

"""SPARQL for browsers: when a page is wanted, and as much of an answer as a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.serve.http.forms import BY_NAME, GRAPHS, ROWS
from ldgraph.serve.http.negotiate import HTML, choose
from ldgraph.serve.pages.sparql import MOST_BYTES, MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from ldgraph.serve.pool.pool import Answer

#: What the form of the page calls the form of an answer: a browser sets no header.
_FORM = "vorm"


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


async def beginning(answer: Answer) -> tuple[bytes, bool]:
    """Take as much of an answer as a page shows; and say whether there is more."""
    if answer.whole is not None:
        return answer.whole[:MOST_BYTES], len(answer.whole) > MOST_BYTES
    taken = bytearray()
    try:
        async for piece in answer.pieces:
            taken += piece
            if len(taken) > MOST_BYTES or taken.count(b"\n") > MOST_ROWS + 1:
                return bytes(taken[:MOST_BYTES]), True
    finally:
        await answer.pieces.aclose()  # type: ignore[attr-defined]
    return bytes(taken), False

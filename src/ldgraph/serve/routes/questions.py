"""The stored questions: a list, and each with its parameters, in every form that has rows."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.serve.depends import READ, Here, Seen, today
from ldgraph.serve.http import answers
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.http.problems import CORS
from ldgraph.serve.pages.questions import index
from ldgraph.serve.questions import answering, given, parameters
from ldgraph.serve.questions.asking import about_own, find
from ldgraph.serve.questions.forms import ROWS, THINGS
from ldgraph.serve.questions.listing import listing
from ldgraph.serve.questions.replies import Asked, form_of, reply, tag_of
from ldgraph.serve.routes.page import html
from ldgraph.serve.routes.pages import question as question_page

router = APIRouter(include_in_schema=False)
_PATH = "/v1/vragen"


@router.api_route("/v1", methods=READ)
def beginning(request: Request, at: Here) -> Response:
    """Send on from the address of the service to what can be asked."""
    headers = {"Location": f"{at.here}{_PATH}", "Cache-Control": answers.SHORTLY, **CORS}
    return Response(status_code=303, headers=headers)


@router.api_route(_PATH, methods=READ)
@router.api_route(f"{_PATH}.{{extension}}", methods=READ)
def every_question(request: Request, at: Here, seen: Seen, extension: str = "") -> Response:
    """List the stored questions."""
    taken = given.read(request, given.PAGING)
    page = given.page_of(taken)
    form = form_of(request, extension, THINGS)
    if form is HTML:
        return html(request, seen, at, index(seen, at))
    asked = Asked(seen, at, _PATH, given.without_page(taken), extension, given.said_page(taken))
    tag = tag_of(seen, repr(page), repr(taken), form.extension, at.lang, at.here)
    return reply(request, asked, form, THINGS, tag, lambda: listing(asked, page, form))


@router.api_route(f"{_PATH}/{{name}}", methods=READ)
def question(name: str, request: Request, at: Here, seen: Seen) -> Response:
    """Answer a stored question, a page at a time."""
    name, _, extension = name.partition(".")
    query = find(seen, name)
    if form_of(request, extension, ROWS) is HTML:
        return question_page(request, at, seen, query)
    names = [one.name for one in parameters.fields(query)]
    taken = given.read(request, (*names, *given.PAGING), parameters.ALIASES)
    page = given.page_of(taken)
    on = parameters.reference_date(taken, today(request))
    values = about_own(seen, query, parameters.values(seen, query, taken, on))
    form = form_of(request, extension, ROWS)
    own, said = given.without_page(taken), given.said_page(taken)
    asked = Asked(seen, at, f"{_PATH}/{quote(name)}", own, extension, said)
    tag = tag_of(
        *(seen, name, repr(sorted(values.items())), repr(taken), on.isoformat()),
        *(repr(page), extension, form.extension, at.lang, at.here),
    )
    return reply(
        *(request, asked, form, ROWS, tag),
        lambda: answering.answer(asked, query, values, on, page, form),
    )

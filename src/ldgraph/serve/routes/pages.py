"""Pages for people that are no document about one thing: home, search, lists, matrix, why."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.errors import UnknownNameError
from ldgraph.graph.access import EVERYONE
from ldgraph.serve.depends import READ, Here, Seen, When
from ldgraph.serve.http import answers
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.http.problems import Problem, not_found
from ldgraph.serve.http.where import Place, place
from ldgraph.serve.kept import queries
from ldgraph.serve.pages import (
    asking,
    explain,
    government,
    home,
    layout,
    lists,
    matrix,
    problem,
    questions,
    search,
)
from ldgraph.serve.pages.words import WORDS

if TYPE_CHECKING:
    from ldgraph.serve.published import Published

_MOST_DIGITS = 7

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=READ)
def first(request: Request, at: Here, seen: Seen) -> Response:
    """Give the home page."""
    answers.wanted(request, (HTML,))
    return html(request, seen, at, home.page(seen, at))


@router.api_route("/zoek", methods=READ)
def searched(request: Request, at: Here, seen: Seen) -> Response:
    """Give what is found."""
    found = search.page(seen, at, once(request, "q"), once(request, "soort"))
    return html(request, seen, at, found)


@router.api_route("/besturen", methods=READ)
@router.api_route("/vereisten", methods=READ)
@router.api_route("/aanbod", methods=READ)
@router.api_route("/risicos", methods=READ)
@router.api_route("/capabilities", methods=READ)
def listed(request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give all things of a kind."""
    word = at.path.strip("/")
    body = lists.page(seen, at, word, on, once(request, "groep"), once(request, "naam"))
    return html(request, seen, at, body)


@router.api_route("/matrix", methods=READ)
def matrix_of(request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the coverage matrix."""
    names = ("soort", "groep", "aanbodsoort")
    wanted = matrix.Wanted(*(once(request, name) for name in names), bool(once(request, "alles")))
    return html(request, seen, at, matrix.page(seen, at, wanted, on))


@router.api_route(government.EXPLAIN, methods=READ)
def explained(request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give why an answer about a government and a requirement holds."""
    about = explain.Asked(*(once(request, name) for name in ("bestuur", "vereiste", "aanbod")))
    try:
        body = explain.page(seen, at, about, on)
    except UnknownNameError as error:
        detail = (error.message("nl"), error.message("en"))
        raise Problem(404, detail, about="uitleg") from error
    if body is None:
        words = (WORDS["nl"]["explain_hidden"], WORDS["en"]["explain_hidden"])
        raise Problem(404, words, about="uitleg")
    return html(request, seen, at, body)


@router.api_route(questions.PATH, methods=READ)
def asked(request: Request, at: Here, seen: Seen) -> Response:
    """Give the stored questions."""
    return html(request, seen, at, questions.index(seen, at))


@router.api_route(questions.PATH + "/{name}", methods=READ)
def question(name: str, request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give a question and its answer."""
    query = queries(seen).get(name)
    if query is None:
        raise not_found()
    names = (questions.DATE if one.name == "date" else one.name for one in query.parameters)
    given = {one: once(request, one) for one in names}
    found, status = asking.asked(seen, query, given, on, at.lang, _offset(request))
    return html(request, seen, at, questions.page(seen, at, found), status)


def _offset(request: Request) -> int:
    """Give from which row on an answer is asked for."""
    given = once(request, "offset")
    if given and not (given.isascii() and given.isdigit() and len(given) < _MOST_DIGITS):
        raise Problem(
            400,
            (
                "De parameter offset kan niet: verwacht een getal vanaf 0.",
                "The parameter offset cannot be: wanted a number from 0.",
            ),
            about="verzoek",
            parameter="offset",
            wanted=("0", "100"),
        )
    return int(given or 0)


def problem_page(request: Request, found: Problem, title: str, told: Response) -> Response:
    """Write a problem as a page; its status and headers stay."""
    lang = told.headers["content-language"]
    try:
        at = place(request)
    except Problem:
        # Where the address itself is wrong, nothing of it is shown.
        at = Place("", "", "", lang)
    detail = found.detail[0 if lang == "nl" else 1]
    body = problem.page(replace(at, lang=lang), title, detail, found.parameter or "", found.wanted)
    same = ("content-length", "content-type")
    headers = {name: value for name, value in told.headers.items() if name not in same}
    headers |= layout.HEADERS
    return Response(body, told.status_code, headers, f"{HTML.media}; charset=utf-8")


def once(request: Request, name: str) -> str:
    """Give a parameter; empty if it is absent.

    Raises:
        Problem: It stands there twice.
    """
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise Problem(
            400,
            (
                f"De parameter {name} staat er meer dan eens.",
                f"The parameter {name} is there more than once.",
            ),
            about="verzoek",
            parameter=name,
        )
    return given[0] if given else ""


def html(request: Request, seen: Published, at: Place, body: bytes, status: int = 200) -> Response:
    """Answer with a page."""
    headers = {"Content-Language": at.lang, **layout.HEADERS}
    if seen.view.audience != EVERYONE:
        headers["Cache-Control"] = "private, no-store"
    if status != HTTPStatus.OK:
        headers = {"Vary": answers.VARY, "Cache-Control": "no-store", **headers}
        return Response(body, status, headers, f"{HTML.media}; charset=utf-8")
    return answers.content(request, body, HTML.media, headers)

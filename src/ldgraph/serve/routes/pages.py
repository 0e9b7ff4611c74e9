"""Pages for people that are no document about one thing: home, search, lists, matrix, why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.catalogue import void
from ldgraph.serve import sparql_examples
from ldgraph.serve.depends import READ, Here, OfferedAsData, Seen, When, today
from ldgraph.serve.http import answers
from ldgraph.serve.http.negotiate import FORMS, HTML
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.http.where import Place, place
from ldgraph.serve.pages import asking, home, layout, lists, matrix, problem, search
from ldgraph.serve.pages.questions import page as page_of_question
from ldgraph.serve.questions import given, parameters
from ldgraph.serve.routes import catalogue
from ldgraph.serve.routes.page import html
from ldgraph.terms import SHAPES, TERMS

if TYPE_CHECKING:
    from ldgraph.answers.queries import Query
    from ldgraph.serve.published import Published

router = APIRouter(include_in_schema=False)
_DAY = (parameters.DATE, *parameters.ALIASES)
_TAKEN = {
    "/": (),
    **dict.fromkeys(("/catalogus", void.PATH, sparql_examples.PATH, "/openapi.json"), ()),
    "/zoek": ("q", "soort"),
    "/matrix": ("soort", "groep", "aanbodsoort", "alles", *_DAY),
    **{f"/{word}": ("groep", "naam", *_DAY) for word in lists.LISTINGS},
}


def takes(path: str) -> tuple[str, ...] | None:
    """Name the parameters that a page or a document takes; None for what judges them itself.

    The rest is left out before anything is made, so here stands each that a route looks at.
    """
    names = _TAKEN.get(path)
    if names is None and path.startswith(("/doc/", TERMS, SHAPES)):
        names = _DAY
    elif names is None and path.startswith(("/catalogus.", "/download/")):
        names = ()
    return None if names is None else (*names, *given.ALWAYS)


@router.api_route("/", methods=READ)
def first(request: Request, at: Here, seen: Seen, public: OfferedAsData) -> Response:
    """Give the home page; to who asks for data, the catalogue."""
    form = answers.wanted(request, FORMS)
    if form is not HTML:
        return catalogue.at_home(request, at, public, form)
    answer = html(request, seen, at, home.page(seen, at))
    links = catalogue.links_of_home(at, public)
    if links:
        answer.headers["Link"] = links
    return answer


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
    kind, group, offered, every = (
        once(request, name) for name in ("soort", "groep", "aanbodsoort", "alles")
    )
    wanted = matrix.Wanted(kind, group, offered, bool(every))
    return html(request, seen, at, matrix.page(seen, at, wanted, on))


def question(request: Request, at: Place, seen: Published, query: Query) -> Response:
    """Give the page of a question, with its answer where one was asked for."""
    names = [one.name for one in parameters.fields(query)]
    taken = given.read(request, (*names, *given.PAGING), parameters.ALIASES)
    part = given.page_of(taken)
    on = parameters.reference_date(taken, today(request))
    own = {one: taken[one] for one in names if one in taken}
    found, status = asking.asked(seen, at, query, own, on, part)
    return html(request, seen, at, page_of_question(seen, at, found, part.limit), status)


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

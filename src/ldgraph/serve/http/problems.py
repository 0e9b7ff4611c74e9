"""What goes wrong, as RFC 9457 has it, in the caller's language: which part, and what was wanted.

A problem says nothing about what there is, so that an answer to one who may not see a thing is the
answer to one who asks for what does not exist.
"""

from __future__ import annotations

import json
import logging
import uuid
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from ldgraph.engine.endpoint import EngineError
from ldgraph.engine.results import UnreadableAnswerError
from ldgraph.serve.http.negotiate import HTML, LANGUAGES, Form, choose, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

    Page = Callable[[Request, "Problem", str, Response], Response]

_LOG = logging.getLogger("ldgraph.serve")
#: Whoever reads may read from a page of any site; nothing here hangs on who is signed in there.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Location, Content-Language, Content-Location, Retry-After, WWW-Authenticate"
    ),
}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
#: What a problem is to programs: preferred unless a caller likes a page more.
_JSON = Form("json", "application/problem+json", ("application/json",))
#: Seconds after which a store that does not answer may be asked again.
_RETRY = "5"
TYPES = "urn:be.vlaanderen.lokaaldigitaal"

#: By status: the end of the type, and the title in Dutch and English.
_KINDS = {
    400: ("ongeldige-vraag", "Ongeldige vraag", "Bad request"),
    401: ("ongeldig-token", "Niet aangemeld", "Not signed in"),
    404: ("niet-gevonden", "Niet gevonden", "Not found"),
    405: ("methode-niet-toegelaten", "Methode niet toegelaten", "Method not allowed"),
    403: ("niet-toegelaten", "Niet toegelaten", "Not allowed"),
    406: ("vorm-niet-beschikbaar", "Vorm niet beschikbaar", "Not acceptable"),
    408: ("te-traag", "Te traag", "Too slow"),
    409: ("niet-herladen", "Niet herladen", "Not reloaded"),
    410: ("verwijderd", "Verwijderd", "Gone"),
    413: ("te-lang", "Te lang", "Too long"),
    414: ("adres-te-lang", "Adres te lang", "Address too long"),
    415: ("type-niet-gelezen", "Type wordt niet gelezen", "Type is not read"),
    422: ("te-veel", "Te veel gevraagd", "Too much asked"),
    429: ("te-veel-vragen", "Te veel vragen", "Too many requests"),
    431: ("headers-te-lang", "Headers te lang", "Headers too long"),
    500: ("interne-fout", "Interne fout", "Internal error"),
    503: ("niet-klaar", "Nog niet klaar", "Not ready"),
    504: ("te-lang-bezig", "Te lang bezig", "Took too long"),
}
#: By what it is about and status: a title that says more.
_TITLES = {("opslag", 503): ("Opslag antwoordt niet", "Store does not answer")}
_DETAILS = {
    404: ("Onder dit adres is niets bekend.", "Nothing is known at this address."),
    405: (
        "Dit adres kent deze methode niet; de header Allow zegt welke wel.",
        "This address does not know this method; the header Allow says which it does.",
    ),
    500: (
        "Er ging iets mis in de server; wat u vroeg was niet noodzakelijk fout.",
        "Something went wrong in the server; what you asked was not necessarily wrong.",
    ),
}
_OTHER = ("Dit verzoek kan niet beantwoord worden.", "This request cannot be answered.")


class Problem(Exception):  # noqa: N818 (it is what RFC 9457 calls it)
    """Why a request is not answered; ``detail`` is in Dutch and English.

    Args:
        status: The HTTP status.
        detail: What was wrong and what was wanted, in Dutch and English.
        about: What kind of thing it is about: a segment of the type.
        parameter: The parameter or header that was wrong.
        wanted: What would have been right.
        headers: More headers of the answer.
        more: More members of the problem.
        title: What it is called, in Dutch and English; None for what its status is called.
    """

    def __init__(  # noqa: PLR0913 (the members of a problem)
        self,
        status: int,
        detail: tuple[str, str] | None = None,
        *,
        about: str = "document",
        parameter: str | None = None,
        wanted: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
        title: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.detail = detail or _DETAILS.get(status, _OTHER)
        self.about = about
        self.parameter = parameter
        self.wanted = wanted
        self.headers = dict(headers or {})
        self.more = dict(more or {})
        self.title = title


def not_found() -> Problem:
    """Say that there is nothing: the same for what is not and for what may not be seen."""
    return Problem(404)


def as_response(problem: Problem, lang: str) -> Response:
    """Write a problem in a language."""
    kind, *own = _KINDS.get(problem.status, _KINDS[400 if problem.status < 500 else 500])  # noqa: PLR2004
    titles = problem.title or _TITLES.get((problem.about, problem.status)) or own
    which = 0 if lang == "nl" else 1
    body: dict[str, object] = {
        "type": f"{TYPES}:{problem.about}:{kind}",
        "title": titles[which],
        "status": problem.status,
        "detail": problem.detail[which],
        "instance": f"urn:uuid:{uuid.uuid4()}",
    }
    if problem.parameter:
        body["parameter"] = problem.parameter
    if problem.wanted:
        body["wanted" if which else "verwacht"] = list(problem.wanted)
    body |= problem.more
    return Response(
        json.dumps(body, ensure_ascii=False, indent=2) + "\n",
        problem.status,
        {
            "Content-Language": lang,
            "Vary": "Accept, Accept-Language",
            "Cache-Control": "no-store",
            **CORS,
            **problem.headers,
        },
        "application/problem+json",
    )


def _answer(request: Request, problem: Problem) -> Response:
    """Write a problem as its caller reads it: browsers get a page, everyone else problem+json."""
    lang = _lang(request)
    response = as_response(problem, lang)
    page: Page | None = getattr(request.app.state, "problem_page", None)
    accept = ", ".join(request.headers.getlist("accept"))
    if page is None or choose(accept, (_JSON, HTML)) is not HTML:
        return response
    return page(request, problem, json.loads(bytes(response.body))["title"], response)


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _answer(request, error)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status, headers = error.status_code, dict(error.headers or {})
    if status == 405:  # noqa: PLR2004 (what the router says where only another method is known)
        methods = allowed(request)
        status, headers = (405, {"Allow": ", ".join(methods)}) if methods else (404, {})
    return _answer(request, Problem(status, headers=headers))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first: Mapping[str, object] = next(iter(error.errors()), {})
    where = first.get("loc")
    parameter = str(where[-1]) if isinstance(where, tuple) and where else ""
    problem = Problem(
        400,
        (
            f"De waarde van {parameter} kan niet.",
            f"The value of {parameter} cannot be used: {first.get('msg', '')}",
        ),
        parameter=parameter,
    )
    return _answer(request, problem)


def _engine(request: Request, error: Exception) -> Response:
    _LOG.error("the engine gives no answer: %s", error)
    detail = (
        "De opslag waaruit antwoorden komen antwoordt niet: probeer het later opnieuw.",
        "The store that answers come from does not answer: try again later.",
    )
    headers = {"Retry-After": _RETRY}
    return _answer(request, Problem(503, detail, about="opslag", headers=headers))


def _internal(request: Request, error: Exception) -> Response:
    _LOG.error("internal error", exc_info=error)
    return _answer(request, Problem(500))


def _lang(request: Request) -> str:
    asked = request.query_params.getlist("lang")
    if len(asked) == 1 and asked[0] in LANGUAGES:
        return asked[0]
    return language(", ".join(request.headers.getlist("accept-language")))


def allowed(request: Request) -> list[str]:
    """Give the methods that an address takes; none where there is no such address."""
    found = [
        method
        for method in _METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL
            for route in request.app.routes
        )
    ]
    return [*found, "OPTIONS"] if found else []


def install(app: FastAPI, page: Page | None = None) -> None:
    """Let every error of an application be told as a problem.

    ``page`` makes of a problem, its title and its answer for programs the answer for browsers.
    """
    app.state.problem_page = page
    app.add_exception_handler(Problem, _told)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(EngineError, _engine)
    app.add_exception_handler(UnreadableAnswerError, _engine)
    app.add_exception_handler(Exception, _internal)

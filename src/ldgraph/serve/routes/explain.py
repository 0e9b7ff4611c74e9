"""What the command line says of one government, over HTTP: its gaps, what covers them, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.serve.depends import READ, Here, Seen, today
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.pages.explain import page
from ldgraph.serve.questions import explaining, given, parameters
from ldgraph.serve.questions.explaining import Whose
from ldgraph.serve.questions.forms import SAID
from ldgraph.serve.questions.replies import Asked, form_of, reply, tag_of
from ldgraph.serve.routes.page import html

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.explaining import Said

router = APIRouter(include_in_schema=False)


@router.api_route("/v1/uitleg", methods=READ)
@router.api_route("/v1/uitleg.{extension}", methods=READ)
def explain(request: Request, at: Here, seen: Seen, extension: str = "") -> Response:
    """Give the answer about one requirement, and the chain of facts behind it."""
    return _say(request, at, seen, extension, "Uitleg", explaining.why)


@router.api_route("/v1/leemten", methods=READ)
@router.api_route("/v1/leemten.{extension}", methods=READ)
def gaps(request: Request, at: Here, seen: Seen, extension: str = "") -> Response:
    """List a government's gaps by urgency; blind spots and outdated assessments apart."""
    return _say(request, at, seen, extension, "Leemten", explaining.gaps)


@router.api_route("/v1/dekking", methods=READ)
@router.api_route("/v1/dekking.{extension}", methods=READ)
def cover(request: Request, at: Here, seen: Seen, extension: str = "") -> Response:
    """Show for each gap which offering covers it."""
    return _say(request, at, seen, extension, "Dekking", explaining.cover)


def _say(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    request: Request,
    at: Place,
    seen: Published,
    extension: str,
    kind: str,
    say: Callable[[Asked, Whose], Said],
) -> Response:
    fields = parameters.SAID if say is explaining.why else parameters.OF_ONE
    names = [one.name for one in fields]
    taken = given.read(request, names, parameters.ALIASES)
    on = parameters.reference_date(taken, today(request))
    values = parameters.checked(seen, fields, taken, on)
    government, requirement, offering = (str(values.get(name, "")) for name in parameters.WHOSE)
    whose = Whose(government, requirement, offering, on)
    explaining.refuse_unread(seen, whose.government)
    form = form_of(request, extension, SAID)
    if form is HTML and say is explaining.why:
        return html(request, seen, at, page(seen, at, whose))
    asked = Asked(seen, at, f"/v1/{kind.lower()}", taken, extension)
    tag = tag_of(seen, kind, extension, repr(whose), repr(taken), form.extension, at.lang, at.here)
    return reply(
        *(request, asked, form, SAID, tag),
        lambda: (explaining.written(asked, kind, say(asked, whose), form), {}),
    )

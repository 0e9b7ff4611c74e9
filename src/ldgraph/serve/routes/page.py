"""A page as an answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.responses import Response

from ldgraph.graph.access import EVERYONE
from ldgraph.serve.http import answers
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.pages import layout

if TYPE_CHECKING:
    from starlette.requests import Request

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published


def html(request: Request, seen: Published, at: Place, body: bytes, status: int = 200) -> Response:
    """Answer with a page."""
    headers = {"Content-Language": at.lang, **layout.HEADERS}
    if seen.view.audience != EVERYONE:
        headers["Cache-Control"] = "private, no-store"
    if status != HTTPStatus.OK:
        headers = {"Vary": answers.VARY, "Cache-Control": "no-store", **headers}
        return Response(body, status, headers, f"{HTML.media}; charset=utf-8")
    return answers.content(request, body, HTML.media, headers)

"""Answers as HTTP has them: forms to choose from, content with its hash, and what others may do."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Match

from ldgraph.serve import documents, pages
from ldgraph.serve.negotiate import FORMS, HTML, Form, choose
from ldgraph.serve.problems import Problem, not_found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

    from ldgraph.serve.documents import Document
    from ldgraph.serve.published import Published
    from ldgraph.serve.where import Place

    Page = Callable[[Published, Document, Place], bytes]

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Content-Language, Content-Location",
}
_VARY = "Accept, Accept-Language"
_IRI = "%/:#?&=+,;@!$'()*~"


def wanted(request: Request, forms: Iterable[Form]) -> Form:
    """Give the form that the header Accept asks for.

    Raises:
        Problem: There is none that the caller takes.
    """
    listed = tuple(forms)
    form = choose(", ".join(request.headers.getlist("accept")) or None, listed)
    if form is None:
        raise Problem(
            406,
            (
                "Dit document is er niet in de vorm die de header Accept vraagt.",
                "This document does not exist in the form that the header Accept asks for.",
            ),
            parameter="Accept",
            wanted=tuple(one.media for one in listed),
            headers=CORS,
        )
    return form


def see_other(at: Place) -> Response:
    """Send on from a thing to the document about it."""
    location = f"{at.here}/doc/{at.path.removeprefix('/id/')}"
    headers = {
        "Location": location,
        "Link": f'<{location}>; rel="describedby"',
        "Vary": _VARY,
        "Cache-Control": "public, max-age=60",
        **CORS,
    }
    return Response(status_code=303, headers=headers)


def document(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    request: Request,
    published: Published,
    at: Place,
    found: Document,
    form: Form,
    path: str,
    page: Page = pages.resource,
) -> Response:
    """Answer with a document in a form; ``path`` is its own, without an extension."""
    own = f"{at.here}{path}"
    if form is HTML:
        body = page(published, found, at)
    else:
        body = _rdf(published, found, form, at.here)
    headers = {
        "Content-Language": at.lang if form is HTML else "nl, en",
        "Content-Location": f"{own}.{form.extension}",
        "Link": ", ".join(_links(found, own, form)),
    }
    if form is HTML:
        headers |= pages.HEADERS
    return content(request, body, form.media, headers)


def _rdf(published: Published, found: Document, form: Form, here: str) -> bytes:
    try:
        return documents.written(published, found, form, here)
    except ValueError as error:  # RDF/XML cannot write each property
        detail = (
            "Niet alles van dit document kan in deze vorm geschreven worden.",
            "Not all of this document can be written in this form.",
        )
        others = tuple(one.media for one in FORMS if one is not form)
        raise Problem(406, detail, parameter="Accept", wanted=others, headers=CORS) from error


def _links(found: Document, own: str, form: Form) -> Iterable[str]:
    yield f'<{quote(found.doc, safe=_IRI)}>; rel="canonical"'
    for one in FORMS:
        if one is not form:
            yield f'<{own}.{one.extension}>; rel="alternate"; type="{one.media}"'
    yield f'<{own}.ttl>; rel="describedby"; type="text/turtle"'


def content(request: Request, body: bytes, media: str, headers: Mapping[str, str]) -> Response:
    """Answer with content, or with 304 where the caller has the same."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    every = {"ETag": tag, "Vary": _VARY, "Cache-Control": "public, no-cache", **headers, **CORS}
    every["X-Content-Type-Options"] = "nosniff"
    known = ", ".join(request.headers.getlist("if-none-match"))
    if known.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in known.split(",")}:
        return Response(status_code=304, headers=every)
    is_text = media.startswith("text/")
    kind = f"{media}; charset=utf-8" if is_text else media
    response = Response(body, headers={**every, "Content-Type": kind})
    if request.method == "HEAD":
        response.body = b""
    return response


def options(app: FastAPI, request: Request) -> Response:
    """Say which methods an address takes, to a browser too that asks before it calls."""
    allowed = {"OPTIONS"}
    for route in app.routes:
        methods = getattr(route, "methods", None) or set()
        scope = {**request.scope, "method": next(iter(methods), "GET")}
        if methods != {"OPTIONS"} and route.matches(scope)[0] is Match.FULL:
            allowed |= methods
    if allowed == {"OPTIONS"}:
        raise not_found()
    listed = ", ".join(sorted(allowed))
    headers = {
        "Allow": listed,
        "Access-Control-Allow-Methods": listed,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "3600",
        **CORS,
    }
    return Response(status_code=204, headers=headers)


def health(published: Published) -> dict[str, object]:
    """Say that the server lives and is ready, and how old is what it answers from."""
    age = datetime.now(tz=UTC) - published.read_at
    return {
        "status": "UP",
        "live": True,
        "ready": True,
        "version": published.version,
        "on": published.snapshot.on.isoformat(),
        "read": published.read_at.isoformat(timespec="seconds"),
        "age": round(age.total_seconds()),
    }

"""Answers as HTTP has them: forms to choose from, content with its hash, and what others may do."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.responses import Response

from ldgraph.serve.http.negotiate import Form, choose
from ldgraph.serve.http.problems import CORS, Problem, allowed, not_found

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request


VARY = "Accept, Accept-Language"
#: How long caches may keep what never changes, and what may be another in a while.
IMMUTABLE, SHORTLY = "public, max-age=31536000, immutable", "public, max-age=60"


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


def content(request: Request, body: bytes, media: str, headers: Mapping[str, str]) -> Response:
    """Answer with content, or with 304 where the caller has the same."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    every = {"ETag": tag, "Vary": VARY, "Cache-Control": "public, no-cache", **headers, **CORS}
    every["X-Content-Type-Options"] = "nosniff"
    if is_known(request, tag):
        return Response(status_code=304, headers=every)
    is_text = media.startswith("text/")
    kind = f"{media}; charset=utf-8" if is_text else media
    response = Response(body, headers={**every, "Content-Type": kind})
    if request.method == "HEAD":
        response.body = b""
    return response


def is_known(request: Request, tag: str) -> bool:
    """Say whether the caller has the content with a tag already."""
    known = ", ".join(request.headers.getlist("if-none-match"))
    bare = tag.removeprefix("W/")
    return known.strip() == "*" or bare in {
        one.strip().removeprefix("W/") for one in known.split(",")
    }


def options(request: Request) -> Response:
    """Say which methods an address takes, to a browser too that asks before it calls."""
    listed = ", ".join(allowed(request))
    if not listed:
        raise not_found()
    headers = {
        "Allow": listed,
        "Access-Control-Allow-Methods": listed,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "3600",
        **CORS,
    }
    return Response(status_code=204, headers=headers)

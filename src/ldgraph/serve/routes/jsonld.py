"""What JSON means and how it looks: the context, frames and schemas, now and by version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.jsonld.context import path_of
from ldgraph.jsonld.frame import frame
from ldgraph.jsonld.schema import MEDIA
from ldgraph.serve import context
from ldgraph.serve.depends import READ, Here, Seen
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.negotiate import JSONLD

if TYPE_CHECKING:
    from ldgraph.jsonld.schema import Schema
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

router = APIRouter()


@router.api_route(context.PATH, methods=READ, tags=["ontologie"])
def json_context(request: Request, at: Here, seen: Seen) -> Response:
    """Give the JSON-LD context."""
    found = context.of(seen)
    return answers.content(request, found.content, JSONLD.media, _now(at.here + found.path))


@router.api_route(context.VERSIONED, methods=READ, tags=["ontologie"])
def json_context_version(version: str, request: Request, at: Here, seen: Seen) -> Response:
    """Give one version of the JSON-LD context."""
    found = context.versions(seen).get(version)
    if found is None:
        raise problems.not_found()
    return answers.content(request, found.content, JSONLD.media, _fixed(at.here + context.PATH))


@router.api_route(context.FRAME, methods=READ, tags=["ontologie"])
def json_frame(klasse: str, request: Request, at: Here, seen: Seen) -> Response:
    """Give the frame of a class."""
    version = context.of(seen).version
    fixed = at.here + context.FRAME_VERSIONED.format(version=version, klasse=klasse)
    return answers.content(request, _frame(seen, at, version, klasse), JSONLD.media, _now(fixed))


@router.api_route(context.FRAME_VERSIONED, methods=READ, tags=["ontologie"])
def json_frame_version(
    version: str, klasse: str, request: Request, at: Here, seen: Seen
) -> Response:
    """Give the frame of a class for one version of the context."""
    body = _frame(seen, at, version, klasse)
    now = at.here + context.FRAME.format(klasse=klasse)
    return answers.content(request, body, JSONLD.media, _fixed(now))


def _frame(seen: Published, at: Place, version: str, klasse: str) -> bytes:
    found = context.versions(seen).get(version)
    if found is None or klasse not in found.classes:
        raise problems.not_found()
    return frame(found.classes[klasse], at.here + path_of(version))


@router.api_route(context.SCHEMA, methods=READ, tags=["ontologie"])
def json_schema(klasse: str, request: Request, at: Here, seen: Seen) -> Response:
    """Give the JSON Schema of a class."""
    found = _schema(seen, klasse)
    headers = _now(at.here + found.path)
    return answers.content(request, found.written(at.here), MEDIA, headers)


@router.api_route(context.SCHEMA_VERSIONED, methods=READ, tags=["ontologie"])
def json_schema_version(
    version: str, klasse: str, request: Request, at: Here, seen: Seen
) -> Response:
    """Give the JSON Schema of a class, as long as it is this version."""
    found = _schema(seen, klasse)
    if version != found.version:
        raise problems.not_found()
    headers = _fixed(at.here + context.SCHEMA.format(klasse=klasse))
    return answers.content(request, found.written(at.here), MEDIA, headers)


def _schema(seen: Published, klasse: str) -> Schema:
    found = context.schemas(seen).get(klasse)
    if found is None:
        raise problems.not_found()
    return found


def _now(fixed: str) -> dict[str, str]:
    return {"Link": f'<{fixed}>; rel="latest-version"'}


def _fixed(now: str) -> dict[str, str]:
    return {"Cache-Control": answers.IMMUTABLE, "Link": f'<{now}>; rel="original"'}

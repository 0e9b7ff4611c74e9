"""The OpenAPI document: of the questions that there are now, and of every other address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.serve.depends import READ, Here, Seen
from ldgraph.serve.http import answers
from ldgraph.serve.questions import forms, openapi, schemas

if TYPE_CHECKING:
    from fastapi import FastAPI

router = APIRouter(include_in_schema=False)


@router.api_route("/openapi.json", methods=READ)
def description(request: Request, at: Here, seen: Seen) -> Response:
    """Describe what can be asked."""
    whole = openapi.document(seen, at.lang, at.here, _others(request.app))
    headers = {"Content-Language": at.lang}
    return answers.content(request, forms.as_json(whole), "application/json", headers)


def _others(app: FastAPI) -> dict[str, Any]:
    """Describe the addresses that are not made from questions; each may answer with a problem."""
    if not hasattr(app.state, "described"):
        with catch_warnings():
            # It gives GET and HEAD of an address one name; they get their own below.
            simplefilter("ignore", UserWarning)
            found = get_openapi(title=app.title, version=app.version, routes=app.routes)
        problem = {"application/problem+json": {"schema": schemas.PROBLEM}}
        for address, path in found.get("paths", {}).items():
            for method, operation in path.items():
                operation["operationId"] = f"{method} {address}"
                responses = operation.setdefault("responses", {})
                responses.pop("422", None)
                responses["default"] = {"description": "Probleem", "content": problem}
        app.state.described = found
    described: dict[str, Any] = app.state.described
    return described

"""What an operator asks of the server itself."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ldgraph.errors import LdgraphError
from ldgraph.serve.depends import READ, Here, Seen
from ldgraph.serve.http import problems
from ldgraph.serve.http.problems import CORS, Problem

if TYPE_CHECKING:
    from ldgraph.serve.library import Library
    from ldgraph.serve.reload import Reloader

router = APIRouter(tags=["beheer"])
_PLAIN = "text/plain; version=0.0.4; charset=utf-8"


@router.api_route("/health", methods=READ)
def health(request: Request, at: Here, seen: Seen) -> Response:
    """Say how the server is, and which data it answers from."""
    library: Library = request.app.state.library
    reloader: Reloader | None = request.app.state.reloader
    failure = reloader.failure if reloader is not None else None
    told: dict[str, object] = {
        "status": "DEGRADED" if failure else "UP",
        "live": True,
        "ready": True,
        "version": seen.version,
        "on": request.app.state.settings.day.isoformat(),
        "read": library.read_at.isoformat(timespec="seconds"),
        "age": round((datetime.now(tz=UTC) - library.read_at).total_seconds()),
    }
    if failure is not None:
        told["reload"] = {
            "failed": failure.at.isoformat(timespec="seconds"),
            "why": failure.error.message(at.lang),
        }
    return JSONResponse(told, headers={"Cache-Control": "no-store", **CORS})


@router.api_route("/health/live", methods=READ)
def live() -> Response:
    """Say that the process answers."""
    return JSONResponse({"status": "UP"}, headers={"Cache-Control": "no-store"})


@router.api_route("/health/ready", methods=READ)
def ready(request: Request) -> Response:
    """Say whether questions and queries can be answered."""
    is_ready = bool(request.app.state.pools.running())
    return JSONResponse(
        {"status": "UP" if is_ready else "DOWN"},
        200 if is_ready else 503,
        headers={"Cache-Control": "no-store"},
    )


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """Give what can be counted, to those who may read it."""
    caller = request.client.host if request.client else ""
    try:
        address = ip_address(caller)
    except ValueError:
        raise problems.not_found() from None
    if not any(address in ip_network(one) for one in request.app.state.settings.metrics):
        raise problems.not_found()
    return Response(request.app.state.metrics.written(), media_type=_PLAIN)


@router.post("/-/herladen", include_in_schema=False)
async def reload(request: Request, at: Here) -> Response:
    """Read the root again, for who has the operator's token."""
    reloader: Reloader | None = request.app.state.reloader
    wanted: str = request.app.state.reload_token
    if reloader is None or not wanted:
        raise problems.not_found()
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        detail = (
            "Dit adres is voor wie het token van de beheerder heeft.",
            "This address is for who has the token of the operator.",
        )
        headers = {"WWW-Authenticate": 'Bearer realm="ldgraph-beheer"'}
        raise Problem(401, detail, about="beheer", parameter="Authorization", headers=headers)
    try:
        await reloader.reload()
    except LdgraphError as error:
        said = (error.message("nl"), error.message("en"))
        raise Problem(503, said, about="beheer") from error
    library: Library = request.app.state.library
    told = {
        "version": library.public.version,
        "read": library.read_at.isoformat(timespec="seconds"),
    }
    return JSONResponse(told, headers={"Cache-Control": "no-store", "Content-Language": at.lang})

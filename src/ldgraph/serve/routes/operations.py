"""What an operator asks of the server itself."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ldgraph.serve.depends import READ, Seen
from ldgraph.serve.http.problems import CORS, Problem, not_found

if TYPE_CHECKING:
    from ldgraph.serve.library import Library
    from ldgraph.serve.operate.state import State
    from ldgraph.serve.published import Published

router = APIRouter()
_RELOAD = "/-/herladen"
#: Whoever sends one of these is a proxy, and asks for somebody else.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@router.api_route("/health", methods=READ, tags=["beheer"])
def health(request: Request, seen: Seen) -> Response:
    """Say how the server is: whether it is ready, and how old is what the caller sees."""
    state = request.app.state
    said = _health(seen, state.library, state.operation)
    return _answer(said, is_good=state.operation.is_ready)


@router.api_route("/health/live", methods=READ, tags=["beheer"])
async def live() -> Response:
    """Say that the server lives: one that does not say so is to be started again."""
    return _answer({"status": "UP", "live": True}, is_good=True)


@router.api_route("/health/ready", methods=READ, tags=["beheer"])
async def ready(request: Request) -> Response:
    """Say whether the server may be sent requests."""
    is_ready = request.app.state.operation.is_ready
    said = {"status": "UP" if is_ready else "DOWN", "ready": is_ready}
    return _answer(said, is_good=is_ready)


@router.api_route("/metrics", methods=READ, include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Give the counters to who may read them; for all others there is nothing here.

    Raises:
        Problem: The caller may not, or asks through a proxy, which stands for others.
    """
    client = request.client
    allowed = request.app.state.settings.metrics
    if client is None or any(name in request.headers for name in _FORWARDED):
        raise not_found()
    try:
        address = ip_address(client.host)
    except ValueError as error:
        raise not_found() from error
    if not any(address in ip_network(one, strict=False) for one in allowed):
        raise not_found()
    headers = {"Cache-Control": "no-store"}
    text = request.app.state.metrics.text()
    return Response(text, headers={**headers, "Content-Type": CONTENT_TYPE_LATEST})


def reloading(token: str) -> APIRouter:
    """Make the address where an operator has the root read again; nobody knows it without."""
    wanted = hashlib.sha256(token.encode()).digest()
    operator = APIRouter()

    @operator.post(_RELOAD, include_in_schema=False)
    async def reload(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        scheme, _, shown = given.partition(" ")
        digest = hashlib.sha256(shown.strip().encode("latin-1")).digest()
        is_known = hmac.compare_digest(digest, wanted)
        if scheme.lower() != "bearer" or not is_known:
            detail = (
                "Herladen vraagt het token van de beheerder.",
                "Reloading takes the token of the operator.",
            )
            challenge = {"WWW-Authenticate": 'Bearer realm="ldgraph"'}
            raise Problem(
                401, detail, about="herladen", parameter="Authorization", headers=challenge
            )
        state = request.app.state
        if not await state.reloader.reload():
            raise _not_reloaded(state.operation)
        public = state.library.public
        return _answer(_health(public, state.library, state.operation), is_good=True)

    return operator


def _not_reloaded(how: State) -> Problem:
    number = how.findings
    detail = (
        f"De bestanden kunnen niet gelezen worden ({number} bevindingen); wat er was, blijft.",
        f"The files cannot be read ({number} findings); what there was, stays.",
    )
    return Problem(409, detail, about="herladen", more={"findings": how.findings})


def _answer(said: dict[str, object], *, is_good: bool) -> Response:
    headers = {"Cache-Control": "no-store", **CORS}
    return JSONResponse(said, 200 if is_good else 503, headers=headers)


def _health(published: Published, library: Library, how: State) -> dict[str, object]:
    """Say how the server is, and how old is what it answers from.

    What is not for everyone changes nothing here but the version of who may see it.
    """
    read = library.since(published)
    age = datetime.now(tz=UTC) - read
    status = "DOWN" if not how.is_ready else "UP" if how.stale_since is None else "DEGRADED"
    said: dict[str, object] = {
        "status": status,
        "live": True,
        "ready": how.is_ready,
        "version": published.version,
        "on": published.snapshot.on.isoformat(),
        "read": read.isoformat(timespec="seconds"),
        "age": round(age.total_seconds()),
        "reload": {"status": "UP" if how.stale_since is None else "FAILED"},
    }
    if how.stale_since is not None:
        said["reload"] = {
            "status": "FAILED",
            "since": how.stale_since.isoformat(timespec="seconds"),
            "why": how.why,
            "findings": how.findings,
        }
    return said

"""What an operator asks of the server itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ldgraph.serve.depends import Seen
from ldgraph.serve.http.problems import CORS

if TYPE_CHECKING:
    from ldgraph.serve.library import Library
    from ldgraph.serve.published import Published

router = APIRouter()


@router.get("/health", tags=["beheer"])
def health(request: Request, seen: Seen) -> Response:
    """Say how the server is."""
    library: Library = request.app.state.library
    return JSONResponse(
        _health(seen, library.read_at), headers={"Cache-Control": "no-store", **CORS}
    )


def _health(published: Published, read_at: datetime) -> dict[str, object]:
    """Say that the server lives and is ready, and how old is what it answers from."""
    age = datetime.now(tz=UTC) - read_at
    return {
        "status": "UP",
        "live": True,
        "ready": True,
        "version": published.version,
        "on": published.snapshot.on.isoformat(),
        "read": read_at.isoformat(timespec="seconds"),
        "age": round(age.total_seconds()),
    }

"""What stands behind the question mark and nothing hangs on, such as what a newsletter adds.

A page is the same with it as without: it is left out, so that the same page is made once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.types import ASGIApp, Receive, Scope, Send

    #: The names that an address takes, by its path; None where all are for the route to judge.
    Takes = Callable[[str], Collection[str] | None]


class Passing:
    """Pass a request on without the parameters that its address does not take."""

    def __init__(self, app: ASGIApp, takes: Takes) -> None:
        self._app = app
        self._takes = takes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http" and scope["query_string"]:
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            names = self._takes(path)
            if names is not None:
                scope = {**scope, "query_string": _only(scope["query_string"], names)}
        await self._app(scope, receive, send)


def _only(query: bytes, names: Collection[str]) -> bytes:
    parts = query.split(b"&")
    kept = (one for one in parts if _name(one) in names)
    return b"&".join(kept)


def _name(part: bytes) -> str:
    return unquote_plus(part.partition(b"=")[0].decode("latin-1"))

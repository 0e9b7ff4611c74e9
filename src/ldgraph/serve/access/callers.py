"""Every request passes here: a token is judged before any route, and marks its answer as private.

It is done for all addresses, also for those that nobody knows: an invalid token is never taken for
none. A token is read from the header ``Authorization`` alone, not from an address or a cookie,
which others store and send without being asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from ldgraph.serve.access.fetch import BusyError, IssuerDownError
from ldgraph.serve.access.tokens import InvalidTokenError
from ldgraph.serve.http.negotiate import language
from ldgraph.serve.http.problems import CORS, Problem, as_response

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ldgraph.errors import LdgraphError
    from ldgraph.serve.access.gate import Gate

_PRIVATE = "private, no-store"
#: What the operator's own addresses begin with: they have a key of their own.
_OPERATOR = "/-/"
_OF_CORS = (
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-allow-credentials",
)


class Callers:
    """Say who asks in ``request.state.audience``, and keep what one may see from all others.

    Args:
        app: What answers.
        gate: Who judges tokens.
        origins: Sites whose pages may ask with a token; those of others may not.
    """

    def __init__(self, app: ASGIApp, gate: Gate, origins: Iterable[str] = ()) -> None:
        self._app = app
        self._gate = gate
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its sender; refuse it where its token is not good."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given, origin = [], ""
        for name, value in scope["headers"]:
            if name == b"authorization":
                given.append(value.decode("latin-1"))
            elif name == b"origin":
                origin = value.decode("latin-1")
        known = origin if origin in self._origins else ""
        if not given:
            told = _may_send_tokens(send) if known and scope["method"] == "OPTIONS" else send
            await self._app(scope, receive, _for_everyone(told))
            return
        private = _for_one(send, known)
        if not _path(scope).startswith(_OPERATOR):
            try:
                found = await self._gate.audience(given, scope["app"].state.library.public)
            except (InvalidTokenError, IssuerDownError, BusyError) as error:
                lang = language(Headers(scope=scope).get("accept-language"))
                await as_response(refused(error), lang)(scope, receive, private)
                return
            scope.setdefault("state", {})["audience"] = found
        await self._app(scope, receive, private)


def refused(error: LdgraphError) -> Problem:
    """Say why a token is not judged good."""
    said = (error.message("nl"), error.message("en"))
    if isinstance(error, InvalidTokenError):
        headers = {"WWW-Authenticate": error.challenge}
        return Problem(401, said, about="token", parameter="Authorization", headers=headers)
    wait = "1" if isinstance(error, BusyError) else "10"
    return Problem(503, said, about="token", headers={"Retry-After": wait})


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _for_everyone(send: Send) -> Send:
    """Say of an answer that another caller may get another."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).add_vary_header("Authorization")
        await send(message)

    return told


def _may_send_tokens(send: Send) -> Send:
    """Tell a browser that asks before it calls that a page may send a token."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Origin")
            allowed = headers.get("access-control-allow-headers")
            if allowed:
                headers["Access-Control-Allow-Headers"] = f"{allowed}, Authorization"
        await send(message)

    return told


def _for_one(send: Send, origin: str) -> Send:
    """Say of an answer that it is its caller's alone: no cache keeps it, no other site reads it."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Authorization")
            headers.add_vary_header("Origin")
            headers["Cache-Control"] = _PRIVATE
            for name in _OF_CORS:
                if name in headers:
                    del headers[name]
            if origin:
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = CORS["Access-Control-Expose-Headers"]
        await send(message)

    return told

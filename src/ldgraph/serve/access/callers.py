"""Every request passes here: a token is judged before any route, and marks its answer as private.

It is done for all addresses, also for those that nobody knows: an invalid token is never taken for
none. A token is read from the header ``Authorization`` alone, not from an address or a cookie,
which others store and send without being asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from ldgraph.serve.access.fetch import IssuerDownError
from ldgraph.serve.access.introspection import BusyError
from ldgraph.serve.access.tokens import InvalidTokenError
from ldgraph.serve.http.negotiate import language
from ldgraph.serve.http.problems import Problem, as_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ldgraph.errors import LdgraphError
    from ldgraph.graph.access import Audience
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
    """Say who asks in ``request.state.audience``, and keep what one may see from all others."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with its sender; refuse it where its token is not good."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = [value for name, value in scope["headers"] if name == b"authorization"]
        if not given:
            await self._app(scope, receive, _for_everyone(send))
            return
        private = _for_one(send)
        if not _path(scope).startswith(_OPERATOR):
            try:
                found = await self._judge(scope, given)
            except (InvalidTokenError, IssuerDownError, BusyError) as error:
                lang = language(Headers(scope=scope).get("accept-language"))
                await as_response(refused(error), lang)(scope, receive, private)
                return
            scope.setdefault("state", {})["audience"] = found
        await self._app(scope, receive, private)

    async def _judge(self, scope: Scope, given: list[bytes]) -> Audience:
        public = scope["app"].state.library.public
        return await self._gate.audience([one.decode("latin-1") for one in given], public)


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


def _for_one(send: Send) -> Send:
    """Say of an answer that it is its caller's alone: no cache keeps it, no other site reads it."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.add_vary_header("Authorization")
            headers["Cache-Control"] = _PRIVATE
            for name in _OF_CORS:
                if name in headers:
                    del headers[name]
        await send(message)

    return told

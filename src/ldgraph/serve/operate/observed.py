"""Every request is seen here, first and last: it gets an id, is counted, and makes one log line."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections import OrderedDict
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from ldgraph.serve.http.negotiate import language
from ldgraph.serve.http.problems import Problem, as_response
from ldgraph.serve.operate.metrics import now

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ldgraph.serve.operate.metrics import Metrics

ACCESS = logging.getLogger("ldgraph.serve.access")
_LOG = logging.getLogger("ldgraph.serve")
_NOTE = "ldgraph.note"
_SANE = re.compile(rb"[A-Za-z0-9._-]{8,64}")
#: Paths of which the route is remembered: an answer that is given again asks no route.
_MOST_PATHS = 4096
_NO_ROUTE, _UNKNOWN = "(none)", "(other)"
_GONE = 499
#: On every answer. What a page may load, pages say themselves.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
}


class Observed:
    """The outermost: nothing that goes wrong inside goes past it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._routes: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell how it went."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, has_token = _read(scope)
        note: dict[str, str] = {}
        scope[_NOTE] = note
        seen = _Answer(send, name)
        began = now()
        self._metrics.in_flight.inc()
        try:
            await self._app(scope, receive, seen)
        except asyncio.CancelledError:
            # The server stops, and waited long enough. This is the end of the task.
            if seen.status:
                raise
            await as_response(_stopping(), _lang(scope))(scope, receive, seen)
        except Exception as error:
            _LOG.error("internal error", exc_info=error, extra={"id": name})
            if seen.status:
                raise
            await as_response(Problem(500), _lang(scope))(scope, receive, seen)
        finally:
            self._metrics.in_flight.dec()
            passed = now() - began
            route = self._route(scope, note, seen.status)
            status = seen.status or _GONE
            self._metrics.count(route, scope["method"], status, passed)
            said = {
                "id": name,
                "method": scope["method"],
                "route": route,
                "status": status,
                "bytes": seen.size,
                "ms": round(passed * 1000, 1),
            }
            if not has_token:  # what one with a token looks at says what there is
                said["path"] = scope["path"]
            ACCESS.info("request", extra=said)

    def _route(self, scope: Scope, note: dict[str, str], status: int) -> str:
        path = scope["path"]
        found = note.get("route")
        if found is None:
            return self._routes.get(path, _UNKNOWN)
        if status and status < 400:  # noqa: PLR2004 (what is not there is not remembered)
            self._routes[path] = found
            if len(self._routes) > _MOST_PATHS:
                self._routes.popitem(last=False)
        return found


class Routed:
    """The innermost: notes which route answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or _NOTE not in scope:
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            route = getattr(scope.get("route"), "path", _NO_ROUTE)
            scope[_NOTE]["route"] = _NO_ROUTE if route == "/{path:path}" else route


class _Answer:
    """Passes an answer on with its headers, and remembers how it went."""

    def __init__(self, send: Send, name: str) -> None:
        self.status = 0
        self.size = 0
        self._send = send
        self._name = name

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            headers["X-Request-Id"] = self._name
            for key, value in _HEADERS.items():
                headers.setdefault(key, value)
            # What is kept to be given again has another's list.
            message = {**message, "headers": headers.raw}
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)


def _lang(scope: Scope) -> str:
    return language(Headers(scope=scope).get("accept-language"))


def _stopping() -> Problem:
    detail = (
        "De server stopt; probeer het dadelijk opnieuw.",
        "The server stops; try again in a moment.",
    )
    return Problem(503, detail, about="verzoek", headers={"Retry-After": "5"})


def _read(scope: Scope) -> tuple[str, bool]:
    """Give the id of a request, made if there is none that can be, and whether it has a token."""
    name, has_token = None, False
    for key, value in scope["headers"]:
        if key == b"x-request-id":
            name = value if _SANE.fullmatch(value) else None
        elif key == b"authorization":
            has_token = True
    return (name.decode() if name else secrets.token_hex(8)), has_token

"""A line for each request, with an identifier that its caller gets too.

Neither parameters nor queries are written. Of who comes with a token, no address either: what a
government looks at says something of it.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from ldgraph.report.visible import visible
from ldgraph.serve.metrics import Metrics, kind_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOG = logging.getLogger("ldgraph.request")
_SANE = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_MOST_SHOWN = 200


class Logged:
    """Give each request an identifier, count it, and write a line when it is answered."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and look at its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = _name(scope)
        began = time.perf_counter()
        status = size = 0

        async def told(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = name
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.running.inc()
        try:
            await self._app(scope, receive, told)
        finally:
            took = time.perf_counter() - began
            kind = kind_of(scope["path"].removeprefix(scope.get("root_path", "")))
            self._metrics.running.dec()
            self._metrics.requests.labels(kind, str(status or 499)).inc()
            self._metrics.seconds.labels(kind).observe(took)
            if _LOG.isEnabledFor(logging.INFO):
                _write(scope, name, kind, status, size, took)


def _name(scope: Scope) -> str:
    for key, value in scope["headers"]:
        if key == b"x-request-id" and _SANE.fullmatch(value):
            given: str = value.decode("ascii")
            return given
    return secrets.token_hex(8)


def _write(  # noqa: PLR0913, PLR0917 (what a line has)
    scope: Scope, name: str, kind: str, status: int, size: int, took: float
) -> None:
    has_token = any(key == b"authorization" for key, _ in scope["headers"])
    path = None if has_token else visible(scope["path"])[:_MOST_SHOWN]
    _LOG.info(
        "%s %s %s",
        scope["method"],
        path or kind,
        status,
        extra={
            "request": {
                "request": name,
                "method": scope["method"],
                "kind": kind,
                "path": path,
                "status": status,
                "bytes": size,
                "ms": round(took * 1000, 1),
                "caller": "token" if has_token else "public",
            }
        },
    )


class _Lines(logging.Formatter):
    """A JSON object for each line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as JSON."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        request = getattr(record, "request", None)
        line |= request if isinstance(request, dict) else {"message": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up() -> None:
    """Write to standard error: plain on a terminal, else JSON."""
    handler = logging.StreamHandler(sys.stderr)
    if sys.stderr.isatty():
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
    else:
        handler.setFormatter(_Lines())
    for name in ("ldgraph.serve", "ldgraph.request", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.propagate = False
        log.setLevel(logging.WARNING if name.startswith("uvicorn") else logging.INFO)

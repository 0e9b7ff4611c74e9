"""HTTP as uvicorn speaks it, with bounds on what comes before there is a request.

Neither uvicorn nor its parser ends a connection on which a request never becomes whole, or on
which headers go on for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ldgraph.serve.http.negotiate import language
from ldgraph.serve.http.problems import Problem, as_response

if TYPE_CHECKING:
    import asyncio

_TOO_LONG = 431, "De headers zijn te lang.", "The headers are too long."
_TOO_SLOW = 408, "Het verzoek kwam niet op tijd.", "The request did not come in time."
_NO_HTTP = 400, "Dit is geen HTTP-verzoek.", "This is no HTTP request."
_REASONS = {400: b"Bad Request", 408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


class BoundedProtocol(HttpToolsProtocol):
    """One connection. Make a class with bounds by ``bounded``."""

    most_bytes = 64 << 10
    most_seconds = 20.0

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 (as uvicorn has them)
        super().__init__(*given, **named)
        self._head_size = 0
        self._in_head = True
        self._timer: asyncio.TimerHandle | None = None
        self._untaken: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, not for ever."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._forget()
        self._taken()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless there is more than a head may have."""
        if self._in_head:
            self._head_size += len(data)
            if self._timer is None:
                self._await_head()
        super().data_received(data)
        if self._in_head and self._head_size > self.most_bytes:
            self._refuse(_TOO_LONG)

    def pause_writing(self) -> None:
        """Wait for a caller who does not take an answer, not for ever."""
        super().pause_writing()
        if self.most_seconds and self._untaken is None:
            self._untaken = self.loop.call_later(self.most_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It is taken."""
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._untaken is not None:
            self._untaken.cancel()
            self._untaken = None

    def on_message_begin(self) -> None:
        """Begin to read a head."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop counting: bounds of a body are set where it is read."""
        self._forget()
        self._in_head = False
        self._head_size = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next may come; until it begins uvicorn's own patience holds."""
        super().on_message_complete()
        self._in_head = True
        self._head_size = 0

    def _await_head(self) -> None:
        if self.most_seconds:
            self._timer = self.loop.call_later(self.most_seconds, self._refuse, _TOO_SLOW)

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (its words say less)
        """Say that it is no HTTP, as every other mistake is said."""
        self._refuse(_NO_HTTP)

    def _refuse(self, why: tuple[int, str, str]) -> None:
        self._forget()
        if self.transport is not None and not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(_written(*why, self._lang()))
            self.transport.close()

    def _lang(self) -> str:
        """Give the language, if it was asked for before all went wrong."""
        for name, value in self.headers or ():
            if name == b"accept-language":
                return language(value.decode("latin-1"))
        return language(None)


def _written(status: int, dutch: str, english: str, lang: str) -> bytes:
    answer = as_response(Problem(status, (dutch, english), about="verzoek"), lang)
    head = [b"HTTP/1.1 %d %s" % (status, _REASONS[status])]
    head += [b"%s: %s" % one for one in answer.raw_headers]
    return b"\r\n".join([*head, b"connection: close", b"", bytes(answer.body)])


def bounded(most_bytes: int, most_seconds: float) -> type[BoundedProtocol]:
    """Make the protocol with bounds on the head of a request."""
    bounds = {"most_bytes": most_bytes, "most_seconds": most_seconds}
    return type("Protocol", (BoundedProtocol,), bounds)

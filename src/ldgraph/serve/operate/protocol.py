"""HTTP as uvicorn speaks it, with bounds on what comes before there is a request.

Neither uvicorn nor its parser ends a connection on which a request never becomes whole, or on
which headers go on for ever.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

_TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """One connection. Make a class with bounds by ``bounded``."""

    most_bytes = 64 << 10
    most_seconds = 20.0

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 (as uvicorn has them)
        super().__init__(*given, **named)
        self._head_size = 0
        self._in_head = True
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, not for ever."""
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._forget()
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

    def _refuse(self, answer: bytes) -> None:
        self._forget()
        if self.transport is not None and not self.transport.is_closing():
            if self.cycle is None or self.cycle.response_complete:
                self.transport.write(answer)
            self.transport.close()


def bounded(most_bytes: int, most_seconds: float) -> type[BoundedProtocol]:
    """Make the protocol with bounds on the head of a request."""
    bounds = {"most_bytes": most_bytes, "most_seconds": most_seconds}
    return type("Protocol", (BoundedProtocol,), bounds)

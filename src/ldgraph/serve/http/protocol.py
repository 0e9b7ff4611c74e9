"""HTTP as the server library reads it, with bounds that it does not have.

A client may neither send headers without end, nor begin a request and let the server wait. What is
no HTTP gets a problem like any other mistake, in Dutch: no language could be read.
"""

# ruff: noqa: D102 (what each method is called for, its base says)

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ldgraph.serve.http.problems import Problem, as_response

if TYPE_CHECKING:
    import asyncio

#: Bytes that the first line and the headers may have together; seconds in which to send them.
_MOST, _SECONDS = 65_536, 15.0


class BoundedProtocol(HttpToolsProtocol):
    """A connection whose requests begin within bounds."""

    _read: int | None = 0
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._done_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._read is not None:
            self._read += len(data)
            if self._read > _MOST and not self._ends_within(data):
                self._refuse(431, "De headers zijn te lang.", "The headers are too long.")
                return
        super().data_received(data)

    def _ends_within(self, data: bytes) -> bool:
        """Say whether it is the body that is long: a whole head came with it."""
        assert self._read is not None
        return self._read == len(data) and 0 <= data.find(b"\r\n\r\n") <= _MOST

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._waiting is None:
            self._wait()

    def on_headers_complete(self) -> None:
        self._read = None
        self._done_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._read = 0
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (its words say less)
        self._refuse(400, "Dit is geen HTTP-verzoek.", "This is no HTTP request.")

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_SECONDS, self._too_slow)

    def _done_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _too_slow(self) -> None:
        self._refuse(408, "Het verzoek bleef uit.", "The request did not come.")

    def _refuse(self, status: int, dutch: str, english: str) -> None:
        if self.transport.is_closing():
            return
        response = as_response(Problem(status, (dutch, english), about="verzoek"), "nl")
        lines = [f"HTTP/1.1 {status} ".encode()]
        lines += [name + b": " + value for name, value in Headers(raw=response.raw_headers).raw]
        head = b"\r\n".join([*lines, b"connection: close", b"", b""])
        self.transport.write(head + bytes(response.body))
        self.transport.close()

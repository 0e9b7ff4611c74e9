"""Listening: a server that says where it is reached, and ends what it began before it stops."""

from __future__ import annotations

import errno
import os
import signal
import socket
from typing import TYPE_CHECKING, Any

import uvicorn

from ldgraph.errors import LdgraphError, in_dutch
from ldgraph.serve import catalogue
from ldgraph.serve.elsewhere import RemoteLibrary
from ldgraph.serve.operate.protocol import bounded

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from ldgraph.serve.library import Library
    from ldgraph.serve.settings import Settings

_BACKLOG = 1024


class CannotListenError(LdgraphError):
    """The address cannot be listened at."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        said = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        told = _REASONS.get(error.errno or 0)
        english, dutch = (told[1], told[0]) if told else (said, in_dutch(said))
        super().__init__(
            f"cannot listen at {host} port {port}: {english}",
            f"kan niet luisteren op {host} poort {port}: {dutch}",
        )


_REASONS = {
    errno.EADDRINUSE: (
        "een ander programma luistert daar al; kies met --port een andere poort, of 0",
        "another program listens there already; choose another with --port, or 0",
    ),
    errno.EACCES: (
        "daar mag niet geluisterd worden; kies met --port een poort vanaf 1024",
        "listening there is not allowed; choose a port from 1024 with --port",
    ),
    errno.EADDRNOTAVAIL: (
        "dit toestel heeft dat adres niet; 127.0.0.1 is alleen hier, 0.0.0.0 overal",
        "this machine does not have that address; 127.0.0.1 is here alone, 0.0.0.0 everywhere",
    ),
}


def listen(host: str, port: int) -> socket.socket:
    """Take an address before anything is read.

    Raises:
        CannotListenError: It is not free, not ours, or not allowed.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(_BACKLOG)
        except OSError:
            found.close()
            raise
    except (OSError, UnicodeError) as error:
        cause = error if isinstance(error, OSError) else OSError(errno.EADDRNOTAVAIL, str(error))
        raise CannotListenError(host, port, cause) from error
    return found


def address_of(listening: socket.socket, prefix: str) -> str:
    """Give the address as one that can be opened here."""
    host, port = listening.getsockname()[:2]
    if listening.family == socket.AF_INET6:
        host = f"[{host}]"
    return f"http://{host}:{port}{prefix}"


class Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, app: FastAPI, settings: Settings, ready: Callable[[], None]) -> None:
        # Whom to believe is decided in one place, and so is what is logged: neither is uvicorn's.
        config = uvicorn.Config(
            app,
            http=bounded(settings.head, settings.slow),
            ws="none",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_config=None,
            timeout_graceful_shutdown=max(1, round(settings.grace)),
        )
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()
            self._begin(self._app.state.library)
            self._app.state.reloader.hooks.append(self._begin)

    @staticmethod
    def _begin(library: Library) -> None:
        """Make the files of the catalogue, so that nobody waits seconds for them.

        An engine elsewhere would have to send all that it has, so there they wait until asked for.
        """
        if not isinstance(library, RemoteLibrary):
            catalogue.begin(library.public)

    def run_until_told(self, listening: socket.socket) -> None:
        """Run until SIGTERM or SIGINT; both are a proper end, and a second does not wait."""
        with _heard(signal.SIGTERM, signal.SIGINT):
            self.run([listening])


class _heard:  # noqa: N801 (used as a function in a with statement)
    """Let signals that uvicorn sends on once it stopped end nothing more."""

    def __init__(self, *signals: signal.Signals) -> None:
        self._signals = signals
        self._before: list[Any] = []

    def __enter__(self) -> None:
        self._before = [signal.signal(one, lambda *_: None) for one in self._signals]

    def __exit__(self, *_: object) -> None:
        for one, handler in zip(self._signals, self._before, strict=True):
            signal.signal(one, handler)

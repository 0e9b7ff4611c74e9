"""Serving an application until it is told to stop: listening, saying so, and ending well."""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
import threading
from typing import TYPE_CHECKING

import uvicorn

from ldgraph.errors import LdgraphError
from ldgraph.report.words import say
from ldgraph.serve import logs
from ldgraph.serve.http.protocol import BoundedProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from ldgraph.serve.settings import Settings

_LOG = logging.getLogger("ldgraph.serve")
#: Seconds that answers have to end in, and that a connection may be silent between two requests.
_TO_END, _SILENT = 10, 15
_BACKLOG = 512
#: Requests at once; who comes after is told to come back.
_MOST_AT_ONCE = 512
_ENDING = (signal.SIGINT, signal.SIGTERM)


class ListenError(LdgraphError):
    """The address cannot be listened at."""

    def __init__(self, settings: Settings, error: OSError) -> None:
        where = f"{settings.host}:{settings.port}"
        super().__init__(
            f"cannot listen at {where}: {error.strerror}; choose with --host and --port",
            f"kan niet luisteren op {where}: {error.strerror}; kies met --host en --port",
        )


def run(app: FastAPI, settings: Settings, lang: str) -> None:
    """Serve until SIGINT or SIGTERM; answers that are being given are ended first.

    Raises:
        ListenError: The address is taken, or not of this machine.
    """
    try:
        listener = _listen(settings)
    except OSError as error:
        raise ListenError(settings, error) from error
    logs.set_up()
    config = uvicorn.Config(
        app,
        # Whom to believe is decided in one place, and what is written in another.
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        http=BoundedProtocol,
        lifespan="on",
        timeout_graceful_shutdown=_TO_END,
        timeout_keep_alive=_SILENT,
        limit_concurrency=_MOST_AT_ONCE,
    )
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}{settings.prefix}/"
    with listener:
        server = _Server(config, say("serving", lang).format(address))
        server.run(sockets=[listener])
    if not server.started:
        raise LdgraphError("it did not start: see above", "het startte niet: zie boven")


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)


class _Server(uvicorn.Server):
    """Says when it serves, and ends with 0 when it is told to."""

    def __init__(self, config: uvicorn.Config, ready: str) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            _LOG.info(self._ready)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {one: signal.signal(one, self.handle_exit) for one in _ENDING}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

"""The application: its routes, and what they all share."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.errors import LdgraphError
from ldgraph.serve.access.callers import Callers
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.cache import AnswerCache
from ldgraph.serve.http.where import Forwarded
from ldgraph.serve.logs import Logged
from ldgraph.serve.metrics import Metrics
from ldgraph.serve.pool.pools import Pools
from ldgraph.serve.reload import Reloader
from ldgraph.serve.routes import documents, operations, sparql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ldgraph.graph.places import Root
    from ldgraph.serve.library import Library
    from ldgraph.serve.settings import Settings


@asynccontextmanager
async def _while_it_runs(app: FastAPI) -> AsyncIterator[None]:
    await app.state.pools.of(app.state.library.public)
    reloader: Reloader | None = app.state.reloader
    following = _following(app, reloader) if reloader is not None else None
    yield
    if following is not None:
        following.cancel()
    if reloader is not None:
        await reloader.end()
    await app.state.pools.end()


def _following(app: FastAPI, reloader: Reloader) -> asyncio.Task[None] | None:
    """Read again on SIGHUP, and when files change if that is wanted."""
    asked: set[asyncio.Task[None]] = set()

    async def again() -> None:
        with suppress(LdgraphError):  # told in the log and by health
            await reloader.reload()

    def on_signal() -> None:
        task = asyncio.create_task(again())
        asked.add(task)
        task.add_done_callback(asked.discard)

    if threading.current_thread() is threading.main_thread():
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, on_signal)
    follow: bool = app.state.settings.follow
    return asyncio.create_task(reloader.follow()) if follow else None


def create_app(
    library: Library,
    settings: Settings,
    gate: Gate | None = None,
    opened: Callable[[], Root] | None = None,
    reload_token: str = "",
) -> FastAPI:
    """Make the application. ``app.state.library`` is replaced as a whole by a reload.

    Args:
        library: What there is to publish.
        settings: What the operator decided.
        gate: Who judges tokens; without one all are refused.
        opened: Opens the root, to read it again; without it that is never done.
        reload_token: What an operator shows to have it read again; empty: nobody can.
    """
    gate = gate or Gate()
    app = FastAPI(
        title="ldgraph",
        root_path=settings.prefix,
        docs_url=None,
        redoc_url=None,
        lifespan=_while_it_runs,
    )
    app.state.library = library
    app.state.settings = settings
    app.state.pools = Pools(settings.limits)
    app.state.reloader = (
        Reloader(app, opened, restricted=gate.issuer is not None) if opened else None
    )
    app.state.reload_token = reload_token
    app.state.metrics = Metrics(app)
    app.add_middleware(Callers, gate=gate)
    app.add_middleware(AnswerCache)
    app.add_middleware(Forwarded, trusted=settings.trusted)
    app.add_middleware(Logged, metrics=app.state.metrics)
    problems.install(app)
    for part in (documents, sparql, operations):
        app.include_router(part.router)

    @app.options("/{path:path}", include_in_schema=False)
    def options(path: str, request: Request) -> Response:
        return answers.options(request)

    return app

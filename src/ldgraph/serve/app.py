"""The application: its routes, and what they all share."""

from __future__ import annotations

import asyncio
import signal
import threading
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.serve.access.callers import Callers
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.elsewhere import RemoteLibrary
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.cache import AnswerCache
from ldgraph.serve.http.passing import Passing
from ldgraph.serve.http.where import Forwarded
from ldgraph.serve.operate.bounded import Bounded
from ldgraph.serve.operate.metrics import Metrics
from ldgraph.serve.operate.observed import Observed, Routed
from ldgraph.serve.operate.reload import Reloader
from ldgraph.serve.operate.state import State
from ldgraph.serve.pool.elsewhere import RemotePools
from ldgraph.serve.pool.pools import Pools
from ldgraph.serve.routes import (
    catalogue,
    description,
    documents,
    explain,
    jsonld,
    operations,
    pages,
    questions,
    resources,
    sparql,
    stream,
)
from ldgraph.serve.streaming import follow, of_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator

    from ldgraph.serve.library import Library
    from ldgraph.serve.settings import Settings


@asynccontextmanager
async def _while_it_runs(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    state.gate.prepare()
    state.operation.is_ready = False
    await state.pools.of(state.library.public)
    watching = asyncio.create_task(state.reloader.watch(state.settings.watch))
    following = asyncio.create_task(follow(app))
    state.operation.is_ready = True
    with _on_hangup(state.reloader.reload):
        yield
    state.operation.is_ready = False
    watching.cancel()
    following.cancel()
    await state.pools.end()


@contextmanager
def _on_hangup(work: Callable[[], Coroutine[None, None, object]]) -> Iterator[None]:
    """Do something at each SIGHUP, where signals can be listened to."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    running: set[asyncio.Task[object]] = set()

    def begin() -> None:
        task = loop.create_task(work())
        running.add(task)
        task.add_done_callback(running.discard)

    loop.add_signal_handler(signal.SIGHUP, begin)
    yield
    loop.remove_signal_handler(signal.SIGHUP)


def create_app(
    library: Library, settings: Settings, gate: Gate | None = None, reload_token: str = ""
) -> FastAPI:
    """Make the application. ``app.state.library`` is replaced as a whole by a reload.

    What must follow a reload is added to ``app.state.reloader.hooks``.

    Args:
        library: What there is to publish.
        settings: What the operator decided.
        gate: Who judges tokens; without one all are refused.
        reload_token: What an operator shows to have the root read again; without it, nobody can.
    """
    gate = gate or Gate()
    app = FastAPI(
        title="ldgraph",
        docs_url=None,
        openapi_url=None,
        redoc_url=None,
        lifespan=_while_it_runs,
    )
    app.state.library = library
    app.state.settings = settings
    app.state.stream = of_settings(settings)
    app.state.gate = gate
    is_remote = isinstance(library, RemoteLibrary)
    app.state.pools = (RemotePools if is_remote else Pools)(settings.limits)
    app.state.operation = State()
    app.state.metrics = Metrics(app)
    app.state.reloader = Reloader(app, restricted=gate.issuer is not None)
    # From the inside to the outside.
    app.add_middleware(Routed)
    app.add_middleware(Callers, gate=gate, origins=settings.origins)
    app.add_middleware(AnswerCache)
    app.add_middleware(Passing, takes=pages.takes)
    app.add_middleware(Forwarded, trusted=settings.trusted, prefix=settings.prefix)
    app.add_middleware(Bounded, settings=settings, metrics=app.state.metrics)
    app.add_middleware(Observed, metrics=app.state.metrics)
    problems.install(app, pages.problem_page)
    # The stream before the documents, as it is one.
    first = (stream, documents, questions, explain, resources)
    for part in (*first, description, sparql, operations, pages, catalogue, jsonld):
        app.include_router(part.router)
    if reload_token:
        app.include_router(operations.reloading(reload_token))

    @app.options("/{path:path}", include_in_schema=False)
    def options(path: str, request: Request) -> Response:
        return answers.options(request)

    return app

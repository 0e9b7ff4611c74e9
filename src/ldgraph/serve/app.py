"""The application: its routes, and what they all share."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.graph.access import EVERYONE
from ldgraph.serve.access.callers import Callers
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.cache import AnswerCache
from ldgraph.serve.http.where import Forwarded
from ldgraph.serve.pool.pools import Pools
from ldgraph.serve.routes import documents, operations, pages, sparql

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ldgraph.serve.library import Library
    from ldgraph.serve.settings import Settings


@asynccontextmanager
async def _while_it_runs(app: FastAPI) -> AsyncIterator[None]:
    await app.state.pools.of(app.state.library.published(EVERYONE))
    yield
    await app.state.pools.end()


def create_app(library: Library, settings: Settings, gate: Gate | None = None) -> FastAPI:
    """Make the application. ``app.state.library`` is replaced as a whole by a reload.

    Args:
        library: What there is to publish.
        settings: What the operator decided.
        gate: Who judges tokens; without one all are refused.
    """
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
    app.add_middleware(Callers, gate=gate or Gate())
    app.add_middleware(AnswerCache)
    app.add_middleware(Forwarded, trusted=settings.trusted)
    problems.install(app, pages.problem_page)
    for part in (documents, sparql, operations, pages):
        app.include_router(part.router)

    @app.options("/{path:path}", include_in_schema=False)
    def options(path: str, request: Request) -> Response:
        return answers.options(request)

    return app

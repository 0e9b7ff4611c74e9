"""The application: its routes, and what they all share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.serve import answers, context, documents, pages, problems
from ldgraph.serve.answers import CORS
from ldgraph.serve.negotiate import BY_EXTENSION, FORMS
from ldgraph.serve.published import Published
from ldgraph.serve.where import Forwarded, Place, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Provider = Callable[[Audience], Published]

_READ = ["GET", "HEAD"]


def audience() -> Audience:
    """Say who asks. Until there are tokens: everyone."""
    return EVERYONE


def published(request: Request, who: Annotated[Audience, Depends(audience)]) -> Published:
    """Give what the caller may see; routes reach data in no other way."""
    found: Published = request.app.state.provider(who)
    return found


Here = Annotated[Place, Depends(place)]
Seen = Annotated[Published, Depends(published)]


def create_app(provider: Provider, trusted: Iterable[str] = (), prefix: str = "") -> FastAPI:
    """Make the application.

    Args:
        provider: Gives what an audience may see, as it is now.
        trusted: Addresses and networks of proxies that may say how they were called.
        prefix: The path below which a proxy shows the server.
    """
    app = FastAPI(title="ldgraph", root_path=prefix, docs_url=None, redoc_url=None)
    app.state.provider = provider
    app.add_middleware(Forwarded, trusted=tuple(trusted))
    problems.install(app)
    _add_documents(app)
    _add_vocabulary(app)

    @app.get("/health", tags=["beheer"])
    def health(seen: Seen) -> Response:
        return JSONResponse(answers.health(seen), headers={"Cache-Control": "no-store", **CORS})

    @app.options("/{path:path}", include_in_schema=False)
    def options(request: Request) -> Response:
        return answers.options(app, request)

    return app


def _add_documents(app: FastAPI) -> None:
    @app.api_route("/id/{path:path}", methods=_READ, tags=["documenten"])
    def identifier(path: str, at: Here, seen: Seen) -> Response:  # noqa: ARG001 (read raw)
        found = documents.find(seen, at.path) or documents.find(seen, at.name)
        if found is None or found.iri == found.doc:
            raise problems.not_found()
        return answers.see_other(at)

    @app.api_route("/doc/{path:path}", methods=_READ, tags=["documenten"])
    def document(path: str, request: Request, at: Here, seen: Seen) -> Response:  # noqa: ARG001
        found, form, bare = _found(at, seen)
        if found is None:
            raise problems.not_found()
        form = form or answers.wanted(request, FORMS)
        return answers.document(request, seen, at, found, form, bare)


def _found(at: Place, seen: Published) -> tuple[documents.Document | None, answers.Form | None, str]:
    """Find the document of a path, and the form that its extension asks for."""
    found = documents.find(seen, at.path) or documents.find(seen, at.name)
    if found is not None:
        return found, None, at.path
    bare, dot, extension = at.path.rpartition(".")
    if not dot or extension not in BY_EXTENSION:
        return None, None, at.path
    decoded = at.name.rpartition(".")[0]
    found = documents.find(seen, bare) or documents.find(seen, decoded)
    return found, BY_EXTENSION[extension], bare


def _add_vocabulary(app: FastAPI) -> None:
    path = documents.VOCABULARY.split("/", 3)[3]

    def respond(request: Request, at: Place, seen: Published, extension: str | None) -> Response:
        found = documents.vocabulary(seen)
        if found is None or (extension is not None and extension not in BY_EXTENSION):
            raise problems.not_found()
        form = BY_EXTENSION[extension] if extension else answers.wanted(request, FORMS)
        return answers.document(request, seen, at, found, form, "/" + path, page=pages.vocabulary)

    @app.api_route(f"/{path}", methods=_READ, tags=["ontologie"])
    def ontology(request: Request, at: Here, seen: Seen) -> Response:
        return respond(request, at, seen, None)

    @app.api_route(f"/{path}.{{extension}}", methods=_READ, tags=["ontologie"])
    def ontology_as(extension: str, request: Request, at: Here, seen: Seen) -> Response:
        return respond(request, at, seen, extension)

    @app.api_route(context.PATH, methods=_READ, tags=["ontologie"])
    def json_context(request: Request, at: Here, seen: Seen) -> Response:  # noqa: ARG001
        content = context.written_context(context.definitions(seen))
        return answers.content(request, content, "application/ld+json", {})

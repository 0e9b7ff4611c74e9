"""Persistent URIs: ``/id/…`` sends on to ``/doc/…``, which is there in every form."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.serve import context, documents
from ldgraph.serve.depends import READ, Here, Seen, When
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.answers import VARY
from ldgraph.serve.http.negotiate import BY_EXTENSION, FORMS, HTML, Form
from ldgraph.serve.http.problems import CORS, Problem
from ldgraph.serve.pages import layout, resource
from ldgraph.serve.pages import vocabulary as reference
from ldgraph.terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ldgraph.serve.documents import Document
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

    Page = Callable[[Published, Document, Place, date], bytes]

router = APIRouter()
_IRI = "%/:#?&=+,;@!$'()*~"


@router.api_route("/id/{path:path}", methods=READ, tags=["documenten"])
def identifier(path: str, at: Here, seen: Seen) -> Response:
    """Send on from a thing to the document about it."""
    found = documents.find(seen, at.path) or documents.find(seen, at.name)
    if found is None or found.iri == found.doc:
        raise problems.not_found()
    return _see_other(at)


@router.api_route("/doc/{path:path}", methods=READ, tags=["documenten"])
def document(path: str, request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the document about a thing."""
    found, form, bare = _found(at, seen)
    if found is None:
        raise problems.not_found()
    form = form or answers.wanted(request, FORMS)
    return _answer(request, seen, at, found, form, bare, on)


def _found(at: Place, seen: Published) -> tuple[documents.Document | None, Form | None, str]:
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


@router.api_route(TERMS, methods=READ, tags=["ontologie"])
def ontology(request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the ontology."""
    return _ontology(request, at, seen, None, on)


@router.api_route(f"{TERMS}.{{extension}}", methods=READ, tags=["ontologie"])
def ontology_as(
    extension: str, request: Request, at: Here, seen: Seen, on: When
) -> Response:
    """Give the ontology in one form."""
    return _ontology(request, at, seen, extension, on)


def _ontology(
    request: Request, at: Place, seen: Published, extension: str | None, on: date
) -> Response:
    found = documents.vocabulary(seen)
    if found is None or (extension is not None and extension not in BY_EXTENSION):
        raise problems.not_found()
    form = BY_EXTENSION[extension] if extension else answers.wanted(request, FORMS)
    return _answer(request, seen, at, found, form, TERMS, on, reference.page)


@router.api_route(context.PATH, methods=READ, tags=["ontologie"])
def json_context(request: Request, seen: Seen) -> Response:
    """Give the JSON-LD context."""
    content = context.written_context(context.definitions(seen))
    return answers.content(request, content, "application/ld+json", {})


def _see_other(at: Place) -> Response:
    """Send on from a thing to the document about it."""
    location = f"{at.here}/doc/{at.path.removeprefix('/id/')}"
    headers = {
        "Location": location,
        "Link": f'<{location}>; rel="describedby"',
        "Vary": VARY,
        "Cache-Control": "public, max-age=60",
        **CORS,
    }
    return Response(status_code=303, headers=headers)


def _answer(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    request: Request,
    published: Published,
    at: Place,
    found: Document,
    form: Form,
    path: str,
    on: date,
    page: Page = resource.page,
) -> Response:
    """Answer with a document in a form; ``path`` is its own, without an extension."""
    own = f"{at.here}{path}"
    body = page(published, found, at, on) if form is HTML else _rdf(published, found, form, at.here)
    headers = {
        "Content-Language": at.lang if form is HTML else "nl, en",
        "Content-Location": f"{own}.{form.extension}",
        "Link": ", ".join(_links(found, own, form)),
    }
    if form is HTML:
        headers |= layout.HEADERS
    return answers.content(request, body, form.media, headers)


def _rdf(published: Published, found: Document, form: Form, here: str) -> bytes:
    try:
        return documents.written(published, found, form, here)
    except ValueError as error:  # RDF/XML cannot write each property
        detail = (
            "Niet alles van dit document kan in deze vorm geschreven worden.",
            "Not all of this document can be written in this form.",
        )
        others = tuple(one.media for one in FORMS if one is not form)
        raise Problem(406, detail, parameter="Accept", wanted=others, headers=CORS) from error


def _links(found: Document, own: str, form: Form) -> Iterable[str]:
    yield f'<{quote(found.doc, safe=_IRI)}>; rel="canonical"'
    for one in FORMS:
        if one is not form:
            yield f'<{own}.{one.extension}>; rel="alternate"; type="{one.media}"'
    yield f'<{own}.ttl>; rel="describedby"; type="text/turtle"'

"""Persistent URIs: ``/id/…`` sends on to ``/doc/…``, which is there in every form.

A last segment more names a version: what is said now has one, and it never says anything else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.jsonld.schema import MEDIA
from ldgraph.serve import context, documents
from ldgraph.serve.depends import READ, Here, OfferedByName, Seen, When
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.negotiate import BY_EXTENSION, FORMS, HTML, JSONLD, Form
from ldgraph.serve.http.problems import CORS, Problem
from ldgraph.serve.pages import layout, resource
from ldgraph.serve.pages import vocabulary as reference
from ldgraph.serve.routes import catalogue, stream
from ldgraph.terms import SHAPES, TERMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from ldgraph.serve.documents import Document
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

    Page = Callable[[Published, Document, Place, date], bytes]

router = APIRouter()
_IRI = "%/:#?&=+,;@!$'()*~"
_VERSION = re.compile(r"[0-9a-f]{32}")
_RDF = tuple(form for form in FORMS if form.rdf)


class _Found(NamedTuple):
    """A document, its path without an extension, and the form that an extension asked for.

    Of a version: what it is a version of, and the path of that.
    """

    document: Document
    path: str
    form: Form | None = None
    thing: Document | None = None
    now: str = ""


@router.api_route("/id/{path:path}", methods=READ, tags=["documenten"])
def identifier(
    path: str, request: Request, at: Here, seen: Seen, public: OfferedByName
) -> Response:
    """Send on from a thing to the document about it."""
    found = _named(seen, at.path, at.name)
    if found is None and catalogue.has(request, at, public):
        return _see_other(at)
    found = found or _streamed(request, seen, at.path, at.name)
    if found is None or found.document.iri == found.document.doc:
        raise problems.not_found()
    return _see_other(at)


@router.api_route("/doc/{path:path}", methods=READ, tags=["documenten"])
def document(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    path: str, request: Request, at: Here, seen: Seen, public: OfferedByName, on: When
) -> Response:
    """Give the document about a thing, or about what is in the catalogue."""
    found = _found(at, seen) or _streamed_as(request, seen, at)
    if found is None:
        offered = catalogue.find(request, at, public)
        if offered:
            return catalogue.document(request, at, seen, offered)
        raise problems.not_found()
    form = found.form or answers.wanted(request, FORMS)
    return _answer(request, seen, at, found, form, on)


def _found(at: Place, seen: Published) -> _Found | None:
    """Find the document of a path, and the form that its extension asks for."""
    found = _named(seen, at.path, at.name)
    if found is not None:
        return found
    bare, dot, extension = at.path.rpartition(".")
    if not dot or extension not in BY_EXTENSION:
        return None
    found = _named(seen, bare, at.name.rpartition(".")[0])
    return found and found._replace(form=BY_EXTENSION[extension])


def _named(seen: Published, sent: str, decoded: str) -> _Found | None:
    """Find what a path names, as it was sent or decoded: a thing, or a version of one."""
    found = documents.find(seen, sent) or documents.find(seen, decoded)
    if found is not None:
        return _Found(found, sent)
    bare, _, version = sent.rpartition("/")
    if not _VERSION.fullmatch(version):
        return None
    thing = documents.find(seen, bare) or documents.find(seen, decoded.rpartition("/")[0])
    fixed = thing and documents.version(seen, thing, version)
    return _Found(fixed, sent, None, thing, bare) if fixed else None


def _streamed_as(request: Request, seen: Published, at: Place) -> _Found | None:
    """Find a version of a thing in the stream, and the form that an extension asks for."""
    bare, _, extension = at.path.rpartition(".")
    form = BY_EXTENSION.get(extension)
    if form is None:
        return _streamed(request, seen, at.path, at.name)
    found = _streamed(request, seen, bare, at.name.rpartition(".")[0])
    return found and found._replace(form=form)


def _streamed(request: Request, seen: Published, sent: str, decoded: str) -> _Found | None:
    """Find what a path names in the stream: a version of a thing, which may be gone."""
    versions = (stream.version(request, seen, one) for one in dict.fromkeys((sent, decoded)))
    fixed = next((one for one in versions if one is not None), None)
    if fixed is None:
        return None
    bare = sent.rpartition("/")[0]
    return _Found(fixed, sent, None, documents.find(seen, bare) or fixed, bare)


@router.api_route(TERMS, methods=READ, tags=["ontologie"])
def ontology(request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the ontology."""
    return _ontology(request, at, seen, None, on)


@router.api_route(f"{TERMS}.{{extension}}", methods=READ, tags=["ontologie"])
def ontology_as(extension: str, request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the ontology in one form."""
    return _ontology(request, at, seen, extension, on)


def _ontology(
    request: Request, at: Place, seen: Published, extension: str | None, on: date
) -> Response:
    found = documents.vocabulary(seen)
    if found is None or (extension is not None and extension not in BY_EXTENSION):
        raise problems.not_found()
    form = BY_EXTENSION[extension] if extension else answers.wanted(request, FORMS)
    return _answer(request, seen, at, _Found(found, TERMS), form, on, reference.page)


@router.api_route(SHAPES, methods=READ, tags=["ontologie"])
def shapes(request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the shapes that data is checked by."""
    return _shapes(request, seen, at, "", None, on)


@router.api_route(f"{SHAPES}.{{extension}}", methods=READ, tags=["ontologie"])
def shapes_as(extension: str, request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give the shapes that data is checked by in one form."""
    return _shapes(request, seen, at, "", extension, on)


@router.api_route(f"{SHAPES}/{{name}}", methods=READ, tags=["ontologie"])
def shape(name: str, request: Request, at: Here, seen: Seen, on: When) -> Response:
    """Give one shape; an extension behind its name asks for a form."""
    if documents.shapes(seen, name) is not None:
        return _shapes(request, seen, at, name, None, on)
    bare, _, extension = name.rpartition(".")
    if not bare:
        raise problems.not_found()
    return _shapes(request, seen, at, bare, extension, on)


def _shapes(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    request: Request, seen: Published, at: Place, name: str, extension: str | None, on: date
) -> Response:
    found = documents.shapes(seen, name)
    form = BY_EXTENSION.get(extension or "")
    if found is None or (extension is not None and (form is None or form is HTML)):
        raise problems.not_found()
    path = f"{SHAPES}/{quote(name)}" if name else SHAPES
    form = form or answers.wanted(request, _RDF)
    return _answer(request, seen, at, _Found(found, path), form, on, forms=_RDF)


def _see_other(at: Place) -> Response:
    """Send on from a thing to the document about it."""
    location = f"{at.here}/doc/{at.path.removeprefix('/id/')}"
    headers = {
        "Location": location,
        "Link": f'<{location}>; rel="describedby"',
        "Vary": answers.VARY,
        "Cache-Control": answers.SHORTLY,
        **CORS,
    }
    return Response(status_code=303, headers=headers)


def _answer(  # noqa: PLR0913, PLR0917 (what an answer is made of)
    request: Request,
    published: Published,
    at: Place,
    found: _Found,
    form: Form,
    on: date,
    page: Page = resource.page,
    forms: tuple[Form, ...] = FORMS,
) -> Response:
    """Answer with a document in a form."""
    own = f"{at.here}{found.path}"
    document = found.document
    more: list[str] = []
    if form is HTML:
        # A page of a version is that of the thing: it is how that is now.
        shown = replace(found.thing, doc=document.doc) if found.thing else document
        body = page(published, shown, at, on)
        headers = {"Content-Language": at.lang, **layout.HEADERS}
    else:
        body = _rdf(published, document, form, at.here)
        headers = {"Content-Language": ", ".join(documents.languages(document))}
        if found.thing:
            headers["Cache-Control"] = answers.IMMUTABLE
        elif form is JSONLD:
            more = _described(published, document, at.here)
    headers |= {
        "Content-Location": f"{own}.{form.extension}",
        "Link": ", ".join(
            [*_links(document, own, form, forms), *_versions(published, at, found), *more]
        ),
    }
    return answers.content(
        request, body, form.media, {name: value for name, value in headers.items() if value}
    )


def _rdf(published: Published, found: Document, form: Form, here: str) -> bytes:
    try:
        return documents.written(published, found, form, here)
    except ValueError as error:  # RDF/XML cannot write each property
        detail = (
            "Niet alles van dit document kan in deze vorm geschreven worden.",
            "Not all of this document can be written in this form.",
        )
        others = tuple(one.media for one in _RDF if one is not form)
        raise Problem(406, detail, parameter="Accept", wanted=others, headers=CORS) from error


def _links(document: Document, own: str, form: Form, forms: Iterable[Form]) -> Iterable[str]:
    yield f'<{quote(document.doc, safe=_IRI)}>; rel="canonical"'
    for one in forms:
        if one is not form:
            yield f'<{own}.{one.extension}>; rel="alternate"; type="{one.media}"'
    yield f'<{own}.ttl>; rel="describedby"; type="text/turtle"'


def _described(published: Published, document: Document, here: str) -> list[str]:
    """Point from the JSON of a thing to the schemas that it conforms to."""
    if document.doc == document.iri:
        return []
    names = context.described_by(published, document.iri, document.quads)
    paths = [context.schemas(published)[one].path for one in names]
    return [f'<{here}{one}>; rel="describedby"; type="{MEDIA}"' for one in paths]


def _versions(published: Published, at: Place, found: _Found) -> Iterable[str]:
    """Point from a thing to its version, and back."""
    if found.thing is not None:
        yield f'<{at.here}{found.now}>; rel="original"'
        # One of the stream may be older than what is said now.
        if _VERSION.fullmatch(found.path.rpartition("/")[2]):
            yield f'<{at.here}{found.path}>; rel="latest-version"'
    elif found.path.startswith("/doc/"):
        version = documents.version_of(published, found.document)
        yield f'<{at.here}{found.path}/{version}>; rel="latest-version"'

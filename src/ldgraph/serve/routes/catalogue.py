"""What there is to be had: the catalogue, its figures, examples, and the files themselves.

Whoever asks is told of what everyone may see, and of nothing else.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ldgraph.catalogue import describe, void
from ldgraph.serve import catalogue, sparql_examples
from ldgraph.serve.depends import READ, Counted, Here, Offered, Public, Seen, today
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.negotiate import BY_EXTENSION, FORMS, HTML, Form
from ldgraph.serve.http.problems import CORS, Problem
from ldgraph.serve.pages import catalogue as pages
from ldgraph.serve.routes.page import html

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ldgraph.catalogue.dumps import File
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published
    from ldgraph.stream.folder import Folder

router = APIRouter(tags=["catalogus"])
PATH = "/catalogus"
_RDF = tuple(form for form in FORMS if form.rdf)


@router.api_route(PATH, methods=READ)
def whole(request: Request, at: Here, seen: Seen, public: Offered) -> Response:
    """Give the catalogue: datasets, their files, and services."""
    return _catalogue(request, at, seen, public, answers.wanted(request, FORMS))


@router.api_route(f"{PATH}.{{extension}}", methods=READ)
def whole_as(extension: str, request: Request, at: Here, seen: Seen, public: Offered) -> Response:
    """Give the catalogue in one form."""
    if extension not in BY_EXTENSION:
        raise problems.not_found()
    return _catalogue(request, at, seen, public, BY_EXTENSION[extension])


def at_home(request: Request, at: Place, public: Published, form: Form) -> Response:
    """Give the catalogue at the address of the server itself, to who asks for data there."""
    return _rdf(request, at, _described(request, at, public), form, f"{at.here}{PATH}")


def links_of_home(at: Place, public: Published) -> str:
    """Give the header with which the home page leads programs to the catalogue and its figures."""
    if catalogue.terms(public) is None:
        return ""
    alternates = _headers(f"{at.here}{PATH}", HTML)["Link"]
    return f"{alternates}, {_figures(at)}"


@router.api_route(void.PATH, methods=READ)
def counted(request: Request, at: Here, public: Counted) -> Response:
    """Give the figures of every dataset, in VoID."""
    form = answers.wanted(request, _RDF)
    offer = _offer(request, at, public)
    triples = void.describe(offer, catalogue.figures(public))
    assert form.rdf is not None
    return answers.content(request, describe.written(triples, form.rdf), form.media, _headers(""))


@router.api_route(sparql_examples.PATH, methods=READ)
def examples(request: Request, at: Here, public: Public) -> Response:
    """Give the stored questions as examples of SPARQL."""
    form = answers.wanted(request, _RDF)
    assert form.rdf is not None
    triples = sparql_examples.describe(public, at.here, today(request))
    body = sparql_examples.written(triples, form.rdf)
    return answers.content(request, body, form.media, _headers(""))


@router.api_route("/download/{file}", methods=READ)
def download(file: str, request: Request, at: Here, public: Offered) -> Response:
    """Give a file of a dataset as it is now."""
    made = catalogue.files(public)
    found = made.files.get(file)
    if found is None:
        raise problems.not_found()
    version = next(one.version for one in made.dumps if found in one.files)
    link = f'<{at.here}/download/{version}/{file}>; rel="latest-version"'
    return _file(request, found, {"Cache-Control": "public, no-cache", "Link": link})


@router.api_route("/download/{version}/{file}", methods=READ)
def download_version(
    version: str, file: str, request: Request, at: Here, public: Offered
) -> Response:
    """Give a file of one version of a dataset, which never changes."""
    made = catalogue.files(public)
    found = made.files.get(file)
    if not any(one.version == version and found in one.files for one in made.dumps):
        raise problems.not_found()
    assert found is not None
    link = f'<{at.here}/download/{file}>; rel="original"'
    return _file(request, found, {"Cache-Control": answers.IMMUTABLE, "Link": link})


def has(request: Request, at: Place, public: Published) -> bool:
    """Say whether the catalogue says anything of what a path below ``/id/`` names."""
    return _iri(request, at, public) is not None


def find(request: Request, at: Place, public: Published) -> list[ox.Triple]:
    """Find what the catalogue says of what a path below ``/doc/`` names, if it does."""
    iri = _iri(request, at, public)
    return [] if iri is None else catalogue.about(_described(request, at, public), iri)


def _iri(request: Request, at: Place, public: Published) -> str | None:
    """Give the IRI of the thing of the catalogue that a path names; None where it names none."""
    _, _, rest = at.name.strip("/").partition("/")
    stem, _, extension = rest.rpartition(".")
    rest = stem if extension in BY_EXTENSION and stem else rest
    iri = f"{public.base}/id/{rest}"
    # Whatever else is asked for costs no more than a look at it.
    is_there = catalogue.is_name(rest) and iri in catalogue.names(public, _stream(request))
    return iri if is_there else None


def document(request: Request, at: Place, seen: Published, found: list[ox.Triple]) -> Response:
    """Give the document about a thing of the catalogue."""
    stem, _, extension = at.path.rpartition(".")
    form = BY_EXTENSION.get(extension) or answers.wanted(request, FORMS)
    own = f"{at.here}{stem if extension in BY_EXTENSION else at.path}"
    if form is HTML:
        return html(request, seen, at, pages.thing(seen, at, found))
    return _rdf(request, at, found, form, own)


def _catalogue(
    request: Request, at: Place, seen: Published, public: Published, form: Form
) -> Response:
    if form is HTML:
        body = pages.page(
            seen,
            at,
            catalogue.files(public),
            catalogue.terms(public),
            stream=_stream(request),
        )
        return html(request, seen, at, body)
    return _rdf(request, at, _described(request, at, public), form, f"{at.here}{PATH}")


def _described(request: Request, at: Place, public: Published) -> list[ox.Triple]:
    return describe.describe(_offer(request, at, public))


def _offer(request: Request, at: Place, public: Published) -> describe.Offer:
    found = catalogue.offer(public, at.here, _stream(request))
    if found is None:
        keys = ", ".join(catalogue.missing(public)) or "[catalogus]"
        detail = (
            f"Er is geen catalogus: de root zegt niet wie hem uitgeeft, en hoe: {keys}.",
            f"There is no catalogue: the root does not say who publishes it, and how: {keys}.",
        )
        raise Problem(404, detail, about="catalogus", headers=CORS)
    return found


def _stream(request: Request) -> str:
    """Name the event stream that this server has now; nothing where it has none."""
    folder: Folder | None = request.app.state.stream
    return folder.name if folder is not None else ""


def _rdf(request: Request, at: Place, triples: list[ox.Triple], form: Form, own: str) -> Response:
    assert form.rdf is not None
    headers = _headers(own, form)
    headers["Link"] += f", {_figures(at)}"
    return answers.content(request, describe.written(triples, form.rdf), form.media, headers)


def _figures(at: Place) -> str:
    return f'<{at.here}{void.PATH}>; rel="describedby"'


def _headers(own: str, form: Form | None = None) -> dict[str, str]:
    headers = {"Content-Language": "nl, en"}
    if form is not None:
        headers["Content-Location"] = f"{own}.{form.extension}"
        headers["Link"] = ", ".join(
            f'<{own}.{one.extension}>; rel="alternate"; type="{one.media}"'
            for one in FORMS
            if one is not form
        )
    return headers


def _file(request: Request, file: File, headers: dict[str, str]) -> Response:
    tag = f'"{file.sha256[:32]}"'
    digest = base64.b64encode(bytes.fromhex(file.sha256)).decode()
    headers = {"ETag": tag, "X-Content-Type-Options": "nosniff", **headers, **CORS}
    if answers.is_known(request, tag):
        return Response(status_code=304, headers=headers)
    media = f"{file.media}; charset=utf-8" if file.media.startswith("text/") else file.media
    headers |= {
        "Content-Length": str(file.size),
        "Content-Type": media,
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    if request.method == "HEAD":
        return Response(headers=headers)
    return StreamingResponse(file.pieces(), headers=headers)

"""The event stream, as it was built: its pages, and the versions of things that it has.

Nothing here is worked out of the graph: what is served was written for everyone by
``ldgraph ldes build``, and is the same for every caller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.serve.depends import READ, Here
from ldgraph.serve.documents import Document
from ldgraph.serve.http import answers, problems
from ldgraph.serve.http.answers import VARY
from ldgraph.serve.http.negotiate import BY_EXTENSION, Form
from ldgraph.serve.http.problems import CORS, Problem
from ldgraph.stream.folder import Life
from ldgraph.stream.pages import SHAPE, SUFFIX
from ldgraph.terms import DCT

if TYPE_CHECKING:
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published
    from ldgraph.stream.folder import Folder

router = APIRouter()
_ADDRESS = "/stroom/"
#: Turtle first: it is what the pages are.
_FORMS = tuple(BY_EXTENSION[one] for one in ("ttl", "trig", "nq", "nt", "jsonld"))
_GONE = (
    "Deze bladzijde is weggenomen; de eerste bladzijde van de stroom zegt waar ze nu staat.",
    "This page was taken away; the first page of the stream says where it is now.",
)
_WITHDRAWN = (
    "Deze stroom is ingetrokken, met al zijn bladzijden; in de plaats kwam {}: begin die opnieuw.",
    "This stream was withdrawn, with all its pages; {} took its place: begin that anew.",
)
_REMOVED = (
    "Dit is verwijderd; de laatste versie in de stroom zegt sinds wanneer.",
    "This was removed; its last version in the stream says since when.",
)


@router.api_route("/id/stroom/{stroom}", methods=READ, tags=["stroom"])
def stream(stroom: str, request: Request, at: Here) -> Response:
    """Send on from the stream to the document about it."""
    return _see_other(request, stroom, f"{at.here}/doc/stroom/{stroom}")


@router.api_route("/doc/stroom/{stroom}", methods=READ, tags=["stroom"])
def first(stroom: str, request: Request, at: Here) -> Response:
    """Send on to the first page of the stream."""
    return _see_other(request, stroom, f"{at.here}{_ADDRESS}{stroom}")


@router.api_route("/stroom/{bladzijde:path}", methods=READ, tags=["stroom"])
def page(bladzijde: str, request: Request, at: Here) -> Response:
    """Give a page of the stream."""
    folder: Folder | None = request.app.state.stream
    name, form = at.path.removeprefix(_ADDRESS), None
    life = folder.life(name) if folder else None
    if folder and life is None:
        name, _, extension = name.rpartition(".")
        form = BY_EXTENSION.get(extension)
        life = folder.life(name) if form in _FORMS else None
    if folder is None or life is None:
        raise problems.not_found()
    content = None if life is Life.GONE else folder.read(name)
    if content is None:
        raise _gone(folder, name, at)
    suffix = f".{form.extension}" if form else ""
    form = form or answers.wanted(request, _FORMS)
    body = _written(content, form, at, suffix)
    own = f"{at.here}{_ADDRESS}{name}"
    headers = {
        "Cache-Control": answers.IMMUTABLE if life is Life.CLOSED else answers.SHORTLY,
        "Link": ", ".join(
            f'<{own}.{one.extension}>; rel="alternate"; type="{one.media}"'
            for one in _FORMS
            if one is not form
        ),
    }
    return answers.content(request, body, form.media, headers)


def _gone(folder: Folder, name: str, at: Place) -> Problem:
    """Say that a page was taken away, and where to go on: with its stream, or it alone."""
    headers = {"Cache-Control": answers.SHORTLY}
    if name.partition("/")[0] not in folder.old:
        return Problem(410, _GONE, about="stroom", headers=headers)
    instead = f"{at.here}{_ADDRESS}{folder.name}"
    headers["Link"] = f'<{instead}>; rel="{DCT}isReplacedBy"'
    dutch, english = _WITHDRAWN
    told = (dutch.format(instead), english.format(instead))
    return Problem(410, told, about="stroom", headers=headers)


def _written(content: bytes, form: Form, at: Place, suffix: str) -> bytes:
    """Write a page in a form: as Turtle it is as it was built.

    In other forms the addresses of pages are whole, and lead to pages in the same form: the
    extension that was asked for, or none where the header Accept chooses.
    """
    if form is _FORMS[0]:
        return content
    here = _address(at)
    start, shape = f"{at.here}{_ADDRESS}", f"/{SHAPE}{SUFFIX}"

    def led(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> object:
        if not isinstance(term, ox.NamedNode) or not term.value.startswith(start):
            return term
        if not term.value.endswith(SUFFIX) or term.value.endswith(shape):
            return term
        return ox.NamedNode(term.value.removesuffix(SUFFIX) + suffix)

    triples = [
        ox.Triple(led(quad.subject), quad.predicate, led(quad.object))  # type: ignore[arg-type]
        for quad in ox.parse(content, ox.RdfFormat.TURTLE, base_iri=here)
    ]
    assert form.rdf is not None
    return ox.serialize(triples, format=form.rdf) or b""


def _address(at: Place) -> str:
    """Give the address that was asked for, without a query that can stand in no IRI."""
    own = f"{at.here}{at.path}"
    try:
        return ox.NamedNode(f"{own}?{at.query}").value if at.query else own
    except ValueError:
        return own


def version(request: Request, seen: Published, path: str) -> Document | None:
    """Find the version of a thing that a path names, in the stream.

    Raises:
        Problem: The path names a thing that was removed.
    """
    folder: Folder | None = request.app.state.stream
    _, _, rest = path.removeprefix("/").partition("/")
    if folder is None or not rest:
        return None
    iri = f"{seen.base}/id/{rest}"
    if iri in folder.removed:
        headers = {"Cache-Control": answers.SHORTLY, **CORS}
        raise Problem(410, _REMOVED, about="document", headers=headers)
    triples = folder.version(iri)
    if not triples:
        return None
    quads = tuple(ox.Quad(*one) for one in triples)
    return Document(iri, f"{seen.base}/doc/{rest}", quads, fixed=True, plain=True)


def _see_other(request: Request, name: str, location: str) -> Response:
    folder: Folder | None = request.app.state.stream
    if folder is None or folder.life(name) is None or "/" in name:
        raise problems.not_found()
    headers = {"Location": location, "Vary": VARY, "Cache-Control": answers.SHORTLY, **CORS}
    return Response(status_code=303, headers=headers)

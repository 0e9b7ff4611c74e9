"""Resources for programs: governments, offerings, requirements, risks, capabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ldgraph.errors import UnknownNameError
from ldgraph.serve.depends import READ, Here, Seen, today
from ldgraph.serve.http import problems
from ldgraph.serve.questions import choosing, given, parameters, resources
from ldgraph.serve.questions.forms import ITEM, THINGS
from ldgraph.serve.questions.given import unfit
from ldgraph.serve.questions.kinds import KINDS, Kind
from ldgraph.serve.questions.records import records
from ldgraph.serve.questions.replies import Asked, form_of, reply, tag_of
from ldgraph.serve.questions.resources import Narrowed

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.records import Record

router = APIRouter(include_in_schema=False)
_TOTAL = "totaal"
_FOUND_AS = {
    "aanbod": "offering",
    "vereisten": "requirement",
    "risicos": "risk",
    "capabilities": "capability",
}


def _list(request: Request, at: Place, seen: Published, kind: Kind, extension: str) -> Response:
    names = (*choosing.names_of(kind), parameters.DATE)
    taken = given.read(request, (*names, _TOTAL, *given.PAGING), parameters.ALIASES)
    if taken.get(_TOTAL, "true") not in {"true", "false"}:
        dutch, english = "verwacht true of false", "wanted true or false"
        raise unfit(_TOTAL, dutch, english, ("true", "false"))
    on = parameters.reference_date(taken, today(request))
    page = given.page_of(taken)
    form = form_of(request, extension, THINGS)
    own, said = given.without_page(taken), given.said_page(taken)
    asked = Asked(seen, at, f"/v1/{kind.path}", own, extension, said)
    wanted = Narrowed(kind, on, page, taken.get(_TOTAL) == "true")
    choosing.chosen(seen, kind, own, on)
    tag = tag_of(seen, repr(wanted), repr(taken), extension, form.extension, at.lang, at.here)
    return reply(
        *(request, asked, form, THINGS, tag), lambda: resources.listed(asked, wanted, form)
    )


def _one(request: Request, at: Place, seen: Published, kind: Kind, reference: str) -> Response:
    taken = given.read(request, (parameters.DATE,), parameters.ALIASES)
    on = parameters.reference_date(taken, today(request))
    record, extension = _find(seen, kind, reference, on)
    form = form_of(request, extension, ITEM)
    asked = Asked(seen, at, f"/v1/{kind.path}/{quote(record.reference, safe='')}", taken, extension)
    tag = tag_of(
        *(seen, kind.path, record.iri, repr(taken), on.isoformat()),
        *(extension, form.extension, at.lang, at.here),
    )
    return reply(
        *(request, asked, form, ITEM, tag),
        lambda: (resources.item(asked, kind, record, on, form), {}),
    )


def _find(seen: Published, kind: Kind, reference: str, on: date) -> tuple[Record, str]:
    """Find what an address ends in: a reference, an identifier or a name; perhaps an extension."""
    for text, extension in _readings(reference):
        try:
            if kind.path == "besturen":
                iri = parameters.governments(seen).find(text, on)
            else:
                name = _FOUND_AS[kind.path]
                iri = parameters.things(seen, name).find(name, text, seen.prefixes)
        except UnknownNameError:
            continue
        record = records(seen, kind).get(iri)
        if record is not None:
            return record, extension
    raise problems.not_found()


def _readings(reference: str) -> list[tuple[str, str]]:
    stem, dot, extension = reference.rpartition(".")
    known = {one.extension for one in ITEM}
    return [(reference, ""), *([(stem, extension)] if dot and extension in known else [])]


def _add(kind: Kind) -> None:
    """Add the addresses of a kind."""

    def every(request: Request, at: Here, seen: Seen, extension: str = "") -> Response:
        return _list(request, at, seen, kind, extension)

    def one(reference: str, request: Request, at: Here, seen: Seen) -> Response:
        return _one(request, at, seen, kind, reference)

    path = f"/v1/{kind.path}"
    for address in (path, f"{path}.{{extension}}"):
        router.add_api_route(address, every, methods=READ, name=kind.path)
    router.add_api_route(f"{path}/{{reference}}", one, methods=READ, name=f"{kind.path} item")


for _kind in KINDS:
    _add(_kind)

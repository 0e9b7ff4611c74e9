"""SPARQL 1.1 Protocol, for reading: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pyoxigraph as ox
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from ldgraph.graph.access import Audience
from ldgraph.serve import service
from ldgraph.serve.depends import Here, Seen, Who
from ldgraph.serve.http import answers
from ldgraph.serve.http.forms import BY_NAME, GRAPHS, ROWS
from ldgraph.serve.http.negotiate import choose
from ldgraph.serve.http.problems import CORS, Problem
from ldgraph.serve.pages.sparql import GRAPH_AS, ROWS_AS
from ldgraph.serve.pool.failures import QueryFailure
from ldgraph.serve.pool.frames import Question
from ldgraph.serve.pool.pool import Answer
from ldgraph.serve.routes import refusals
from ldgraph.serve.routes.browsers import (
    accepted,
    beginning,
    empty_page,
    on_page,
    prefers_page,
)
from ldgraph.serve.routes.refusals import ABOUT

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.types import Send

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.pages.sparql import Result
    from ldgraph.serve.pool.pools import Pools
    from ldgraph.serve.published import Published

router = APIRouter(tags=["sparql"])
_FORM, _DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
#: Percent-encoded text is three times as long, and four bytes may stand for one character.
_LONGEST = 12
_LOG = logging.getLogger("ldgraph.serve")
#: The status, for the log, of who did not wait.
_GONE = 499
_NOT_THE_SAME_TWICE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)


@router.api_route("/sparql", methods=["GET", "HEAD"])
async def sparql_get(request: Request, at: Here, seen: Seen, who: Who) -> Response:
    """Answer a SPARQL query; without one, say what the service is."""
    given = _parsed(request.scope["query_string"])
    if not any(name in {"query", "update"} for name, _ in given):
        if prefers_page(request, given):
            return await empty_page(request, at, seen)
        return _description(request, at, seen)
    return await _answered(request, at, seen, who, given)


@router.post("/sparql")
async def sparql_post(request: Request, at: Here, seen: Seen, who: Who) -> Response:
    """Answer a SPARQL query that is sent as a form, or as itself."""
    media, charset = _content_type(request)
    given = _parsed(request.scope["query_string"])
    if media == _UPDATE:
        raise _read_only()
    if media not in {_FORM, _DIRECT} or charset not in {"", "utf-8", "utf8"}:
        raise Problem(
            415,
            (
                f"Dit type wordt niet gelezen: verwacht {_DIRECT} of {_FORM}, in UTF-8.",
                f"This type is not read: wanted {_DIRECT} or {_FORM}, in UTF-8.",
            ),
            about=ABOUT,
            parameter="Content-Type",
            wanted=(_DIRECT, _FORM),
        )
    body = await _body(request)
    if media == _DIRECT:
        given = [one for one in given if one[0] != "query"] + [("query", _utf8(body))]
    else:
        # A form may leave the dataset to the address; the query is its own.
        given = [one for one in given if one[0].endswith("-graph-uri")] + _parsed(body)
    return await _answered(request, at, seen, who, given)


# The same service by the name that some clients know it by.
router.add_api_route("/query", sparql_get, methods=["GET", "HEAD"], include_in_schema=False)
router.add_api_route("/query", sparql_post, methods=["POST"], include_in_schema=False)


def _content_type(request: Request) -> tuple[str, str]:
    given = request.headers.getlist("content-type")
    if len(given) != 1:
        return "", ""
    media, *parameters = (part.strip().lower() for part in given[0].split(";"))
    charsets = [one.partition("=")[2].strip('"') for one in parameters if "charset" in one]
    return media, charsets[0] if charsets else ""


async def _body(request: Request) -> bytes:
    most = _pools(request).limits.text * _LONGEST
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size <= most:
            parts.append(part)
    if size > most:  # who sends too much hears so when all is sent
        raise refusals.too_long(_pools(request).limits)
    return b"".join(parts)


def _parsed(content: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            content.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000
        )
    except UnicodeDecodeError as error:
        raise _no_utf8() from error
    except ValueError as error:
        raise Problem(
            400,
            ("Er zijn te veel parameters.", "There are too many parameters."),
            about=ABOUT,
        ) from error


def _utf8(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _no_utf8() from error


def _no_utf8() -> Problem:
    detail = (
        "De vraag is geen UTF-8, met %XX waar nodig.",
        "The query is not UTF-8, with %XX where needed.",
    )
    return Problem(400, detail, about=ABOUT, parameter="query", wanted=("UTF-8",))


def _read_only() -> Problem:
    detail = (
        "Deze dienst beantwoordt vragen en wijzigt niets: gebruik de parameter query.",
        "This service answers queries and changes nothing: use the parameter query.",
    )
    return Problem(403, detail, about=ABOUT, parameter="update", wanted=("query",))


def _pools(request: Request) -> Pools:
    pools: Pools = request.app.state.pools
    return pools


def _description(request: Request, at: Place, seen: Published) -> Response:
    form = answers.wanted(request, GRAPHS)
    assert form.rdf is not None
    body = service.written(service.description(seen, f"{at.here}/sparql"), form.rdf)
    return answers.content(request, body, form.media, {"Content-Language": "nl, en"})


async def _answered(
    request: Request, at: Place, seen: Published, who: Audience, given: list[tuple[str, str]]
) -> Response:
    if prefers_page(request, given):
        return await on_page(request, at, seen, given, _begun(request, at, seen, who, given))
    question = _question(request, at, given)
    headers = {
        "Vary": answers.VARY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        **CORS,
    }
    if not _NOT_THE_SAME_TWICE.search(question.text):
        tag = _tag(seen, question)
        headers |= {"ETag": tag, "Cache-Control": "public, no-cache"}
        if request.method != "POST" and answers.is_known(request, tag):
            return Response(status_code=304, headers=headers)
    answer = await _unless_gone(request, _asked(request, seen, who, question))
    if answer is None:
        return Response(status_code=_GONE)
    form = BY_NAME[answer.form]
    is_text = form.media.startswith("text/")
    headers["Content-Type"] = f"{form.media}; charset=utf-8" if is_text else form.media
    if answer.whole is not None:
        return Response(answer.whole, headers=headers)
    if request.method == "HEAD":
        answer.close()
        return Response(headers=headers)
    return _Streamed(answer, headers)


async def _begun(
    request: Request, at: Place, seen: Published, who: Audience, given: list[tuple[str, str]]
) -> Result | None:
    """Give as much of an answer as a page shows; None when its caller is gone."""
    question = _question(request, at, given, page=True)
    answer = await _unless_gone(request, _asked(request, seen, who, question))
    try:
        return await beginning(answer) if answer else None
    except QueryFailure as failure:
        raise refusals.of_failure(failure, _pools(request).limits) from failure


def _question(
    request: Request, at: Place, given: list[tuple[str, str]], *, page: bool = False
) -> Question:
    """Read what is asked; a ``page`` takes rows and graphs in forms of its own."""
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    if "update" in values:
        raise _read_only()
    texts = values.get("query", [])
    if len(texts) != 1 or not texts[0].strip():
        detail = (
            "Geef de parameter query één keer, met een SPARQL-vraag.",
            "Give the parameter query once, with a SPARQL query.",
        )
        raise Problem(400, detail, about=ABOUT, parameter="query")
    datasets = {name: values.get(name) for name in ("default-graph-uri", "named-graph-uri")}
    for name, iris in datasets.items():
        for iri in iris or ():
            _refuse_no_iri(name, iri)
    accept = accepted(request, given)
    rows, graph = choose(accept, ROWS), choose(accept, GRAPHS)
    if rows is None and graph is None and not page:
        raise refusals.no_form((*ROWS, *GRAPHS))
    return Question(
        texts[0],
        ROWS_AS if page else rows.extension if rows else None,
        GRAPH_AS if page else graph.extension if graph else None,
        f"{at.here}/sparql",
        datasets["default-graph-uri"],
        datasets["named-graph-uri"],
    )


def _refuse_no_iri(name: str, iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        detail = (
            f"De waarde van {name} is geen absolute IRI.",
            f"The value of {name} is no absolute IRI.",
        )
        raise Problem(400, detail, about=ABOUT, parameter=name) from error


def _tag(seen: Published, question: Question) -> str:
    # Weak: rows and blank nodes may have another order or name in another process.
    said = repr((seen.version, *question)).encode("utf-8", "surrogatepass")
    return f'W/"{hashlib.sha256(said).hexdigest()[:32]}"'


async def _asked(request: Request, seen: Published, who: Audience, question: Question) -> Answer:
    try:
        pool = await _pools(request).of(seen)
        return await pool.ask(question, _caller(request, who))
    except QueryFailure as failure:
        raise refusals.of_failure(failure, _pools(request).limits) from failure


def _caller(request: Request, who: Audience) -> Hashable:
    return who, request.client.host if request.client else ""


async def _unless_gone(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer | None:
    """Work for as long as the caller is there; None when gone."""
    asked = asyncio.create_task(work)
    gone = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
        return asked.result() if asked.done() else None
    finally:
        gone.cancel()
        asked.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _Streamed(StreamingResponse):
    """An answer that is left unfinished, for its caller to see, where it stops before its end."""

    def __init__(self, answer: Answer, headers: dict[str, str]) -> None:
        super().__init__(answer.pieces, headers=headers)
        self._answer = answer

    async def stream_response(self, send: Send) -> None:
        try:
            await super().stream_response(send)
        except QueryFailure as failure:
            _LOG.warning("an answer was cut off: %s", failure.why.value)
        finally:
            self._answer.close()

"""Answers given again: the same bytes, to nobody who should not have them, of no older data."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from ldgraph.serve.http.cache import AnswerCache
from ldgraph.serve.http.passing import Passing
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

_PUBLIC = {"ETag": '"t"', "Cache-Control": "public, no-cache"}


@pytest.fixture
def client() -> Iterator[TestClient]:
    """Serve answers that say which one they are."""
    number = count(1)

    def counted(_: Request) -> Response:
        return Response(f"{next(number)}", headers=_PUBLIC)

    def private(_: Request) -> Response:
        return Response(f"{next(number)}", headers={"ETag": '"t"', "Cache-Control": "private"})

    def untagged(_: Request) -> Response:
        return Response(f"{next(number)}", headers={"Cache-Control": "public"})

    def missing(_: Request) -> Response:
        return Response(f"{next(number)}", 404, headers=_PUBLIC)

    def large(_: Request) -> Response:
        parts = [f"{next(number)} ".encode(), *[b"x" * 300_000] * 4]
        return StreamingResponse(iter(parts), headers=_PUBLIC)

    def narrowed(request: Request) -> Response:
        return Response(f"{next(number)} {request.url.query}", headers=_PUBLIC)

    handlers = (counted, narrowed, private, untagged, missing, large)
    app = Starlette(routes=[Route(f"/{one.__name__}", one) for one in handlers])
    app.state.library, app.state.settings = object(), Settings()
    app.state.stream = None
    app.add_middleware(AnswerCache, most=10_000)
    takes = {"/counted": None, "/narrowed": ("naam", "q")}
    app.add_middleware(Passing, takes=takes.get)
    with TestClient(app) as made:
        yield made


def test_the_same_request_is_answered_once(client: TestClient) -> None:
    first, again = client.get("/counted"), client.get("/counted")
    assert (first.text, again.text) == ("1", "1")
    assert dict(first.headers) == dict(again.headers)


def test_what_an_answer_can_hang_on_makes_another_request(client: TestClient) -> None:
    asked = [
        client.get("/counted"),
        client.get("/counted?a=1"),
        client.get("/counted", headers={"Accept": "text/csv"}),
        client.get("/counted", headers={"Accept-Language": "en"}),
        client.get("/counted", headers={"Host": "elsewhere.example"}),
    ]
    assert len({one.text for one in asked}) == len(asked)


@pytest.mark.parametrize("address", ["/private", "/untagged", "/missing", "/large"])
def test_what_is_not_for_all_or_too_large_is_not_kept(client: TestClient, address: str) -> None:
    assert client.get(address).text != client.get(address).text


def test_a_caller_with_a_token_neither_gets_nor_leaves_anything(client: TestClient) -> None:
    token = {"Authorization": "Bearer x"}
    assert client.get("/counted", headers=token).text == "1"
    assert client.get("/counted").text == "2"
    assert client.get("/counted", headers=token).text == "3"


def test_who_has_an_answer_gets_304_and_its_headers(client: TestClient) -> None:
    client.get("/counted")
    for tag in ('"t"', 'W/"t"', '"other", "t"', "*"):
        again = client.get("/counted", headers={"If-None-Match": tag})
        assert (again.status_code, again.text, again.headers["etag"]) == (304, "", '"t"')
    assert client.get("/counted", headers={"If-None-Match": '"other"'}).text == "1"


def test_head_gives_the_headers_of_what_is_kept(client: TestClient) -> None:
    assert client.head("/counted").text == ""
    got = client.get("/counted")
    assert client.get("/counted").text == got.text
    head = client.head("/counted")
    assert (head.text, dict(head.headers)) == ("", dict(got.headers))


def test_another_library_stream_or_day_empties_it(client: TestClient) -> None:
    state = client.app.state  # type: ignore[attr-defined]
    assert client.get("/counted").text == "1"
    state.library = object()
    assert client.get("/counted").text == "2"
    state.settings = Settings(on=date(2026, 1, 1))
    assert client.get("/counted").text == "3"
    state.stream = object()
    assert client.get("/counted").text == "4"


def test_it_stays_within_its_size(client: TestClient) -> None:
    for number in range(20):
        client.get(f"/counted?n={number}")
    assert client.get("/counted?n=19").text == "20"
    assert client.get("/counted?n=0").text == "21"


def test_what_was_asked_counts_too(client: TestClient) -> None:
    for number in range(4):
        client.get(f"/counted?n={number}", headers={"Accept-Language": "x" * 5000})
    assert client.get("/counted?n=0", headers={"Accept-Language": "x" * 5000}).text == "5"


def test_what_an_address_does_not_take_makes_no_other_request(client: TestClient) -> None:
    first = client.get("/narrowed?naam=a&q=b%26c")
    assert first.text == "1 naam=a&q=b%26c"
    for more in ("?x=1&naam=a&q=b%26c", "?naam=a&utm_source=x&q=b%26c&", "?naam=a&q=b%26c&%ff=1"):
        assert client.get(f"/narrowed{more}").text == first.text, more
    assert client.get("/narrowed?na%61m=a").text == "2 na%61m=a"
    assert client.get("/narrowed?naam=a&naam=b").text == "3 naam=a&naam=b"

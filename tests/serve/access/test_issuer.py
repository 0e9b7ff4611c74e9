"""Keys of the issuer: they rotate, it goes down or mad, and nobody makes the server ask on."""

from __future__ import annotations

import asyncio
import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from ldgraph.serve.access.fetch import IssuerDownError, UnsafeAddressError, refuse_unsafe
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.access.issuer import Issuer
from ldgraph.serve.access.tokens import TokenRules
from ldgraph.serve.app import create_app
from ldgraph.serve.settings import Settings

from .issuers import HERE, KEYS, send, send_json
from .test_tokens import MINE, MINE_GRAPH, with_token
from .worlds import Request, asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library

    from .conftest import Clock
    from .issuers import Running

    Bad = Callable[[BaseHTTPRequestHandler], None]


def _status(client: TestClient, token: str) -> int:
    return client.get(MINE_GRAPH, headers=with_token(token)).status_code


def test_keys_are_fetched_once(client: TestClient, issuer: Running) -> None:
    for number in range(5):
        assert _status(client, issuer.token(vo_orgcode=MINE, jti=f"{number}")) == 200
    assert issuer.asked == ["/.well-known/openid-configuration", "/jwks"]


def test_a_new_key_is_found_and_an_old_one_no_longer_holds(
    client: TestClient, issuer: Running, clock: Clock
) -> None:
    old = issuer.token(vo_orgcode=MINE)
    assert _status(client, old) == 200
    issuer.keys = {"second": KEYS["second"]}
    clock.now += 11

    assert _status(client, issuer.token(vo_orgcode=MINE)) == 200
    clock.now += 61  # as long as what was found is remembered
    assert _status(client, old) == 401


def test_a_key_that_was_withdrawn_is_forgotten_in_the_end(
    client: TestClient, issuer: Running, clock: Clock
) -> None:
    old = issuer.token(vo_orgcode=MINE)
    assert _status(client, old) == 200
    issuer.keys = {"second": KEYS["second"]}
    clock.now += 601

    _status(client, issuer.token(vo_orgcode=MINE, jti="a"))
    assert _status(client, old) == 401


def test_tokens_with_unknown_keys_do_not_make_it_ask_on_and_on(
    client: TestClient, issuer: Running
) -> None:
    assert _status(client, issuer.token(vo_orgcode=MINE)) == 200
    asked = len(issuer.asked)
    for number in range(200):
        token = issuer.signed(KEYS["foreign"], {"kid": f"k{number}"}, vo_orgcode=MINE)
        assert _status(client, token) == 401
    assert len(issuer.asked) == asked


def test_one_fetch_serves_all_who_wait_for_it(issuer: Running) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        send_json(handler, {"keys": [KEYS["first"].as_dict(private=False)]})

    issuer.instead["/jwks"] = slow

    async def all_at_once() -> list[object]:
        known = Issuer(issuer.address)
        return await asyncio.gather(*(known.key("first") for _ in range(30)))

    found = asyncio.run(all_at_once())
    assert len(found) == 30
    assert None not in found
    assert issuer.asked.count("/jwks") == 1


def test_who_goes_away_does_not_end_what_others_wait_for(issuer: Running) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        send_json(handler, {"keys": [KEYS["first"].as_dict(private=False)]})

    issuer.instead["/jwks"] = slow

    async def one_leaves() -> object:
        known = Issuer(issuer.address)
        first = asyncio.create_task(known.key("first"))
        second = asyncio.create_task(known.key("first"))
        await asyncio.sleep(0.1)
        first.cancel()
        return await second

    assert asyncio.run(one_leaves()) is not None


def test_a_known_key_waits_for_no_fetch(client: TestClient, issuer: Running, clock: Clock) -> None:
    assert _status(client, issuer.token(vo_orgcode=MINE)) == 200
    going = threading.Event()

    def hangs(handler: BaseHTTPRequestHandler) -> None:
        going.wait(20)
        handler.send_error(500)

    issuer.instead["/openid-configuration"] = hangs
    clock.now += 601
    with ThreadPoolExecutor(1) as other:
        unknown = issuer.signed(KEYS["foreign"], {}, vo_orgcode=MINE)
        waits = other.submit(_status, client, unknown)
        time.sleep(0.1)
        assert _status(client, issuer.token(vo_orgcode=MINE, jti="b")) == 200
        assert client.get("/health/live").status_code == 200
        assert not waits.done()
        going.set()
        assert waits.result() == 503


def test_a_flood_of_tokens_costs_one_fetch_and_holds_up_nobody(
    library: Library, issuer: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.serve.access.fetch._DEADLINE", 30)
    going = threading.Event()

    def hangs(handler: BaseHTTPRequestHandler) -> None:
        going.wait(20)
        send_json(handler, {"keys": [KEYS["first"].as_dict(private=False)]})

    issuer.instead["/jwks"] = hangs
    app = create_app(library, Settings(), Gate(Issuer(issuer.address), TokenRules(HERE)))
    tokens = [issuer.signed(KEYS["foreign"], {"kid": f"k{number}"}) for number in range(100)]
    public = [Request("GET", b"/health/live"), Request("GET", b"/doc/lokaalbestuur/gemeente-99001")]

    async def flood() -> list[int]:
        header = b"authorization"
        waiting = [
            asyncio.create_task(
                asked(
                    app, Request("GET", b"/health", headers=((header, f"Bearer {one}".encode()),))
                )
            )
            for one in tokens
        ]
        await asyncio.sleep(0.2)
        for one in public:
            assert (await asked(app, one)).status == 200
        assert sum(not one.done() for one in waiting) == 32
        going.set()
        return [(await one).status for one in waiting]

    found = asyncio.run(flood())
    assert (found.count(401), found.count(503)) == (32, 68)
    assert issuer.asked.count("/jwks") == 1


def _redirects(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "/jwks2")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _huge(handler: BaseHTTPRequestHandler) -> None:
    send(handler, b'{"keys": [' + b" " * (3 << 20) + b"]}", "application/json")


def _bomb(handler: BaseHTTPRequestHandler) -> None:
    send(handler, gzip.compress(b" " * (64 << 20)), "application/json", "gzip")


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65536)


def _drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def _keys(*listed: object) -> Bad:
    return lambda handler: send_json(handler, {"keys": listed})


_PRIVATE_KIND = {"kty": "oct", "k": "c2VjcmV0", "kid": "first"}
_BAD: dict[str, Bad] = {
    "an error": lambda handler: handler.send_error(500),
    "a page": lambda handler: send(handler, b"<html>sign in</html>", "text/html"),
    "a list": lambda handler: send_json(handler, []),
    "nested": lambda handler: send(handler, b"[" * 200_000, "application/json"),
    "no utf-8": lambda handler: send(handler, b'{"keys": "\xff"}', "application/json"),
    "no keys": _keys(),
    "keys that are none": _keys(7, None, [], {"kty": "RSA"}, {"kty": "RSA", "n": 1, "e": []}),
    "a shared secret": _keys(_PRIVATE_KIND),
    "keys for something else": _keys({**KEYS["first"].as_dict(private=False), "use": "enc"}),
    "no answer": lambda handler: handler.connection.close(),
    "another address": _redirects,
    "too much": _huge,
    "a bomb": _bomb,
    "no end": _endless,
    "drops": _drips,
}


@pytest.mark.parametrize("bad", _BAD)
def test_an_issuer_gone_mad_costs_tokens_alone(
    client: TestClient, issuer: Running, bad: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.serve.access.fetch._DEADLINE", 0.8)
    issuer.instead["/jwks"] = _BAD[bad]
    begun = time.monotonic()
    response = client.get(MINE_GRAPH, headers=with_token(issuer.token(vo_orgcode=MINE)))

    assert response.status_code == 503
    assert response.headers["retry-after"] == "10"
    assert response.headers["content-type"] == "application/problem+json"
    assert issuer.address not in response.text
    assert time.monotonic() - begun < 10
    assert client.get("/health/live").status_code == 200
    assert "/jwks2" not in issuer.asked


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://another.example"},
        {},
        {"issuer": None},
        {"jwks_uri": "http://192.0.2.1/keys"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": 7},
        {"jwks_uri": "https://user@[::1"},
    ],
)
def test_discovery_that_speaks_for_another_or_leads_astray_is_not_followed(
    client: TestClient, issuer: Running, said: dict[str, object]
) -> None:
    own = {"issuer": issuer.address, "jwks_uri": f"{issuer.address}/jwks"} if said else {}
    issuer.instead["/openid-configuration"] = lambda handler: send_json(handler, {**own, **said})
    assert _status(client, issuer.token(vo_orgcode=MINE)) == 503
    assert "/jwks" not in issuer.asked


def test_the_keys_that_were_last_known_hold_for_hours_when_it_is_down(
    client: TestClient, issuer: Running, clock: Clock
) -> None:
    assert _status(client, issuer.token(vo_orgcode=MINE)) == 200
    issuer.instead["/jwks"] = lambda handler: handler.send_error(500)
    clock.now += 3 * 3600
    assert _status(client, issuer.token(vo_orgcode=MINE, jti="a")) == 200
    # Who signs with a key that is not known may be right: it cannot be said now.
    assert _status(client, issuer.signed(KEYS["foreign"], {}, vo_orgcode=MINE)) == 503
    clock.now += 4 * 3600
    assert _status(client, issuer.token(vo_orgcode=MINE, jti="b")) == 503

    issuer.instead.clear()
    clock.now += 11
    assert _status(client, issuer.token(vo_orgcode=MINE, jti="c")) == 200


def test_a_small_key_is_not_believed(issuer: Running) -> None:
    small = {"kty": "RSA", "n": "u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffA", "e": "AQAB"}
    issuer.instead["/jwks"] = _keys({**small, "kid": "first"})
    with pytest.raises(IssuerDownError):
        asyncio.run(Issuer(issuer.address).key("first"))


@pytest.mark.parametrize(
    "address",
    [
        "http://issuer.example",
        "ftp://issuer.example",
        "https://me@issuer.example",
        "https://",
        "//issuer.example",
        "http://127.0.0.1.issuer.example",
        "https://[::1",
        "",
    ],
)
def test_keys_do_not_travel_in_the_clear(address: str) -> None:
    with pytest.raises(UnsafeAddressError):
        refuse_unsafe(address)


def test_loopback_and_https_are_safe() -> None:
    for address in ("https://issuer.example/op", "http://localhost:1", "http://[::1]:8080/x"):
        assert refuse_unsafe(address) == address

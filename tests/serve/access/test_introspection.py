"""Opaque tokens: the issuer is asked after them, not too often, and never believed too far."""

from __future__ import annotations

import base64
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from .issuers import HERE, send, send_json
from .test_tokens import MINE, MINE_GRAPH, with_token

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

    from starlette.testclient import TestClient

    from .conftest import Clock, Open
    from .issuers import Running


def _good(**other: object) -> dict[str, object]:
    return {
        "active": True,
        "aud": HERE,
        "exp": time.time() + 300,
        "vo_orgcode": MINE,
        **other,
    }


def _status(client: TestClient, token: str) -> int:
    return client.get(MINE_GRAPH, headers=with_token(token)).status_code


@pytest.fixture
def asking(open_app: Open) -> TestClient:
    """Open the server with introspection."""
    return open_app(introspected=True)


def test_the_issuer_says_what_an_opaque_token_is(asking: TestClient, issuer: Running) -> None:
    issuer.opaque["abc"] = _good()

    assert _status(asking, "abc") == 200
    assert _status(asking, "abd") == 401
    credentials, form = issuer.forms[0]
    assert form["token"] == ["abc"]
    kind, _, pair = credentials.partition(" ")
    assert (kind, base64.b64decode(pair)) == ("Basic", b"a+client:s3cr%3At%26")


def test_signed_tokens_are_not_asked_after(asking: TestClient, issuer: Running) -> None:
    assert _status(asking, issuer.token(vo_orgcode=MINE)) == 200
    assert not issuer.forms


@pytest.mark.parametrize(
    "said",
    [
        {"active": False},
        {"active": "true"},
        {"active": 1},
        {"aud": "another"},
        {"aud": ["another"]},
        {"iss": "https://another.example"},
        {"exp": 1},
        {"exp": "soon"},
        {"nbf": 9_999_999_999},
    ],
)
def test_what_does_not_hold_here_is_refused(
    asking: TestClient, issuer: Running, said: dict[str, object]
) -> None:
    issuer.opaque["abc"] = _good(**said)
    assert _status(asking, "abc") == 401


def test_what_is_not_said_to_be_for_this_server_needs_a_scope(
    open_app: Open, issuer: Running
) -> None:
    issuer.opaque["abc"] = {"active": True, "vo_orgcode": MINE, "scope": "vo_info ld_lezer"}
    issuer.opaque["abd"] = {"active": True, "vo_orgcode": MINE, "scope": "vo_info"}

    assert _status(open_app(introspected=True), "abc") == 401
    scoped = open_app("ld_lezer", introspected=True)
    assert _status(scoped, "abc") == 200
    assert _status(scoped, "abd") == 404


def test_an_answer_is_remembered_for_a_short_while(
    asking: TestClient, issuer: Running, clock: Clock
) -> None:
    issuer.opaque["abc"] = _good()
    for _ in range(3):
        assert _status(asking, "abc") == 200
        assert _status(asking, "abd") == 401
    assert len(issuer.forms) == 2

    issuer.opaque = {"abd": _good()}  # one was withdrawn, the other given
    clock.now += 61
    assert (_status(asking, "abc"), _status(asking, "abd")) == (401, 200)


def test_nothing_is_remembered_longer_than_the_token_holds(
    asking: TestClient, issuer: Running, clock: Clock
) -> None:
    issuer.opaque["abc"] = _good(exp=time.time() + 5)
    assert _status(asking, "abc") == 200
    clock.now += 6
    _status(asking, "abc")
    assert len(issuer.forms) == 2


def test_many_unknown_tokens_do_not_drive_out_a_known_one(
    asking: TestClient, issuer: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.serve.access.gate._MOST", 10)
    issuer.opaque["abc"] = _good()
    assert _status(asking, "abc") == 200
    for number in range(20):
        assert _status(asking, f"x{number}") == 401
    asked = len(issuer.forms)
    assert _status(asking, "abc") == 200
    assert len(issuer.forms) == asked


def test_no_more_than_a_few_are_asked_after_at_once(
    asking: TestClient, issuer: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.serve.access.fetch._DEADLINE", 30)
    issuer.opaque["abc"] = _good()
    assert _status(asking, "abc") == 200
    going = threading.Event()

    def hangs(handler: BaseHTTPRequestHandler) -> None:
        going.wait(20)
        send_json(handler, {"active": False})

    issuer.instead["/introspect"] = hangs
    with ThreadPoolExecutor(20) as others:
        waiting = [others.submit(_status, asking, f"x{number}") for number in range(20)]
        deadline = time.monotonic() + 15
        while sum(one.done() for one in waiting) < 12 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert _status(asking, "abc") == 200
        assert asking.get("/health/live").status_code == 200
        going.set()
        found = [one.result() for one in waiting]

    assert (found.count(503), found.count(401)) == (12, 8)
    assert issuer.asked.count("/introspect") == 9


@pytest.mark.parametrize("bad", ["an error", "a page", "no answer"])
def test_an_issuer_that_does_not_answer_is_said_and_nothing_secret(
    asking: TestClient, issuer: Running, bad: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    issuer.instead["/introspect"] = {
        "an error": lambda handler: handler.send_error(401),
        "a page": lambda handler: send(handler, b"<html>", "text/html"),
        "no answer": lambda handler: handler.connection.close(),
    }[bad]
    response = asking.get(MINE_GRAPH, headers=with_token("t0ken"))

    assert response.status_code == 503
    assert "/introspect" in caplog.text
    for text in (caplog.text, response.text):
        assert "s3cr" not in text
        assert "t0ken" not in text

"""Tokens over HTTP: who gets what with a good one, and that no bad one is taken for none."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey
from starlette.testclient import TestClient

from ldgraph.serve.access.gate import Gate
from ldgraph.serve.access.issuer import Issuer
from ldgraph.serve.access.tokens import TokenRules
from ldgraph.serve.app import create_app
from ldgraph.serve.settings import Settings

from .conftest import CENTRAL
from .issuers import HERE, KEYS

if TYPE_CHECKING:
    from httpx2 import Response

    from ldgraph.serve.library import Library

    from .conftest import Open
    from .issuers import Running

#: Numbers of invented governments, in the example.
MINE, YOURS = "0999900249", "0999900348"
MINE_GRAPH = "/doc/graaf/voorbeeld/beperkt/gemeente-99001.ttl"
YOURS_GRAPH = "/doc/graaf/voorbeeld/beperkt/gemeente-99002.ttl"
PROGRAMME = "/doc/graaf/voorbeeld/beperkt/programma.ttl"
ALL = (MINE_GRAPH, YOURS_GRAPH, PROGRAMME)


def with_token(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _statuses(client: TestClient, token: str | None) -> list[int]:
    headers = with_token(token) if token else {}
    return [client.get(one, headers=headers).status_code for one in ALL]


def _part(content: object) -> str:
    given = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(given).rstrip(b"=").decode()


def _joined(parts: tuple[object, ...]) -> bytes:
    return ".".join(_part(one) for one in parts).encode()


def _refused(response: Response) -> str:
    """Check that a token was refused, and give why."""
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["www-authenticate"].startswith("Bearer ")
    assert response.headers["cache-control"] == "private, no-store"
    detail: str = response.json()["detail"]
    return detail


def test_a_government_sees_its_own_and_no_others(client: TestClient, issuer: Running) -> None:
    assert _statuses(client, issuer.token(vo_orgcode=MINE)) == [200, 404, 404]
    assert _statuses(client, issuer.token(vo_orgcode=YOURS)) == [404, 200, 404]


def test_central_staff_sees_all(client: TestClient, issuer: Running) -> None:
    assert _statuses(client, issuer.token(vo_ovocode=CENTRAL)) == [200, 200, 200]


def test_everyone_else_sees_nothing_of_it(client: TestClient, issuer: Running) -> None:
    nobody = issuer.token(vo_ovocode="OVO999998")
    for token in (None, nobody, issuer.token(), issuer.token(vo_orgcode="0999912345")):
        assert _statuses(client, token) == [404, 404, 404]


def test_a_token_without_rights_gets_what_everyone_gets(
    client: TestClient, issuer: Running
) -> None:
    for path in ("/doc/lokaalbestuur/gemeente-99001.ttl", "/health", *ALL, "/nowhere"):
        public = client.get(path)
        mine = client.get(path, headers=with_token(issuer.token()))
        assert mine.status_code == public.status_code
        assert mine.headers.get("etag") == public.headers.get("etag")


def test_the_version_is_that_of_what_the_caller_may_see(
    client: TestClient, issuer: Running
) -> None:
    tokens = [None, issuer.token(vo_orgcode=MINE), issuer.token(vo_orgcode=YOURS)]
    versions = {
        client.get("/health", headers=with_token(one) if one else {}).json()["version"]
        for one in (*tokens, issuer.token(vo_ovocode=CENTRAL))
    }
    assert len(versions) == 4


@pytest.mark.parametrize(
    "claims",
    [
        {"vo_ovocode": "OVO999999\n"},
        {"vo_ovocode": ["OVO999999"]},
        {"vo_ovocode": '" || true || "'},
        {"vo_orgcode": MINE + '") } #'},
        {"vo_orgcode": {"a": 1}},
        {"vo_orgcode": int(MINE)},
        {"vo_ovocode": "OVO999998", "vo_orgcode": CENTRAL},
        {"sub": CENTRAL, "vo_orgnaam": MINE},
    ],
)
def test_a_number_that_is_none_gives_no_rights(
    client: TestClient, issuer: Running, claims: dict[str, object]
) -> None:
    assert _statuses(client, issuer.token(**claims)) == [404, 404, 404]


def test_without_the_scope_that_is_asked_for_there_are_no_rights(
    open_app: Open, issuer: Running
) -> None:
    client = open_app("ld_lezer")
    for scope in (None, "", "ld", "ld_lezer2 x", ["x"], {"ld_lezer": 1}, 7):
        token = issuer.token(vo_orgcode=MINE, scope=scope)
        assert _statuses(client, token) == [404, 404, 404]
    for scope in ("ld_lezer", "vo_info ld_lezer", ["vo_info", "ld_lezer"]):
        assert _statuses(client, issuer.token(vo_orgcode=MINE, scope=scope))[0] == 200


@pytest.mark.parametrize(
    ("why", "claims"),
    [
        ("verlopen", {"exp": 1}),
        ("verlopen", {"exp": -1e300}),
        ("vervalt nooit", {"exp": None}),
        ("'exp' is geen tijdstip", {"exp": "9999999999"}),
        ("'exp' is geen tijdstip", {"exp": True}),
        ("'exp' is geen tijdstip", {"exp": 10**400}),
        ("nog niet geldig", {"nbf": 9_999_999_999}),
        ("nog niet geldig", {"iat": 9_999_999_999}),
        ("'nbf' is geen tijdstip", {"nbf": [1]}),
        ("voor een ander bedoeld", {"aud": "another"}),
        ("voor een ander bedoeld", {"aud": None}),
        ("voor een ander bedoeld", {"aud": ["another", ["ldgraph"], {}]}),
        ("voor een ander bedoeld", {"aud": {"ldgraph": 1}}),
        ("van een andere uitgever", {"iss": "https://issuer.example"}),
        ("van een andere uitgever", {"iss": None}),
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    client: TestClient, issuer: Running, why: str, claims: dict[str, object]
) -> None:
    token = issuer.token(vo_orgcode=MINE, **claims)
    for path in (MINE_GRAPH, "/health", "/nowhere", "/doc/lokaalbestuur/gemeente-99001"):
        assert why in _refused(client.get(path, headers=with_token(token)))


def test_clocks_may_differ_a_little(client: TestClient, issuer: Running) -> None:
    now = time.time()
    for good in ({"exp": now - 20}, {"nbf": now + 20}, {"iat": now + 20}):
        assert _statuses(client, issuer.token(vo_orgcode=MINE, **good))[0] == 200
    for bad in ({"exp": now - 40}, {"nbf": now + 60}, {"iat": now + 60}):
        _refused(client.get(MINE_GRAPH, headers=with_token(issuer.token(**bad))))


def test_a_token_that_is_signed_by_nobody_is_refused(client: TestClient, issuer: Running) -> None:
    good = issuer.token(vo_orgcode=MINE)
    _, body, signature = good.split(".")
    forged = RSAKey.generate_key(2048, {"kid": "first"})
    own = {"jwk": forged.as_dict(private=False)}
    for token in (
        issuer.signed(forged, {}, vo_orgcode=MINE),
        issuer.signed(forged, own, vo_orgcode=MINE),
        issuer.signed(forged, {"jku": f"{issuer.address}/evil"}, vo_orgcode=MINE),
        issuer.signed(forged, {"x5u": f"{issuer.address}/evil"}, vo_orgcode=MINE),
        f"{_part({'alg': 'none', 'kid': 'first'})}.{body}.",
        f"{_part({'alg': 'None', 'kid': 'first'})}.{body}.{signature}",
        f"{_part({'alg': 'ES256', 'kid': 'first'})}.{body}.{signature}",
        f"{_part({'alg': 'RS256', 'kid': 'first', 'crit': ['x'], 'x': 1})}.{body}.{signature}",
        f"{_part({'alg': ['RS256'], 'kid': 'first'})}.{body}.{signature}",
        f"{good.rsplit('.', 1)[0]}.{_part(b'x' * 256)}",
        f"{good.rsplit('.', 1)[0]}.",
    ):
        _refused(client.get(MINE_GRAPH, headers=with_token(token)))
    assert not any(one.endswith("/evil") for one in issuer.asked)


def test_a_public_key_signs_nothing(client: TestClient, issuer: Running) -> None:
    public = issuer.keys["first"]
    claims = issuer.token(vo_orgcode=MINE).split(".")[1]
    signed = f"{_part({'alg': 'HS256', 'kid': 'first'})}.{claims}"
    for secret in (
        public.as_pem(private=False),
        public.as_der(private=False),
        json.dumps(public.as_dict(private=False)).encode(),
    ):
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        _refused(client.get(MINE_GRAPH, headers=with_token(f"{signed}.{_part(mac)}")))


@pytest.mark.parametrize(
    "kid", ["../../etc/passwd", "' OR 1=1 --", "\0" + "0", "", {"x": 1}, 7, ["first"], None]
)
def test_a_name_of_a_key_is_only_a_name(client: TestClient, issuer: Running, kid: object) -> None:
    issuer.keys["second"] = KEYS["second"]
    head = _part({"alg": "RS256", "kid": kid})
    body, signature = issuer.token(vo_orgcode=MINE).split(".")[1:]
    _refused(client.get(MINE_GRAPH, headers=with_token(f"{head}.{body}.{signature}")))


def test_what_the_issuer_signs_for_something_else_gives_no_access(
    client: TestClient, issuer: Running
) -> None:
    for kind in ("logout+jwt", "secevent+jwt", "dpop+jwt"):
        token = issuer.signed(None, {"typ": kind}, vo_orgcode=MINE)
        _refused(client.get(MINE_GRAPH, headers=with_token(token)))
    for kind in ("JWT", "at+jwt", "application/at+jwt"):
        assert _statuses(client, issuer.signed(None, {"typ": kind}, vo_orgcode=MINE))[0] == 200


def test_other_keys_than_of_rsa_do_too(client: TestClient, issuer: Running) -> None:
    key = ECKey.generate_key("P-256", {"kid": "curve"})
    issuer.keys["curve"] = key
    token = issuer.signed(key, {"alg": "ES256"}, vo_orgcode=MINE)
    assert _statuses(client, token)[0] == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "Bearer a b",
        "Bearer a, Bearer b",
        "Bearer é.b.c",
        "Bearer ..",
        "Bearer a.b.c",
        "Bearer W10.e30.e30",
        "Bearer a.b.c.d.e",
        "Token a.b.c",
        "Bearer " + "[" * 9000,
        "Bearer " + _part(b"[" * 9000) + ".a.b",
        "Bearer " + _part(b'{"alg":"RS256","kid":' + b"9" * 5000 + b"}") + ".a.b",
        "Bearer " + "a" * 60_000,
    ],
)
def test_what_is_no_token_is_refused_and_not_taken_for_none(
    client: TestClient, header: str
) -> None:
    response = client.get("/health", headers={b"Authorization": header.encode("latin-1")})
    _refused(response)


@settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    scheme=st.sampled_from(["Bearer ", "bearer  ", "", "Basic ", "Bearer\t"]),
    token=st.one_of(
        st.binary(max_size=60).map(lambda given: given.replace(b"\n", b"").replace(b"\r", b"")),
        st.text("abcXYZ019._-~+/=", max_size=60).map(str.encode),
        st.tuples(
            st.dictionaries(
                st.sampled_from(["alg", "kid", "typ", "jku", "jwk", "crit", "b64"]),
                st.sampled_from(["RS256", "none", "first", "JWT", "", None, 1, [], {}, [["a"]]]),
            ),
            st.binary(max_size=30),
            st.binary(max_size=30),
        ).map(_joined),
    ),
)
def test_nothing_that_could_stand_there_is_taken_for_none(
    client: TestClient, scheme: str, token: bytes
) -> None:
    _refused(client.get("/health", headers={b"Authorization": scheme.encode() + token}))


def test_no_token_is_logged(
    client: TestClient, issuer: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    good = issuer.token(vo_orgcode=MINE)
    for token in (good, issuer.token(exp=1), "opaque-t0ken", f"{good}x"):
        client.get(MINE_GRAPH, headers=with_token(token))
    issuer.instead["/jwks"] = lambda handler: handler.send_error(500)
    client.get(MINE_GRAPH, headers=with_token(issuer.signed(KEYS["foreign"], {})))
    told = caplog.text
    assert not [part for part in (*good.split("."), "t0ken", MINE) if part in told]


def test_two_tokens_are_refused(client: TestClient, issuer: Running) -> None:
    good = f"Bearer {issuer.token(vo_orgcode=MINE)}"
    twice = [("Authorization", good), ("Authorization", good)]
    _refused(client.get(MINE_GRAPH, headers=twice))


def test_a_token_in_an_address_or_a_cookie_is_not_read(client: TestClient, issuer: Running) -> None:
    token = issuer.token(vo_orgcode=MINE)
    in_cookie = {"Cookie": f"access_token={token}; Authorization=Bearer {token}"}
    assert client.get(MINE_GRAPH, headers=in_cookie).status_code == 404
    for name in ("access_token", "token", "authorization"):
        assert client.get(f"{MINE_GRAPH}?{name}={token}").status_code == 404
    bad = client.get("/doc/lokaalbestuur/gemeente-99001.ttl?access_token=x")
    assert bad.status_code == 200
    assert not issuer.asked


def test_without_an_issuer_every_token_is_refused(library: Library, issuer: Running) -> None:
    client = TestClient(create_app(library, Settings()))
    token = issuer.token(vo_ovocode=CENTRAL)
    assert "geen uitgever" in _refused(client.get("/health", headers=with_token(token)))
    assert client.get("/health/live").status_code == 200
    assert not issuer.asked


def test_an_answer_to_a_token_is_kept_by_nobody_and_read_by_no_other_site(
    client: TestClient, issuer: Running
) -> None:
    token = with_token(issuer.token(vo_orgcode=MINE))
    for path in (MINE_GRAPH, "/health", "/id/lokaalbestuur/gemeente-99001", "/nowhere"):
        for headers in (token, {**token, "Origin": "https://elsewhere.example"}):
            mine = client.get(path, headers=headers, follow_redirects=False)
            assert mine.headers["cache-control"] == "private, no-store"
            assert not [one for one in mine.headers if one.startswith("access-control-")]
            assert "Authorization" in mine.headers["vary"]


def test_answers_for_everyone_say_that_others_may_get_another(client: TestClient) -> None:
    for _ in range(2):  # made, and given again
        for path in ("/doc/lokaalbestuur/gemeente-99001.ttl", "/health", "/nowhere"):
            assert "Authorization" in client.get(path).headers["vary"]
    public = client.get("/doc/lokaalbestuur/gemeente-99001.ttl")
    assert public.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in public.headers


def test_pages_of_other_sites_may_not_send_tokens(client: TestClient) -> None:
    asked = {"Origin": "https://x.example", "Access-Control-Request-Headers": "authorization"}
    told = client.options("/doc/lokaalbestuur/gemeente-99001", headers=asked)
    assert told.status_code == 204
    assert "authorization" not in told.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in told.headers


def test_pages_of_sites_that_the_operator_names_may(library: Library, issuer: Running) -> None:
    site = "https://dashboard.example"
    gate = Gate(Issuer(issuer.address), TokenRules(HERE))
    token = with_token(issuer.token(vo_orgcode=MINE))
    client = TestClient(create_app(library, Settings(origins=(site,)), gate))
    told = client.options(MINE_GRAPH, headers={"Origin": site})
    assert "Authorization" in told.headers["access-control-allow-headers"]
    assert "Origin" in told.headers["vary"]
    mine = client.get(MINE_GRAPH, headers={**token, "Origin": site})
    assert mine.headers["access-control-allow-origin"] == site
    assert mine.headers["cache-control"] == "private, no-store"
    for other in ("https://x.example", "null", "", "*", f"{site}.x.example"):
        theirs = client.get(MINE_GRAPH, headers={**token, "Origin": other})
        assert "access-control-allow-origin" not in theirs.headers
        told = client.options(MINE_GRAPH, headers={"Origin": other})
        assert "Authorization" not in told.headers.get("access-control-allow-headers", "")


def test_a_hash_is_compared_with_what_the_caller_may_see(
    client: TestClient, issuer: Running
) -> None:
    token = with_token(issuer.token(vo_orgcode=MINE))
    tag = client.get(MINE_GRAPH, headers=token).headers["etag"]
    same = client.get(MINE_GRAPH, headers={**token, "If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    assert client.get(MINE_GRAPH, headers={"If-None-Match": tag}).status_code == 404
    assert client.get(MINE_GRAPH, headers={"If-None-Match": "*"}).status_code == 404


def test_a_refusal_speaks_the_language_of_its_caller(client: TestClient) -> None:
    english = client.get("/health", headers={**with_token("x"), "Accept-Language": "en"})
    assert english.json()["detail"] == "the token is not valid: not a signed JWT"
    assert english.headers["content-language"] == "en"

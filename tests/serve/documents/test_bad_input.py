"""What cannot be asked is refused as a problem, in the caller's language, and costs nothing."""

from __future__ import annotations

import http.client
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

THING = "/doc/aanbod/aanvullende-audit"
#: What is wrong with a path, and what is then said to be wrong.
PATHS = [
    ("/doc/%FF%FE", 400, "path"),
    ("/doc/%C3%28", 400, "path"),
    ("/doc/%E0%A4%A", 400, "path"),
    ("/doc/%", 400, "path"),
    ("/doc/%zz", 400, "path"),
    ("/doc/..%2f..%2fetc/passwd", 400, "path"),
    ("/doc/%2e%2e/%2e%2e/etc/passwd", 400, "path"),
    ("/doc/../../etc/passwd", 400, "path"),
    ("/id/./x", 400, "path"),
    ("/doc/a%0d%0aX-Evil:%20yes", 404, None),
    ("/id/a%0d%0aSet-Cookie:a=b", 404, None),
    ("/doc/a%00b", 400, "path"),
    ("/doc/a%20b", 400, "path"),
    ("/doc/%3Cscript%3E", 400, "path"),
    ("/doc/" + "a" * 3000, 414, "path"),
    (f"{THING}?lang=fr", 400, "lang"),
    (f"{THING}?lang=", 400, "lang"),
    (f"{THING}?lang=nl&lang=en", 400, "lang"),
    (f"{THING}?lang=%FF", 400, "lang"),
    ("/doc/" + "%F0%9F%98%80" * 100, 404, None),
    ("/doc//", 404, None),
    ("//doc/aanbod", 404, None),
    (f"{THING}/", 404, None),
]


def sent(address: str, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes as they are, and read what comes."""
    host, port = urlsplit(address).hostname, urlsplit(address).port
    with socket.create_connection((host, port or 80), timeout=20) as one:
        one.sendall(request)
        answer = http.client.HTTPResponse(one, method=request.split(b" ")[0].decode("latin-1"))
        answer.begin()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read()


def got(
    address: str, target: bytes, *headers: bytes, method: bytes = b"GET"
) -> tuple[int, dict[str, str], bytes]:
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: example.test", *headers]
    return sent(address, b"\r\n".join([*lines, b"Connection: close", b"", b""]))


@pytest.mark.parametrize(("path", "status", "parameter"), PATHS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_address_that_cannot_be_is_refused_by_name(
    server: str, path: str, status: int, parameter: str | None, lang: str
) -> None:
    code, headers, body = got(
        server, path.encode(), f"Accept-Language: {lang}".encode(), b"Accept: text/turtle"
    )
    assert code == status
    assert headers["content-type"] == "application/problem+json"
    assert headers["content-language"] == lang
    assert {"Accept", "Accept-Language"} <= set(headers["vary"].split(", "))
    assert headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in headers
    assert "x-evil" not in headers
    problem = json.loads(body)
    assert problem["status"] == status
    assert problem.get("parameter") == parameter
    assert problem["type"].startswith("urn:be.vlaanderen.lokaaldigitaal:")
    titles = {400: "Ongeldige vraag", 404: "Niet gevonden", 414: "Adres te lang"}
    assert (problem["title"] == titles[status]) == (lang == "nl")
    assert b"Traceback" not in body


@pytest.mark.parametrize(
    "host", [b"a b", b"a/b", b"<x>", b"", b"a,b", b"a@b", b"\xff", b"x" * 300, b"h:999999"]
)
def test_a_host_that_is_none_is_refused(server: str, host: bytes) -> None:
    code, _, body = sent(
        server,
        b"GET " + THING.encode() + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n",
    )
    assert code == 400
    assert json.loads(body)["parameter"] == "Host"


@pytest.mark.parametrize(
    "request_text",
    [
        b"GET /doc/a b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /doc/\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rc: d\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_by_who_reads_it(server: str, request_text: bytes) -> None:
    code, headers, body = sent(server, request_text)
    assert code == 400
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["detail"] == "Dit is geen HTTP-verzoek."


@pytest.mark.parametrize(
    "header",
    [
        b"Accept: " + b"a/b," * 5000,
        b"Accept-Language: " + b"nl;q=0.1," * 3000,
        b"If-None-Match: " + b'"x",' * 5000,
        b"Accept: \xff\xfe/\x80",
        b"Accept-Language: \xe9",
        b"X-Forwarded-Host: evil.test",
        b"X-Forwarded-Prefix: /evil",
        b"Range: bytes=0-1",
        b"Content-Type: nonsense",
        b"Expect: nothing",
    ],
)
def test_a_strange_header_breaks_nothing(server: str, header: bytes) -> None:
    code, headers, body = got(server, THING.encode(), header)
    assert code in {200, 400, 406, 417, 431}
    assert b"evil" not in body
    assert "evil" not in str(headers)


def test_a_body_that_nobody_asked_for_is_not_read_as_anything(server: str) -> None:
    for method in (b"POST", b"PUT", b"DELETE"):
        code, headers, body = sent(
            server,
            method
            + b" "
            + THING.encode()
            + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\n\xff\xfe{[",
        )
        assert (code, headers["allow"]) == (405, "GET, HEAD, OPTIONS")
        assert json.loads(body)["title"] == "Methode niet toegelaten"


def test_head_has_the_headers_of_get_on_the_wire_and_no_body(server: str) -> None:
    for path in (THING, f"{THING}.ttl", "/id/aanbod/aanvullende-audit", "/doc/niets"):
        _, of_get, _ = got(server, path.encode())
        _, of_head, body = got(server, path.encode(), method=b"HEAD")
        assert body == b""
        for one in (of_get, of_head):
            one.pop("date", None)
            one.pop("x-request-id", None)
        assert of_head == of_get


def test_many_at_once_get_what_one_gets(server: str) -> None:
    _, _, alone = got(server, f"{THING}.jsonld".encode())
    with ThreadPoolExecutor(8) as pool:
        paths = [f"{THING}.jsonld?n={n}".encode() for n in range(40)]
        answers = list(pool.map(lambda path: got(server, path), paths))
    assert {(code, body) for code, _, body in answers} == {(200, alone)}


def test_the_language_asked_for_is_that_of_the_problem(client: TestClient) -> None:
    for accept, title in (
        ("en", "Not found"),
        ("fr", "Niet gevonden"),
        ("en;q=0", "Niet gevonden"),
    ):
        answer = client.get("/doc/niets", headers={"Accept-Language": accept})
        assert answer.json()["title"] == title

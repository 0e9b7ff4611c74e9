"""Who sends too much hears so, however it is sent."""

from __future__ import annotations

import http.client
import json
import socket
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPE = {"Content-Type": "application/sparql-query"}
_PIECE = b"x" * 100_000


def _pieces() -> Iterator[bytes]:
    for _ in range(100):
        yield _PIECE


@pytest.mark.parametrize("way", ["whole", "in pieces", "just too long"])
def test_the_sender_is_told(server: str, way: str) -> None:
    body = {"whole": _PIECE * 100, "just too long": _PIECE * 35}.get(way) or _pieces()
    with closing(http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)) as connection:
        connection.request("POST", "/sparql", body, _TYPE)
        got = connection.getresponse()
        said = json.loads(got.read())

    assert (got.status, said["status"]) == (413, 413)
    assert got.headers["content-type"] == "application/problem+json"


def test_who_waits_to_be_told_sends_nothing(server: str) -> None:
    place = urlsplit(server)
    with socket.create_connection((place.hostname or "", place.port or 0), 10) as one:
        head = "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        one.sendall(f"{head}Content-Length: 10000000\r\nExpect: 100-continue\r\n\r\n".encode())
        assert one.recv(12) == b"HTTP/1.1 413"

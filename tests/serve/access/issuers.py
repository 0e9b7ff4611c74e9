"""An issuer of tokens on loopback, with real keys, that can be as bad as a test wants it."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HERE = "ldgraph"
#: Keys take a while to make; these are the tests' own.
KEYS = {name: RSAKey.generate_key(2048, {"kid": name}) for name in ("first", "second", "foreign")}


@dataclass
class Running:
    """What the issuer is at the moment: a test changes it while it runs."""

    address: str = ""
    keys: dict[str, RSAKey | ECKey] = field(default_factory=lambda: {"first": KEYS["first"]})
    #: Answers instead of what it would send, by the end of the path.
    instead: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    #: What it says of opaque tokens.
    opaque: dict[str, dict[str, object]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    #: The header Authorization and the form of each question after a token.
    forms: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def token(self, **claims: object) -> str:
        """Sign a token, good unless ``claims`` make it bad; None leaves one out."""
        return self.signed(None, {}, **claims)

    def signed(
        self, key: RSAKey | ECKey | None, header: Mapping[str, object], /, **claims: object
    ) -> str:
        """Sign a token with a key and with more in its header."""
        key = key or next(iter(self.keys.values()))
        now = int(time.time())
        said = {"iss": self.address, "aud": HERE, "sub": "x", "iat": now, "exp": now + 300}
        kept = {name: value for name, value in {**said, **claims}.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, kept, key)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        path = handler.path
        self.asked.append(path)
        for end, other in self.instead.items():
            if path.endswith(end):
                other(handler)
                return
        if path.endswith("/introspect"):
            content = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
            form = parse_qs(content)
            self.forms.append((handler.headers["Authorization"], form))
            send_json(handler, self.opaque.get(form["token"][0], {"active": False}))
        elif path.endswith("/.well-known/openid-configuration"):
            send_json(handler, {"issuer": self.address, "jwks_uri": f"{self.address}/jwks"})
        else:
            listed = [one.as_dict(private=False) for one in self.keys.values()]
            send_json(handler, {"keys": listed})


def send_json(handler: BaseHTTPRequestHandler, content: object) -> None:
    send(handler, json.dumps(content).encode(), "application/json")


def send(
    handler: BaseHTTPRequestHandler, body: bytes, media: str, packed: str | None = None
) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", media)
    handler.send_header("Content-Length", str(len(body)))
    if packed:
        handler.send_header("Content-Encoding", packed)
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def running() -> Iterator[Running]:
    """Run an issuer."""
    issuer = Running()

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            try:
                issuer.answer(self)
            except OSError:  # the other side went away
                self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    issuer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""An issuer of tokens on loopback, with real keys, for a server that is to be measured."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

from joserfc import jwt
from joserfc.jwk import RSAKey

if TYPE_CHECKING:
    from types import TracebackType

_HOURS = 8 * 3600.0


class Issuer:
    """Answers where its keys are, and signs what it is asked to; use it in a ``with``."""

    def __init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        keys = {"keys": [self._key.as_dict(private=False)]}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host = f"http://{self.headers['Host']}"
                about = {"issuer": host, "jwks_uri": f"{host}/keys"}
                body = json.dumps(keys if self.path == "/keys" else about).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def token(self, organisation: str, audience: str) -> str:
        """Sign a token for an organisation's code."""
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": audience,
            "iat": now,
            "exp": now + int(_HOURS),
            "vo_orgcode": organisation,
        }
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)

    def __enter__(self) -> Self:
        """Begin to answer."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

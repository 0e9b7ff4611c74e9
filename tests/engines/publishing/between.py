"""A server that stands before an engine on loopback, and passes requests on to it."""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Addresses


class Between(BaseHTTPRequestHandler):
    """Passes a request on to the engine's port, and its answer back."""

    protocol_version = "HTTP/1.1"
    port = 0

    def body(self) -> bytes:
        """Read what came with the request."""
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def fetch(self, body: bytes) -> tuple[int, str, bytes]:
        """Ask the engine the same; give status, media type and content."""
        there = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {
            one: self.headers[one] for one in ("Accept", "Content-Type") if one in self.headers
        }
        there.request(self.command, self.path, body, headers)
        answer = there.getresponse()
        content = answer.read()
        there.close()
        return answer.status, answer.headers.get("Content-Type", "text/plain"), content

    def say(self, status: int, media: str, content: bytes) -> None:
        """Answer."""
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="SPARQL"')
        self.send_header("Content-Type", media)
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def standing_before(
    root: Path, engine: Addresses, kind: type[Between], parts: dict[str, object] | None = None
) -> Iterator[type[Between]]:
    """Let the root's settings lead to a server of this kind, which leads to the engine."""
    own = int(engine.query.split(":")[2].split("/")[0])
    made: type[Between] = type(kind.__name__, (kind,), {**(parts or {}), "port": own})
    server = ThreadingHTTPServer(("127.0.0.1", 0), made)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings = root / "ldgraph.toml"
    before = settings.read_text("utf-8")
    settings.write_text(before.replace(f":{own}/", f":{server.server_port}/"), "utf-8")
    try:
        yield made
    finally:
        settings.write_text(before, "utf-8")
        server.shutdown()
        server.server_close()
        thread.join()

"""A small web server on this machine that answers what a test planted, faults included."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TURTLE = "text/turtle; charset=utf-8"


class Asked(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Reply:
    """What is answered; ``raw`` is written to the wire as it is, in the place of all else."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = TURTLE
    raw: Callable[[BaseHTTPRequestHandler], None] | None = None
    #: Put in the place of the length of the body.
    length: int | None = None


def turtle(text: str, status: int = 200, /, **headers: str) -> Reply:
    """Answer Turtle; ``Cache_Control`` becomes ``Cache-Control``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(text.encode(), status, named)


class Site:
    """A server; ``pages`` has for each path the answers in turn, of which the last stays."""

    def __init__(self) -> None:
        self.pages: dict[str, list[Reply | Callable[[Asked], Reply]]] = defaultdict(list)
        self.asked: list[Asked] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._answer(self)

            do_POST = do_GET  # noqa: N815 (as the library has it)

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of its root, without a slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def put(self, path: str, *replies: Reply | Callable[[Asked], Reply]) -> str:
        """Let a path answer these in turn; give its address."""
        self.pages[path] = list(replies)
        return self.url + path

    def paths(self) -> list[str]:
        """Give the paths that were asked, in their order."""
        return [one.path for one in self.asked]

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        asked = Asked(
            handler.command,
            handler.path,
            {name.lower(): value for name, value in handler.headers.items()},
            handler.rfile.read(length).decode(),
        )
        self.asked.append(asked)
        replies = self.pages.get(handler.path) or self.pages.get(handler.path.partition("?")[0])
        if not replies:
            reply: Reply | Callable[[Asked], Reply] = Reply(b"no", 404, media_type="text/plain")
        else:
            reply = replies.pop(0) if len(replies) > 1 else replies[0]
        made = reply if isinstance(reply, Reply) else reply(asked)
        try:
            _write(handler, made)
        except OSError:  # whoever asked has seen enough
            handler.close_connection = True


def _write(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    if reply.raw:
        handler.close_connection = True
        reply.raw(handler)
        return
    handler.send_response(reply.status)
    has_body = reply.status not in {204, 304}
    headers = {
        **({"Content-Type": reply.media_type} if reply.media_type else {}),
        **({"Content-Length": str(len(reply.body))} if has_body else {}),
        **({} if reply.length is None else {"Content-Length": str(reply.length)}),
        **reply.headers,
    }
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    if has_body:
        handler.wfile.write(reply.body)
    if reply.length is not None:
        handler.close_connection = True

"""Answers that are given again: the same request on the same data has the same bytes.

Only what everyone may see is kept, and only what says itself that it is public and has a hash. A
new library, a new stream or another day empties it, so nothing outlives the data it was made of.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Headers = list[tuple[bytes, bytes]]

#: Bytes that are kept in all, and of one answer at most.
_MOST, _LARGEST = 64 << 20, 1 << 20
#: What is kept of an answer beside its body, about.
_OVERHEAD = 2048
_OK = 200
#: Headers that an answer may differ by.
_ASKED = (b"host", b"accept", b"accept-language")
_NOT_IN_304 = (b"content-length", b"content-type")


class _Kept(NamedTuple):
    headers: Headers
    body: bytes
    tag: bytes


class AnswerCache:
    """Give answers again, and 304 to who has them, without asking the application."""

    def __init__(self, app: ASGIApp, most: int = _MOST) -> None:
        self._app = app
        self._most = most
        self._kept: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
        self._size = 0
        self._made_of: tuple[object, object, date] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or pass on and keep."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self._app(scope, receive, send)
            return
        key, known, conditional = _read(scope)
        if key is None:
            await self._app(scope, receive, send)
            return
        self._forget_old(scope)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            await _send(kept, known, send, head=scope["method"] == "HEAD")
        elif scope["method"] == "HEAD" or conditional:
            # Nothing can be kept of an answer without its body.
            await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, _Listener(self, key, self._made_of, send))

    def _forget_old(self, scope: Scope) -> None:
        state = scope["app"].state
        made_of = (state.library, state.stream, state.settings.today)
        if made_of != self._made_of:
            self._kept.clear()
            self._size = 0
            self._made_of = made_of

    def keep(self, key: tuple[object, ...], kept: _Kept, made_of: object) -> None:
        """Keep an answer, unless what it was made of is gone meanwhile."""
        if made_of is not self._made_of or key in self._kept:
            return
        self._kept[key] = kept
        self._size += _size(key, kept)
        while self._size > self._most:
            self._size -= _size(*self._kept.popitem(last=False))


def _size(key: tuple[object, ...], kept: _Kept) -> int:
    """Give about how many bytes are held."""
    asked = sum(len(one) for one in key if isinstance(one, bytes | str))
    return asked + len(kept.body) + _OVERHEAD


def _read(scope: Scope) -> tuple[tuple[object, ...] | None, bytes, bool]:
    """Give what the answer hangs on, None if it is for one caller; and what the caller has."""
    asked: dict[bytes, bytes] = {}
    known: list[bytes] = []
    conditional = False
    for name, value in scope["headers"]:
        if name in _ASKED:
            asked[name] = asked[name] + b"," + value if name in asked else value
        elif name == b"if-none-match":
            known.append(value)
        elif name == b"authorization":
            return None, b"", False
        elif name in {b"range", b"if-match", b"if-modified-since"}:
            conditional = True
    key = (
        scope.get("raw_path") or scope["path"],
        scope["query_string"],
        scope["scheme"],
        scope.get("root_path", ""),
        *(asked.get(name) for name in _ASKED),
    )
    return key, b",".join(known), conditional or bool(known)


async def _send(kept: _Kept, known: bytes, send: Send, *, head: bool) -> None:
    tags = {one.strip().removeprefix(b"W/") for one in known.split(b",")} if known else ()
    if kept.tag in tags or b"*" in tags:
        headers = [one for one in kept.headers if one[0] not in _NOT_IN_304]
        await send({"type": "http.response.start", "status": 304, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": _OK, "headers": kept.headers})
    await send({"type": "http.response.body", "body": b"" if head else kept.body})


class _Listener:
    """Passes an answer on, and keeps it once it was given whole."""

    def __init__(
        self, cache: AnswerCache, key: tuple[object, ...], made_of: object, send: Send
    ) -> None:
        self._cache = cache
        self._key = key
        self._made_of = made_of
        self._send = send
        self._headers: Headers | None = None
        self._tag = b""
        self._parts: list[bytes] = []
        self._size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start(message)
        elif message["type"] == "http.response.body" and self._headers is not None:
            self._add(message)
        await self._send(message)

    def _start(self, message: Message) -> None:
        headers = list(message.get("headers", ()))
        said = {name.lower(): value for name, value in headers}
        control = said.get(b"cache-control", b"")
        if message["status"] == _OK and control.startswith(b"public") and b"set-cookie" not in said:
            self._tag = said.get(b"etag", b"").removeprefix(b"W/")
            self._headers = headers if self._tag else None

    def _add(self, message: Message) -> None:
        assert self._headers is not None
        body = message.get("body", b"")
        self._size += len(body)
        if self._size > _LARGEST:
            self._headers = None
            self._parts.clear()
            return
        self._parts.append(body)
        if not message.get("more_body"):
            kept = _Kept(self._headers, b"".join(self._parts), self._tag)
            self._cache.keep(self._key, kept, self._made_of)
            self._headers = None

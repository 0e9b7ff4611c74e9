"""What is too much is refused before anything is done for it: too many, too long, too slow."""

from __future__ import annotations

import asyncio
from collections import Counter
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from ldgraph.serve.http.drain import drain
from ldgraph.serve.http.negotiate import language
from ldgraph.serve.http.problems import Problem, as_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ldgraph.serve.operate.metrics import Metrics
    from ldgraph.serve.settings import Settings

#: One address may have no more than this part of all requests at once.
_SHARE = 4
#: An operator hears how the server is, however busy it is.
_ALWAYS = ("/health", "/metrics", "/-/")


class Bounded:
    """Refuse requests over the limits, in the caller's language."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        self._app = app
        self._settings = settings
        self._metrics = metrics
        # Those who wait for their token to be judged hold up nobody who has none.
        self._now = {True: 0, False: 0}
        self._of_one: Counter[tuple[bool, str]] = Counter()
        self._trusted = [ip_network(one, strict=False) for one in settings.trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within the limits."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        has_token = any(name == b"authorization" for name, _ in scope["headers"])
        caller = has_token, self._caller(scope)
        most = self._settings.concurrency
        is_full = self._now[has_token] >= most or self._of_one[caller] >= max(1, most // _SHARE)
        if is_full and not path.startswith(_ALWAYS):
            await self._refuse("busy", _busy(), scope, receive, send)
            return
        body = _Body(receive, self._settings, self._metrics)
        length = Headers(scope=scope).get("content-length", "0")
        if length.isdecimal() and int(length) > self._settings.body:
            if (
                Headers(scope=scope).get("expect") is None
            ):  # who expects an answer sends nothing yet
                await drain(receive)
            await self._refuse("long", _too_long(self._settings.body), scope, receive, send)
            return
        self._now[has_token] += 1
        self._of_one[caller] += bool(caller[1])
        try:
            await self._app(scope, body, send)
        finally:
            self._now[has_token] -= 1
            self._of_one[caller] -= 1
            if self._of_one[caller] <= 0:
                del self._of_one[caller]

    def _caller(self, scope: Scope) -> str:
        """Give the address that a request comes from; nothing for a proxy, which has many."""
        address: str = scope["client"][0] if scope.get("client") else ""
        try:
            known = ip_address(address)
        except ValueError:
            return ""
        return "" if any(known in one for one in self._trusted) else address

    async def _refuse(
        self, why: str, problem: Problem, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self._metrics.refused.labels(why).inc()
        lang = language(Headers(scope=scope).get("accept-language"))
        await as_response(problem, lang)(scope, receive, send)


class _Body:
    """Receives a body, no longer than it may be and no longer than it may take."""

    def __init__(self, receive: Receive, settings: Settings, metrics: Metrics) -> None:
        self._receive = receive
        self._settings = settings
        self._metrics = metrics
        self._size = 0
        self._until: float | None = None
        self._is_whole = False

    async def __call__(self) -> Message:
        if self._is_whole:  # what comes then is that the caller goes away, whenever that is
            return await self._receive()
        loop = asyncio.get_running_loop()
        self._until = self._until or loop.time() + self._settings.slow
        try:
            async with asyncio.timeout_at(self._until if self._settings.slow else None):
                message = await self._receive()
        except TimeoutError as error:
            self._metrics.refused.labels("slow").inc()
            raise _too_slow() from error
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
        if self._size > self._settings.body:
            if not self._is_whole:
                await drain(self._receive)
            self._metrics.refused.labels("long").inc()
            raise _too_long(self._settings.body)
        return message


def _too_long(most: int) -> Problem:
    detail = (
        f"Het verzoek is te lang: hoogstens {most} bytes worden gelezen.",
        f"The request is too long: at most {most} bytes are read.",
    )
    return Problem(413, detail, about="verzoek", headers={"Connection": "close"})


def _busy() -> Problem:
    detail = (
        "Er zijn nu te veel verzoeken; probeer het dadelijk opnieuw.",
        "There are too many requests now; try again in a moment.",
    )
    return Problem(503, detail, about="verzoek", headers={"Retry-After": "1"})


def _too_slow() -> Problem:
    detail = (
        "Het verzoek kwam te traag binnen en wordt niet meer gelezen.",
        "The request came in too slowly and is no longer read.",
    )
    return Problem(408, detail, about="verzoek", headers={"Connection": "close"})

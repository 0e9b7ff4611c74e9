"""Where the server is reached: behind a proxy, below a prefix; and what a caller's path names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from starlette.requests import Request  # noqa: TC002 (FastAPI reads it)

from ldgraph.serve.http.negotiate import LANGUAGES, language
from ldgraph.serve.http.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"(?:[A-Za-z0-9_.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_IPV6 = 6
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_.~-]+)*")
#: More characters than any path that names something.
_LONGEST = 2048
_UNWANTED = re.compile(r"[\x00-\x20\x7f<>\"{}|\\^`]")


def _is_host(text: str) -> bool:
    """Say whether it can be a host: what stands in brackets is an address of IPv6."""
    if not _HOST.fullmatch(text):
        return False
    inner, bracket, _ = text.removeprefix("[").partition("]")
    try:
        return not bracket or ip_address(inner).version == _IPV6
    except ValueError:
        return False


class Forwarded:
    """Believe what a trusted proxy says of the address that its caller used, and nobody else.

    ``X-Forwarded-For``, ``-Proto``, ``-Host`` and ``-Prefix``; what cannot be one is passed over.
    Without a prefix of theirs, ``prefix`` is the path below which the server is shown.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[str] = (), prefix: str = "") -> None:
        self._app = app
        self._prefix = prefix.rstrip("/")
        self._trusted = [ip_network(one, strict=False) for one in trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, as its caller sent it."""
        if scope["type"] == "http" and self._prefix:
            scope = {**scope, "root_path": self._prefix}
        if scope["type"] == "http" and self._trusts(scope):
            scope = self._as_sent(scope)
        await self._app(scope, receive, send)

    def _trusts(self, scope: Scope) -> bool:
        client = scope.get("client")
        try:
            address = ip_address(client[0]) if client else None
        except ValueError:
            return False
        return address is not None and any(address in one for one in self._trusted)

    def _as_sent(self, scope: Scope) -> Scope:
        # The last value is the one that the proxy in front of us wrote itself.
        given = {
            name: value.decode("latin-1").split(",")[-1].strip()
            for name, value in scope["headers"]
            if name.startswith(b"x-forwarded-")
        }
        scope = dict(scope)
        scheme = given.get(b"x-forwarded-proto", "").lower()
        if scheme in {"http", "https"}:
            scope["scheme"] = scheme
        host = given.get(b"x-forwarded-host", "")
        if _is_host(host):
            others = [one for one in scope["headers"] if one[0] != b"host"]
            scope["headers"] = [*others, (b"host", host.encode("ascii"))]
        prefix = given.get(b"x-forwarded-prefix", "").rstrip("/")
        if prefix and _PREFIX.fullmatch(prefix):
            scope["root_path"] = prefix
        caller = given.get(b"x-forwarded-for", "")
        if _is_address(caller):
            scope["client"] = (caller, 0)
        return scope


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Place:
    """The address of the server as the caller knows it, the path asked for, and the language."""

    #: Scheme, host and prefix, without a slash at the end.
    here: str
    #: The path below the prefix, as it was sent.
    path: str
    #: The same, decoded.
    name: str
    lang: str
    #: What stood behind the question mark, as it was sent.
    query: str = ""


def place(request: Request) -> Place:
    """Read where a request was sent to.

    Raises:
        Problem: Host, path or language cannot be what they are.
    """
    host = request.headers.get("host", "localhost")
    if not _is_host(host):
        raise Problem(
            400,
            ("De header Host is geen naam van een server.", "The header Host names no server."),
            about="verzoek",
            parameter="Host",
            wanted=("data.example.org", "data.example.org:8080"),
        )
    prefix = str(request.scope.get("root_path", "")).rstrip("/")
    raw = (request.scope.get("raw_path") or quote(request.scope["path"]).encode()).decode("latin-1")
    path = raw.split("?")[0]
    if len(path) > _LONGEST:
        raise Problem(
            414,
            (
                f"Dit adres is te lang: hoogstens {_LONGEST} tekens voor het pad.",
                f"This address is too long: at most {_LONGEST} characters for the path.",
            ),
            about="verzoek",
            parameter="path",
        )
    if prefix and path.startswith(prefix + "/"):
        path = path.removeprefix(prefix)
    here = f"{request.scope['scheme']}://{host}{prefix}"
    return Place(here, path, _decoded(path), _lang(request), request.url.query)


def _decoded(path: str) -> str:
    bad_escape = re.search(r"%(?![0-9A-Fa-f]{2})", path)
    try:
        name = unquote_to_bytes(path.encode("latin-1")).decode()
    except UnicodeDecodeError:
        name = None
    if name is None or bad_escape or _UNWANTED.search(name) or not _steps_down(name):
        raise Problem(
            400,
            (
                "Dit pad kan niet: verwacht UTF-8 met %XX waar nodig, zonder spaties, . of .. .",
                "This path cannot be: wanted UTF-8 with %XX where needed, no spaces, . or .. .",
            ),
            about="verzoek",
            parameter="path",
            wanted=("/doc/{concept}/{referentie}",),
        )
    return name


def _steps_down(name: str) -> bool:
    return not {".", ".."} & set(name.split("/"))


def _lang(request: Request) -> str:
    given = request.query_params.getlist("lang")
    if not given:
        return language(", ".join(request.headers.getlist("accept-language")))
    if len(given) > 1 or given[0] not in LANGUAGES:
        raise Problem(
            400,
            (
                "De parameter lang kan niet: verwacht één keer nl of en.",
                "The parameter lang cannot be: wanted nl or en, once.",
            ),
            about="verzoek",
            parameter="lang",
            wanted=LANGUAGES,
        )
    return given[0]

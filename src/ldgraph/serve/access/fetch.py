"""Ask an issuer of tokens: small JSON objects over a safe way, within a time, whatever it sends.

What comes back can be late, endless, packed or something else altogether: each is an issuer that
does not answer, and costs no more than one waiting request.
"""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

_MOST_BYTES = 1 << 20
#: Seconds for all of an answer: address, connection, headers and body.
_DEADLINE = 5.0
_OK = 200


class IssuerDownError(LdgraphError):
    """The issuer cannot be asked, so that no token can be judged: 503, and only for tokens."""

    def __init__(self) -> None:
        super().__init__(
            "tokens cannot be checked now: their issuer does not answer; try again later",
            "tokens kunnen nu niet nagekeken worden: de uitgever antwoordt niet; probeer later",
        )


class BusyError(LdgraphError):
    """Too many tokens are asked after at the moment: 503."""

    def __init__(self) -> None:
        super().__init__(
            "too many tokens are being checked; try again in a second",
            "er worden te veel tokens nagekeken; probeer over een seconde opnieuw",
        )


class UnsafeAddressError(LdgraphError):
    """Keys or tokens would travel in the clear."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"'{address}': wanted an https address without user name (http only on loopback)",
            f"'{address}': geef een https-adres zonder gebruikersnaam (http alleen op loopback)",
        )


def refuse_unsafe(address: str) -> str:
    """Give the address back where what is fetched there can be trusted.

    Raises:
        UnsafeAddressError: It is not ``https``, and not ``http`` on loopback.
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        clear = parts.scheme == "http" and _is_loopback(host)
        safe = bool(host) and (parts.scheme == "https" or clear) and "@" not in parts.netloc
    except ValueError:
        safe = False
    if not safe:
        raise UnsafeAddressError(address)
    return address


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def fetch_json(
    method: str,
    address: str,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Ask for a small JSON object: no redirect is followed, no proxy of the environment used.

    Raises:
        IssuerDownError: It does not come, not in time, not whole, or is something else.
        UnsafeAddressError: The address is not one to trust.
    """
    refuse_unsafe(address)
    # Bytes are counted as they come: packed, a small answer could unfold to any size.
    asked = {"Accept": "application/json", "Accept-Encoding": "identity", **(headers or {})}
    try:
        async with (
            asyncio.timeout(_DEADLINE),
            httpx.AsyncClient(
                verify=_trust(), timeout=_DEADLINE, follow_redirects=False, trust_env=False
            ) as client,
            client.stream(method, address, data=form, headers=asked) as answer,
        ):
            found = json.loads(await _body(answer))
    # Everything that an answer can be is one thing here: httpx lets other errors through as well.
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RecursionError) as error:
        raise IssuerDownError from error
    if not isinstance(found, dict):
        raise IssuerDownError
    return found


async def _body(answer: httpx.Response) -> bytes:
    packed = answer.headers.get("content-encoding", "identity").lower() != "identity"
    if answer.status_code != _OK or packed:
        raise IssuerDownError
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise IssuerDownError
    return bytes(body)


@functools.cache
def _trust() -> ssl.SSLContext:
    """Read the certificates that are trusted, which takes a while, once."""
    return httpx.create_ssl_context(trust_env=False)

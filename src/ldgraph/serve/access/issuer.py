"""The keys of the token issuer: found by discovery, kept, and fetched anew when they rotate.

Nothing that a token says chooses where keys come from: ``jku``, ``x5u`` and ``jwk`` are not read.
"""

from __future__ import annotations

import ipaddress
import json
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    Key = RSAKey | ECKey | OKPKey

_MOST_BYTES = 1 << 20
_MOST_KEYS = 64
_SMALLEST_RSA = 2048
_TIMEOUT = httpx.Timeout(3.0)
_OK = 200


class IssuerDownError(LdgraphError):
    """The issuer cannot be asked, so that no token can be judged: 503, and only for tokens."""

    def __init__(self) -> None:
        super().__init__(
            "tokens cannot be checked now: their issuer does not answer; try again later",
            "tokens kunnen nu niet nagekeken worden: de uitgever antwoordt niet; probeer later",
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


def fetch_json(
    method: str, address: str, form: dict[str, str] | None = None, auth: httpx.Auth | None = None
) -> dict[str, object]:
    """Ask for a small JSON object: no redirect is followed, no proxy of the environment used.

    Raises:
        IssuerDownError: It does not come, not in time, not whole, or is something else.
        UnsafeAddressError: The address is not one to trust.
    """
    refuse_unsafe(address)
    deadline = time.monotonic() + 10
    try:
        with (
            httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream(method, address, data=form, auth=auth) as answer,
        ):
            if answer.status_code != _OK:
                raise IssuerDownError
            body = b""
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > _MOST_BYTES or time.monotonic() > deadline:
                    raise IssuerDownError
        found = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        raise IssuerDownError from error
    if not isinstance(found, dict):
        raise IssuerDownError
    return found


@dataclass
class Issuer:
    """One issuer of tokens and the keys it signs with now."""

    address: str
    #: Seconds after which keys are fetched again, and for which old ones do when it is down.
    refresh: float = 600
    keep: float = 6 * 3600
    #: At most one fetch in so many seconds, whatever tokens name.
    pause: float = 10
    clock: Callable[[], float] = time.monotonic
    _keys: dict[str, Key] = field(default_factory=dict, repr=False)
    _fetched: float | None = field(default=None, repr=False)
    _tried: float | None = field(default=None, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __post_init__(self) -> None:
        refuse_unsafe(self.address)

    def discovered(self) -> dict[str, object]:
        """Fetch what the issuer says of itself.

        Raises:
            IssuerDownError: It does not answer, or speaks for another.
        """
        found = fetch_json("GET", self.address.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != self.address:
            raise IssuerDownError
        return found

    def key(self, kid: str | None) -> Key | None:
        """Give the key of that name, None if there is none; without a name, the only one.

        Raises:
            IssuerDownError: It is not known, since the issuer does not answer.
        """
        with self._lock:
            now = self.clock()
            age = None if self._fetched is None else now - self._fetched
            found = self._pick(kid)
            if age is not None and age < self.refresh and found is not None:
                return found
            if self._tried is None or now - self._tried >= self.pause:
                self._tried = now
                try:
                    self._keys = _usable(self._fetch())
                    self._fetched, age = now, 0.0
                except (IssuerDownError, UnsafeAddressError):
                    pass
            if age is None or age > self.keep:
                raise IssuerDownError
            return self._pick(kid)

    def _pick(self, kid: str | None) -> Key | None:
        if kid is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(kid)

    def _fetch(self) -> list[object]:
        keys = fetch_json("GET", str(self.discovered().get("jwks_uri"))).get("keys")
        if not isinstance(keys, list):
            raise IssuerDownError
        return keys


def _usable(listed: list[object]) -> dict[str, Key]:
    """Keep the public keys for signatures; those of kinds not known here are passed over."""
    found: dict[str, Key] = {}
    for number, one in enumerate(listed[:_MOST_KEYS]):
        if not isinstance(one, dict) or one.get("use", "sig") != "sig":
            continue
        try:
            key = import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isinstance(key, RSAKey) and key.public_key.key_size < _SMALLEST_RSA:
            continue
        if isinstance(key, RSAKey | ECKey | OKPKey):
            found[str(one.get("kid", f"\0{number}"))] = key
    if not found:
        raise IssuerDownError
    return found

"""The keys of the token issuer: found by discovery, kept, and fetched anew when they rotate.

Nothing that a token says chooses where keys come from: ``jku``, ``x5u`` and ``jwk`` are not read.
A token can only make the same keys be fetched again, once in a while, and one fetch serves all who
wait for it; whoever signs with a key that is known waits for none.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from ldgraph.serve.access.fetch import (
    BusyError,
    IssuerDownError,
    UnsafeAddressError,
    fetch_json,
    refuse_unsafe,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Key = RSAKey | ECKey

_LOG = logging.getLogger("ldgraph.serve")
_MOST_KEYS = 64
#: Who waits for keys takes a place among all requests: others need those too.
_MOST_WAITING = 32
_SMALLEST_RSA, _LARGEST_RSA = 2048, 8192


@dataclass
class Issuer:
    """One issuer of tokens and the keys it signs with now. Used by one event loop at a time."""

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
    _failed: bool = field(default=False, repr=False)
    _running: asyncio.Task[None] | None = field(default=None, repr=False)
    _waiting: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        refuse_unsafe(self.address)

    async def key(self, kid: str | None) -> Key | None:
        """Give the key of that name, None if there is none; without a name, the only one.

        Raises:
            IssuerDownError: It is not known, since the issuer does not answer.
            BusyError: Many wait for keys already.
        """
        found = self._pick(kid)
        age = self._age()
        if found is not None and age < self.refresh:
            return found
        running = self._fetching()
        if found is not None and age <= self.keep:
            return found  # while it is fetched anew
        if running is not None:
            await self._wait(running)
        found = self._pick(kid)
        if self._age() > self.keep or (found is None and self._failed):
            raise IssuerDownError
        return found

    def prepare(self) -> None:
        """Begin to fetch the keys, before the first token asks for one."""
        self._fetching()

    async def _wait(self, running: asyncio.Task[None]) -> None:
        if self._waiting >= _MOST_WAITING:
            raise BusyError
        self._waiting += 1
        try:
            # Who goes away does not end what others wait for.
            await asyncio.shield(running)
        finally:
            self._waiting -= 1

    def _age(self) -> float:
        return float("inf") if self._fetched is None else self.clock() - self._fetched

    def _pick(self, kid: str | None) -> Key | None:
        if kid is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(kid)

    def _fetching(self) -> asyncio.Task[None] | None:
        """Give the fetch that runs, or start one; None where it is too early for another."""
        loop = asyncio.get_running_loop()
        running = self._running
        if running is not None and not running.done() and running.get_loop() is loop:
            return running
        now = self.clock()
        if self._tried is not None and now - self._tried < self.pause:
            return None
        self._tried = now
        self._running = loop.create_task(self._renew())
        return self._running

    async def _renew(self) -> None:
        try:
            said = await fetch_json("GET", self.address.rstrip("/") + _DISCOVERY)
            listed = await fetch_json("GET", self._keys_at(said))
            self._keys = _usable(listed.get("keys"))
            self._fetched, self._failed = self.clock(), False
        except (IssuerDownError, UnsafeAddressError):
            self._failed = True
            _LOG.warning("the issuer of tokens, %s, gives no keys", self.address)

    def _keys_at(self, said: Mapping[str, object]) -> str:
        if said.get("issuer") != self.address:  # it speaks for another
            raise IssuerDownError
        return str(said.get("jwks_uri"))


_DISCOVERY = "/.well-known/openid-configuration"


def _usable(listed: object) -> dict[str, Key]:
    """Keep the public keys for signatures; those of kinds not known here are passed over.

    Raises:
        IssuerDownError: There is none.
    """
    found: dict[str, Key] = {}
    for number, one in enumerate(listed[:_MOST_KEYS] if isinstance(listed, list) else []):
        if not isinstance(one, dict) or one.get("use", "sig") != "sig":
            continue
        try:
            key = _imported(one)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
            continue
        if key is not None:
            found[str(one.get("kid", f"\0{number}"))] = key
    if not found:
        raise IssuerDownError
    return found


def _imported(one: dict[str, object]) -> Key | None:
    kind, modulus = one.get("kty"), one.get("n")
    if kind == "RSA" and isinstance(modulus, str):
        # Looked at first: the library takes any size, and what is too large takes long.
        bits = int.from_bytes(base64.urlsafe_b64decode(modulus + "==")).bit_length()
        return RSAKey.import_key(one) if _SMALLEST_RSA <= bits <= _LARGEST_RSA else None  # type: ignore[arg-type]
    return ECKey.import_key(one) if kind == "EC" else None  # type: ignore[arg-type]

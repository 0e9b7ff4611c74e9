"""The gate: from the headers of a request to the audience that its sender is.

Checking takes a signature and a look into the graph, so that is done in threads of its own: those
of the routes stay free for others, however many tokens come.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.serve.access.audience import audience_of
from ldgraph.serve.access.tokens import (
    InvalidTokenError,
    TokenRules,
    bearer,
    check_claims,
    check_meant,
    check_times,
    claims_of,
    header_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ldgraph.serve.access.introspection import Introspection
    from ldgraph.serve.access.issuer import Issuer
    from ldgraph.serve.published import Published

P = ParamSpec("P")
T = TypeVar("T")
#: Seconds for which a verdict is remembered, that of a good token and that of none.
_REMEMBERED, _REFUSED = 60.0, 30.0
_MOST = 4096
_THREADS = 2


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may see what, as far as the settings say: who sees all, and the scope that is needed."""

    entitled: frozenset[str] = frozenset()
    scope: str | None = None


class Verdicts(Generic[T]):
    """What was found of tokens, each until a moment; the oldest make room."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[object, ...], tuple[float, T]] = OrderedDict()

    def get(self, key: tuple[object, ...], now: float) -> T | None:
        """Give what was found, None where that is nothing or too long ago."""
        until, verdict = self._found.get(key, (0.0, None))
        return verdict if now < until else None

    def put(self, key: tuple[object, ...], until: float, verdict: T) -> None:
        """Remember what was found."""
        self._found[key] = until, verdict
        self._found.move_to_end(key)
        if len(self._found) > _MOST:
            self._found.popitem(last=False)


class Gate:
    """Judges tokens of one issuer, and remembers for a short while what it found.

    Args:
        issuer: Whose tokens are believed; without one none is.
        rules: What a token must say.
        rights: What the settings say of rights.
        introspection: Where opaque tokens are asked after; without it they are refused.
        clock: Seconds that only go up.
    """

    def __init__(
        self,
        issuer: Issuer | None = None,
        rules: TokenRules | None = None,
        rights: Rights | None = None,
        introspection: Introspection | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.issuer = issuer
        self._rules = rules or TokenRules("")
        self._rights = rights or Rights()
        self._introspection = introspection
        self._clock = clock
        # Of a token its hash alone is kept; those that are none do not drive out those that are.
        self._known: Verdicts[Audience] = Verdicts()
        self._refused: Verdicts[bool] = Verdicts()
        self._threads = ThreadPoolExecutor(_THREADS, "ldgraph-access")

    def prepare(self) -> None:
        """Begin what the first token would have to wait for."""
        if self.issuer is not None:
            self.issuer.prepare()

    async def audience(self, headers: Sequence[str], public: Published) -> Audience:
        """Say as whom the sender of ``Authorization`` headers asks; without any: as everyone.

        Args:
            headers: The values of all of them.
            public: What everyone may see: it says which organisation is which government.

        Raises:
            InvalidTokenError: The token is not good.
            IssuerDownError: It cannot be judged now.
            BusyError: Not yet: others are.
        """
        token = bearer(headers)
        if token is None:
            return EVERYONE
        if self.issuer is None:
            raise InvalidTokenError("no issuer is configured", "er is geen uitgever ingesteld")
        # Rights hold today, whatever date the answer is for.
        today = date.today()  # noqa: DTZ011 (the operator's)
        key = (hashlib.sha256(token.encode()).digest(), public.version, today)
        known = self._known.get(key, self._clock())
        if known is not None:
            return known
        if self._refused.get(key, self._clock()):
            raise _no_token()
        return await self._judge(token, key, public, today)

    async def _judge(
        self, token: str, key: tuple[object, ...], public: Published, today: date
    ) -> Audience:
        assert self.issuer is not None
        header = header_of(token)
        claims: Mapping[str, object]
        if header is None:
            asked = await self._ask(token)
            if asked is None:
                self._refused.put(key, self._clock() + _REFUSED, verdict=True)
                raise _no_token()
            claims, expires = asked, self._holds(asked)
        else:
            signed_with = await self.issuer.key(header.kid)
            claims = await self._apart(claims_of, token, signed_with)
            expires = check_claims(claims, self.issuer.address, self._rules)
        found = await self._apart(
            audience_of, claims, public.view, today, self._rights.entitled, self._rights.scope
        )
        left = _REMEMBERED if expires is None else expires - self._rules.clock()
        self._known.put(key, self._clock() + min(left, _REMEMBERED), found)
        return found

    async def _ask(self, token: str) -> Mapping[str, object] | None:
        if self._introspection is None:
            raise InvalidTokenError("not a signed JWT", "geen getekend JWT")
        return await self._introspection.claims_of(token)

    def _holds(self, claims: Mapping[str, object]) -> float | None:
        """Check what an issuer says of a token; it may leave out what it checked itself.

        For whom it is meant may only be left out where a scope says it.
        """
        assert self.issuer is not None
        if claims.get("iss", self.issuer.address) != self.issuer.address:
            raise InvalidTokenError("of another issuer", "van een andere uitgever")
        if "aud" in claims or self._rights.scope is None:
            check_meant(claims, self._rules)
        return check_times(claims, self._rules)

    async def _apart(self, work: Callable[P, T], *given: P.args, **more: P.kwargs) -> T:
        call = functools.partial(work, *given, **more)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


def _no_token() -> InvalidTokenError:
    return InvalidTokenError("its issuer does not know it", "de uitgever kent het niet")

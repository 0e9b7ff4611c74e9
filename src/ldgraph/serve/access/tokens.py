"""Bearer tokens: who is asking, by a token of the issuer that the settings name.

A token that is not good is never treated as none: its sender would take what everyone may see for
all there is. So without an issuer every token is refused.
"""

from __future__ import annotations

import base64
import json
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ldgraph.serve.access.issuer import Key

#: Asymmetric ones alone: with a public key nobody can sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
#: What a token that gives access calls itself; others of the same issuer (of a logout) give none.
_TYPES = (None, "jwt", "at+jwt", "application/at+jwt")
_LONGEST = 16_384
_PARTS = 3
_BEARER = re.compile(r"(?i:bearer) +([A-Za-z0-9._~+/-]+=*)")


class InvalidTokenError(LdgraphError):
    """The token is not good: 401, with ``challenge`` as ``WWW-Authenticate``."""

    challenge = 'Bearer realm="ldgraph", error="invalid_token"'

    def __init__(self, english: str, dutch: str) -> None:
        super().__init__(f"the token is not valid: {english}", f"het token geldt niet: {dutch}")


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What a token must say: for whom it is meant, and by how many seconds clocks may differ."""

    audience: str
    leeway: float = 30
    clock: Callable[[], float] = time.time


class Header(NamedTuple):
    """What a JWT says of its own signature: nothing else of it is used before that is checked."""

    algorithm: str
    kid: str | None


def bearer(headers: Sequence[str]) -> str | None:
    """Read a token from the ``Authorization`` headers; None where there is no such header.

    Raises:
        InvalidTokenError: There is one, and it is no single bearer token.
    """
    if not headers:
        return None
    found = _BEARER.fullmatch(headers[0].strip(" \t"))
    if len(headers) > 1 or found is None or len(found[1]) > _LONGEST:
        raise InvalidTokenError(
            "wanted one header Authorization with 'Bearer TOKEN'",
            "geef één header Authorization met 'Bearer TOKEN'",
        )
    return found[1]


def header_of(token: str) -> Header | None:
    """Read the header of a JWT; None where the token is none, but opaque.

    Raises:
        InvalidTokenError: It is a JWT that cannot be good, whatever its key is.
    """
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    try:
        padded = parts[0] + "=" * (-len(parts[0]) % 4)
        header = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(header, dict):
        return None
    algorithm, kid, kind = header.get("alg"), header.get("kid"), header.get("typ")
    if algorithm not in ALGORITHMS or not isinstance(kid, str | None):
        raise InvalidTokenError("signature", "handtekening")
    if (kind.lower() if isinstance(kind, str) else kind) not in _TYPES:
        raise InvalidTokenError("it is for something else", "het dient voor iets anders")
    return Header(algorithm, kid)


def claims_of(token: str, key: Key | None) -> Mapping[str, object]:
    """Check the signature of a JWT and give what it says.

    Raises:
        InvalidTokenError: It is not good, or no key is known.
    """
    if key is None:
        raise InvalidTokenError("signed with an unknown key", "getekend met een onbekende sleutel")
    try:
        claims = json.loads(jws.deserialize_compact(token, key, list(ALGORITHMS)).payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise InvalidTokenError("signature", "handtekening") from error
    if not isinstance(claims, dict):
        raise InvalidTokenError("no claims", "zonder inhoud")
    return claims


def check_claims(claims: Mapping[str, object], issuer: str, rules: TokenRules) -> float:
    """Check who gave a token, for whom, and when it holds; give until when, in seconds since 1970.

    Raises:
        InvalidTokenError: One of these is wrong.
    """
    if claims.get("iss") != issuer:
        raise InvalidTokenError("of another issuer", "van een andere uitgever")
    check_meant(claims, rules)
    expires = check_times(claims, rules)
    if expires is None:
        raise InvalidTokenError("it never expires", "het vervalt nooit")
    return expires


def check_meant(claims: Mapping[str, object], rules: TokenRules) -> None:
    """Check for whom a token is meant.

    Raises:
        InvalidTokenError: For another.
    """
    meant = claims.get("aud")
    if rules.audience not in (meant if isinstance(meant, list) else [meant]):
        raise InvalidTokenError("meant for another", "voor een ander bedoeld")


def check_times(claims: Mapping[str, object], rules: TokenRules) -> float | None:
    """Check when a token holds; give until when, None where it does not say.

    Raises:
        InvalidTokenError: Not now.
    """
    now = rules.clock()
    expires = _moment(claims, "exp")
    if expires is not None and now >= expires + rules.leeway:
        raise InvalidTokenError("expired", "verlopen")
    for name in ("nbf", "iat"):
        moment = _moment(claims, name)
        if moment is not None and now < moment - rules.leeway:
            raise InvalidTokenError("not valid yet", "nog niet geldig")
    return expires


def _moment(claims: Mapping[str, object], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    try:
        if not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value):
            return float(value)
    except OverflowError:  # an integer that is larger than any time
        pass
    raise InvalidTokenError(f"'{name}' is no time", f"'{name}' is geen tijdstip")

"""Bearer tokens: who is asking, by a token of the issuer that the settings name.

A token that is not good is never treated as none: its sender would take what everyone may see for
all there is. So without an issuer every token is refused.
"""

from __future__ import annotations

import base64
import json
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from joserfc import jws
from joserfc.errors import JoseError

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldgraph.serve.access.issuer import Issuer

#: Asymmetric ones alone: with a public key nobody can sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_LONGEST = 16_384
_PARTS = 3


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


def bearer(header: str | None) -> str | None:
    """Read a token from an ``Authorization`` header; None where there is no header.

    Raises:
        InvalidTokenError: There is one, and it is no single bearer token.
    """
    if header is None:
        return None
    scheme, _, token = header.strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST or not token.isascii():
        raise InvalidTokenError("wanted 'Bearer TOKEN'", "geef 'Bearer TOKEN'")
    return token


def claims_of(token: str, issuer: Issuer | None, rules: TokenRules) -> Mapping[str, object]:
    """Check a token and give what it says.

    Raises:
        InvalidTokenError: It is not good, or no issuer is known.
        IssuerDownError: It cannot be judged now.
    """
    if issuer is None:
        raise InvalidTokenError("no issuer is configured", "er is geen uitgever ingesteld")
    header = _header(token)
    kid = header.get("kid")
    if header.get("alg") not in ALGORITHMS or not isinstance(kid, str | None):
        raise InvalidTokenError("signature", "handtekening")
    key = issuer.key(kid)
    if key is None:
        raise InvalidTokenError("signed with an unknown key", "getekend met een onbekende sleutel")
    try:
        claims = json.loads(jws.deserialize_compact(token, key, list(ALGORITHMS)).payload)
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise InvalidTokenError("signature", "handtekening") from error
    if not isinstance(claims, dict):
        raise InvalidTokenError("no claims", "zonder inhoud")
    check_claims(claims, issuer.address, rules)
    return claims


def check_claims(claims: Mapping[str, object], issuer: str, rules: TokenRules) -> None:
    """Check who gave a token, for whom, and when it holds.

    Raises:
        InvalidTokenError: One of these is wrong.
    """
    if claims.get("iss") != issuer:
        raise InvalidTokenError("of another issuer", "van een andere uitgever")
    meant = claims.get("aud")
    if rules.audience not in (meant if isinstance(meant, list) else [meant]):
        raise InvalidTokenError("meant for another", "voor een ander bedoeld")
    now = rules.clock()
    expires = _moment(claims, "exp")
    if expires is None or now >= expires + rules.leeway:
        raise InvalidTokenError("expired", "verlopen")
    for name in ("nbf", "iat"):
        moment = _moment(claims, name)
        if moment is not None and now < moment - rules.leeway:
            raise InvalidTokenError("not valid yet", "nog niet geldig")


def _moment(claims: Mapping[str, object], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidTokenError(f"'{name}' is no time", f"'{name}' is geen tijdstip")
    return value


def _header(token: str) -> dict[str, object]:
    parts = token.split(".")
    try:
        if len(parts) == _PARTS and len(token) <= _LONGEST:
            padded = parts[0] + "=" * (-len(parts[0]) % 4)
            header = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if isinstance(header, dict):
                return header
    except (ValueError, RecursionError):
        pass
    raise InvalidTokenError("not a signed JWT", "geen getekend JWT")

"""Opaque tokens: the issuer is asked what one stands for (RFC 7662), as ACM/IDM does it.

Anyone can send what looks like a token, and each is a question to the issuer. So few run at a time;
who comes then is told to come back, and those whose token is known already notice nothing.
"""

from __future__ import annotations

import base64
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from ldgraph.serve.access.fetch import BusyError, IssuerDownError, fetch_json, refuse_unsafe

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOG = logging.getLogger("ldgraph.serve")
_AT_ONCE = 8


@dataclass
class Introspection:
    """Where to ask, and as whom. The secret is shown by nothing."""

    address: str
    client: str
    secret: str = field(repr=False)
    _running: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        refuse_unsafe(self.address)

    async def claims_of(self, token: str) -> Mapping[str, object] | None:
        """Give what the issuer says of a token; None where it is not one that holds.

        Raises:
            BusyError: Too many are asked after already.
            IssuerDownError: It does not answer.
        """
        if self._running >= _AT_ONCE:
            raise BusyError
        self._running += 1
        try:
            form = {"token": token, "token_type_hint": "access_token"}
            found = await fetch_json("POST", self.address, form, self._credentials())
        except IssuerDownError:
            _LOG.warning("tokens cannot be asked after at %s", self.address)
            raise
        finally:
            self._running -= 1
        return found if found.get("active") is True else None

    def _credentials(self) -> dict[str, str]:
        # RFC 6749 2.3.1 has both encoded as in a form before they are joined.
        pair = f"{quote_plus(self.client)}:{quote_plus(self.secret)}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

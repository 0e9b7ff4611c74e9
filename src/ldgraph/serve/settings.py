"""How a server is set up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ldgraph.serve.pool.limits import Limits

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides. Addresses and networks of proxies in ``trusted`` are believed."""

    host: str = "127.0.0.1"
    port: int = 8080
    #: The path below which a proxy shows the server.
    prefix: str = ""
    trusted: tuple[str, ...] = ()
    #: The reference date of answers for which none is asked; None is the day of the request.
    on: date | None = None
    limits: Limits = field(default_factory=Limits)
    #: Whose tokens are believed, by its address; without one, only what is for everyone is read.
    issuer: str = ""
    #: What the issuer calls this server: a token that is meant for another is refused.
    audience: str = ""
    #: OVO numbers of those who may see all.
    central: tuple[str, ...] = ()
    #: The scope without which a token gives no rights; none is needed if it is empty.
    scope: str = ""
    #: Where opaque tokens are asked after, and as whom. The secret is in ``LDGRAPH_SECRET`` alone.
    introspection: str = ""
    client: str = ""
    #: Seconds by which clocks may differ.
    leeway: float = 30
    #: Sites whose pages may ask with a token, such as ``https://dashboard.example``.
    origins: tuple[str, ...] = ()

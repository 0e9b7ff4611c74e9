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

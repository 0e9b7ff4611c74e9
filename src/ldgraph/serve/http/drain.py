"""What is sent after it was refused is let go by, so that its sender hears why."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import Receive

_MOST_BYTES = 32 << 20
_MOST_SECONDS = 2.0


async def drain(receive: Receive) -> None:
    """Take what is still sent of a body and keep nothing of it, for a moment.

    Most callers read an answer only when they have sent all; a connection that is closed before
    takes the answer with it.
    """
    left = _MOST_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(_MOST_SECONDS):
            while left > 0:
                message = await receive()
                left -= len(message.get("body", b""))
                if not message.get("more_body"):
                    return

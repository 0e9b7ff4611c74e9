"""An answer on its way to its caller, who may be slow, or go away before it even begins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

#: Who does not take a piece for so many seconds gives up the place, not yet the answer.
_STALLED = 1.0


class Delivery:
    """The pieces of an answer. They are to be taken to the end, or ``close`` is to be called.

    Args:
        pieces: The pieces as they come.
        stall: Called once if a piece is not taken for long.
        end: Called once when it is over, however it ended.
    """

    def __init__(
        self, pieces: AsyncIterator[bytes], stall: Callable[[], None], end: Callable[[], None]
    ) -> None:
        self._pieces = pieces
        self._stall = stall
        self._end = end
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = self._wait()
        self._has_stalled = self._is_over = False

    def _wait(self) -> asyncio.TimerHandle:
        return self._loop.call_later(_STALLED, self._stalled)

    def _stalled(self) -> None:
        self._has_stalled = True
        self._stall()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if self._is_over:
            raise StopAsyncIteration
        self._stop_waiting()
        try:
            piece = await anext(self._pieces)
        except BaseException:  # the last of them says that there are no more
            self.close()
            raise
        if not self._has_stalled:
            self._timer = self._wait()
        return piece

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Give up what was not taken, also if nothing was."""
        if not self._is_over:
            self._is_over = True
            self._stop_waiting()
            self._end()

    def __del__(self) -> None:
        """Give up what its owner lost."""
        if not self._loop.is_closed():
            self.close()

"""So many at once: who waits is let in by turns, and no caller has more than others have."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from ldgraph.serve.pool.failures import QueryFailure, Why

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

#: After how many seconds one who found no place may try again.
_RETRY = 2


class Places:
    """A number of places, and a bounded queue for them.

    Args:
        count: How many there are.
        waiting: How many may wait, and of these how many of one caller.
        patience: How many seconds one waits.
        goes_last: Who lets others go first, and leaves them one place.
    """

    def __init__(
        self,
        count: int,
        waiting: tuple[int, int],
        patience: float,
        goes_last: Callable[[Hashable], bool] = lambda _: False,
    ) -> None:
        self._free = count
        self._kept = 1 if count > 1 else 0
        self._goes_last = goes_last
        self._most, self._most_of_one = waiting
        self._patience = patience
        self._held: Counter[Hashable] = Counter()
        self._queue: list[tuple[Hashable, asyncio.Future[None]]] = []

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._queue)

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self._held.total()

    def holds(self, caller: Hashable) -> bool:
        """Say whether a caller has a place."""
        return bool(self._held[caller])

    def take_now(self, caller: Hashable) -> bool:
        """Take a place if one is free."""
        if not self._may_enter(caller) or any(self._may_enter(other) for other, _ in self._queue):
            return False
        self._enter(caller)
        return True

    def _may_enter(self, caller: Hashable) -> bool:
        return self._free > (self._kept if self._goes_last(caller) else 0)

    def _enter(self, caller: Hashable) -> None:
        self._free -= 1
        self._held[caller] += 1

    async def take(self, caller: Hashable) -> None:
        """Take a place, waiting for one.

        Raises:
            QueryFailure: Too many wait already, or none came in time.
        """
        if self.take_now(caller):
            return
        if not self._has_room(caller):
            raise QueryFailure(Why.BUSY, retry=_RETRY)
        let_in: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (caller, let_in)
        self._queue.append(entry)
        try:
            async with asyncio.timeout(self._patience):
                await let_in
        except TimeoutError as error:
            self._leave(entry)
            raise QueryFailure(Why.BUSY, retry=_RETRY) from error
        except asyncio.CancelledError:
            self._leave(entry)
            raise

    def _has_room(self, caller: Hashable) -> bool:
        """Say whether one more may wait; a full queue loses one whose caller has less claim."""
        waiting = Counter(other for other, _ in self._queue)
        if waiting[caller] >= self._most_of_one:
            return False
        if len(self._queue) < self._most:
            return True

        def last(one: Hashable) -> tuple[bool, int]:
            return self._goes_last(one), waiting[one]

        entry = max(reversed(self._queue), key=lambda one: last(one[0]), default=None)
        if entry is None or last(entry[0]) <= (self._goes_last(caller), waiting[caller] + 1):
            return False
        self._queue.remove(entry)
        if not entry[1].done():
            entry[1].set_exception(QueryFailure(Why.BUSY, retry=_RETRY))
        return True

    def _leave(self, entry: tuple[Hashable, asyncio.Future[None]]) -> None:
        if entry in self._queue:
            self._queue.remove(entry)
        elif entry[1].done() and not entry[1].cancelled() and entry[1].exception() is None:
            # It was let in at the same moment.
            self.give(entry[0])

    def give(self, caller: Hashable) -> None:
        """Give a place back: to the one waiting whose caller has fewest, the first of equals."""
        self._held[caller] -= 1
        if not self._held[caller]:
            del self._held[caller]
        self._free += 1
        self._queue = [one for one in self._queue if not one[1].done()]
        while can := [one for one in self._queue if self._may_enter(one[0])]:
            entry = min(can, key=lambda one: (self._goes_last(one[0]), self._held[one[0]]))
            self._queue.remove(entry)
            self._enter(entry[0])
            entry[1].set_result(None)

"""A pool for each view that is asked: that of everyone is always there, others while in use."""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.access import EVERYONE
from ldgraph.serve.pool.pool import Pool

if TYPE_CHECKING:
    from ldgraph.serve.pool.limits import Limits
    from ldgraph.serve.published import Published

#: Pools of restricted views that are kept at once, and the seconds that one is kept unasked.
_MOST, _KEPT = 3, 600.0
_LOOK_EVERY = 1.0


class Pools:
    """The pools of one library."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._pools: dict[int, tuple[Published, asyncio.Task[Pool]]] = {}
        self._sweeping: asyncio.Task[None] | None = None
        #: Pools of views that are no longer given to anybody: they end once nothing runs there.
        self._stale: set[int] = set()

    async def of(self, seen: Published) -> Pool:
        """Give the pool of a view, started when it is first asked for.

        Raises:
            QueryFailure: It could not be started.
        """
        found = self._pools.get(id(seen))
        if found is None:
            self._make_room()
            self._stale.discard(id(seen))
            found = (seen, asyncio.create_task(_start(seen, self.limits)))
            self._pools[id(seen)] = found
        try:
            return await asyncio.shield(found[1])
        except Exception:
            self._pools.pop(id(seen), None)
            raise

    def running(self) -> list[Pool]:
        """Give the pools that are ready."""
        return [
            task.result()
            for _, task in self._pools.values()
            if task.done() and not task.cancelled() and task.exception() is None
        ]

    def _make_room(self) -> None:
        if self._sweeping is None or self._sweeping.done():
            self._sweeping = asyncio.create_task(self._sweep())
        others = [
            (task.result().asked_at, key)
            for key, (seen, task) in self._pools.items()
            if seen.view.audience != EVERYONE and task.done() and task.result().is_idle
        ]
        for _, key in sorted(others)[: max(0, len(others) + 1 - _MOST)]:
            self._pools.pop(key)[1].result().end()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = time.monotonic()
            for key, (seen, task) in list(self._pools.items()):
                is_kept = seen.view.audience == EVERYONE and key not in self._stale
                if is_kept or not task.done() or task.cancelled() or task.exception():
                    continue
                pool = task.result()
                kept = 0.0 if key in self._stale else _KEPT
                if pool.is_idle and now - pool.asked_at > kept:
                    del self._pools[key]
                    self._stale.discard(key)
                    pool.end()

    def turn_to(self, seen: Published) -> None:
        """Let the pools of all other views end, each as soon as nobody is answered from it.

        Args:
            seen: What everyone sees from now on.
        """
        self._stale = {key for key, (other, _) in self._pools.items() if other is not seen}

    async def end(self) -> None:
        """End the pools now."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        for _, task in self._pools.values():
            if task.done() and not task.cancelled() and task.exception() is None:
                task.result().end()
            else:
                task.cancel()
        self._pools.clear()
        await asyncio.sleep(0)  # connections are closed in the next round of the loop


async def _start(seen: Published, limits: Limits) -> Pool:
    data = await asyncio.to_thread(_written, seen)
    return await Pool.start(data, limits)


def _written(seen: Published) -> int:
    """Write all statements of a view into a file that has no name, and give its number."""
    data = os.memfd_create("view")
    with os.fdopen(os.dup(data), "wb") as file:
        seen.view.store.dump(file, ox.RdfFormat.N_QUADS)
    return data

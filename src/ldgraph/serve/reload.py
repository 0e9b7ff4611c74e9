"""Reading the root again while the server goes on: what is wrong leaves all as it was.

What everyone may see is read by itself. A fault in a restricted file so never shows in public: it
leaves those who may see more with what they saw.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import LdgraphError
from ldgraph.graph.watched import look
from ldgraph.serve.library import Library, read
from ldgraph.serve.pool.failures import QueryFailure
from ldgraph.serve.pool.pools import Pools

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import FastAPI

    from ldgraph.graph.places import Root
    from ldgraph.graph.watched import Look

_LOG = logging.getLogger("ldgraph.serve")
_LOOK_EVERY = 1.0


class FaultyError(LdgraphError):
    """The files cannot be read as they are now."""

    def __init__(self, faults: int) -> None:
        super().__init__(
            f"the public files have {faults} faults: see validate",
            f"de openbare bestanden hebben {faults} fouten: zie validate",
        )


class Failure(NamedTuple):
    """Why the last reload failed, in words for everyone, and when."""

    error: LdgraphError
    at: datetime


class Reloader:
    """Reads again, and puts in the place of what there was.

    Args:
        app: Where the library and the pools are.
        opened: Opens the root.
        restricted: Whether what is not for everyone is read too.
    """

    def __init__(self, app: FastAPI, opened: Callable[[], Root], *, restricted: bool) -> None:
        self._app = app
        self._opened = opened
        self._restricted = restricted
        self._lock = asyncio.Lock()
        self._retiring: set[asyncio.Task[None]] = set()
        self.failure: Failure | None = None
        #: How often it went well, and how often not.
        self.done = self.failed = 0
        #: Whether those who may see more see what was read before.
        self.is_behind = False

    async def reload(self) -> None:
        """Read again.

        Raises:
            LdgraphError: It cannot be read; what there was is still there.
        """
        async with self._lock:
            try:
                library = await asyncio.to_thread(self._read)
                pools = Pools(self._app.state.settings.limits)
                try:
                    await pools.of(library.public)
                except QueryFailure as failure:
                    await pools.end()
                    raise LdgraphError(
                        "the processes for queries do not start",
                        "de processen voor vragen starten niet",
                    ) from failure
            except LdgraphError as error:
                self.failure = Failure(error, datetime.now(tz=UTC))
                self.failed += 1
                _LOG.error("reload failed: %s", error)
                raise
            before: Pools = self._app.state.pools
            self._app.state.library, self._app.state.pools = library, pools
            self.failure = None
            self.done += 1
            retiring = asyncio.create_task(before.retire())
            self._retiring.add(retiring)
            retiring.add_done_callback(self._retiring.discard)
            _LOG.info("reloaded: version %s", library.public.version)

    def _read(self) -> Library:
        root = self._opened()
        public = read(root, restricted=False)
        if public.faults:
            raise FaultyError(len(public.faults))
        day = self._app.state.settings.day
        if not self._restricted:
            return Library(public, root, day)
        everything = read(root, restricted=True)
        self.is_behind = bool(everything.faults)
        if not self.is_behind:
            return Library(everything, root, day)
        _LOG.error("restricted files have %d faults: see validate", len(everything.faults))
        return Library(public, root, day, behind=self._app.state.library)

    async def follow(self) -> None:
        """Reload whenever files have changed and change no more, until cancelled."""
        seen = await asyncio.to_thread(look, self._opened)
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = await asyncio.to_thread(look, self._opened)
            if now == seen:
                continue
            seen = await self._settled(now)
            with suppress(LdgraphError):  # told in the log and by health
                await self.reload()

    async def _settled(self, last: Look) -> Look:
        while True:
            await asyncio.sleep(_LOOK_EVERY / 4)
            now = await asyncio.to_thread(look, self._opened)
            if now == last:
                return now
            last = now

    async def end(self) -> None:
        """End what was replaced, whoever is still answered from it."""
        for one in list(self._retiring):
            one.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)

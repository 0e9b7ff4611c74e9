"""Reading the root again, while requests are answered from what was read before.

A reload reads and builds in a thread, then puts the new library in the place of the old one at
once. Where the files cannot be served, the last good library stays, and health says so. What is
not for everyone may fail on its own: everyone then still gets what is new, and is told nothing.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from ldgraph.engine.endpoint import EngineError
from ldgraph.engine.opened import Engines
from ldgraph.errors import LdgraphError
from ldgraph.graph.access import EVERYONE, seen_by
from ldgraph.graph.places import SPARQL, open_root
from ldgraph.graph.watching import Watch
from ldgraph.serve.elsewhere import RemoteLibrary
from ldgraph.serve.library import Library, read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fastapi import FastAPI

    from ldgraph.graph.places import Root
    from ldgraph.graph.watching import Marks

    #: What must follow a reload, such as emptying a cache; it is given the new library.
    Hook = Callable[[Library], Awaitable[None] | None]

_LOG = logging.getLogger("ldgraph.serve.reload")
#: Why answers may be missing, in health: the engine elsewhere gives none.
_ENGINE = "engine"


class _Unfit(Exception):  # noqa: N818 (told by its caller, not to people)
    """The files cannot be served; ``findings`` are in files that are for everyone."""

    def __init__(self, why: str, findings: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.findings = findings


class Reloader:
    """Reads the root of an application again: when asked, or when files change."""

    def __init__(self, app: FastAPI, *, restricted: bool) -> None:
        self.hooks: list[Hook] = []
        self._app = app
        self._restricted = restricted
        self._path = app.state.library.root.path
        self._files = app.state.library.root.files
        self._lock = asyncio.Lock()
        self._asked = self._done = 0
        #: The last library of which all could be read.
        self._whole: Library = app.state.library
        self._seen: Marks = {}
        #: What the engine of what is not for everyone said last, and whether it says nothing now.
        self._others: str | None = None
        self._others_are_away = False
        self._watch = Watch(self._open)

    async def reload(self) -> bool:
        """Read again; who asks while that goes on is told of the one after it.

        Returns:
            Whether what is served is what the files say, as far as everyone may know.
        """
        self._asked += 1
        mine = self._asked
        async with self._lock:
            if self._done < mine:
                self._done = self._asked
                await self._once()
        return self._app.state.operation.stale_since is None

    async def _once(self) -> None:
        state = self._app.state
        try:
            new, whole = await asyncio.to_thread(self._read)
            # Queries wait for nothing then.
            await state.pools.of(new.public)
        except _Unfit as error:
            state.operation.fail(error.why, error.findings)
            _LOG.error("reload failed: %s, findings in public files: %d", error.why, error.findings)
            return
        except Exception as error:  # noqa: BLE001 (whatever it is: what is served stays)
            state.operation.fail("internal")
            _LOG.error("reload failed: %s", type(error).__name__)
            return
        state.library = new
        state.pools.turn_to(new.public)
        if whole:
            self._whole = new
        else:
            _LOG.error("reload: what is not for everyone could not be read; its views stay")
        state.operation.renew()
        for hook in self.hooks:
            done = hook(new)
            if done is not None:
                await done
        gc.collect()
        _LOG.info("reloaded: version %s", new.public.version)

    def _open(self) -> Root:
        return open_root(self._path, files=self._files)

    def _read(self) -> tuple[Library, bool]:
        """Read and build; say whether all could be read."""
        try:
            self._seen = self._look()
            root = self._open()
            day = self._app.state.settings.today
            if root.store == SPARQL:
                engines = Engines(root, os.environ)
                before = self._app.state.library
                restricted = self._restricted
                new = RemoteLibrary(engines, root, day, restricted=restricted, before=before)
                if faults := new.public.snapshot.dataset.faults:
                    raise _Unfit("unreadable", len(faults))
                return new, True
            dataset = read(root, restricted=self._restricted)
            public = seen_by(dataset, EVERYONE).faults
            if public:
                raise _Unfit("unreadable", len(public))
            others = self._whole if dataset.faults else None
            before = self._app.state.library
            return Library(dataset, root, day, others, before), others is None
        except EngineError as error:
            _LOG.warning("reload: %s", error)
            raise _Unfit(_ENGINE) from error
        except LdgraphError as error:
            _LOG.warning("reload: %s", error)
            raise _Unfit(type(error).__name__.removesuffix("Error").lower()) from error

    def _look(self) -> Marks:
        """Look at the files, and at the versions that the engines say hold.

        An engine is asked only if somebody is answered from it. That of what is not for everyone
        may say nothing, as its files may not parse: everyone is served, and health says no word.

        Raises:
            EngineError: That of what is for everyone says nothing.
        """
        marks = self._watch.look()
        library = self._app.state.library
        if isinstance(library, RemoteLibrary):
            marks[str(library.engines.public.current())] = (0, 0, 0)
            if library.restricted:
                marks[str(self._of_others(library.engines))] = (0, 0, 0)
        return marks

    def _of_others(self, engines: Engines) -> str | None:
        """Say which version holds of what is not for everyone; that before, if nobody tells."""
        try:
            self._others = engines.pointer_of_others().current()
        except EngineError as error:
            if not self._others_are_away:
                _LOG.error("what is not for everyone cannot be asked for: %s", error)
            self._others_are_away = True
        else:
            if self._others_are_away:
                _LOG.info("what is not for everyone can be asked for again")
            self._others_are_away = False
        return self._others

    def _lose(self, error: EngineError) -> None:
        how = self._app.state.operation
        if how.why != _ENGINE:
            _LOG.error("the engine gives no answer: %s", error)
            how.fail(_ENGINE)

    def _find(self) -> None:
        how = self._app.state.operation
        if how.why == _ENGINE:
            _LOG.info("the engine answers again")
            how.renew()

    async def watch(self, every: float) -> None:
        """Reload whenever files changed, and no longer change; until cancelled."""
        if not every:
            return
        with suppress(EngineError):  # told of in a moment
            self._seen = await asyncio.to_thread(self._look)
        last = self._seen
        while True:
            await asyncio.sleep(every)
            try:
                now = await asyncio.to_thread(self._look)
            except EngineError as error:
                self._lose(error)
                continue
            self._find()
            if not self._seen:
                self._seen = now
            if now and now == last and now != self._seen:
                with suppress(Exception):
                    await self.reload()
            last = now

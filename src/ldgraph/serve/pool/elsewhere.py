"""Queries from outside, when the data lies in an engine elsewhere.

A text is first run on nothing, in a process of ours: what is no SPARQL, too deep or too heavy to be
parsed is known then, with line and column. Only then is it sent on, with the dataset of its caller.
"""

from __future__ import annotations

import asyncio
import os
import time
from typing import TYPE_CHECKING, Any, cast

from ldgraph.engine.endpoint import (
    Endpoint,
    EngineError,
    QueryRefusedError,
    TooLargeError,
    TooSlowError,
)
from ldgraph.engine.results import UnreadableAnswerError, read_graph, read_rows
from ldgraph.engine.sendable import NotSentError, sendable
from ldgraph.engine.store import JSON, N_TRIPLES, RemoteStore
from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.places import Places
from ldgraph.serve.pool.pool import Answer, Pool
from ldgraph.serve.pool.worker import GRAPHS, ROWS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Hashable

    from ldgraph.serve.pool.frames import Question
    from ldgraph.serve.pool.limits import Limits
    from ldgraph.serve.published import Published

#: After how many seconds an engine that is down may be asked again.
_RETRY = 5


class RemotePools:
    """What runs queries of any view; it has the face of ``Pools``."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._checker: asyncio.Task[Pool] | None = None
        waiting = (limits.waiting, limits.waiting_of_one)
        self._places = Places(limits.slow, waiting, limits.patience)

    async def of(self, seen: Published) -> RemotePool:
        """Give what runs queries on a view.

        Raises:
            QueryFailure: The process that reads texts could not be started.
        """
        if self._checker is None:
            self._checker = asyncio.create_task(Pool.start(os.memfd_create("nothing"), self.limits))
        try:
            checker = await asyncio.shield(self._checker)
        except Exception:
            self._checker = None
            raise
        store = cast("RemoteStore", seen.view.store)
        return RemotePool(checker, store, self._places, self.limits)

    def running(self) -> list[Pool]:
        """Give the pool that reads texts."""
        task = self._checker
        ready = task is not None and task.done() and not task.cancelled() and not task.exception()
        return [task.result()] if task is not None and ready else []

    def turn_to(self, seen: Published) -> None:
        """Do nothing: what an engine holds of a version that is read stays there."""

    async def end(self) -> None:
        """End the process that reads texts."""
        for pool in self.running():
            pool.end()
        if self._checker is not None and not self._checker.done():
            self._checker.cancel()
        await asyncio.sleep(0)


class RemotePool:
    """Runs queries of one view."""

    def __init__(self, checker: Pool, store: RemoteStore, places: Places, limits: Limits) -> None:
        self.limits = limits
        self._checker = checker
        self._store = store
        self._places = places

    async def ask(self, question: Question, caller: Hashable) -> Answer:
        """Run a query.

        Raises:
            QueryFailure: It has no answer.
        """
        checked = await self._checker.ask(question, caller)
        checked.close()
        try:
            sendable(question.text)
        except NotSentError as error:
            raise QueryFailure(Why.ELSEWHERE, str(error), error.message("nl")) from error
        if question.default is not None or question.named is not None:
            raise QueryFailure(
                Why.ELSEWHERE,
                "a dataset of the request is not asked of an engine elsewhere",
                "een dataset van het verzoek wordt niet gevraagd aan een engine elders",
            )
        await self._places.take(caller)
        running = asyncio.ensure_future(asyncio.to_thread(self._run, question, checked))

        def ended(one: asyncio.Future[bytes]) -> None:
            self._places.give(caller)
            if not one.cancelled():
                one.exception()  # of one that is gone nobody takes it

        # Nothing ends a thread that waits for the engine: the place of a caller who goes away is
        # free once it does, or no number of places would bound the threads.
        running.add_done_callback(ended)
        content = await asyncio.shield(running)

        async def pieces() -> AsyncIterator[bytes]:
            yield content

        return Answer(checked.kind, checked.form, content, pieces())

    def _run(self, question: Question, checked: Answer) -> bytes:
        text = f"BASE <{question.base}> {question.text}" if question.base else question.text
        until = time.monotonic() + self.limits.wall
        try:
            return self._asked(self._store.endpoint, text, checked, until)
        except TooSlowError as error:
            raise QueryFailure(Why.TIME) from error
        except TooLargeError as error:
            raise QueryFailure(Why.LARGE) from error
        except QueryRefusedError as error:
            message = "the engine refuses it (de engine weigert ze)"
            raise QueryFailure(Why.FAILED, message) from error
        except (EngineError, UnreadableAnswerError) as error:
            raise QueryFailure(Why.DOWN, retry=_RETRY) from error

    def _asked(self, endpoint: Endpoint, text: str, checked: Answer, until: float) -> bytes:
        is_graph = checked.kind == "graph"
        body = endpoint.ask(
            text,
            N_TRIPLES if is_graph else JSON,
            self._store.default,
            most=self.limits.answer,
            seconds=until - time.monotonic(),
        )
        found: Any
        forms: Any
        if is_graph:
            found, forms = read_graph(body, self._store.genid), GRAPHS
        else:
            found, forms = read_rows(body, self._store.genid), ROWS
        written = found.serialize(format=forms[checked.form])
        assert isinstance(written, bytes)
        return written

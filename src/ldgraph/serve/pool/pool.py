"""Runs queries from outside: quickly those that are quick, a few at once those that are not.

Each query has a first moment in a place for quick ones. What has not ended then, or answers with
much, goes on in a place for slow ones if one is free; else it is ended, waits, and is run again.
Who asked something slow lately lets others go first, if there are any. So what is cheap waits for
moments only, whatever else is asked.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.serve.pool.delivery import Delivery
from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.family import Family, Member
from ldgraph.serve.pool.known import Known
from ldgraph.serve.pool.places import Places
from ldgraph.serve.pool.run import Run

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Hashable

    from ldgraph.serve.pool.frames import Question
    from ldgraph.serve.pool.limits import Limits

#: For how many seconds a text is taken to be slow, a caller to ask such, and one to be there.
_SLOW_TEXT, _SLOW_CALLER, _THERE = 300.0, 60.0, 10.0
_SLICE = 0.01
#: A first moment is of processor time, and ends after so many times as much by the clock.
_MOST_MOMENTS = 10
#: How many answers that their callers do not take are kept going.
_MOST_STALLED = 8


@dataclass(slots=True)
class Answer:
    """An answer: its kind (select, ask, graph), its form, and its bytes, which must be taken."""

    kind: str
    form: str
    #: All bytes, where the answer is whole already.
    whole: bytes | None
    pieces: AsyncIterator[bytes]

    def close(self) -> None:
        """Give up what was not taken."""
        if isinstance(self.pieces, Delivery):
            self.pieces.close()


class Pool:
    """The processes that run queries on one view. Make one with ``start``."""

    def __init__(self, data: int, limits: Limits) -> None:
        self.limits = limits
        self._data = data
        waiting = (limits.waiting, limits.waiting_of_one)
        self.quick = Places(limits.quick, waiting, limits.patience, self._goes_last)
        self.slow = Places(limits.slow, waiting, limits.patience, self._has_slow)
        self._family: Family | None = None
        self._starting = asyncio.Lock()
        self._idle: list[Member] = []
        self._filling: asyncio.Task[None] | None = None
        self._slow_texts = Known(_SLOW_TEXT)
        #: Of queries that were quick, and answered with much.
        self._large_texts = Known(_SLOW_TEXT)
        self._slow_callers = Known(_SLOW_CALLER)
        self._callers = Known(_THERE)
        self._stalled = 0
        self._is_ended = False
        #: When a query was asked last, and how many members were ended before their time.
        self.asked_at = time.monotonic()
        self.ended_early = 0

    @classmethod
    async def start(cls, data: int, limits: Limits) -> Pool:
        """Start the processes on the N-Quads of an open file, which the pool keeps and closes.

        Raises:
            QueryFailure: They could not be started.
        """
        pool = cls(data, limits)
        try:
            await pool._fill()
        except QueryFailure:
            pool.end()
            raise
        return pool

    async def ask(self, question: Question, caller: Hashable) -> Answer:
        """Run a query.

        Raises:
            QueryFailure: It has no answer.
        """
        self.asked_at = time.monotonic()
        self._callers.add(caller)
        if len(question.text) > self.limits.text:
            raise QueryFailure(Why.TEXT)
        until = time.monotonic() + self.limits.wall + self.limits.patience
        name = hashlib.sha256(question.text.encode("utf-8", "surrogatepass")).digest()
        if name not in self._slow_texts and name not in self._large_texts:
            run = await self._first_moment(question, caller)
            if run.is_whole:
                return _whole(run)
            if run.used() >= self.limits.moment_when_busy:
                self._slow_texts.add(name)
                self._slow_callers.add(caller)
                run.member.stand_back()
            else:
                self._large_texts.add(name)
            if self.slow.take_now(caller):
                return await self._go_on(run, caller, until)
            self._drop(run)
        await self.slow.take(caller)
        began = time.monotonic()
        try:
            run = await self._begin(question)
        except BaseException:
            self.slow.give(caller)
            raise
        if name in self._slow_texts:
            run.member.stand_back()
        answer = await self._go_on(run, caller, until)
        if answer.whole is not None and time.monotonic() - began < self.limits.moment:
            self._slow_texts.discard(name)
            self._large_texts.discard(name)
        return answer

    async def _first_moment(self, question: Question, caller: Hashable) -> Run:
        await self.quick.take(caller)
        # Who asked something slow lately runs behind others.
        goes_last = self._goes_last(caller)
        try:
            run = await self._begin(question)
            try:
                if goes_last:
                    run.member.stand_back()
                await self._moment(run)
                if run.is_whole:
                    self._back(run.member)
            except QueryFailure:
                self._after_failure(run)
                raise
            except BaseException:
                self._drop(run)
                raise
            return run
        finally:
            self.quick.give(caller)

    async def _moment(self, run: Run) -> None:
        # What others take of the processor makes a query no slower than it is.
        until = time.monotonic() + self.limits.moment * _MOST_MOMENTS
        while not await run.is_held(_SLICE) and time.monotonic() < until:
            used = run.used()
            busy = self.quick.waiting and used >= self.limits.moment_when_busy
            if busy or used >= self.limits.moment:
                return

    async def _go_on(self, run: Run, caller: Hashable, until: float) -> Answer:
        try:
            await run.hold_until(until)
        except QueryFailure:
            self._after_failure(run)
            self.slow.give(caller)
            raise
        except BaseException:
            self._drop(run)
            self.slow.give(caller)
            raise
        if run.is_whole:
            self._back(run.member)
            self.slow.give(caller)
            return _whole(run)
        return Answer(run.kind, run.form, None, self._deliver(run, caller, until))

    def _deliver(self, run: Run, caller: Hashable, until: float) -> Delivery:
        has_place = True

        def stall() -> None:
            nonlocal has_place
            has_place = False
            self._stalled += 1
            self.slow.give(caller)
            if self._stalled > _MOST_STALLED:
                run.member.end()

        def end() -> None:
            if run.is_whole:
                self._back(run.member)
            else:
                self._drop(run)
            if has_place:
                self.slow.give(caller)
            else:
                self._stalled -= 1

        return Delivery(self._pieces(run, until), stall, end)

    async def _pieces(self, run: Run, until: float) -> AsyncIterator[bytes]:
        async for piece in run.pieces(until):
            if run.used() >= self.limits.moment:
                run.member.stand_back()
            yield piece

    async def _begin(self, question: Question) -> Run:
        member = await self._member()
        run = Run(member, self.limits.held)
        await run.begin(question)
        return run

    async def _member(self) -> Member:
        while self._idle:
            member = self._idle.pop()
            if not member.ended.done():
                self._fill_soon()
                return member
            member.end()
        family = await self._parent()
        self._fill_soon()
        return await family.member()

    def _fill_soon(self) -> None:
        if self._filling is None or self._filling.done():
            self._filling = asyncio.create_task(self._refill())

    async def _refill(self) -> None:
        with suppress(QueryFailure):  # the next who asks is told
            await self._fill()

    async def _fill(self) -> None:
        family = await self._parent()
        while len(self._idle) <= self.limits.quick:
            self._idle.append(await family.member())

    async def _parent(self) -> Family:
        async with self._starting:
            if self._is_ended:
                raise QueryFailure(Why.DOWN)
            if self._family is None or self._family.is_gone:
                self._idle.clear()
                self._family = await Family.start(self._data, self.limits)
            return self._family

    def _back(self, member: Member) -> None:
        # One that stands back cannot come forward again.
        if member.uses < self.limits.uses and not member.stands_back and not self._is_ended:
            self._idle.append(member)
        else:
            member.end()

    def _after_failure(self, run: Run) -> None:
        if run.is_told:
            self._back(run.member)
        else:
            self._drop(run)

    def _drop(self, run: Run) -> None:
        self.ended_early += not (run.is_whole or run.is_told)
        run.drop()

    def _goes_last(self, caller: Hashable) -> bool:
        """Say whether a caller who asked something slow lately is in the way of others."""
        return caller in self._slow_callers and self._callers.has_other(caller)

    def _has_slow(self, caller: Hashable) -> bool:
        return caller in self._slow_callers and self.slow.holds(caller)

    @property
    def is_idle(self) -> bool:
        """Whether no query runs or waits."""
        places = (self.quick, self.slow)
        return not self._stalled and not any(one.taken or one.waiting for one in places)

    @property
    def is_alone(self) -> bool:
        """Whether the processes are cut off from the network by the system too."""
        return self._family is not None and self._family.is_alone

    @property
    def pids(self) -> list[int]:
        """The processes there are: the one that holds the data first."""
        return self._family.pids if self._family is not None else []

    def end(self) -> None:
        """End the processes, whatever they do."""
        if self._is_ended:
            return
        self._is_ended = True
        if self._filling is not None:
            self._filling.cancel()
        for member in self._idle:
            member.end()
        self._idle.clear()
        if self._family is not None:
            self._family.end()
        os.close(self._data)


def _whole(run: Run) -> Answer:
    content = run.content()

    async def pieces() -> AsyncIterator[bytes]:
        yield content

    return Answer(run.kind, run.form, content, pieces())

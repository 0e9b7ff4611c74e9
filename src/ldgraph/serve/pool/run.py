"""One query in one process, from the question to the last piece of its answer."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.frames import Kind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ldgraph.serve.pool.family import Member
    from ldgraph.serve.pool.frames import Question


class Run:
    """A query that runs. Up to ``most_held`` bytes of its answer are held back at first."""

    def __init__(self, member: Member, most_held: int) -> None:
        self.member = member
        self.kind = self.form = ""
        #: Whether all of the answer came.
        self.is_whole = False
        #: Whether the process itself said why there is no answer, and goes on.
        self.is_told = False
        self._used_before = 0.0
        self._most_held = most_held
        self._held: list[bytes] = []
        self._holding: asyncio.Task[None]

    async def begin(self, question: Question) -> None:
        """Ask."""
        self._used_before = self.member.used()
        await self.member.ask(question)
        self._holding = asyncio.create_task(self._hold())

    async def is_held(self, seconds: float) -> bool:
        """Wait until the answer is whole, or too much to be held back.

        Raises:
            QueryFailure: There is no answer.
        """
        await asyncio.wait({self._holding}, timeout=max(seconds, 0))
        if not self._holding.done():
            return False
        self._holding.result()
        return True

    async def hold_until(self, until: float) -> None:
        """Wait as ``is_held`` does, until a moment by ``time.monotonic``.

        Raises:
            QueryFailure: There is no answer, or none by then.
        """
        if not await self.is_held(until - time.monotonic()):
            raise QueryFailure(Why.TIME)

    async def _hold(self) -> None:
        size = 0
        while size <= self._most_held:
            piece = await self._next()
            if piece is None:
                self.is_whole = True
                return
            self._held.append(piece)
            size += len(piece)

    async def _next(self) -> bytes | None:
        while True:
            kind, content = await self.member.piece()
            if kind is Kind.DATA:
                return content
            if kind is Kind.END:
                return None
            said: dict[str, Any] = json.loads(content)
            if kind is Kind.FAILURE:
                self.is_told = True
                raise QueryFailure(Why(said.pop("why")), **said)
            self.kind, self.form = said["kind"], said["form"]

    def used(self) -> float:
        """Give the seconds of processor time that it has taken."""
        return self.member.used() - self._used_before

    def content(self) -> bytes:
        """Give what is held."""
        return b"".join(self._held)

    async def pieces(self, until: float) -> AsyncIterator[bytes]:
        """Give the answer piece by piece, what is held first.

        Args:
            until: The moment, by ``time.monotonic``, at which it must be given.

        Raises:
            QueryFailure: It stops before its end.
        """
        while self._held:
            yield self._held.pop(0)
        while True:
            try:
                async with asyncio.timeout(until - time.monotonic()):
                    piece = await self._next()
            except TimeoutError as error:
                raise QueryFailure(Why.TIME) from error
            if piece is None:
                self.is_whole = True
                return
            yield piece

    def drop(self) -> None:
        """End the process; what it did not say is lost."""
        self._holding.cancel()
        self.member.end()

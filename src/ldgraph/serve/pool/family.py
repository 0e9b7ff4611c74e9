"""A process that holds the data of one view, and its forks: started, asked and ended from here."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from ldgraph.serve.pool.failures import QueryFailure, Why
from ldgraph.serve.pool.frames import HEADER, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.serve.pool.frames import Question
    from ldgraph.serve.pool.limits import Limits

#: The child finds the program where this one does, and nothing else of it: no setting, no secret.
_START = "import sys; sys.path[:] = {}; from ldgraph.serve.pool.worker import main; main()"
_MOST_SECONDS_TO_START = 60.0
_MOST_SECONDS_TO_TELL = 2.0
_NICE = 19
_READ_AHEAD = 1 << 18


class Member:
    """A fork that runs one query at a time."""

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self.uses = 0
        self.stands_back = False
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._handle = handle
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter | None = None

    async def connect(self, connection: socket.socket) -> None:
        """Take the connection to it."""
        self._reader, self._writer = await asyncio.open_connection(
            sock=connection, limit=_READ_AHEAD
        )

    async def ask(self, question: Question) -> None:
        """Send it a query."""
        self.uses += 1
        content = json.dumps(question._asdict()).encode()
        assert self._writer is not None
        self._writer.write(HEADER.pack(Kind.QUESTION.value.encode(), len(content)) + content)
        with suppress(ConnectionError):
            await self._writer.drain()

    async def piece(self) -> tuple[Kind, bytes]:
        """Wait for what it says next.

        Raises:
            QueryFailure: It was ended, by what it did or by the system.
        """
        try:
            letter, size = HEADER.unpack(await self._reader.readexactly(HEADER.size))
            return Kind(letter.decode()), await self._reader.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise QueryFailure(await self._why_ended()) from error

    async def _why_ended(self) -> Why:
        try:
            async with asyncio.timeout(_MOST_SECONDS_TO_TELL):
                status = await asyncio.shield(self.ended)
        except TimeoutError:
            return Why.CRASHED
        if os.WIFSIGNALED(status):
            # An engine that gets no memory aborts, and so does one that cannot sort.
            return {signal.SIGPROF: Why.TIME, signal.SIGABRT: Why.MEMORY}.get(
                signal.Signals(os.WTERMSIG(status)), Why.CRASHED
            )
        return Why.CRASHED

    def used(self) -> float:
        """Give the seconds of processor time that it has taken since it began."""
        try:
            # The clock of another process, by its number (clock_getcpuclockid does the same).
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:  # it has ended
            return 0.0

    def stand_back(self) -> None:
        """Let others go first, from now on: what takes long can wait for what does not."""
        if self.stands_back:
            return
        self.stands_back = True
        with suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def end(self) -> None:
        """End it now, whatever it does."""
        if self._handle >= 0:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            os.close(self._handle)
            self._handle = -1
        if self._writer is not None:
            self._writer.close()


class Family:
    """The process that holds the data, and its forks. Make one with ``start``."""

    def __init__(self, child: subprocess.Popen[bytes], control: socket.socket) -> None:
        self._child = child
        self._control = control
        self._members: dict[int, Member] = {}
        self._starting: deque[asyncio.Future[Member]] = deque()
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        #: Whether its forks are cut off from the network by the system too.
        self.is_alone = False
        self.is_gone = False

    @classmethod
    async def start(cls, data: int, limits: Limits) -> Family:
        """Start a process that reads the N-Quads of an open file.

        Raises:
            QueryFailure: It did not get ready.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        path = [one for one in sys.path if one]
        child = subprocess.Popen(  # noqa: ASYNC220, S603 (a millisecond; our own program)
            [
                *(sys.executable, "-I", "-c", _START.format(path)),
                *(str(theirs.fileno()), str(data), json.dumps(asdict(limits))),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(), data),
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        ours.setblocking(False)  # noqa: FBT003 (the library's)
        family = cls(child, ours)
        loop = asyncio.get_running_loop()
        loop.add_reader(ours.fileno(), family._listen)
        try:
            async with asyncio.timeout(_MOST_SECONDS_TO_START):
                await family._ready
        except TimeoutError as error:
            family.end()
            raise QueryFailure(Why.DOWN) from error
        return family

    async def member(self) -> Member:
        """Fork a member.

        Raises:
            QueryFailure: There is no process to fork.
        """
        if self.is_gone:
            raise QueryFailure(Why.DOWN)
        ours, theirs = socket.socketpair()
        started: asyncio.Future[Member] = asyncio.get_running_loop().create_future()
        self._starting.append(started)
        try:
            with theirs:
                socket.send_fds(self._control, [b"fork"], [theirs.fileno()])
            async with asyncio.timeout(_MOST_SECONDS_TO_START):
                member = await started
            await member.connect(ours)
        except (OSError, TimeoutError) as error:
            ours.close()
            raise QueryFailure(Why.DOWN) from error
        except BaseException:
            ours.close()
            raise
        return member

    def _listen(self) -> None:
        try:
            word, handles, _, _ = socket.recv_fds(self._control, 4096, 1)
        except BlockingIOError:
            return
        except OSError:
            word, handles = b"", []
        if not word:
            self._lost()
            return
        self._heard(json.loads(word), handles)

    def _heard(self, said: Mapping[str, int], handles: list[int]) -> None:
        if "ready" in said:
            self.is_alone = bool(said["alone"])
            self._ready.set_result(None)
        elif "started" in said:
            member = Member(said["started"], handles[0])
            self._members[member.pid] = member
            started = self._starting.popleft()
            if started.done():  # who asked for it is gone
                member.end()
            else:
                started.set_result(member)
        elif "ended" in said:
            gone = self._members.pop(said["ended"], None)
            if gone is not None and not gone.ended.done():
                gone.ended.set_result(said["status"])

    def _lost(self) -> None:
        self.end()
        down = QueryFailure(Why.DOWN)
        if not self._ready.done():
            self._ready.set_exception(down)
        for one in self._starting:
            if not one.done():
                one.set_exception(down)

    def end(self) -> None:
        """End it and its forks."""
        if self.is_gone:
            return
        self.is_gone = True
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        # Its forks are ended by the system when it is.
        self._child.kill()
        self._child.wait()
        for member in self._members.values():
            if not member.ended.done():
                member.ended.set_result(signal.SIGKILL)
            member.end()

    @property
    def pids(self) -> list[int]:
        """The processes there are: the one that holds the data first."""
        return [self._child.pid, *self._members]

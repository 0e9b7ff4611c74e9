"""What runs in the processes of a pool: one that holds the data, and its forks that run queries.

The first one reads the data once and runs no query. Each fork of it has the same data without
reading or copying them, runs queries, and is ended by whatever it does too much of. Neither can
open a file or a connection once it is set up.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import select
import signal
import socket
import sys
from contextlib import suppress
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.graph.guard import QueryTooDeepError, refuse_deep, with_deep_stack
from ldgraph.serve.pool.frames import Kind, Question, receive, send
from ldgraph.turtle.sparql import dataset_words

if TYPE_CHECKING:
    from collections.abc import Mapping

ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdf": ox.RdfFormat.RDF_XML,
}
_PIECE = 1 << 16
#: Characters that are told of what the parser would have taken.
_TOLD = 200
_AT = re.compile(r"error at (\d+):(\d+): ?")
_NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


class TooLargeError(OSError):
    """The answer has more bytes than one may have."""


def hold(control: socket.socket, data: int, limits: Mapping[str, Any]) -> None:
    """Read the data, and fork on each word from ``control`` until it is closed.

    Args:
        control: Gets a connection for each fork to be; is told of forks that begin and end.
        data: A file with the statements as N-Quads.
        limits: The fields of ``Limits``.
    """
    store = ox.Store()
    os.lseek(data, 0, os.SEEK_SET)  # another may have read it
    with open(data, "rb") as file:
        store.load(file, ox.RdfFormat.N_QUADS)
    alone = _cut_off()
    wake, woken = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    control.send(json.dumps({"ready": True, "alone": alone}).encode())
    while True:
        ready, _, _ = select.select([control.fileno(), wake], [], [])
        if wake in ready:
            os.read(wake, 4096)
            _tell_ended(control)
        if control.fileno() in ready:
            try:
                word, fds, _, _ = socket.recv_fds(control, 16, 1)
            except ConnectionError:
                return
            if not word:
                return
            _fork(control, fds[0], store, limits, (wake, woken))


def _fork(
    control: socket.socket,
    connection: int,
    store: ox.Store,
    limits: Mapping[str, Any],
    pipe: tuple[int, int],
) -> None:
    parent = os.getpid()
    child = os.fork()
    if child:
        os.close(connection)
        handle = os.pidfd_open(child)
        socket.send_fds(control, [json.dumps({"started": child}).encode()], [handle])
        os.close(handle)
        return
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        for one in pipe:
            os.close(one)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            with socket.socket(fileno=connection) as asked:
                with_deep_stack(lambda: _answer_all(asked, store, limits))
    finally:
        os._exit(0)


def _tell_ended(control: socket.socket) -> None:
    with suppress(ChildProcessError):
        while True:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            control.send(json.dumps({"ended": child, "status": status}).encode())


def _cut_off() -> bool:
    """Leave the network, where the system lets one; no privilege can be gained again."""
    c = ctypes.CDLL(None, use_errno=True)
    c.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(c.unshare(_NEW_USER_AND_NETWORK) == 0)


def _answer_all(connection: socket.socket, store: ox.Store, limits: Mapping[str, Any]) -> None:
    most = _size() + limits["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # No file can be opened any more, so no connection either, whatever the system lets one leave.
    for what in (resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(what, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    while (asked := receive(connection)) is not None:
        signal.setitimer(signal.ITIMER_PROF, limits["cpu"])
        answer(connection, store, Question(**json.loads(asked[1])), limits["answer"])
        signal.setitimer(signal.ITIMER_PROF, 0)


def _size() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 (as little as can be)
        return int(file.read().split()[0]) * resource.getpagesize()


def answer(connection: socket.socket, store: ox.Store, question: Question, most: int) -> None:
    """Run a query and send its answer of at most so many bytes, or why there is none."""
    try:
        _run(connection, store, question, most)
    except SyntaxError as error:
        found = _AT.search(str(error))
        at = {"line": int(found[1]), "column": int(found[2])} if found else {}
        _fail(connection, "syntax", message=shorten(_AT.sub("", str(error)), _TOLD), **at)
    except QueryTooDeepError as error:
        _fail(connection, "deep", message=str(error), dutch=error.message("nl"))
    except TooLargeError:
        _fail(connection, "large")
    except MemoryError:
        _fail(connection, "memory")
    except (BrokenPipeError, ConnectionResetError):
        raise
    except OSError:  # it wanted to open something: only another service can be meant
        _fail(connection, "service")
    except (ValueError, RuntimeError) as error:
        _fail(connection, "failed", message=str(error))


def _run(connection: socket.socket, store: ox.Store, question: Question, most: int) -> None:
    words = dataset_words.__wrapped__(question.text)
    if "service" in words:
        _fail(connection, "service")
        return
    refuse_deep.__wrapped__(question.text)
    named = question.default is not None or question.named is not None
    found = store.query(
        question.text,
        base_iri=question.base,
        # Without a dataset of its own a query sees all that its caller may see.
        use_default_graph_as_union=not named and "from" not in words,
        default_graph=_nodes(question.default) if named else None,
        named_graphs=_nodes(question.named) if named else None,
    )
    kind = _KINDS[type(found)]
    form = question.graph if isinstance(found, ox.QueryTriples) else question.rows
    if form is None:
        _fail(connection, "form", kind=kind)
        return
    send(connection, Kind.HEAD, json.dumps({"kind": kind, "form": form}).encode())
    writer = _Writer(connection, most)
    if isinstance(found, ox.QueryTriples):
        found.serialize(writer, GRAPHS[form])  # type: ignore[arg-type]
    else:
        found.serialize(writer, ROWS[form])  # type: ignore[arg-type]
    writer.end()


_KINDS = {ox.QuerySolutions: "select", ox.QueryBoolean: "ask", ox.QueryTriples: "graph"}


def _nodes(iris: list[str] | None) -> list[Any]:
    return [ox.NamedNode(one) for one in iris or ()]


def _fail(connection: socket.socket, why: str, **more: object) -> None:
    send(connection, Kind.FAILURE, json.dumps({"why": why, **more}).encode())


class _Writer:
    """A file that sends what is written to it, in large pieces."""

    def __init__(self, connection: socket.socket, most: int) -> None:
        self._connection = connection
        self._left = most
        self._held = bytearray()

    def write(self, content: bytes) -> int:
        self._left -= len(content)
        if self._left < 0:
            raise TooLargeError
        self._held += content
        if len(self._held) >= _PIECE:
            self._send()
        return len(content)

    def flush(self) -> None:
        """Keep it for the next piece."""

    def _send(self) -> None:
        send(self._connection, Kind.DATA, bytes(self._held))
        self._held.clear()

    def end(self) -> None:
        if self._held:
            self._send()
        send(self._connection, Kind.END)


def main() -> None:
    """Start as the process that holds the data; what it needs is in the arguments."""
    control, data, limits = sys.argv[1:4]
    with socket.socket(fileno=int(control)) as connection:
        hold(connection, int(data), json.loads(limits))

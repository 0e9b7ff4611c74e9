"""What the server and a process that runs queries say to each other, piece by piece.

A piece is a letter for its kind, its length, and that many bytes.
"""

from __future__ import annotations

import struct
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import socket

HEADER = struct.Struct("<cI")


class Kind(StrEnum):
    """The kinds of pieces."""

    #: JSON: the fields of a ``Question``.
    QUESTION = "Q"
    #: JSON: which kind of answer follows, and its form.
    HEAD = "H"
    #: Bytes of the answer.
    DATA = "D"
    #: Nothing: the answer is whole.
    END = "E"
    #: JSON: why there is none, or no more.
    FAILURE = "F"


class Question(NamedTuple):
    """A query to run. ``rows`` and ``graph`` are the forms that the caller takes, if any.

    ``base`` is what relative IRIs are relative to. ``default`` and ``named`` are the dataset of the
    request; both None where it names none.
    """

    text: str
    rows: str | None
    graph: str | None
    base: str | None = None
    default: list[str] | None = None
    named: list[str] | None = None


def send(connection: socket.socket, kind: Kind, content: bytes | memoryview = b"") -> None:
    """Send a piece, waiting until it is taken."""
    header = HEADER.pack(kind.value.encode(), len(content))
    if len(content) < 1 << 14:
        connection.sendall(header + bytes(content))
    else:
        connection.sendall(header)
        connection.sendall(content)


def receive(connection: socket.socket) -> tuple[Kind, bytes] | None:
    """Wait for a piece; None where the other side is gone."""
    header = _exactly(connection, HEADER.size)
    if header is None:
        return None
    letter, size = HEADER.unpack(header)
    content = _exactly(connection, size)
    return None if content is None else (Kind(letter.decode()), content)


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)

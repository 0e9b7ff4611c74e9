"""A Turtle file as statements with their places, and everything that is wrong with it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.turtle.names import Names
from ldgraph.turtle.reader import Reader, Statement
from ldgraph.turtle.stream import Stream, TooManyFaultsError
from ldgraph.turtle.text import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.errors import Finding

#: Faults of encoding after which a file with zero bytes is taken for what is no text at all.
ENOUGH = 10


class Parsed(NamedTuple):
    """What a file says, and what is wrong with it."""

    statements: list[Statement]
    faults: list[Finding]
    prefixes: dict[str, str]


def parse(content: bytes, shown: str, base: str, known: Mapping[str, str] | None = None) -> Parsed:
    """Read a Turtle file.

    Args:
        content: The bytes of the file.
        shown: Its path, for positions.
        base: What relative IRIs are relative to.
        known: Prefixes that a root knows, for advice on ones that the file does not declare.

    Returns:
        Every statement that could be read and every fault, at most ``MOST_FAULTS`` and one more
        that says so; in the order of the file.
    """
    statements: list[Statement] = []
    decoded = decode(content)
    stream = Stream.over(decoded.text, shown)
    names = Names(stream, base, known or {})
    _read(decoded, Reader(stream, names, statements.append))
    return Parsed(statements, stream.faults, names.prefixes)


def statements_of(
    text: str, base: str, prefixes: Mapping[str, str] | None = None
) -> list[Statement]:
    """Read a text that is known to be Turtle, or a block of one.

    Args:
        text: What is read; offsets count from its start.
        base: What relative IRIs are relative to where it begins.
        prefixes: What is declared where it begins.
    """
    statements: list[Statement] = []
    stream = Stream.silent(text)
    with contextlib.suppress(TooManyFaultsError):  # it changed since it was judged
        Reader(stream, Names(stream, base, {}, dict(prefixes or {})), statements.append).read()
    return statements


def _read(decoded: Decoded, reader: Reader) -> None:
    stream = reader.stream
    try:
        if decoded.other_encoding:
            stream.report("turtle-bad-encoding", 0, 1, found=decoded.other_encoding)
            return
        for offset, wrong in decoded.bad:
            found = wrong[:8].hex(" ")
            stream.report("turtle-bad-encoding", offset, offset + len(wrong), found=found)
            if len(stream.faults) == ENOUGH and "\0" in decoded.text:
                stream.give_up()
        reader.read()
    except TooManyFaultsError:
        pass


def faults(
    content: bytes,
    shown: str,
    base: str,
    known: Mapping[str, str] | None = None,
    *,
    whole: bool = True,
) -> list[Finding]:
    """Give every fault of a file, or of the first part of one, in the order of the file."""
    decoded = decode(content)
    stream = Stream.over(decoded.text, shown, whole=whole)
    _read(decoded, Reader(stream, Names(stream, base, known or {}), lambda _: None))
    return sorted(stream.faults, key=lambda one: (one.code == "turtle-too-many", one.sort_key()))

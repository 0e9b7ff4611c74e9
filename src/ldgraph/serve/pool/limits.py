"""How much a query from outside may take, and how many run at once."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times are in seconds, sizes in bytes."""

    #: Characters of query text.
    text: int = 256 * 1024
    #: Processor time of one query.
    cpu: float = 10.0
    #: Wall time of one query, the delivery of its answer included.
    wall: float = 60.0
    #: What one query may take beside the data.
    memory: int = 512 * _MIB
    #: Bytes of one answer.
    answer: int = 256 * _MIB
    #: Queries that run their first moments at once, and how much processor time these are when
    #: nobody waits and when somebody does.
    quick: int = 3
    moment: float = 0.1
    moment_when_busy: float = 0.05
    #: What is held back of an answer in these moments, so that it can still be another one.
    held: int = 256 * 1024
    #: Queries that run longer, at once.
    slow: int = 2
    #: Queries of one caller, and of all, that wait for a place; and how long they do.
    waiting_of_one: int = 16
    waiting: int = 64
    patience: float = 10.0
    #: Queries that a process runs before another takes its place.
    uses: int = 500

"""How much a query from outside may take, and how many run at once."""

from __future__ import annotations

from dataclasses import dataclass

from ldgraph.serve.setting import BYTES, COUNT, number, setting

_MIB = 1 << 20
_SECONDS = number(0.001, 3600, whole=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Times are in seconds, sizes in bytes."""

    text: int = setting(
        256 * 1024, BYTES, "Tekens van een vraag.", "Characters of query text.", has_flag=False
    )
    cpu: float = setting(
        10.0,
        _SECONDS,
        "Processortijd van één vraag.",
        "Processor time of one query.",
        has_flag=False,
    )
    wall: float = setting(
        60.0,
        _SECONDS,
        "Tijd van één vraag, met het versturen van het antwoord.",
        "Wall time of one query, the delivery of its answer included.",
        has_flag=False,
    )
    #: Enough to sort all statements at Flemish size; with all places taken less than 1 GiB.
    memory: int = setting(
        256 * _MIB,
        BYTES,
        "Geheugen van één vraag naast de data.",
        "What one query may take beside the data.",
        has_flag=False,
    )
    answer: int = setting(
        256 * _MIB, BYTES, "Bytes van één antwoord.", "Bytes of one answer.", has_flag=False
    )
    #: Queries that run their first moments at once, and how much processor time these are when
    #: nobody waits and when somebody does.
    quick: int = setting(
        3,
        COUNT,
        "Vragen die tegelijk hun eerste moment krijgen.",
        "Queries that run their first moments at once.",
        has_flag=False,
    )
    moment: float = setting(
        0.1,
        _SECONDS,
        "Processortijd van dat moment, als niemand wacht.",
        "Processor time of that moment, when nobody waits.",
        has_flag=False,
    )
    moment_when_busy: float = setting(
        0.05,
        _SECONDS,
        "Processortijd van dat moment, als iemand wacht.",
        "Processor time of that moment, when somebody waits.",
        has_flag=False,
    )
    held: int = setting(
        _MIB,
        BYTES,
        "Wat dan van een antwoord wordt vastgehouden, zodat het nog een ander kan zijn.",
        "What is held back of an answer then, so that it can still be another one.",
        has_flag=False,
    )
    #: The last place is not for who has another.
    slow: int = setting(
        3,
        COUNT,
        "Vragen die langer lopen, tegelijk.",
        "Queries that run longer, at once.",
        has_flag=False,
    )
    waiting_of_one: int = setting(
        16,
        COUNT,
        "Vragen van één vrager die wachten.",
        "Queries of one caller that wait for a place.",
        has_flag=False,
    )
    waiting: int = setting(
        64,
        COUNT,
        "Vragen van allen die wachten.",
        "Queries of all that wait for a place.",
        has_flag=False,
    )
    patience: float = setting(
        10.0, _SECONDS, "Hoe lang een vraag wacht.", "How long a query waits.", has_flag=False
    )
    uses: int = setting(
        500,
        COUNT,
        "Vragen die een proces krijgt voor een ander het aflost.",
        "Queries that a process runs before another takes its place.",
        has_flag=False,
    )

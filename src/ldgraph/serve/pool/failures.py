"""Why a query from outside has no answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """What went wrong; the first ones are told by a worker, the others seen from outside."""

    SYNTAX = "syntax"
    #: Too deeply nested, or too long a chain.
    DEEP = "deep"
    #: It would have others asked.
    SERVICE = "service"
    #: Its kind of answer has no form that the caller takes.
    FORM = "form"
    #: More bytes of answer than one may have.
    LARGE = "large"
    MEMORY = "memory"
    #: The engine could not go on.
    FAILED = "failed"
    #: More characters than a query may have.
    TEXT = "text"
    TIME = "time"
    CRASHED = "crashed"
    #: No place became free; ``retry`` says after how many seconds to try again.
    BUSY = "busy"
    #: It asks what is not asked of an engine elsewhere.
    ELSEWHERE = "elsewhere"
    #: The processes could not be started, or the engine gives no answer.
    DOWN = "down"


@dataclass(eq=False)
class QueryFailure(Exception):  # noqa: N818 (the caller's, or the query's)
    """A query has no answer. ``message`` is the engine's, in English; ``dutch`` where there is."""

    why: Why
    message: str = ""
    dutch: str = ""
    line: int | None = None
    column: int | None = None
    kind: str = ""
    retry: int | None = None

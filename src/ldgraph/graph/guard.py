"""Query text that would overflow the engine's stack, which ends the process, is refused here.

pyoxigraph parses by recursion and has no limit of its own: 20,000 nested brackets, or as many
operators in a row, end the process with SIGSEGV.
"""

from __future__ import annotations

import re
import threading
import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from ldgraph.errors import LdgraphError
from ldgraph.turtle.sparql import has_two_readings

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

#: Texts, comments and IRIs: what stands in the first two nests nothing.
_SKIPPED = re.compile(
    r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>\s\"{}|^`\\]*>|#[^\n]*",
    re.DOTALL,
)
#: What is longer may be a comparison: ``?a<1+1+1&&?b>2`` looks like an IRI where it stands.
_LONGEST_IRI = 300
_NESTING = re.compile(r"[({\[]|[)}\]]")
_CHAINED = re.compile(
    r"&&|\|\||[-+*/!|^?=<>,]|\b(?:union|optional|filter|bind|minus|graph|service|exists|in|select)\b",
    re.IGNORECASE,
)
MOST_NESTED = 200
#: The stored questions have up to three thousand.
MOST_CHAINED = 5000
#: With this much stack what passes the limits above does not overflow: measured with 5,000 of each
#: operator and pattern in a row. It is reserved, and taken only as far as it is used.
_STACK = 1 << 30


class QueryTooDeepError(LdgraphError):
    """A query nests too deep, or chains too much, for the engine to take it safely."""

    def __init__(self, what: str, dutch: str, found: int, most: int) -> None:
        super().__init__(
            f"the query has {found} {what}; at most {most} are taken",
            f"de vraag heeft {found} {dutch}; hoogstens {most} worden aanvaard",
        )


@lru_cache(maxsize=128)
def refuse_deep(text: str) -> None:
    """Raise ``QueryTooDeepError`` for text that could overflow the engine's stack."""
    # Where it is not sure what is a text, nothing is skipped.
    skipped = re.compile("(?!)") if has_two_readings(text) else _SKIPPED
    bare = skipped.sub(lambda found: found[0] if found[0].startswith("<") else " ", text)
    depth = deepest = 0
    for match in _NESTING.finditer(bare):
        depth += 1 if match[0] in "({[" else -1
        deepest = max(deepest, depth)
    if deepest > MOST_NESTED:
        raise QueryTooDeepError("nested brackets", "haakjes in elkaar", deepest, MOST_NESTED)
    beside_iris = skipped.sub(lambda found: found[0] if len(found[0]) > _LONGEST_IRI else " ", bare)
    chained = sum(1 for _ in _CHAINED.finditer(beside_iris))
    if chained > MOST_CHAINED:
        raise QueryTooDeepError(
            "operators and patterns", "bewerkingen en patronen", chained, MOST_CHAINED
        )


def with_deep_stack(work: Callable[[], _T]) -> _T:
    """Run something in a thread with a stack that holds whatever ``refuse_deep`` lets pass.

    An interrupt ends the wait, and with the process the work: the thread is a daemon.
    """
    done: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again where it was asked for)
            # What the engine gave may be dropped in this thread only; a traceback keeps it alive.
            traceback.clear_frames(error.__traceback__)
            failed.append(error)

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if failed:
        raise failed[0]
    return done[0]

"""Whether a stored question is SPARQL that the engine takes, without asking it of any data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.guard import QueryTooDeepError, refuse_deep, with_deep_stack
from ldgraph.turtle.sparql import sparql_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

_INCLUDE = re.compile(r"@include\s+[\w-]+")
_PLACE = re.compile(r"^error at (\d+):(\d+): ")


class Refused(NamedTuple):
    """Why a query is refused, and where in its text."""

    english: str
    dutch: str
    offset: int


def query_refusal(text: str, known: Mapping[str, str]) -> Refused | None:
    """Give why a question or a part of one is no SPARQL; None if it is.

    What it includes is left out. ``known`` are prefixes that it may use without declaring them: its
    parts may do that for it.
    """
    declared = set()
    for token in sparql_tokens(text):
        if token.text.upper() == "SERVICE":  # to try it would be to follow it
            return None
        if token.kind == "name" and token.text.endswith(":"):
            declared.add(token.text[:-1])
    others = {name: iri for name, iri in known.items() if name not in declared}
    # On the first line, so that the lines of the text keep their numbers.
    head = "".join(f"PREFIX {name}: <{iri}> " for name, iri in others.items())
    bare = _INCLUDE.sub(lambda found: " " * len(found[0]), text)

    def read() -> None:
        ox.Store().query(head + bare)

    try:
        refuse_deep(bare)
        with_deep_stack(read)
    except QueryTooDeepError as error:
        return Refused(error.message("en"), error.message("nl"), 0)
    except (SyntaxError, RuntimeError, ValueError) as error:
        said = str(error)
        place = _PLACE.match(said)
        offset = _offset(text, int(place[1]), int(place[2]), len(head)) if place else 0
        why = _PLACE.sub("", said)
        return Refused(f"no SPARQL: {why}", f"geen SPARQL: {why}", offset)
    return None


def _offset(text: str, line: int, column: int, shift: int) -> int:
    starts = [0, *(at + 1 for at, one in enumerate(text) if one == "\n")]
    column -= shift if line == 1 else 0
    return min(len(text), starts[min(line, len(starts)) - 1] + max(0, column - 1))

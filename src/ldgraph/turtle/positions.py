"""Where in a file each statement stands."""

from __future__ import annotations

import decimal
import hashlib
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from ldgraph.terms import XSD
from ldgraph.turtle.parser import parse
from ldgraph.turtle.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.errors import Position

_NUMBER = re.compile(rf'"([^"]{{1,400}})"\^\^<{XSD}(integer|decimal|double|float)>')
#: Rounds of refinement: blank nodes this far from a name can still be told apart.
_ROUNDS = 4


class Index:
    """The places of a file's subjects, properties and values; terms are keys (``turtle.terms``).

    Blank nodes are named as ``blank_names`` names them, so that they can be asked for.
    """

    def __init__(self, content: bytes, shown: str, base: str) -> None:
        self._shown = shown
        self._lines = Lines(decode(content).text)
        self._places: dict[tuple[str, ...], tuple[int, int]] = {}
        statements = parse(content, shown, base).statements
        names = blank_names((one.subject, one.predicate, one.object) for one in statements)
        for one in statements:
            subject = names.get(one.subject, one.subject)
            value = _normal(names.get(one.object, one.object))
            self._places.setdefault((subject,), one.subject_at)
            self._places.setdefault((subject, one.predicate), one.predicate_at)
            self._places.setdefault((subject, one.predicate, value), one.object_at)

    def find(self, subject: str, predicate: str = "", value: str = "") -> Position | None:
        """Give the place of a value, else of the property, else of the subject; None if absent."""
        whole = (subject, predicate, _normal(value))
        for wanted in (whole, whole[:2], whole[:1]):
            if wanted in self._places:
                return self._lines.span(self._shown, *self._places[wanted])
        return None


def blank_names(
    triples: Iterable[tuple[str, str, str]], rounds: int = _ROUNDS
) -> Mapping[str, str]:
    """Name blank nodes after what is said of them, so that two readings of a file agree.

    Nodes of which the same is said have the same name: nothing in the file tells them apart, as
    far as ``rounds`` statements away.
    """
    around: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for subject, predicate, value in triples:
        if subject.startswith("_:"):
            around[subject].append((">", predicate, value))
        if value.startswith("_:"):
            around[value].append(("<", predicate, subject))
    names = dict.fromkeys(around, "_:")
    for _ in range(rounds):
        names = {
            node: "_:" + _digest(sorted((way, p, names.get(t, t)) for way, p, t in said))
            for node, said in around.items()
        }
    return names


def _normal(value: str) -> str:
    """Write a number so that all ways to write it are one: ``1.50`` as 1.5."""
    match = _NUMBER.fullmatch(value)
    if match is None:
        return value
    try:
        number = decimal.Decimal(match[1]).normalize()
    except decimal.DecimalException:  # no number, or one too large to reckon with
        return value
    return f"{number} {match[2]}" if number.is_finite() else value


def _digest(said: list[tuple[str, str, str]]) -> str:
    return hashlib.blake2b(repr(said).encode("utf-8", "replace"), digest_size=8).hexdigest()

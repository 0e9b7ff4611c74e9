"""Where in a file a statement stands, for files in the house layout.

A subject stands alone at the start of a line and each predicate starts a line below it. In a file
laid out otherwise the nearest line that names the subject is given.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldgraph.errors import Position

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>]*)>", re.IGNORECASE)


def locate(
    text: str, shown: str, graph: str, subject: str, predicate: str = "", value: str = ""
) -> Position:
    """Find the line of a subject, of one of its predicates, or of one of that one's values.

    Args:
        text: The file.
        shown: Its path, for the position.
        graph: IRI of the file's graph, which ``<>`` stands for.
        subject: IRI of the subject.
        predicate: IRI of the predicate; empty for the subject's own line.
        value: IRI or lexical form of the value; empty for the predicate's line.
    """
    lines = text.splitlines()
    prefixes = {match[1]: match[2] for line in lines if (match := _PREFIX.match(line))}
    names = _forms(subject, prefixes) + (["<>"] if subject == graph else [])
    start = _first(lines, 0, len(lines), names, at_start=True)
    if start is None:
        start = _first(lines, 0, len(lines), names, at_start=False)
    if start is None:
        return Position(shown, 1, 1, 1, 1)
    end = next((n for n in range(start, len(lines)) if lines[n].strip() == "."), len(lines))
    found, wanted = start, names
    if predicate:
        kinds = _forms(predicate, prefixes)
        if predicate.endswith("22-rdf-syntax-ns#type"):
            kinds = ["a", *kinds]
        line = _first(lines, start, end, kinds, at_start=True)
        if line is not None:
            found, wanted = line, kinds
            values = [*_forms(value, prefixes), f'"{value}"', value] if value else []
            at = _first(lines, line, end, values, at_start=False) if values else None
            if at is not None:
                found, wanted = at, values
    return _position(shown, found, lines[found], wanted)


def _forms(iri: str, prefixes: Mapping[str, str]) -> list[str]:
    short = [
        f"{name}:{iri[len(space) :]}" for name, space in prefixes.items() if iri.startswith(space)
    ]
    return [*short, f"<{iri}>"]


def _first(
    lines: list[str], start: int, end: int, names: list[str], *, at_start: bool
) -> int | None:
    lead = r"^\s*" if at_start else r"(?<![\w:/-])"
    pattern = re.compile(lead + "(?:" + "|".join(map(re.escape, names)) + r")(?![\w:-])")
    return next((n for n in range(start, end) if pattern.search(lines[n])), None)


def _position(shown: str, number: int, line: str, names: list[str]) -> Position:
    for name in names:
        column = line.find(name)
        if column >= 0:
            return Position(shown, number + 1, column + 1, number + 1, column + 1 + len(name))
    return Position(shown, number + 1, 1, number + 1, len(line) + 1)

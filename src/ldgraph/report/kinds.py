"""What can be made and what can be said of it, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.graph.prefixes import shorten
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ldgraph.graph.kinds import Field, Kind


def kind_lines(kinds: Iterable[Kind], lang: str) -> Iterator[str]:
    """List classes, each with what it is."""
    for one in kinds:
        label = one.labels.get(lang) or one.labels.get("nl") or one.local
        definition = one.definitions.get(lang) or one.definitions.get("nl") or ""
        yield f"{one.local.lower()}  {label}: {definition}"


def field_lines(
    kind: Kind, flag_of: Callable[[Field], str], prefixes: Mapping[str, str], lang: str
) -> Iterator[str]:
    """List the properties of a class as flags; those that are needed are marked."""
    if kind.below:
        yield f"--a {' | '.join(iri.rsplit('#', 1)[-1].lower() for iri in kind.below)}"
    for one in kind.fields:
        name = one.names.get(lang) or one.names.get("nl") or one.local
        needed = f", {say('needed', lang)}" if one.is_needed else ""
        yield f"--{flag_of(one)}  {name} ({shorten(one.path, prefixes)}){needed}"
        message = one.messages.get(lang) or one.messages.get("nl")
        if message:
            yield f"    {message}"

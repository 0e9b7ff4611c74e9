"""The chain of facts behind an answer: each statement, and the file and line where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.prefixes import shorten
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.answers.why import Section
    from ldgraph.graph.locate import Locator


def fact_lines(
    chain: Iterable[Section], locator: Locator, prefixes: Mapping[str, str], lang: str
) -> Iterator[str]:
    """Write each statement of a chain, and below it where it stands or that a rule derived it."""
    for section in chain:
        yield ""
        yield say(section.name, lang)
        for quad in section.facts:
            subject, value = quad.subject.value, getattr(quad.object, "value", "")  # type: ignore[union-attr]
            graph = getattr(quad.graph_name, "value", "")
            at = locator.place(graph, quad.subject, quad.predicate.value, quad.object)
            is_iri = isinstance(quad.object, ox.NamedNode)
            written = shorten(value, prefixes) if is_iri else f'"{value}"'
            verb = shorten(quad.predicate.value, prefixes)
            yield f"  {shorten(subject, prefixes)} {verb} {written}"
            yield f"      {at or say('derived', lang)}"

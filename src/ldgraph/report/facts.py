"""The chain of facts behind an answer: each statement, and the file and line where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.lines import locate
from ldgraph.graph.prefixes import shorten
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.graph.load import Dataset


def fact_lines(
    chain: Iterable[ox.Quad], dataset: Dataset, prefixes: Mapping[str, str], lang: str
) -> Iterator[str]:
    """Write each statement of a chain, and below it where it stands or that a rule derived it."""
    files = dataset.by_graph()
    for quad in chain:
        subject = getattr(quad.subject, "value", "")
        value = getattr(quad.object, "value", "")
        file = files.get(getattr(quad.graph_name, "value", ""))
        where = say("derived", lang)
        if file is not None:
            text = file.path.read_text("utf-8")
            predicate = quad.predicate.value
            where = str(locate(text, file.shown, file.graph, subject, predicate, value))
        written = (
            shorten(value, prefixes) if isinstance(quad.object, ox.NamedNode) else f'"{value}"'
        )
        yield f"{shorten(subject, prefixes)} {shorten(quad.predicate.value, prefixes)} {written}"
        yield f"    {where}"

"""Which findings say something that not everyone may know, wherever they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.access import public_graphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset


def mark_restricted(findings: Iterable[Finding], dataset: Dataset) -> list[Finding]:
    """Mark a finding restricted where its file is, or a thing that only such files describe.

    A finding in a public file may name what lies elsewhere: a value that a path leads to, say.
    """
    given = list(findings)
    closed = {file.graph for file in dataset.files} - public_graphs(dataset)
    if not closed:
        return given
    files = {file.shown for file in dataset.files if file.graph in closed}

    @cache
    def is_secret(term: str | None) -> bool:
        if term is None or not term.startswith("<") or not term.endswith(">"):
            return False
        if term[1:-1] in closed:
            return True
        try:
            node = ox.NamedNode(term[1:-1])
        except ValueError:  # a name that is no IRI is found fault with elsewhere
            return False
        quads = dataset.store.quads_for_pattern(node, None, None, None)
        graphs = {getattr(quad.graph_name, "value", "") for quad in quads}
        return bool(graphs) and graphs <= closed

    def says_secret(one: Finding) -> bool:
        if one.graph in closed or (one.position and one.position.file in files):
            return True
        named = {one.focus, one.value}
        for told in one.results:
            named |= {told.focus, told.value}
        return any(map(is_secret, named))

    return [
        one if one.restricted or not says_secret(one) else replace(one, restricted=True)
        for one in given
    ]

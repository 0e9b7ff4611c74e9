"""The statements of what everyone may see, as lines that are the same for the same content.

A line is a statement in N-Triples. Within a graph lines are sorted, and blank nodes have labels
that hang on what is said of them: neither the time, the order of reading nor the machine matters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.access import EVERYONE
from ldgraph.graph.labels import labels_of
from ldgraph.terms import DERIVED_GRAPH

if TYPE_CHECKING:
    from ldgraph.snapshot import Snapshot

_BLANK = re.compile(rb'"(?:[^"\\]|\\.)*"|_:[A-Za-z0-9]+')
_NT = ox.RdfFormat.N_TRIPLES


class Statements:
    """Gives the lines of each graph that everyone may see, those of the rules, and the shapes."""

    def __init__(self, public: Snapshot) -> None:
        """Look at a snapshot.

        Raises:
            ValueError: It is not that of everyone: nothing else is ever given away.
        """
        if public.view.audience != EVERYONE:
            raise ValueError(public.view.audience)
        self._store = public.view.store
        self._shapes = public.dataset.shapes
        #: The graph that shapes are given in, which have none of their own.
        self.shapes = public.root.vocabulary.shp.rstrip("/")
        self.derived = public.root.base + DERIVED_GRAPH
        # What rules say of a blank node is said of one that a file has: that is named first.
        self.graphs = (*sorted(public.view.graphs - {self.derived}), self.derived)
        self._labels: dict[bytes, bytes] = {}
        for graph in (*self.graphs, self.shapes):
            self._name(graph)

    def lines(self, graph: str) -> list[bytes]:
        """Give the statements of a graph, sorted; each ends in a dot and no line end."""
        content = self._content(graph)
        if b"_:" in content:
            content = _BLANK.sub(lambda one: self._labels.get(one[0], one[0]), content)
        return sorted(line for line in content.split(b"\n") if line)

    def _content(self, graph: str) -> bytes:
        if graph == self.shapes:
            return self._shapes.dump(format=_NT, from_graph=ox.DefaultGraph()) or b""
        node = ox.NamedNode(graph)
        if isinstance(self._store, ox.Store):
            return self._store.dump(format=_NT, from_graph=node) or b""
        # A view that lies in an engine is only looked up.
        found = self._store.quads_for_pattern(None, None, None, node)
        return ox.serialize((one.triple for one in found), format=_NT) or b""

    def _name(self, graph: str) -> None:
        """Name the blank nodes of a graph that have no name yet."""
        content = self._content(graph)
        if b"_:" not in content:
            return
        triples = [one.triple for one in ox.parse(content, _NT)]
        for node, label in labels_of(triples, f"{graph} ").items():
            self._labels.setdefault(node.encode(), b"_:" + label.encode())


def in_graph(lines: list[bytes], graph: str) -> list[bytes]:
    """Write statements as N-Quads of a graph."""
    end = f" <{graph}> .".encode()
    return [line.removesuffix(b" .") + end for line in lines]

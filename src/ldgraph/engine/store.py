"""A view that lies in an engine, with the face of an embedded store: ask, and look up statements.

What is published under a version is never changed, so that what was looked up once holds for good.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.bound import with_values
from ldgraph.engine.results import read_graph, read_rows
from ldgraph.engine.sendable import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldgraph.engine.endpoint import Endpoint

    Subject = ox.NamedNode | ox.BlankNode
    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    Substitutions = Mapping[ox.Variable, ox.NamedNode | ox.Literal]

JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"
#: Statements that are kept of what was looked up.
_MOST_KEPT = 200_000


class RemoteStore:
    """What one audience may see of one version.

    Args:
        endpoint: The engine.
        default: The graphs that together hold every statement once.
        members: The graph that says of which graph each copy is a version.
        genid: What the names of blank nodes begin with.
    """

    def __init__(
        self, endpoint: Endpoint, default: Sequence[str], members: str, genid: str
    ) -> None:
        self.endpoint = endpoint
        self.default = tuple(default)
        self.members = members
        self.genid = genid
        self._kept: OrderedDict[tuple[object, ...], list[ox.Quad]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def query(
        self,
        text: str,
        *,
        substitutions: Substitutions | None = None,
        use_default_graph_as_union: bool = True,  # noqa: ARG002 (FROM is refused, so it is)
    ) -> Found:
        """Run a query on the union of the graphs.

        Raises:
            EngineError: There is no answer.
            SyntaxError: It is no query of SPARQL 1.1 that can be sent on.
        """
        kind = kind_of(text)
        if substitutions:
            text = with_values(text, {one.value: term for one, term in substitutions.items()})
        if kind in {"construct", "describe"}:
            return read_graph(self.endpoint.ask(text, N_TRIPLES, self.default), self.genid)
        return read_rows(self.endpoint.ask(text, JSON, self.default), self.genid)

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        object: Term | None,  # noqa: A002 (as the embedded store names it)
        graph_name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None,
    ) -> Iterator[ox.Quad]:
        """Look up statements, each with the graph that it lies in.

        Raises:
            EngineError: There is no answer.
        """
        key = subject, predicate, object, graph_name
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if found is None:
            found = self._looked_up(*key)
            self._keep(key, found)
        return iter(found)

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._looked_up(None, None, None, None))

    def _keep(self, key: tuple[object, ...], found: list[ox.Quad]) -> None:
        size = len(found) + 1
        if size > _MOST_KEPT // 8:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._size += size
            while self._size > _MOST_KEPT:
                self._size -= len(self._kept.popitem(last=False)[1]) + 1

    def _looked_up(
        self,
        subject: Subject | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None,
    ) -> list[ox.Quad]:
        given = {"s": subject, "p": predicate, "o": value, "real": graph}
        written = {name: self._written(term) for name, term in given.items() if term is not None}
        s, p, o = (written.get(name, f"?{name}") for name in "spo")
        real = written.get("real", "?real")
        columns = " ".join(f"?{name}" for name in given if name not in written) or "?copy"
        text = (
            f"SELECT {columns} WHERE {{ GRAPH <{self.members}> {{ ?copy "
            f"<http://purl.org/dc/terms/isVersionOf> {real} }} GRAPH ?copy {{ {s} {p} {o} }} }}"
        )
        rows = read_rows(self.endpoint.ask(text, JSON), self.genid)
        assert isinstance(rows, ox.QuerySolutions)
        names = [one.value for one in rows.variables]
        found = []
        for row in rows:
            known = given | dict(zip(names, row, strict=True))
            found.append(ox.Quad(known["s"], known["p"], known["o"], known["real"]))
        return found

    def _written(self, term: object) -> str:
        if isinstance(term, ox.BlankNode):
            return f"<{self.genid}{term.value}>"
        return str(term)

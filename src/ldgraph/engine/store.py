"""A view that lies in an engine, with the face of an embedded store: to ask and to look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.bound import with_values
from ldgraph.engine.lookups import Lookups
from ldgraph.engine.results import read_graph, read_rows
from ldgraph.engine.sendable import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ldgraph.engine.endpoint import Endpoint
    from ldgraph.engine.lookups import Pattern

    Subject = ox.NamedNode | ox.BlankNode
    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    Substitutions = Mapping[ox.Variable, ox.NamedNode | ox.Literal]

JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"
_VERSION_OF = "http://purl.org/dc/terms/isVersionOf"


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
        self._lookups = Lookups(self._fetched)

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
        return iter(self._lookups.find((subject, predicate, object, graph_name)))

    def __iter__(self) -> Iterator[ox.Quad]:
        return iter(self._fetched((None, None, None, None)))

    def _fetched(
        self, pattern: Pattern, kind: ox.NamedNode | None = None, most: int = 0
    ) -> list[ox.Quad]:
        """Ask for what a pattern finds; ``kind`` is a class of its subjects, 0 sets no limit."""
        given = dict(zip(("s", "p", "o", "real"), pattern, strict=True))
        written = {name: self._written(term) for name, term in given.items() if term is not None}
        s, p, o = (written.get(name, f"?{name}") for name in "spo")
        real = written.get("real", "?real")
        columns = " ".join(f"?{name}" for name in given if name not in written) or "?copy"
        of_kind = ""
        if kind is not None:
            of_kind = (
                f"{{ SELECT DISTINCT {s} WHERE {{ GRAPH <{self.members}> {{ ?any "
                f"<{_VERSION_OF}> ?other }} GRAPH ?any {{ {s} a {kind} }} }} }} "
            )
        text = (
            f"SELECT {columns} WHERE {{ {of_kind}GRAPH <{self.members}> {{ ?copy "
            f"<{_VERSION_OF}> {real} }} GRAPH ?copy {{ {s} {p} {o} }} }}"
        ) + (f" LIMIT {most}" if most else "")
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

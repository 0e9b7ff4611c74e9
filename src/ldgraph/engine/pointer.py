"""Reading which version holds, and what a version has for an audience."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from ldgraph.engine.layout import GENID
from ldgraph.engine.results import read_rows
from ldgraph.engine.store import JSON, RemoteStore
from ldgraph.errors import LdgraphError
from ldgraph.graph.access import EVERYONE, View
from ldgraph.terms import DERIVED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.engine.endpoint import Endpoint
    from ldgraph.engine.layout import Layout
    from ldgraph.graph.access import Audience
    from ldgraph.terms import Vocabulary

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

PREFIXES = (
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> "
    "PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)


class NothingPublishedError(LdgraphError):
    """The engine holds no version."""

    exit_code = 3

    def __init__(self, address: str) -> None:
        super().__init__(
            f"engine at {address}: nothing is published there; run 'ldgraph publish'",
            f"engine op {address}: daar is niets gepubliceerd; voer 'ldgraph publish' uit",
        )


class Pointer:
    """What an engine says of the versions of one dataset."""

    def __init__(self, endpoint: Endpoint, layout: Layout) -> None:
        self.endpoint = endpoint
        self.layout = layout

    def rows(self, pattern: str) -> Iterator[Mapping[str, Term | None]]:
        """Ask for all that a pattern finds.

        Raises:
            EngineError: There is no answer.
        """
        found = read_rows(
            self.endpoint.ask(f"{PREFIXES} SELECT * WHERE {{ {pattern} }}", JSON), GENID
        )
        assert isinstance(found, ox.QuerySolutions)
        names = [one.value for one in found.variables]
        for row in found:
            yield dict(zip(names, row, strict=True))

    def values(self, pattern: str, name: str) -> list[str]:
        """Ask for the values of one variable, sorted."""
        return sorted({one[name].value for one in self.rows(pattern)})  # type: ignore[union-attr]

    def issued(self) -> list[tuple[datetime, str]]:
        """List when which version was issued, the oldest first; one may be issued again.

        Raises:
            EngineError: There is no answer.
        """
        rows = self.rows(f"GRAPH <{self.layout.pointer}> {{ ?v dct:issued ?moment }}")
        return sorted(
            (datetime.fromisoformat(one["moment"].value), one["v"].value)  # type: ignore[union-attr]
            for one in rows
        )

    def current(self) -> str | None:
        """Say which version holds: that issued last; None where there is none yet.

        Raises:
            EngineError: There is no answer.
        """
        found = self.issued()
        return found[-1][1] if found else None

    def audiences(self) -> list[str]:
        """List the graphs of the audiences of the version that holds.

        Raises:
            EngineError: There is no answer.
        """
        version = self.current()
        if version is None:
            return []
        return self.values(f"GRAPH <{version}> {{ <{version}> dct:hasPart ?a }}", "a")

    def view(self, audience: Audience, vocabulary: Vocabulary) -> tuple[str, View]:
        """Give what an audience may see of the version that holds, and the hash of that.

        Raises:
            EngineError: There is no answer.
            NothingPublishedError: No version holds.
        """
        version = self.current()
        if version is None:
            raise NothingPublishedError(self.endpoint.remote.query)
        return self.view_of(version, audience, vocabulary)

    def view_of(self, version: str, audience: Audience, vocabulary: Vocabulary) -> tuple[str, View]:
        """Give what an audience may see of a version.

        Raises:
            EngineError: There is no answer.
            NothingPublishedError: The version is not there.
        """
        name = self._audience(version, audience)
        if name is None:
            raise NothingPublishedError(self.endpoint.remote.query)
        default: list[str] = []
        graphs: set[str] = set()
        digest = ""
        for row in self.rows(f"GRAPH <{name}> {{ ?s ?p ?o }}"):
            predicate, value = (row[one].value for one in "po")  # type: ignore[union-attr]
            if predicate.endswith("/requires"):
                default.append(value)
            elif predicate.endswith("/isVersionOf"):
                graphs.add(value)
            elif predicate.endswith("#version"):
                digest = value
        # As where files are read, what rules derived is asked and is no graph that was written.
        graphs.discard(self.layout.base + DERIVED_GRAPH)
        if not default:
            raise NothingPublishedError(self.endpoint.remote.query)
        store = RemoteStore(self.endpoint, sorted(default), name, GENID)
        # It has the face of an embedded store, as far as answers look at one.
        return digest, View(cast("ox.Store", store), audience, frozenset(graphs), vocabulary)

    def _audience(self, version: str, audience: Audience) -> str | None:
        """Find the graph of an audience; a government without facts of its own is everyone."""
        who = self.layout.who(audience)
        listed = list(
            self.rows(
                f"GRAPH <{version}> {{ <{version}> dct:hasPart ?a "
                "OPTIONAL { ?a dct:audience ?who } "
                + (f"FILTER (!BOUND(?who) || ?who = <{who}>)" if who else "FILTER (!BOUND(?who))")
                + " }"
            )
        )
        own = [one["a"] for one in listed if one.get("who") is not None]
        everyone = [one["a"] for one in listed if one.get("who") is None]
        found = own or ([] if audience.all_graphs else everyone)
        assert audience != EVERYONE or not own
        return found[0].value if found else None  # type: ignore[union-attr]

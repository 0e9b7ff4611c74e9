"""What the root says itself of governments, of public graphs alone, and in which files.

Restricted graphs are not looked at: nothing that is harvested is compared with them, and none of
their files is ever changed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.access import EVERYONE, view_for
from ldgraph.graph.places import Room
from ldgraph.harvest.quads import Graph, as_day, triples_of
from ldgraph.terms import ADMS, DCT, ORG, PREF_LABEL, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile


#: Kinds of which we know how a government is called in its IRI, and which number that has.
WORDS = {
    "5ab0e9b8a3b2ca7c5e000000": ("provincie", "NIS"),
    "5ab0e9b8a3b2ca7c5e000001": ("gemeente", "NIS"),
    "5ab0e9b8a3b2ca7c5e000002": ("ocmw", "NIS"),
    "a3922c6d-425b-474f-9a02-ffb71a436bfc": ("politiezone", "zonecode"),
    "ea446861-2c51-45fa-afd3-4e4a37b71562": ("hulpverleningszone", "KBO"),
    "d01bb1f6-2439-4e33-9c25-1fc295de2e71": ("igs", "KBO"),
    "cd93f147-3ece-4308-acab-5c5ada3ec63d": ("igs", "KBO"),
    "4b8450cf-a326-4c66-9e63-b4ec10acc7f6": ("igs", "KBO"),
    "b156b67f-c5f4-4584-9b30-4c090be02fdc": ("igs", "KBO"),
}
GEMEENTE, OCMW = "5ab0e9b8a3b2ca7c5e000001", "5ab0e9b8a3b2ca7c5e000002"
PROVINCIE = "5ab0e9b8a3b2ca7c5e000000"
#: What our names begin with, where a source leaves it out.
NAMED = {OCMW: "OCMW ", PROVINCIE: "Provincie "}


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of a government, and when it is its."""

    iri: str
    issuer: str
    value: str
    since: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether it is its government's on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class Government:
    """A government as the root describes it."""

    iri: str
    kind: str
    label: str
    since: date | None
    until: date | None
    successors: tuple[str, ...]
    identifiers: tuple[Identifier, ...]

    @property
    def slug(self) -> str:
        """The last segment of its IRI."""
        return self.iri.rpartition("/")[2]

    def current(self, issuer: str, day: date) -> tuple[Identifier, ...]:
        """Give what it has of an issuer on a day."""
        return tuple(one for one in self.identifiers if one.issuer == issuer and one.holds_on(day))


@dataclass(frozen=True, slots=True)
class Fusion:
    """A merger as the root describes it."""

    iri: str
    day: date | None
    before: frozenset[str]
    after: str


@dataclass(frozen=True, slots=True)
class Ours:
    """The public part of a root, and where what stands."""

    root: Root
    dataset: Dataset
    store: ox.Store
    #: The files that a harvest may change, by graph.
    files: Mapping[str, SourceFile]
    governments: Mapping[str, Government]
    fusions: tuple[Fusion, ...]
    #: By kind and name, those that have not ended.
    _by_name: Mapping[tuple[str, str], tuple[str, ...]] = field(repr=False)
    #: By IRI, the names of those that went into it.
    _before: Mapping[str, frozenset[str]] = field(repr=False)
    _by_value: Mapping[tuple[str, str], tuple[tuple[Government, Identifier], ...]] = field(
        repr=False
    )

    @property
    def ldg(self) -> str:
        """What the IRI of one of our terms begins with."""
        return self.dataset.vocabulary.ldg

    def with_number(self, issuer: str, value: str) -> tuple[tuple[Government, Identifier], ...]:
        """Give who has, or had, a number."""
        return self._by_value.get((issuer, value), ())

    def with_name(self, kind: str, name: str) -> tuple[str, ...]:
        """Give those of a kind that have a name, and have not ended."""
        return self._by_name.get((kind, name), ())

    def predecessors(self, iri: str) -> frozenset[str]:
        """Give the names of those that went into a government."""
        return self._before.get(iri, frozenset())

    def exists(self, iri: str) -> bool:
        """Say whether a public graph says anything of a thing."""
        node = ox.NamedNode(iri)
        return next(iter(self.store.quads_for_pattern(node, None, None, None)), None) is not None

    def where_described(self, iri: str) -> list[str]:
        """Name the graphs that say of what kind a thing is."""
        found = self.store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(TYPE), None, None)
        return sorted({quad.graph_name.value for quad in found})  # type: ignore[union-attr]


def ours(dataset: Dataset, root: Root) -> Ours:
    """Read what the public graphs of a root say."""
    view = view_for(dataset, EVERYONE)
    files = {
        file.graph: file
        for file in dataset.files
        if file.graph in view.graphs
        and file.room is Room.PUBLIC
        and file.root.path == root.path
        and file.path.resolve().is_relative_to(root.path.resolve())
    }
    graph, ldg = Graph(triples_of(view.store)), dataset.vocabulary.ldg
    governments = {
        one.value: _government(graph, one, ldg)
        for one in graph.of_class(f"{ldg}LokaalBestuur")
        if isinstance(one, ox.NamedNode)
    }
    by_name: dict[tuple[str, str], tuple[str, ...]] = {}
    before: dict[str, frozenset[str]] = {}
    for one in governments.values():
        if one.until is None:
            key = one.kind, one.label
            by_name[key] = (*by_name.get(key, ()), one.iri)
        for successor in one.successors:
            before[successor] = before.get(successor, frozenset()) | {one.label}
    by_value: dict[tuple[str, str], list[tuple[Government, Identifier]]] = defaultdict(list)
    for government in governments.values():
        for number in government.identifiers:
            by_value[number.issuer, number.value].append((government, number))
    fusions = tuple(_fusions(graph, f"{ldg}Fusie"))
    return Ours(
        root,
        dataset,
        view.store,
        files,
        governments,
        fusions,
        by_name,
        before,
        {key: tuple(value) for key, value in by_value.items()},
    )


def _government(graph: Graph, node: ox.NamedNode, ldg: str) -> Government:
    labels = graph.in_language(node, (PREF_LABEL,), "nl")
    kinds = [one.rpartition("/")[2] for one in graph.iris(node, f"{ORG}classification")]
    return Government(
        node.value,
        kinds[0] if len(kinds) == 1 else "",
        labels[0] if labels else "",
        _day(graph, node, f"{ldg}bestaatVan"),
        _day(graph, node, f"{ldg}bestaatTot"),
        tuple(graph.iris(node, f"{ldg}opgegaanIn")),
        tuple(_identifiers(graph, node, ldg)),
    )


def _identifiers(graph: Graph, node: ox.NamedNode, ldg: str) -> Iterable[Identifier]:
    for one in graph.values(node, f"{ADMS}identifier"):
        values = graph.texts(one, f"{SKOS}notation")
        issuers = graph.texts(one, f"{ADMS}schemaAgency")
        if len(values) == len(issuers) == 1 and isinstance(one, ox.NamedNode):
            yield Identifier(
                one.value,
                issuers[0],
                values[0],
                _day(graph, one, f"{ldg}bestaatVan"),
                _day(graph, one, f"{ldg}bestaatTot"),
            )


def _fusions(graph: Graph, kind: str) -> Iterable[Fusion]:
    for node in graph.of_class(kind):
        after = graph.iris(node, f"{ORG}resultingOrganization")
        if len(after) == 1 and isinstance(node, ox.NamedNode):
            yield Fusion(
                node.value,
                _day(graph, node, f"{DCT}date"),
                frozenset(graph.iris(node, f"{ORG}originalOrganization")),
                after[0],
            )


def _day(graph: Graph, node: ox.NamedNode, predicate: str) -> date | None:
    found = graph.texts(node, predicate)
    return as_day(found[0]) if len(found) == 1 else None

"""The shapes files of a root: what in them can be run, and at which line the rest stands."""

from __future__ import annotations

import difflib
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity, UnreadableInputError
from ldgraph.graph.foreign import space_of
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import shorten
from ldgraph.shacl.faults import Fault
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.terms import SH
from ldgraph.turtle.positions import Index, blank_names
from ldgraph.turtle.terms import key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile
    from ldgraph.shacl.results import ShapesError, Term

_CODE = "shape-not-usable"
#: Of whole IRIs, most of which is the same in all names of a vocabulary.
_NEAR_ENOUGH = 0.9


class ShapeFiles:
    """The shapes of a dataset as they are written; files are read again when a place is sought."""

    def __init__(self, dataset: Dataset, prefixes: Mapping[str, str]) -> None:
        self._dataset = dataset
        self._prefixes = prefixes
        self._files = [file for file in dataset.files if file.room is Room.SHAPES]

    def dangling(self) -> Iterator[Fault]:
        """Find names of ours in the shapes that neither shapes nor ontology describe.

        Such a shape can be run; only, it will never say what its writer meant.
        """
        graph = ShapesGraph(self._dataset.shapes)
        vocabulary = self._dataset.vocabulary
        ours = (
            vocabulary.ldg,
            vocabulary.shp,
            *(f"{file.root.base}/id/" for file in self._files[:1]),
        )
        store = self._dataset.store
        described: dict[str, bool] = {}
        for node in graph.nodes():
            for predicate, values in graph.said(node).items():
                for value in values:
                    if not isinstance(value, ox.NamedNode) or not value.value.startswith(ours):
                        continue
                    if value.value not in described:
                        quads = store.quads_for_pattern(value, None, None, None)
                        described[value.value] = bool(graph.said(value)) or any(True for _ in quads)
                    # A shape that is missing is a fault of SHACL, and found as such.
                    if not described[value.value] and predicate != SH + "property":
                        name = shorten(value.value, self._prefixes)
                        yield Fault(
                            node,
                            predicate,
                            value,
                            f"{name} is nowhere described: correct the name, or describe it",
                            f"{name} is nergens beschreven: verbeter de naam, of beschrijf het",
                            self._near(value.value),
                        )

    def _near(self, iri: str) -> str | None:
        """Find the described name of the same vocabulary that was likely meant."""
        known = self._described.get(space_of(iri), set())
        near = difflib.get_close_matches(iri, sorted(known), n=1, cutoff=_NEAR_ENOUGH)
        return near[0] if near else None

    @cached_property
    def _described(self) -> Mapping[str, set[str]]:
        """Give by vocabulary what the data and the ontology describe."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self._dataset.store:
            if isinstance(quad.subject, ox.NamedNode):
                found[space_of(quad.subject.value)].add(quad.subject.value)
        return found

    def finding(self, fault: Fault) -> Finding:
        """Make a fault a finding, at its line."""
        at = self.place(fault.node, fault.predicate, fault.value)
        meant = fault.suggestion
        return Finding(
            _CODE,
            Severity.VIOLATION,
            {"nl": fault.dutch, "en": fault.english},
            at,
            focus=self._named(fault.node),
            path=f"<{fault.predicate}>" if fault.predicate else None,
            value=None if fault.value is None else self._named(fault.value),
            suggestion=shorten(meant, {"sh": SH, **self._prefixes}) if meant else None,
            unchecked=True,
        )

    def refused(self, error: ShapesError) -> Finding:
        """Make the refusal of an engine a finding, at the shape's line where it names one."""
        at = self.place(error.shape) if error.shape is not None else None
        focus = None if error.shape is None else self._named(error.shape)
        return Finding(_CODE, Severity.VIOLATION, error.messages, at, focus=focus, unchecked=True)

    def _named(self, node: Term) -> str:
        """Write a term so that it is the same at every reading."""
        return self._key(node) if isinstance(node, ox.BlankNode) else str(node)

    def place(self, node: Term, predicate: str = "", value: Term | None = None) -> Position | None:
        """Give the place of a statement of a shape, else of the shape; None where it has none."""
        subject = self._key(node)
        wanted = (f"<{predicate}>" if predicate else "", "" if value is None else self._key(value))
        first = None
        for index in self._indexes:
            found, shape = index.find(subject, *wanted), index.find(subject)
            if found and found != shape:  # of two files that describe it, the one that says this
                return found
            first = first or found
        return first

    @cached_property
    def _indexes(self) -> list[Index]:
        return [Index(_content(file), file.shown, file.graph) for file in self._files]

    @cached_property
    def _blanks(self) -> Mapping[str, str]:
        return blank_names(
            (_label(quad.subject), f"<{quad.predicate.value}>", _label(quad.object))
            for quad in self._dataset.shapes
        )

    def _key(self, term: Term) -> str:
        return self._blanks.get(str(term), "_:") if isinstance(term, ox.BlankNode) else key(term)


def owner(graph: ShapesGraph, shape: Term, above: Mapping[Term, Term]) -> str:
    """Name a shape by its IRI's last part; one without an IRI by what it stands in and its path."""
    tail: list[str] = []
    seen: set[Term] = set()
    node: Term | None = shape
    while isinstance(node, ox.BlankNode) and node not in seen:
        seen.add(node)
        for path in graph.objects(node, SH + "path"):
            if isinstance(path, ox.NamedNode):
                tail.insert(0, _last(path))
        node = above.get(node)
    head = _last(node) if isinstance(node, ox.NamedNode) else "shape"
    return "-".join([head, *tail])


def above(graph: ShapesGraph) -> dict[Term, Term]:
    """Give for each blank node the node that it stands in."""
    return {
        value: node
        for node in graph.nodes()
        for values in graph.said(node).values()
        for value in values
        if isinstance(value, ox.BlankNode)
    }


def _last(node: ox.NamedNode) -> str:
    return node.value.replace("#", "/").rsplit("/", 1)[-1]


def _content(file: SourceFile) -> bytes:
    try:
        return file.read()
    except UnreadableInputError:  # gone since it was loaded
        return b""


def _label(term: Term) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else key(term)

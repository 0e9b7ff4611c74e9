"""What the server holds of a root for one audience, and the version of exactly that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph import snapshot
from ldgraph.graph.access import seen_by, whole
from ldgraph.graph.labels import stable_labels
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.graph.versions import version_of
from ldgraph.terms import OWL, TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.graph.access import Audience, View
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Published:
    """A root as one audience may see it, at one moment; nothing else can be reached from here."""

    snapshot: Snapshot
    #: Hash of the graphs that this audience may see: another's changes leave it as it is.
    version: str
    prefixes: Mapping[str, str]
    #: The file of each graph, as people see it.
    files: Mapping[str, str]
    #: The ontologies, and the statements of the file that each lies in.
    vocabularies: Mapping[str, tuple[ox.Quad, ...]]

    @property
    def view(self) -> View:
        """All that may be asked."""
        return self.snapshot.view

    @property
    def ldg(self) -> str:
        """What the IRI of a term of the project begins with."""
        return self.snapshot.root.vocabulary.ldg

    @property
    def ontology(self) -> str:
        """The IRI of the project's ontology."""
        return self.ldg.rstrip("#")

    @property
    def base(self) -> str:
        """Where the identifiers live."""
        return self.snapshot.root.base


def publish(
    dataset: Dataset,
    root: Root,
    on: date,
    audience: Audience,
    digests: dict[str, str] | None = None,
) -> Published:
    """Make what an audience may see of a dataset, which may hold more.

    What is derived is put in the same store: a view is large, and two would hold the same.

    Args:
        dataset: The root as read; for someone entitled to all its own store becomes the view.
        root: Its settings and folders.
        on: The reference date.
        audience: Who is to see it.
        digests: The hashes of graphs of this dataset that are known, which new ones are added to.

    Raises:
        QueryFileError: A rule cannot be run.
    """
    seen = seen_by(dataset, audience)
    view = whole(seen, audience)
    version = version_of(view, digests)
    built = snapshot.with_rules(seen, view, root, on)
    return Published(
        built,
        version,
        prefixes_of(root),
        {file.graph: file.shown for file in seen.files},
        vocabularies(built.view.store),
    )


def vocabularies(store: ox.Store) -> dict[str, tuple[ox.Quad, ...]]:
    """Give the ontologies, and the statements of the graph that each lies in."""
    ontology = ox.NamedNode(OWL + "Ontology")
    return {
        one.subject.value: tuple(
            stable_labels(store.quads_for_pattern(None, None, None, one.graph_name))
        )
        for one in store.quads_for_pattern(None, ox.NamedNode(TYPE), ontology, None)
        if isinstance(one.subject, ox.NamedNode)
    }

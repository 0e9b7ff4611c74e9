"""The version of the data that an audience sees: a hash of what it may see, and of nothing else.

ETags, health and explanations show it, so a change in a restricted graph must not move the version
of those who may not read that graph. Take it of a view before or after the rules ran: these add
only what follows from the view itself.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from ldgraph.graph.access import View

_LENGTH = 32


def version_of(view: View, digests: dict[str, str] | None = None) -> str:
    """Hash the statements of a view; neither order, blank labels nor time of reading matter.

    Args:
        view: What is hashed: its graphs, without what rules derived.
        digests: The hashes of graphs that are known; those of others are added.
    """
    return version_of_graphs(view.store, view.graphs, {} if digests is None else digests)


def version_of_graphs(store: ox.Store, graphs: frozenset[str], digests: dict[str, str]) -> str:
    """Hash graphs of a store as ``version_of`` does those of a view."""
    for graph in graphs - digests.keys():
        digests[graph] = _digest(store, graph)
    said = "".join(f"{graph}\n{digests[graph]}\n" for graph in sorted(graphs))
    return hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]


def _digest(store: ox.Store, graph: str) -> str:
    node = ox.NamedNode(graph)
    written = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=node)
    assert written is not None
    if b"_:" in written:
        triples = ox.Dataset(
            ox.Quad(one.subject, one.predicate, one.object)
            for one in store.quads_for_pattern(None, None, None, node)
        )
        triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        lines = [str(one) for one in triples]
    else:  # as it is, it is canonical
        lines = [one.removesuffix(" .") for one in written.decode().split("\n")[:-1]]
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()

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
    known = {} if digests is None else digests
    for graph in view.graphs - known.keys():
        known[graph] = _digest(view, graph)
    said = "".join(f"{graph}\n{known[graph]}\n" for graph in sorted(view.graphs))
    return hashlib.sha256(said.encode()).hexdigest()[:_LENGTH]


def _digest(view: View, graph: str) -> str:
    triples = ox.Dataset(
        ox.Quad(one.subject, one.predicate, one.object)
        for one in view.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    )
    triples.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    digest = hashlib.sha256()
    for line in sorted(str(one) for one in triples):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()

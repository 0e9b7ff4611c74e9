"""Apply the rules: each adds what it derives to one graph of its own, in the order of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import DERIVED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable


def infer(store: ox.Store, rules: Iterable[str], base: str) -> int:
    """Run CONSTRUCT queries over the union of a store's graphs; later ones see earlier results.

    Returns:
        The number of statements in the derived graph.

    Raises:
        SyntaxError: A rule is no SPARQL.
        TypeError: A rule is no CONSTRUCT.
    """
    derived = ox.NamedNode(base + DERIVED_GRAPH)
    for rule in rules:
        triples = store.query(rule, use_default_graph_as_union=True)
        if not isinstance(triples, ox.QueryTriples):
            raise TypeError("a rule must be a CONSTRUCT")
        store.extend([ox.Quad(one.subject, one.predicate, one.object, derived) for one in triples])
    return sum(1 for _ in store.quads_for_pattern(None, None, None, derived))

"""Whether two files say the same, whatever their blank nodes are called."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox

from ldgraph.turtle.positions import blank_names
from ldgraph.turtle.text import ended


def same_statements(one: bytes, other: bytes, base: str) -> bool:
    """Say whether two files state the same, and each thing as often.

    A blank node is known by what is said around it (``positions.blank_names``): that costs time in
    proportion to the file, where to compare graphs in full may take for ever.

    Raises:
        SyntaxError: One of them is no Turtle.
    """
    return _said(one, base) == _said(other, base)


def _said(content: bytes, base: str) -> Counter[tuple[str, str, str]]:
    triples = [
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in ox.parse(ended(content), ox.RdfFormat.TURTLE, base_iri=base)
    ]
    names = blank_names(triples)
    return Counter((names.get(s, s), p, names.get(o, o)) for s, p, o in triples)

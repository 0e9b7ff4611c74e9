"""Labels of blank nodes that hang on what is said of them: the same content, the same bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.turtle.positions import blank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def stable_labels(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Name blank nodes after what is said of them, so that the same content has the same bytes."""
    listed = list(quads)
    if not any(isinstance(term, ox.BlankNode) for quad in listed for term in quad.triple):
        return listed
    label = labels_of(listed)
    return [
        ox.Quad(_named(s, label), p, _named(o, label), g)  # type: ignore[arg-type]
        for s, p, o, g in listed
    ]


def labels_of(quads: Iterable[ox.Quad | ox.Triple], apart: str = "") -> dict[str, str]:
    """Give a label to each blank node, by the one that it has now.

    Args:
        quads: All that is said of the nodes.
        apart: What is mixed into the labels, so that alike nodes of two graphs are not one.
    """
    names = blank_names((str(one.subject), str(one.predicate), str(one.object)) for one in quads)
    label: dict[str, str] = {}
    used: dict[str, int] = {}
    for node, name in sorted(names.items(), key=lambda one: one[1]):
        used[name] = used.get(name, 0) + 1
        short = hashlib.sha256((apart + name).encode()).hexdigest()[:16]
        label[node] = f"b{short}n{used[name]}"
    return label


def _named(term: object, label: Mapping[str, str]) -> object:
    return ox.BlankNode(label[str(term)]) if isinstance(term, ox.BlankNode) else term

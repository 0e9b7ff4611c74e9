"""A relative IRI is made absolute as the store makes it."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from ldgraph.turtle.terms import resolve

_SEGMENTS = ["a", ".", "..", "b.c", "", "...", ".a"]
_STARTS = ["", "/", "//g", "//g/", "http://k", "http://k/", "?", "#"]
_ENDS = ["", "?q", "#f", "/", "/.", "/..", "?q#f", "?./x"]
_TAILS = ["", "/", "/x", "/x/y", "/x/./y", "/x//y", "/x/../y", "?q", "#f", "/x/?q#f"]


@pytest.mark.parametrize("host", ["http://h", "file:///a", "https://data.vlaanderen.be/doc"])
def test_the_store_and_we_agree_on_what_a_reference_means(host: str) -> None:
    chance = random.Random(host)  # noqa: S311 (the same every time)
    seen = 0
    for _ in range(4000):
        base = host + chance.choice(_TAILS)
        middle = "/".join(chance.choices(_SEGMENTS, k=chance.randint(0, 4)))
        reference = chance.choice(_STARTS) + middle + chance.choice(_ENDS)
        text = f"<{reference}> <urn:p> 1 ."
        try:
            (quad,) = ox.parse(text.encode(), ox.RdfFormat.TURTLE, base_iri=base)
        except (SyntaxError, ValueError):  # no IRI at all
            continue
        seen += 1
        assert isinstance(quad.subject, ox.NamedNode)
        assert resolve(base, reference) == quad.subject.value, (base, reference)
    assert seen > 3000

"""The codes that a finding can have, so that a waiver can name one and a slip is seen.

A shape's code is the last segment of its IRI; those of faults of Turtle stand with their messages.
All others are listed here, and a test finds one that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import SH, TYPE
from ldgraph.turtle.faults import MESSAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of what could not be read or checked: whatever else is wrong there is not known.
UNCHECKED = frozenset(
    {
        "baseline-not-checked",
        "graaf-dubbel",
        "no-shapes",
        "shape-not-usable",
        "unreadable-file",
        "vocabulary-elsewhere",
        *MESSAGES,
    }
)
#: Of what is told to people who may not know it: that cannot wait.
LEAKS = frozenset(
    {
        "beperkt-in-openbaar",
        "openbaar-noemt-beperkt",
        "toegang-en-map-verschillen",
        "verkeerd-bestuur",
    }
)
#: Of waivers themselves.
WAIVERS = frozenset(
    {
        "vrijstelling-kan-niet",
        "vrijstelling-onbekende-code",
        "vrijstelling-ongebruikt",
        "vrijstelling-verlopen",
    }
)
OTHERS = frozenset(
    {
        "dubbel-beschreven",
        "eigenschap-past-niet",
        "file-not-read",
        "graaf-ontbreekt",
        "niet-verklaarde-term",
        "onbekend-vocabularium",
        "onbekende-term",
        "prefix-anders",
        "prefix-dubbel",
        "prefix-verkeerd",
        "taal-hoofdletters",
        "taal-niet-gebruikt",
        "taal-onbekend",
        "term-van-andere-soort",
        "verwijzing-naar-niets",
        "waarde-in-databestand",
    }
)
OWN_CODES = UNCHECKED | LEAKS | WAIVERS | OTHERS


def known_codes(shapes: ox.Store) -> frozenset[str]:
    """Give every code that a check with these shapes can yield."""
    return OWN_CODES | frozenset(_codes_of(shapes))


def _codes_of(shapes: ox.Store) -> Iterator[str]:
    for kind in ("NodeShape", "PropertyShape"):
        typed = ox.NamedNode(SH + kind)
        for quad in shapes.quads_for_pattern(None, ox.NamedNode(TYPE), typed, None):
            if isinstance(quad.subject, ox.NamedNode):
                yield code_of(quad.subject.value)


def code_of(shape: str) -> str:
    """Give the code of a shape: the last segment of its IRI.

    >>> code_of("https://example.org/shapes#Dekking-graad")
    'Dekking-graad'
    """
    return shape[max(shape.rfind("/"), shape.rfind("#")) + 1 :]

"""What the value of each of SHACL's parameters has to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.shacl import patterns
from ldgraph.shacl.compare import well_formed
from ldgraph.shacl.core import NODE_KINDS
from ldgraph.shacl.vocabulary import LISTS
from ldgraph.terms import RDF, SH, XSD

if TYPE_CHECKING:
    from ldgraph.shacl.graphs import ShapesGraph
    from ldgraph.shacl.results import Term

COUNTS = (
    "minCount",
    "maxCount",
    "minLength",
    "maxLength",
    "qualifiedMinCount",
    "qualifiedMaxCount",
)
BOOLEANS = ("uniqueLang", "closed", "deactivated", "qualifiedValueShapesDisjoint")
_NAMES = (
    "class",
    "datatype",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "severity",
    "targetClass",
    "targetSubjectsOf",
    "targetObjectsOf",
)
_LITERALS = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "message")


class Wanted(NamedTuple):
    """What should have stood there."""

    english: str
    dutch: str


_COUNT = Wanted("wanted a whole number, such as 1", "geef een geheel getal, zoals 1")
_BOOLEAN = Wanted("wanted true or false", "geef true of false")
_NAME = Wanted("wanted an IRI or a prefixed name", "geef een IRI of een prefixnaam")
_LITERAL = Wanted("wanted a text, a number or a date", "geef een tekst, een getal of een datum")
_LIST = Wanted("wanted a list between ( and )", "geef een lijst tussen ( en )")
_LIMITS = Wanted(
    "it needs sh:qualifiedMinCount or sh:qualifiedMaxCount",
    "er hoort sh:qualifiedMinCount of sh:qualifiedMaxCount bij",
)
_KINDS = ", ".join(f"sh:{one}" for one in NODE_KINDS)
_KIND = Wanted(f"wanted one of {_KINDS}", f"geef een van {_KINDS}")


def wanted(graph: ShapesGraph, node: Term, name: str, value: Term) -> Wanted | None:
    """Say what the value of a parameter (its local name) should have been; None if it is right."""
    if name == "pattern":
        return _pattern(graph, node, value)
    if name == "qualifiedValueShape":
        limits = (SH + "qualifiedMinCount", SH + "qualifiedMaxCount")
        return None if any(graph.objects(node, one) for one in limits) else _LIMITS
    if name == "nodeKind":
        is_kind = isinstance(value, ox.NamedNode) and value.value.removeprefix(SH) in NODE_KINDS
        return None if is_kind else _KIND
    tests = (
        (COUNTS, _COUNT, _is_count),
        (BOOLEANS, _BOOLEAN, _is_boolean),
        (_NAMES, _NAME, lambda one: isinstance(one, ox.NamedNode)),
        (_LITERALS, _LITERAL, lambda one: isinstance(one, ox.Literal)),
        (LISTS, _LIST, lambda one: _is_list(graph, one)),
    )
    return next((said for names, said, fits in tests if name in names and not fits(value)), None)


def _pattern(graph: ShapesGraph, node: Term, value: Term) -> Wanted | None:
    if not isinstance(value, ox.Literal):
        return _LITERAL
    flags = "".join(getattr(one, "value", "") for one in graph.objects(node, SH + "flags"))
    try:
        patterns.matcher(value.value, flags)
    except patterns.PatternError as error:
        return Wanted(
            f"it is no regular expression that can be run ({error})",
            f"het is geen reguliere uitdrukking die uitgevoerd kan worden ({error})",
        )
    return None


def _is_count(value: Term) -> bool:
    # A store writes each whole number as an xsd:integer or a type below it.
    return (
        isinstance(value, ox.Literal)
        and value.datatype.value not in {XSD + "string", XSD + "boolean", XSD + "decimal"}
        and value.value.removeprefix("+").isdecimal()
    )


def _is_boolean(value: Term) -> bool:
    return (
        isinstance(value, ox.Literal)
        and value.datatype.value == XSD + "boolean"
        and well_formed(value)
    )


def _is_list(graph: ShapesGraph, node: Term) -> bool:
    seen = set()
    while node != ox.NamedNode(RDF + "nil"):
        rest = graph.objects(node, RDF + "rest")
        if node in seen or len(rest) != 1 or len(graph.objects(node, RDF + "first")) != 1:
            return False
        seen.add(node)
        node = rest[0]
    return True

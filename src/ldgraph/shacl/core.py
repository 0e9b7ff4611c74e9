"""The constraint components of SHACL Core that look at values one by one, or at all of a node.

Each takes a parameter and gives the values that break it; ``None`` as a value means that the
values together do.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.shacl.compare import order, well_formed
from ldgraph.shacl.patterns import PatternError, matcher
from ldgraph.shacl.results import ShapesError, Term
from ldgraph.terms import RDF, SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ldgraph.shacl.graphs import Data

    Check = Callable[[Term], bool]

_LANG_STRING = RDF + "langString"
NODE_KINDS = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}


def value_check(name: str, parameter: Term, flags: str, data: Data) -> Check | None:
    """Give the test that each value must pass; None if the parameter is not of that sort."""
    if name == "class":
        return lambda value: data.is_a(value, parameter)
    if name == "datatype":
        wanted = _text(parameter)
        return lambda value: _has_datatype(value, wanted)
    if name == "nodeKind":
        kinds = NODE_KINDS.get(_text(parameter).removeprefix(SH))
        if kinds is None:
            raise ShapesError(parameter, "is no sh:nodeKind", "is geen sh:nodeKind")
        return lambda value: isinstance(value, kinds)
    if name == "pattern":
        return _pattern(parameter, flags)
    return _bound(name, parameter)


def _bound(name: str, parameter: Term) -> Check | None:
    if name in {"minLength", "maxLength"}:
        number, least = int(_text(parameter)), name == "minLength"
        return lambda value: (
            not isinstance(value, ox.BlankNode)
            and (len(_text(value)) >= number if least else len(_text(value)) <= number)
        )
    fits = {
        "minExclusive": {1},
        "minInclusive": {0, 1},
        "maxExclusive": {-1},
        "maxInclusive": {-1, 0},
    }.get(name)
    return (lambda value: order(value, parameter) in fits) if fits else None


def _pattern(parameter: Term, flags: str) -> Check:
    try:
        fits = matcher(_text(parameter), flags)
    except PatternError as error:
        raise ShapesError(
            parameter,
            f"is no regular expression: {error}",
            f"is geen reguliere uitdrukking: {error}",
        ) from error
    return lambda value: not isinstance(value, ox.BlankNode) and fits(_text(value))


def _has_datatype(value: Term, wanted: str) -> bool:
    if not isinstance(value, ox.Literal) or value.datatype.value != wanted:
        return False
    return wanted == _LANG_STRING or well_formed(value)


def allowed_language(tags: Iterable[str]) -> Check:
    """Give the test of ``sh:languageIn``: a tag, or one more precise."""
    wanted = [one.lower() for one in tags]

    def check(value: Term) -> bool:
        tag = (value.language or "").lower() if isinstance(value, ox.Literal) else ""
        return bool(tag) and any(tag == one or tag.startswith(one + "-") for one in wanted)

    return check


def doubled_languages(values: Sequence[Term]) -> int:
    """Count the languages that more than one value has."""
    tags = Counter(
        value.language.lower()
        for value in values
        if isinstance(value, ox.Literal) and value.language
    )
    return sum(number > 1 for number in tags.values())


def pair_broken(name: str, values: Sequence[Term], others: Sequence[Term]) -> list[Term]:
    """Give the values that break ``equals``, ``disjoint``, ``lessThan`` or ``lessThanOrEquals``.

    Of the last two a value counts once for each other value that it is not below.
    """
    if name == "equals":
        here, there = set(values), set(others)
        return [one for one in values if one not in there] + [
            one for one in others if one not in here
        ]
    if name == "disjoint":
        return [one for one in values if one in set(others)]
    fits = {-1} if name == "lessThan" else {-1, 0}
    return [one for one in values for other in others if order(one, other) not in fits]


def _text(term: Term) -> str:
    return getattr(term, "value", "")

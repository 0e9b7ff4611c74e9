"""Names of other people's vocabularies: is one misspelt?

A vocabulary that nobody here knows is left alone: real RDF of others is not wrong for being
unknown. The lists of terms are those that rdflib carries.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NEAR_ENOUGH = 0.8


def misspelt(used: Iterable[str], also_known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name that its vocabulary lacks but for a slip of the pen, with the one meant.

    Args:
        used: IRIs of properties and classes.
        also_known: IRIs that are right whatever the lists say: a vocabulary may be newer.
    """
    unsure = sorted(set(used) - set(also_known))
    if not unsure:
        return
    vocabularies = _vocabularies()
    for iri in unsure:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        terms = vocabularies.get(iri[:cut], frozenset())
        if not terms or iri[cut:] in terms:
            continue
        near = difflib.get_close_matches(iri[cut:], sorted(terms), n=1, cutoff=_NEAR_ENOUGH)
        if near:
            yield iri, iri[:cut] + near[0]


def _vocabularies() -> Mapping[str, frozenset[str]]:
    from rdflib import namespace  # noqa: PLC0415 (slow to import; seldom needed)
    from rdflib.namespace import DefinedNamespace  # noqa: PLC0415

    return {
        str(one): frozenset(one.__annotations__)
        for one in vars(namespace).values()
        if isinstance(one, type(DefinedNamespace)) and hasattr(one, "_NS")
    }

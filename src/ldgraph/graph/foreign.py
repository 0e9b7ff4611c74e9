"""Names of other people's vocabularies: are they misspelt, or nowhere declared?

The lists of terms of well-known vocabularies are those that rdflib carries. A vocabulary may be
newer than its list: what the ontology or the shapes name is right whatever the list says.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.turtle.spelling import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_NEAR_ENOUGH = 0.8


class Unknown(NamedTuple):
    """A name that nothing declares; ``meant`` is the declared one that it is a slip of."""

    iri: str
    meant: str | None
    #: Whether other names of its vocabulary are known.
    known_space: bool
    #: Whether nothing else can have been meant.
    sure: bool = False


def undeclared(used: Iterable[str], declared: Iterable[str]) -> Iterator[Unknown]:
    """Give each name that neither ``declared`` nor a well-known vocabulary has.

    Args:
        used: IRIs of properties and classes.
        declared: IRIs that are right whatever the lists say.
    """
    known = set(declared)
    unsure = sorted(set(used) - known)
    if not unsure:
        return
    spaces: dict[str, set[str]] = {space_of(iri): set() for iri in unsure}
    begins = tuple(spaces)
    for iri in known:
        if iri.startswith(begins) and (space := space_of(iri)) in spaces:
            spaces[space].add(iri[len(space) :])
    lists = vocabularies()
    for iri in unsure:
        space = space_of(iri)
        local, terms = iri[len(space) :], lists.get(space, frozenset())
        if local in terms:
            continue
        candidates = sorted(terms | spaces[space])
        near = difflib.get_close_matches(local, candidates, n=1, cutoff=_NEAR_ENOUGH)
        guess = meant(local, candidates) if near else None
        if guess:
            yield Unknown(iri, space + guess.word, known_space=True, sure=guess.sure)
        else:
            yield Unknown(iri, None, bool(candidates))


def space_of(iri: str) -> str:
    """Give an IRI up to and with its last ``/`` or ``#``: the vocabulary that it is a name of."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def vocabularies() -> Mapping[str, frozenset[str]]:
    """Give the names of each well-known vocabulary, by what they begin with."""
    from rdflib import namespace  # noqa: PLC0415 (slow to import; seldom needed)
    from rdflib.namespace import DefinedNamespace  # noqa: PLC0415

    return {
        str(one): frozenset(one.__annotations__)
        for one in vars(namespace).values()
        if isinstance(one, type(DefinedNamespace)) and hasattr(one, "_NS")
    }

"""Find the requirement, the offering or whatever else somebody means by a short name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import UnknownNameError
from ldgraph.graph.prefixes import expand
from ldgraph.terms import PREF_LABEL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.access import View

_NAMES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing ?name
WHERE {
    %s
    OPTIONAL { ?thing dct:identifier|skos:prefLabel|skos:notation ?name }
}
"""
#: A code list may lie below any base.
_OF_LIST = '?thing skos:%s ?list . FILTER (STRENDS(STR(?list), "/id/conceptscheme/%s"))'
_OF_CLASS = "?kind rdfs:subClassOf* ldg:%s . ?thing a ?kind ."
#: What a parameter of a stored question ranges over; it must be one of these.
RANGES = {
    "requirement": _OF_CLASS % "Vereiste",
    "offering": _OF_CLASS % "Aanbod",
    "risk": _OF_CLASS % "Risico",
    "capability": _OF_CLASS % "Capability",
    "top": _OF_LIST % ("topConceptOf", "Capability"),
    "level": _OF_LIST % ("inScheme", "CyfunNiveau"),
    "edition": _OF_LIST % ("inScheme", "CyfunEditie"),
    "class": "?any a ?thing . FILTER (ISIRI(?thing))",
}
_MOST_SHOWN = 8


def find_thing(view: View, parameter: str, wanted: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that ``wanted`` names: an IRI, a prefixed name, an identifier or a label.

    Args:
        view: Where to look.
        parameter: The parameter it is for; of those in ``RANGES`` the thing must exist.
        wanted: What was typed.
        prefixes: Prefix to namespace, for prefixed names.

    Raises:
        UnknownNameError: Nothing of that class is called so (with the nearest), or several are.
    """
    if parameter not in RANGES:
        iri = expand(wanted, prefixes)
        if iri is None:
            raise UnknownNameError(parameter, wanted, ["an IRI, or a name with a known prefix"])
        return iri
    return Things(view, RANGES[parameter]).find(parameter, wanted, prefixes)


def find_instance(view: View, kind: str, wanted: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI of the thing of a class that ``wanted`` names, as ``find_thing`` does.

    Args:
        view: Where to look.
        kind: The IRI of the class; empty for a thing of any.
        wanted: What was typed.
        prefixes: Prefix to namespace, for prefixed names.

    Raises:
        UnknownNameError: Nothing of that class is called so (with the nearest), or several are.
    """
    of_class = f"?kind rdfs:subClassOf* <{kind}> . ?thing a ?kind ." if kind else "?thing a ?any ."
    return Things(view, of_class).find("thing", wanted, prefixes)


class Things:
    """The things that a pattern finds by all their names, read once to find many."""

    def __init__(self, view: View, which: str) -> None:
        solutions = view.query(view.vocabulary.prefix + _NAMES % which)
        assert isinstance(solutions, ox.QuerySolutions)
        self._by_name: dict[str, set[str]] = {}
        for row in solutions:
            thing = row["thing"].value
            names = [thing, _tail(thing)] + ([row["name"].value] if row["name"] else [])
            for name in names:
                self._by_name.setdefault(name.casefold(), set()).add(thing)

    @property
    def iris(self) -> list[str]:
        """All of them, in order."""
        return sorted({one for found in self._by_name.values() for one in found})

    def find(self, parameter: str, wanted: str, prefixes: Mapping[str, str]) -> str:
        """Give the one that ``wanted`` names; see ``find_thing``.

        Raises:
            UnknownNameError: Nothing is called so (with the nearest), or several are.
        """
        found = self._by_name.get((expand(wanted, prefixes) or wanted).casefold(), set())
        if len(found) == 1:
            return next(iter(found))
        if found:
            several = f"single {parameter}"
            raise UnknownNameError(several, wanted, sorted(found))
        known = [name for name in self._by_name if "//" not in name]
        key = wanted.casefold()
        near = difflib.get_close_matches(key, known, n=_MOST_SHOWN, cutoff=0.5)
        part = sorted(one for one in known if key in one)
        # Where nothing is near, some of what there is shows what a name looks like.
        tails = {_tail(iri) for name in [*near, *part] or known for iri in self._by_name[name]}
        shown = sorted(tails)[:_MOST_SHOWN]
        raise UnknownNameError(parameter, wanted, shown + ["…"] * (len(tails) > _MOST_SHOWN))


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def label(view: View, iri: str, lang: str) -> str:
    """Name a thing in a language, else in Dutch, else as the end of its IRI."""
    found = {
        quad.object.language or "": quad.object.value
        for quad in view.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(PREF_LABEL), None, None
        )
        if isinstance(quad.object, ox.Literal)
    }
    return found.get(lang) or found.get("nl") or found.get("en") or _tail(iri)

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
    iri = expand(wanted, prefixes)
    if parameter not in RANGES:
        if iri is None:
            raise UnknownNameError(parameter, wanted, ["an IRI, or a name with a known prefix"])
        return iri
    return _one_of(view, RANGES[parameter], parameter, wanted, iri)


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
    return _one_of(view, of_class, "thing", wanted, expand(wanted, prefixes))


def _one_of(view: View, which: str, parameter: str, wanted: str, iri: str | None) -> str:
    """Give the one of the things that a pattern finds that is called so."""
    solutions = view.query(view.vocabulary.prefix + _NAMES % which)
    assert isinstance(solutions, ox.QuerySolutions)
    by_name: dict[str, set[str]] = {}
    for row in solutions:
        thing = row["thing"].value
        names = [thing, thing.rsplit("/", 1)[-1]] + ([row["name"].value] if row["name"] else [])
        for name in names:
            by_name.setdefault(name.casefold(), set()).add(thing)
    found = by_name.get((iri or wanted).casefold(), set())
    if len(found) == 1:
        return next(iter(found))
    if found:
        several = f"single {parameter}"
        raise UnknownNameError(several, wanted, sorted(found))
    known = [name for name in by_name if "//" not in name]
    key = wanted.casefold()
    near = difflib.get_close_matches(key, known, n=_MOST_SHOWN, cutoff=0.5)
    part = sorted(one for one in known if key in one)
    # Where nothing is near, some of what there is shows what a name looks like.
    tails = {iri.rsplit("/", 1)[-1] for name in [*near, *part] or known for iri in by_name[name]}
    shown = sorted(tails)[:_MOST_SHOWN]
    raise UnknownNameError(parameter, wanted, shown + ["…"] * (len(tails) > _MOST_SHOWN))


def label(view: View, iri: str, lang: str) -> str:
    """Name a thing in a language, else in Dutch, else as the end of its IRI."""
    found = {
        quad.object.language or "": quad.object.value
        for quad in view.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(PREF_LABEL), None, None
        )
        if isinstance(quad.object, ox.Literal)
    }
    return found.get(lang) or found.get("nl") or found.get("en") or iri.rsplit("/", 1)[-1]

"""Find the requirement, the offering or whatever else somebody means by a short name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import UnknownNameError
from ldgraph.graph.prefixes import expand
from ldgraph.terms import LDG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.access import View

#: The class that a parameter of a stored question ranges over.
CLASSES = {"requirement": "Vereiste", "offering": "Aanbod", "risk": "Risico"}
_NAMES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?class ?thing ?name
WHERE {
    ?kind rdfs:subClassOf* ?class .
    ?thing a ?kind .
    OPTIONAL { ?thing dct:identifier|skos:prefLabel ?name }
}
"""
_MOST_SHOWN = 8


def find_thing(view: View, parameter: str, wanted: str, prefixes: Mapping[str, str]) -> str:
    """Give the IRI that ``wanted`` names: an IRI, a prefixed name, an identifier or a label.

    Args:
        view: Where to look.
        parameter: The parameter it is for; of those in ``CLASSES`` the thing must exist.
        wanted: What was typed.
        prefixes: Prefix to namespace, for prefixed names.

    Raises:
        UnknownNameError: Nothing of that class is called so (with the nearest), or several are.
    """
    iri = expand(wanted, prefixes)
    if parameter not in CLASSES:
        if iri is None:
            raise UnknownNameError(parameter, wanted, ["an IRI, or a name with a known prefix"])
        return iri
    class_ = ox.NamedNode(LDG + CLASSES[parameter])
    solutions = view.query(_NAMES, {ox.Variable("class"): class_})
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
    tail = {iri.rsplit("/", 1)[-1] for name in [*near, *part] for iri in by_name[name]}
    raise UnknownNameError(parameter, wanted, sorted(tail)[:_MOST_SHOWN])

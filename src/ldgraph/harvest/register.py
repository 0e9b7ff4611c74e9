"""The municipality register of the base registries: names and status, by NIS code.

Its stream has described a municipality in several ways: the name under ``rdf:label`` (a slip that
it published), ``rdfs:label`` or ``adres:Gemeentenaam``, and the status as an IRI or as a text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.observed import Body, Left, Life, Observed, as_name
from ldgraph.harvest.ours import GEMEENTE
from ldgraph.terms import ADRES, GENERIEK, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from ldgraph.harvest.quads import Graph, Term

_BR = "https://basisregisters.vlaanderen.be/ns/adres#"
_REGISTER = "https://basisregisters.vlaanderen.be/implementatiemodel/adressenregister#"

CLASSES = (
    f"{GENERIEK}Gemeente",
    f"{ADRES}Gemeente",
)
FOLLOWED: tuple[str, ...] = ()
#: What a thing of those classes must have to be read, in Dutch and English.
NEEDED = ("een IRI op /id/gemeente/ en haar NIS-code", "an IRI in /id/gemeente/ and its NIS code")
_NAMES = (
    f"{ADRES}Gemeentenaam",
    f"{ADRES}gemeentenaam",
    f"{ADRES}Gemeente.gemeentenaam",
    f"{RDFS}label",
    f"{RDF}label",
    f"{SKOS}prefLabel",
)
_STATUSES = (
    f"{_BR}Gemeente.status",
    f"{ADRES}Gemeente.status",
    f"{ADRES}status",
    f"{_REGISTER}Gemeente%3Astatus",
)
_LIVES = {"ingebruik": Life.ACTIVE, "gehistoreerd": Life.ENDED, "voorgesteld": Life.UNSAID}
_NIS = re.compile(r"/id/gemeente/(\d{5})$")


def observe(graph: Graph) -> Observed:
    """Read municipalities."""
    found = Observed()
    for subject in graph.of_class(*CLASSES):
        _municipality(graph, subject, found)
    return found


def _municipality(graph: Graph, subject: Term, found: Observed) -> None:
    iri = subject.value if isinstance(subject, ox.NamedNode) else str(subject)
    code = _NIS.search(iri)
    if code is None:
        found.left.append(
            Left(iri, "een gemeente zonder NIS-code in haar IRI", "no NIS code in its IRI")
        )
        return
    given = graph.in_language(subject, _NAMES, "nl")
    names = [name for one in given if (name := as_name(one))]
    if len(names) < len(given):
        found.left.append(
            Left(
                iri,
                "een naam die leeg, te lang of met stuurtekens is",
                "a name that is empty, too long or has control characters",
            )
        )
    elif not given:
        found.left.append(
            Left(iri, "een gemeente zonder naam in het Nederlands", "no name in Dutch")
        )
    words = [
        str(getattr(one, "value", "")).rpartition("/")[2].lower()
        for one in graph.values(subject, *_STATUSES)
    ]
    lives = {_LIVES[one] for one in words if one in _LIVES}
    found.bodies.append(
        Body(
            iri,
            GEMEENTE,
            tuple(dict.fromkeys(names)),
            {"NIS": (code[1],)},
            lives.pop() if len(lives) == 1 else Life.UNSAID,
        )
    )

"""Runs the shapes of the profiles of DCAT over a description."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
from rdflib import Graph, URIRef
from rdflib.namespace import SH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: What the lists say of the codes that are used and that the shared context does not have.
CONTEXT = """
@prefix dct: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix type: <http://publications.europa.eu/resource/authority/file-type/> .
@prefix language: <http://publications.europa.eu/resource/authority/language/> .
@prefix theme: <https://vocab.belgif.be/auth/datatheme/> .
@prefix media: <https://www.iana.org/assignments/media-types/> .
@prefix phase: <https://data.vlaanderen.be/id/concept/levensfase/> .
@prefix stage: <https://data.vlaanderen.be/id/concept/ontwikkelingstoestand/> .

type:RDF_N_QUADS a skos:Concept , dct:MediaTypeOrExtent ; skos:prefLabel "RDF N-Quads"@en ;
    skos:inScheme <http://publications.europa.eu/resource/authority/file-type> .
type:JSON_LD a skos:Concept , dct:MediaTypeOrExtent ; skos:prefLabel "JSON-LD"@en ;
    skos:inScheme <http://publications.europa.eu/resource/authority/file-type> .
language:ENG a skos:Concept , dct:LinguisticSystem ; skos:prefLabel "Engels"@nl ;
    skos:inScheme <http://publications.europa.eu/resource/authority/language> .
<https://vocab.belgif.be/auth/datatheme> a skos:ConceptScheme ; dct:title "Datathema"@nl .
theme:GOVE a skos:Concept ; skos:prefLabel "Overheid"@nl ;
    skos:inScheme <https://vocab.belgif.be/auth/datatheme> .
theme:TECH a skos:Concept ; skos:prefLabel "Wetenschap en technologie"@nl ;
    skos:inScheme <https://vocab.belgif.be/auth/datatheme> .
<https://data.vlaanderen.be/id/conceptscheme/levensfase> a skos:ConceptScheme ;
    dct:title "Levensfase"@nl .
phase:design a skos:Concept ; skos:prefLabel "in ontwikkeling"@nl ;
    skos:inScheme <https://data.vlaanderen.be/id/conceptscheme/levensfase> .
stage:TEST a skos:Concept ; skos:prefLabel "test"@nl ;
    skos:inScheme <https://data.vlaanderen.be/id/conceptscheme/ontwikkelingstoestand> .
<https://www.iana.org/assignments/media-types/text/turtle> a dct:MediaType .
<https://www.iana.org/assignments/media-types/application/n-quads> a dct:MediaType .
<https://www.iana.org/assignments/media-types/application/ld+json> a dct:MediaType .
<https://www.iana.org/assignments/media-types/application/gzip> a dct:MediaType .
"""


def violations(data: Graph, context: Graph, shapes: Iterable[Path]) -> list[tuple[str, str]]:
    """List what shapes find in ``data``, as focus and path; ``context`` is not judged."""
    wanted = Graph()
    for file in shapes:
        # The parser of JSON-LD of rdflib warns of itself.
        form = ox.RdfFormat.JSON_LD if file.suffix == ".jsonld" else ox.RdfFormat.TURTLE
        triples = (one.triple for one in ox.parse(path=file, format=form))
        wanted.parse(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    both = Graph() + data + context
    _, found, _ = pyshacl.validate(both, shacl_graph=wanted, inplace=True)
    assert isinstance(found, Graph)
    ours = set(data.subjects())
    return sorted(
        (str(focus), str(found.value(one, SH.resultPath)))
        for one, focus in found.subject_objects(SH.focusNode)
        if focus in ours
        and found.value(one, SH.resultSeverity) == URIRef("http://www.w3.org/ns/shacl#Violation")
    )

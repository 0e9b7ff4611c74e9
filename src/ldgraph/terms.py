"""Namespaces, and the few IRIs that the code names. Everything else is named in queries."""

from __future__ import annotations

from dataclasses import dataclass

#: Where identifiers live unless a root's ``ldgraph.toml`` says otherwise.
BASE = "https://data.vlaanderen.be"

ADMS = "http://www.w3.org/ns/adms#"
AS = "https://www.w3.org/ns/activitystreams#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
LDES = "https://w3id.org/ldes#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TREE = "https://w3id.org/tree#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Vocabularies of others at the address where ours may come to live too: they never move along.
ADRES = "https://data.vlaanderen.be/ns/adres#"
BESLUIT = "http://data.vlaanderen.be/ns/besluit#"
GENERIEK = "https://data.vlaanderen.be/ns/generiek#"
#: Kinds of government, and territories of municipalities, of others likewise.
KINDS = "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/"
TERRITORIES = "https://data.vlaanderen.be/id/gemeente/"

TYPE = RDF + "type"
PREF_LABEL = SKOS + "prefLabel"
ACCESS_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
ACCESS_NON_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"

#: Words and codes of the Flemish profile of DCAT. They are its own: a root that moves leaves them.
MDCAT = "https://data.vlaanderen.be/ns/metadata-dcat#"
PROTOCOL = "https://data.vlaanderen.be/id/concept/dataserviceprotocol/"
LIFE_PHASE = "https://data.vlaanderen.be/id/concept/levensfase/"
DEPLOYMENT = "https://data.vlaanderen.be/id/concept/ontwikkelingstoestand/"

#: The graph that holds what the rules derive, below a root's base.
DERIVED_GRAPH = "/doc/graaf/afgeleid"

#: Where the terms and the shapes of the project live, below a base.
TERMS = "/ns/lokaal-digitaal"
SHAPES = "/shacl/lokaal-digitaal"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The project's terms and shapes, below the base of the root that describes them."""

    base: str = BASE

    @property
    def ldg(self) -> str:
        """What the IRI of a term begins with."""
        return f"{self.base}{TERMS}#"

    @property
    def shp(self) -> str:
        """What the IRI of a shape begins with."""
        return f"{self.base}{SHAPES}/"

    @property
    def prefix(self) -> str:
        """What declares ``ldg:`` in SPARQL."""
        return f"PREFIX ldg: <{self.ldg}>\n"

    def is_elsewhere(self, iri: str) -> bool:
        """Say whether an IRI is of a term of the project below another base; http is https here."""
        address, here = iri.partition(":")[2], self.ldg.partition(":")[2]
        return bool(term_of(iri)) and not address.startswith(here)


def term_of(iri: str) -> str:
    """Give the local name of a term of the project, below whatever base; else an empty text."""
    _, _, local = iri.rpartition(f"{TERMS}#")
    return local if local != iri else ""


#: Where they are by default: for tests, and for tools that are about this project's own files.
LDG, SHP = Vocabulary().ldg, Vocabulary().shp

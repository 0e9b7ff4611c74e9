"""Namespaces, and the few IRIs that the code names. Everything else is named in queries."""

#: Where identifiers live unless a root's ``ldgraph.toml`` says otherwise.
BASE = "https://data.vlaanderen.be"

LDG = f"{BASE}/ns/lokaal-digitaal#"
SHP = f"{BASE}/shacl/lokaal-digitaal/"
DCT = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
ORG = "http://www.w3.org/ns/org#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

TYPE = RDF + "type"
PREF_LABEL = SKOS + "prefLabel"
ACCESS_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"

#: The graph that holds what the rules derive, below a root's base.
DERIVED_GRAPH = "/doc/graaf/afgeleid"

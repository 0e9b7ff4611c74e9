"""Names for people, in one language, with links to where the server is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.prefixes import shorten
from ldgraph.serve.documents import is_described
from ldgraph.serve.pages.layout import WORDS
from ldgraph.terms import DCT, RDFS, SKOS, TERMS, TYPE

if TYPE_CHECKING:
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

_NAMES = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCT + "title",
    "http://xmlns.com/foaf/0.1/name",
    DCT + "identifier",
    SKOS + "notation",
)
#: Properties of others, as people call them.
_VERBS = {
    TYPE: ("soort", "kind"),
    SKOS + "prefLabel": ("naam", "name"),
    SKOS + "altLabel": ("andere naam", "other name"),
    SKOS + "definition": ("definitie", "definition"),
    SKOS + "notation": ("code", "code"),
    SKOS + "inScheme": ("codelijst", "code list"),
    SKOS + "topConceptOf": ("top van", "top of"),
    SKOS + "broader": ("ruimer", "broader"),
    SKOS + "narrower": ("enger", "narrower"),
    RDFS + "label": ("naam", "name"),
    RDFS + "seeAlso": ("zie ook", "see also"),
    RDFS + "isDefinedBy": ("gedefinieerd door", "defined by"),
    RDFS + "subClassOf": ("is ook een", "is also a"),
    DCT + "title": ("titel", "title"),
    DCT + "description": ("beschrijving", "description"),
    DCT + "identifier": ("identificator", "identifier"),
    DCT + "source": ("bron", "source"),
    DCT + "modified": ("gewijzigd", "modified"),
    DCT + "issued": ("uitgegeven", "issued"),
    DCT + "license": ("licentie", "licence"),
    DCT + "accessRights": ("toegang", "access"),
    DCT + "isPartOf": ("deel van", "part of"),
    DCT + "publisher": ("uitgever", "publisher"),
}


class Shown(NamedTuple):
    """A value as people read it; ``href`` is empty where there is nothing to go to."""

    text: str
    href: str = ""
    lang: str = ""


class Writer:
    """Names things in one language, with links to where the server is."""

    def __init__(self, published: Published, at: Place) -> None:
        self.published = published
        self.at = at
        self.which = 0 if at.lang == "nl" else 1

    def label(self, iri: str) -> str:
        """Give the name of a thing, empty where it has none."""
        node = ox.NamedNode(iri)
        store = self.published.view.store
        for name in _NAMES:
            found = {
                quad.object.language or "": quad.object.value
                for quad in store.quads_for_pattern(node, ox.NamedNode(name), None, None)
                if isinstance(quad.object, ox.Literal)
            }
            if found:
                # Of several in other languages the first by name: the same at every run.
                return found.get(self.at.lang) or found.get("nl") or found[min(found)]
        return ""

    def thing(self, iri: str) -> Shown:
        """Show a thing by its name."""
        name = self.label(iri) or shorten(iri, self.published.prefixes).strip("<>")
        return Shown(name, self.link(iri))

    def verb(self, iri: str) -> Shown:
        """Show a property."""
        own = self.label(iri) or (_VERBS[iri][self.which] if iri in _VERBS else "")
        return Shown(own or shorten(iri, self.published.prefixes).strip("<>"), self.link(iri))

    def link(self, iri: str) -> str:
        """Give where a thing is to be read, empty where nowhere."""
        base = self.published.base
        ontology = self.published.ontology
        if iri == ontology or iri.startswith(self.published.ldg):
            return f"{self.at.here}{TERMS}{iri[len(ontology) :]}"
        if iri.startswith((f"{base}/id/", f"{base}/doc/")) and is_described(self.published, iri):
            rest = iri[len(base) + 1 :].partition("/")[2]
            return f"{self.at.here}/doc/{rest}"
        return iri if iri.startswith(("https://", "http://")) else ""

    def value(self, term: object) -> Shown:
        """Show a value."""
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        if isinstance(term, ox.Literal):
            return Shown(term.value, "", term.language or "")
        return Shown("…")

    def graph(self, name: object) -> Shown:
        """Show the file that says something."""
        iri = getattr(name, "value", "")
        file = self.published.files.get(iri)
        return Shown(file, self.link(iri)) if file else Shown(WORDS[self.at.lang]["derived"])

"""Names for people, in one language, with links to where the server is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.prefixes import shorten
from ldgraph.serve.documents import is_described
from ldgraph.serve.pages.links import Links
from ldgraph.serve.pages.words import WORDS
from ldgraph.terms import ADMS, DCT, ORG, RDFS, SKOS, TERMS, TYPE, XSD

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
#: What statements without a label are about, in the order in which they are named by it.
_ABOUT = (
    *("bestuur", "aanbod", "vereiste", "maatregel", "risico", "norm", "niveau", "voorSoort"),
    *("datum", ORG + "member", ORG + "organization", ADMS + "schemaAgency", SKOS + "notation"),
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
    ORG + "classification": ("soort bestuur", "kind of government"),
    ORG + "member": ("lid", "member"),
    ORG + "organization": ("van", "of"),
    ADMS + "identifier": ("nummer", "number"),
    ADMS + "schemaAgency": ("uitgegeven door", "issued by"),
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
        self.words = WORDS[at.lang]
        self.links = Links(at)

    def label(self, iri: str) -> str:
        """Give the name of a thing, empty where it has none."""
        return next((text for name in _NAMES if (text := self.text(iri, name))), "")

    def text(self, iri: str, *names: str) -> str:
        """Give what properties say of a thing in the language, else in Dutch, else in another."""
        for name in names:
            found = {
                one.language or "": one.value
                for one in self.objects(iri, name)
                if isinstance(one, ox.Literal)
            }
            if found:
                # Of several in other languages the first by name: the same at every run.
                return found.get(self.at.lang) or found.get("nl") or found[min(found)]
        return ""

    def objects(self, iri: str, name: str) -> list[object]:
        """Give the values of a property, in a fixed order, each once."""
        quads = self.published.view.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(self.full(name)), None, None
        )
        return sorted({quad.object for quad in quads}, key=str)

    def subjects(self, name: str, iri: str) -> list[str]:
        """Give the things of which a property has a value, in a fixed order."""
        quads = self.published.view.store.quads_for_pattern(
            None, ox.NamedNode(self.full(name)), ox.NamedNode(self.full(iri)), None
        )
        found = {quad.subject for quad in quads if isinstance(quad.subject, ox.NamedNode)}
        return sorted(one.value for one in found)

    def full(self, name: str) -> str:
        """Give the IRI of a term: of the project's own by its local name."""
        return name if ":" in name else self.published.ldg + name

    def values(self, iri: str, *names: str) -> list[Shown]:
        """Show the values of properties."""
        return [self.value(one) for name in names for one in self.objects(iri, name)]

    def thing(self, iri: str) -> Shown:
        """Show a thing by its name."""
        return Shown(self.name(iri), self.link(iri))

    def name(self, iri: str) -> str:
        """Name a thing: by its label, else by its class and what it links, else by its IRI."""
        return self.label(iri) or self._composed(iri) or self.short(iri)

    def short(self, iri: str) -> str:
        """Write an IRI with its prefix."""
        return shorten(iri, self.published.prefixes).strip("<>")

    def _composed(self, iri: str) -> str:
        """Name a statement that has no label (a claim, an assessment) by what it is about."""
        ldg = self.published.ldg
        kinds = [str(getattr(one, "value", "")) for one in self.objects(iri, TYPE)]
        kind = next((self.label(one) for one in kinds if one.startswith(ldg)), "")
        about = [
            self.label(one.value) if isinstance(one, ox.NamedNode) else getattr(one, "value", "")
            for name in _ABOUT
            for one in self.objects(iri, name)[:1]
        ]
        return f"{kind}: {' – '.join(about)}" if kind and all(about) and about else ""

    def verb(self, iri: str) -> Shown:
        """Show a property."""
        own = self.label(iri) or (_VERBS[iri][self.which] if iri in _VERBS else "")
        return Shown(own or self.short(iri), self.link(iri))

    def link(self, iri: str) -> str:
        """Give where a thing is to be read, empty where nowhere."""
        base = self.published.base
        ontology = self.published.ontology
        if iri == ontology or iri.startswith(self.published.ldg):
            return self.links.to(f"{TERMS}{iri[len(ontology) :]}")
        if iri.startswith((f"{base}/id/", f"{base}/doc/")) and is_described(self.published, iri):
            return self.links.to("/doc/" + iri[len(base) + 1 :].partition("/")[2])
        return iri if iri.startswith(("https://", "http://")) else ""

    def value(self, term: object) -> Shown:
        """Show a value."""
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        if isinstance(term, ox.Literal):
            if term.datatype.value == XSD + "boolean":
                return Shown(self.words["yes" if term.value in {"true", "1"} else "no"])
            return Shown(term.value, "", term.language or "")
        return Shown("…")

    def graph(self, name: object) -> Shown:
        """Show the file that says something."""
        iri = getattr(name, "value", "")
        file = self.published.files.get(iri)
        return Shown(file, self.link(iri)) if file else Shown(self.words["derived"])

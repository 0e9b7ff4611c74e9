"""Documents as pages for people: labels instead of IRIs, what points here, and the sources."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined

from ldgraph.graph.prefixes import shorten
from ldgraph.serve.documents import VOCABULARY, is_described
from ldgraph.serve.negotiate import FORMS
from ldgraph.terms import DCT, LDG, OWL, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from ldgraph.serve.documents import Document
    from ldgraph.serve.published import Published
    from ldgraph.serve.where import Place

_PAGES = Environment(
    loader=PackageLoader("ldgraph.serve", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
#: The style stands in the page and is named by its hash: nothing else is let in.
STYLE = _PAGES.loader.get_source(_PAGES, "style.css")[0] if _PAGES.loader else ""
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
}
_NAMES = (
    SKOS + "prefLabel",
    RDFS + "label",
    DCT + "title",
    "http://xmlns.com/foaf/0.1/name",
    DCT + "identifier",
    SKOS + "notation",
)
#: How many things that point here are shown of each property, and looked at in all.
_SHOWN, _LOOKED_AT = 50, 5000

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
_WORDS = {
    "nl": {
        "facts": "Wat hierover gezegd wordt",
        "incoming": "Wat hiernaar verwijst",
        "more": "en {} meer",
        "property": "eigenschap",
        "value": "waarde",
        "source": "bron",
        "derived": "afgeleid",
        "forms": "Als data",
        "identifier": "Identificator",
        "other": "English",
        "version": "Versie van de data",
        "classes": "Klassen",
        "properties": "Eigenschappen",
        "domain": "van",
        "range": "naar",
        "codes": "Codes",
        "skip": "Naar de inhoud",
    },
    "en": {
        "facts": "What is said of this",
        "incoming": "What points here",
        "more": "and {} more",
        "property": "property",
        "value": "value",
        "source": "source",
        "derived": "derived",
        "forms": "As data",
        "identifier": "Identifier",
        "other": "Nederlands",
        "version": "Version of the data",
        "classes": "Classes",
        "properties": "Properties",
        "domain": "of",
        "range": "to",
        "codes": "Codes",
        "skip": "To the content",
    },
}


class Shown(NamedTuple):
    """A value as people read it; ``href`` is empty where there is nothing to go to."""

    text: str
    href: str = ""
    lang: str = ""


class Group(NamedTuple):
    """A property and its values, each with the graphs that say it; ``more`` were left out."""

    verb: Shown
    values: list[tuple[Shown, list[Shown]]]
    more: int = 0


class Term(NamedTuple):
    """A class or property of the ontology, for the reference."""

    id: str
    label: str
    definition: str
    over: list[Shown]
    to: list[Shown]


class _Writer:
    """Names things in one language, with links to where the server is."""

    def __init__(self, published: Published, at: Place) -> None:
        self.published = published
        self.at = at
        self.which = 0 if at.lang == "nl" else 1

    def label(self, iri: str) -> str:
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
        name = self.label(iri) or shorten(iri, self.published.prefixes).strip("<>")
        return Shown(name, self.link(iri))

    def verb(self, iri: str) -> Shown:
        own = self.label(iri) or (_VERBS[iri][self.which] if iri in _VERBS else "")
        return Shown(own or shorten(iri, self.published.prefixes).strip("<>"), self.link(iri))

    def link(self, iri: str) -> str:
        base = self.published.base
        if iri == VOCABULARY or iri.startswith(LDG):
            return f"{self.at.here}/ns/lokaal-digitaal{iri[len(VOCABULARY) :]}"
        if iri.startswith((f"{base}/id/", f"{base}/doc/")) and is_described(self.published, iri):
            rest = iri[len(base) + 1 :].partition("/")[2]
            return f"{self.at.here}/doc/{rest}"
        return iri if iri.startswith(("https://", "http://")) else ""

    def value(self, term: object) -> Shown:
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        if isinstance(term, ox.Literal):
            return Shown(term.value, "", term.language or "")
        return Shown("…")

    def graph(self, name: object) -> Shown:
        iri = getattr(name, "value", "")
        file = self.published.files.get(iri)
        return Shown(file, self.link(iri)) if file else Shown(_WORDS[self.at.lang]["derived"])


def resource(published: Published, document: Document, at: Place) -> bytes:
    """Write the page of a thing."""
    write = _Writer(published, at)
    about = [one for one in document.quads if getattr(one.subject, "value", "") == document.iri]
    codes = sorted(
        {
            one.subject.value
            for one in document.quads
            if isinstance(one.subject, ox.NamedNode)
            and one.subject.value != document.iri
            and document.iri not in published.view.graphs
        }
    )
    title = write.thing(document.iri).text
    return _page(
        "resource.html",
        published,
        at,
        title=title,
        iri=document.iri,
        kinds=[write.thing(q.object.value) for q in about if _is_kind(q)],
        facts=_facts(write, [one for one in about if not _is_kind(one)]),
        codes=[write.thing(one) for one in codes],
        incoming=_incoming(write, document.iri),
        path=_bare(at.path),
    )


def _is_kind(quad: ox.Quad) -> bool:
    return quad.predicate.value == TYPE and isinstance(quad.object, ox.NamedNode)


def _facts(write: _Writer, quads: list[ox.Quad]) -> list[Group]:
    said: dict[str, dict[str, tuple[Shown, list[Shown]]]] = {}
    for quad in sorted(quads, key=str):
        values = said.setdefault(quad.predicate.value, {})
        value = values.setdefault(str(quad.object), (write.value(quad.object), []))
        value[1].append(write.graph(quad.graph_name))
    groups = [Group(write.verb(verb), list(values.values())) for verb, values in said.items()]
    return sorted(groups, key=lambda one: one.verb.text.casefold())


def _incoming(write: _Writer, iri: str) -> list[Group]:
    store = write.published.view.store
    said: dict[str, set[str]] = {}
    quads = store.quads_for_pattern(None, None, ox.NamedNode(iri), None)
    for quad in islice(quads, _LOOKED_AT):
        if isinstance(quad.subject, ox.NamedNode):
            said.setdefault(quad.predicate.value, set()).add(quad.subject.value)
    groups = []
    for verb, subjects in said.items():
        shown = [(write.thing(one), list[Shown]()) for one in sorted(subjects)[:_SHOWN]]
        groups.append(Group(write.verb(verb), shown, max(0, len(subjects) - _SHOWN)))
    return sorted(groups, key=lambda one: one.verb.text.casefold())


def vocabulary(published: Published, document: Document, at: Place) -> bytes:
    """Write the reference of the ontology."""
    write = _Writer(published, at)
    by_kind: dict[str, set[str]] = {"classes": set(), "properties": set()}
    for one in document.quads:
        kind = getattr(one.object, "value", "").removeprefix(OWL)
        iri = getattr(one.subject, "value", "")
        if one.predicate.value == TYPE and iri.startswith(LDG):
            if kind == "Class":
                by_kind["classes"].add(iri)
            elif kind.endswith("Property"):
                by_kind["properties"].add(iri)
    terms = {
        kind: sorted((_term(write, iri) for iri in iris), key=lambda one: one.label.casefold())
        for kind, iris in by_kind.items()
    }
    return _page(
        "vocabulary.html",
        published,
        at,
        title=write.label(document.iri),
        iri=document.iri,
        terms=terms,
        path=_bare(at.path),
    )


def _term(write: _Writer, iri: str) -> Term:
    store = write.published.view.store

    def things(name: str) -> list[Shown]:
        quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDFS + name), None, None)
        found = sorted({q.object.value for q in quads if isinstance(q.object, ox.NamedNode)})
        return [write.thing(one) for one in found]

    definitions = {
        quad.object.language: quad.object.value
        for quad in store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(SKOS + "definition"), None, None
        )
        if isinstance(quad.object, ox.Literal)
    }
    said = definitions.get(write.at.lang) or definitions.get("nl") or ""
    return Term(iri[len(LDG) :], write.thing(iri).text, said, things("domain"), things("range"))


def _bare(path: str) -> str:
    bare, dot, extension = path.rpartition(".")
    return bare if dot and extension in {form.extension for form in FORMS} else path


def _page(name: str, published: Published, at: Place, **values: object) -> bytes:
    text = _template(name).render(
        lang=at.lang,
        other="en" if at.lang == "nl" else "nl",
        words=_WORDS[at.lang],
        here=at.here,
        style=STYLE,
        version=published.version,
        forms=[form for form in FORMS if form.rdf],
        **values,
    )
    return text.encode()


@lru_cache
def _template(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return _PAGES.get_template(name)

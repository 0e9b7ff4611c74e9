"""The keys of JSON: what each means, in things of a class and elsewhere.

In a thing of a class a key is the end of its shape's name, which is its code in findings too:
``Vereiste-sleutel`` is the key ``sleutel`` of a ``Vereiste``. A property of the project keeps its
own name. Whether a key has a list or one value hangs on the shape alone, never on the data.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.access import public_graphs
from ldgraph.graph.kinds import LANG_STRING, Field, Kind, fields_of, kinds, local_name
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.terms import DCT, FOAF, OWL, RDFS, SH, SKOS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

    Definition = dict[str, object]
    #: Definitions by key.
    Terms = Mapping[str, Definition]

LANGUAGES = "@language"
#: What JSON has itself. To RDF such a value is the same without its type being said, and where that
#: is said, a program that makes JSON of RDF does not find its key.
NATIVE = frozenset({XSD + "integer", XSD + "boolean"})
#: Names that would make another meaning of an IRI that starts with them.
_SCHEMES = frozenset({"http", "https", "urn", "mailto", "tel", "data", "file"})
_OBJECT, _DATATYPE, _CLASS = OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "Class"
#: What documents say of themselves and of versions, of which neither ontology nor shapes speak.
_OF_DOCUMENTS = {
    FOAF + "primaryTopic": ("hoofdonderwerp", {"@type": "@id"}),
    DCT + "isVersionOf": ("versieVan", {"@type": "@id"}),
}
#: What is a text in a language whoever says it.
_TEXTS = (RDFS + "label", RDFS + "comment", SKOS + "definition", SKOS + "altLabel")
_DOCUMENT = ("Document", FOAF + "Document")


@dataclass(frozen=True, slots=True)
class Class:
    """A class of which there are things with a form of their own."""

    #: Its key, and its IRI.
    name: str
    iri: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    #: What its shapes ask, by key.
    fields: Mapping[str, Field]
    #: The keys of all classes below it, and its own.
    below: tuple[str, ...]
    #: The keys of the classes above it that have a form too, the nearest first.
    above: tuple[str, ...]
    #: What can be written of it and how its IRIs are; None for one that has no rule for these.
    kind: Kind | None


class Vocabulary(NamedTuple):
    """All keys: those of classes, those that hold everywhere, those in things of a class."""

    #: The IRI of each class by key.
    classes: Mapping[str, str]
    #: What holds where no class says otherwise.
    terms: Terms
    #: What holds in things of a class, by the key of the class.
    scoped: Mapping[str, Terms]
    framed: Mapping[str, Class]


def vocabulary_of(dataset: Dataset, root: Root) -> Vocabulary:
    """Read the keys from the ontology and the shapes, as they are for everyone."""
    ontology = _ontology(dataset)
    return _Reader(replace(dataset, store=ontology, files=()), root).read()


def _ontology(dataset: Dataset) -> ox.Store:
    """Give the ontology and the code lists alone, as far as everyone may see them."""
    files = tuple(one for one in dataset.files if one.room is Room.ONTOLOGY)
    store = ox.Store()
    for graph in public_graphs(replace(dataset, files=files)):
        store.extend(dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
    return store


class _Reader:
    def __init__(self, ontology: Dataset, root: Root) -> None:
        self._ontology = ontology
        self._prefixes = prefixes_of(root)
        self._ldg = root.vocabulary.ldg
        self._shp = root.vocabulary.shp
        store = ontology.store
        self._types = self._values(TYPE)
        self._ranges = self._values(RDFS + "range")
        self._labels = self._texts(RDFS + "label")
        self._definitions = self._texts(SKOS + "definition")
        self._above = self._values(RDFS + "subClassOf")
        self._used = _used(store)
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._named = self._shape_names()
        targets = ontology.shapes.quads_for_pattern(
            None, ox.NamedNode(SH + "targetClass"), None, None
        )
        self._targets = {
            one.object.value for one in targets if isinstance(one.object, ox.NamedNode)
        }

    def read(self) -> Vocabulary:
        classes = self._classes()
        framed = self._framed({iri: name for name, iri in classes.items()})
        for one in framed.values():
            for field in one.fields.values():
                self._asked[field.path] |= types_of(field)
        terms = self._terms(framed.values())
        scoped = {
            name: {key: self._defined(field) for key, field in one.fields.items()}
            for name, one in framed.items()
        }
        for name, one in framed.items():
            # A thing has the forms of all its classes: the widest class says which form that is.
            for above in one.above:
                for key, definition in scoped[above].items():
                    if scoped[name].get(key, {}).get("@id") == definition["@id"]:
                        scoped[name][key] = definition
        return Vocabulary(classes, terms, scoped, framed)

    def _values(self, predicate: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        node = ox.NamedNode(predicate)
        for one in self._ontology.store.quads_for_pattern(None, node, None, None):
            if isinstance(one.subject, ox.NamedNode) and isinstance(one.object, ox.NamedNode):
                found[one.subject.value].add(one.object.value)
        return found

    def _texts(self, predicate: str) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        node = ox.NamedNode(predicate)
        for one in self._ontology.store.quads_for_pattern(None, node, None, None):
            if isinstance(one.subject, ox.NamedNode) and isinstance(one.object, ox.Literal):
                found[one.subject.value][one.object.language or ""] = one.object.value
        return found

    def _shape_names(self) -> dict[tuple[str, str], str]:
        """Give the end of the name of the first shape of each property of a class."""
        text = f"""SELECT ?class ?path ?shape WHERE {{
            ?node <{SH}targetClass> ?class ; <{SH}property> ?shape . ?shape <{SH}path> ?path .
            FILTER (ISIRI(?class) && ISIRI(?path) && ISIRI(?shape))
        }} ORDER BY ?shape"""
        rows = self._ontology.shapes.query(text)
        assert isinstance(rows, ox.QuerySolutions)
        found: dict[tuple[str, str], str] = {}
        for row in rows:
            _, _, end = row["shape"].value.removeprefix(self._shp).partition("-")
            if is_key(end):
                found.setdefault((row["class"].value, row["path"].value), end)
        return found

    def _classes(self) -> dict[str, str]:
        """Name the classes that are declared, used in the ontology, or have shapes."""
        found = set(self._targets)
        found |= {iri for iri, types in self._types.items() if _CLASS in types}
        found |= {iri for types in self._types.values() for iri in types}
        found |= {iri for above in self._above.values() for iri in above}
        named = {_DOCUMENT[0]: _DOCUMENT[1]}
        for iri in sorted(found, key=self._own_first):
            if is_key(name := local_name(iri)):
                named.setdefault(name, iri)
        return dict(sorted(named.items()))

    def _own_first(self, iri: str) -> tuple[bool, str]:
        return not iri.startswith(self._ldg), iri

    def _framed(self, names: Mapping[str, str]) -> dict[str, Class]:
        """Give the classes whose shapes say what things of them have; not those of OWL itself."""
        listed = kinds(self._ontology, self._prefixes)
        asked = {
            iri: fields_of(self._ontology, self._prefixes, iri)
            for iri in self._targets.difference(listed)
        }
        lines = {iri: self._line(iri) for iri in names}
        found: dict[str, Class] = {}
        for iri, name in names.items():
            kind = listed.get(iri)
            own = [field for above in lines[iri] for field in asked.get(above, ())]
            fields = kind.fields if kind else own
            if not fields or iri.startswith(OWL):
                continue
            found[name] = Class(
                name,
                iri,
                self._labels.get(iri, {}),
                self._definitions.get(iri, {}),
                self._keyed(iri, fields),
                tuple(sorted(names[one] for one in names if iri in lines[one])),
                tuple(names[one] for one in lines[iri][1:] if one in names),
                kind,
            )
        return {
            name: replace(one, above=tuple(above for above in one.above if above in found))
            for name, one in sorted(found.items())
        }

    def _line(self, iri: str) -> list[str]:
        """Give a class and all above it, the nearest first."""
        found = [iri]
        for one in found:
            found += sorted(self._above.get(one, set()) - set(found))
        return found

    def _keyed(self, iri: str, fields: Iterable[Field]) -> dict[str, Field]:
        """Give each property its key; where two would have one, that of the project has it."""
        line = self._line(iri)
        found: dict[str, Field] = {}
        for one in sorted(fields, key=lambda field: self._own_first(field.path)):
            ends = [end for above in line if (end := self._named.get((above, one.path)))]
            wanted = [] if one.path.startswith(self._ldg) else ends[:1]
            for key in (*wanted, one.local):
                if is_key(key) and key not in found:
                    found[key] = one
                    break
        return dict(sorted(found.items()))

    def _terms(self, framed: Iterable[Class]) -> dict[str, Definition]:
        """Give what holds in any thing: no class says how many there are, so all are lists."""
        ends: dict[str, Counter[str]] = defaultdict(Counter)
        for one in framed:
            for key, field in one.fields.items():
                ends[field.path][key] += 1
        declared = {iri for iri, types in self._types.items() if types & {_OBJECT, _DATATYPE}}
        found: dict[str, Definition] = {}
        for iri in sorted({*self._asked, *declared, *self._used}, key=self._own_first):
            often = sorted(ends[iri].items(), key=lambda one: (-one[1], one[0]))
            wanted = [] if iri.startswith(self._ldg) else [key for key, _ in often]
            for key in (*wanted, local_name(iri)):
                if is_key(key) and key not in found:
                    found[key] = {"@id": iri, **_typed(self._anywhere(iri), is_single=False)}
                    break
        for iri, (key, definition) in _OF_DOCUMENTS.items():
            found.setdefault(key, {"@id": iri, **definition, "@container": "@set"})
        return dict(sorted(found.items()))

    def _anywhere(self, iri: str) -> str:
        """Say what values a property has: as declared, as shapes agree, as the ontology uses it."""
        for said in (self._declared(iri), self._asked[iri], self._used.get(iri, set())):
            if said:
                return _only(said)
        return ""

    def _declared(self, iri: str) -> set[str]:
        types, ranges = self._types.get(iri, set()), self._ranges.get(iri, set())
        if _OBJECT in types:
            return {"@id"}
        if _DATATYPE in types and len(ranges) == 1 and RDFS + "Literal" not in ranges:
            return ranges
        return {LANG_STRING} if iri in _TEXTS else set()

    def _defined(self, field: Field) -> Definition:
        """Say of a property of a class how its values are written."""
        types = types_of(field)
        said = _only(types) if types else self._anywhere(field.path)
        is_single = field.one_a_language if said == LANG_STRING else field.is_single
        return {"@id": field.path, **_typed(said, is_single=is_single)}


def _only(said: set[str]) -> str:
    return next(iter(said)) if len(said) == 1 else ""


def _used(store: ox.Store) -> dict[str, set[str]]:
    """Say of each property what values it has: named, or of which datatypes."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in store:
        if one.predicate.value != TYPE:
            is_literal = isinstance(one.object, ox.Literal)
            found[one.predicate.value].add(one.object.datatype.value if is_literal else "@id")
    return found


def is_key(name: str) -> bool:
    """Whether a name can be a key: plain letters and digits, and no scheme of addresses.

    >>> is_key("vanafNiveau"), is_key("a:b"), is_key("urn"), is_key("")
    (True, False, False, False)
    """
    plain = name.replace("_", "").replace("-", "")
    return plain.isalnum() and name.isascii() and name not in _SCHEMES


def types_of(field: Field) -> set[str]:
    """Say what the values of a property are: of datatypes, or named."""
    found = set(field.datatypes) | {one.datatype.value for one in field.texts}
    if field.classes or field.choices or field.is_iri:
        found.add("@id")
    return found


def _typed(said: str, *, is_single: bool) -> dict[str, object]:
    if said == LANG_STRING:
        return {"@container": LANGUAGES if is_single else [LANGUAGES, "@set"]}
    typed: dict[str, object] = {} if said in {"", XSD + "string"} else {"@type": said}
    return typed if is_single else {**typed, "@container": "@set"}


def hidden(vocabulary: Vocabulary, name: str) -> list[str]:
    """Give the keys that do not hold in things of a class: it has another for the property.

    A program that makes JSON of RDF would choose the one for which there may be several.
    """
    own = {one["@id"]: key for key, one in vocabulary.scoped.get(name, {}).items()}
    return [key for key, one in vocabulary.terms.items() if own.get(one["@id"], key) != key]


def used_by(vocabulary: Vocabulary, types: Iterable[str]) -> dict[str, Definition]:
    """Give what holds in a thing of some classes, named by their keys."""
    found = dict(vocabulary.terms)
    for name in sorted(types):
        for key in hidden(vocabulary, name):
            found.pop(key, None)
        found.update(vocabulary.scoped.get(name, {}))
    return found

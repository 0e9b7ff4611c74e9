"""How large each dataset is and what is in it, counted: https://www.w3.org/TR/void/."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.catalogue.describe import (
    DCAT,
    VOID,
    Offer,
    catalogue_of,
    dataset_of,
)
from ldgraph.catalogue.statements import Statements
from ldgraph.catalogue.triples import by_subject, named, say, texts, whole_number
from ldgraph.graph.naming import LINKED_ONLY
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.terms import DCT, FOAF, RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.catalogue.dumps import Dump, Dumps
    from ldgraph.snapshot import Snapshot

PATH = "/.well-known/void"
_TITLES = (
    "Wat er in de openbare gegevens zit, geteld",
    "What is in the public data, counted",
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted of one dataset, the same statement in two graphs once."""

    triples: int
    #: Things that are said to be of some class.
    entities: int
    subjects: int
    objects: int
    #: Entities by class, and statements by property.
    classes: Mapping[str, int]
    properties: Mapping[str, int]
    #: Statements that lead out of the dataset, by the vocabulary that they lead to.
    links: Mapping[str, int]


def count(public: Snapshot, dumps: Dumps) -> dict[str, Figures]:
    """Count every dataset; by its name."""
    statements = Statements(public)
    prefixes = {
        iri: name for name, iri in prefixes_of(public.root).items() if iri.startswith("http")
    }
    bases = tuple(f"{base}/" for base in sorted({one.base for one in public.root.lineage()}))
    others = tuple(one.base + path for one in public.root.lineage() for path in LINKED_ONLY)
    known = _Namespaces(tuple(sorted(prefixes, key=len, reverse=True)), bases, others)
    return {one.part.name: _counted(one, statements, known) for one in dumps.dumps}


class _Namespaces:
    """Says which vocabulary of others an IRI is in: one that the root has a prefix for."""

    def __init__(
        self, prefixes: tuple[str, ...], bases: tuple[str, ...], others: tuple[str, ...]
    ) -> None:
        self._prefixes = prefixes
        self._bases = bases
        self._others = others
        self._found: dict[str, str] = {}

    def of(self, iri: str) -> str:
        """Give the namespace; empty for what is kept here."""
        start = _namespace(iri)
        if start not in self._found:
            self._found[start] = self._of(iri)
        return self._found[start]

    def _of(self, iri: str) -> str:
        if not iri.startswith("http") or (
            iri.startswith(self._bases) and not iri.startswith(self._others)
        ):
            return ""
        return next((one for one in self._prefixes if iri.startswith(one)), "")


def _counted(dump: Dump, statements: Statements, known: _Namespaces) -> Figures:
    lines = {line for graph in dump.part.graphs for line in statements.lines(graph)}
    subjects, objects, entities = set[str](), set[str](), set[str]()
    classes, properties, links = Counter[str](), Counter[str](), Counter[str]()
    for one in ox.parse(b"\n".join(sorted(lines)), ox.RdfFormat.N_TRIPLES):
        subject, predicate, value = str(one.subject), one.predicate.value, one.object
        subjects.add(subject)
        objects.add(str(value))
        properties[predicate] += 1
        if not isinstance(value, ox.NamedNode):
            continue
        if predicate == TYPE:
            classes[value.value] += 1
            if isinstance(one.subject, ox.NamedNode):
                entities.add(subject)
        elif namespace := known.of(value.value):
            links[namespace] += 1
    return Figures(
        *(len(lines), len(entities), len(subjects), len(objects)),
        *(dict(sorted(one.items())) for one in (classes, properties, links)),
    )


def describe(offer: Offer, figures: Mapping[str, Figures]) -> list[ox.Triple]:
    """Describe every dataset by its figures: each statement once, by subject together."""
    return [one for said in by_subject(_described(offer, figures)) for one in said]


def _described(offer: Offer, figures: Mapping[str, Figures]) -> Iterator[ox.Triple]:
    base, here = offer.dumps.base, offer.here
    own = here + PATH
    yield say(own, TYPE, named(VOID + "DatasetDescription"))
    yield from texts(own, DCT + "title", _TITLES)
    for whole in offer.dumps.dumps[:1]:
        yield say(own, FOAF + "primaryTopic", named(dataset_of(base, whole.part.name)))
    for one in offer.dumps.dumps:
        yield say(own, FOAF + "topic", named(dataset_of(base, one.part.name)))
    yield say(own, RDFS + "seeAlso", named(catalogue_of(base)))
    for one in offer.dumps.dumps:
        yield from _dataset(offer, one, figures[one.part.name])


def _dataset(offer: Offer, dump: Dump, found: Figures) -> Iterator[ox.Triple]:
    base, here, part = offer.dumps.base, offer.here, dump.part
    iri = dataset_of(base, part.name)
    yield say(iri, TYPE, named(VOID + "Dataset"))
    yield from texts(iri, DCT + "title", part.titles)
    yield say(iri, DCT + "license", named(offer.terms.licence))
    yield say(iri, DCAT + "version", ox.Literal(dump.version))
    yield say(iri, VOID + "uriSpace", ox.Literal(f"{base}/"))
    if part.within:
        yield say(iri, VOID + "sparqlEndpoint", named(f"{here}/sparql"))
    for file in dump.files:
        yield say(iri, VOID + "dataDump", named(f"{here}/download/{file.name}"))
    if part.within and dump is not offer.dumps.dumps[0]:
        whole = dataset_of(base, offer.dumps.dumps[0].part.name)
        yield say(whole, VOID + "subset", named(iri))
    numbers = {
        "triples": found.triples,
        "entities": found.entities,
        "distinctSubjects": found.subjects,
        "distinctObjects": found.objects,
        "properties": len(found.properties),
        "classes": len(found.classes),
    }
    for name, number in numbers.items():
        yield say(iri, VOID + name, whole_number(number))
    for namespace in sorted({_namespace(one) for one in (*found.properties, *found.classes)}):
        yield say(iri, VOID + "vocabulary", named(namespace))
    yield from _partitions(iri, part.name, found)
    for number, (namespace, links) in enumerate(found.links.items()):
        link = ox.BlankNode(_label("l", part.name, number))
        yield say(link, TYPE, named(VOID + "Linkset"))
        yield say(link, VOID + "subjectsTarget", named(iri))
        yield say(link, VOID + "objectsTarget", named(namespace))
        yield say(link, VOID + "triples", whole_number(links))
        yield say(iri, VOID + "subset", link)


def _partitions(iri: str, name: str, found: Figures) -> Iterator[ox.Triple]:
    for number, (kind, entities) in enumerate(found.classes.items()):
        node = ox.BlankNode(_label("c", name, number))
        yield say(iri, VOID + "classPartition", node)
        yield say(node, VOID + "class", named(kind))
        yield say(node, VOID + "entities", whole_number(entities))
    for number, (verb, triples) in enumerate(found.properties.items()):
        node = ox.BlankNode(_label("p", name, number))
        yield say(iri, VOID + "propertyPartition", node)
        yield say(node, VOID + "property", named(verb))
        yield say(node, VOID + "triples", whole_number(triples))


def _label(kind: str, name: str, number: int) -> str:
    return f"{kind}{name.replace('-', '')}x{number}"


def _namespace(iri: str) -> str:
    end = max(iri.rfind("/"), iri.rfind("#"))
    return iri[: (end if end >= 0 else iri.rfind(":")) + 1]

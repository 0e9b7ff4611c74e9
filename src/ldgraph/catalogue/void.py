"""How large each dataset is and what is in it, counted: https://www.w3.org/TR/void/."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.catalogue.describe import (
    DCAT,
    FOAF,
    PREFIXES,
    VOID,
    Offer,
    catalogue_of,
    dataset_of,
)
from ldgraph.catalogue.statements import Statements
from ldgraph.graph.naming import LINKED_ONLY
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.terms import DCT, RDFS, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.catalogue.dumps import Dump, Dumps
    from ldgraph.snapshot import Snapshot

PATH = "/.well-known/void"
#: How much of a namespace that no prefix stands for is taken: scheme and host.
_HOST = 3


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
    #: Statements that lead out of the dataset, by the namespace of others that they lead to.
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
    """Says which namespace of others an IRI is in, if it is in one."""

    def __init__(
        self, prefixes: tuple[str, ...], bases: tuple[str, ...], others: tuple[str, ...]
    ) -> None:
        self._prefixes = prefixes
        self._bases = bases
        self._others = others
        self._found: dict[str, str] = {}

    def of(self, iri: str) -> str:
        """Give the namespace; empty for what is kept here."""
        start = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        if start not in self._found:
            self._found[start] = self._of(iri)
        return self._found[start]

    def _of(self, iri: str) -> str:
        if not iri.startswith("http") or (
            iri.startswith(self._bases) and not iri.startswith(self._others)
        ):
            return ""
        fits = next((one for one in self._prefixes if iri.startswith(one)), "")
        return fits or "/".join(iri.split("/")[:_HOST]) + "/"


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
    """Describe every dataset by its figures."""
    return list(_described(offer, figures))


def _described(offer: Offer, figures: Mapping[str, Figures]) -> Iterator[ox.Triple]:
    base, here = offer.dumps.base, offer.here
    own = here + PATH
    whole, *_ = offer.dumps.dumps
    yield _t(own, TYPE, _iri(VOID + "DatasetDescription"))
    for lang, title in (
        ("nl", "Wat er in de openbare gegevens zit, geteld"),
        ("en", "What is in the public data, counted"),
    ):
        yield _t(own, DCT + "title", ox.Literal(title, language=lang))
    yield _t(own, FOAF + "primaryTopic", _iri(dataset_of(base, whole.part.name)))
    for one in offer.dumps.dumps:
        yield _t(own, FOAF + "topic", _iri(dataset_of(base, one.part.name)))
    yield _t(own, RDFS + "seeAlso", _iri(catalogue_of(base)))
    for one in offer.dumps.dumps:
        yield from _dataset(offer, one, figures[one.part.name])


def _dataset(offer: Offer, dump: Dump, found: Figures) -> Iterator[ox.Triple]:
    base, here, part = offer.dumps.base, offer.here, dump.part
    iri = dataset_of(base, part.name)
    yield _t(iri, TYPE, _iri(VOID + "Dataset"))
    for lang, title in zip(("nl", "en"), part.titles, strict=True):
        yield _t(iri, DCT + "title", ox.Literal(title, language=lang))
    yield _t(iri, DCT + "license", _iri(offer.terms.licence))
    yield _t(iri, DCAT + "version", ox.Literal(dump.version))
    yield _t(iri, VOID + "uriSpace", ox.Literal(f"{base}/"))
    if part.within:
        yield _t(iri, VOID + "sparqlEndpoint", _iri(f"{here}/sparql"))
    for file in dump.files:
        yield _t(iri, VOID + "dataDump", _iri(f"{here}/download/{file.name}"))
    if part.within and dump is not offer.dumps.dumps[0]:
        whole = dataset_of(base, offer.dumps.dumps[0].part.name)
        yield _t(whole, VOID + "subset", _iri(iri))
    numbers = {
        "triples": found.triples,
        "entities": found.entities,
        "distinctSubjects": found.subjects,
        "distinctObjects": found.objects,
        "properties": len(found.properties),
        "classes": len(found.classes),
    }
    for name, number in numbers.items():
        yield _t(iri, VOID + name, _number(number))
    for namespace in sorted({_namespace(one) for one in (*found.properties, *found.classes)}):
        yield _t(iri, VOID + "vocabulary", _iri(namespace))
    yield from _partitions(iri, part.name, found)
    for number, (namespace, links) in enumerate(found.links.items()):
        link = ox.BlankNode(_label("l", part.name, number))
        yield _t(link, TYPE, _iri(VOID + "Linkset"))
        yield _t(link, VOID + "subjectsTarget", _iri(iri))
        yield _t(link, VOID + "objectsTarget", _iri(namespace))
        yield _t(link, VOID + "triples", _number(links))
        yield _t(iri, VOID + "subset", link)


def _partitions(iri: str, name: str, found: Figures) -> Iterator[ox.Triple]:
    for number, (kind, entities) in enumerate(found.classes.items()):
        node = ox.BlankNode(_label("c", name, number))
        yield _t(iri, VOID + "classPartition", node)
        yield _t(node, VOID + "class", _iri(kind))
        yield _t(node, VOID + "entities", _number(entities))
    for number, (verb, triples) in enumerate(found.properties.items()):
        node = ox.BlankNode(_label("p", name, number))
        yield _t(iri, VOID + "propertyPartition", node)
        yield _t(node, VOID + "property", _iri(verb))
        yield _t(node, VOID + "triples", _number(triples))


def written(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Write a description in a form of RDF."""
    by_subject: dict[str, dict[ox.Triple, None]] = {}
    for one in triples:
        by_subject.setdefault(str(one.subject), {})[one] = None
    ordered = [one for said in by_subject.values() for one in said]
    return ox.serialize(ordered, format=form, prefixes=PREFIXES) or b""


def _label(kind: str, name: str, number: int) -> str:
    return f"{kind}{name.replace('-', '')}x{number}"


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _iri(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_iri(XSD + "integer"))


def _t(
    subject: str | ox.BlankNode,
    predicate: str,
    value: ox.NamedNode | ox.BlankNode | ox.Literal,
) -> ox.Triple:
    node = _iri(subject) if isinstance(subject, str) else subject
    return ox.Triple(node, _iri(predicate), value)

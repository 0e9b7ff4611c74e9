"""Does what a file says fit the place where it lies, and those who may read it?

What names a government together with how it fares is not for everyone, whatever the file says of
itself; and who may read a file is said twice, by its folder and by its own description.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.access import public_graphs
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import ACCESS_PUBLIC, DCT, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root, SourceFile

#: Kinds of which every instance is restricted.
_RESTRICTED = (
    "Beoordeling",
    "MaatregelBeoordeling",
    "Afname",
    "Interactie",
    "Score",
    "Behoefte",
    "Bevinding",
    "Toepassing",
    "IctOmgeving",
)
#: Kinds that are restricted where they are about one government.
_RESTRICTED_OF_ONE = ("RisicoInschatting", "Doelniveau")
#: What says whom something is about.
_ABOUT = ("bestuur", "metBestuur")
#: Below the base of the root that has the code list.
_PLANNED = "/id/concept/Interactiestatus/gepland"
_DATA = frozenset({Room.PUBLIC, Room.RESTRICTED})


def misplaced(dataset: Dataset, root: Root, locator: Locator) -> list[Finding]:
    """Give what lies where it may not, in no order.

    Codes: ``beperkt-in-openbaar`` (a public file describes something restricted),
    ``toegang-en-map-verschillen`` (folder and dct:accessRights say otherwise),
    ``verkeerd-bestuur`` (a government's file tells about another one) and
    ``waarde-in-databestand`` (a data file adds a value to a code list of the ontology).
    """
    checks = _Rooms(dataset, locator, prefixes_of(root))
    return [
        *checks.restricted_in_public(),
        *checks.folder_and_access(),
        *checks.of_another(),
        *checks.coined(),
    ]


def _classes(dataset: Dataset, file: SourceFile) -> set[object]:
    """Give the classes that are stated in a file."""
    typed = ox.NamedNode(TYPE), None, ox.NamedNode(file.graph)
    return {quad.object for quad in dataset.store.quads_for_pattern(None, *typed)}


def _governments(dataset: Dataset, file: SourceFile) -> set[object]:
    """Give the governments that a file says something about."""
    here, ldg = ox.NamedNode(file.graph), dataset.vocabulary.ldg
    return {
        quad.object
        for name in _ABOUT
        for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(ldg + name), None, here)
    }


class _Rooms:
    def __init__(self, dataset: Dataset, locator: Locator, prefixes: Mapping[str, str]) -> None:
        self._dataset = dataset
        self._store = dataset.store
        self._ldg = dataset.vocabulary.ldg
        self._files = dataset.by_graph()
        self._public = public_graphs(dataset)
        self._locator = locator
        self._prefixes = prefixes
        bases = {file.root.base for file in dataset.files}
        self._planned: set[object] = {ox.NamedNode(base + _PLANNED) for base in bases}

    def restricted_in_public(self) -> Iterator[Finding]:
        messages = {
            "nl": "dit hoort niet in een openbaar bestand: zet het in data/beperkt, in het bestand "
            "van het bestuur of van het programma",
            "en": "this does not belong in a public file: put it in data/beperkt, in the file of "
            "the government or of the programme",
        }
        kinds = {
            kind: name
            for name in reversed((*_RESTRICTED, *_RESTRICTED_OF_ONE))
            for kind in self._kinds(self._ldg + name)
        }
        for file in self._files.values():
            open_to_all = file.graph in self._public or file.room is Room.PUBLIC
            if not open_to_all or file.room is Room.BESIDE:
                continue
            here = ox.NamedNode(file.graph)
            for kind in kinds.keys() & self._dataset.seen(file, _classes):
                for quad in self._store.quads_for_pattern(None, ox.NamedNode(TYPE), kind, here):
                    if not self._may_be_public(kinds[kind], quad):
                        yield self._locator.finding("beperkt-in-openbaar", quad, messages)

    def _kinds(self, top: str) -> list[ox.NamedNode]:
        """Give a class and those below it."""
        found, todo = [], [ox.NamedNode(top)]
        while todo:
            kind = todo.pop()
            if kind not in found:
                found.append(kind)
                below = ox.NamedNode(RDFS + "subClassOf")
                quads = self._store.quads_for_pattern(None, below, kind, None)
                todo += [one.subject for one in quads if isinstance(one.subject, ox.NamedNode)]
        return found

    def _may_be_public(self, name: str, quad: ox.Quad) -> bool:
        if name in _RESTRICTED_OF_ONE:
            return not self._says(quad, "bestuur")
        if name != "Interactie" or self._says(quad, "metBestuur"):
            return False
        # What the programme plans is public as long as it names no government.
        status = self._says(quad, "interactiestatus")
        return len(status) == 1 and status <= self._planned

    def _says(self, quad: ox.Quad, name: str) -> set[object]:
        predicate = ox.NamedNode(self._ldg + name)
        found = self._store.quads_for_pattern(quad.subject, predicate, None, None)
        return {one.object for one in found}

    def folder_and_access(self) -> Iterator[Finding]:
        stated = self._store.quads_for_pattern(None, ox.NamedNode(DCT + "accessRights"), None, None)
        for quad in stated:
            file = self._files[quad.graph_name.value]  # type: ignore[union-attr]
            if file.room not in _DATA or quad.subject != quad.graph_name:
                continue
            says_public = quad.object == ox.NamedNode(ACCESS_PUBLIC)
            if says_public == (file.room is Room.PUBLIC):
                continue
            here, other = ("beperkt", "openbaar") if file.restricted else ("openbaar", "beperkt")
            right = "toegang:NON_PUBLIC" if file.restricted else "toegang:PUBLIC"
            messages = {
                "nl": f"dit bestand ligt in data/{here} en zegt iets anders over zijn toegang: "
                f"verplaats het naar data/{other}, of schrijf {right}",
                "en": f"this file lies in data/{here} and says otherwise about its access: move it "
                f"to data/{other}, or write {right}",
            }
            yield self._locator.finding("toegang-en-map-verschillen", quad, messages)

    def of_another(self) -> Iterator[Finding]:
        readers: dict[str, set[object]] = {}
        reads = ox.NamedNode(self._ldg + "leesbaarVoor")
        for quad in self._store.quads_for_pattern(None, reads, None, None):
            if quad.subject == quad.graph_name:
                readers.setdefault(str(quad.graph_name.value), set()).add(quad.object)  # type: ignore[union-attr]
        for graph, allowed in sorted(readers.items()):
            if self._dataset.seen(self._files[graph], _governments) <= allowed:
                continue
            for name in _ABOUT:
                predicate = ox.NamedNode(self._ldg + name)
                for quad in self._store.quads_for_pattern(
                    None, predicate, None, ox.NamedNode(graph)
                ):
                    if quad.object in allowed:
                        continue
                    whose = ", ".join(sorted(self._short(one) for one in allowed))
                    messages = {
                        "nl": f"dit bestand is leesbaar voor {whose} en zegt hier iets over "
                        f"{self._short(quad.object)}: zet dat in het bestand van dat bestuur, of "
                        "in dat van het programma als het over meerdere gaat",
                        "en": f"this file is readable by {whose} and says something here about "
                        f"{self._short(quad.object)}: put that in the file of that government, or "
                        "in the programme's if it is about several",
                    }
                    yield self._locator.finding("verkeerd-bestuur", quad, messages)

    def coined(self) -> Iterator[Finding]:
        listed = ox.NamedNode(SKOS + "inScheme")
        scheme = ox.NamedNode(SKOS + "ConceptScheme")
        own = {
            quad.subject
            for quad in self._store.quads_for_pattern(None, ox.NamedNode(TYPE), scheme, None)
            if self._room(quad) is Room.ONTOLOGY
        }
        for one in sorted(own, key=str):
            for quad in self._store.quads_for_pattern(None, listed, one, None):
                if self._room(quad) is Room.ONTOLOGY:
                    continue
                messages = {
                    "nl": f"codelijst {self._short(one)} staat in ontology/codelijsten: voeg een "
                    "waarde daar toe, of kies een bestaande",
                    "en": f"code list {self._short(one)} stands in ontology/codelijsten: add a "
                    "value there, or choose one that exists",
                }
                yield self._locator.finding("waarde-in-databestand", quad, messages)

    def _room(self, quad: ox.Quad) -> Room:
        return self._file(quad).room

    def _file(self, quad: ox.Quad) -> SourceFile:
        return self._files[quad.graph_name.value]  # type: ignore[union-attr]

    def _short(self, term: object) -> str:
        iri = term.value if isinstance(term, ox.NamedNode) else str(term)
        return shorten(iri, self._prefixes)


def is_restricted(names: Iterable[str], *, is_of_one: bool, is_planned: bool) -> bool:
    """Say whether a thing may not be in a public file.

    Args:
        names: The local names of its class and of those above it.
        is_of_one: It names a government (``ldg:bestuur``).
        is_planned: It is only planned, and names no government.
    """
    kinds = set(names)
    if kinds & set(_RESTRICTED_OF_ONE):
        return is_of_one
    return bool(kinds & set(_RESTRICTED)) and not ("Interactie" in kinds and is_planned)

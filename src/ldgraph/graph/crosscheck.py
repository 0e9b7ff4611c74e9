"""What no shape can see: what a file is, names that nothing declares, values that are none.

Shapes see one graph in which all files are united; these checks see which file says what.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity
from ldgraph.graph.access import public_graphs
from ldgraph.graph.foreign import Unknown, space_of, undeclared
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import LDG, TYPE
from ldgraph.turtle.faults import fault
from ldgraph.turtle.literals import example, is_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root, SourceFile

#: Kept by others under the same base: linked, never defined here.
LINKED_ONLY = ("/id/gemeente/", "/id/organisatie/", "/id/licentie/")
_NEAR_ENOUGH = 0.75


@dataclass(slots=True)
class _Seen:
    """What one pass over all statements gathers; names are IRIs."""

    subjects: set[str] = field(default_factory=set)
    predicates: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    literals: set[tuple[str, str]] = field(default_factory=set)
    #: Thing to the graphs that state its class.
    typed: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def crosscheck(dataset: Dataset, root: Root, locator: Locator) -> list[Finding]:
    """Give what is wrong across files, in no order.

    Codes: ``graaf-ontbreekt`` (a data file does not say what graph it is), ``onbekende-term``,
    ``niet-verklaarde-term`` (of a vocabulary that is not ours), ``onbekend-vocabularium``,
    ``verwijzing-naar-niets``, ``dubbel-beschreven``, ``openbaar-noemt-beperkt`` (a public file
    names what only a restricted one describes) and ``turtle-bad-literal``.
    """
    seen = _look(dataset)
    checks = _Checks(dataset, locator, prefixes_of(root), dataset.by_graph())
    return [
        *checks.undescribed(seen),
        *checks.unknown_terms(seen),
        *checks.dangling(seen, root),
        *checks.told_twice(seen),
        *checks.leaks(seen),
        *checks.bad_literals(seen),
    ]


def _look(dataset: Dataset) -> _Seen:
    seen = _Seen()
    for quad in dataset.store:
        subject, predicate, thing, graph = quad
        if isinstance(subject, ox.NamedNode):
            seen.subjects.add(subject.value)
        seen.predicates.add(predicate.value)
        if isinstance(thing, ox.NamedNode):
            if predicate.value == TYPE:
                seen.classes.add(thing.value)
                if isinstance(subject, ox.NamedNode):
                    seen.typed[subject.value].add(graph.value)
            else:
                seen.objects.add(thing.value)
        elif isinstance(thing, ox.Literal):
            seen.literals.add((thing.value, thing.datatype.value))
    return seen


@dataclass(frozen=True, slots=True)
class _Checks:
    dataset: Dataset
    locator: Locator
    prefixes: Mapping[str, str]
    files: Mapping[str, SourceFile]

    def undescribed(self, seen: _Seen) -> Iterator[Finding]:
        broken = {fault.graph for fault in self.dataset.faults}
        for file in self.dataset.files:
            is_data = file.room in {Room.PUBLIC, Room.RESTRICTED}
            if is_data and file.graph not in broken and file.graph not in seen.typed:
                messages = {
                    "nl": "dit bestand zegt niet wat het is: begin met '<> a ldg:Graaf ;' en geef "
                    "titel (dct:title), bron (dct:source), datum (dct:modified) en toegang "
                    "(dct:accessRights)",
                    "en": "this file does not say what it is: begin with '<> a ldg:Graaf ;' and "
                    "give its title (dct:title), source (dct:source), date (dct:modified) and "
                    "access (dct:accessRights)",
                }
                at = Position(file.shown, 1, 1, 1, 1)
                yield Finding(
                    "graaf-ontbreekt",
                    Severity.VIOLATION,
                    messages,
                    at,
                    graph=file.graph,
                    focus=f"<{file.graph}>",
                    restricted=file.restricted,
                )

    def unknown_terms(self, seen: _Seen) -> Iterator[Finding]:
        used = seen.predicates | seen.classes
        ours = {iri for iri in used if iri.startswith(LDG)}
        known = {iri for iri in seen.subjects if iri.startswith(LDG)}
        nowhere: list[Unknown] = []
        for iri in sorted(ours - known):
            yield from self._each_use(iri, "onbekende-term", _nearest(iri, known))
        for unknown in undeclared(used - ours, seen.subjects | self._named_by_us()):
            if unknown.meant:
                yield from self._each_use(unknown.iri, "onbekende-term", unknown.meant)
            else:
                nowhere.append(unknown)
        yield from self._nowhere_declared(nowhere)

    def _named_by_us(self) -> set[str]:
        """Give the terms that the ontology and the shapes speak of."""
        shapes = {quad.object for quad in self.dataset.shapes}
        ontology = {
            quad.object
            for file in self.dataset.files
            if file.room is Room.ONTOLOGY
            for quad in self.dataset.store.quads_for_pattern(
                None, None, None, ox.NamedNode(file.graph)
            )
            if quad.predicate.value != TYPE
        }
        return {one.value for one in shapes | ontology if isinstance(one, ox.NamedNode)}

    def _nowhere_declared(self, names: list[Unknown]) -> Iterator[Finding]:
        """Name terms that nothing declares: in a root each, beside it each vocabulary."""
        uses: dict[tuple[str, str], list[ox.Quad]] = defaultdict(list)
        for iri, _, known_space in names:
            for quad in self._uses(iri):
                graph = quad.graph_name.value  # type: ignore[union-attr]
                room = self.files[graph].room
                if room is not Room.ONTOLOGY:
                    apart = room is Room.BESIDE and not known_space
                    uses[graph, space_of(iri) if apart else iri].append(quad)
        for (graph, name), quads in sorted(uses.items()):
            beside = self.files[graph].room is Room.BESIDE
            severity = Severity.INFO if beside else Severity.WARNING
            if name == space_of(name):
                code = "onbekend-vocabularium"
                messages = {
                    "nl": f"de vocabulaire <{name}> is hier niet bekend: of haar namen juist zijn, "
                    "is niet nagekeken",
                    "en": f"the vocabulary <{name}> is not known here: whether its names are right "
                    "was not checked",
                }
            else:
                code = "niet-verklaarde-term"
                shown = shorten(name, self.prefixes)
                messages = {
                    "nl": f"{shown} staat in geen bekende vocabulaire: verbeter de naam, of "
                    "beschrijf de term in ontology/",
                    "en": f"{shown} is in no vocabulary that is known: correct the name, or "
                    "describe the term in ontology/",
                }
            found = [self._finding(code, one, messages, self._mark(one)) for one in quads]
            yield replace(min(found, key=Finding.sort_key), severity=severity)

    def _uses(self, iri: str) -> Iterator[ox.Quad]:
        """Give the statements that use a term as property or as class."""
        node = ox.NamedNode(iri)
        yield from self.dataset.store.quads_for_pattern(None, node, None, None)
        yield from self.dataset.store.quads_for_pattern(None, ox.NamedNode(TYPE), node, None)

    @staticmethod
    def _mark(quad: ox.Quad) -> str:
        return "value" if quad.predicate.value == TYPE else "property"

    def dangling(self, seen: _Seen, root: Root) -> Iterator[Finding]:
        start = f"{root.base}/id/"
        linked_only = tuple(root.base + one for one in LINKED_ONLY)
        ours = {
            iri
            for iri in seen.objects
            if iri.startswith((start, LDG)) and not iri.startswith(linked_only)
        }
        missing = sorted(ours - seen.subjects)
        folders: dict[str, set[str]] = {iri.rpartition("/")[0]: set() for iri in missing}
        for one in seen.subjects:
            folder = one.rpartition("/")[0]
            if folder in folders:
                folders[folder].add(one)
        for iri in missing:
            near = folders[iri.rpartition("/")[0]]
            for found in self._each_use(iri, "verwijzing-naar-niets", _nearest(iri, near)):
                # Others live under the same base: of their kinds of things we know nothing.
                if near or self.files[found.graph or ""].room is not Room.BESIDE:
                    yield found

    def _each_use(self, iri: str, code: str, meant: str | None) -> Iterator[Finding]:
        node, name = ox.NamedNode(iri), shorten(iri, self.prefixes)
        messages = {
            "nl": f"{name} bestaat niet: verbeter de naam, of voeg de beschrijving toe",
            "en": f"{name} does not exist: correct the name, or add its description",
        }
        store = self.dataset.store
        for quad in (
            *store.quads_for_pattern(None, node, None, None),
            *store.quads_for_pattern(None, None, node, None),
        ):
            mark = "value" if quad.object == node else "property"
            yield self._finding(code, quad, messages, mark, meant)

    def told_twice(self, seen: _Seen) -> Iterator[Finding]:
        for iri, graphs in seen.typed.items():
            inside = sorted(graph for graph in graphs if self.files[graph].room != Room.BESIDE)
            for graph in inside[1:]:
                messages = {
                    "nl": f"dit staat ook al in {self.files[inside[0]].shown}: beschrijf elk ding "
                    "in één bestand",
                    "en": f"this also stands in {self.files[inside[0]].shown}: describe each thing "
                    "in one file",
                }
                quad = self._statement(iri, TYPE, graph)
                yield self._finding("dubbel-beschreven", quad, messages, "subject")

    def leaks(self, seen: _Seen) -> Iterator[Finding]:
        """Find public statements about, or naming, what only restricted files describe."""
        restricted = self.files.keys() - public_graphs(self.dataset)
        secret = {iri for iri, graphs in seen.typed.items() if graphs <= restricted} | restricted
        messages = {
            "nl": "een openbaar bestand noemt hier iets dat alleen in een beperkt bestand staat: "
            "zet deze uitspraak in het beperkte bestand",
            "en": "a public file names here what only a restricted file describes: move this "
            "statement to the restricted file",
        }
        for iri in sorted(secret & (seen.objects | seen.subjects)):
            node = ox.NamedNode(iri)
            for quad in (
                *self.dataset.store.quads_for_pattern(node, None, None, None),
                *self.dataset.store.quads_for_pattern(None, None, node, None),
            ):
                if quad.graph_name.value not in restricted:  # type: ignore[union-attr]
                    mark = "value" if quad.object == node else "subject"
                    yield self._finding("openbaar-noemt-beperkt", quad, messages, mark)

    def bad_literals(self, seen: _Seen) -> Iterator[Finding]:
        for value, datatype in sorted(seen.literals):
            if is_value(value, datatype):
                continue
            literal = ox.Literal(value, datatype=ox.NamedNode(datatype))
            name, shown = shorten(datatype, self.prefixes), example(datatype)
            for quad in self.dataset.store.quads_for_pattern(None, None, literal, None):
                graph = quad.graph_name.value  # type: ignore[union-attr]
                at = self.locator.place(graph, quad.subject, quad.predicate.value, literal)
                file = self.files[graph]
                found = fault(
                    "turtle-bad-literal",
                    at or Position(file.shown, 1, 1, 1, 1),
                    found=f'"{value}"',
                    datatype=name,
                    like_nl=f', zoals "{shown}"',
                    like_en=f', such as "{shown}"',
                )
                yield self._of(found, file, quad)

    def _statement(self, subject: str, predicate: str, graph: str) -> ox.Quad:
        nodes = (ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.NamedNode(graph))
        return next(iter(self.dataset.store.quads_for_pattern(*nodes)))

    def _finding(
        self,
        code: str,
        quad: ox.Quad,
        messages: dict[str, str],
        mark: str = "property",
        meant: str | None = None,
    ) -> Finding:
        graph = quad.graph_name.value  # type: ignore[union-attr]
        predicate = "" if mark == "subject" else quad.predicate.value
        value = quad.object if mark == "value" else None
        at = self.locator.place(graph, quad.subject, predicate, value)
        suggestion = shorten(meant, self.prefixes) if meant else None
        found = Finding(code, Severity.VIOLATION, messages, at, suggestion=suggestion)
        return self._of(found, self.files[graph], quad)

    @staticmethod
    def _of(found: Finding, file: SourceFile, quad: ox.Quad) -> Finding:
        return replace(
            found,
            graph=file.graph,
            focus=str(quad.subject),
            path=str(quad.predicate),
            value=str(quad.object),
            restricted=file.restricted,
        )


def _nearest(iri: str, known: set[str]) -> str | None:
    """Find the known IRI that was likely meant; only what follows the last / or # counts."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    tails = {one[cut:]: one for one in known if one[:cut] == iri[:cut]}
    near = difflib.get_close_matches(iri[cut:], sorted(tails), n=1, cutoff=_NEAR_ENOUGH)
    return tails[near[0]] if near else None

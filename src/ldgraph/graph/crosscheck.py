"""What no shape can see: what a file is, names that nothing declares, values that are none.

Shapes see one graph in which all files are united; these checks see which file says what.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Position, Severity
from ldgraph.graph.access import public_graphs
from ldgraph.graph.fixes import Pen
from ldgraph.graph.looks import Look, look
from ldgraph.graph.naming import misnamed
from ldgraph.graph.places import CONFIG, Room, shown_path
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.graph.valued import with_likely
from ldgraph.terms import TERMS, TYPE, term_of
from ldgraph.turtle.faults import told
from ldgraph.turtle.literals import example

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root, SourceFile


@dataclass(frozen=True, slots=True)
class _Seen:
    """What all graphs name together."""

    subjects: set[str]
    predicates: set[str]
    classes: set[str]
    objects: set[str]
    bad_literals: set[tuple[str, str]]
    #: Thing to the graphs that state its class.
    typed: Mapping[str, list[str]]
    looks: Mapping[str, Look]


def crosscheck(dataset: Dataset, root: Root, locator: Locator) -> list[Finding]:
    """Give what is wrong across files, in no order.

    Codes: ``graaf-ontbreekt`` (a data file does not say what graph it is), those of ``misnamed``,
    ``vocabulary-elsewhere`` (terms below another base than where the root has them),
    ``dubbel-beschreven``, ``openbaar-noemt-beperkt`` (a public file names what only a restricted
    one describes) and ``turtle-bad-literal``.
    """
    seen = _see(dataset)
    checks = _Checks(dataset, locator, prefixes_of(root), dataset.by_graph())
    return [
        *checks.undescribed(seen),
        *misnamed(dataset, root, locator, seen),
        *checks.elsewhere(seen, root),
        *checks.told_twice(seen),
        *checks.leaks(seen),
        *with_likely(checks.bad_literals(seen), Pen(dataset)),
    ]


def _see(dataset: Dataset) -> _Seen:
    looks = {graph: dataset.seen(file, look) for graph, file in dataset.by_graph().items()}
    typed: dict[str, list[str]] = defaultdict(list)
    for graph, one in looks.items():
        for thing in one.typed:
            typed[thing].append(graph)
    return _Seen(
        set().union(*(one.subjects for one in looks.values())),
        set().union(*(one.predicates for one in looks.values())),
        set().union(*(one.classes for one in looks.values())),
        set().union(*(one.objects for one in looks.values())),
        set().union(*(one.bad_literals for one in looks.values())),
        typed,
        looks,
    )


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

    def elsewhere(self, seen: _Seen, root: Root) -> Iterator[Finding]:
        """Find terms below another base than where they are looked for: no check sees those."""
        ours, ontology, others = root.vocabulary, set[str](), dict[str, set[str]]()
        for graph, one in seen.looks.items():
            if self.files[graph].room is Room.ONTOLOGY:
                ontology |= {iri for iri in one.subjects if term_of(iri)}
            others[graph] = {iri for iri in one.predicates | one.classes if ours.is_elsewhere(iri)}
        away = min(ontology, default="")
        if away and not any(iri.startswith(ours.ldg) for iri in ontology):
            base, at = _base_of(away), shown_path(root.lineage()[0].path / CONFIG)
            messages = {
                "nl": f"de ontologie heeft haar termen bij {base}, en base is {ours.base}, zodat "
                f"niets ervan nagekeken is: zet base terug, en verander ze met 'ldgraph rename "
                f"--base {base} {ours.base}'",
                "en": f"the ontology has its terms below {base}, and base is {ours.base}, so that "
                f"nothing of them was checked: put base back, and change it with 'ldgraph rename "
                f"--base {base} {ours.base}'",
            }
            yield _unchecked(messages, at)
            return
        for graph, names in others.items():
            if names:
                base, file = _base_of(min(names)), self.files[graph]
                messages = {
                    "nl": f"dit bestand noemt termen bij {base}, en ze staan bij {ours.base}, "
                    "zodat dit niet nagekeken is: geef in de root van dit bestand 'ldgraph rename "
                    f"--base {base} {ours.base}'",
                    "en": f"this file names terms below {base}, and they are below {ours.base}, so "
                    "that this was not checked: give in the root of this file 'ldgraph rename "
                    f"--base {base} {ours.base}'",
                }
                found = _unchecked(messages, file.shown)
                yield replace(found, graph=graph, restricted=file.restricted)

    def told_twice(self, seen: _Seen) -> Iterator[Finding]:
        for iri, graphs in seen.typed.items():
            if len(graphs) == 1:
                continue
            # The public description comes first: it is the other one that is told to go.
            inside = sorted(
                (one for one in graphs if self.files[one].room != Room.BESIDE),
                key=lambda one: (self.files[one].restricted, one),
            )
            for graph in inside[1:]:
                messages = {
                    "nl": f"dit staat ook al in {self.files[inside[0]].shown}: beschrijf elk ding "
                    "in één bestand",
                    "en": f"this also stands in {self.files[inside[0]].shown}: describe each thing "
                    "in one file",
                }
                quad = self._statement(iri, TYPE, graph)
                yield self.locator.finding("dubbel-beschreven", quad, messages, "subject")

    def leaks(self, seen: _Seen) -> Iterator[Finding]:
        """Find public statements about, or naming, what only restricted files describe."""
        restricted = self.files.keys() - public_graphs(self.dataset)
        secret = {
            iri for iri, graphs in seen.typed.items() if restricted.issuperset(graphs)
        } | restricted
        messages = {
            "nl": "een openbaar bestand noemt hier iets dat alleen in een beperkt bestand staat: "
            "zet deze uitspraak in het beperkte bestand",
            "en": "a public file names here what only a restricted file describes: move this "
            "statement to the restricted file",
        }
        for graph, named in seen.looks.items():
            if graph in restricted:
                continue
            for iri in sorted(secret & (named.subjects | named.objects)):
                node, here = ox.NamedNode(iri), ox.NamedNode(graph)
                for quad in (
                    *self.dataset.store.quads_for_pattern(node, None, None, here),
                    *self.dataset.store.quads_for_pattern(None, None, node, here),
                ):
                    mark = "value" if quad.object == node else "subject"
                    yield self.locator.finding("openbaar-noemt-beperkt", quad, messages, mark)

    def bad_literals(self, seen: _Seen) -> Iterator[Finding]:
        for value, datatype in sorted(seen.bad_literals):
            literal = ox.Literal(value, datatype=ox.NamedNode(datatype))
            shown = example(datatype)
            messages = told(
                "turtle-bad-literal",
                found=f'"{value}"',
                datatype=shorten(datatype, self.prefixes),
                like_nl=f', zoals "{shown}"',
                like_en=f', such as "{shown}"',
            )
            for quad in self.dataset.store.quads_for_pattern(None, None, literal, None):
                yield self.locator.finding("turtle-bad-literal", quad, messages)

    def _statement(self, subject: str, predicate: str, graph: str) -> ox.Quad:
        nodes = (ox.NamedNode(subject), ox.NamedNode(predicate), None, ox.NamedNode(graph))
        # Of several the same one is shown at every run.
        return min(self.dataset.store.quads_for_pattern(*nodes), key=str)


def _base_of(term: str) -> str:
    """Give the base of a term of the project."""
    return term.removesuffix(f"{TERMS}#{term_of(term)}")


def _unchecked(messages: Mapping[str, str], shown: str) -> Finding:
    at = Position(shown, 1, 1, 1, 1)
    return Finding("vocabulary-elsewhere", Severity.VIOLATION, messages, at, unchecked=True)

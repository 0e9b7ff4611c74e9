"""What keeps a shapes graph from saying what its writer meant, found before it is run.

SHACL leaves open what an engine does with an ill-formed shape: some pass over it, some stop. Here
each is named, and ``sound`` gives the shapes without it, so that the rest can be run.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.shacl import patterns, sparql, values
from ldgraph.shacl.components import read_components
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.shacl.paths import read_path
from ldgraph.shacl.results import ShapesError, Term
from ldgraph.shacl.values import BOOLEANS, COUNTS
from ldgraph.shacl.vocabulary import LISTS, LOGIC, NAMES, NESTING, TARGETS, UNSUPPORTED
from ldgraph.terms import SH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: At most one of these on a shape.
_SINGLE = frozenset(
    (*COUNTS, *BOOLEANS, "datatype", "nodeKind", "pattern", "in", "languageIn", "severity")
) - {"qualifiedValueShapesDisjoint"}
_NEAR_ENOUGH = 0.7


class Fault(NamedTuple):
    """One thing wrong with a shape: at a statement of it, or with the shape itself."""

    node: Term
    #: IRI of the property at which it is; empty for the shape itself.
    predicate: str
    value: Term | None
    english: str
    dutch: str
    #: The name that was likely meant, as an IRI.
    suggestion: str | None = None
    #: False where the shape does all that it says, but for the statement at fault.
    whole: bool = False


def faults(graph: ShapesGraph) -> list[Fault]:
    """Give everything that is wrong with the shapes of a graph, in the order of the graph."""
    finder = _Finder(graph)
    found = [*finder.unknown_names(), *finder.components()]
    for node in finder.shapes:
        found += finder.of_shape(node)
    # One statement may be wrong in several ways; what was found first says most.
    first: dict[object, Fault] = {}
    for one in (*found, *finder.rings()):
        first.setdefault((one.node, one.predicate, one.value), one)
    return list(first.values())


def endless(quads: Iterable[ox.Quad]) -> list[Fault]:
    """Give the patterns that an engine with Python's regular expressions may never be done with."""
    graph = ShapesGraph(quads)
    english = "pySHACL may take for ever over this pattern, and does not run it"
    dutch = "pySHACL is met dit patroon mogelijk nooit klaar, en voert het niet uit"
    return [
        Fault(node, SH + "pattern", value, english, dutch)
        for node in graph.nodes()
        for value in graph.objects(node, SH + "pattern")
        if isinstance(value, ox.Literal) and patterns.may_take_for_ever(value.value)
    ]


def whole(shape: Term, error: ShapesError) -> Fault:
    """Make the refusal of a shape a fault of all of it."""
    return Fault(shape, "", None, error.messages["en"], error.messages["nl"], whole=True)


def sound(quads: Iterable[ox.Quad], found: Iterable[Fault]) -> ox.Store:
    """Give the shapes that can be run: without statements at fault, and without broken shapes.

    A shape within a ``sh:not`` and the like means another thing when a part of it is gone, so it
    goes whole, and what refers to it too.
    """
    wrong = list(found)
    gone = {(one.node, one.predicate, one.value) for one in wrong}
    listed = [
        quad for quad in quads if (quad.subject, quad.predicate.value, quad.object) not in gone
    ]
    graph = ShapesGraph(listed)
    nested = {inner for node in graph.nodes() for inner in _within(graph, node, LOGIC)}
    broken = {one.node for one in wrong if one.whole or one.node in nested}
    grown = True
    while grown:
        more = {
            node
            for node in graph.nodes()
            if node not in broken
            and (
                broken.intersection(_within(graph, node, LOGIC))
                or (node in nested and broken.intersection(_within(graph, node, NESTING)))
            )
        }
        grown = bool(more)
        broken |= more
    store = ox.Store()
    store.extend(
        quad for quad in listed if quad.subject not in broken and quad.object not in broken
    )
    return store


def _within(graph: ShapesGraph, node: Term, names: Iterable[str]) -> Iterator[Term]:
    """Give the shapes that a shape refers to by some parameters."""
    for name in names:
        for value in graph.objects(node, SH + name):
            yield from graph.items(value) if name in LISTS else [value]


class _Finder:
    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self.shapes = self._shapes()
        self._as_property = {
            inner for node in graph.nodes() for inner in graph.objects(node, SH + "property")
        }

    def _shapes(self) -> list[Term]:
        """Give every node that is a shape: by its class, a target, or what refers to it."""
        kinds = {ox.NamedNode(SH + "NodeShape"), ox.NamedNode(SH + "PropertyShape")}
        found: dict[Term, None] = {}
        for node in self.graph.nodes():
            if kinds.intersection(self.graph.objects(node, TYPE)) or any(
                self.graph.objects(node, SH + name) for name in TARGETS
            ):
                found[node] = None
        todo = list(found)
        while todo:
            for inner in _within(self.graph, todo.pop(), NESTING):
                if inner not in found:
                    found[inner] = None
                    todo.append(inner)
        return list(found)

    def unknown_names(self) -> Iterator[Fault]:
        """Find names in SHACL's namespace that SHACL does not have."""
        for node in self.graph.nodes():
            for predicate, given in self.graph.said(node).items():
                if _is_unknown(predicate):
                    yield _unknown(node, predicate, None, predicate)
                for value in given:
                    if isinstance(value, ox.NamedNode) and _is_unknown(value.value):
                        yield _unknown(node, predicate, value, value.value)

    def components(self) -> Iterator[Fault]:
        """Find declared components that cannot be used."""
        try:
            read_components(self.graph)
        except ShapesError as error:
            yield whole(error.shape or ox.BlankNode(), error)

    def of_shape(self, node: Term) -> Iterator[Fault]:
        """Find what is wrong with one shape."""
        if isinstance(node, ox.Literal) or not self.graph.said(node):
            yield from self._missing(node)
            return
        yield from self._path(node)
        for predicate, given in self.graph.said(node).items():
            name = predicate.removeprefix(SH)
            if not predicate.startswith(SH):
                continue
            if name in UNSUPPORTED:
                yield Fault(
                    node,
                    predicate,
                    given[0],
                    f"sh:{name} is not supported",
                    f"sh:{name} wordt niet ondersteund",
                )
            if name in _SINGLE:
                for value in given[1:]:
                    yield Fault(
                        node,
                        predicate,
                        value,
                        f"sh:{name} may stand here once",
                        f"sh:{name} mag hier één keer staan",
                    )
            for value in given:
                yield from self._value(node, name, value)

    def _missing(self, shape: Term) -> Iterator[Fault]:
        """Say at each reference that the shape it refers to is not there."""
        for node in self.graph.nodes():
            for name in NESTING:
                for value in self.graph.objects(node, SH + name):
                    if value == shape or (name in LISTS and shape in self.graph.items(value)):
                        yield Fault(
                            node,
                            SH + name,
                            value,
                            f"the shape {_tail(shape)} is nowhere described",
                            f"de vorm {_tail(shape)} is nergens beschreven",
                            self._near(shape),
                        )

    def _near(self, shape: Term) -> str | None:
        names = {one.value: one for one in self.shapes if isinstance(one, ox.NamedNode)}
        names = {iri: one for iri, one in names.items() if self.graph.said(one)}
        near = difflib.get_close_matches(
            getattr(shape, "value", ""), sorted(names), n=1, cutoff=_NEAR_ENOUGH
        )
        return near[0] if near else None

    def _path(self, node: Term) -> Iterator[Fault]:
        paths = self.graph.objects(node, SH + "path")
        kinds = self.graph.objects(node, TYPE)
        is_property = node in self._as_property or ox.NamedNode(SH + "PropertyShape") in kinds
        if is_property and len(paths) != 1:
            english = "a property shape needs exactly one sh:path"
            dutch = "een vorm voor een eigenschap heeft precies één sh:path nodig"
            yield Fault(node, "", None, english, dutch, whole=True)
        for path in paths:
            try:
                read_path(self.graph, path)
            except (ShapesError, RecursionError):
                english = "this path is none of the forms that SHACL has"
                dutch = "dit pad is geen van de vormen die SHACL kent"
                yield Fault(node, SH + "path", path, english, dutch, whole=True)

    def _value(self, node: Term, name: str, value: Term) -> Iterator[Fault]:
        wanted = values.wanted(self.graph, node, name, value)
        if wanted:
            yield Fault(
                node,
                SH + name,
                value,
                f"sh:{name} cannot be this: {wanted.english}",
                f"sh:{name} kan dit niet zijn: {wanted.dutch}",
            )
        if name == "sparql":
            try:
                sparql.check(self.graph, node, value)
            except ShapesError as error:
                yield whole(node, error)._replace(predicate=SH + name, value=value, whole=False)

    def rings(self) -> Iterator[Fault]:
        """Find shapes that lead back to themselves: what they mean, SHACL leaves open."""
        done: set[Term] = set()
        for start in self.shapes:
            trail: list[tuple[Term, Iterator[tuple[str, Term, Term]]]] = []
            if start not in done:
                trail = [(start, self._links(start))]
            on_trail = {start}
            while trail:
                node, links = trail[-1]
                for name, value, inner in links:
                    if inner in on_trail:
                        yield Fault(
                            node,
                            SH + name,
                            value,
                            f"the shape {_tail(inner)} leads back to itself here",
                            f"de vorm {_tail(inner)} leidt hier naar zichzelf terug",
                        )
                    elif inner not in done:
                        trail.append((inner, self._links(inner)))
                        on_trail.add(inner)
                        break
                else:
                    trail.pop()
                    done.add(node)
                    on_trail.discard(node)

    def _links(self, node: Term) -> Iterator[tuple[str, Term, Term]]:
        for name in NESTING:
            for value in self.graph.objects(node, SH + name):
                for inner in self.graph.items(value) if name in LISTS else [value]:
                    yield name, value, inner


def _is_unknown(iri: str) -> bool:
    local = iri.removeprefix(SH)
    return iri != local and local not in NAMES and not local.endswith("ConstraintComponent")


def _unknown(node: Term, predicate: str, value: Term | None, iri: str) -> Fault:
    local = iri.removeprefix(SH)
    near = difflib.get_close_matches(local, sorted(NAMES), n=1, cutoff=_NEAR_ENOUGH)
    return Fault(
        node,
        predicate,
        value,
        f"SHACL has no sh:{local}",
        f"SHACL kent geen sh:{local}",
        SH + near[0] if near else None,
    )


def _tail(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value.replace("#", "/").rsplit("/", 1)[-1]
    return str(term) if isinstance(term, ox.Literal) else "[ … ]"

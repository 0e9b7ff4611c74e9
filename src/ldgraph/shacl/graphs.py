"""The two graphs of a validation, indexed as they are used: one scan a predicate."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import RDF, RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.shacl.results import Term

#: What ``$shapesGraph`` is bound to.
SHAPES_GRAPH = ox.NamedNode("urn:x-shacl:shapes")
_SUBCLASS = RDFS + "subClassOf"


class ShapesGraph:
    """Reading a shapes graph; it is small."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self._said: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in dict.fromkeys(quad.triple for quad in quads):
            self._said[subject][predicate.value].append(value)

    def nodes(self) -> list[Term]:
        """Give every subject."""
        return list(self._said)

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """Give the values of a property."""
        return self.said(subject).get(predicate, [])

    def said(self, subject: Term) -> dict[str, list[Term]]:
        """Give all that is said of a node."""
        return self._said.get(subject, {})

    def quads(self, name: ox.NamedNode) -> Iterator[ox.Quad]:
        """Give the statements, as those of a graph of that name."""
        for subject, said in self._said.items():
            for predicate, values in said.items():
                for value in values:
                    yield ox.Quad(subject, ox.NamedNode(predicate), value, name)  # type: ignore[arg-type]

    def items(self, node: Term) -> list[Term]:
        """Give the items of an RDF list."""
        found: list[Term] = []
        seen = set()
        while node not in seen and self.objects(node, RDF + "first"):
            seen.add(node)
            found.append(self.objects(node, RDF + "first")[0])
            node = next(iter(self.objects(node, RDF + "rest")), node)
        return found


class Data:
    """The union of all graphs of a store."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._forward: dict[str, dict[Term, list[Term]]] = {}
        self._backward: dict[str, dict[Term, list[Term]]] = {}
        self._below: dict[Term, frozenset[Term]] = {}
        self._with_shapes: ox.Store | None = None

    def ask(self, query: str, bound: dict[ox.Variable, Term]) -> ox.QuerySolutions:
        """Ask the union of the graphs.

        Raises:
            SyntaxError: The query does not parse.
        """
        found = self.store.query(query, substitutions=bound, use_default_graph_as_union=True)
        return _solutions(found)

    def ask_with(
        self, shapes: ShapesGraph, query: str, bound: dict[ox.Variable, Term]
    ) -> ox.QuerySolutions:
        """Ask the union of the graphs, with the shapes beside it in a graph of their own.

        Raises:
            SyntaxError: The query does not parse.
        """
        if self._with_shapes is None:
            self._with_shapes = ox.Store()
            self._with_shapes.extend(self.store)
            self._with_shapes.extend(shapes.quads(SHAPES_GRAPH))
        mine = list(self.store.named_graphs())
        found = self._with_shapes.query(
            query,
            substitutions=bound,
            default_graph=[ox.DefaultGraph(), *mine],
            named_graphs=[*mine, SHAPES_GRAPH],
        )
        return _solutions(found)

    def _scan(self, predicate: str) -> dict[Term, list[Term]]:
        if predicate not in self._forward:
            node = ox.NamedNode(predicate)
            table: dict[Term, dict[Term, None]] = defaultdict(dict)
            for subject, _, value, _ in self.store.quads_for_pattern(None, node, None, None):
                table[subject][value] = None
            self._forward[predicate] = {one: list(values) for one, values in table.items()}
        return self._forward[predicate]

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """Give the values of a property, each once."""
        return self._scan(predicate).get(subject, [])

    def subjects(self, predicate: str, value: Term) -> list[Term]:
        """Give the nodes of which a value is said, each once."""
        if predicate not in self._backward:
            table: dict[Term, list[Term]] = defaultdict(list)
            for subject, values in self._scan(predicate).items():
                for one in values:
                    table[one].append(subject)
            self._backward[predicate] = table
        return self._backward[predicate].get(value, [])

    def having(self, predicate: str) -> list[Term]:
        """Give the nodes with a property."""
        return list(self._scan(predicate))

    def values_of(self, predicate: str) -> list[Term]:
        """Give every value of a property, each once."""
        return list(dict.fromkeys(v for values in self._scan(predicate).values() for v in values))

    def said(self, subject: Term) -> list[tuple[str, Term]]:
        """Give the properties and values of a node, each pair once."""
        if isinstance(subject, ox.Literal | ox.Triple):
            return []
        quads = self.store.quads_for_pattern(subject, None, None, None)
        return list(dict.fromkeys((quad.predicate.value, quad.object) for quad in quads))

    def classes_below(self, one: Term) -> frozenset[Term]:
        """Give a class and all its subclasses, by what the data says."""
        if one not in self._below:
            found, todo = {one}, [one]
            while todo:
                for sub in self.subjects(_SUBCLASS, todo.pop()):
                    if sub not in found:
                        found.add(sub)
                        todo.append(sub)
            self._below[one] = frozenset(found)
        return self._below[one]

    def instances(self, one: Term) -> list[Term]:
        """Give the instances of a class and of its subclasses, each once."""
        below = self.classes_below(one)
        return list(dict.fromkeys(s for sub in below for s in self.subjects(TYPE, sub)))

    def is_a(self, node: Term, one: Term) -> bool:
        """Say whether a node is an instance of a class or of a subclass."""
        below = self.classes_below(one)
        return any(kind in below for kind in self.objects(node, TYPE))


class FewData(Data):
    """The same, for following paths from few nodes: it asks the store, and reads nothing ahead."""

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """Give the values of a property, each once."""
        if isinstance(subject, ox.Literal | ox.Triple):
            return []
        quads = self.store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
        return list(dict.fromkeys(quad.object for quad in quads))

    def subjects(self, predicate: str, value: Term) -> list[Term]:
        """Give the nodes of which a value is said, each once."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), value, None)
        return list(dict.fromkeys(quad.subject for quad in quads))


def _solutions(found: object) -> ox.QuerySolutions:
    if not isinstance(found, ox.QuerySolutions):
        raise SyntaxError("it is no SELECT")  # noqa: TRY004 (the query is wrong, not its type)
    return found

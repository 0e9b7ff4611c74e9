"""Check a dataset against its shapes, and say where in which file."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Finding, Severity
from ldgraph.graph.fixes import Pen
from ldgraph.graph.foreign import space_of
from ldgraph.graph.phrases import phrase
from ldgraph.graph.prefixes import shorten
from ldgraph.graph.shapes import ShapeFiles, above, owner
from ldgraph.graph.told import Told
from ldgraph.shacl import reference
from ldgraph.shacl.again import Revalidation
from ldgraph.shacl.faults import endless, faults, sound, whole
from ldgraph.shacl.graphs import ShapesGraph
from ldgraph.shacl.results import ShapesError
from ldgraph.shacl.shapes import compile_shapes
from ldgraph.terms import SH, XSD
from ldgraph.turtle.spelling import Guess, meant

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ldgraph.errors import Fix, Position
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.shacl.faults import Fault
    from ldgraph.shacl.results import Result, Term
    from ldgraph.shacl.shapes import Shapes

#: Engines by name: ours, which is fast, and pySHACL, which ours is held against.
ENGINES = ("fast", "pyshacl")
_SEVERITIES = {
    SH + "Violation": Severity.VIOLATION,
    SH + "Warning": Severity.WARNING,
    SH + "Info": Severity.INFO,
}
_MOST_ALLOWED = 12
#: As written with its prefix, which the names of a list share.
_NEAR_ENOUGH = 0.6


class Validation:
    """What the shapes of a dataset find in it, also after changes.

    The union of ontology, code lists and data is checked; nothing that rules derive. A shape that
    cannot be used is a finding too, and the others are run without it.
    """

    def __init__(
        self,
        dataset: Dataset,
        prefixes: Mapping[str, str],
        engine_name: str = "fast",
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._prefixes = prefixes
        self._faults = faults(ShapesGraph(dataset.shapes))
        if engine_name == "pyshacl":
            self._faults += endless(dataset.shapes)
        self._refused: list[ShapesError] = []
        self._again: Revalidation | None = None
        self._shapes: Shapes | None = None
        self._results: list[Result] = []
        store = sound(dataset.shapes, self._faults)
        # What only shows when a shape is run takes that shape out, and the rest is run again.
        while self._shapes is None:
            try:
                shapes = compile_shapes(store)
                if engine_name == "pyshacl":
                    self._results = reference.validate(dataset.store, store)
                else:
                    self._again = Revalidation(dataset.store, shapes, progress)
                self._shapes = shapes
            except ShapesError as error:
                self._refused.append(error)
                refused = [] if error.shape is None else [whole(error.shape, error)]
                left = sound(store, refused)
                if len(left) == len(store):  # nothing to take out: no outcome at all
                    return
                store = left

    @property
    def may_change(self) -> bool:
        """Whether the outcome can follow a change; a shape that was refused may run after it."""
        return self._again is not None and not self._refused

    def prepare(self) -> None:
        """Do now what the first change would wait for."""
        if self._again is not None:
            self._again.prepare()

    def change(self, removed: Collection[ox.Quad], added: Collection[ox.Quad]) -> None:
        """Change the dataset's store, and what was found with it, where that may be.

        Raises:
            ShapesError: A shape cannot be run any more; the store is left as it may be.
        """
        assert self._again is not None
        self._again.change(removed, added)

    def findings(self, dataset: Dataset, locator: Locator) -> list[Finding]:
        """Give every finding, and every fault of the shapes, in no order.

        A finding's code is the last segment of its shape's IRI, that of a fault
        ``shape-not-usable`` (``Finding.unchecked``).
        """
        files = ShapeFiles(dataset, self._prefixes)
        pen = Pen(dataset)
        found = [
            _offered(files.finding(one), one, pen) for one in (*self._faults, *files.dangling())
        ]
        found += [files.refused(one) for one in self._refused]
        if self._shapes is None:
            return found
        results = self._results if self._again is None else self._again.results()
        writer = _Writer(dataset, locator, self._prefixes, self._shapes, pen)
        counted = Counter(results)
        return [*found, *(writer.finding(one, times) for one, times in counted.items())]


def _offered(found: Finding, fault: Fault, pen: Pen) -> Finding:
    """Offer the name that was likely meant in a shape; an engineer decides on it."""
    wrong = [one.value for one in (fault.value,) if isinstance(one, ox.NamedNode)]
    for name in (*wrong, fault.predicate) if fault.suggestion else ():
        fix = pen.rename(found.position, name, fault.suggestion or "", sure=False)
        if fix:
            return replace(found, fix=fix)
    return found


class _Writer:
    """Makes results findings."""

    def __init__(
        self,
        dataset: Dataset,
        locator: Locator,
        prefixes: Mapping[str, str],
        shapes: Shapes,
        pen: Pen,
    ) -> None:
        self._store = dataset.store
        self._told = Told(dataset.store, shapes.graph)
        self._locator = locator
        self._pen = pen
        self._prefixes = prefixes
        self._shapes = shapes
        self._above = above(shapes.graph)

    def finding(self, result: Result, times: int = 1) -> Finding:
        """Make one result a finding, at its place; ``times`` is how often it was given."""
        # pySHACL's results do not tell a path that is more than a property.
        path = result.path or self._shapes.shape(result.source_shape).path
        predicate = path.first if path else ""
        graph = self._locator.home(result.focus, predicate, result.value)
        file = self._locator.file(graph) if graph else None
        value = result.value if path or result.value != result.focus else None
        members = self._members(result)
        listed = [self._written(one) for one in members[:_MOST_ALLOWED]]
        position = self._locator.place(graph, result.focus, predicate, value) if graph else None
        near, fix = self._nearest(result.value, members, position)
        messages = self._messages(result)
        return Finding(
            code=owner(self._shapes.graph, result.source_shape, self._above),
            severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
            messages=messages,
            position=position,
            graph=graph,
            focus=str(result.focus),
            path=str(result.path) if result.path else None,
            value=str(result.value) if result.value is not None else None,
            component=result.component,
            allowed=tuple(listed),
            suggestion=near,
            restricted=bool(file and file.restricted),
            fix=fix,
            results=(self._told.result(result, messages),) * times,
        )

    def _members(self, result: Result) -> list[Term]:
        """Give the values that would have been right, where there is a list."""
        return [
            member
            for head in self._shapes.shape(result.source_shape).parameters.get("in", [])
            for member in self._shapes.graph.items(head)
        ]

    def _nearest(
        self, value: Term | None, members: list[Term], at: Position | None
    ) -> tuple[str | None, Fix | None]:
        """Give the member of a list that was likely meant, and what puts it there."""
        if not isinstance(value, ox.NamedNode):
            return None, None
        names = {self._written(one): one for one in members}
        shown = self._written(value)
        guess = meant(shown, names, _NEAR_ENOUGH)
        right = names[guess.word] if guess else None
        if guess is None or not isinstance(right, ox.NamedNode):
            return (guess.word if guess else None), None
        # A word of another list is a right word in the wrong place.
        is_word = any(True for _ in self._store.quads_for_pattern(value, None, None, None))
        space = space_of(value.value)
        listed = [one.value for one in members if isinstance(one, ox.NamedNode)]
        inside = [one[len(space) :] for one in listed if space_of(one) == space]
        slip = meant(value.value[len(space) :], inside)
        sure = slip == Guess(right.value[len(space) :], sure=True) and not is_word
        return guess.word, self._pen.rename(at, value.value, right.value, sure=sure)

    def _messages(self, result: Result) -> Mapping[str, str]:
        """Give the shape's messages; where it has none, ours in place of what an engine made up."""
        shape = self._shapes.shape(result.source_shape)
        own = shape.messages or result.component == SH + "SPARQLConstraintComponent"
        if result.messages and (own or not result.component.startswith(SH)):
            return {one.language or "en": one.value for one in result.messages}
        name = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
        given = shape.parameters.get(name[:1].lower() + name[1:], [])
        predicate = result.path.predicate if result.path else ""
        path = self._written(ox.NamedNode(predicate)) if predicate else ""
        return phrase(result.component, path, ", ".join(map(self._written, given)))

    def _written(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return shorten(term.value, {"sh": SH, "xsd": XSD, **self._prefixes})
        return term.value if isinstance(term, ox.Literal) else str(term)

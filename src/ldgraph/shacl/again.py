"""Validating again after a change: only for whom the change may matter.

For the focus nodes that a change may matter to, each shape is run on what was and on what is; its
results are those that it had, less the former, with the latter. All others are as they were.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ldgraph.shacl.engine import by_shape

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pyoxigraph as ox

    from ldgraph.shacl.reads import Reach
    from ldgraph.shacl.results import Result, Term
    from ldgraph.shacl.shapes import Shapes

#: With more statements changed than the first, or for more nodes than the second, looking at all
#: is likely faster.
_MOST_CHANGED, _MOST_NODES = 3000, 2000


class Revalidation:
    """The results of shapes over a store, and what changes of the store make of them.

    Raises:
        ShapesError: A shape cannot be run, at first or after a change; there is then no outcome.
    """

    def __init__(self, store: ox.Store, shapes: Shapes) -> None:
        self._store = store
        self._shapes = shapes
        self._listed = [one.node for one in shapes.with_targets()]
        self._reach: Reach | None = None
        self._results = dict(by_shape(store, shapes, dict.fromkeys(self._listed)))

    def results(self) -> list[Result]:
        """Give the results, as ``engine.validate`` gives them."""
        return [one for results in self._results.values() for one in results]

    def prepare(self) -> None:
        """Find out what each shape reads, which otherwise the first change waits for."""
        from ldgraph.shacl.reads import Reach  # noqa: PLC0415 (rdflib, which one check needs not)

        self._reach = self._reach or Reach(self._shapes)

    def change(self, removed: Collection[ox.Quad], added: Collection[ox.Quad]) -> None:
        """Take statements out of the store and put others in, and bring the results up to date.

        Args:
            removed: Statements that are in the store.
            added: Statements that are not.
        """
        focus = self._focus(removed, added)
        # A shape without results had none for these nodes either.
        before = {node: self._some(node, focus) if self._results[node] else [] for node in focus}
        for quad in removed:
            self._store.remove(quad)
        self._store.extend(added)
        anew = []
        for node, was in before.items():
            now = None if was is None else self._some(node, focus)
            if was is None or now is None:
                anew.append(node)
            else:
                left = Counter(self._results[node])
                left.subtract(was)
                self._results[node] = [*left.elements(), *now]
        self._results.update(by_shape(self._store, self._shapes, dict.fromkeys(anew)))

    def _focus(
        self, removed: Collection[ox.Quad], added: Collection[ox.Quad]
    ) -> dict[Term, set[Term] | None]:
        """Give the shapes to which a change may matter, each with for whom; None for anyone."""
        changed = [*removed, *added]
        if len(changed) > _MOST_CHANGED:
            return dict.fromkeys(self._listed)
        self.prepare()
        assert self._reach is not None
        self._store.extend(added)
        focus = {
            node: self._reach.focus(self._store, node, changed, _MOST_NODES)
            for node in self._listed
        }
        for quad in added:
            self._store.remove(quad)
        return {node: nodes for node, nodes in focus.items() if nodes != set()}

    def _some(self, shape: Term, focus: Mapping[Term, set[Term] | None]) -> list[Result] | None:
        """Give the results of a shape for some nodes; None if all have to be looked at."""
        nodes = focus[shape]
        if nodes is None or self._reach is None:
            return None
        part = self._reach.around(self._store, shape, nodes, _MOST_NODES)
        if part is None:
            return None
        ((_, results),) = by_shape(part, self._shapes, {shape: nodes})
        return results

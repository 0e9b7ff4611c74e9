"""Looking up statements one by one, without a request for each.

Pages and lists look up one thing after the other. Once a property was looked up of many things, it
is fetched of all; once many things of a class were looked up, all things of that class are.
Nothing is ever asked twice, as what is published under a version is never changed.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
    Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
    #: Subject, predicate, object, graph; None is any.
    Pattern = tuple[
        ox.NamedNode | ox.BlankNode | None, ox.NamedNode | None, Term | None, Graph | None
    ]
    #: Fetches what a pattern finds, of subjects of a class if one is given, up to so many.
    Fetch = Callable[[Pattern, ox.NamedNode | None, int], list[ox.Quad]]

#: After so many lookups of one kind all of that kind are fetched at once.
_MANY = 16
#: Statements that are fetched at once, and that are kept.
_MOST_AT_ONCE, _MOST_KEPT = 100_000, 400_000


class Lookups:
    """What was looked up in one version, and what follows from it.

    Args:
        fetch: Asks the engine.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._kept: OrderedDict[Pattern, Sequence[ox.Quad]] = OrderedDict()
        self._size = 0
        #: Of predicates and classes: how many lookups there were.
        self._asked: Counter[tuple[str, ox.NamedNode]] = Counter()
        #: Predicates of which all statements are known, by subject.
        self._whole: dict[ox.NamedNode, dict[object, list[ox.Quad]]] = {}
        self._lock = threading.Lock()

    def find(self, pattern: Pattern) -> Sequence[ox.Quad]:
        """Give the statements of a pattern."""
        found = self._known(pattern)
        if found is None:
            found = self._fetch(pattern, None, 0)
            self._keep(pattern, found)
            self._look_ahead(pattern, found)
        return found

    def _known(self, pattern: Pattern) -> Sequence[ox.Quad] | None:
        subject, predicate, value, graph = pattern
        with self._lock:
            if pattern in self._kept:
                self._kept.move_to_end(pattern)
                return self._kept[pattern]
            if subject is None or value is not None or graph is not None:
                return None
            if predicate in self._whole:
                return self._whole[predicate].get(subject, [])
            of_subject = self._kept.get((subject, None, None, None))
        if of_subject is None:
            return None
        return [one for one in of_subject if one.predicate == predicate]

    def _keep(self, pattern: Pattern, found: Sequence[ox.Quad]) -> None:
        if len(found) > _MOST_KEPT // 4:
            return
        with self._lock:
            if pattern not in self._kept:
                self._kept[pattern] = found
                self._size += len(found) + 1
            while self._size > _MOST_KEPT:
                self._size -= len(self._kept.popitem(last=False)[1]) + 1

    def _look_ahead(self, pattern: Pattern, found: Sequence[ox.Quad]) -> None:
        subject, predicate, value, graph = pattern
        if subject is None or value is not None or graph is not None:
            return
        if predicate is not None:
            if self._is_time("property", predicate):
                self._fetch_property(predicate)
            return
        for quad in found:
            kind = quad.object
            if quad.predicate.value == TYPE and isinstance(kind, ox.NamedNode):  # noqa: SIM102
                if self._is_time("class", kind):
                    self._fetch_class(kind)

    def _is_time(self, kind: str, name: ox.NamedNode) -> bool:
        with self._lock:
            self._asked[kind, name] += 1
            return self._asked[kind, name] == _MANY

    def _fetch_property(self, predicate: ox.NamedNode) -> None:
        found = self._fetch((None, predicate, None, None), None, _MOST_AT_ONCE + 1)
        if len(found) > _MOST_AT_ONCE:
            return
        by_subject: dict[object, list[ox.Quad]] = {}
        for quad in found:
            by_subject.setdefault(quad.subject, []).append(quad)
        with self._lock:
            if self._size + len(found) <= _MOST_KEPT:
                self._whole[predicate] = by_subject
                self._size += len(found)

    def _fetch_class(self, kind: ox.NamedNode) -> None:
        found = self._fetch((None, None, None, None), kind, _MOST_AT_ONCE + 1)
        if len(found) > _MOST_AT_ONCE:
            return
        by_subject: dict[ox.NamedNode | ox.BlankNode, list[ox.Quad]] = {}
        for quad in found:
            assert isinstance(quad.subject, ox.NamedNode | ox.BlankNode)
            by_subject.setdefault(quad.subject, []).append(quad)
        for subject, said in by_subject.items():
            self._keep((subject, None, None, None), said)

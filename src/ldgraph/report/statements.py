"""Statements as they would stand in a file, one a line: blank nodes inside what names them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.graph.prefixes import shorten
from ldgraph.terms import RDF, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: Blank nodes within one another, of which no more are written.
_DEEPEST = 20
_NIL = ox.NamedNode(RDF + "nil")
_OF_LIST = {RDF + "first", RDF + "rest"}
#: What is written without quotes, where its form says which kind it is.
_BARE = {
    XSD + "boolean": re.compile("true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
}


class Line(NamedTuple):
    """One statement: ``sign`` is + for what was added, - for what was removed."""

    sign: str
    predicate: str
    value: str


class Subject(NamedTuple):
    """What changed about one thing; ``iri`` is empty for a blank node."""

    iri: str
    written: str
    lines: Sequence[Line]


def subjects(
    removed: Iterable[ox.Triple], added: Iterable[ox.Triple], prefixes: Mapping[str, str]
) -> list[Subject]:
    """Group what changed by what it is about, in the order of the names of that."""
    labels: dict[ox.BlankNode, str] = {}
    sides = [
        (sign, _Writer(given, prefixes, labels)) for sign, given in (("-", removed), ("+", added))
    ]
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for sign, writer in sides:
        for iri, written, predicate, value in writer.statements():
            found[iri, written].append(Line(sign, predicate, value))
    return [
        Subject(iri, written, sorted(lines, key=lambda one: (one.predicate, one.sign == "+", one)))
        for (iri, written), lines in sorted(found.items())
    ]


class _Writer:
    """Writes the statements of one side."""

    def __init__(
        self,
        triples: Iterable[ox.Triple],
        prefixes: Mapping[str, str],
        labels: dict[ox.BlankNode, str],
    ) -> None:
        self._prefixes = prefixes
        self._about: dict[object, list[ox.Triple]] = defaultdict(list)
        self._used: Counter[object] = Counter()
        for one in triples:
            self._about[one.subject].append(one)
            if isinstance(one.object, ox.BlankNode):
                self._used[one.object] += 1
        self._labels = labels
        self._lists = self._well_formed()
        self._within = self._placed()

    def statements(self) -> Iterator[tuple[str, str, str, str]]:
        """Give subject (as IRI and as written), predicate and value of all but what is inside."""
        for subject, said in self._about.items():
            if subject in self._within:
                continue
            iri = subject.value if isinstance(subject, ox.NamedNode) else ""
            for one in said:
                yield (
                    iri,
                    self._term(subject),
                    self._predicate(one.predicate),
                    self._value(one.object, 0),
                )

    def _well_formed(self) -> Mapping[object, tuple[object, object]]:
        """Find the nodes of lists that end as lists do, each with its item and what comes next."""
        parts: dict[object, tuple[object, object]] = {}
        before: dict[object, list[object]] = defaultdict(list)
        for node, said in self._about.items():
            by_name = {one.predicate.value: one.object for one in said}
            if len(said) == len(_OF_LIST) and by_name.keys() == _OF_LIST:
                rest = by_name[RDF + "rest"]
                parts[node] = by_name[RDF + "first"], rest
                before[rest].append(node)
        found = {}
        todo: list[object] = [_NIL]
        while todo:
            for node in before.pop(todo.pop(), ()):
                found[node] = parts[node]
                if self._used[node] == 1:
                    todo.append(node)
        return found

    def _placed(self) -> set[object]:
        """Find the blank nodes that can be written inside the only statement that names them."""
        found: set[object] = set()
        todo: list[tuple[object, int]] = [
            (one, 0)
            for one in self._about
            if not isinstance(one, ox.BlankNode) or self._used[one] != 1
        ]
        while todo:
            subject, depth = todo.pop()
            for one in self._about[subject]:
                inner = one.object
                if not isinstance(inner, ox.BlankNode) or self._used[inner] != 1:
                    continue
                # The rest of a list is written beside what is before it, not inside.
                beside = subject in self._lists and one.predicate.value == RDF + "rest"
                below = depth if beside else depth + 1
                if inner in found:
                    continue
                if below <= _DEEPEST:
                    found.add(inner)
                todo.append((inner, below if below <= _DEEPEST else 0))
        return found

    def _predicate(self, predicate: ox.NamedNode) -> str:
        return "a" if predicate.value == TYPE else self._term(predicate)

    def _value(self, term: object, depth: int) -> str:
        if term not in self._within:
            return self._term(term)
        if term in self._lists:
            items = [self._value(one, depth + 1) for one in self._items(term)]
            return " ".join(("(", *items, ")"))
        said = (
            f"{self._predicate(one.predicate)} {self._value(one.object, depth + 1)}"
            for one in sorted(self._about.get(term, ()), key=str)
        )
        inner = " ; ".join(said)
        return f"[ {inner} ]" if inner else "[]"

    def _items(self, node: object) -> Iterator[object]:
        while node != _NIL:
            item, node = self._lists[node]
            yield item

    def _term(self, term: object) -> str:
        if isinstance(term, ox.NamedNode):
            return shorten(term.value, self._prefixes)
        if isinstance(term, ox.BlankNode):
            return self._labels.setdefault(term, f"_:b{len(self._labels) + 1}")
        if isinstance(term, ox.Literal):
            bare = _BARE.get(term.datatype.value)
            if bare and bare.fullmatch(term.value):
                return term.value
            datatype = f"<{term.datatype.value}>"
            if str(term).endswith(f'"^^{datatype}'):
                short = shorten(term.datatype.value, self._prefixes)
                return str(term).removesuffix(datatype) + short
        return str(term)

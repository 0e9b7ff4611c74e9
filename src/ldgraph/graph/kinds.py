"""What can be written: every class with a rule for its IRIs, and what its shapes ask of one.

Shapes are read here as a form to fill in. Only what can be asked for a value at a time is taken
from them; what holds between values is found when the whole is checked.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import UnreadableInputError
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import shorten
from ldgraph.shacl.graphs import Data, ShapesGraph
from ldgraph.terms import RDF, RDFS, SH, SKOS, XSD
from ldgraph.turtle.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.shacl.results import Term

LANG_STRING = RDF + "langString"
#: What an IRI has to match: the word of its kind, then the end that is its own.
_IRI = re.compile(r"/id/([a-z]+)/(.+)\$")
#: An end that is a number in a series, such as ``V066``.
_SERIES = re.compile(r"([A-Za-z-]*)\[0-9\]\{(\d+),\d*\}")
_NAME = re.compile(r"[\w-]+:[\w-]+")
_TRUE = (ox.Literal(True), ox.Literal("1", datatype=ox.NamedNode(XSD + "boolean")))  # noqa: FBT003 (a value)
#: Properties that name a thing, the likeliest first.
LABELS = (SKOS + "prefLabel", RDFS + "label", "http://purl.org/dc/terms/title")

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a class, and which values its shapes take; several shapes of it are one."""

    path: str
    least: int = 0
    #: None where any number will do.
    most: int | None = None
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    #: The values to choose from, in their order; empty where there is no list.
    choices: tuple[str, ...] = ()
    #: The literals to choose from, where a list has those.
    texts: tuple[ox.Literal, ...] = ()
    is_iri: bool = False
    #: Whether there is one text a language at most.
    one_a_language: bool = False
    #: Languages in which there has to be a text, each with what the shape says where it lacks.
    languages: Mapping[str, Texts] = field(default_factory=dict)
    pattern: str | None = None
    lowest: str | None = None
    highest: str | None = None
    names: Texts = field(default_factory=dict)
    messages: Texts = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Whether a thing without it does not conform."""
        return self.least > 0 or bool(self.languages)

    @property
    def is_single(self) -> bool:
        """Whether it takes one value at most."""
        return self.most == 1

    @property
    def local(self) -> str:
        """The last part of its IRI, which is its name on the command line."""
        return local_name(self.path)


@dataclass(frozen=True, slots=True)
class Either:
    """Properties of which a shape wants one."""

    paths: tuple[str, ...]
    messages: Texts


@dataclass(frozen=True, slots=True)
class Kind:
    """A class that can be written."""

    iri: str
    labels: Texts
    definitions: Texts
    #: The word in its IRIs: ``/id/{word}/…``.
    word: str
    #: What the end of its IRIs has to match, and what to say where one does not.
    end: str
    iri_messages: Texts
    fields: tuple[Field, ...]
    either: tuple[Either, ...]
    #: The class itself and all above it.
    line: tuple[str, ...]
    #: Narrower classes of which it has to be one; empty for a class that stands by itself.
    below: tuple[str, ...]

    @property
    def local(self) -> str:
        """The last part of its IRI."""
        return local_name(self.iri)

    @property
    def series(self) -> tuple[str, int] | None:
        """What stands before the number and how many digits it has, where IRIs are numbered."""
        found = _SERIES.fullmatch(self.end)
        return (found[1], int(found[2])) if found else None

    @property
    def label_field(self) -> Field | None:
        """The property that names a thing of this kind."""
        by_path = {one.path: one for one in self.fields}
        return next((by_path[one] for one in LABELS if one in by_path), None)


def kinds(dataset: Dataset, prefixes: Mapping[str, str]) -> dict[str, Kind]:
    """Give the classes that can be written, by IRI, ordered by name.

    One is there if a shape says which IRIs its things have; classes below it are there too. Fields
    come in the order in which the files of shapes name them.
    """
    return _Reader(dataset, prefixes).kinds()


def fields_of(dataset: Dataset, prefixes: Mapping[str, str], iri: str) -> tuple[Field, ...]:
    """Give what the shapes ask of a thing of a class, whether or not such things are written."""
    return _Reader(dataset, prefixes).fields_of(iri)


def local_name(iri: str) -> str:
    """Give what stands behind the last ``/`` or ``#``.

    >>> local_name("http://purl.org/dc/terms/source")
    'source'
    """
    return re.split(r"[/#]", iri)[-1]


class _Reader:
    def __init__(self, dataset: Dataset, prefixes: Mapping[str, str]) -> None:
        self._shapes = ShapesGraph(dataset.shapes)
        self._data = Data(dataset.store)
        self._prefixes = prefixes
        self._rank = _order(dataset)
        #: Class to the shapes that speak of its things.
        self._about: dict[str, list[Term]] = defaultdict(list)
        for node in self._shapes.nodes():
            if self._one(node, "deactivated") != ox.Literal(True):  # noqa: FBT003 (a value)
                for target in self._shapes.objects(node, SH + "targetClass"):
                    self._about[_iri(target)].append(node)

    def kinds(self) -> dict[str, Kind]:
        found: dict[str, Kind] = {}
        for iri in list(self._about):
            rule = self._iri_rule(iri)
            if rule is None:
                continue
            for one in self._data.classes_below(ox.NamedNode(iri)):
                found.setdefault(_iri(one), self._kind(_iri(one), *rule))
        return {iri: found[iri] for iri in sorted(found)}

    def _iri_rule(self, kind: str) -> tuple[str, str, Texts] | None:
        """Find the shape that says which IRIs things of a class have."""
        for node in self._about[kind]:
            pattern = self._one(node, "pattern")
            match = _IRI.fullmatch(pattern.value) if isinstance(pattern, ox.Literal) else None
            if match and not self._shapes.objects(node, SH + "path"):
                return match[1], match[2], self._texts(node, "message")
        return None

    def _kind(self, iri: str, word: str, end: str, messages: Texts) -> Kind:
        node = ox.NamedNode(iri)
        line = self._line(iri)
        shapes = [shape for one in line for shape in self._about.get(one, [])]
        below = self._data.classes_below(node) - {node}
        leaves = [one for one in below if self._data.classes_below(one) == {one}]
        return Kind(
            iri,
            self._said(node, RDFS + "label"),
            self._said(node, SKOS + "definition"),
            word,
            end,
            messages,
            tuple(self._fields(shapes)),
            tuple(either for shape in shapes if (either := self._either(shape))),
            tuple(line),
            tuple(sorted(_iri(one) for one in leaves)),
        )

    def fields_of(self, iri: str) -> tuple[Field, ...]:
        return tuple(self._fields(self._about[iri]))

    def _line(self, iri: str) -> list[str]:
        """Give a class and all above it."""
        found = [iri]
        for one in found:
            above = self._data.objects(ox.NamedNode(one), RDFS + "subClassOf")
            found += [_iri(two) for two in above if _iri(two) and _iri(two) not in found]
        return found

    def _fields(self, shapes: Iterable[Term]) -> Iterator[Field]:
        found: dict[str, Field] = {}
        nodes = [one for shape in shapes for one in self._shapes.objects(shape, SH + "property")]
        for node in sorted(nodes, key=self._place):
            path = _iri(self._one(node, "path"))
            if path:
                one = self._field(node, path)
                found[path] = _both(found[path], one) if path in found else one
        yield from found.values()

    def _place(self, node: Term) -> tuple[int, str]:
        written = shorten(_iri(node), self._prefixes)
        return self._rank.get(written, len(self._rank)), _iri(node) or str(node)

    def _field(self, node: Term, path: str) -> Field:
        parts = [node]
        for alternative in self._shapes.objects(node, SH + "or"):
            parts += self._shapes.items(alternative)
        parts += self._shapes.objects(node, SH + "node")
        named: dict[str, list[str]] = {
            name: [_iri(one) for part in parts for one in self._shapes.objects(part, SH + name)]
            for name in ("datatype", "class", "nodeKind")
        }
        messages = self._texts(node, "message")
        unique = self._one(node, "uniqueLang")
        is_asked = self._one(node, "severity") in {None, ox.NamedNode(SH + "Violation")}
        return Field(
            path,
            (self._number(node, "minCount") or 0) if is_asked else 0,
            self._number(node, "maxCount"),
            tuple(named["datatype"]),
            tuple(named["class"]),
            tuple(self._choices(parts)),
            tuple(self._texts_of(parts)),
            SH + "IRI" in named["nodeKind"],
            unique in _TRUE,
            dict.fromkeys(self._languages(node) if is_asked else (), messages),
            self._value(node, "pattern"),
            self._value(node, "minInclusive"),
            self._value(node, "maxInclusive"),
            self._texts(node, "name"),
            messages,
        )

    def _choices(self, parts: Iterable[Term]) -> Iterator[str]:
        """Give the values of a list in a shape, or of a code list that a shape names."""
        for part in parts:
            for listed in self._shapes.objects(part, SH + "in"):
                yield from filter(None, map(_iri, self._shapes.items(listed)))
            for inner in self._shapes.objects(part, SH + "property"):
                path = _iri(self._one(inner, "path"))
                for value in self._shapes.objects(inner, SH + "hasValue"):
                    yield from sorted(_iri(one) for one in self._data.subjects(path, value))

    def _texts_of(self, parts: Iterable[Term]) -> Iterator[ox.Literal]:
        """Give the literals of a list in a shape."""
        for part in parts:
            for listed in self._shapes.objects(part, SH + "in"):
                found = self._shapes.items(listed)
                yield from (one for one in found if isinstance(one, ox.Literal))

    def _languages(self, node: Term) -> Iterator[str]:
        if self._number(node, "qualifiedMinCount"):
            for shape in self._shapes.objects(node, SH + "qualifiedValueShape"):
                for listed in self._shapes.objects(shape, SH + "languageIn"):
                    yield from (
                        str(getattr(one, "value", "")) for one in self._shapes.items(listed)
                    )

    def _either(self, shape: Term) -> Either | None:
        """Read ``sh:or`` or ``sh:xone`` over properties of which one has to be there."""
        for name in ("or", "xone"):
            for listed in self._shapes.objects(shape, SH + name):
                paths = [
                    _iri(self._one(inner, "path"))
                    for part in self._shapes.items(listed)
                    for inner in self._shapes.objects(part, SH + "property")
                    if self._number(inner, "minCount")
                ]
                if paths and all(paths):
                    return Either(tuple(paths), self._texts(shape, "message"))
        return None

    def _one(self, node: Term, name: str) -> Term | None:
        return next(iter(self._shapes.objects(node, SH + name)), None)

    def _value(self, node: Term, name: str) -> str | None:
        found = self._one(node, name)
        return found.value if isinstance(found, ox.Literal) else None

    def _number(self, node: Term, name: str) -> int | None:
        found = self._value(node, name)
        return int(found) if found and found.isdecimal() else None

    def _texts(self, node: Term, name: str) -> Texts:
        return _by_language(self._shapes.objects(node, SH + name))

    def _said(self, node: Term, predicate: str) -> Texts:
        return _by_language(self._data.objects(node, predicate))


def _order(dataset: Dataset) -> dict[str, int]:
    """Give the names in the files of shapes, each with a number: a store keeps no order."""
    found: dict[str, int] = {}
    for file in dataset.files:
        if file.room is Room.SHAPES:
            with contextlib.suppress(UnreadableInputError):  # then its shapes are not there either
                for name in _NAME.findall(read_bytes(file.path).decode("utf-8", "replace")):
                    found.setdefault(name, len(found))
    return found


def _both(one: Field, other: Field) -> Field:
    """Make what two shapes ask of a property one; what the first says of it stands."""
    most = [limit for limit in (one.most, other.most) if limit is not None]
    return replace(
        one,
        least=max(one.least, other.least),
        most=min(most) if most else None,
        datatypes=one.datatypes or other.datatypes,
        classes=one.classes or other.classes,
        choices=one.choices or other.choices,
        texts=one.texts or other.texts,
        is_iri=one.is_iri or other.is_iri,
        one_a_language=one.one_a_language or other.one_a_language,
        languages={**one.languages, **other.languages},
        pattern=one.pattern or other.pattern,
        lowest=one.lowest or other.lowest,
        highest=one.highest or other.highest,
    )


def ranged(dataset: Dataset, path: str) -> Field:
    """Make a field of a property of which no shape of a class speaks.

    The ontology says its range, else its values here show it. A class of concepts says too little
    of which are meant, and is left out.
    """
    data = Data(dataset.store)
    node = ox.NamedNode(path)
    said = [_iri(one) for one in data.objects(node, RDFS + "range")]
    types = [one for one in said if one.startswith(XSD) or one == LANG_STRING]
    values = [] if said else data.values_of(path)
    used = {one.datatype.value if isinstance(one, ox.Literal) else "" for one in values}
    if "" not in used:  # anything is a string, so that is tried last
        types += sorted(used, key=lambda one: (one == XSD + "string", one))
    return Field(
        path,
        datatypes=tuple(types),
        classes=tuple(one for one in said if one.startswith(dataset.vocabulary.ldg)),
        is_iri=used == {""},
        names=_by_language(data.objects(node, RDFS + "label")),
    )


def _by_language(terms: Iterable[Term]) -> Texts:
    return {one.language or "": one.value for one in terms if isinstance(one, ox.Literal)}


def _iri(term: Term | None) -> str:
    """Give the IRI of a name; empty for what has none."""
    return term.value if isinstance(term, ox.NamedNode) else ""

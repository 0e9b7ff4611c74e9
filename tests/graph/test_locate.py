"""Every statement of a file is found where it is written, however it is written."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.graph.load import load
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import Room, Root, SourceFile
from ldgraph.terms import RDF, TYPE, XSD

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.errors import Position
    from ldgraph.graph.load import Dataset

_BASE = "https://example.org/doc/graaf/openbaar/x"
_NS = "https://example.org/ns#"
_ID = "https://example.org/id/"
_LITERALS = [
    (['"kort"', "'kort'", '"""kort"""', "'k\\u006Frt'"], ox.Literal("kort")),
    (['"a . b ; # c"@nl', "'a . b ; # c'@NL"], ox.Literal("a . b ; # c", language="nl")),
    (['"""twee\nregels " . \n"""', '"twee\\nregels \\" . \\n"'], ox.Literal('twee\nregels " . \n')),
    (["'zeg \"ja\".'", '"zeg \\"ja\\"."'], ox.Literal('zeg "ja".')),
    (
        [f'"2026-02-29"^^<{XSD}date>', f'"2026-02-29" ^^ <{XSD}date>'],
        ox.Literal("2026-02-29", datatype=ox.NamedNode(XSD + "date")),
    ),
    (
        ["1.50", "+1.5", f'"01.5"^^<{XSD}decimal>'],
        ox.Literal("1.5", datatype=ox.NamedNode(XSD + "decimal")),
    ),
    (["-7", f'"-07"^^<{XSD}integer>'], ox.Literal("-7", datatype=ox.NamedNode(XSD + "integer"))),
    (["1e3", "1000.0E0", ".1e4"], ox.Literal("1000", datatype=ox.NamedNode(XSD + "double"))),
    (["true", f'"1"^^<{XSD}boolean>'], ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))),
    (
        [f'"2026-01-01T09:00:00+00:00"^^<{XSD}dateTime>'],
        ox.Literal("2026-01-01T09:00:00Z", datatype=ox.NamedNode(XSD + "dateTime")),
    ),
    (['"dubbel"@base', "'dubbel'@prefix"][:1], ox.Literal("dubbel", language="base")),
]
_GAPS = ["\n", ' # een punt . en een ; en "een" haak [\n', "\t", "  ", "\r\n", "\n# x:y z .\n    "]


class _Writer:
    """Writes Turtle at random and notes where each value of each statement begins."""

    def __init__(self, seed: int, *, labels: bool) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (the same every time)
        self.text = ""
        self.base = _BASE
        self.prefixes: dict[str, str] = {}
        #: Where a value of a subject first stands; blank nodes have numbers, or their labels.
        self.places: dict[tuple[str, str, str], int] = {}
        self.labels = labels
        self.count = 0
        self._tight = True

    def file(self, statements: int) -> str:
        self._declare("x", _NS)
        for _ in range(statements):
            if self.chance.random() < 0.25:
                self._declare_anew()
            self._statement()
        return self.text + "\n"

    # -- text -------------------------------------------------------------------------------------

    def _put(self, token: str) -> int:
        """Write a token behind a gap, or close behind the last one where that may be."""
        loose = token[0] in "\"'<[](),;"
        if not ((loose or self._tight) and self.chance.random() < 0.4):
            self.text += self.chance.choice([" ", " ", *_GAPS])
        at = len(self.text)
        self.text += token
        self._tight = token[-1] in "\"'>])(,;[" and token[-1] != "."
        return at

    def _declare_anew(self) -> None:
        choice = self.chance.random()
        if choice < 0.4:
            self.base = self.chance.choice(
                ["https://example.org/id/", "https://example.org/id/a/b", _BASE, "https://a.b/c#d"]
            )
            self._directive("base", f"<{self.base}>")
        else:
            name = self.chance.choice(["x", "", "i", "a.b", "base", "prefix"])
            self._declare(name, self.chance.choice([_NS, _ID, "https://example.org/id/a"]))

    def _declare(self, name: str, iri: str) -> None:
        self._directive("prefix", f"{name}: {self._relative(iri)}")
        self.prefixes[name] = iri

    def _directive(self, word: str, rest: str) -> None:
        if self.chance.random() < 0.5:
            self.text += f"\n@{word} {rest}{self.chance.choice(['.', ' .'])}\n"
        else:
            gap = self.chance.choice([" ", "\n", "#c\n"])
            self.text += f"\n{self.chance.choice([word, word.upper()])}{gap}{rest}\n"
        self._tight = False

    def _iri(self, iri: str) -> str:
        forms = [f"<{iri}>", self._relative(iri), f"<{iri[:-1]}\\u{ord(iri[-1]):04X}>"]
        for name, space in self.prefixes.items():
            local = iri.removeprefix(space)
            if local != iri and "/" not in local and "#" not in local:
                escaped = local.replace("-", "\\-").replace("~", "\\~")
                plain = local if local[:1] != "-" and "~" not in local else escaped
                forms += 3 * [f"{name}:{plain}", f"{name}:{escaped}"]
        return self.chance.choice(forms)

    def _relative(self, iri: str) -> str:
        plain = self.base.partition("#")[0]
        folder = plain.rpartition("/")[0] + "/"
        if iri == plain:
            return "<>"
        if iri.startswith(plain + "#"):
            return f"<{iri.removeprefix(plain)}>"
        tail = iri.removeprefix(folder)
        if tail != iri and ":" not in tail and tail and not tail.startswith(("/", "#")):
            return f"<{self.chance.choice(['', './', 'weg/../'])}{tail}>"
        return f"<{iri}>"

    # -- statements -------------------------------------------------------------------------------

    def _statement(self) -> None:
        kind = self.chance.random()
        if kind < 0.15:
            self._put("[")
            node = self._node()
            self._properties(node, "]")
            if self.chance.random() < 0.5:
                self._put(".")
                return
            self.text += " "
            self._put("x:p" if self.prefixes["x"] == _NS else f"<{_NS}p>")
            self._value(node, f"{_NS}p")
            self._put(".")
            return
        subject = f"{_ID}{self.chance.choice(['een', 'twee', 'a-b', 'v1.2', 'c~d', 'a/b', 'b'])}"
        if kind < 0.25 and self.labels:
            subject = self.chance.choice(["_:a", "_:b.c"])
            self._put(subject)
        else:
            self._put(self._iri(subject))
        self._properties(subject, ".")

    def _node(self) -> str:
        self.count += 1
        return f"_:{self.count}"

    def _properties(self, subject: str, closing: str, depth: int = 0) -> None:
        for number in range(self.chance.randint(1, 3)):
            if number:
                for _ in range(self.chance.choice([1, 1, 1, 2])):
                    self._put(";")
            name = self.chance.choice(["p", "q", "r.s", "type"])
            predicate = TYPE if name == "type" else _NS + name
            self._put("a" if name == "type" else self._iri(predicate))
            self._value(subject, predicate, depth)
            while self.chance.random() < 0.3:
                self._put(",")
                self._value(subject, predicate, depth)
        if self.chance.random() < 0.2:
            self._put(";")
        self._put(closing)

    def _value(self, subject: str, predicate: str, depth: int = 0) -> None:
        kind = self.chance.random()
        if kind < 0.5:
            forms, literal = self.chance.choice(_LITERALS)
            at = self._put(self.chance.choice(forms))
            self._note(subject, predicate, str(literal), at)
        elif kind < 0.55 and self.labels:
            label = self.chance.choice(["_:a", "_:b.c"])
            self._note(subject, predicate, label, self._put(label))
        elif kind < 0.7 or depth > 3:
            iri = _ID + self.chance.choice(["een", "twee", "a-b", "v1.2"])
            self._note(subject, predicate, iri, self._put(self._iri(iri)))
        elif kind < 0.85:
            node = self._node()
            self._note(subject, predicate, node, self._put("["))
            self._properties(node, "]", depth + 1)
        else:
            self._note(subject, predicate, self._node(), self._put("("))
            for _ in range(self.chance.randint(1, 3)):
                self._value(self._node(), RDF + "first", depth + 1)
            self._put(")")

    def _note(self, subject: str, predicate: str, value: str, at: int) -> None:
        self.places.setdefault((subject, predicate, value), at)


@pytest.mark.parametrize("seed", range(60))
def test_every_value_is_found_where_it_is_written(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files written at random, of which the writer knows where each value begins."""
    if seed % 2:  # never read whole because much of it was read
        monkeypatch.setattr("ldgraph.turtle.positions._SHARE", 0.01)
    writer = _Writer(seed, labels=seed % 3 == 0)
    text = writer.file(12)
    dataset, locator = _read(tmp_path, text)

    found: Counter[tuple[str, str, str, int]] = Counter()
    for quad in dataset.store:
        predicate, value = quad.predicate.value, quad.object
        if predicate == RDF + "rest":
            continue
        at = locator.place(_BASE, quad.subject, predicate, value)
        assert at is not None
        found[_name(quad.subject), predicate, _name(value), _offset(text, at)] += 1

    assert found == Counter(
        (_plain(subject), predicate, _plain(value), at)
        for (subject, predicate, value), at in writer.places.items()
    )


def _name(term: object) -> str:
    return _plain(str(term)[1:-1] if isinstance(term, ox.NamedNode) else str(term))


def _plain(name: str) -> str:
    return "_:" if name.startswith("_:") else name


def _read(folder: Path, text: str) -> tuple[Dataset, Locator]:
    path = folder / "x.ttl"
    path.write_bytes(text.encode())
    dataset = load([SourceFile(path, "x.ttl", _BASE, Room.PUBLIC, Root(folder))])
    assert not dataset.faults, (dataset.faults[0].messages, str(dataset.faults[0].position), text)
    return dataset, Locator(dataset)


def _offset(text: str, place: Position) -> int:
    starts = [0]
    at = 0
    while at < len(text):
        if text[at] == "\r" and text[at + 1 : at + 2] == "\n":
            at += 1
        if text[at] in "\r\n":
            starts.append(at + 1)
        at += 1
    return starts[place.line - 1] + place.column - 1


def _places(folder: Path, text: str, predicate: str, value: ox.Literal) -> list[str]:
    dataset, locator = _read(folder, f"PREFIX x: <{_NS}>\n{text}")
    name = ox.NamedNode(_NS + predicate)
    quads = dataset.store.quads_for_pattern(None, name, value, None)
    found = [locator.place(_BASE, quad.subject, name.value, value) for quad in quads]
    return sorted(f"{at.line}:{at.column}" for at in found if at)


def test_brackets_that_say_the_same_each_have_their_own_place(tmp_path: Path) -> None:
    text = (
        "x:a x:p [ x:q 1 ] ,\n"
        "  [ x:q 1 ] , [ x:r [ x:q 1 ] ] ,\n"
        "  [ x:r [ x:q 1 ] ] .\n"
        "[ x:q 1 ] .\n"
        "[] x:q 1 ."
    )

    found = _places(tmp_path, text, "q", ox.Literal(1))

    assert found == sorted(["2:15", "3:9", "3:27", "4:15", "5:7", "6:8"])


def test_labels_in_a_ring_that_say_the_same_are_found(tmp_path: Path) -> None:
    text = "_:a x:p _:b .\n_:c x:p _:d .\n_:d x:p _:a .\n_:b x:p _:c ."
    dataset, locator = _read(tmp_path, f"PREFIX x: <{_NS}>\n{text}")

    found = [locator.place(_BASE, one.subject, _NS + "p", one.object) for one in dataset.store]

    assert sorted((at.line, at.column) for at in found if at) == [(2, 9), (3, 9), (4, 9), (5, 9)]


def test_brackets_in_brackets_that_say_the_same_are_found_in_their_own(tmp_path: Path) -> None:
    lines = "x:r\n  [ x:q 1 ] ] , [\n" * 5
    dataset, locator = _read(tmp_path, f"PREFIX x: <{_NS}>\nx:a x:s [ x:p [ {lines} x:t 1 ] ] .")
    name = ox.NamedNode(_NS + "r")

    found = [
        locator.place(_BASE, quad.subject, name.value, quad.object)
        for quad in dataset.store.quads_for_pattern(None, name, None, None)
    ]

    places = sorted((at.line, at.column) for at in found if at)
    assert places == [(line, 3) for line in range(3, 13, 2)]


def test_the_middle_of_long_lists_that_are_alike_is_found(tmp_path: Path) -> None:
    items = "x:o\n" * 20
    text = f"x:a x:p ( {items} ) .\nx:b x:p ( {items} ) ."
    dataset, locator = _read(tmp_path, f"PREFIX x: <{_NS}>\n{text}")
    first, thing = ox.NamedNode(RDF + "first"), ox.NamedNode(_NS + "o")

    found = [
        at.line
        for quad in dataset.store.quads_for_pattern(None, first, thing, None)
        if (at := locator.place(_BASE, quad.subject, first.value, thing))
    ]

    assert sorted(found) == [*range(2, 22), *range(23, 43)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x:s x:p 1 ;\n  x:q ( 2\n 3 ) .", 3),
        ("x:s x:p [ x:r 2 ; x:t (\n 5 [ x:u\n\t3 ] ) ] .", 3),
        ("x:s x:q 4 .\nx:s x:p 1 ,\n 3 .", 3),
    ],
)
def test_a_value_below_its_subject_is_found(tmp_path: Path, text: str, value: int) -> None:
    _, locator = _read(tmp_path, f"PREFIX x: <{_NS}>\n{text}")

    at = locator.place(_BASE, ox.NamedNode(_NS + "s"), "", ox.Literal(value))

    assert at is not None
    assert text.splitlines()[at.line - 2][at.column - 1] == str(value)


def test_a_thing_of_which_nothing_is_said_is_found_where_it_is_named(tmp_path: Path) -> None:
    _, locator = _read(tmp_path, f"PREFIX x: <{_NS}>\nx:b x:p 1 ,\n 2 .\nx:a x:p x:b ,\n  x:c .")
    thing = ox.NamedNode(_NS + "c")

    at = locator.place(_BASE, thing, _NS + "missing")

    assert locator.home(thing, _NS + "missing") == _BASE
    assert str(at) == "x.ttl:5:3"


def test_a_value_behind_a_hundred_bad_ones_is_found(tmp_path: Path) -> None:
    bad = " ,\n".join(f'"{number}"^^<{XSD}date>' for number in range(150))
    text = f"x:a x:p {bad} ,\n x:b .\nx:b x:p x:c .\nx:c x:d\n1 ."

    assert _places(tmp_path, text, "d", ox.Literal(1)) == ["155:1"]


@pytest.mark.parametrize("number", [1, 200])
def test_a_file_that_declares_anew_is_read_right(tmp_path: Path, number: int) -> None:
    text = "".join(
        f"BASE <https://a/{one}/>\nPREFIX x: <#>\n<> <b> {one} .\n" for one in range(number)
    )
    text += f"PREFIX x: <{_NS}>\nx:s x:p\n1 ."

    assert _places(tmp_path, text, "p", ox.Literal(1)) == [f"{3 * number + 4}:1"]


def test_a_blank_node_has_the_same_name_at_every_reading(tmp_path: Path) -> None:
    text = f"PREFIX x: <{_NS}>\nx:a x:p [ x:q 1.50 ] , [ x:q 2 ] , [ x:q 2 ] , ( 1 2 1 ) ."
    names = []
    for _ in range(2):
        dataset, locator = _read(tmp_path, text)
        nodes = {str(one.subject) for one in dataset.store if str(one.subject).startswith("_:")}
        names.append({locator.described(_BASE, node) for node in nodes})

    assert names[0] == names[1]
    assert len(names[0]) == 6
    assert all(ox.BlankNode(str(name).removeprefix("_:")) for name in names[0])
    assert locator.described(_BASE, f"<{_NS}a>") == f"<{_NS}a>"

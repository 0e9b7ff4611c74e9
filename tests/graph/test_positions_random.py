"""What is broken in a random place, in files written at random, is found at that very place."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.graph.check import check
from ldgraph.graph.places import Root, open_root, source_files
from ldgraph.intake.starter import make_root
from ldgraph.terms import LDG, TYPE, XSD
from ldgraph.turtle.text import Lines
from ldgraph.turtle.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldgraph.errors import Finding

_DATA = ("data/openbaar/vereisten.ttl", "data/openbaar/catalogus.ttl", "data/openbaar/besturen.ttl")
#: Edits in one check: each in a thing of its own, so that none hides another.
_AT_ONCE = 5
_GAPS = [
    "\n",
    "\n    ",
    " # een punt . en een haak [\n",
    "\t",
    " ",
    " ",
    "  \r\n",
    "\n# <a> <b> .\n",
]
#: A government whose identifier stands in brackets.
_NESTED = """
bestuur:gemeente-99902
    a ldg:LokaalBestuur , besluit:Bestuurseenheid ;
    skos:prefLabel "Tweedegem"@nl ;
    org:classification soort:5ab0e9b8a3b2ca7c5e000001 ;
    adms:identifier [ a adms:Identifier ; skos:notation "99902" ; adms:schemaAgency "NIS" ;
        dct:issued "2026-11-24"^^xsd:date ] ;
.
"""


@dataclass(frozen=True)
class _Edit:
    """A statement, and what is written in the place of its value or of its property."""

    quad: ox.Triple
    written: str
    of_property: bool = False


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("positions") / "root"
    make_root(made, public_data=False)
    file = made / _DATA[2]
    file.write_text(file.read_text("utf-8") + _NESTED, "utf-8")
    assert {one.code for one in check(open_root(made))} == {"Identificator-iri"}
    return made


@pytest.mark.parametrize("seed", range(40))
def test_the_finding_lies_where_the_file_was_broken(folder: Path, seed: int) -> None:
    """Two hundred edits: of five things each time, one in each."""
    chance = random.Random(seed)  # noqa: S311 (the same every time)
    root = open_root(folder)
    before = {name: (folder / name).read_bytes() for name in _DATA}
    graphs = {name: _graph(root, folder / name) for name in _DATA}
    edits = _chosen([one for name in _DATA for one in _edits(before[name], graphs[name])], chance)
    written = {name: _Writer(before[name], graphs[name], edits, chance) for name in _DATA}

    try:
        for name, one in written.items():
            (folder / name).write_bytes(one.text.encode())
        found = check(root)
    finally:
        for name, content in before.items():
            (folder / name).write_bytes(content)

    assert sum(len(one.broken) for one in written.values()) == len(edits) == _AT_ONCE
    for name, one in written.items():
        lines = Lines(one.text)
        places = [_place(each) for each in found if _file(each).endswith(name)]
        for edit, at in one.broken.items():
            assert lines.at(at) in places, (edit, lines.at(at), list(map(_told, found)))
        for subject, blocks in one.blocks.items():  # what follows from it is of the same thing
            for each in found:
                if each.focus == subject and _file(each).endswith(name):
                    at_all = [(lines.at(start), lines.at(end)) for start, end in blocks]
                    assert any(start <= _place(each) <= end for start, end in at_all), _told(each)


#: Values that are no Turtle, and the part of each at which that shows.
_NO_TURTLE = [
    ("nergens:ding", ""),
    ("<https://a.b/c d>", ""),
    ("„krul”", ""),
    ("tekst", ""),
    ('"open', ""),
    ('"x"@nederlandsetaal', "@"),
    ('"a\\q"', ""),
    ("12:30", ":"),
    ("<https://a.b/c", ""),
    ("@nl", ""),
    ("( 1 ;", ";"),
    ("[ x ]", "x"),
    ("'x'^^ ;", ";"),
]


@pytest.mark.parametrize("seed", range(200))
def test_the_first_fault_of_syntax_lies_where_the_file_was_broken(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (the same every time)
    content = (folder / _DATA[seed % len(_DATA)]).read_bytes()
    triples = _triples(content, "https://example.org/doc")
    quad = chance.choice([one for one in triples if not isinstance(one.object, ox.BlankNode)])
    wrong, shows = chance.choice(_NO_TURTLE)
    writer = _Writer(content, "https://example.org/doc", [_Edit(quad, wrong)], chance)

    found = judge(writer.text.encode(), "x.ttl", "https://example.org/doc")

    (at,) = writer.broken.values()
    place = Lines(writer.text).at(at + wrong.index(shows))
    assert found
    assert _place(found[0]) == place, (wrong, writer.text[at - 60 : at + 60], found[0])


def _chosen(edits: list[_Edit], chance: random.Random) -> list[_Edit]:
    chance.shuffle(edits)
    by_subject = {str(one.quad.subject): one for one in edits}
    return list(by_subject.values())[:_AT_ONCE]


def _edits(content: bytes, base: str) -> Iterator[_Edit]:
    """Give what can be broken in a file."""
    for triple in _triples(content, base):
        value, predicate = triple.object, triple.predicate.value
        is_reference = predicate != TYPE and "/id/" in str(value)
        if isinstance(value, ox.NamedNode) and (is_reference or value.value.startswith(LDG)):
            yield _Edit(triple, f"<{value.value}x>")
        elif isinstance(value, ox.Literal) and value.datatype.value == XSD + "date":
            yield _Edit(triple, f'"2026-02-30"^^<{XSD}date>')
        if predicate.startswith(LDG):
            yield _Edit(triple, f"<{predicate}x>", of_property=True)


def _graph(root: Root, path: Path) -> str:
    return next(one.graph for one in source_files(root) if one.path == path)


@cache  # two readings would give blank nodes two names
def _triples(content: bytes, base: str) -> list[ox.Triple]:
    parsed = ox.parse(content, ox.RdfFormat.TURTLE, base_iri=base)
    return [ox.Triple(one.subject, one.predicate, one.object) for one in parsed]


class _Writer:
    """Writes the statements of a file anew, some of them broken."""

    def __init__(
        self, content: bytes, base: str, edits: list[_Edit], chance: random.Random
    ) -> None:
        self.text = ""
        #: Where each edit is.
        self.broken: dict[_Edit, int] = {}
        #: By subject, where the stretches that speak of it begin and end.
        self.blocks: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._edits, self._chance, self._base = edits, chance, base
        self._prefixes = dict(re.findall(r"(?m)^PREFIX (\S*): <(\S*)>", content.decode()))
        for name, iri in self._prefixes.items():
            self.text += chance.choice([f"PREFIX {name}: <{iri}>\n", f"@prefix {name}:<{iri}>.\n"])
        self._said: dict[str, list[ox.Triple]] = {}
        for triple in _triples(content, base):
            self._said.setdefault(str(triple.subject), []).append(triple)
        whole = [name for name in self._said if not name.startswith("_:")]
        parts = [part for name in whole for part in self._parts(self._said[name])]
        chance.shuffle(parts)
        for part in parts:
            self._block(part)
        self.text += "\n"

    def _parts(self, said: list[ox.Triple]) -> list[list[ox.Triple]]:
        """Tell of one thing in one statement, or in two."""
        self._chance.shuffle(said)
        cut = self._chance.choice([0, 0, len(said) // 2])
        return [part for part in (said[:cut], said[cut:]) if part]

    def _block(self, said: list[ox.Triple]) -> None:
        if self._chance.random() < 0.2:
            self._base = self._chance.choice([self._base, "https://data.vlaanderen.be/id/bron/"])
            self.text += f"\nBASE <{self._base}>\n"
        start = self._put(self._term(said[0].subject))
        self._properties(said)
        end = self._put(".")
        self.text += self._chance.choice(["\n", " ", "\n\n"])
        self.blocks[str(said[0].subject)].append((start, end))

    def _properties(self, said: list[ox.Triple]) -> None:
        for number, triple in enumerate(said):
            edit = next((one for one in self._edits if one.quad == triple), None)
            if number:
                self._put(";")
            is_a = triple.predicate.value == TYPE and self._chance.random() < 0.5
            name = "a" if is_a else self._term(triple.predicate)
            at = self._put(edit.written if edit and edit.of_property else name)
            if isinstance(triple.object, ox.BlankNode):
                self._put("[")
                self._properties(self._said[str(triple.object)])
                self._put("]")
            elif edit and not edit.of_property:
                at = self._put(edit.written)
            else:
                self._put(self._term(triple.object))
            if edit:
                self.broken[edit] = at
        if self._chance.random() < 0.5:
            self._put(";")

    def _put(self, token: str) -> int:
        if not (token in {*";.[]"} and self._chance.random() < 0.5 and self.text[-1] in '">] '):
            self.text += self._chance.choice(_GAPS)
        self.text += token
        return len(self.text) - len(token)

    def _term(self, term: object) -> str:
        if isinstance(term, ox.Literal):
            if "'" in term.value or term.datatype.value == XSD + "boolean":
                return str(term)
            tail = str(term).rpartition('"')[2]
            return self._chance.choice([str(term), f"'{term.value}'{tail}"])
        assert isinstance(term, ox.NamedNode)
        forms = [str(term), f"<{term.value[:-1]}\\u{ord(term.value[-1]):04x}>"]
        folder, _, tail = term.value.rpartition("/")
        if self._base.rpartition("/")[0] == folder and tail and "#" not in tail:
            forms += 2 * [f"<{tail}>"]
        for name, space in self._prefixes.items():
            local = term.value.removeprefix(space)
            if local != term.value and "/" not in local:
                forms += 4 * [f"{name}:{local}"]
        return self._chance.choice(forms)


def _place(found: Finding) -> tuple[int, int]:
    return (found.position.line, found.position.column) if found.position else (0, 0)


def _file(found: Finding) -> str:
    return found.position.file if found.position else ""


def _told(found: Finding) -> str:
    return f"{found.position}: {found.code} {found.focus} {found.path} {found.value}"

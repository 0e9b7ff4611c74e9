"""A finding of a shape stands where its value is written, whatever path leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.check import check
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from pathlib import Path

_PREFIXES = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX x: <https://example.org/>
"""
#: The values of the statement that is wrong are marked.
_DATA = """x:doel a x:Ding ;
    x:lijst ( x:een
        "twee" #list
        x:drie ) ;
    x:los x:ander , #seq
        "vier" ; #alt
    x:kort [ x:diep
        [ x:dieper "vijf" ] ] ; #deep
    x:noemt x:leeg #named
.
x:ander x:los
    "zes" .
"""
_ITEMS = "( x:lijst [ sh:zeroOrMorePath rdf:rest ] rdf:first )"


@pytest.mark.parametrize("engine", ["fast", "pyshacl"])
@pytest.mark.parametrize(
    ("target", "path", "mark"),
    [
        ("sh:targetNode x:doel", _ITEMS, "#list"),
        ("sh:targetNode x:doel", "( x:kort x:diep x:dieper )", "#deep"),
        ("sh:targetNode x:doel", "[ sh:alternativePath ( x:geen x:los ) ]", "#alt"),
        ("sh:targetNode x:doel", "( x:los x:los )", "#seq"),
        ("sh:targetNode x:doel", "[ sh:oneOrMorePath x:kort ]", "x:kort"),
        ("sh:targetObjectsOf x:noemt", "x:moet", "#named"),
    ],
)
def test_a_value_at_the_end_of_a_path_is_found(
    tmp_path: Path, target: str, path: str, mark: str, engine: str
) -> None:
    rule = "sh:minCount 1" if "moet" in path else "sh:nodeKind sh:IRI"
    _write(tmp_path, f"x:Vorm a sh:NodeShape ; {target} ; sh:property x:eis .", path, rule)

    places = [
        one.position.line
        for one in check(open_root(tmp_path), engine=engine)
        if one.code == "eis" and one.position is not None
    ]

    lines = (_PREFIXES + _DATA).splitlines()
    assert places == [number for number, line in enumerate(lines, 1) if mark in line]


def test_a_literal_that_is_looked_at_by_itself_is_found(tmp_path: Path) -> None:
    shape = "x:Vorm a sh:NodeShape ; sh:targetObjectsOf x:dieper ; sh:nodeKind sh:IRI ."
    _write(tmp_path, shape, "x:niets", "sh:minCount 0")

    found = [one.position for one in check(open_root(tmp_path)) if one.code == "Vorm"]

    lines = (_PREFIXES + _DATA).splitlines()
    assert [(at.line, at.column) for at in found if at] == [
        (number, line.index('"vijf"') + 1) for number, line in enumerate(lines, 1) if "vijf" in line
    ]


def _write(folder: Path, shape: str, path: str, rule: str) -> None:
    (folder / "ldgraph.toml").write_text('name = "proef"\n', "utf-8")
    (folder / "shapes").mkdir()
    (folder / "data/openbaar").mkdir(parents=True)
    prop = f'x:eis a sh:PropertyShape ; sh:path {path} ; {rule} ; sh:message "fout"@nl .'
    (folder / "shapes/x.ttl").write_text(f"{_PREFIXES}{shape}\n{prop}\n", "utf-8")
    (folder / "data/openbaar/x.ttl").write_text(_PREFIXES + _DATA, "utf-8")


def test_trig_without_graphs_has_its_places_and_a_graph_is_one_fault(tmp_path: Path) -> None:
    shape = "x:Vorm a sh:NodeShape ; sh:targetNode x:doel ; sh:property x:eis ."
    _write(tmp_path, shape, _ITEMS, "sh:nodeKind sh:IRI")
    file = tmp_path / "data/openbaar/x.ttl"
    trig = file.with_suffix(".trig")
    text = file.read_text("utf-8")
    file.unlink()
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "#list" in one)

    trig.write_text(text, "utf-8")
    plain = [one.position for one in check(open_root(tmp_path)) if one.code == "eis"]
    trig.write_text(text + "GRAPH x:graaf {\n x:a x:b x:c }\n", "utf-8")
    with_graph = [(one.code, one.position) for one in check(open_root(tmp_path))]

    assert [(at.line, at.column) for at in plain if at] == [(line, 9)]
    assert [(code, at.line, at.column) for code, at in with_graph if at] == [
        ("turtle-graph-block", text.count("\n") + 1, 1)
    ]

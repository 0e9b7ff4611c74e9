"""Prefixes and language tags: what only the text of a file shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import Severity
from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.errors import Finding

_HEAD = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<> a ldg:Graaf ;
    dct:title "Proef"@nl ;
    dct:source <https://example.org/> ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:PUBLIC .
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_root(tmp_path / "root", public_data=False)
    return tmp_path / "root"


def _found(root: Path, text: str, *beside: Path) -> list[Finding]:
    (root / "data/openbaar/proef.ttl").write_text(text, "utf-8")
    return check(open_root(root), beside)


def _told(found: list[Finding]) -> list[tuple[str, int, int, str | None]]:
    return [
        (one.code, one.position.line, one.position.column, one.suggestion)
        for one in found
        if one.position
    ]


def test_a_tag_is_found_behind_a_text_alone(root: Path) -> None:
    text = _HEAD.replace('"Proef"@nl', "\"@dutch\"@nl, '''a\"@fr\n'''   @engels")
    comment = '# "geen"@dutch en <mailto:iemand@vlaams.example>\n'

    found = _found(root, comment + text)

    assert _told(found) == [("taal-onbekend", 8, 7, "@en")]


def test_a_prefix_for_two_vocabularies_is_found_at_each_declaration(root: Path) -> None:
    twice = "PREFIX x: <urn:een:>\nPREFIX y: <urn:y:>\nPREFIX x: <urn:twee:>\nPREFIX y: <urn:y:>\n"

    found = _found(root, twice + _HEAD)

    assert _told(found) == [("prefix-dubbel", 1, 11, None), ("prefix-dubbel", 3, 11, None)]


def test_a_vocabulary_that_files_describe_is_no_slip_of_another(root: Path) -> None:
    own = "PREFIX norm: <https://data.vlaanderen.be/id/norms/>\n"
    described = "norm:een dct:title 'een'@nl .\n"

    assert "prefix-verkeerd" in {one.code for one in _found(root, own + _HEAD)}
    assert "prefix-verkeerd" not in {one.code for one in _found(root, own + _HEAD + described)}


def test_a_slip_in_the_table_of_prefixes_makes_no_file_wrong_for_sure(root: Path) -> None:
    right = "http://publications.europa.eu/resource/authority/access-right/"
    table = root / "ontology/prefixes.ttl"
    table.parent.mkdir(exist_ok=True)
    table.write_text(f"PREFIX toegang: <{right.replace('right', 'rigt')}>\n", "utf-8")

    found = _found(root, _HEAD)

    told = [one for one in found if one.code == "prefix-verkeerd"]
    assert told
    assert all(one.severity is Severity.WARNING for one in told)
    assert not any(one.fix and one.fix.safe for one in found)


def test_other_peoples_files_may_be_in_any_language_and_choose_their_prefixes(
    root: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "buiten.ttl"
    head = "PREFIX dct: <urn:eigen:>\nPREFIX dct: <http://purl.org/dc/terms/>\n"
    beside.write_text(head + "<a> dct:title 'x'@fr , 'y'@NL , 'z'@dutch .\n", "utf-8")

    found = _found(root, _HEAD, beside)

    assert [(one.code, one.severity) for one in found] == [("taal-onbekend", Severity.WARNING)]


def test_what_is_written_in_a_shape_is_looked_at_too(root: Path) -> None:
    shapes = root / "shapes"
    shapes.mkdir(exist_ok=True)
    text = (
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n<urn:x:s> a sh:NodeShape ; sh:name 'x'@eng .\n"
    )
    (shapes / "eigen.ttl").write_text(text, "utf-8")

    assert ("taal-onbekend", 2, 39, "@en") in _told(check(open_root(root)))


def test_a_name_that_a_shape_misspells_comes_with_what_would_mend_it(root: Path) -> None:
    shapes = root / "shapes"
    shapes.mkdir(exist_ok=True)
    text = (
        "PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>\n"
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        "<urn:x:s> a sh:NodeShape ; sh:targetClass ldg:Graaff .\n"
    )
    (shapes / "eigen.ttl").write_text(text, "utf-8")

    fixes = [one.fix for one in check(open_root(root)) if one.suggestion == "ldg:Graaf"]

    assert [fix and (fix.text, fix.position.column, fix.safe) for fix in fixes] == [
        ("ldg:Graaf", 43, False)
    ]

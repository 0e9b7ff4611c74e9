"""What is wrong across files, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldgraph.errors import Finding
from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root

_HEAD = """PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX beoordeling: <https://data.vlaanderen.be/id/beoordeling/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX norm: <https://data.vlaanderen.be/id/norm/>
PREFIX risico: <https://data.vlaanderen.be/id/risico/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<>
    a ldg:Graaf ;
    dct:title "Proef"@nl ;
    dct:source "proef" ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:PUBLIC ;
.

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_root(tmp_path / "root", public_data=False)
    return tmp_path / "root"


def _with(folder: Path, body: str, name: str = "data/openbaar/proef.ttl") -> list[Finding]:
    (folder / name).write_text(_HEAD + body, "utf-8")
    return check(open_root(folder))


def _place(found: Finding) -> tuple[str, int, int]:
    at = found.position
    assert at is not None
    return Path(at.file).name, at.line - _HEAD.count("\n"), at.column


def test_a_reference_to_nothing_is_found_with_the_nearest_name(folder: Path) -> None:
    body = "norm:proef\n    dct:relation bestuur:gemeente-99902 , norm:proef ;\n.\n"

    found = _with(folder, body)

    dangling = [one for one in found if one.code == "verwijzing-naar-niets"]
    assert [_place(one) for one in dangling] == [("proef.ttl", 2, 18)]
    assert dangling[0].suggestion == "bestuur:gemeente-99901"


def test_a_misspelt_property_is_found_at_every_place(folder: Path) -> None:
    body = "norm:a\n    ldg:prioriteid 1 ;\n.\n\nnorm:b\n    skos:prefLable 'x'@nl ;\n.\n"

    found = [one for one in _with(folder, body) if one.code == "onbekende-term"]

    assert [one.suggestion for one in found] == ["ldg:prioriteit", "skos:prefLabel"]
    assert [_place(one)[1:] for one in found] == [(2, 5), (6, 5)]


def test_a_vocabulary_that_nobody_knows_is_left_alone(folder: Path) -> None:
    body = "norm:a\n    <https://example.org/ns#wat> <https://example.org/dan> ;\n.\n"

    assert _with(folder, body) == []


def test_a_public_file_that_names_something_restricted_is_found(folder: Path) -> None:
    restricted = (folder / "data/beperkt/gemeente-99901.ttl").read_text("utf-8")
    named = next(line for line in restricted.splitlines() if line.startswith("beoordeling:"))

    found = _with(folder, f"norm:a\n    dct:relation {named} ;\n.\n")

    assert [one.code for one in found] == ["openbaar-noemt-beperkt"]


def test_a_value_that_is_none_of_its_datatype_is_found(folder: Path) -> None:
    found = _with(folder, 'norm:a\n    dct:date "2026-02-30"^^xsd:date ;\n.\n')

    assert [one.code for one in found] == ["turtle-bad-literal"]
    assert _place(found[0]) == ("proef.ttl", 2, 14)
    assert "xsd:date" in found[0].message("nl")


def test_a_finding_about_a_blank_node_stands_where_it_is_written(folder: Path) -> None:
    values = "[ skos:note 'een'@nl ] ,\n        [ a ldg:Risico ]"
    body = f"norm:a\n    dct:relation\n        {values} ;\n.\n"

    found = [one for one in _with(folder, body) if one.code.startswith("Risico-")]

    assert {_place(one)[1] for one in found} == {4}


def test_findings_come_in_the_same_order_every_time(folder: Path) -> None:
    body = "risico:a\n    a ldg:Risico ;\n.\n\nrisico:b\n    a ldg:Risico ;\n.\n"

    first = _with(folder, body)

    assert len(first) > 5
    assert [one.code for one in first] == [one.code for one in check(open_root(folder))]
    assert first == sorted(first, key=Finding.sort_key)

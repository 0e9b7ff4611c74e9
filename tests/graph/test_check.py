"""What is wrong across files, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldgraph.errors import Finding, Severity
from ldgraph.graph import naming
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
    dct:source <https://example.org/> ;
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


def test_a_term_that_nothing_declares_is_named_once_a_file(folder: Path) -> None:
    wat, dan = "<https://example.org/ns#wat>", "<https://example.org/ns#Dan>"
    body = f"norm:a\n    a {dan} ;\n    {wat} 1 , 2 ;\n.\n\nnorm:b\n    {wat} 3 ;\n.\n"

    found = _with(folder, body)

    assert [(one.code, one.severity) for one in found] == [
        ("niet-verklaarde-term", Severity.WARNING),
        ("niet-verklaarde-term", Severity.WARNING),
    ]
    assert [_place(one)[1:] for one in found] == [(2, 7), (3, 5)]
    assert [wat in one.message("nl") for one in found] == [False, True]


def test_a_term_that_a_file_describes_itself_is_declared(folder: Path) -> None:
    wat = "<https://example.org/ns#wat>"
    body = f"norm:a\n    {wat} 1 ;\n.\n\n{wat}\n    skos:note 'een eigen eigenschap'@nl ;\n.\n"

    assert _with(folder, body) == []


def test_a_name_near_one_that_shapes_or_ontology_use_gets_that_as_a_suggestion(
    folder: Path,
) -> None:
    body = "norm:a\n    <http://data.vlaanderen.be/ns/besluit#werkingsgebeid> norm:a ;\n.\n"

    found = _with(folder, body)

    assert [(one.code, one.suggestion) for one in found] == [
        ("onbekende-term", "besluit:werkingsgebied")
    ]


def test_of_very_many_unknown_names_a_near_one_is_sought_for_the_first_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(naming, "_MOST_SOUGHT", 2)
    names = ("prioriteitx", "prioriteity", "prioriteitz")
    body = "".join(f"norm:a\n    ldg:{name} norm:a ;\n.\n" for name in names)

    found = [one.suggestion for one in _with(folder, body) if one.code == "onbekende-term"]

    assert found == ["ldg:prioriteit", "ldg:prioriteit", None]


def test_an_unknown_vocabulary_beside_the_root_is_one_piece_of_advice(
    folder: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "foreign.ttl"
    lines = [f"<#s{n}> a <urn:x/Kind{n}> ; <urn:x/says{n}> {n} .\n" for n in range(50)]
    beside.write_text("".join(lines), "utf-8")

    found = check(open_root(folder), [beside])

    assert [(one.code, one.severity) for one in found] == [("onbekend-vocabularium", Severity.INFO)]
    assert "<urn:x/>" in found[0].message("en")


def test_things_of_others_under_the_same_base_are_not_missed_beside_the_root(
    folder: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "foreign.ttl"
    street, missing = "straatnaam/1", "vereiste/V999"
    text = "".join(
        f"<#a> <http://purl.org/dc/terms/relation> <https://data.vlaanderen.be/id/{one}> .\n"
        for one in (street, missing)
    )
    beside.write_text(text, "utf-8")

    found = check(open_root(folder), [beside])

    assert [(one.code, one.position and one.position.line) for one in found] == [
        ("verwijzing-naar-niets", 2)
    ]


def test_a_misspelt_property_with_two_values_is_one_finding(folder: Path) -> None:
    found = _with(folder, "norm:a\n    ldg:prioriteid 1 , 2 ;\n.\n")

    assert [one.code for one in found] == ["onbekende-term"]


def test_a_value_outside_a_list_is_one_finding(folder: Path) -> None:
    file = folder / "data/openbaar/vereisten.ttl"
    text = file.read_text("utf-8").replace("prioriteit:must", "prioriteit:mst")
    file.write_text(text, "utf-8")

    found = check(open_root(folder))

    assert [(one.code, one.suggestion) for one in found] == [
        ("Vereiste-prioriteit", "prioriteit:must")
    ]


def test_a_reference_to_nothing_is_not_called_of_the_wrong_class_too(folder: Path) -> None:
    file = folder / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8")
    line = next(one for one in text.splitlines() if "ldg:leverancier" in one)
    file.write_text(text.replace(line, "    ldg:leverancier leverancier:niemand ;"), "utf-8")

    assert [one.code for one in check(open_root(folder))] == ["verwijzing-naar-niets"]


def test_a_root_without_shapes_was_not_checked(tmp_path: Path) -> None:
    (tmp_path / "ldgraph.toml").write_text("", "utf-8")

    found = check(open_root(tmp_path))

    assert [(one.code, one.unchecked) for one in found] == [("no-shapes", True)]


def test_rdf_that_is_not_read_is_a_warning(folder: Path) -> None:
    (folder / "data/openbaar/p.nt").write_text("", "utf-8")

    found = check(open_root(folder))

    assert [(one.code, one.severity) for one in found] == [("file-not-read", Severity.WARNING)]
    assert check(open_root(folder), [folder / "data/openbaar/p.nt"]) == []


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


def test_what_could_not_be_checked_comes_first(folder: Path) -> None:
    (folder / "shapes/zz.ttl").write_text("rommel", "utf-8")

    found = _with(folder, "risico:a\n    a ldg:Risico ;\n.\n")

    assert found[0].code == "turtle-unexpected"
    assert [one.unchecked for one in found] == [True] + [False] * (len(found) - 1)

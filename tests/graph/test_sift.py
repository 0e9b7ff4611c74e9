"""One fault of syntax is one finding: what only follows from it is kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ldgraph.errors import Finding

    Break = Callable[[str], bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_root(tmp_path / "root", public_data=False)
    return tmp_path / "root"


def _without_a_dot(text: str) -> bytes:
    at = text.index("\n.\n", len(text) // 3)
    return (text[:at] + text[at + 2 :]).encode()


def _codes(found: list[Finding]) -> set[str]:
    return {one.code for one in found}


@pytest.mark.parametrize(
    "name",
    [
        "data/openbaar/vereisten.ttl",
        "data/openbaar/catalogus.ttl",
        "data/openbaar/besturen.ttl",
        "data/beperkt/gemeente-99901.ttl",
        "ontology/ldgraph.ttl",
        "ontology/codelijsten/prioriteit.ttl",
        "ontology/codelijsten/bestuurssoort.ttl",
        "shapes/vereiste.ttl",
        "shapes/waarden.ttl",
    ],
)
@pytest.mark.parametrize(
    "spoil",
    [_without_a_dot, lambda text: text.encode() + b"rommel", lambda text: text.encode("utf-16")],
    ids=["dot", "junk", "utf-16"],
)
def test_a_broken_file_is_one_finding(folder: Path, name: str, spoil: Break) -> None:
    file = folder / name
    file.write_bytes(spoil(file.read_text("utf-8")))

    found = check(open_root(folder))

    assert len(found) <= 2, [(one.code, str(one.position)) for one in found]
    assert all(one.code.startswith("turtle-") for one in found)


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize(
    "name",
    [
        "data/openbaar/vereisten.ttl",
        "data/openbaar/besturen.ttl",
        "ontology/ldgraph.ttl",
        "ontology/codelijsten/capability.ttl",
        "shapes/vereiste.ttl",
    ],
)
def test_a_file_saved_by_half_has_its_own_faults_only(
    folder: Path, name: str, share: float
) -> None:
    file = folder / name
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * share)])

    found = check(open_root(folder))

    assert found
    assert any(one.unchecked for one in found)
    assert {one.code for one in found if not one.code.startswith("turtle-")} == set()


def test_half_a_file_without_prefixes_is_known_by_what_it_describes(folder: Path) -> None:
    file = folder / "data/openbaar/vereisten.ttl"
    file.write_text("<https://data.vlaanderen.be/id/vereiste/V000>\n    a", "utf-8")

    found = check(open_root(folder))

    assert not any("/vereiste/V00" in str(one.value) for one in found)


def test_a_name_that_half_a_file_cannot_describe_is_found(folder: Path) -> None:
    file = folder / "data/openbaar/besturen.ttl"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * 0.9)])
    other = folder / "data/openbaar/catalogus.ttl"
    text = other.read_text("utf-8")
    text = text.replace("capability:incidentdetectie", "capability:bestaat-niet")
    other.write_text(text.replace("ldg:uitvoering ", "ldg:uitvoring "), "utf-8")

    found = check(open_root(folder))

    assert {"verwijzing-naar-niets", "onbekende-term"} <= _codes(found)


def test_what_does_not_hang_on_the_broken_file_is_still_found(folder: Path) -> None:
    (folder / "data/openbaar/vereisten.ttl").write_text("vereiste:V001 a ldg:Vereiste", "utf-8")
    file = folder / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8").replace("ldg:uitvoering ", "ldg:uitvoring ")
    file.write_text(text, "utf-8")

    assert "onbekende-term" in _codes(check(open_root(folder)))


def test_a_reference_to_nothing_that_a_broken_file_does_not_describe_is_found(
    folder: Path,
) -> None:
    (folder / "data/openbaar/kapot.ttl").write_text("<a> <b> .", "utf-8")
    file = folder / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8")
    line = next(one for one in text.splitlines() if "ldg:leverancier" in one)
    file.write_text(text.replace(line, "    ldg:leverancier leverancier:niemand ;"), "utf-8")

    assert "verwijzing-naar-niets" in _codes(check(open_root(folder)))

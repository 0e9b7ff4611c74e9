"""What lies where it may not, and what a file says of itself that its folder does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.errors import Finding

_PREFIXES = """PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX interactiestatus: <https://data.vlaanderen.be/id/concept/Interactiestatus/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX lijst: <https://data.vlaanderen.be/id/conceptscheme/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX status: <https://data.vlaanderen.be/id/concept/BeoordelingStatus/>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX vereiste: <https://data.vlaanderen.be/id/vereiste/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<> a ldg:Graaf ; dct:title "Proef"@nl ; dct:source <https://example.org/> ;
    dct:modified "2026-11-24"^^xsd:date ; dct:accessRights toegang:"""
_CODES = {
    "beperkt-in-openbaar",
    "toegang-en-map-verschillen",
    "verkeerd-bestuur",
    "waarde-in-databestand",
    "openbaar-noemt-beperkt",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rooms") / "root"
    make_root(folder, public_data=False)
    return folder


def _with(folder: Path, place: str, access: str, body: str) -> list[Finding]:
    file = folder / "data" / place / "proef.ttl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_PREFIXES + access + " .\n" + body, "utf-8")
    try:
        return [one for one in check(open_root(folder)) if one.code in _CODES]
    finally:
        file.unlink()


_ABOUT = "ldg:bestuur bestuur:gemeente-99901"


@pytest.mark.parametrize(
    "thing",
    [
        f"a ldg:Beoordeling ; {_ABOUT} ; ldg:status status:niet-voldaan",
        "a ldg:MaatregelBeoordeling",
        "a ldg:Afname",
        "a ldg:Interview ; ldg:interactiestatus interactiestatus:gehouden",
        "a ldg:Interactie",
        (
            "a ldg:Interview ; ldg:interactiestatus interactiestatus:gepland ; "
            "ldg:metBestuur bestuur:gemeente-99901"
        ),
        "a ldg:Score",
        "a ldg:Behoefte",
        "a ldg:Bevinding",
        "a ldg:Toepassing",
        "a ldg:IctOmgeving",
        f"a ldg:RisicoInschatting ; {_ABOUT}",
        f"a ldg:Doelniveau ; {_ABOUT}",
    ],
)
def test_what_is_restricted_by_kind_may_not_stand_in_a_public_file(
    folder: Path, thing: str
) -> None:
    public = _with(folder, "openbaar", "PUBLIC", f"<#it> {thing} .\n")
    restricted = _with(folder, "beperkt", "NON_PUBLIC", f"<#it> {thing} .\n")

    assert [one.code for one in public] == ["beperkt-in-openbaar"]
    assert restricted == []


@pytest.mark.parametrize(
    "thing",
    [
        "a ldg:Interview ; ldg:interactiestatus interactiestatus:gepland",
        "a ldg:RisicoInschatting",
        "a ldg:Doelniveau",
    ],
)
def test_what_names_no_government_may_be_public(folder: Path, thing: str) -> None:
    assert _with(folder, "openbaar", "PUBLIC", f"<#it> {thing} .\n") == []


@pytest.mark.parametrize(("place", "access"), [("openbaar", "NON_PUBLIC"), ("beperkt", "PUBLIC")])
def test_folder_and_access_have_to_say_the_same(folder: Path, place: str, access: str) -> None:
    found = _with(folder, place, access, "")

    assert [one.code for one in found] == ["toegang-en-map-verschillen"]
    assert f"data/{place}" in found[0].message("nl")
    assert found[0].position


def test_a_public_folder_is_no_place_for_restricted_things_marked_so(folder: Path) -> None:
    found = _with(folder, "openbaar", "NON_PUBLIC", "<#it> a ldg:Score .\n")

    assert {one.code for one in found} == {"toegang-en-map-verschillen", "beperkt-in-openbaar"}


@pytest.mark.parametrize("said", ["bestuur", "metBestuur"])
def test_a_government_s_file_tells_about_no_other(folder: Path, said: str) -> None:
    readable = "<> ldg:leesbaarVoor bestuur:gemeente-99901 .\n"
    body = f"<#a> ldg:{said} bestuur:gemeente-99901 .\n<#b> ldg:{said} bestuur:gemeente-99999 .\n"

    found = _with(folder, "beperkt", "NON_PUBLIC", readable + body)

    assert [one.code for one in found] == ["verkeerd-bestuur"]
    assert "bestuur:gemeente-99999" in found[0].message("en")
    assert found[0].restricted


def test_the_programme_s_own_file_may_tell_about_many(folder: Path) -> None:
    body = "<#a> ldg:bestuur bestuur:gemeente-99901 , bestuur:gemeente-99999 .\n"

    assert _with(folder, "beperkt", "NON_PUBLIC", body) == []


def test_what_only_a_file_marked_restricted_describes_is_not_named_in_public(folder: Path) -> None:
    other = folder / "data/openbaar/noemt.ttl"
    name = "https://data.vlaanderen.be/id/norm/geheim"
    other.write_text(_PREFIXES + f"PUBLIC .\nvereiste:V1 dct:relation <{name}> .\n", "utf-8")

    found = _with(folder, "openbaar", "NON_PUBLIC", f"<{name}> a ldg:Norm .\n")
    other.unlink()

    assert "openbaar-noemt-beperkt" in {one.code for one in found}


def test_a_code_list_of_the_ontology_gets_its_values_there(folder: Path) -> None:
    body = "status:half a skos:Concept ; skos:inScheme lijst:BeoordelingStatus .\n"

    found = _with(folder, "openbaar", "PUBLIC", body)

    assert [one.code for one in found] == ["waarde-in-databestand"]


def test_a_data_file_may_bring_a_list_of_its_own(folder: Path) -> None:
    body = "<#l> a skos:ConceptScheme .\n<#c> a skos:Concept ; skos:inScheme <#l> .\n"

    assert _with(folder, "openbaar", "PUBLIC", body) == []

"""A property on a thing that it does not belong to is found, whatever shapes say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.errors import Finding

_HEAD = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX graad: <https://data.vlaanderen.be/id/concept/Dekkingsgraad/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

<> a ldg:Graaf ; dct:title "Proef"@nl ; dct:source <https://example.org/> ;
    dct:modified "2026-11-24"^^xsd:date ; dct:accessRights toegang:NON_PUBLIC .

"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fits") / "root"
    make_root(folder, public_data=False)
    return folder


def _with(folder: Path, body: str) -> list[Finding]:
    (folder / "data/beperkt/proef.ttl").write_text(_HEAD + body, "utf-8")
    return [one for one in check(open_root(folder)) if one.code == "eigenschap-past-niet"]


def test_a_property_of_another_class_is_found_where_it_stands(folder: Path) -> None:
    found = _with(folder, "<#b> a ldg:Beoordeling ;\n    ldg:graad graad:volledig .\n")

    assert len(found) == 1
    assert found[0].position
    assert found[0].position.line == _HEAD.count("\n") + 2
    assert "ldg:graad hoort bij ldg:Dekking" in found[0].message("nl")
    assert "this is ldg:Beoordeling" in found[0].message("en")
    assert found[0].restricted


def test_a_property_of_a_thing_without_a_class_is_found(folder: Path) -> None:
    found = _with(folder, "<#b> ldg:graad graad:volledig .\n")

    assert ["zonder klasse" in one.message("nl") for one in found] == [True]


@pytest.mark.parametrize(
    "fits",
    [
        "<#d> a ldg:Dekking ; ldg:graad graad:volledig .",
        # Of a class above, and of one of several classes.
        '<#a> a ldg:Dienst ; ldg:prijseenheid "per jaar" .',
        "<#b> a ldg:Bevinding , ldg:Dekking ; ldg:graad graad:volledig .",
        # Of anything.
        "<#r> a ldg:Risico ; ldg:herkomst <#x> .",
    ],
)
def test_what_fits_is_left_alone(folder: Path, fits: str) -> None:
    assert _with(folder, fits + "\n") == []

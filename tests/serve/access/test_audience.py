"""Whom a token stands for: the public graph says it, as it is today, and never by guessing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience, view_for
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.serve.access.audience import audience_of
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.access.issuer import Issuer
from ldgraph.serve.access.tokens import TokenRules
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

from .conftest import in_loop
from .issuers import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from anyio.from_thread import BlockingPortal

    from ldgraph.graph.access import View

    from .issuers import Running

_TODAY = date(2026, 11, 25)
_BASE = "https://data.vlaanderen.be/id"
_HEADER = f"""
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX bestuur: <{_BASE}/lokaalbestuur/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX id: <{_BASE}/identificator/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
_GOVERNMENTS = """
bestuur:a a ldg:LokaalBestuur ; adms:identifier id:a-ovo , id:a-kbo .
id:a-ovo adms:schemaAgency "OVO" ; skos:notation "OVO000001" .
id:a-kbo adms:schemaAgency "KBO" ; skos:notation "0999900001" .

# Two that say they are one organisation: neither is believed.
bestuur:b a ldg:LokaalBestuur ; adms:identifier id:b .
bestuur:c a ldg:LokaalBestuur ; adms:identifier id:c .
id:b adms:schemaAgency "OVO" ; skos:notation "OVO000002" .
id:c adms:schemaAgency "OVO" ; skos:notation "OVO000002" .

# A number of another kind that looks the same.
bestuur:d a ldg:LokaalBestuur ; adms:identifier id:d .
id:d adms:schemaAgency "NIS" ; skos:notation "0999900004" .

# It is no more, or not yet, or no longer has the number.
bestuur:e a ldg:LokaalBestuur ; ldg:bestaatTot "2026-11-25"^^xsd:date ; adms:identifier id:e .
bestuur:f a ldg:LokaalBestuur ; ldg:bestaatVan "2026-11-26"^^xsd:date ; adms:identifier id:f .
bestuur:g a ldg:LokaalBestuur ; adms:identifier id:g , id:h .
id:e adms:schemaAgency "OVO" ; skos:notation "OVO000005" .
id:f adms:schemaAgency "OVO" ; skos:notation "OVO000006" .
id:g adms:schemaAgency "OVO" ; skos:notation "OVO000007" ; ldg:bestaatTot "2025-01-01"^^xsd:date .
id:h adms:schemaAgency "OVO" ; skos:notation "OVO000008" ; ldg:bestaatVan "2025-01-01"^^xsd:date .

# An organisation that is no government.
bestuur:i adms:identifier id:i .
id:i adms:schemaAgency "OVO" ; skos:notation "OVO000009" .
"""
_CLAIM = """
<> dct:accessRights toegang:NON_PUBLIC ; ldg:leesbaarVoor bestuur:a .
bestuur:a adms:identifier id:x .
id:x adms:schemaAgency "OVO" ; skos:notation "OVO000010" .
"""


@pytest.fixture
def public(tmp_path: Path) -> View:
    _write(tmp_path, "openbaar/besturen", _GOVERNMENTS)
    _write(tmp_path, "beperkt/a", _CLAIM)
    return view_for(load(source_files(open_root(tmp_path))), EVERYONE)


def _write(root: Path, name: str, text: str) -> None:
    file = root / "data" / f"{name}.ttl"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_HEADER + text, "utf-8")
    (root / "ldgraph.toml").write_text("", "utf-8")


@pytest.mark.parametrize(
    ("claims", "government"),
    [
        ({"vo_ovocode": "OVO000001"}, "a"),
        ({"vo_orgcode": "OVO000001"}, "a"),
        ({"vo_orgcode": "0999900001"}, "a"),
        ({"vo_ovocode": "OVO000001", "vo_orgcode": "0999900001"}, "a"),
        ({"vo_ovocode": "OVO000008"}, "g"),
        ({"vo_ovocode": "OVO000002"}, None),
        ({"vo_orgcode": "0999900004"}, None),
        ({"vo_ovocode": "OVO000005"}, None),
        ({"vo_ovocode": "OVO000006"}, None),
        ({"vo_ovocode": "OVO000007"}, None),
        ({"vo_ovocode": "OVO000009"}, None),
        # What a restricted graph says gives nobody rights.
        ({"vo_ovocode": "OVO000010"}, None),
        # One organisation has one number of a kind; two governments are none.
        ({"vo_ovocode": "OVO000001", "vo_orgcode": "OVO000008"}, None),
        ({"vo_ovocode": "OVO000008", "vo_orgcode": "0999900001"}, None),
        ({"vo_ovocode": "ovo000001"}, None),
        ({"vo_ovocode": " OVO000001"}, None),
        ({}, None),
    ],
)
def test_a_token_stands_for_the_one_government_that_has_the_number_today(
    public: View, claims: dict[str, object], government: str | None
) -> None:
    expected = Audience(f"{_BASE}/lokaalbestuur/{government}") if government else EVERYONE
    assert audience_of(claims, public, _TODAY) == expected


def test_it_was_another_on_another_day(public: View) -> None:
    before = date(2024, 6, 1)
    assert audience_of({"vo_ovocode": "OVO000007"}, public, before) != EVERYONE
    assert audience_of({"vo_ovocode": "OVO000008"}, public, before) == EVERYONE
    assert audience_of({"vo_ovocode": "OVO000005"}, public, before) != EVERYONE


def test_only_the_numbers_of_the_list_see_all(public: View) -> None:
    central = {"OVO000100"}
    assert audience_of({"vo_ovocode": "OVO000100"}, public, _TODAY, central) == ENTITLED_TO_ALL
    assert audience_of({"vo_ovocode": "OVO000101"}, public, _TODAY, central) == EVERYONE
    two = {"vo_ovocode": "OVO000100", "vo_orgcode": "OVO000001"}
    assert audience_of(two, public, _TODAY, central) == EVERYONE


def test_other_public_data_make_another_verdict(
    tmp_path: Path, issuer: Running, portal: BlockingPortal
) -> None:
    """What was found of a token does not outlive the data that it was found in."""
    _write(tmp_path, "openbaar/besturen", _GOVERNMENTS)
    _write(tmp_path, "beperkt/a", _CLAIM)
    root = open_root(tmp_path)
    first = Library(read(root, restricted=True), root, _TODAY)
    app = create_app(first, Settings(), Gate(Issuer(issuer.address), TokenRules(HERE)))
    client = in_loop(TestClient(app), portal)
    header = {"Authorization": f"Bearer {issuer.token(vo_ovocode='OVO000001')}"}
    assert client.get("/doc/graaf/beperkt/a.ttl", headers=header).status_code == 200

    _write(tmp_path, "openbaar/besturen", _GOVERNMENTS.replace("OVO000001", "OVO000011"))
    app.state.library = Library(read(root, restricted=True), root, _TODAY)
    assert client.get("/doc/graaf/beperkt/a.ttl", headers=header).status_code == 404

"""Resources: lists that are narrowed and paged, and one thing with all that is said of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from pyld import jsonld  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_KINDS = ["besturen", "aanbod", "vereisten", "risicos", "capabilities"]
_LDG = "https://data.vlaanderen.be/ns/lokaal-digitaal#"


def _names(client: TestClient, address: str) -> set[str]:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}limit=1000")
    assert answer.status_code == 200, answer.text
    return {one["identificator"]["objectId"] for one in answer.json()["data"]}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("limit", [7, 100])
def test_the_next_page_is_followed_to_every_thing_once(
    everyone: TestClient, kind: str, limit: int
) -> None:
    address = f"http://example.test/v1/{kind}?limit={limit}&totaal=true"
    found: list[str] = []
    total = 0
    while address:
        answer = everyone.get(address).json()
        total = answer["totaalAantal"]
        found += [one["@id"] for one in answer["data"]]
        address = answer["_links"].get("volgende", "")

    assert len(found) == len(set(found)) == total > 10
    assert found == sorted(found)


@pytest.mark.parametrize("kind", _KINDS)
def test_what_a_list_names_is_there_with_its_document(everyone: TestClient, kind: str) -> None:
    first = everyone.get(f"/v1/{kind}?limit=1").json()["data"][0]

    item = everyone.get(first["detail"])

    assert item.status_code == 200
    assert item.json()["data"]["@id"] == first["@id"]
    assert everyone.get(item.json()["_links"]["document"]).status_code == 200
    assert item.json()["_links"]["self"] == first["detail"]


@pytest.mark.parametrize(
    ("address", "there", "absent"),
    [
        ("/v1/besturen?soort=gemeente", "gemeente-44021", "ocmw-44021"),
        ("/v1/besturen?provincie=Antwerpen", "gemeente-11001", "gemeente-44021"),
        ("/v1/besturen?status=verdwenen", "gemeente-99009", "gemeente-99001"),
        ("/v1/besturen?status=bestaand&datum=2020-01-01", "gemeente-99009", "gemeente-99011"),
        ("/v1/besturen?naam=voorbeeldgem", "gemeente-99001", "gemeente-99002"),
        ("/v1/besturen?zoek=0207508932", "gemeente-11001", "gemeente-11002"),
        ("/v1/aanbod?status=beschikbaar", "cyber-threat-alerts", "voorbeeld-oud"),
        ("/v1/vereisten?prioriteit=must", "V025", "V042"),
        ("/v1/vereisten?prioriteit=moet", "V025", "V042"),
        ("/v1/vereisten?soort=functionelevereiste", "V042", "V025"),
        ("/v1/vereisten?risico=datalek", "V042", "V060"),
        ("/v1/vereisten?capability=certificaatbeheer", "V042", "V060"),
        ("/v1/capabilities?boven=kwetsbaarheden", "kwetsbaarheidsscan-extern", "kwetsbaarheden2"),
        ("/v1/risicos?zoek=versleuteling%20losgeld", "gijzelsoftware", "datalek"),
    ],
)
def test_a_filter_lets_through_what_it_says(
    everyone: TestClient, address: str, there: str, absent: str
) -> None:
    found = _names(everyone, address)

    assert there in found
    assert absent not in found
    assert found < _names(everyone, address.partition("?")[0])


def test_a_narrower_capability_is_found_by_a_broader_one(everyone: TestClient) -> None:
    narrow = _names(everyone, "/v1/aanbod?capability=dreigingsinformatie")
    broad = _names(everyone, "/v1/aanbod?capability=dreigingen")

    assert narrow <= broad
    assert broad


@pytest.mark.parametrize(
    ("address", "parameter", "among"),
    [
        ("/v1/besturen?soort=dorp", "soort", "gemeente"),
        ("/v1/besturen?kleur=rood", "kleur", "provincie"),
        ("/v1/besturen?status=weg", "status", "verdwenen"),
        ("/v1/aanbod?prioriteit=must", "prioriteit", "leverancier"),
        ("/v1/aanbod?status=te-koop", "status", "beschikbaar"),
        ("/v1/vereisten?totaal=misschien", "totaal", "true"),
        ("/v1/risicos/datalek?limit=3", "limit", "datum"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_with_what_can(
    everyone: TestClient, address: str, parameter: str, among: str
) -> None:
    answer = everyone.get(address)

    assert answer.status_code == 400
    assert answer.json()["parameter"] == parameter
    assert among in answer.json()["verwacht"]


def test_a_merged_government_names_its_successors_and_these_name_it(everyone: TestClient) -> None:
    gone = everyone.get("/v1/besturen/99009").json()["data"]
    after = everyone.get("/v1/besturen/gemeente-99011").json()["data"]

    assert gone["status"] == "verdwenen"
    assert [one["detail"] for one in gone["opvolgers"]] == [
        "http://example.test/v1/besturen/gemeente-99011"
    ]
    assert gone["@id"] in [one["@id"] for one in after["voorgangers"]]


@pytest.mark.parametrize(
    "reference", ["gemeente-44021", "44021", "0207451227", "OVO002067", "Gent"]
)
def test_a_government_has_one_address_by_whatever_name(
    everyone: TestClient, reference: str
) -> None:
    answer = everyone.get(f"/v1/besturen/{reference}").json()

    assert answer["_links"]["self"] == "http://example.test/v1/besturen/gemeente-44021"


@pytest.mark.parametrize(
    "address", ["/v1/besturen/nergens", "/v1/aanbod/V025", "/v1/vereisten/x.json", "/v1/dingen"]
)
def test_what_is_not_there_is_not_found(everyone: TestClient, address: str) -> None:
    assert everyone.get(address).status_code == 404


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_one_thing_as_json_ld_says_what_its_document_says(
    everyone: TestClient, kind: str, lang: str
) -> None:
    listed = everyone.get(f"/v1/{kind}?limit=1000").json()["data"]
    for one in (listed[0], listed[-1]):
        item = everyone.get(f"{one['detail']}.jsonld?lang={lang}")
        said = set(jsonld.to_rdf(item.json(), {"format": "application/n-quads"}).split("\n"))

        document = everyone.get(item.json()["_links"]["document"] + ".nt").text
        about = {line for line in document.split("\n") if line.startswith(f"<{one['@id']}> ")}
        mine = {line for line in said if line.startswith(f"<{one['@id']}> ")}
        assert mine <= about
        # Texts in another language, and classes beside its own, are in the document alone.
        for line in about - mine:
            assert "rdf-syntax-ns#type>" in line or line.endswith(("@nl .", "@en ."))


def test_a_list_as_json_ld_is_a_collection(everyone: TestClient) -> None:
    answer = everyone.get("/v1/vereisten.jsonld?prioriteit=must&limit=1")

    quads = jsonld.to_rdf(answer.json(), {"format": "application/n-quads"})
    hydra = "http://www.w3.org/ns/hydra/core#"
    thing = answer.json()["data"][0]["@id"]
    assert (
        f"<http://example.test/v1/vereisten?prioriteit=must> <{hydra}member> <{thing}> ." in quads
    )
    priority = "https://data.vlaanderen.be/id/concept/Prioriteit/must"
    assert f"<{thing}> <{_LDG}prioriteit> <{priority}> ." in quads


def test_names_are_in_the_callers_language(everyone: TestClient) -> None:
    dutch = everyone.get("/v1/vereisten/V042").json()["data"]["naam"]
    english = everyone.get("/v1/vereisten/V042", headers={"Accept-Language": "en"})

    assert dutch == "beheer van certificaten"
    assert english.json()["data"]["naam"] == "management of certificates"
    assert english.headers["content-language"] == "en"


def test_a_list_is_a_spreadsheet_too(everyone: TestClient) -> None:
    answer = everyone.get("/v1/besturen.csv?soort=gemeente&limit=1000")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {"objectId": "gemeente-44021", "naam": "Gent", "soort": "gemeente"}.items() <= (
        next(row for row in rows if row["naam"] == "Gent").items()
    )


def test_what_only_one_government_may_see_is_in_no_list_of_others(
    everyone: TestClient, own: TestClient
) -> None:
    for kind in _KINDS:
        assert _names(everyone, f"/v1/{kind}") == _names(own, f"/v1/{kind}")


def test_the_members_of_a_body_are_those_of_the_day(everyone: TestClient) -> None:
    members = _names(everyone, "/v1/besturen?lidvan=politiezone-99031")

    assert members
    assert all(one.startswith("gemeente-99") for one in members)
    assert members != _names(everyone, "/v1/besturen?soort=gemeente")

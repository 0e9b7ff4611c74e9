"""What is restricted is on no page of who may not read it, in whatever way they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience
from ldgraph.serve.pages.words import WORDS

from .browser import ACCEPT, get, words

if TYPE_CHECKING:
    from httpx2 import Response
    from starlette.testclient import TestClient

    from .conftest import As

_BASE = "https://data.vlaanderen.be/id/lokaalbestuur/"
_ONE, _OTHER = "gemeente-99001", "gemeente-99002"
_PATHS = (
    "/",
    "/besturen",
    "/matrix",
    "/matrix?soort=besturen",
    "/matrix?soort=capabilities&alles=ja",
    f"/doc/lokaalbestuur/{_ONE}",
    f"/doc/lokaalbestuur/{_ONE}?datum=2025-01-01",
    f"/doc/lokaalbestuur/{_OTHER}",
    "/doc/interactie/interview-gemeente-99001-2025",
    "/doc/graaf/voorbeeld/beperkt/gemeente-99001",
    "/doc/graaf/beperkt/gemeente-99001",
    "/doc/vereiste/V025",
    "/doc/aanbod/voorbeeld-soc",
    "/doc/risico/gijzelsoftware",
    "/zoek?q=interview",
    "/zoek?q=gesprek+over+de+cyberveiligheid",
    "/zoek?q=beoordeling",
    f"/v1/uitleg?government={_ONE}&requirement=V025",
    f"/v1/uitleg?government={_ONE}&requirement=bestaat-niet",
    "/v1/uitleg?government=bestaat-niet&requirement=V025",
    "/v1/vragen",
    "/v1/vragen/class-counts",
    "/v1/vragen/gaps",
    f"/v1/vragen/gaps?government={_ONE}",
    "/v1/vragen/gaps?government=bestaat-niet",
    "/v1/vragen/requirement-government-matrix",
    f"/v1/vragen/history-of-government?government={_ONE}",
    "/v1/vragen/what-rests-on?requirement=V025",
    "/v1/vragen/risk-estimates",
    "/v1/vragen/overlapping-offerings",
    "/sparql",
)


#: Headers that no two answers have the same.
_OF_A_REQUEST = ("x-request-id", "server-timing", "date")


def _told(client: TestClient, path: str, lang: str) -> tuple[int, str, dict[str, str]]:
    answer: Response = client.get(path, headers={"Accept": ACCEPT, "Accept-Language": lang})
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_A_REQUEST}
    return answer.status_code, answer.text, headers


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("path", _PATHS)
def test_everyone_sees_the_same_where_restricted_facts_lie_beside(
    client: TestClient, asked_as: As, path: str, lang: str
) -> None:
    assert _told(client, path, lang) == _told(asked_as(EVERYONE), path, lang)


@pytest.mark.parametrize(
    "path",
    [
        f"/v1/uitleg?government={_ONE}&requirement=V025",
        f"/v1/vragen/gaps?government={_ONE}",
        "/doc/interactie/interview-gemeente-99001-2025",
    ],
)
def test_one_government_is_told_of_another_what_it_is_told_of_none(asked_as: As, path: str) -> None:
    stranger = asked_as(Audience(government=_BASE + _OTHER))

    page = get(stranger, path)

    assert page.status == 404
    assert "niet voldaan" not in page.said
    assert "beoordeeld op" not in page.said


def test_every_government_is_said_to_keep_its_assessments_in_the_same_words(
    client: TestClient,
) -> None:
    for name in (_ONE, _OTHER, "gemeente-44021", "politiezone-5415"):
        page = get(client, f"/doc/lokaalbestuur/{name}")
        if page.status == 404:
            continue
        assert WORDS["nl"]["standing_hidden"] in page.said
        assert "leemte" not in page.said.lower()


def test_a_government_reads_its_own_gaps_with_what_covers_them(asked_as: As) -> None:
    own = asked_as(Audience(government=_BASE + _ONE))

    page = get(own, f"/doc/lokaalbestuur/{_ONE}")

    assert [words(one) for one in page.all("h3")][:2] == ["Leemten (12)", "Blinde vlekken (7)"]
    rows = {row[0].split()[0]: row for row in page.rows() if row and row[0].startswith("V")}
    assert "niet voldaan, beoordeeld op 2026-04-15" in rows["V009"]
    assert "open leemte" in rows["V009"][3]
    assert (
        "Bewaking en reactie (verzonnen): volledig; geclaimd; via Verzonnen raamcontract"
        in (rows["V025"][3])
    )
    assert "open leemte" not in rows["V025"][3]
    assert page.headers["cache-control"] == "private, no-store"
    other = get(own, f"/doc/lokaalbestuur/{_OTHER}")
    assert WORDS["nl"]["standing_hidden"] in other.said


def test_each_why_leads_to_facts_with_file_and_line(asked_as: As) -> None:
    own = asked_as(Audience(government=_BASE + _ONE))
    page = get(own, f"/doc/lokaalbestuur/{_ONE}")
    reasons = [one for one in page.links() if "/v1/uitleg?" in one]
    assert len(reasons) > 40

    for reason in (reasons[0], next(one for one in reasons if "offering=" in one)):
        why = get(own, reason)
        assert why.status == 200
        rows = [row for row in why.rows() if len(row) == 4]
        stated = [row for row in rows if ".ttl" in row[3]]
        assert len(stated) > 5
        assert all(", regel " in row[3] for row in stated)
        assert any("beperkt/gemeente-99001.ttl, regel" in row[3] for row in stated)


def test_counts_of_governments_are_for_those_entitled_to_all(
    client: TestClient, asked_as: As
) -> None:
    mine = get(asked_as(ENTITLED_TO_ALL), "/matrix?soort=besturen")
    assert WORDS["nl"]["matrix governments"] in mine.said
    for other in (client, asked_as(Audience(government=_BASE + _ONE))):
        page = get(other, "/matrix?soort=besturen")
        sorts = [one for one in page.links() if "/matrix?soort=" in one and "datum=" in one]
        assert len(sorts) == 2
        assert WORDS["nl"]["matrix governments"] not in page.said


def test_of_real_governments_nothing_is_computed_where_facts_are_invented(asked_as: As) -> None:
    page = get(asked_as(ENTITLED_TO_ALL), "/doc/lokaalbestuur/gemeente-44021")
    assert "over echte besturen wordt niets berekend" in page.said

"""Who may have which answer: refused by right, before data are read, and never with a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.access import EVERYONE

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library

_ABOUT_ONE = ["/v1/uitleg?requirement=V025&", "/v1/leemten?", "/v1/dekking?"]


def _restricted(library: Library) -> list[str]:
    return [
        name
        for name, one in library.published(EVERYONE).snapshot.queries.items()
        if one.tells_unknown
    ]


def _told(client: TestClient, address: str) -> tuple[int, object]:
    answer = client.get(address)
    body = answer.json()
    body.pop("instance", None)
    return answer.status_code, body


def test_everyone_is_refused_what_hangs_on_facts_of_governments(
    everyone: TestClient, full: Library
) -> None:
    extra = {"offering": "voorbeeld-mdr", "level": "2023-basis"}
    for name in _restricted(full):
        taken = full.published(EVERYONE).snapshot.queries[name].parameters
        needed = "&".join(
            f"{one.name}={extra[one.name]}"
            for one in taken
            if not one.optional and one.name in extra
        )
        status, body = _told(everyone, f"/v1/vragen/{name}?{needed}")
        assert (name, status) == (name, 404)
        assert "onbekend" not in str(body).lower()


@pytest.mark.parametrize("address", ["/v1/vragen/gaps?", *_ABOUT_ONE])
def test_the_refusal_is_the_same_whether_there_are_facts_or_not(
    everyone: TestClient, own: TestClient, address: str
) -> None:
    # One with facts, one that was merged, one of which nothing is known, one that is real.
    others = ["gemeente-99002", "gemeente-99009", "provincie-99000", "gemeente-44021"]

    for client in (everyone, own):
        told = [_told(client, f"{address}government={one}") for one in others]
        assert {status for status, _ in told} == {404}
        assert all(body == told[0][1] for _, body in told)


@pytest.mark.parametrize("address", ["/v1/vragen/gaps?", *_ABOUT_ONE])
def test_a_government_has_its_own_answer(own: TestClient, staff: TestClient, address: str) -> None:
    mine = own.get(f"{address}government=99001")

    assert mine.status_code == 200
    assert mine.json()["data"] == staff.get(f"{address}government=99001").json()["data"]


def test_a_government_that_names_none_is_answered_about_itself(own: TestClient) -> None:
    unnamed, named = own.get("/v1/vragen/gaps"), own.get("/v1/vragen/gaps?government=99001")

    assert unnamed.json()["data"] == named.json()["data"] != []


def test_the_version_is_that_of_what_one_may_see(
    everyone: TestClient, own: TestClient, full: Library
) -> None:
    public = everyone.get("/v1/vragen/in-force").json()["versie"]

    assert public == full.public.version
    assert own.get("/v1/vragen/in-force").json()["versie"] != public


@pytest.mark.parametrize(
    "name",
    ["missing-scores-of-government", "outdated-control-assessments", "history-of-government"],
)
def test_an_answer_without_rows_is_not_given_for_none(everyone: TestClient, name: str) -> None:
    level = "&level=2023-basis" if "scores" in name else ""

    answer = everyone.get(f"/v1/vragen/{name}?government=gemeente-99001{level}")

    assert answer.status_code == 404

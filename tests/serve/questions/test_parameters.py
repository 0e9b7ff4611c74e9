"""What is written behind the question mark: right, or refused with its name and what was wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

_GAPS = "/v1/vragen/gaps"


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ("government=99001&government=99002", "government"),
        ("datum=2026-01-01&date=2026-01-01", "datum"),
        ("limit=1&limit=1", "limit"),
        ("bestuur=99001", "bestuur"),
        ("datum=2026-02-30", "datum"),
        ("datum=20261124", "datum"),
        ("datum=2026-W48-2", "datum"),
        ("datum=morgen", "datum"),
        ("datum=%E2%82%82026-01-01", "datum"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=1001", "limit"),
        ("limit=1e2", "limit"),
        ("limit=%D9%A1", "limit"),
        ("offset=99999999999", "offset"),
        ("government=nergenshuizen", "government"),
        ("government=" + "a" * 10_000, "government"),
        ("government=a%00b", "government"),
        ("government=a%0Ab", "government"),
        ("government=%E2%80%AEab", "government"),
        ("government=%FF", "government"),
        ("government=%22%3E%3Cscript%3E", "government"),
        ("government=https://x/%3E%20.%20%3Curn:a%3E", "government"),
        ("government='%20OR%20''='", "government"),
        ("lang=fr", "lang"),
        ("%FF=1", "query"),
        ("__proto__=1", "__proto__"),
    ],
)
def test_what_cannot_be_is_refused_by_name(staff: TestClient, asked: str, parameter: str) -> None:
    answer = staff.get(f"{_GAPS}?{asked}")

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["parameter"] == parameter
    assert len(answer.text) < 2000


def test_an_unknown_parameter_is_answered_with_those_that_are_known(everyone: TestClient) -> None:
    answer = everyone.get(f"{_GAPS}?bestuur=99001").json()

    assert answer["verwacht"] == ["government", "datum", "limit", "offset", "lang"]


def test_a_misspelt_government_is_answered_with_the_nearest(everyone: TestClient) -> None:
    answer = everyone.get(f"{_GAPS}?government=Aartselar").json()

    assert "Aartselaar" in answer["verwacht"]


def test_a_missing_parameter_is_named(everyone: TestClient) -> None:
    answer = everyone.get("/v1/vragen/need-met-by-offering")

    assert answer.status_code == 400
    assert answer.json()["parameter"] == "offering"


def test_what_is_left_empty_in_a_form_is_not_given(everyone: TestClient) -> None:
    filled = everyone.get("/v1/vragen/regimes-of-government?limit=5")
    empty = everyone.get("/v1/vragen/regimes-of-government?government=&datum=&limit=5")

    assert empty.json()["data"] == filled.json()["data"] != []


@pytest.mark.parametrize("value", ["urn:x>", "javascript:alert(1)", "'; DROP", "geen-klasse"])
def test_what_looks_like_code_is_a_value_that_is_not_there(
    everyone: TestClient, value: str
) -> None:
    answer = everyone.get("/v1/vragen/class-counts", params={"class": value})

    assert answer.status_code == 400
    assert answer.json()["parameter"] == "class"


def test_the_problem_is_told_in_the_callers_language(everyone: TestClient) -> None:
    dutch = everyone.get(f"{_GAPS}?datum=x").json()["detail"]
    english = everyone.get(f"{_GAPS}?datum=x", headers={"Accept-Language": "en"}).json()["detail"]

    assert dutch.startswith("De waarde van datum kan niet")
    assert english.startswith("The value of datum cannot be used")


def test_an_unknown_question_and_an_unknown_form_are_not_found(everyone: TestClient) -> None:
    assert everyone.get("/v1/vragen/geen-vraag").status_code == 404
    assert everyone.get("/v1/vragen/in-force.xlsx").status_code == 404
    assert everyone.get("/v1/niets").status_code == 404
    assert everyone.get("/v1/vragen/in-force", headers={"Accept": "image/png"}).status_code == 406
    assert everyone.post("/v1/vragen/in-force").status_code == 405

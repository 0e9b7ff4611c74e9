"""Stored questions over HTTP: the rows of the command line, in every form, a page at a time."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from pyld import jsonld  # type: ignore[import-untyped]

from ldgraph.answers.queries import ask, find_query, rows_of
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE
from ldgraph.report.spreadsheet import spreadsheet

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from ldgraph.serve.library import Library

_DAY = "2026-11-24"
_OWN = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99001"


def _rows(library: Library, name: str, **arguments: str) -> list[dict[str, str]]:
    seen = library.published(ENTITLED_TO_ALL)
    query = find_query(seen.snapshot.queries, name)
    return rows_of(ask(seen.view, query, {"date": _DAY, **arguments}))


def test_the_rows_are_those_of_the_stored_question(staff: TestClient, full: Library) -> None:
    answer = staff.get("/v1/vragen/gaps?government=99001").json()

    expected = _rows(full, "gaps", government=_OWN)
    assert [row["requirement"] for row in answer["data"]] == [
        row["requirement"] for row in expected
    ]
    assert answer["data"][0]["priority_rank"] == int(expected[0]["priority_rank"])
    assert answer["data"][0]["outdated"] is (expected[0]["outdated"] == "true")
    assert answer["peildatum"] == _DAY
    assert "disputed_on" not in answer["data"][0]


@pytest.mark.parametrize(
    "written",
    ["gemeente-99001", "99001", "voorbeeldgem", "Voorbeeldgem%20(verzonnen)", _OWN, "NIS+99001"],
)
def test_a_government_goes_by_any_name(staff: TestClient, written: str) -> None:
    answer = staff.get(f"/v1/vragen/gaps?limit=1&government={written}")

    assert answer.json()["data"][0]["government"] == _OWN


@pytest.mark.parametrize("limit", [1, 7, 50, 1000])
def test_the_next_page_is_followed_to_every_row_once(
    staff: TestClient, full: Library, limit: int
) -> None:
    address = f"http://example.test/v1/vragen/requirement-offering-matrix?limit={limit}"
    found: list[object] = []
    while address:
        answer = staff.get(address)
        found += answer.json()["data"]
        following = answer.json()["_links"].get("volgende", "")
        assert (f'<{following}>; rel="next"' in answer.headers["link"]) is bool(following)
        address = following

    assert len(found) == len(_rows(full, "requirement-offering-matrix")) > 50
    assert len({json.dumps(one) for one in found}) == len(found)


def test_the_last_page_has_no_next_even_where_it_is_full(staff: TestClient, full: Library) -> None:
    number = len(_rows(full, "outdated-claims"))

    answer = staff.get(f"/v1/vragen/outdated-claims?limit={number}").json()

    assert len(answer["data"]) == number
    assert "volgende" not in answer["_links"]


def test_a_spreadsheet_opens_the_csv_as_it_is(staff: TestClient, full: Library) -> None:
    answer = staff.get("/v1/vragen/gaps.csv?government=99001")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    expected = _rows(full, "gaps", government=_OWN)
    assert [dict(row) for row in rows] == expected


def test_json_ld_says_of_each_row_what_the_columns_say(staff: TestClient) -> None:
    answer = staff.get(
        "/v1/vragen/gaps?government=99001&limit=1", headers={"Accept": "application/ld+json"}
    )

    assert answer.headers["content-type"] == "application/ld+json"
    quads = jsonld.to_rdf(answer.json(), {"format": "application/n-quads"})
    column = "https://data.vlaanderen.be/v1/vragen/gaps#"
    row = answer.json()["data"][0]
    assert f"<{column}requirement> <{row['requirement']}> ." in quads
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert f'<{column}priority_rank> "{row["priority_rank"]}"^^<{integer}>' in quads
    assert f'<{column}assessed> "{row["assessed"]}"^^<http://www.w3.org/2001/XMLSchema#date>' in (
        quads
    )
    view = "http://example.test/v1/vragen/gaps?government=99001&limit=1&offset=0"
    hydra = "http://www.w3.org/ns/hydra/core#"
    assert f"<{hydra}view> <{view}> ." in quads
    assert f"<{view}> <{hydra}next> <{view.replace('offset=0', 'offset=1')}> ." in quads


def test_sparql_json_is_that_of_sparql(staff: TestClient) -> None:
    answer = staff.get("/v1/vragen/gaps.srj?government=99001&limit=1").json()

    binding = answer["results"]["bindings"][0]
    assert binding["government"] == {"type": "uri", "value": _OWN}
    assert "disputed_on" in answer["head"]["vars"]
    assert "disputed_on" not in binding


def test_the_page_has_names_where_programs_have_iris(staff: TestClient) -> None:
    text = staff.get("/v1/vragen/gaps?government=99001", headers={"Accept": "text/html"}).text

    assert f'<a href="{_OWN}">Voorbeeldgem (verzonnen)</a>' in text
    assert "Welke leemten heeft dit bestuur" in text


def test_the_extension_goes_before_the_header(everyone: TestClient) -> None:
    answer = everyone.get("/v1/vragen/in-force.csv", headers={"Accept": "text/html"})

    assert answer.headers["content-type"].startswith("text/csv")


def test_who_has_an_answer_is_told_that_it_is_the_same(everyone: TestClient) -> None:
    address = "/v1/vragen/in-force"
    first = everyone.get(address)

    again = everyone.get(address, headers={"If-None-Match": first.headers["etag"]})
    other_day = everyone.get(f"{address}?datum=2020-01-01")
    other_form = everyone.get(f"{address}.csv")
    english = everyone.get(f"{address}?lang=en")

    assert (again.status_code, again.content) == (304, b"")
    tags = {one.headers["etag"] for one in (first, other_day, other_form, english)}
    assert len(tags) == 4


def test_the_date_is_called_as_in_the_question_too(everyone: TestClient) -> None:
    by_one = everyone.get("/v1/vragen/in-force?datum=2020-01-01").json()
    by_other = everyone.get("/v1/vragen/in-force?date=2020-01-01").json()

    assert by_one["data"] == by_other["data"]
    assert by_one["peildatum"] == "2020-01-01"


def test_the_list_names_every_question_and_what_it_takes(
    everyone: TestClient, full: Library
) -> None:
    answer = everyone.get("/v1/vragen?limit=1000").json()

    names = [one["naam"] for one in answer["data"]]
    assert names == list(full.published(EVERYONE).snapshot.queries)
    helped = next(one for one in answer["data"] if one["naam"] == "governments-helped-by-offering")
    needed = {one["naam"]: one["verplicht"] for one in helped["parameters"]}
    assert needed == {"offering": True, "government": False, "datum": False}


def test_a_question_about_all_says_over_how_many_it_is(staff: TestClient) -> None:
    answer = staff.get("/v1/vragen/requirement-government-matrix?limit=1").json()

    assert answer["opmerking"] == "Van de 22 besturen die u mag zien."


def test_text_that_would_run_in_a_spreadsheet_does_not() -> None:
    text = spreadsheet(["a"], [["=HYPERLINK(1)"], ["+1"], ["-1"], ["@x"], ["a;b"], ["goed"]])

    assert text.decode("utf-8-sig").splitlines() == [
        *("a", "'=HYPERLINK(1)", "'+1", "'-1", "'@x", '"a;b"', "goed"),
    ]


def test_other_pages_are_in_the_form_and_the_language_of_this_one(staff: TestClient) -> None:
    answer = staff.get("/v1/vragen/gaps.csv?government=99001&limit=2&lang=en")

    following = answer.links["next"]["url"]
    assert following.startswith("http://example.test/v1/vragen/gaps.csv?")
    assert "lang=en" in following
    again = staff.get(following)
    assert again.headers["content-type"] == answer.headers["content-type"]
    assert again.content != answer.content
    alternate = [one for one in answer.headers["link"].split(", ") if "text/html" in one]
    assert "limit=2" in alternate[0]


def test_a_head_request_has_the_headers_of_the_answer(everyone: TestClient) -> None:
    address = "/v1/vragen/in-force?limit=3"
    got, head = everyone.get(address), everyone.head(address)

    assert head.content == b""
    same = ("etag", "content-type", "content-length", "link", "content-location")
    assert [head.headers[one] for one in same] == [got.headers[one] for one in same]

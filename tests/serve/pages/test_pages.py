"""What the pages say: search, things, questions, the matrix, SPARQL, problems, hostile labels."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from ldgraph.answers.queries import ask, bind
from ldgraph.graph.access import EVERYONE
from ldgraph.graph.places import open_root
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.pages.examples import standing_alone
from ldgraph.serve.pages.search import find
from ldgraph.serve.pages.sparql import MOST_ROWS
from ldgraph.serve.pages.sparql import read as read_result
from ldgraph.serve.settings import Settings

from .browser import ACCEPT, get, words

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.serve.published import Published

_ID = "https://data.vlaanderen.be/id/"


@pytest.fixture(scope="module")
def seen(library: Library) -> Published:
    """Give what everyone may see of the example."""
    return library.published(EVERYONE)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("hasselt", "lokaalbestuur/gemeente-71022"),
        ("71022", "lokaalbestuur/gemeente-71022"),
        ("BE 0207.451.227", "lokaalbestuur/gemeente-44021"),
        ("V008", "vereiste/V008"),
        ("GIJZELSOFTWARE", "risico/gijzelsoftware"),
        ("gijzelsoftware legt systemen", "risico/gijzelsoftware"),
        ("ransomware brings", "risico/gijzelsoftware"),
        ("losgeld aanvaller", "risico/gijzelsoftware"),
        ("kwetsbaarheidsscan (verzonnen)", "aanbod/voorbeeld-scan"),
    ],
)
def test_search_finds_by_name_number_code_and_definition(
    seen: Published, wanted: str, first: str
) -> None:
    found = find(seen, wanted)
    assert found[0] == _ID + first


def test_search_folds_accents_and_looks_into_compounds(seen: Published) -> None:
    assert find(seen, "continuiteitsplan") == find(seen, "continuïteitsplan") != []
    assert f"{_ID}aanbod/voorbeeld-scan" in find(seen, "scan")
    assert find(seen, "") == find(seen, "  ?! ") == []
    assert find(seen, "x" * 10_000) == []


def test_search_shows_a_bounded_page_by_kind(client: TestClient) -> None:
    whole, part = get(client, "/zoek?q=gemeente"), get(client, "/zoek?q=beveilig&soort=Vereiste")
    (many,), (few,) = (
        [one for one in page.all("ol") if one.get("class") == "found"] for page in (whole, part)
    )
    assert len(many) == 60
    assert "Alleen de eerste 60" in whole.said
    assert 0 < len(few) < 60
    assert all("vereiste" in words(one) for one in few)


def test_a_thing_has_its_facts_with_file_and_line_and_what_points_to_it(
    client: TestClient, project: Path
) -> None:
    page = get(client, "/doc/vereiste/V008")
    assert words(page.one("h1")) == "kwetsbaarheden van eigen systemen opgespoord"
    assert "Technische vereiste" in page.said or "technische vereiste" in page.said
    (row,) = [row for row in page.rows() if row[0] == "identificator"]
    file, _, line = row[2].partition(", regel ")
    text = (project / file).read_text("utf-8").splitlines()[int(line) - 1]
    assert text.strip() == 'dct:identifier "V008" ;'
    assert "Kwetsbaarheidsscan (verzonnen)" in page.said
    assert "Wat hiernaar verwijst" in page.said


def test_an_offering_says_what_it_delivers_and_covers(client: TestClient) -> None:
    page = get(client, "/doc/aanbod/voorbeeld-scan", "en")
    heads = [words(one) for one in page.all("h2")]
    assert heads[:2] == ["What it delivers", "What it covers"]
    rows = page.rows()
    assert ["V043 external vulnerability scan of what is exposed", "full"] in [
        row[:2] for row in rows
    ] or any(row[0].startswith("V043") and row[1] == "full" for row in rows)


def test_a_question_has_a_form_and_the_rows_that_the_question_gives(
    client: TestClient, seen: Published
) -> None:
    query = seen.snapshot.queries["requirement-offering-matrix"]
    on = seen.snapshot.on.isoformat()
    answer = ask(seen.view, query, {"date": on, "offering": f"{_ID}aanbod/voorbeeld-scan"})

    page = get(client, "/v1/vragen/requirement-offering-matrix?offering=voorbeeld-scan")

    assert words(page.one("h1")) == query.vraag
    assert len(page.rows()) == len(answer.rows) > 0
    assert "voorbeeld-scan" in {
        one.get("value") for one in page.all("option") if one.get("selected") is not None
    }
    # Asked about one offering, its column says nothing.
    assert "aanbod" not in [words(one) for one in page.all("th")]


def test_a_long_answer_is_read_page_by_page(client: TestClient, seen: Published) -> None:
    query = seen.snapshot.queries["overlapping-offerings"]
    wanted = len(ask(seen.view, query, {"date": seen.snapshot.on.isoformat()}).rows)
    url, rows = "/v1/vragen/overlapping-offerings", 0
    while url:
        page = get(client, url)
        assert len(page.rows()) <= 100
        rows += len(page.rows())
        following = [one for one in page.all("a") if one.get("rel") == "next"]
        url = following[0].get("href", "") if following else ""
    assert rows == wanted > 100


@pytest.mark.parametrize(
    "path",
    ["/", "/besturen", "/zoek?q=V008", "/matrix?groep=could", "/catalogus", "/doc/vereiste/V008"],
)
def test_what_a_newsletter_adds_to_an_address_changes_no_page(
    client: TestClient, path: str
) -> None:
    sign = "&" if "?" in path else "?"
    plain, added = get(client, path), get(client, f"{path}{sign}utm_source=nieuwsbrief&lang=nl&x=1")
    assert added.status == plain.status == 200
    assert added.said == plain.said
    assert added.headers["etag"] == get(client, f"{path}{sign}lang=nl").headers["etag"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/besturen", ("groep=5ab0e9b8a3b2ca7c5e000002", "naam=hasselt")),
        ("/besturen", ("datum=1900-01-01", "date=1900-01-01", "lang=en")),
        ("/zoek", ("q=beveilig", "q=beveilig&soort=Vereiste")),
        ("/matrix", ("soort=capabilities", "groep=could", "aanbodsoort=sjabloon", "alles=ja")),
        ("/matrix", ("datum=1900-01-01", "lang=en")),
        ("/doc/lokaalbestuur/gemeente-44021", ("datum=1900-01-01", "lang=en")),
    ],
)
def test_each_parameter_of_a_page_counts(
    client: TestClient, path: str, asked: tuple[str, ...]
) -> None:
    plain = get(client, path).headers["etag"]
    for one in asked:
        assert get(client, f"{path}?{one}").headers["etag"] != plain, one


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/v1/vragen/need-met-by-offering", 200, "Vul in wat verplicht is"),
        ("/v1/vragen/requirement-offering-matrix?requirement=bestaat-niet", 400, "bestaat-niet"),
        ("/v1/vragen/overlapping-offerings?datum=2026-02-30", 400, "datum"),
        ("/v1/vragen/overlapping-offerings?datum=2026-01-01&datum=2026-01-02", 400, "datum"),
        ("/v1/vragen/overlapping-offerings?offset=-1", 400, "offset"),
        ("/v1/vragen/bestaat-niet", 404, "geen vraag met deze naam"),
        ("/v1/vragen/gaps?government=gemeente-99001", 404, "aangemeld met een token"),
        ("/zoek?q=a&q=b", 400, "q"),
        ("/besturen?lang=fr", 400, "lang"),
        ("/besturen?datum=2026-11-01&date=2026-11-01", 400, "datum"),
        ("/nergens", 404, "bekend"),
        ("/doc/%ff", 400, "path"),
    ],
)
def test_what_cannot_be_is_told_on_a_page_in_words(
    client: TestClient, path: str, status: int, said: str
) -> None:
    page = get(client, path)
    assert page.status == status
    assert said in page.said
    assert page.headers["cache-control"] != "public"


@pytest.mark.parametrize("written", ["20261124", "2026-W48-2", "2026-02-30", "morgen", "%FF"])
@pytest.mark.parametrize("name", ["datum", "date"])
def test_pages_documents_and_questions_read_a_date_alike(
    client: TestClient, name: str, written: str
) -> None:
    told = set()
    for path in ("/v1/vragen/in-force", "/besturen", "/matrix", "/doc/vereiste/V008"):
        answer = client.get(f"{path}?{name}={written}", headers={"Accept": "application/json"})
        assert answer.status_code == 400, path
        problem = answer.json()
        told.add((problem["parameter"], problem["detail"], tuple(problem.get("verwacht", ()))))
    ((parameter, detail, _),) = told
    assert parameter == "datum"
    assert detail.startswith("De waarde van datum kan niet: ")
    assert "2026-11-25" in detail or written == "%FF"


def test_a_program_is_told_of_problems_as_data(client: TestClient) -> None:
    for accept in ("*/*", "application/json", "text/turtle, text/html;q=0.5, */*;q=0.8"):
        answer = client.get("/nergens", headers={"Accept": accept})
        assert answer.headers["content-type"] == "application/problem+json", accept
    english = client.get("/nergens?lang=en", headers={"Accept": ACCEPT})
    assert "Nothing is known at this address." in english.text


def test_the_matrix_says_degree_and_basis_in_signs_and_in_words(client: TestClient) -> None:
    page = get(client, "/matrix")
    columns = [words(one) for one in page.one("thead").iter("th")]
    (row,) = [row for row in page.rows() if row[0].startswith("V008 ")]
    cells = dict(zip(columns, row, strict=True))
    assert cells["Kwetsbaarheidsscan (verzonnen)"] == "◐Vgedeeltelijk, geverifieerd"
    assert cells["Scan en penetratietest samen (verzonnen)"] == "●Gvolledig, geclaimd"
    assert cells["Cyber Threat Alerts"] == ""


def test_the_matrix_can_be_narrowed(client: TestClient) -> None:
    whole, part = get(client, "/matrix?alles=ja"), get(client, "/matrix?alles=ja&groep=could")
    assert 0 < len(part.rows()) < len(whole.rows())
    templates = get(client, "/matrix?aanbodsoort=sjabloon")
    narrow, wide = (
        [words(one) for one in page.one("thead").iter("th")] for page in (templates, whole)
    )
    assert 1 < len(narrow) < len(wide)
    assert "Sjabloon: checklist crisisbeheer" in narrow


def test_a_query_is_answered_on_the_page_on_which_it_is_put(client: TestClient) -> None:
    text = "SELECT ?s ?n { ?s <http://purl.org/dc/terms/identifier> ?n } ORDER BY ?n LIMIT 3"
    answer = client.post("/sparql", data={"query": text}, headers={"Accept": ACCEPT})
    assert answer.status_code == 200
    page = get(client, f"/sparql?query={quote(text)}")
    assert page.one("textarea").text == text
    assert len(page.rows()) == 3
    assert page.headers["cache-control"] == "no-store"
    assert answer.text.count("<tr>") == page.text.count("<tr>")


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("ASK {}", 200, "waar"),
        ("ASK { <http://nergens.test/> ?p ?o }", 200, "onwaar"),
        ("SELECT * { ?s ?p ?o } LIMIT 0", 200, "Geen rijen"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 4", 200, "4 rijen"),
        ("SELECT * { ?s ?p ?o }", 200, f"Alleen de eerste {MOST_ROWS} rijen"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", 200, f"Alleen de eerste {MOST_ROWS} rijen"),
        ("SELECT", 400, "geen SPARQL"),
        ("SELECT * { SERVICE <http://nergens.test/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("DROP ALL", 400, "geen SPARQL"),
        ('SELECT ("<script>alert(1)</script>" AS ?x) {}', 200, "<script>alert(1)</script>"),
    ],
)
def test_a_page_says_what_comes_of_a_query(
    client: TestClient, query: str, status: int, said: str
) -> None:
    page = get(client, f"/sparql?query={quote(query)}")
    assert page.status == status
    assert said in page.said
    assert page.all("script") == []


def test_a_browser_can_take_an_answer_as_a_file(client: TestClient) -> None:
    form = {"query": "SELECT (1 AS ?one) {}", "vorm": "csv"}
    answer = client.post("/sparql", data=form, headers={"Accept": ACCEPT})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.split() == ["one", "1"]


def test_who_likes_data_as_much_gets_data(client: TestClient) -> None:
    for accept in ("*/*", "text/html, application/sparql-results+json"):
        answer = client.get("/sparql?query=ASK%20%7B%7D", headers={"Accept": accept})
        assert answer.json()["boolean"] is True


def test_an_answer_that_was_cut_is_read_up_to_its_last_whole_row() -> None:
    whole = b'?a\t?b\n<http://x/1>\t"one"@nl\n<http://x/2>\t2\n'
    assert len(read_result("tsv", whole).rows) == 2
    cut = read_result("tsv", whole[:-3], is_cut=True)
    assert (len(cut.rows), cut.is_cut) == (1, True)
    triple = b'<http://x/1> <http://x/p> "a" .\n'
    assert len(read_result("nt", triple + triple[:9], is_cut=True).rows) == 1


def test_each_example_gives_what_its_question_gives(seen: Published) -> None:
    on = seen.snapshot.on.isoformat()
    tried = 0
    for query in seen.snapshot.queries.values():
        if query.tells_unknown or any(
            not one.optional and one.name != "date" for one in query.parameters
        ):
            continue
        given = {"date": on} if any(one.name == "date" for one in query.parameters) else {}
        values = {one.value: term for one, term in bind(query, given).items()}
        found = seen.view.query(standing_alone(query.text, values))
        columns = tuple(one.value for one in found.variables)  # type: ignore[union-attr]
        rows = {tuple(map(str, row)) for row in found}  # type: ignore[union-attr]
        wanted = ask(seen.view, query, given)
        assert columns == wanted.columns, query.name
        assert rows == {tuple(map(str, row)) for row in wanted.rows}, query.name
        tried += 1
    assert tried > 15


def test_what_is_said_in_data_never_becomes_markup(tmp_path: Path, project: Path) -> None:
    bad = '<script>alert("x")</script> & <b onclick=\\"y\\">'
    (tmp_path / "ldgraph.toml").write_text(f'name = "proef"\nextends = ["{project}"]\n', "utf-8")
    data = tmp_path / "data" / "openbaar"
    data.mkdir(parents=True)
    written = json.dumps('<script>alert("x")</script> & <b onclick="y">')
    (data / "proef.ttl").write_text(
        f"""PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>

<> a ldg:Graaf ; dct:accessRights toegang:PUBLIC ; dct:title {written}@nl .
<{_ID}aanbod/proef> a ldg:Product ; skos:prefLabel {written}@nl ; dct:identifier {written} ;
    dct:description {written}@nl ; dct:source <javascript:alert(1)> ;
    ldg:aanbodstatus <{_ID}concept/Aanbodstatus/beschikbaar> ; ldg:leverancier <{_ID}aanbod/proef> ;
    ldg:levert <{_ID}concept/Capability/kwetsbaarheidsbeoordeling> .
""",
        "utf-8",
    )
    root = open_root(tmp_path)
    on = date(2026, 11, 25)
    client = TestClient(
        create_app(Library(read(root, restricted=False), root, on), Settings(on=on)),
        "http://example.test",
    )
    paths = ["/doc/aanbod/proef", "/zoek?q=script", "/aanbod", "/matrix?soort=capabilities"]
    paths += ["/v1/vragen/capability-offering-matrix", "/doc/graaf/openbaar/proef"]
    paths += ["/v1/vragen/overlapping-offerings", f"/zoek?q={quote(bad)}"]
    paths += [f"/besturen?naam={quote(bad)}", f"/v1/uitleg?government={quote(bad)}&requirement=x"]
    paths += [
        f"/v1/vragen/requirement-offering-matrix?requirement={quote(bad)}",
        f"/matrix?groep={quote(bad)}",
    ]
    shown = 0
    for path in paths:
        page = get(client, path)
        assert page.all("script") == page.all("b") == [], path
        assert not [one for one in page.links() if one.startswith("javascript")], path
        shown += '<script>alert("x")</script> & <b onclick="y">' in page.said
    assert shown >= 5

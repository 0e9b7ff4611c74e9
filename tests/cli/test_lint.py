"""``ldgraph lint`` from outside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.advice import ADVICE
from ldgraph.graph.lint import lint
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

    from ldgraph.errors import Finding

_HEAD = """#+ vraag: Een proef?
#+ question: A try?
#+ params: PARAMS

PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>

"""
_SLOW = """SELECT ?requirement
WHERE {
    ?requirement a ldg:Vereiste ; ldg:prioriteit ?priority .
    FILTER NOT EXISTS { ?assessment ldg:vereiste ?requirement ; ldg:status ?status }
}
ORDER BY ?requirement
"""


def _question(root: Path, body: str, params: str = "", name: str = "answers/proef") -> Path:
    file = root / f"queries/{name}.rq"
    file.write_text(_HEAD.replace("PARAMS", params) + body, "utf-8")
    return file


def _found(root: Path, file: str = "") -> list[Finding]:
    opened = open_root(root)
    found = lint(opened, load(source_files(opened)))
    return [one for one in found if one.position and file in one.position.file]


def test_the_project_itself_has_nothing_from_the_threshold_on(project: Path) -> None:
    found = _found(project)

    assert [str(one.position) for one in found if one.severity.rank > 1] == []
    assert {one.code for one in found} <= set(ADVICE)


def test_a_slow_question_is_told_with_its_place_and_ends_with_1(run: Run, root: Path) -> None:
    _question(root, _SLOW)

    done = run("lint", "--lang", "en")

    assert done.returncode == 1
    assert "queries/answers/proef.rq:10:12: warning: NOT EXISTS is joined anew" in done.stdout
    assert (
        "        FILTER NOT EXISTS { ?assessment ldg:vereiste ?requirement ; ldg:status ?status }\n"
        "               ^^^^^^^^^^\n"
    ) in done.stdout


def test_the_same_with_minus_is_not(root: Path) -> None:
    _question(root, _SLOW.replace("FILTER NOT EXISTS", "MINUS"))

    assert [one.code for one in _found(root, "proef")] == ["query-minus-whole"]


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--fail-on", "info"), 1), (("--fail-on", "never"), 0)],
)
def test_what_is_only_advice_counts_from_info_on(
    run: Run, options: tuple[str, ...], code: int
) -> None:
    done = run("lint", *options)

    assert done.returncode == code
    assert "[unused-code]" in done.stdout


def test_paths_limit_what_is_reported(run: Run, root: Path) -> None:
    file = _question(root, _SLOW)

    assert run("lint", "shapes").returncode == 0
    done = run("lint", str(file))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "1 bevinding")


@pytest.mark.parametrize(
    ("body", "params", "told"),
    [
        ("SELECT ?a { ?a a ldg:Aanbod }\n", "", ["query-without-order 7:1"]),
        ("SELECT ?a { ?a a <urn:b> } ORDER BY ?a\n", "", ["query-unused-prefix 5:13"]),
        (
            "SELECT ?a { ?a a ldg:Aanbod } ORDER BY ?a\n",
            "day=xsd:date",
            ["query-unused-parameter 3:12"],
        ),
        ("SELECT ?a { ?a a ldg:Aanbod FILTER (?b > 1) } ORDER BY ?a\n", "b=xsd:integer", []),
        (
            "SELECT ?kind { { @include existing } ?kind a ldg:Graaf } ORDER BY ?kind",
            "",
            [],
        ),
    ],
)
def test_what_stands_around_the_patterns_is_looked_at(
    root: Path, body: str, params: str, told: list[str]
) -> None:
    _question(root, body, params)

    found = [one for one in _found(root, "proef") if one.position]

    assert [f"{one.code} {one.position.line}:{one.position.column}" for one in found] == told  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (_HEAD + "SELECT ?a WHERE { ?a ldg:p }\nORDER BY ?a\n", "7:28"),
        (_HEAD + "SELECT ?a WHERE " + "{" * 300, "1:1"),
        ("#+ vraag: Een?\nSELECT ?a { ?a ?b ?c } ORDER BY ?a", "2:1"),
        ("#+ vraag: Een?\n#+ onbekend: x\n", "2:1"),
    ],
)
def test_a_question_that_cannot_be_read_ends_with_3(
    run: Run, root: Path, text: str, at: str
) -> None:
    (root / "queries/answers/proef.rq").write_text(text, "utf-8")

    done = run("lint", "--fail-on", "never")

    assert done.returncode == 3
    assert f"queries/answers/proef.rq:{at}: fout: " in done.stdout
    assert "[query-not-usable]" in done.stdout
    assert done.stderr == ""


def test_a_question_that_calls_others_is_not_tried(root: Path) -> None:
    body = "SELECT ?a { SERVICE <http://127.0.0.1:9/> { ?a a ldg:Aanbod } } ORDER BY ?a\n"
    _question(root, body)

    assert _found(root, "proef") == []


def test_a_file_that_does_not_parse_ends_with_3(run: Run, root: Path) -> None:
    (root / "data/openbaar/kapot.ttl").write_text("<a> <b> .", "utf-8")

    assert run("lint").returncode == 3


def test_a_rule_of_a_shape_is_looked_at_and_its_place_is_that_in_the_file(root: Path) -> None:
    file = root / "shapes/proef.ttl"
    file.write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        '<urn:s> sh:sparql [ sh:select """\n'
        '    SELECT $this { $this ldg:reden \\"x\\" .\n'
        "    ?a ldg:bestuur ?b }\n"
        '""" ] .\n',
        "utf-8",
    )

    (one,) = _found(root, "proef")

    assert (one.code, str(one.position)[-4:]) == ("query-product", ":4:5")
    assert one.position is not None
    assert one.position.end_column == 22


def test_a_rule_that_is_asked_for_each_thing_apart_is_told(root: Path) -> None:
    rule = "SELECT $this WHERE { { SELECT $this WHERE { $this a ?any } GROUP BY $this } }"
    text = "PREFIX sh: <http://www.w3.org/ns/shacl#>\n<urn:s> sh:sparql [ sh:select '{}' ] .\n"
    (root / "shapes/proef.ttl").write_text(text.format(rule), "utf-8")

    assert [(one.code, str(one.position)[-5:]) for one in _found(root, "proef")] == [
        ("query-one-by-one", ":2:32")
    ]


# -- what nothing uses -----------------------------------------------------------------------------

_TERMS = """PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

ldg:Ongebruikt a owl:Class ; rdfs:isDefinedBy <https://data.vlaanderen.be/ns/lokaal-digitaal> .
ldg:ongebruikt a owl:ObjectProperty ; rdfs:domain ldg:Gebruikt .
ldg:Gebruikt a owl:Class .
<urn:lijst> skos:hasTopConcept <urn:waarde> .
<urn:waarde> a skos:Concept ; skos:inScheme <urn:lijst> .
<urn:gevraagd> a skos:Concept .
<urn:kunde> a skos:Concept , ldg:Capability .
"""


def test_terms_that_nothing_uses_are_told(root: Path) -> None:
    (root / "ontology/proef.ttl").write_text(_TERMS, "utf-8")
    _question(root, "SELECT ?a { ?a ldg:vraagt <urn:gevraagd> } ORDER BY ?a\n")

    found = [one for one in _found(root, "ontology/proef") if one.position]

    assert [(one.code, one.position.line) for one in found if one.position] == [
        ("unused-class", 6),
        ("unused-property", 7),
        ("unused-code", 10),
        ("unused-capability", 12),
    ]
    assert found[0].messages == {
        "nl": "niets gebruikt de klasse ldg:Ongebruikt",
        "en": "nothing uses the class ldg:Ongebruikt",
    }


def test_a_part_that_nothing_includes_is_told(root: Path) -> None:
    _question(root, "SELECT ?a { ?a a ldg:Aanbod } ORDER BY ?a\n", name="parts/los")
    assert [one.code for one in _found(root, "parts/los")] == ["unused-part"]

    _question(root, "SELECT ?a { { @include los } ?a a ldg:Dienst } ORDER BY ?a\n")
    assert _found(root, "parts/los") == []


def test_prefixes_that_no_rule_of_a_shape_uses_are_told(root: Path) -> None:
    told = [one.message("en") for one in _found(root) if one.code == "unused-declaration"]

    assert "no rule in SPARQL uses the prefix owl:" in told
    assert "no rule in SPARQL uses the prefix ldg:" not in told


def test_what_a_root_extends_counts_as_use_and_is_not_looked_at(root: Path) -> None:
    _question(root, _SLOW)
    other = root.parent / "ander"
    other.mkdir()
    (other / "ldgraph.toml").write_text('name = "ander"\nextends = ["../root"]\n', "utf-8")

    assert _found(other) == []


def test_every_code_has_words_and_a_line_in_the_page_about_them(project: Path) -> None:
    page = (project / "docs/lint.md").read_text("utf-8")
    listed = set(re.findall(r"`((?:query|unused)-[\w-]+)`", page))

    assert listed == set(ADVICE)

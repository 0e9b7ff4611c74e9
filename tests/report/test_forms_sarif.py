"""SARIF that its schema and its readers take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sarif_kit import validation_errors

from ldgraph.errors import Position, Severity
from ldgraph.graph.rules import Rule
from ldgraph.report.forms.report import Report
from ldgraph.report.forms.sarif import write

if TYPE_CHECKING:
    from tests.report.conftest import Make

    from ldgraph.errors import Finding


def _run(report: Report) -> dict[str, Any]:
    said = json.loads(write(report))
    assert validation_errors(said) == []
    (run,) = said["runs"]
    found: dict[str, Any] = run
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_it_fits_the_schema_whatever_it_says(
    every_kind: tuple[Finding, ...], hostile: tuple[Finding, ...], lang: str
) -> None:
    files = tuple(one.position.file for one in hostile if one.position)

    run = _run(Report((*every_kind, *hostile), lang, Path("/r"), files, compared=True))

    assert len(run["results"]) == len(every_kind) + len(hostile)


def test_the_schema_refuses_what_is_no_sarif() -> None:
    said = json.loads(write(Report(())))
    said["runs"][0]["results"] = [{"level": "loud"}]

    assert validation_errors(said)


def test_each_result_has_its_rule_level_region_and_fingerprint(make: Make) -> None:
    found = (make("b"), make("a", severity=Severity.WARNING), make("c", severity=Severity.INFO))
    report = Report(found)

    run = _run(report)

    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["a", "b", "c"]
    assert [one["ruleId"] for one in run["results"]] == ["b", "a", "c"]
    assert [rules[one["ruleIndex"]] for one in run["results"]] == ["b", "a", "c"]
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "data/openbaar/a.ttl", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    prints = [one["partialFingerprints"]["primaryLocationLineHash"] for one in run["results"]]
    assert prints == list(report.fingerprints)


def test_what_has_no_place_stands_at_the_settings(make: Make) -> None:
    finding = make(position=None, unchecked=True)

    run = _run(Report((finding,), root=Path.cwd() / "voorbeeld"))

    (place,) = run["results"][0]["locations"]
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["locations"] == [place]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "voorbeeld/ldgraph.toml", "uriBaseId": "%SRCROOT%"}
    }


def test_a_rule_says_in_both_languages_what_to_do() -> None:
    texts = {"nl": "Kies *een* graad", "en": "Choose a degree"}
    names = {"nl": "graad", "en": "degree"}
    rule = Rule("a", Severity.WARNING, names, texts, {}, "https://example.org/a")
    at = Position("a.ttl", 1, 1, 1, 1)
    from ldgraph.errors import Finding  # noqa: PLC0415

    run = _run(Report((Finding("a", Severity.WARNING, texts, at),), "en", rules={"a": rule}))

    (said,) = run["tool"]["driver"]["rules"]
    assert said["shortDescription"]["text"] == "degree"
    assert said["fullDescription"]["text"] == "Choose a degree"
    assert "Kies *een* graad" in said["help"]["text"]
    assert "Kies \\*een\\* graad" in said["help"]["markdown"]
    assert said["helpUri"] == "https://example.org/a"
    assert said["defaultConfiguration"]["level"] == "warning"


def test_a_waiver_is_a_suppression_with_its_reason(every_kind: tuple[Finding, ...]) -> None:
    results = _run(Report(every_kind, "en"))["results"]

    suppressed = [one for one in results if "suppressions" in one]
    assert [one["ruleId"] for one in suppressed] == ["Aanbod-waived"]
    (said,) = suppressed[0]["suppressions"]
    assert (said["kind"], said["status"]) == ("external", "accepted")
    assert said["justification"] == "waived until 2027-01-31 (waits; team)"


def test_what_is_known_is_unchanged_and_all_else_new(make: Make) -> None:
    results = _run(Report((make("a", known=True), make("b"))))["results"]

    assert [one["baselineState"] for one in results] == ["unchanged", "new"]
    assert "baselineState" not in _run(Report((make(),)))["results"][0]
    assert _run(Report((make(),), compared=True))["results"][0]["baselineState"] == "new"


def test_what_was_not_checked_is_told_as_a_failure_to_run(make: Make) -> None:
    (good,) = _run(Report((make(),)))["invocations"]
    (bad,) = _run(Report((make("turtle-bad-iri", unchecked=True),)))["invocations"]

    assert (good["executionSuccessful"], good["exitCode"]) == (True, 1)
    assert (bad["executionSuccessful"], bad["exitCode"]) == (False, 3)
    (told,) = bad["toolExecutionNotifications"]
    assert told["associatedRule"]["id"] == "turtle-bad-iri"
    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] == 3


def test_names_of_files_are_relative_addresses(hostile: tuple[Finding, ...]) -> None:
    results = _run(Report(hostile, root=Path.cwd().parent))["results"]

    places = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in results]
    assert [(one["uri"], one["uriBaseId"]) for one in places] == [
        ("a%20b%2Cc%3Ad%25.ttl", "%SRCROOT%"),
        ("a%0Ab.ttl", "%SRCROOT%"),
        ("a%FF.ttl", "%SRCROOT%"),
        ("%F0%9F%A7%BF.ttl", "%SRCROOT%"),
        ("%22%3C%26%3E.ttl", "%SRCROOT%"),
        ("x%3Ay.ttl", "LDGRAPHROOT"),
    ]


def test_braces_and_links_of_others_are_text(make: Make) -> None:
    messages = {"nl": "zet '{' en [klik](https://x.example/)"}

    (result,) = _run(Report((make(messages=messages),)))["results"]

    assert result["message"]["text"] == "zet '{{' en \\[klik](https://x.example/)"


def test_a_fix_is_a_replacement(every_kind: tuple[Finding, ...]) -> None:
    results = _run(Report(every_kind))["results"]

    (fix,) = next(one["fixes"] for one in results if "fixes" in one)
    (new,) = fix["artifactChanges"][0]["replacements"]
    assert new["insertedContent"]["text"] == "graad:volledig"
    assert new["deletedRegion"]["endColumn"] == 9

"""The forms of hosts of code: commands of a workflow, code quality, a comment; and our JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from ldgraph.errors import Position, Severity
from ldgraph.report.forms import github, gitlab, markdown, objects
from ldgraph.report.forms.markdown import MOST_BYTES
from ldgraph.report.forms.report import Report

if TYPE_CHECKING:
    from tests.report.conftest import Make

    from ldgraph.errors import Finding


def test_a_command_for_a_workflow_says_where_and_what(make: Make) -> None:
    lines = github.write(Report((make(suggestion="graad:volledig"),), "en")).splitlines()

    assert lines == [
        (
            "::error file=data/openbaar/a.ttl,line=3,endLine=3,col=5,endColumn=9,title=Aanbod-graad"
            "::Choose a degree (did you mean graad:volledig?)"
        ),
        "1 finding",
    ]


def test_severities_and_what_does_not_count_have_commands_of_their_own(
    every_kind: tuple[Finding, ...],
) -> None:
    lines = github.write(Report(every_kind, "en")).splitlines()

    told = {re.search("title=([^:]*)", line)[1]: line[2:].split(" ")[0] for line in lines[:-1]}  # type: ignore[index]
    assert told == {
        "turtle-bad-iri (not checked)": "error",
        "Aanbod-graad": "error",
        "Aanbod-info": "notice",
        "Aanbod-known (was there)": "notice",
        "Aanbod-naam": "warning",
        "Aanbod-waived (waived)": "notice",
        "Beoordeling-status": "error",
        "no-place": "error",
    }
    assert "::error title=no-place::" in lines[-2]


def test_no_finding_gives_a_workflow_a_second_command(hostile: tuple[Finding, ...]) -> None:
    lines = github.write(Report(hostile)).splitlines()

    assert len(lines) == len(hostile) + 1
    assert all(line.startswith(("::error file=", "::notice file=")) for line in lines[:-1])
    assert lines[0].startswith("::error file=a b%2Cc%3Ad%25.ttl,line=1,endLine=2,title=code-0::")
    assert "%0A::error::x%250A" in lines[0]


def test_columns_are_only_given_within_one_line(make: Make) -> None:
    text = github.write(Report((make(position=Position("a.ttl", 1, 5, 2, 3)),)))

    assert "line=1,endLine=2,title" in text


def test_an_issue_of_code_quality_has_all_that_gitlab_asks(
    every_kind: tuple[Finding, ...],
) -> None:
    report = Report(every_kind)

    issues = json.loads(gitlab.write(report))

    assert [one["fingerprint"] for one in issues] == list(report.fingerprints)
    assert issues[1] == {
        "description": "Kies een graad (bedoelde u graad:volledig?)",
        "check_name": "Aanbod-graad",
        "fingerprint": report.fingerprints[1],
        "severity": "critical",
        "location": {"path": "data/openbaar/a.ttl", "lines": {"begin": 3, "end": 3}},
    }
    severities = {one["check_name"]: one["severity"] for one in issues}
    assert severities["turtle-bad-iri"] == "blocker"
    assert severities["Aanbod-naam"] == "minor"
    assert severities["Aanbod-waived"] == severities["Aanbod-known"] == "info"
    assert issues[-1]["location"]["path"] == "ldgraph.toml"
    assert json.loads(gitlab.write(Report(()))) == []


def test_a_comment_lists_findings_by_file(every_kind: tuple[Finding, ...]) -> None:
    text = markdown.write(Report(every_kind, "en"))

    assert text.startswith("### ldgraph validate: 6 findings, 1 waived, 1 was there already\n")
    assert "Not everything could be read or checked" in text
    assert "**`data/openbaar/a.ttl`**" in text
    assert "- 3:5 error: Choose a degree (did you mean graad:volledig?) `Aanbod-graad`" in text
    assert "_(waived until 2027-01-31 (waits; team))_" in text
    assert "_(was there)_" in text
    assert "_(not checked)_" in text


def test_a_comment_is_cut_before_a_host_refuses_it(make: Make) -> None:
    messages = {"nl": "é" * 500, "en": "é" * 500}
    last = make("decides-not", severity=Severity.INFO, messages=messages)
    found = (last, *(make(f"code-{one}", messages=messages) for one in range(200)))

    text = markdown.write(Report(found, "en", full="out/findings.sarif"))

    shown = text.count("\n- ")
    assert MOST_BYTES - 3_000 < len(text.encode()) <= MOST_BYTES
    assert 0 < shown < len(found)
    assert f"{len(found) - shown} findings more are not in this comment" in text
    assert "All of them are in `out/findings.sarif`." in text
    assert "decides-not" not in text
    assert "--format json -o" in markdown.write(Report(found, "en"))


def test_nothing_in_a_comment_is_markup_or_a_mention(hostile: tuple[Finding, ...]) -> None:
    text = markdown.write(Report(hostile))

    tokens = MarkdownIt("commonmark").parse(text)
    inner = [one for token in tokens for one in token.children or ()]
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    }
    kinds = {"text", "code_inline", "strong_open", "strong_close", "em_open", "em_close"}
    assert {one.type for one in inner} <= {*kinds, "text_special", "softbreak"}
    outside_code = [one.content for one in inner if one.type == "text"]
    assert not any("@iemand" in one or "#1" in one for one in outside_code)


def test_our_json_says_all_that_is_known(every_kind: tuple[Finding, ...]) -> None:
    said = json.loads(objects.write(Report(every_kind, "en", files=("a.ttl",), version="1.2")))

    assert said["tool"] == {"name": "ldgraph", "version": "1.2"}
    assert (said["exitCode"], said["allChecked"], said["files"]) == (3, False, ["a.ttl"])
    assert said["counts"] == {
        "violation": 6,
        "warning": 1,
        "info": 1,
        "deciding": 4,
        "waived": 1,
        "known": 1,
        "unchecked": 1,
    }
    first = said["findings"][1]
    assert first["message"] == "Choose a degree"
    assert first["messages"] == {"en": "Choose a degree", "nl": "Kies een graad"}
    assert first["position"] == {
        "file": "data/openbaar/a.ttl",
        "line": 3,
        "column": 5,
        "endLine": 3,
        "endColumn": 9,
    }
    assert first["fix"]["text"] == first["suggestion"] == "graad:volledig"
    waiver = next(one["waiver"] for one in said["findings"] if one["waiver"])
    assert (waiver["reason"], waiver["expires"]) == ("waits", "2027-01-31")
    assert said["findings"][-1]["position"] is None


def test_our_json_keeps_every_character_that_json_can_hold(hostile: tuple[Finding, ...]) -> None:
    said = json.loads(objects.write(Report(hostile)))

    assert "\x00\x1b[31m" in said["findings"][0]["message"]
    assert said["findings"][2]["position"]["file"] == "a\\xff.ttl"
    assert "\U0001f9ff" in said["findings"][3]["position"]["file"]

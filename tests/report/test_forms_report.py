"""What is the same in every form: order, fingerprints, outcome, and what may not travel."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.errors import Finding, Position, Severity, Waiver
from ldgraph.graph.codes import OWN_CODES
from ldgraph.graph.places import open_root
from ldgraph.graph.rules import rules_of
from ldgraph.report.forms import FORMS, form_of, writer
from ldgraph.report.forms.report import NEVER, Report, in_order, without_secrets

if TYPE_CHECKING:
    from pathlib import Path

    from tests.report.conftest import Make

_MACHINES = [form for form in FORMS if form != "human"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_can_be_written_of_nothing_and_of_every_kind(
    form: str, every_kind: tuple[Finding, ...]
) -> None:
    write = writer(form)

    assert write(Report(())).endswith("\n")
    assert write(Report(every_kind)).endswith("\n")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_form_has_every_code_and_speaks_both_languages(
    form: str, lang: str, every_kind: tuple[Finding, ...]
) -> None:
    text = writer(form)(Report(every_kind, lang))

    assert [one.code for one in every_kind if one.code not in text] == []
    assert ("Choose a degree" if lang == "en" else "Kies een graad") in text


@pytest.mark.parametrize("form", FORMS)
def test_no_form_is_broken_by_what_stands_in_a_file(
    form: str, hostile: tuple[Finding, ...]
) -> None:
    text = writer(form)(
        Report(hostile, files=tuple(one.position.file for one in hostile if one.position))
    )

    text.encode()
    assert "\x1b" not in text
    assert "\x00" not in text


@pytest.mark.parametrize("form", _MACHINES)
def test_what_is_restricted_keeps_its_code_and_place_alone(form: str, make: Make) -> None:
    secret = make(
        "Beoordeling-status",
        restricted=True,
        messages={"nl": "geheim", "en": "geheim"},
        focus="<urn:geheim>",
        value='"geheim"',
        path="<urn:geheim>",
        graph="urn:geheim",
        suggestion="geheim",
        allowed=("geheim",),
        position=Position("data/beperkt/b.ttl", 7, 5, 9, 987654321),
    )

    text = writer(form)(Report((without_secrets(secret, {}),)))

    assert "geheim" not in text
    assert "987654321" not in text
    assert "data/beperkt/b.ttl" in text
    assert "Beoordeling-status" in text


def test_a_fingerprint_stays_while_lines_and_files_move(make: Make) -> None:
    one = make()
    moved = replace(one, position=Position("data/openbaar/b.ttl", 99, 1, 99, 2))

    assert Report((one,)).fingerprints == Report((moved,)).fingerprints
    assert Report((one,)).fingerprints != Report((make("Aanbod-naam"),)).fingerprints
    assert Report((one,)).fingerprints != Report((make(focus="<urn:b>"),)).fingerprints
    assert Report((one,)).fingerprints != Report((make(path="<urn:b>"),)).fingerprints


def test_equal_findings_have_fingerprints_of_their_own(make: Make) -> None:
    assert len(set(Report((make(), make(), make(focus=None), make(focus=None))).fingerprints)) == 4


def test_the_fingerprint_of_what_is_restricted_does_not_hang_on_what_it_is_about(
    make: Make,
) -> None:
    one = make(restricted=True)
    other = make(restricted=True, focus="<urn:b>", path=None, value='"x"')

    assert Report((one,)).fingerprints == Report((other,)).fingerprints
    assert Report((one,)).fingerprints != Report((make(),)).fingerprints


def test_blank_nodes_are_named_alike_whatever_an_engine_calls_them(make: Make) -> None:
    one = in_order([make(focus="_:f1a"), make("Aanbod-z", focus="_:c09", value="_:f1a")])
    other = in_order([make("Aanbod-z", focus="_:b", value="_:zz"), make(focus="_:zz")])

    assert one == other
    assert [finding.focus for finding in one] == ["_:b1", "_:b2"]


def test_what_was_not_checked_comes_first_then_by_file_line_and_code(make: Make) -> None:
    later = make("a", position=Position("data/z.ttl", 1, 1, 1, 1))
    listed = [later, make("c"), make("b"), make("z", unchecked=True, position=later.position)]

    assert [one.code for one in in_order(listed)] == ["z", "b", "c", "a"]


@pytest.mark.parametrize(
    ("more", "limit", "code"),
    [
        ({}, 3, 1),
        ({}, NEVER, 0),
        ({"severity": Severity.INFO}, 3, 0),
        ({"severity": Severity.INFO}, 1, 1),
        ({"known": True}, 3, 0),
        ({"unchecked": True}, NEVER, 3),
        ({"unchecked": True, "known": True}, 3, 0),
    ],
)
def test_the_outcome_is_that_of_the_command(
    make: Make, more: dict[str, object], limit: int, code: int
) -> None:
    assert Report((make(**more),), limit=limit).exit_code == code


def test_every_code_is_described_in_both_languages(project: Path) -> None:
    rules = rules_of(open_root(project))

    assert rules.keys() >= OWN_CODES
    for rule in rules.values():
        assert rule.texts.keys() >= {"nl", "en"}, rule.code
        assert rule.names.keys() >= {"nl", "en"}, rule.code
        assert "{" not in rule.texts["nl"].replace("'{' en '}'", ""), rule.code


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.sarif", "sarif"),
        ("A.SARIF.json", "sarif"),
        ("a.json", "json"),
        ("a.jsonld", "jsonld"),
        ("a.xml", "junit"),
        ("a.md", "markdown"),
        ("a.ttl", "turtle"),
        ("a.txt", "human"),
        ("a", None),
    ],
)
def test_a_form_is_known_by_the_end_of_a_name(name: str, form: str | None) -> None:
    assert form_of(name) == form


@given(text=st.text(), code=st.text(min_size=1, max_size=20), file=st.text(min_size=1, max_size=20))
def test_whatever_text_there_is_every_form_can_be_read(text: str, code: str, file: str) -> None:
    at = Position(file.replace("\0", "_"), 1, 1, 1, 2)
    waiver = Waiver("urn:w", text, text, "2027-01-31")
    one = Finding(code, Severity.VIOLATION, {"nl": text}, at, value=text, waiver=waiver)
    report = Report((one,), files=(at.file,))

    written = {form: writer(form)(report) for form in FORMS}

    assert [form for form, shown in written.items() if not shown.endswith("\n")] == []
    for form in ("json", "sarif", "gitlab", "jsonld"):
        json.loads(written[form])
    ET.fromstring(written["junit"].encode())  # noqa: S314 (ours)
    list(ox.parse(written["turtle"], ox.RdfFormat.TURTLE))
    list(ox.parse(written["jsonld"], ox.RdfFormat.JSON_LD))
    assert written["github"].count("\n") == 2
    assert json.loads(written["json"])["findings"][0]["message"] == text

"""What the command line says of one government, and the same facts over HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ldgraph.cli import cli
from ldgraph.graph.places import open_root
from ldgraph.serve.library import read

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

_ASKED = [
    ("99001", "V025", "voorbeeld-mdr"),
    ("99001", "V025", ""),
    ("99003", "V001", ""),
    ("ocmw-99002", "V012", ""),
    ("gemeente-99009", "V001", ""),
    ("politiezone-99031", "V025", "voorbeeld-mdr"),
]


def _said(project: Path, *arguments: str) -> str:
    done = CliRunner().invoke(
        cli, ["--root", str(project / "voorbeeld"), *arguments, "--date", "2026-11-24"]
    )
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(("government", "requirement", "offering"), _ASKED)
def test_the_chain_of_facts_is_that_of_the_command_line(
    project: Path, staff: TestClient, government: str, requirement: str, offering: str
) -> None:
    named = {"government": government, "requirement": requirement, "offering": offering}

    answer = staff.get("/v1/uitleg", params=named).json()

    arguments = [one for one in (government, requirement, offering) if one]
    expected = json.loads(_said(project, "explain", *arguments, "--format", "json"))
    assert answer["data"] == expected
    facts = [fact for part in expected.get("chain", []) for fact in part["facts"]]
    assert all(fact["derived"] or fact["line"] > 0 for fact in facts)
    assert bool(facts) is (government != "gemeente-99009")


def test_a_fact_stands_in_the_file_at_the_line_that_is_told(project: Path, own: TestClient) -> None:
    named = {"government": "99001", "requirement": "V025"}

    chain = own.get("/v1/uitleg", params=named).json()["data"]["chain"]

    facts = [fact for part in chain for fact in part["facts"] if not fact["derived"]]
    assert len(facts) > 20
    assert any("beperkt/gemeente-99001" in fact["file"] for fact in facts)
    for fact in facts:
        file = next(
            one
            for one in (project / fact["file"], project / "voorbeeld" / fact["file"])
            if one.exists()
        )
        line = file.read_text("utf-8").splitlines()[fact["line"] - 1]
        value = fact["object"]["value"]
        assert value in line or value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] in line


@pytest.mark.parametrize(
    ("command", "address"),
    [
        (("explain", "99001", "V025"), "/v1/uitleg.txt?government=99001&requirement=V025"),
        (("gaps", "99001"), "/v1/leemten.txt?government=99001"),
        (("cover", "99001"), "/v1/dekking.txt?government=99001"),
        (("gaps", "gemeente-99009"), "/v1/leemten.txt?government=gemeente-99009"),
    ],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_text_is_that_of_the_command_line(
    project: Path, staff: TestClient, command: tuple[str, ...], address: str, lang: str
) -> None:
    answer = staff.get(f"{address}&lang={lang}")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.split("\n") == _said(project, *command, "--lang", lang).split("\n")


@pytest.mark.parametrize(("command", "path"), [("gaps", "leemten"), ("cover", "dekking")])
def test_gaps_and_covers_are_those_of_the_command_line(
    project: Path, staff: TestClient, command: str, path: str
) -> None:
    answer = staff.get(f"/v1/{path}?government=99001").json()

    assert answer["data"] == json.loads(_said(project, command, "99001", "--format", "json"))
    assert answer["data"]["gaps"]


def test_of_a_merged_government_nothing_is_computed_and_its_successors_are_named(
    staff: TestClient,
) -> None:
    told = staff.get("/v1/leemten?government=gemeente-99009").json()["data"]

    assert told["absence"] == "gone"
    assert [one.rsplit("/", 1)[-1] for one in told["successors"]] == ["gemeente-99011"]
    assert "gaps" not in told


def test_who_has_the_explanation_is_told_so(staff: TestClient) -> None:
    address = "/v1/uitleg?government=99001&requirement=V025"
    tag = staff.get(address).headers["etag"]

    assert staff.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert staff.get(f"{address}&datum=2025-01-01", headers={"If-None-Match": tag}).status_code == (
        200
    )


def test_a_page_shows_the_lines_and_nothing_of_them_is_run(staff: TestClient) -> None:
    answer = staff.get("/v1/uitleg.html?government=99001&requirement=V025")

    assert "data/beperkt/gemeente-99001.ttl" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_files_have_the_same_names_wherever_the_server_was_started(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = open_root(project / "voorbeeld")
    monkeypatch.chdir(tmp_path)

    names = {file.shown for file in read(root, restricted=True).files}

    assert "voorbeeld/data/beperkt/gemeente-99001.ttl" in names
    assert "data/openbaar/vereisten/technisch-basis.ttl" in names
    assert not [one for one in names if one.startswith(("/", ".."))]

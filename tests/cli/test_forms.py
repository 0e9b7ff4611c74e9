"""``ldgraph validate --format … -o …``, from outside."""

from __future__ import annotations

import json
import os
import resource
import stat
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.compare import isomorphic

from ldgraph.terms import LDG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Git, Run

_MACHINES = ("json", "sarif", "junit", "github", "gitlab", "markdown", "turtle", "jsonld")


@pytest.fixture
def spoilt(root: Path) -> Path:
    """Spoil a public and a restricted file of a root, each in its own way."""
    for name, before, after in (
        ("openbaar/catalogus.ttl", "ldg:uitvoering ", "ldg:uitvoring "),
        ("openbaar/vereisten.ttl", "    ldg:prioriteit prioriteit:must ;\n", ""),
        ("beperkt/gemeente-99901.ttl", "ldg:status ", "ldg:statuz "),
    ):
        file = root / "data" / name
        text = file.read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")
    return root


def _all_forms(folder: str) -> list[str]:
    """Ask for every form that machines read in one run, each in a file of a folder."""
    return [part for form in _MACHINES for part in ("-o", f"{form}:{folder}/{form}")]


def _written(root: Path, folder: str) -> dict[str, str]:
    return {form: (root / folder / form).read_text("utf-8") for form in _MACHINES}


def test_the_exit_code_does_not_hang_on_the_form(run: Run, root: Path) -> None:
    for form in ("human", *_MACHINES):
        assert run("validate", "--format", form).returncode == 0, form
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")
    for form in ("human", *_MACHINES):
        assert run("validate", "--format", form).returncode == 1, form
    (root / "data/openbaar/kapot.ttl").write_text("kapot", "utf-8")
    for form in ("human", *_MACHINES):
        assert run("validate", "--format", form, "--fail-on", "never").returncode == 3, form


def test_several_forms_have_the_same_findings(run: Run, spoilt: Path) -> None:
    arguments = ["--format", "sarif", "-o", "out/a.sarif", "--format", "human", "-o", "junit:b.xml"]

    done = run("validate", *arguments, "-o", "c.json", "-o", "d.md")

    (sarif,) = json.loads((spoilt / "out/a.sarif").read_text("utf-8"))["runs"]
    codes = [one["ruleId"] for one in sarif["results"]]
    found = json.loads((spoilt / "c.json").read_text("utf-8"))["findings"]
    assert done.returncode == 1
    assert codes == [one["code"] for one in found]
    assert len(codes) == 4
    for one in found:
        at = one["position"]
        assert f"{at['file']}:{at['line']}:{at['column']}: " in done.stdout
        assert one["code"] in (spoilt / "d.md").read_text("utf-8")
    cases = ET.parse(spoilt / "b.xml").getroot().iter("testcase")  # noqa: S314 (ours)
    assert {case.get("name") for case in cases} == {"validate", *codes}


def test_what_a_revision_had_is_known_in_every_form(run: Run, root: Path, git: Git) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")
    git("add", "-A")
    git("commit", "-qm", "a file that does not say what it is")

    done = run("validate", "--baseline", "HEAD", "-o", "a.sarif", "-o", "a.json", "-o", "a.xml")
    none = run("validate", "--baseline", "HEAD~", "--format", "sarif")

    (result,) = json.loads((root / "a.sarif").read_text("utf-8"))["runs"][0]["results"]
    (finding,) = json.loads((root / "a.json").read_text("utf-8"))["findings"]
    assert (done.returncode, none.returncode) == (0, 1)
    assert (result["baselineState"], finding["known"]) == ("unchanged", True)
    assert "<skipped" in (root / "a.xml").read_text("utf-8")
    (result,) = json.loads(none.stdout)["runs"][0]["results"]
    assert result["baselineState"] == "new"


def test_the_results_are_those_of_any_engine_also_where_a_finding_stands_for_several(
    run: Run, spoilt: Path
) -> None:
    file = spoilt / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8")
    assert "leverancier leverancier:beginstelbedrijf" in text
    file.write_text(text.replace("leverancier leverancier:begin", "leverancier leverancier:end"))

    ours, theirs = (
        Graph().parse(data=run("validate", "--format", "turtle", "--engine", engine).stdout)
        for engine in ("fast", "pyshacl")
    )

    sh = Namespace("http://www.w3.org/ns/shacl#")
    of_nothing = ours.subjects(sh.sourceConstraintComponent, sh.ClassConstraintComponent)
    codes = [str(ours.value(one, URIRef(LDG + "bevindingscode"))) for one in of_nothing]
    assert "verwijzing-naar-niets" in codes
    assert isomorphic(ours, theirs)


def test_two_runs_give_the_same_bytes(run: Run, spoilt: Path) -> None:
    (spoilt / "data/openbaar/naamloos.ttl").write_text(
        "PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>\n"
        "[] a ldg:Aanbod . [] a ldg:Aanbod . [] a ldg:Vereiste .\n",
        "utf-8",
    )
    run("validate", "--no-cache", *_all_forms("first"))
    run("validate", "--no-cache", *_all_forms("second"))
    run("validate", *_all_forms("kept"))
    run("validate", *_all_forms("recalled"))

    first = _written(spoilt, "first")
    assert all(first.values())
    assert _written(spoilt, "second") == first
    assert _written(spoilt, "kept") == first
    assert _written(spoilt, "recalled") == first


@pytest.mark.parametrize(
    ("arguments", "on_stdout", "in_files"),
    [
        ((), "human", {}),
        (("--format", "json"), "json", {}),
        (("-o", "-"), "human", {}),
        (("-o", "-", "--format", "json"), "", None),
        (("--format", "json", "-o", "-"), "json", {}),
        (("-o", "json:-"), "json", {}),
        (("--format", "json", "-o", "a"), "", {"a": "json"}),
        (("-o", "a.json"), "", {"a.json": "json"}),
        (("--format", "human", "-o", "a.json"), "", {"a.json": "human"}),
        (("--format", "human", "-o", "json:a"), "human", {"a": "json"}),
        (("--format", "human", "--format", "json", "-o", "a"), "human", {"a": "json"}),
        (("-o", "a.json", "--format", "human"), "human", {"a.json": "json"}),
        (("-oa.json", "--format=human", "data"), "human", {"a.json": "json"}),
        (("--format", "json", "--format", "human"), "", None),
        (("-o", "a.json", "-o", "json:./a.json"), "", None),
        (("-o", "a"), "", None),
        (("--format", "pdf"), "", None),
    ],
)
def test_a_file_takes_the_form_before_it_or_its_own(
    run: Run,
    root: Path,
    arguments: tuple[str, ...],
    on_stdout: str,
    in_files: dict[str, str] | None,
) -> None:
    done = run("validate", *arguments)

    starts = {"": "", "human": "Geen bevindingen.", "json": '{\n  "format"'}
    if in_files is None:
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr
        return
    assert done.returncode == 0
    assert done.stdout.startswith(starts[on_stdout])
    assert bool(done.stdout) == bool(on_stdout)
    for name, form in in_files.items():
        assert (root / name).read_text("utf-8").startswith(starts[form])


def test_the_environment_may_say_which_forms(run: Run, root: Path) -> None:
    done = run("validate", LDGRAPH_VALIDATE_FORMAT="json", LDGRAPH_VALIDATE_OUTPUT="a.out")

    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((root / "a.out").read_text("utf-8"))["findings"] == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_cannot_be_written_is_one_clear_line(run: Run, root: Path, lang: str) -> None:
    (root / "map").mkdir()
    before = (root / "ldgraph.toml").read_bytes()

    done = run(
        "--lang", lang, "validate", "-o", "json:map", "-o", "sarif:ldgraph.toml/x", "-o", "b.json"
    )

    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 2
    assert all(("kan" if lang == "nl" else "cannot") in line for line in done.stderr.splitlines())
    assert json.loads((root / "b.json").read_text("utf-8"))["findings"] == []
    assert (root / "ldgraph.toml").read_bytes() == before


@pytest.mark.parametrize(
    "name", ["data/openbaar/catalogus.ttl", "data/nieuw.ttl", "ldgraph.toml", "koppeling.ttl"]
)
def test_a_report_never_replaces_what_is_checked(run: Run, root: Path, name: str) -> None:
    (root / "koppeling.ttl").symlink_to("data/openbaar/catalogus.ttl")
    file = root / name
    before = file.read_bytes() if file.exists() else None

    done = run("validate", "-o", f"turtle:{name}")

    assert (done.returncode, done.stdout) == (2, "")
    assert name in done.stderr
    assert (file.read_bytes() if file.exists() else None) == before


def test_a_pipe_or_a_device_is_written_to_and_stays_what_it_is(run: Run) -> None:
    done = run("validate", "-o", "json:/dev/stdout", "-o", "sarif:/dev/null")

    assert json.loads(done.stdout)["findings"] == []
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116


def test_machines_are_told_nothing_of_what_is_restricted(run: Run, spoilt: Path) -> None:
    secrets = ("gemeente-99901-v001", "statuz", "2026-10-01")
    human = run("validate").stdout
    assert all(one in human for one in secrets)
    run("validate", *_all_forms("told"))
    for form, said in _written(spoilt, "told").items():
        assert "data/beperkt/gemeente-99901.ttl" in said, form
        assert "onbekende-term" in said, form
        assert [one for one in secrets if one in said] == [], form
    run("validate", "--show-restricted", *_all_forms("shown"))
    for form, said in _written(spoilt, "shown").items():
        assert "statuz" in said, form
    # Without files beside it, what is for a pull request says no more.
    alone = run("validate", "--format", "markdown").stdout
    assert "onbekende-term" in alone
    assert [one for one in secrets if one in alone] == []


def test_a_name_from_a_restricted_file_is_restricted_wherever_it_is_found(
    run: Run, root: Path
) -> None:
    file = root / "data/openbaar/verklapt.ttl"
    thing = "https://data.vlaanderen.be/id/beoordeling/gemeente-99901-v001-2026-10-01"
    file.write_text(f"<> <http://purl.org/dc/terms/subject> <{thing}> .\n", "utf-8")

    found = json.loads(run("validate", "--format", "json").stdout)["findings"]

    (leak,) = [one for one in found if one["code"] == "openbaar-noemt-beperkt"]
    assert leak["restricted"]
    assert thing not in json.dumps(found)


def test_names_of_files_that_are_no_text_stand_in_every_form(run: Run, root: Path) -> None:
    (root / os.fsdecode(b"data/openbaar/a\xff\n.ttl")).write_text("kapot", "utf-8")

    for form in _MACHINES:
        done = run("validate", "--format", form)
        assert done.returncode == 3, form
        assert not done.stderr


def _used() -> float:
    """Give the seconds of processor time of all commands so far: others may run beside them."""
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def test_ten_thousand_findings_are_written_in_a_few_seconds(run: Run, root: Path) -> None:
    lines = "".join(f"<#a{one}> ldg:onbekend{one} <#b> .\n" for one in range(10_000))
    head = "PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>\n"
    (root / "data/openbaar/veel.ttl").write_text(head + lines, "utf-8")

    began = _used()
    run("validate", *_all_forms("out"))

    # To check takes some seconds (twice: also what is public alone), and all forms some ten.
    assert _used() - began < 30
    for form, said in _written(root, "out").items():
        if form != "markdown":
            assert said.count("onbekend9999") >= 1, form


def test_watching_writes_files_and_speaks_to_people(run: Run, root: Path) -> None:
    assert run("validate", "--watch", "--format", "json").returncode == 2
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "ldgraph",
            "validate",
            "--watch",
            "-o",
            "a.json",
            "--format",
            "human",
        ],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == "Geen bevindingen.\n"
        assert json.loads((root / "a.json").read_text("utf-8"))["findings"] == []
    finally:
        process.kill()
        process.communicate()

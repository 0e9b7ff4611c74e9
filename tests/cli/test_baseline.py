"""A ratchet: what a revision had already is shown, and only what came since counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Git, Run

_ON = ("--date", "2026-12-01")
_NEEDED = "data/openbaar/vereisten.ttl"
_FOUND = "data/beperkt/gemeente-99901.ttl"
_PRIORITY = "    ldg:prioriteit prioriteit:must ;\n"


def _edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.fixture
def with_a_finding(root: Path, git: Git) -> Git:
    """Commit a requirement without a priority: one violation."""
    _edit(root, _NEEDED, _PRIORITY, "")
    git("commit", "-qam", "without a priority")
    return git


@pytest.mark.usefixtures("with_a_finding")
def test_what_was_there_is_shown_and_does_not_count(run: Run, root: Path) -> None:
    assert run("validate", *_ON).returncode == 1
    _edit(root, _NEEDED, "vereiste:V001\n", "# een regel lager\nvereiste:V001\n")

    done = run("validate", "--baseline", "HEAD", *_ON)

    assert done.returncode == 0
    assert "[Vereiste-prioriteit]" in done.stdout
    assert "    stond er al\n" in done.stdout
    assert done.stdout.endswith("0 bevindingen, 1 stond er al\n")
    english = run("validate", "--baseline", "HEAD", *_ON, "--lang", "en").stdout
    assert "    was there\n" in english


@pytest.mark.usefixtures("with_a_finding")
def test_what_a_change_adds_counts(run: Run, root: Path) -> None:
    _edit(root, _NEEDED, "    ldg:prioriteit prioriteit:should ;\n", "")

    done = run("validate", "--baseline", "HEAD", *_ON)

    assert done.returncode == 1
    assert done.stdout.endswith("1 bevinding, 1 stond er al\n")


def test_a_finding_goes_with_a_file_that_is_renamed(
    run: Run, root: Path, with_a_finding: Git
) -> None:
    (root / "data/openbaar/zonder.ttl").write_text("<#x> <urn:x:p> 1 .\n# tweede regel\n", "utf-8")
    with_a_finding("add", "-A")
    with_a_finding("commit", "-qm", "a file that does not say what it is")
    with_a_finding("mv", "data/openbaar/zonder.ttl", "data/openbaar/elders.ttl")
    with_a_finding("mv", _NEEDED, "data/openbaar/eisen.ttl")

    done = run("validate", "--baseline", "HEAD", *_ON)

    assert done.returncode == 0, done.stdout
    assert "[graaf-ontbreekt]" in done.stdout
    assert "0 bevindingen" in done.stdout


def test_a_blank_node_is_known_by_what_is_said_of_it(run: Run, root: Path, git: Git) -> None:
    shape = (
        "<https://data.vlaanderen.be/shacl/lokaal-digitaal/Proef> a sh:NodeShape ; "
        "sh:targetObjectsOf <urn:x:p> ; sh:property "
        "<https://data.vlaanderen.be/shacl/lokaal-digitaal/Proef-q> .\n"
        "<https://data.vlaanderen.be/shacl/lokaal-digitaal/Proef-q> a sh:PropertyShape ; "
        'sh:path <urn:x:q> ; sh:maxCount 0 ; sh:message "geen q"@nl , "no q"@en .\n'
    )
    head = "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
    (root / "shapes/proef.ttl").write_text(head + shape, "utf-8")
    _edit(root, _NEEDED, "vereiste:V001\n", "<#a> <urn:x:p> [ <urn:x:q> 1 ] .\n\nvereiste:V001\n")
    git("add", "-A")
    git("commit", "-qm", "a blank node that is found fault with")
    baseline = ("validate", "--baseline", "HEAD", *_ON)
    assert run(*baseline).returncode == 0

    _edit(root, _NEEDED, "[ <urn:x:q> 1 ] .", "[ <urn:x:q> 2 ] , [ <urn:x:q> 1 ] .")

    done = run(*baseline)
    assert done.returncode == 1
    assert done.stdout.count("[Proef-q]") == 2
    assert done.stdout.endswith("1 bevinding, 1 stond er al\n")


def test_what_cannot_be_read_is_never_known(run: Run, root: Path, git: Git) -> None:
    _edit(root, _NEEDED, "    ldg:prioriteit prioriteit:should ;\n", "    ldg:prioriteit ;\n")
    git("commit", "-qam", "a file that does not parse")

    done = run("validate", "--baseline", "HEAD", *_ON)

    assert done.returncode == 3
    assert "[baseline-not-checked]" in done.stdout
    assert "stond er al" not in done.stdout


def test_what_was_hidden_by_a_fault_is_not_taken_for_old(run: Run, root: Path, git: Git) -> None:
    text = (root / _NEEDED).read_text("utf-8")
    (root / _NEEDED).write_text(text + "<a> <b>", "utf-8")
    git("commit", "-qam", "a file that does not parse")
    (root / _NEEDED).write_text(text.replace(_PRIORITY, "", 1), "utf-8")

    done = run("validate", "--baseline", "HEAD", *_ON)

    assert done.returncode == 3
    assert "[baseline-not-checked]" in done.stdout
    assert f"{_NEEDED}:" in done.stdout


def test_a_change_that_mends_all_passes(run: Run, root: Path, git: Git) -> None:
    text = (root / _NEEDED).read_text("utf-8")
    (root / _NEEDED).write_text(text + "<a> <b>", "utf-8")
    git("commit", "-qam", "a file that does not parse")
    (root / _NEEDED).write_text(text, "utf-8")

    assert run("validate", "--baseline", "HEAD", *_ON).returncode == 0


def test_what_was_waived_counts_when_the_waiver_goes(
    run: Run, root: Path, with_a_finding: Git
) -> None:
    waiver = root / "waivers/openbaar/een.ttl"
    waiver.parent.mkdir(parents=True)
    waiver.write_text(_WAIVER, "utf-8")
    with_a_finding("add", "-A")
    with_a_finding("commit", "-qm", "waived")
    baseline = ("validate", "--baseline", "HEAD", *_ON)
    assert "1 vrijgesteld" in run(*baseline).stdout

    waiver.unlink()

    assert run(*baseline).returncode == 1


def test_before_the_root_existed_every_finding_counts(
    run: Run, root: Path, with_a_finding: Git
) -> None:
    with_a_finding("checkout", "-q", "--orphan", "empty")
    with_a_finding("rm", "-rq", "--cached", ".")
    with_a_finding("commit", "-q", "--allow-empty", "-m", "nothing")

    done = run("validate", "--baseline", "HEAD", *_ON)

    assert done.returncode == 1
    assert "De root bestond nog niet in HEAD" in done.stderr
    assert (root / _NEEDED).exists()


@pytest.mark.usefixtures("git")
def test_a_baseline_that_is_no_revision_is_an_error(run: Run) -> None:
    done = run("validate", "--baseline", "nergens")

    assert done.returncode == 2
    assert "geen revisie 'nergens'" in done.stderr


_WAIVER = """PREFIX bron: <https://data.vlaanderen.be/id/bron/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX rol: <https://data.vlaanderen.be/id/concept/Rol/>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
PREFIX vereiste: <https://data.vlaanderen.be/id/vereiste/>
PREFIX vrijstelling: <https://data.vlaanderen.be/id/vrijstelling/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<> a ldg:Graaf ;
    dct:title "Vrijstellingen"@nl ;
    dct:source bron:beginstel ;
    dct:modified "2026-11-24"^^xsd:date ;
    dct:accessRights toegang:PUBLIC .
vrijstelling:een
    a ldg:Vrijstelling ;
    ldg:bevindingscode "Vereiste-prioriteit" ;
    ldg:vrijgesteld vereiste:V001 ;
    ldg:reden "de stuurgroep kiest in maart"@nl , "the steering group chooses in March"@en ;
    ldg:verantwoordelijkeRol rol:projectleider ;
    ldg:datum "2026-11-24"^^xsd:date ;
    ldg:geldigTot "2027-03-31"^^xsd:date ;
    dct:source bron:beginstel .
"""

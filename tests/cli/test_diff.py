"""What a change means, told between commits of a small root."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Git, Run

_ON = ("--date", "2026-12-01")
_NEEDED = "data/openbaar/vereisten.ttl"
_OFFERED = "data/openbaar/catalogus.ttl"
_FOUND = "data/beperkt/gemeente-99901.ttl"


def _edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _json(run: Run, *arguments: str) -> dict[str, Any]:
    done = run("diff", *arguments, "--format", "json", *_ON)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.usefixtures("git")
def test_nothing_that_differs_is_said_so(run: Run) -> None:
    done = run("diff", "HEAD", *_ON)

    assert done.returncode == 0
    assert "Geen enkele uitspraak verschilt." in done.stdout
    assert "Besturen geraakt: 0 van de 1." in done.stdout


@pytest.mark.usefixtures("git")
def test_layout_and_order_are_no_difference(run: Run, root: Path) -> None:
    file = root / _NEEDED
    file.write_text(file.read_text("utf-8").replace(" ;\n    ", ";  "), "utf-8")

    assert "Geen enkele uitspraak verschilt." in run("diff", "HEAD", *_ON).stdout


@pytest.mark.usefixtures("git")
def test_a_new_assessment_that_opens_a_gap_is_told_with_its_statement(run: Run, root: Path) -> None:
    _edit(root, _FOUND, "status:niet-voldaan", "status:voldaan")

    done = run("diff", "HEAD", *_ON, "--lang", "en")

    assert done.returncode == 0
    assert "Statements: 1 added, 1 removed, in 1 file." in done.stdout
    assert "Governments affected: 1 of the 1." in done.stdout
    assert "Gaps: 1 → 0 (0 more, 1 less)" in done.stdout
    assert "vereiste:V001 incidents are noticed: gap → in order" in done.stdout
    assert f"{_FOUND} (changed)" in done.stdout
    assert (
        "      - ldg:status status:niet-voldaan\n      + ldg:status status:voldaan" in done.stdout
    )


def test_two_commits_are_compared_whatever_lies_on_disk(run: Run, root: Path, git: Git) -> None:
    _edit(root, _FOUND, "status:niet-voldaan", "status:voldaan")
    git("commit", "-qam", "second")
    (root / _FOUND).write_text("<a> <b>", "utf-8")

    done = run("diff", "HEAD~1", "HEAD", *_ON)

    assert done.returncode == 0
    assert "leemte → in orde" in done.stdout


@pytest.mark.usefixtures("git")
def test_a_requirement_that_loses_its_only_full_cover_is_named(run: Run, root: Path) -> None:
    _edit(root, _OFFERED, "aanbodstatus:beschikbaar", "aanbodstatus:beeindigd")

    done = run("diff", "HEAD", *_ON)

    assert "Vereisten anders gedekt: 1; 1 verloren de enige volledige dekking" in done.stdout
    assert "volledig → niet gedekt (verloor de enige volledige dekking)" in done.stdout
    assert "te sluiten → open, niets verkrijgbaars dekt" in done.stdout
    assert "      - aanbod:bewaking Bewaking (verzonnen)" in done.stdout


@pytest.mark.usefixtures("git")
def test_what_cannot_be_determined_stays_so_with_the_missing_factor(run: Run, root: Path) -> None:
    _edit(root, _FOUND, "status:niet-voldaan", "status:voldaan")

    said = _json(run, "HEAD", "--show-restricted")["effect"]["governments"]

    (total,) = said["need_totals"]
    assert total["before"]["least"] is None
    assert total["before"]["missing"] == ["bereik", "risico"]


@pytest.mark.usefixtures("git")
def test_a_blank_node_is_written_inside_what_names_it(run: Run, root: Path) -> None:
    more = "<#x> <#p> [ <#q> ( 1 2 ) ] .\n"
    _edit(root, _NEEDED, "vereiste:V001\n", f"{more}vereiste:V001\n")

    out = run("diff", "HEAD", *_ON).stdout

    assert "#q> ( 1 2 ) ]" in out


def test_a_renamed_file_is_compared_with_what_it_was(run: Run, root: Path, git: Git) -> None:
    git("mv", _NEEDED, "data/openbaar/eisen.ttl")
    _edit(root, "data/openbaar/eisen.ttl", "prioriteit:should", "prioriteit:must")

    out = run("diff", "HEAD", *_ON).stdout

    assert f"data/openbaar/eisen.ttl (hernoemd, was {_NEEDED})" in out
    assert "Uitspraken: 1 toegevoegd, 1 verwijderd, in 1 bestand." in out


@pytest.mark.usefixtures("git")
def test_new_and_deleted_files_are_told(run: Run, root: Path) -> None:
    (root / _OFFERED).unlink()
    (root / "data/openbaar/een 'naam'.ttl").write_text("<a> <b> 1 .", "utf-8")

    out = run("diff", "HEAD", *_ON).stdout

    assert f"{_OFFERED} (verwijderd)" in out
    assert "data/openbaar/een 'naam'.ttl (nieuw)" in out


@pytest.mark.usefixtures("git")
def test_with_a_file_that_does_not_parse_the_effect_is_not_determined(run: Run, root: Path) -> None:
    _edit(root, _FOUND, "status:niet-voldaan", "status:")
    (root / _FOUND).write_text((root / _FOUND).read_text("utf-8") + "<a> <b>", "utf-8")
    _edit(root, _NEEDED, "prioriteit:should", "prioriteit:must")

    done = run("diff", "HEAD", *_ON)

    assert done.returncode == 0
    assert "Het effect op de antwoorden is niet te bepalen" in done.stdout
    assert f"de werkbestanden: {_FOUND}:" in done.stdout
    assert f"{_FOUND} (niet te lezen" in done.stdout
    assert "- ldg:prioriteit prioriteit:should" in done.stdout
    assert "Besturen geraakt" not in done.stdout


def test_a_question_that_a_revision_lacks_leaves_the_effect_undetermined(
    run: Run, root: Path, git: Git
) -> None:
    questions = root / "queries/answers/open-gaps.rq"
    text = questions.read_text("utf-8")
    questions.unlink()
    git("commit", "-qam", "without a question")
    questions.write_text(text, "utf-8")

    done = run("diff", "HEAD", *_ON)

    assert done.returncode == 0
    assert "niet te bepalen" in done.stdout
    assert "in revisie 'HEAD': " in done.stdout
    assert "open-gaps" in done.stdout


def test_before_the_root_existed_there_was_nothing(run: Run, root: Path, git: Git) -> None:
    git("checkout", "-q", "--orphan", "empty")
    git("rm", "-rq", "--cached", ".")
    git("commit", "-q", "--allow-empty", "-m", "nothing")

    done = run("diff", "empty", *_ON)

    assert done.returncode == 0
    assert "De root bestond nog niet in empty" in done.stdout
    assert f"{_NEEDED} (nieuw)" in done.stdout
    assert "geldt niet → leemte" in done.stdout
    assert (root / _NEEDED).exists()

    back = run("diff", "main", "empty", *_ON).stdout

    assert "De root bestaat niet in empty" in back
    assert "leemte → geldt niet" in back


def test_formats_that_travel_say_the_same_whatever_is_restricted(
    run: Run, root: Path, git: Git
) -> None:
    """Non-interference: who sees a comment learns nothing of what is not for everyone."""
    _edit(root, _NEEDED, "prioriteit:should", "prioriteit:must")
    public = [run("diff", "HEAD", "--format", form, *_ON).stdout for form in ("markdown", "json")]
    _edit(root, _FOUND, "status:niet-voldaan", "status:voldaan")
    (root / "data/beperkt/nog-een.ttl").write_text("<geheim> <b> ", "utf-8")

    both = [run("diff", "HEAD", "--format", form, *_ON).stdout for form in ("markdown", "json")]

    assert both == public
    assert "prioriteit:must" in both[0]
    assert "99901" not in both[0] + both[1]
    git("checkout", "-q", ".")


@pytest.mark.usefixtures("git")
def test_what_is_restricted_is_in_them_when_it_is_asked_for(run: Run, root: Path) -> None:
    _edit(root, _FOUND, "status:niet-voldaan", "status:voldaan")

    said = _json(run, "HEAD", "--show-restricted")
    text = run("diff", "HEAD", "--format", "markdown", "--show-restricted", *_ON).stdout

    (move,) = said["effect"]["governments"]["states"]
    assert move["before"] == "leemte"
    assert move["after"] == "in-orde"
    assert said["effect"]["governments"]["before"]["gaps"] == {"gaps": 1, "full": 1, "partial": 0}
    assert "vereiste:V001 incidenten worden opgemerkt: leemte → in orde" in text


@pytest.mark.usefixtures("git")
def test_what_moves_out_of_the_restricted_folder_is_new_to_everyone(run: Run, root: Path) -> None:
    (root / _FOUND).rename(root / "data/openbaar/gemeente.ttl")
    _edit(root, "data/openbaar/gemeente.ttl", "toegang:NON_PUBLIC", "toegang:PUBLIC")

    (file,) = _json(run, "HEAD")["files"]

    assert (file["change"], file["renamed_from"]) == ("added", None)


@pytest.mark.usefixtures("git")
def test_a_comment_fits_its_host_and_says_what_was_left_out(run: Run, root: Path) -> None:
    many = "".join(
        f'<#{n}> <#p> "{"é" * 60}", "``` @iemand </details> {n}" .\n' for n in range(900)
    )
    _edit(root, _NEEDED, "vereiste:V001\n", f"{many}vereiste:V001\n")

    text = run("diff", "HEAD", "--format", "markdown", *_ON).stdout

    assert len(text.encode()) <= 65_536
    assert "regels passen hier niet meer" in text
    assert text.count("<details>") == text.count("\n</details>") == 1
    fence = "````diff"
    assert fence in text
    assert "@iemand" not in text.split(fence)[0]


@pytest.mark.parametrize("number", [3_000, 9_000])
@pytest.mark.usefixtures("git")
def test_a_comment_of_many_short_lines_fits_too(run: Run, root: Path, number: int) -> None:
    many = "".join(f"<x:{n}> <p:> 1 .\n" for n in range(number))
    _edit(root, _NEEDED, "vereiste:V001\n", f"{many}vereiste:V001\n")
    for name in range(200):
        (root / f"data/openbaar/{'lang' * 40}{name}.ttl").write_text("<a> <b>", "utf-8")

    done = run("diff", "HEAD", "--format", "markdown", *_ON)

    assert done.returncode == 0, done.stderr
    assert 50_000 < len(done.stdout.encode()) <= 65_536


@pytest.mark.usefixtures("git")
def test_a_file_takes_the_place_of_the_screen(run: Run, root: Path) -> None:
    done = run("diff", "HEAD", "--format", "markdown", "-o", "uit.md", *_ON)

    assert (done.returncode, done.stdout) == (0, "")
    assert "Geen enkele uitspraak" in (root / "uit.md").read_text("utf-8")
    assert run("diff", "HEAD", "-o", "-", *_ON).stdout != ""
    assert run("diff", "HEAD", "-o", "weg/er/../..", *_ON).returncode == 3


@pytest.mark.parametrize(
    "name", ["nergens", "--upload-pack=x", "HEAD~9", "HEAD^{tree}", "", "a..b"]
)
@pytest.mark.usefixtures("git")
def test_a_revision_that_is_none_is_a_clear_error(run: Run, name: str) -> None:
    done = run("diff", "--", name)

    assert done.returncode == 2
    assert f"'{name}'" in done.stderr
    assert "fatal" not in done.stderr


def test_a_name_of_several_things_is_not_guessed(run: Run, git: Git) -> None:
    git("tag", "dubbel")
    git("commit", "-q", "--allow-empty", "-m", "second")
    git("branch", "dubbel")

    done = run("diff", "dubbel")

    assert done.returncode == 2
    assert "refs/heads/dubbel, refs/tags/dubbel" in done.stderr
    assert run("diff", "refs/tags/dubbel", *_ON).returncode == 0


def test_outside_a_repository_there_are_no_revisions(run: Run, root: Path) -> None:
    ceiling = {"GIT_CEILING_DIRECTORIES": str(root.parent)}

    done = run("diff", "HEAD", **ceiling)

    assert done.returncode == 2
    assert "zit niet in een git-repository" in done.stderr


@pytest.mark.usefixtures("git")
def test_without_git_it_is_said_that_it_is_needed(run: Run, tmp_path: Path) -> None:
    done = run("diff", "HEAD", PATH=str(tmp_path))

    assert done.returncode == 3
    assert "geen git op dit toestel" in done.stderr


def test_a_shallow_clone_is_told_what_to_fetch(run: Run, root: Path, git: Git) -> None:
    git("commit", "-q", "--allow-empty", "-m", "second")
    git("clone", "-q", "--depth", "1", root.as_uri(), str(root.parent / "shallow"))

    done = run("--root", str(root.parent / "shallow"), "diff", "HEAD~1")

    assert done.returncode == 3
    assert "git fetch --unshallow" in done.stderr


@pytest.mark.usefixtures("git")
def test_what_a_hook_sets_for_another_repository_changes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("diff", "HEAD", *_ON, GIT_DIR=str(tmp_path), GIT_INDEX_FILE="x", GIT_PAGER="false")

    assert done.returncode == 0, done.stderr


def _keys(value: object, path: str = "") -> set[str]:
    """List the paths of all keys; what has names of data for keys is one."""
    if isinstance(value, list):
        return {f"{path}[]"}.union(*(_keys(one, f"{path}[]") for one in value))
    if not isinstance(value, dict) or path.endswith((".states", "labels", "prefixes")):
        return set()
    paths = {key: f"{path}.{key}".lstrip(".") for key in value}
    return set(paths.values()).union(*(_keys(one, paths[key]) for key, one in value.items()))


@pytest.mark.usefixtures("git")
def test_every_key_of_the_json_is_described_and_no_other(
    run: Run, root: Path, project: Path
) -> None:
    page = (project / "docs/diff.md").read_text("utf-8")
    described = set()
    for line in page.split("## JSON")[1].splitlines():
        first = ""
        for name in re.findall(r"`([^`]+)`", line.split("|")[1] if line[:3] == "| `" else ""):
            first = first if name.startswith(".") else name
            described.add(first.rpartition(".")[0] + name if name.startswith(".") else name)
    _edit(root, _NEEDED, "prioriteit:should", "prioriteit:must")
    _edit(root, _OFFERED, "aanbodstatus:beschikbaar", "aanbodstatus:beeindigd")
    whole = _keys(_json(run, "HEAD", "--show-restricted"))
    _edit(root, _FOUND, "status:niet-voldaan", "status:voldaan")
    whole |= _keys(_json(run, "HEAD", "--show-restricted"))
    (root / _FOUND).write_text("<a> <b>", "utf-8")
    whole |= _keys(_json(run, "HEAD", "--show-restricted"))

    assert {_as_described(one) for one in whole} == {one.removesuffix("[]") for one in described}


def _as_described(key: str) -> str:
    """Name the one of two that the page describes, where both hold the same."""
    same = {"after": "before", "added[]": "removed[]", "need_totals[]": "needs[]"}
    *above, last = key.split(".")
    return ".".join([*(same.get(one, one) for one in above), last]).removesuffix("[]")

"""``ldgraph fmt`` from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

_UNTIDY = "@prefix x: <urn:x:> .\n# houd mij\nx:b x:c 1. x:a x:c 2 .\n"
_TIDY = "PREFIX x: <urn:x:>\n\n# houd mij\nx:b\n    x:c 1 ;\n.\n\nx:a\n    x:c 2 ;\n.\n"


def test_a_new_root_is_laid_out_already(run: Run) -> None:
    done = run("fmt", "--check")

    assert (done.returncode, done.stdout) == (0, "Alles staat in de huisstijl.\n")


def test_a_file_is_laid_out_in_place(run: Run, root: Path) -> None:
    file = root / "data/openbaar/slordig.ttl"
    file.write_text(_UNTIDY, "utf-8")

    assert run("fmt", "--check").returncode == 1
    assert file.read_text("utf-8") == _UNTIDY
    assert run("fmt").returncode == 0
    assert file.read_text("utf-8") == _TIDY
    assert run("fmt", "--check").returncode == 0


def test_a_file_with_faults_is_left_alone_and_the_others_are_laid_out(run: Run, root: Path) -> None:
    broken, untidy = root / "data/openbaar/a.ttl", root / "data/openbaar/b.ttl"
    broken.write_text("<a> <b> .\n", "utf-8")
    untidy.write_text(_UNTIDY, "utf-8")

    done = run("fmt")

    assert done.returncode == 1
    assert "a.ttl:1:9: fout: " in done.stdout
    assert broken.read_text("utf-8") == "<a> <b> .\n"
    assert untidy.read_text("utf-8") == _TIDY


def test_only_the_paths_given_are_laid_out(run: Run, root: Path) -> None:
    one, other = root / "data/openbaar/a.ttl", root / "data/openbaar/b.ttl"
    for file in (one, other):
        file.write_text(_UNTIDY, "utf-8")

    assert run("fmt", str(one)).returncode == 0

    assert (one.read_text("utf-8"), other.read_text("utf-8")) == (_TIDY, _UNTIDY)


def test_no_half_written_file_is_left_behind(run: Run, root: Path) -> None:
    file = root / "data/openbaar/slordig.ttl"
    file.write_text(_UNTIDY, "utf-8")
    file.chmod(0o640)

    run("fmt")

    assert [one.name for one in file.parent.glob(".*")] == []
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_subject_longer_than_a_line_stays_as_it_is(run: Run, root: Path) -> None:
    file = root / "data/openbaar/lang.ttl"
    file.write_text(f"<http://x.example/{'a' * 95}> a <http://x.example/C> .\n", "utf-8")

    run("fmt", str(file))

    assert file.read_text("utf-8") == (
        f"<http://x.example/{'a' * 95}>\n    a <http://x.example/C> ;\n.\n"
    )

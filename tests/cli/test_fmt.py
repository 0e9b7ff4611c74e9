"""``ldgraph fmt`` from outside."""

from __future__ import annotations

import os
import stat
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

    assert done.returncode == 3
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


def test_what_cannot_be_read_is_named_and_the_others_are_laid_out(run: Run, root: Path) -> None:
    folder = root / "data/openbaar"
    (folder / "a.ttl").mkdir()
    (folder / "b.ttl").symlink_to("nergens")
    os.mkfifo(folder / "c.ttl")
    (folder / "d.ttl").write_text("<a> <b> .\n", "utf-8")
    (folder / "e.ttl").write_text(_UNTIDY, "utf-8")

    done = run("fmt")

    assert done.returncode == 3
    assert [name for name in "abcde" if f"{name}.ttl' niet lezen" in done.stderr] == ["a", "b", "c"]
    assert "d.ttl:1:9: fout: " in done.stdout
    assert (folder / "e.ttl").read_text("utf-8") == _TIDY
    assert stat.S_ISFIFO((folder / "c.ttl").stat().st_mode)


def test_a_link_stays_a_link(run: Run, root: Path, tmp_path: Path) -> None:
    (tmp_path / "elders.ttl").write_text(_UNTIDY, "utf-8")
    (root / "data/openbaar/link.ttl").symlink_to(tmp_path / "elders.ttl")

    assert run("fmt").returncode == 0

    assert (root / "data/openbaar/link.ttl").is_symlink()
    assert (tmp_path / "elders.ttl").read_text("utf-8") == _TIDY


def test_trig_is_looked_at_too_and_one_with_graphs_left_alone(run: Run, root: Path) -> None:
    plain, graphs = root / "data/openbaar/a.trig", root / "data/openbaar/b.trig"
    plain.write_text(_UNTIDY, "utf-8")
    graphs.write_text("<g> { <a> <b> <c> }\n", "utf-8")

    done = run("fmt")

    assert done.returncode == 3
    assert "b.trig:1:1: fout: een bestand is één graaf" in done.stdout
    assert plain.read_text("utf-8") == _TIDY
    assert graphs.read_text("utf-8") == "<g> { <a> <b> <c> }\n"


def test_a_name_that_is_no_text_can_be_printed(run: Run, root: Path) -> None:
    folder = root / "data/openbaar"
    (folder / os.fsdecode(b"x\xff.ttl")).write_text(_UNTIDY, "utf-8")
    (folder / os.fsdecode(b"y\n\xff.ttl")).write_text("<a> <b> .", "utf-8")
    (folder / os.fsdecode(b"z\xff.ttl")).mkdir()

    done = run("fmt")

    assert done.returncode == 3
    assert "x\\xff.ttl\n" in done.stdout
    assert "y\u240a\\xff.ttl:1:9: fout: " in done.stdout
    assert "z\ufffd.ttl" in done.stderr

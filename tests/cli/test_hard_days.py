"""What a build server meets: half files, closed folders, full disks, two runs at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Run

_COMMAND = (sys.executable, "-m", "ldgraph")
#: Whoever is root may read and write anything; these are taken from it.
_POWERS = "-dac_override,-dac_read_search"
_UNDERLING = (
    () if os.geteuid() else ("setpriv", f"--bounding-set={_POWERS}", f"--inh-caps={_POWERS}")
)
_needs_setpriv = pytest.mark.skipif(
    bool(_UNDERLING) and shutil.which("setpriv") is None,
    reason="root reads everything, and there is no setpriv to take that away",
)


def _content(root: Path) -> dict[str, bytes]:
    found = (one for one in sorted(root.rglob("*")) if one.is_file())
    return {str(one.relative_to(root)): one.read_bytes() for one in found}


def _as_underling(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_UNDERLING, *_COMMAND, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def closing(root: Path) -> Iterator[None]:
    """Give everything back its rights when a test is done, so that it can be taken away."""
    yield
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            (Path(folder) / name).chmod(0o644)
    for one in root.rglob("*"):
        one.chmod(0o755 if one.is_dir() else 0o644)


@pytest.mark.parametrize("part", [0.25, 0.5, 0.9])
def test_a_half_saved_file_is_said_and_the_others_are_checked(
    run: Run, root: Path, part: float
) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")
    before = _content(root)

    done = run("validate", LDGRAPH_CACHE=str(root.parent / "kept"))

    assert done.returncode == 3
    assert done.stdout.startswith("data/openbaar/vereisten.ttl:")
    assert "data/openbaar/leeg.ttl:1:1: fout: " in done.stdout
    assert _content(root) == before


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_file_that_vanishes_while_it_is_checked_is_never_passed_over(
    root: Path, moment: str
) -> None:
    file = root / "data/openbaar/vereisten.ttl"
    file.write_text(file.read_text("utf-8").replace("prioriteit:must", "prioriteit:mst"), "utf-8")
    program = (
        "import ldgraph.graph.check as c, os, sys\n"
        "real = c.load\n"
        "def load(files, progress=None):\n"
        "    files = list(files)\n"
        f"    if {moment == 'before'}: os.unlink({str(file)!r})\n"
        "    found = real(files, progress)\n"
        f"    if {moment == 'after'}: os.unlink({str(file)!r})\n"
        "    return found\n"
        "c.load = load\n"
        "sys.argv = ['ldgraph', 'validate', '--no-cache']\n"
        "from ldgraph.cli import main\nmain()"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )

    assert done.returncode == (3 if moment == "before" else 1)
    code = "unreadable-file" if moment == "before" else "Vereiste-prioriteit"
    assert "data/openbaar/vereisten.ttl:1:1: fout: " in done.stdout
    assert f"[{code}]" in done.stdout
    assert done.stderr == ""
    if moment == "before":  # what refers to it is not held against the others
        assert "verwijzing-naar-niets" not in done.stdout


def test_nothing_asks_for_git(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*_COMMAND, "validate", "--no-cache"],
        cwd=root,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "Geen bevindingen.\n", "")


def test_findings_that_cannot_be_written_are_no_success(root: Path) -> None:
    (root / "data/openbaar/leeg.ttl").write_bytes(b"")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*_COMMAND, "validate", "--fail-on", "never"],
            cwd=root,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    said = "ldgraph: kan de uitvoer niet schrijven: geen plaats meer op het toestel\n"
    assert (done.returncode, done.stderr) == (3, said)


@_needs_setpriv
@pytest.mark.usefixtures("closing")
@pytest.mark.parametrize("mode", [0o000, 0o444])
@pytest.mark.parametrize("folder", ["data", "data/openbaar", "shapes", "ontology/codelijsten"])
def test_a_folder_that_cannot_be_looked_into_is_never_passed_over(
    root: Path, folder: str, mode: int
) -> None:
    (root / folder).chmod(mode)

    done = _as_underling(root, "validate", "--no-cache")

    assert done.returncode == 3, done.stdout
    assert f"{folder}:1:1: fout: kan '{folder}' niet lezen: " in done.stdout
    assert "verwijzing-naar-niets" not in done.stdout
    assert done.stderr == ""
    assert _as_underling(root, "fmt", "--check").returncode == 3


@_needs_setpriv
@pytest.mark.usefixtures("closing")
def test_a_file_that_may_not_be_read_is_a_finding(root: Path) -> None:
    (root / "data/openbaar/vereisten.ttl").chmod(0)

    done = _as_underling(root, "validate", "--no-cache")

    assert done.returncode == 3
    assert "vereisten.ttl' niet lezen: geen toegang [unreadable-file]" in done.stdout


@_needs_setpriv
@pytest.mark.usefixtures("closing")
def test_a_root_that_may_not_be_written_is_checked_and_left_alone(root: Path) -> None:
    untidy = root / "data/openbaar/slordig.ttl"
    untidy.write_text("<a> <b>\n   <c> .\n", "utf-8")
    before = _content(root)
    for one in [*root.rglob("*"), root]:
        one.chmod(one.stat().st_mode & ~0o222)

    checked = _as_underling(root, "validate")
    laid_out = _as_underling(root, "fmt")

    assert checked.returncode == 1
    assert checked.stderr == ""
    assert laid_out.returncode == 3
    assert "slordig.ttl' niet schrijven: geen toegang" in laid_out.stdout + laid_out.stderr
    assert _content(root) == before


@_needs_setpriv
@pytest.mark.usefixtures("closing")
def test_a_cache_that_may_not_be_written_stops_nothing(root: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    done = subprocess.run(
        [*_UNDERLING, *_COMMAND, "validate"],
        cwd=root,
        env={**os.environ, "LDGRAPH_CACHE": str(closed / "kept")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "Geen bevindingen.\n", "")


@pytest.mark.parametrize("arguments", [("validate",), ("fmt",)])
def test_two_runs_at_once_do_the_same_and_harm_nothing(
    root: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (root / "data/openbaar/slordig.ttl").write_text("<a> <b>\n   <c> .\n", "utf-8")
    environment = {**os.environ, "LDGRAPH_CACHE": str(tmp_path / "kept")}
    before = _content(root)

    both = [
        subprocess.Popen(
            [*_COMMAND, *arguments],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120) for one in both]

    assert [error for _, error in said] == ["", ""]
    assert [one.returncode for one in both] == ([1, 1] if arguments == ("validate",) else [0, 0])
    if arguments == ("validate",):
        assert said[0] == said[1]
        assert _content(root) == before
    else:
        assert _content(root).keys() == before.keys()

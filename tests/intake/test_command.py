"""The command as its user runs it: what it says, what it writes, how it fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(project: Path, tmp_path: Path) -> Path:
    """Make a root without data."""
    made = tmp_path / "root"
    made.mkdir()
    shutil.copy(project / "ldgraph.toml", made)
    shutil.copytree(project / "ontology", made / "ontology")
    return made


def _import(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "import", "reference", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_groups_are_written_and_named_file_by_file(reference: Path, root: Path) -> None:
    done = _import(
        root,
        str(reference),
        "--read-on",
        "2026-11",
        "--only",
        "mappings",
        "--only",
        "selection-matrix",
    )

    files = [str(file.relative_to(root)) for file in root.rglob("koppelingen/*.ttl")]
    assert done.returncode == 0
    assert sorted(done.stdout.split()) == sorted(files)
    assert len(files) == 6
    assert done.stderr.strip() == "6 gewijzigd, 0 onveranderd"


def test_what_is_written_on_request_is_without_findings(
    reference: Path, project: Path, root: Path
) -> None:
    for folder in ("shapes", "queries", "data"):
        shutil.copytree(project / folder, root / folder)
    groups = ["--only", "mappings", "--only", "selection-matrix"]

    asked = _import(root, str(reference), "--read-on", "2026-11", *groups)
    found = subprocess.run(
        [sys.executable, "-m", "ldgraph", "validate", "--fail-on", "info", "."],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 0
    assert (found.stdout.strip(), found.returncode) == ("Geen bevindingen.", 0)


def test_a_folder_without_tables_ends_with_3_and_names_the_table(
    root: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    done = _import(root, str(empty), "--read-on", "2026-11")

    assert done.returncode == 3
    assert "municipalities.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "data").exists()


@pytest.mark.parametrize(
    "arguments",
    [["--read-on", "gisteren"], ["--read-on", "2026-11", "--only", "alles"], []],
)
def test_a_wrong_option_ends_with_2(root: Path, arguments: list[str]) -> None:
    done = _import(root, str(root), *arguments)

    assert done.returncode == 2
    assert "Traceback" not in done.stderr

"""The invented root that benchmarks measure: it reads, it repeats, it names what there is."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.crosscheck import crosscheck
from ldgraph.graph.load import load
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path


def _generate(project: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.generate", str(folder), *options],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def tiny(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a root with ten invented governments, one kind each or more."""
    folder = tmp_path_factory.mktemp("benchmark") / "tiny"
    done = _generate(project, folder, "--times", "0.0334")
    assert done.returncode == 0, done.stderr
    return folder


def test_every_file_is_read_and_every_name_is_known(tiny: Path) -> None:
    root = open_root(tiny)

    dataset = load(source_files(root))

    assert dataset.faults == ()
    assert crosscheck(dataset, root, Locator(dataset)) == []


def test_there_is_a_restricted_file_for_each_government(tiny: Path) -> None:
    restricted = sorted(path.stem for path in (tiny / "data" / "beperkt").glob("*.ttl"))

    assert len(restricted) == 10 + 1
    assert "gemeente-99001" in restricted
    assert "programma" in restricted


def test_the_same_seed_gives_the_same_files(project: Path, tiny: Path, tmp_path: Path) -> None:
    _generate(project, tmp_path / "again", "--times", "0.0334")
    _generate(project, tmp_path / "other", "--times", "0.0334", "--seed", "7")

    assert _files(tmp_path / "again") == _files(tiny)
    assert _files(tmp_path / "other") != _files(tiny)


def test_an_existing_folder_is_left_alone(project: Path, tmp_path: Path) -> None:
    done = _generate(project, tmp_path)

    assert done.returncode == 2
    assert "already there" in done.stderr
    assert _files(tmp_path) == {}

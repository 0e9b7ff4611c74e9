"""``ldgraph jsonld`` writes what the server serves, and keeps a version of the context."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from starlette.testclient import TestClient
from tests.serve.conftest import ON

from ldgraph.graph.places import open_root
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "jsonld", *map(str, arguments), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_each_file_is_what_the_server_gives_at_its_place(project: Path, tmp_path: Path) -> None:
    root = open_root(project / "voorbeeld")
    app = create_app(Library(read(root, restricted=False), root, ON), Settings(on=ON))
    done = _run(tmp_path, "--root", project / "voorbeeld", "--address", "http://example.test/")
    assert done.returncode == 0, done.stderr
    files = sorted(one for one in tmp_path.rglob("*") if one.is_file())
    assert f"{len(files)} files written" in done.stderr
    assert len(files) > 200
    with TestClient(app, "http://example.test") as client:
        for file in files:
            answer = client.get("/" + file.relative_to(tmp_path).as_posix())
            assert (answer.status_code, answer.content) == (200, file.read_bytes()), file


def test_a_version_that_is_not_kept_is_told_of_and_can_be_kept(
    project: Path, tmp_path: Path
) -> None:
    for name in ("ontology", "shapes"):
        shutil.copytree(project / name, tmp_path / name)
    shutil.copy(project / "ldgraph.toml", tmp_path)
    root = ("--root", tmp_path)
    assert _run("--check", *root).returncode == 1
    assert not (tmp_path / "context").exists()
    assert _run("--record", *root).returncode == 0
    assert len(list((tmp_path / "context").iterdir())) == 1
    assert _run("--check", *root).returncode == 0
    assert "already" in _run("--record", *root).stderr


def test_without_a_place_to_write_it_says_what_is_wanted() -> None:
    done = _run()
    assert done.returncode == 2
    assert "--record" in done.stderr

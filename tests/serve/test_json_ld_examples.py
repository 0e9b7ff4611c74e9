"""The examples of docs/json-ld.md, as they stand there, on the server as its user starts it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLIENTS = Path(os.environ.get("LDGRAPH_CLIENTS", Path(__file__).resolve().parent / "clients"))


def _example(project: Path, language: str) -> tuple[str, str]:
    """Give the example in a language and what it writes."""
    text = (project / "docs" / "json-ld.md").read_text("utf-8")
    found = re.search(rf"```{language}\n(.*?)```\n\n```text\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1], found[2]


def _ran(command: Sequence[str | Path], folder: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_the_example_in_python_writes_what_it_says(
    server: str, project: Path, tmp_path: Path
) -> None:
    example, expected = _example(project, "python")
    file = tmp_path / "example.py"
    file.write_text(example, "utf-8")
    assert _ran([sys.executable, file, server], tmp_path) == expected


def test_the_example_in_javascript_writes_what_it_says(
    server: str, project: Path, tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None or not (_CLIENTS / "node_modules" / "jsonld").is_dir():
        pytest.skip("no jsonld here: npm install in tests/serve/clients, or LDGRAPH_CLIENTS")
    example, expected = _example(project, "javascript")
    (tmp_path / "node_modules").symlink_to(_CLIENTS / "node_modules")
    file = tmp_path / "example.mjs"
    file.write_text(example, "utf-8")
    assert _ran([node, file, server], tmp_path) == expected

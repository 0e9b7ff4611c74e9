"""Run the command as its user would, on a root that a test may spoil."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a small root with invented facts."""
    made = tmp_path / "root"
    make_root(made, public_data=False)
    return made


@pytest.fixture
def run(root: Path) -> Run:
    """Give a function that runs ``ldgraph ARGUMENTS`` in the root."""

    def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ldgraph", *arguments],
            cwd=root,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return command

"""Run the command as its user would, on a root that a test may spoil."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.commands import runner

from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]
    Git = Callable[..., str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Make a small root with invented facts."""
    made = tmp_path / "root"
    make_root(made, public_data=False)
    return made


@pytest.fixture
def run(root: Path) -> Run:
    """Give a function that runs ``ldgraph ARGUMENTS`` in the root."""
    return runner(root)


@pytest.fixture
def git(root: Path) -> Git:
    """Make the root a git repository with one commit; give a function that runs ``git`` in it."""
    # Where git looks for settings of the user and of the machine there are none.
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    environment = {key: value for key, value in os.environ.items() if key[:4] != "GIT_"}

    def command(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=root,
            env={**environment, **nobody},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    command("init", "-q", "-b", "main")
    command("config", "user.name", "test")
    command("config", "user.email", "test@example.org")
    command("config", "commit.gpgsign", "false")
    command("add", "-A")
    command("commit", "-q", "-m", "first")
    return command

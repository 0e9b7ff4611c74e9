"""Run the command as its user would, on a root that a test may spoil."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from tests.commands import git as run_git
from tests.commands import repository, runner

from ldgraph.intake.starter import make_root

if TYPE_CHECKING:
    import subprocess
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
    repository(root)
    return partial(run_git, root)

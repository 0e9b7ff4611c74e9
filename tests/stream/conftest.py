"""A history to build a stream of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .histories import History

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Give a repository that is a root, with nothing in it."""
    return History(tmp_path / "root")

"""What every test may use: the root under test and the reference copies, where they are."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).resolve().parent.parent

# Whatever runs the tests behind it has them ignore Ctrl-C, and the commands that they start with
# them: those that are interrupted would go on.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def project() -> Path:
    """Give the folder of the checkout, which is also the public root."""
    return PROJECT


@pytest.fixture(scope="session", autouse=True)
def _checks_kept_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep checks in a folder of the tests, not in that of who runs them."""
    os.environ["LDGRAPH_CACHE"] = str(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="session")
def shared() -> Callable[..., Path]:
    """Give a function that finds a reference copy, or skips where the copies are absent.

    They lie in the folder that ``LDGRAPH_SHARED`` names, else beside the checkout in ``shared``.
    """
    folder = Path(os.environ.get("LDGRAPH_SHARED", PROJECT.parent / "shared"))

    def find(*parts: str) -> Path:
        path = folder.joinpath(*parts)
        if not path.exists():
            pytest.skip(f"no reference copies here: {'/'.join(parts)} (set LDGRAPH_SHARED)")
        return path

    return find

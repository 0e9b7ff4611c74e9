"""What `ldgraph publish` and a server tell whoever works with them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def _run(root: Path, lang: str = "nl") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ldgraph", "--root", str(root), "--lang", lang, "publish"],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"LDGRAPH_LANG": lang},
    )


def test_it_is_told_that_what_is_restricted_stayed_behind(root: Path) -> None:
    settings = root / "ldgraph.toml"
    whole = settings.read_text("utf-8")
    settings.write_text(whole.partition("[sparql.restricted]")[0], "utf-8")
    told = _run(root)
    assert told.returncode == 0, told.stderr
    assert "afgeschermd: niet gepubliceerd, geen [sparql.restricted]" in told.stdout
    settings.write_text(whole, "utf-8")
    assert "niet gepubliceerd" not in _run(root).stdout

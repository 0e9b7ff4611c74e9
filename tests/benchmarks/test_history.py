"""The long history that the stream is measured by: it has the versions that it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.history import add, make

from ldgraph.graph.places import open_root
from ldgraph.stream.build import build

if TYPE_CHECKING:
    from pathlib import Path


def test_a_history_has_as_many_versions_as_were_asked_for(tmp_path: Path) -> None:
    root = make(tmp_path, 180)
    remembered = tmp_path / "remembered"

    built = build(open_root(root), tmp_path / "out", remembered)

    assert (built.versions, built.reason) == (180, "")
    add(root)
    assert build(open_root(root), tmp_path / "out", remembered).added == 1

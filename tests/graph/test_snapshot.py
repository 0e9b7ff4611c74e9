"""A snapshot: read once, never mended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldgraph import snapshot
from ldgraph.graph.access import EVERYONE
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import FolderInUseError, make_root
from ldgraph.terms import BASE, DERIVED_GRAPH

if TYPE_CHECKING:
    from pathlib import Path

ON = date(2026, 11, 24)


def test_what_rules_derive_has_a_graph_of_its_own(tmp_path: Path) -> None:
    make_root(tmp_path / "r", public_data=False)

    built = snapshot.build(open_root(tmp_path / "r"), ON)

    text = "SELECT ?d WHERE { GRAPH ?g { ?d a <%s> } }" % (BASE + "/ns/lokaal-digitaal#Dekking")
    derived = built.view.store.query(text.replace("?g", f"<{BASE}{DERIVED_GRAPH}>"))
    assert len(list(derived)) == 1  # type: ignore[arg-type]


def test_progress_is_told_file_by_file_up_to_the_last(tmp_path: Path) -> None:
    make_root(tmp_path / "r", public_data=False)
    told: list[tuple[int, int]] = []

    built = snapshot.build(
        open_root(tmp_path / "r"), ON, progress=lambda done, whole: told.append((done, whole))
    )

    whole = len(built.dataset.files)
    assert told == [(number, whole) for number in range(whole + 1)]


def test_the_public_snapshot_holds_no_restricted_fact(tmp_path: Path) -> None:
    make_root(tmp_path / "r", public_data=False)

    built = snapshot.build(open_root(tmp_path / "r"), ON, EVERYONE)

    text = "SELECT ?x WHERE { ?x a <%s> }" % (BASE + "/ns/lokaal-digitaal#Beoordeling")
    assert list(built.view.query(text)) == []  # type: ignore[arg-type]


def test_a_new_root_is_whole_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")

    with pytest.raises(FolderInUseError):
        make_root(tmp_path / "full", public_data=False)

    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    assert (tmp_path / "full" / "mine.txt").read_text("utf-8") == "mine"

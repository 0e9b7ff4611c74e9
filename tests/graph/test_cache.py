"""Checks that are kept: never wrong, and harmed by nothing."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph import cache
from ldgraph.graph.cache import check_or_recall
from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.intake.starter import make_root

from .edits import edit, plain

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.errors import Finding

#: ``LDGRAPH_EDITS`` says how many times as many are tried.
EDITS = 20 * int(os.environ.get("LDGRAPH_EDITS", "1"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    make_root(made, public_data=False)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def _checked(root: Path, folder: Path) -> list[Finding]:
    return check_or_recall(open_root(root), folder=folder)


def _must_recall(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> list[Finding]:
        raise AssertionError("checked anew")

    monkeypatch.setattr(cache, "check", refuse)


def test_what_is_kept_equals_a_fresh_check_over_random_edits(root: Path, folder: Path) -> None:
    chance = random.Random(20261125)  # noqa: S311 (the same edits at every run)
    seen = set()

    for _ in range(EDITS):
        edit(chance, root)
        fresh = plain(check(open_root(root)))
        for _ in range(2):  # the second time it is recalled
            kept = _checked(root, folder)
            assert plain(kept) == fresh
        seen.add(len(kept))

    assert len(seen) > 2


def test_the_same_again_is_not_checked_again(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "data/openbaar/catalogus.ttl"
    file.write_text(file.read_text("utf-8").replace("ldg:levert", "ldg:lvert", 1), "utf-8")
    first = _checked(root, folder)
    _must_recall(monkeypatch)

    assert _checked(root, folder) == first
    assert first


@pytest.mark.parametrize("part", ["shapes", "ldgraph.toml", "a new file"])
def test_whatever_a_check_depends_on_makes_it_check_again(
    root: Path, folder: Path, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _checked(root, folder)
    changed = {
        "shapes": next((root / "shapes").glob("*.ttl"), root / "shapes/new.ttl"),
        "ldgraph.toml": root / "ldgraph.toml",
        "a new file": root / "data/openbaar/new.ttl",
    }[part]
    changed.parent.mkdir(exist_ok=True)
    before = changed.read_text("utf-8") if changed.exists() else ""
    changed.write_text(before + "\n# more\n", "utf-8")
    _must_recall(monkeypatch)

    with pytest.raises(AssertionError, match="checked anew"):
        _checked(root, folder)


@pytest.mark.parametrize("spoiled", ["", "{", "[1]", '[{"code": "x"}]', "null", "\udcff"])
def test_a_spoiled_kept_file_is_not_believed(root: Path, folder: Path, spoiled: str) -> None:
    fresh = _checked(root, folder)
    for file in folder.glob("*.json"):
        file.write_bytes(spoiled.encode("utf-8", "surrogateescape"))

    assert _checked(root, folder) == fresh


def test_a_folder_that_cannot_be_written_stops_nothing(root: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", "utf-8")

    assert _checked(root, in_the_way / "below") == check(open_root(root))


def test_files_that_change_while_they_are_checked_are_not_kept(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "data/openbaar/catalogus.ttl"

    def meanwhile(*given: object) -> list[Finding]:
        text = file.read_text("utf-8")
        file.write_text("<a> <b> .", "utf-8")
        found = check(*given)  # type: ignore[arg-type]
        file.write_text(text, "utf-8")  # as it was, but for the time
        os.utime(file, ns=(1, 1))
        return found

    monkeypatch.setattr(cache, "check", meanwhile)
    _checked(root, folder)

    assert list(folder.glob("*.json")) == []


def test_only_so_many_are_kept(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_KEPT", 3)
    for number in range(5):
        (root / "data/openbaar/new.ttl").write_text(f"# {number}\n", "utf-8")
        _checked(root, folder)

    assert len(list(folder.glob("*.json"))) == 3

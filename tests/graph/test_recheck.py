"""Checking again after edits: the findings are those of a fresh check, and it costs little."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph import recheck
from ldgraph.graph.check import check
from ldgraph.graph.places import open_root
from ldgraph.graph.recheck import Checker
from ldgraph.graph.validate import Validation
from ldgraph.intake.starter import make_root

from .edits import edit, edit_a_line, plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Of shapes every one means a check of all. ``LDGRAPH_EDITS``: how many times as many are tried.
_TIMES = int(os.environ.get("LDGRAPH_EDITS", "1"))
EDITS = {"data": 24, "ontology": 12, "shapes": 9}
ON = dt.date(2026, 11, 25)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "root"
    make_root(made, public_data=False)
    return made


@pytest.mark.parametrize(
    ("folder", "how"),
    [
        ("data", edit),
        ("data", edit_a_line),
        ("ontology", edit_a_line),
        ("shapes", edit_a_line),
    ],
)
def test_findings_are_those_of_a_fresh_check_over_random_edits(
    root: Path, folder: str, how: Callable[[random.Random, Path, str], None]
) -> None:
    chance = random.Random(f"{folder} {how.__name__}")  # noqa: S311 (the same at every run)
    pristine = shutil.copytree(root, root.with_name("pristine"))
    checker = Checker()
    seen = set()

    for number in range(EDITS[folder] * _TIMES):
        how(chance, root, folder)
        found = checker.check(open_root(root), on=ON)
        assert plain(found) == plain(check(open_root(root), on=ON))
        seen.add(len(found))
        if number % 6 == 5:  # mended: else it ends with all being broken
            shutil.copytree(pristine, root, dirs_exist_ok=True)

    assert len(seen) > 1


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the times that all is read."""
    times: list[int] = []
    begin = recheck._begin  # noqa: SLF001 (looked at, to count)

    def counted(*given: object) -> object:
        times.append(1)
        return begin(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(recheck, "_begin", counted)
    return times


def test_an_edit_of_data_reads_no_other_file_again(root: Path, reads: list[int]) -> None:
    checker = Checker()
    checker.check(open_root(root), on=ON)
    file = root / "data/openbaar/catalogus.ttl"
    file.write_text(file.read_text("utf-8").replace("ldg:levert", "ldg:lvert", 1), "utf-8")

    found = checker.check(open_root(root), on=ON)

    assert {one.code for one in found} >= {"onbekende-term"}
    assert len(reads) == 1


@pytest.mark.parametrize("what", ["shapes", "ldgraph.toml", "engine"])
def test_other_shapes_settings_or_engine_begin_anew(
    root: Path, reads: list[int], what: str
) -> None:
    checker = Checker()
    checker.check(open_root(root), on=ON)
    file = next((root / "shapes").glob("*.ttl")) if what == "shapes" else root / "ldgraph.toml"
    if what != "engine":
        file.write_text(file.read_text("utf-8") + "\n# more\n", "utf-8")

    checker.check(open_root(root), engine="pyshacl" if what == "engine" else "fast", on=ON)

    assert len(reads) == 2


def test_blank_nodes_keep_their_names_where_the_rest_of_a_file_changes(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = root / "data/openbaar/meer.ttl"
    text = (
        "PREFIX dct: <http://purl.org/dc/terms/>\nPREFIX ldg: <https://data.vlaanderen.be/ns/"
        'lokaal-digitaal#>\n<> a ldg:Graaf ; dct:source [ dct:title "a"@nl ] , [ dct:title "b"@nl ]'
        " .\n<urn:x:y> dct:relation [ dct:title 1 ; dct:relation [ dct:title 2 ] ] .\n"
    )
    file.write_text(text, "utf-8")
    checker = Checker()
    checker.check(open_root(root), on=ON)
    changed = []
    monkeypatch.setattr(
        Validation,
        "change",
        lambda _, removed, added: changed.extend([removed, added]),
    )

    file.write_text(text + "<urn:x:z> dct:title 3 .\n", "utf-8")
    checker.check(open_root(root), on=ON)

    assert [len(one) for one in changed] == [0, 1]


def test_a_check_that_is_stopped_harms_no_later_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checker = Checker()
    first = checker.check(open_root(root), on=ON)
    file = root / "data/openbaar/catalogus.ttl"
    text = file.read_text("utf-8")
    file.write_text(text.replace("ldg:levert", "ldg:lvert", 1), "utf-8")

    with monkeypatch.context() as patched:

        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        patched.setattr(recheck, "_change", stop)
        with pytest.raises(KeyboardInterrupt):
            checker.check(open_root(root), on=ON)
    file.write_text(text, "utf-8")

    assert plain(checker.check(open_root(root), on=ON)) == plain(first)

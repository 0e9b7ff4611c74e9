"""Earlier waves are of the same governments, read without faults, and say nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.generate import generate
from benchmarks.waves import add_waves

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.terms import LDG, TYPE

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox


def _read(folder: Path) -> ox.Store:
    dataset = load(source_files(open_root(folder)))
    assert dataset.faults == ()
    return dataset.store


def _subjects(store: ox.Store, kind: str) -> set[str]:
    typed = (f"<{TYPE}>", f"<{LDG}{kind}>")
    return {str(one.subject) for one in store if (str(one.predicate), str(one.object)) == typed}


def test_each_wave_adds_as_many_facts_about_as_many_governments(tmp_path: Path) -> None:
    generate(tmp_path / "one", 10)
    add_waves(tmp_path / "one", tmp_path / "three", 3)
    one, three = _read(tmp_path / "one"), _read(tmp_path / "three")

    assert _subjects(three, "LokaalBestuur") == _subjects(one, "LokaalBestuur")
    assessments = _subjects(one, "Beoordeling")
    assert len(_subjects(three, "Beoordeling")) == 3 * len(assessments)
    assert assessments < _subjects(three, "Beoordeling")
    dates = {
        wave: {one.object.value[:4] for one in store if one.predicate.value == f"{LDG}datum"}
        for wave, store in (("one", one), ("three", three))
    }
    assert dates["one"] < dates["three"]

"""Real data as others publish it: read whole, and nothing of it is lost in silence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.harvest.gathered import of_file
from ldgraph.harvest.lblod import observe
from ldgraph.harvest.rdf import format_of_file, parse
from ldgraph.harvest.run import harvest
from ldgraph.harvest.source import Kind, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ldgraph.harvest.run import Harvest

_ON = date(2026, 11, 25)


def _harvest(project: Path, file: Path, mapping: str) -> Harvest:
    root = open_root(project)
    form = format_of_file(file.suffix)
    assert form is not None
    gathered = of_file(parse(file.read_bytes(), form, file.as_uri()))
    source = Source("proef", Kind.FILE, str(file), mapping)
    return harvest(source, gathered, load(source_files(root)), root, _ON)


@pytest.fixture(scope="module")
def units(project: Path, shared: Callable[..., Path]) -> Harvest:
    """Harvest the units of LBLOD of 2023, from before the mergers of 2025."""
    return _harvest(project, shared("standards", "lblod", "bestuurseenheden.ttl"), "lblod")


def test_units_of_lblod_are_all_in_one_list_or_another(units: Harvest) -> None:
    observed = observe(units.gathered.graph())
    proposed = units.proposed
    # Of a body that is compared a slip may be told as well.
    slips = set(observed.left)
    told = {
        *(one.source for one in proposed.proposals),
        *(one.about for one in proposed.questions),
        *(one.about for one in proposed.left if one not in slips),
    }
    silent = [one for one in observed.bodies if one.iri not in told]

    assert len(observed.bodies) == 1287
    assert len(silent) == proposed.equal
    assert proposed.equal > 600


def test_an_old_list_does_not_take_back_the_mergers_since(units: Harvest) -> None:
    """Eight municipalities have the IRI of a predecessor, and the list calls it as that."""
    asked = {one.label: one.dutch for one in units.proposed.questions}
    renamed = {one.label for one in units.proposed.proposals if one.what == "name"}

    assert "de bron noemt het zoals een voorganger: Tongeren" in asked["Tongeren-Borgloon"]
    assert not {"Tongeren-Borgloon", "Bilzen-Hoeselt", "Tessenderlo-Ham"} & renamed


def test_what_lblod_proposes_breaks_no_shape(units: Harvest) -> None:
    assert units.proposed.proposals
    assert [one.code for one in units.findings] == []


def test_a_service_concept_with_tags_that_no_standard_knows_is_read(
    project: Path, shared: Callable[..., Path]
) -> None:
    file = shared("standards", "ipdc-lpdc", "concept-from-ldes-stream.ttl")

    found = _harvest(project, file, "lpdc")

    assert found.proposed.proposals == []
    (left,) = found.proposed.left
    assert (
        left.about
        == "https://ipdc.tni-vlaanderen.be/id/concept/705d401c-1a41-4802-a863-b22499f71b84"
    )
    assert "niet voor lokale besturen" in left.dutch

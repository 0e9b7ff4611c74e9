"""Real data as others publish it: read whole, and nothing of it is lost in silence."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.harvest.gathered import of_file
from ldgraph.harvest.lblod import observe
from ldgraph.harvest.rdf import format_of_file, parse, read
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


def _text(project: Path, text: str, mapping: str) -> Harvest:
    root = open_root(project)
    gathered = of_file(read(text.encode(), "text/turtle", "http://base.example/"))
    source = Source("proef", Kind.FILE, "proef.ttl", mapping)
    return harvest(source, gathered, load(source_files(root)), root, _ON)


def _rows(shared: Callable[..., Path], name: str) -> list[dict[str, str]]:
    with shared("reference", name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_register_that_has_our_municipalities_changes_nothing(
    project: Path, shared: Callable[..., Path]
) -> None:
    lines = [
        f"<https://data.vlaanderen.be/id/gemeente/{row['nis']}>"
        f' a <https://data.vlaanderen.be/ns/generiek#Gemeente> ; rdfs:label "{row["name_nl"]}"@nl ;'
        f" <https://basisregisters.vlaanderen.be/ns/adres#Gemeente.status> status:"
        f"{'gehistoreerd' if row['valid_to'] else 'inGebruik'} ."
        for row in _rows(shared, "municipalities.csv")
    ]
    head = (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX status: <https://data.vlaanderen.be/id/concept/gemeentestatus/>\n"
    )

    found = _text(project, head + "\n".join(lines), "gemeenteregister").proposed

    assert (found.proposals, found.questions, found.left) == ([], [], [])
    assert found.equal == 327


def test_mergers_of_which_iris_went_over_are_recognised(
    project: Path, shared: Callable[..., Path]
) -> None:
    """Eight successors have the IRI of one that merged into them."""
    events: dict[tuple[str, str, str], set[str]] = {}
    for row in _rows(shared, "municipality_mergers.csv"):
        key = row["date"], row["successor_nis"], row["successor_lblod_uri"]
        events.setdefault(key, set()).add(row["predecessor_lblod_uri"])
    lines = [
        f"<http://data.lblod.info/id/veranderingsgebeurtenissen/{number}> a org:ChangeEvent ;"
        f' dct:date "{day}"^^xsd:date ; org:resultingOrganization <{after}> ;'
        f" org:originalOrganization {' , '.join(f'<{one}>' for one in sorted(before))} ."
        for number, ((day, _, after), before) in enumerate(events.items())
    ]
    head = (
        "PREFIX dct: <http://purl.org/dc/terms/>\nPREFIX org: <http://www.w3.org/ns/org#>\n"
        "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    )

    found = _text(project, head + "\n".join(lines), "lblod").proposed

    assert (found.proposals, found.questions, found.left) == ([], [], [])
    assert found.equal == len(events)

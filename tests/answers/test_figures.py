"""Who is counted, in which groups, and as what: on the example, whose cases are known."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from ldgraph import snapshot
from ldgraph.answers.figures import figures
from ldgraph.answers.queries import ask, find_query, rows_of
from ldgraph.answers.strata import EVERYONE, Stratum, digest_of
from ldgraph.disclosure.measures import ASSESSED, COLUMNS, OUT_OF_REACH, PROPERTIES
from ldgraph.disclosure.table import ALL, Cell
from ldgraph.graph import access
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ldgraph.answers.figures import Figures
    from ldgraph.snapshot import Snapshot

_DAY = date(2026, 11, 24)
_BASE = "https://data.vlaanderen.be/id/"
_MUNICIPALITY = (
    "http://data.vlaanderen.be/id/concept/BestuurseenheidClassificatieCode/5ab0e9b8a3b2ca7c5e000001"
)


class _Counted(NamedTuple):
    """The example as someone entitled to all sees it, and its figures."""

    whole: Snapshot
    figures: Mapping[str, Figures]


@pytest.fixture(scope="module")
def counted(project: Path) -> _Counted:
    """Count the example."""
    root = open_root(project / "voorbeeld")
    dataset = load(source_files(root))
    public = snapshot.of(dataset, root, _DAY, access.EVERYONE)
    whole = snapshot.of(dataset, root, _DAY)
    found = figures(public.view, whole.view, whole.queries, _DAY.isoformat())
    return _Counted(whole, found)


def test_the_counts_are_those_of_the_stored_question(counted: _Counted) -> None:
    whole = counted.whole
    query = find_query(whole.queries, "requirement-government-matrix")
    rows = rows_of(ask(whole.view, query, {"date": _DAY.isoformat()}))
    columns = {
        "gaps": "leemte",
        "blind_spots": "onbekend",
        "to_reconfirm": "te-herbevestigen",
        "in_order": "in-orde",
        "not_applicable": "niet-van-toepassing",
    }

    compared = 0
    for row in rows:
        table = counted.figures[row["requirement"]].table
        for name, column in columns.items():
            assert table.values[Cell(row["kind"], column)] == int(row[name]), (row, column)
            compared += int(row[name]) > 0
        out = table.values[Cell(row["kind"], OUT_OF_REACH)]
        assert table.layout.population[row["kind"]] == int(row["population"]) + out
    assert compared > 100


def test_all_that_adds_up_adds_up(counted: _Counted) -> None:
    for one in counted.figures.values():
        table = one.table
        for family in table.layout.families:
            whole = table.layout.known_to_all(family.whole)
            total = table.values[family.whole] if whole is None else whole
            parts = [table.layout.known_to_all(part) for part in family.parts]
            known = [
                table.values[part] if size is None else size
                for part, size in zip(family.parts, parts, strict=True)
            ]
            assert sum(known) == total, family


def test_a_requirement_for_zones_alone_is_counted_over_zones_alone(counted: _Counted) -> None:
    members = counted.figures[_BASE + "vereiste/V901"].strata.members

    assert len(members[EVERYONE]) == 4
    assert all("zone-" in one for one in members[EVERYONE])


def test_a_kind_is_shared_out_by_inhabitants(counted: _Counted) -> None:
    members = counted.figures[_BASE + "vereiste/V001"].strata.members

    large = members[Stratum(_MUNICIPALITY, _BASE + "concept/Grootteklasse/vanaf-75000")]
    classes = [some for one, some in members.items() if one.kind == _MUNICIPALITY and one.size]
    assert large == {_BASE + "lokaalbestuur/gemeente-99003"}
    assert frozenset().union(*classes) == members[Stratum(_MUNICIPALITY)]
    assert sum(map(len, classes)) == len(members[Stratum(_MUNICIPALITY)])


def test_a_kind_without_all_numbers_is_not_shared_out(counted: _Counted) -> None:
    members = counted.figures[_BASE + "vereiste/V001"].strata.members
    kinds = {one.kind for one in members if one.size}

    assert _MUNICIPALITY in kinds
    assert not any("igs-" in name for one in members if one.size for name in members[one])


def test_those_that_share_their_it_are_one_unit(counted: _Counted) -> None:
    table = counted.figures[_BASE + "vereiste/V001"].table

    units = table.units(Cell(EVERYONE.row, ALL))

    assert units[_BASE + "lokaalbestuur/gemeente-99006"] == 2
    assert units.total() == 22
    assert len(units) == 21


def test_merged_governments_are_not_counted(counted: _Counted) -> None:
    members = counted.figures[_BASE + "vereiste/V001"].strata.members[EVERYONE]

    assert _BASE + "lokaalbestuur/gemeente-99009" not in members
    assert _BASE + "lokaalbestuur/gemeente-99011" in members


def test_a_mark_is_equal_only_for_the_same_members() -> None:
    assert digest_of(["a", "b"]) == digest_of(["b", "a"])
    assert digest_of(["a", "b"]) != digest_of(["a"])


def test_each_measure_has_a_property() -> None:
    assert list(PROPERTIES) == list(COLUMNS)
    assert {up for up in COLUMNS.values() if up is not None} == {ALL, ASSESSED}

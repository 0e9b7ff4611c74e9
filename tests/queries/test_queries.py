"""The stored questions, on data small enough to answer by hand.

A folder with the name of a question or a part holds ``params.csv`` (a column ``case`` and one for
each parameter) and ``expected.csv`` (``case`` and the columns that matter, worked out by hand). Its
data are ``data.ttl`` (its header lists the cases) and what other Turtle files lie beside it, one
graph each; where it has none, those of the folder above, which several questions share. Values are
written as in a table for people: prefixed names, or the lexical form; empty is unbound. The rules
are applied, and the code lists are the real ones.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.answers.queries import bind, load_queries, load_rules
from ldgraph.graph.infer import infer
from ldgraph.graph.places import open_root
from ldgraph.graph.prefixes import expand, prefixes_of, shorten
from ldgraph.terms import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.answers.queries import Query

_HERE = Path(__file__).parent
_PROJECT = _HERE.parent.parent
_FOLDERS = sorted(file.parent for file in _HERE.rglob("params.csv"))
_PREFIXES = prefixes_of(open_root(_PROJECT))
_QUERIES = load_queries([_PROJECT / "queries"])


def _columns(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as stream:
        return next(csv.reader(stream))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _data(folder: Path) -> Path:
    return folder if (folder / "data.ttl").exists() else folder.parent


_CASES = [
    pytest.param(folder, case, id=f"{folder.relative_to(_HERE)}-{case['case']}")
    for folder in _FOLDERS
    for case in _rows(folder / "params.csv")
]


@cache
def _store(folder: Path) -> ox.Store:
    store = ox.Store()
    for file in [*sorted((_PROJECT / "ontology").rglob("*.ttl")), *sorted(folder.glob("*.ttl"))]:
        graph = ox.NamedNode(f"urn:file:{file.stem}")
        store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="urn:base:", to_graph=graph)
    infer(store, [rule.text for rule in load_rules([_PROJECT / "queries"])], BASE)
    return store


def _bound(query: Query, case: Mapping[str, str]) -> dict[ox.Variable, ox.NamedNode | ox.Literal]:
    given = {name: value for name, value in case.items() if name != "case" and value}
    return bind(query, {name: expand(value, _PREFIXES) or value for name, value in given.items()})


def _written(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    if isinstance(value, ox.NamedNode):
        return shorten(value.value, _PREFIXES)
    return getattr(value, "value", "")


def _table(rows: Iterable[Mapping[str, str]], columns: Iterable[str]) -> list[tuple[str, ...]]:
    wanted = list(columns)
    return sorted(tuple(row[name] for name in wanted) for row in rows)


def _ask(folder: Path, case: Mapping[str, str]) -> list[dict[str, str]]:
    query = _QUERIES[folder.name]
    found = _store(_data(folder)).query(
        query.text, substitutions=dict(_bound(query, case)), use_default_graph_as_union=True
    )
    assert isinstance(found, ox.QuerySolutions)
    names = [one.value for one in found.variables]
    return [{name: _written(row[name]) for name in names} for row in found]


@pytest.mark.parametrize(("folder", "case"), _CASES)
def test_the_answer_is_what_was_worked_out_by_hand(folder: Path, case: dict[str, str]) -> None:
    expected = [row for row in _rows(folder / "expected.csv") if row["case"] == case["case"]]
    columns = [name for name in _columns(folder / "expected.csv") if name != "case"]

    found = _ask(folder, case)

    assert _table(found, columns) == _table(expected, columns)


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda folder: str(folder.relative_to(_HERE)))
def test_an_expected_row_belongs_to_a_case(folder: Path) -> None:
    cases = {case["case"] for case in _rows(folder / "params.csv")}

    assert {row["case"] for row in _rows(folder / "expected.csv")} <= cases


def test_every_question_is_tested() -> None:
    tested = {folder.name for folder in _FOLDERS}
    answers = {file.stem for file in (_PROJECT / "queries" / "answers").glob("*.rq")}

    assert answers - tested == set()


@pytest.mark.parametrize("name", ["gaps", "blind-spots", "outdated-assessments"])
def test_all_governments_together_are_each_government_alone(name: str) -> None:
    folder = _HERE / "states"
    case = {"case": "", "date": "2026-11-24", "government": ""}
    store, query = _store(folder), _QUERIES[name]

    def rows(government: str) -> list[tuple[str, ...]]:
        found = store.query(
            query.text,
            substitutions=dict(_bound(query, {**case, "government": government})),
            use_default_graph_as_union=True,
        )
        assert isinstance(found, ox.QuerySolutions)
        return sorted(tuple(_written(value) for value in row) for row in found)

    together = rows("")

    governments = {row[0] for row in together}
    assert len(governments) > 2
    assert together == sorted(row for one in governments for row in rows(one))

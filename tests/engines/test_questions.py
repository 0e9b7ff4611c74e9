"""Every stored question gives the same rows on a remote engine as on the embedded store."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.engines.cases import DATE, Case, cases

from ldgraph import snapshot
from ldgraph.answers.bound import with_values
from ldgraph.answers.queries import bind, load_queries
from ldgraph.engine.results import read_rows
from ldgraph.graph.places import open_root
from ldgraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines.running import Engine

    from ldgraph.answers.queries import Query
    from ldgraph.snapshot import Snapshot

    Row = tuple[object, ...]

_PROJECT = Path(__file__).resolve().parent.parent.parent
_QUERIES = load_queries([_PROJECT / "queries"])
_NUMBERS = {f"{XSD}{one}" for one in ("integer", "decimal", "double")}
_GRAPH = "urn:x-test:"


#: Asked of the public root alone, where every government counts; the example has its data too.
_OF_THE_ROOT = frozenset({"existing", "reach", "whom-to-ask-next"})


def _cases() -> Iterator[tuple[str, str, Case]]:
    """Give engine, root and question of each comparison.

    Answers about all governments of the public root are long, and Virtuoso takes seconds where the
    others take a tenth. Unless every case is demanded, few questions are put on that root, and
    Virtuoso is asked for all, for one government and with all parameters.
    """
    every = os.environ.get("LDGRAPH_ENGINES") == "every"
    for engine in ("oxigraph", "virtuoso"):
        brief = engine == "virtuoso" and not every
        asked = cases(_QUERIES, {"government"}, others=False) if brief else cases(_QUERIES)
        yield from ((engine, "voorbeeld", one) for one in asked)
        for one in cases(_QUERIES, ()):
            if every or one.name in _OF_THE_ROOT:
                yield engine, ".", one


_CASES = [
    pytest.param(engine, root, case, id=f"{engine}-{'root' if root == '.' else root}-{case}")
    for engine, root, case in _cases()
]


@cache
def _snapshot(root: str) -> Snapshot:
    return snapshot.build(open_root(_PROJECT / root), dt.date.fromisoformat(DATE))


@pytest.fixture(scope="session")
def loaded(engine: Engine) -> Engine:
    """Give an engine with the union of each root, what is derived included, in one graph."""
    for root in ("voorbeeld", "."):
        store = _snapshot(root).view.store
        triples = {ox.Triple(one.subject, one.predicate, one.object) for one in store}
        written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert written
        engine.load(_GRAPH + root, written)
    return engine


def _value(term: object) -> object:
    """Give a term as it is compared: numbers by value and datatype, blank nodes are alike."""
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS:
        return (term.datatype.value, round(Decimal(term.value), 9).normalize())
    return term


def _unlike(found: list[Row], expected: list[Row]) -> tuple[Counter[Row], Counter[Row]]:
    """Give the rows beyond and those lacking; mostly all are alike to the letter."""
    if Counter(found) == Counter(expected):
        return Counter(), Counter()
    left, right = (Counter(tuple(map(_value, row)) for row in rows) for rows in (found, expected))
    return left - right, right - left


def _rows(found: ox.QuerySolutions) -> list[Row]:
    return [tuple(row) for row in found]


def _here(root: str, query: Query, case: Case) -> tuple[list[str], list[Row]]:
    found = _snapshot(root).view.query(query.text, bind(query, case.arguments))
    assert isinstance(found, ox.QuerySolutions)
    return [one.value for one in found.variables], _rows(found)


# Without its scope said, an engine would be loaded anew for each case.
@pytest.mark.parametrize(("engine", "root", "case"), _CASES, indirect=["engine"], scope="session")
def test_an_engine_gives_the_rows_of_the_embedded_store(
    loaded: Engine, root: str, case: Case
) -> None:
    query = _QUERIES[case.name]
    names, expected = _here(root, query, case)
    given = {name.value: value for name, value in bind(query, case.arguments).items()}

    answer = loaded.ask(with_values(query.text, given), _GRAPH + root, timeout=120)

    assert answer.status_code == 200, answer.text[:500]
    solutions = read_rows(answer.content, "urn:no-genid:")
    assert isinstance(solutions, ox.QuerySolutions)
    assert [one.value for one in solutions.variables] == names
    assert _unlike(_rows(solutions), expected) == (Counter(), Counter())

"""Answers of an engine as they are read: blank nodes get their names back, whatever the size."""

from __future__ import annotations

import json
import tracemalloc

import pyoxigraph as ox
import pytest

from ldgraph.engine.results import UnreadableAnswerError, read_rows

_GENID = "https://genid.example/"
_NODE = {"type": "uri", "value": f"{_GENID}b1"}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_YES = {"type": "typed-literal", "value": "1", "datatype": f"{_XSD}boolean"}


def _answer(rows: list[dict[str, object]], indent: int | None = None) -> bytes:
    return json.dumps(
        {"head": {"vars": ["bindings", "b"]}, "results": {"bindings": rows}}, indent=indent
    ).encode()


@pytest.mark.parametrize("indent", [None, 2])
def test_each_row_gets_its_blank_nodes_and_booleans_back(indent: int | None) -> None:
    rows: list[dict[str, object]] = [{"bindings": _NODE}, {}, {"bindings": _NODE, "b": _YES}]

    found = read_rows(_answer(rows, indent), _GENID)

    assert isinstance(found, ox.QuerySolutions)
    node, yes = ox.BlankNode("b1"), ox.Literal("true", datatype=ox.NamedNode(f"{_XSD}boolean"))
    assert [tuple(row) for row in found] == [(node, None), (None, None), (node, yes)]


def test_no_rows_are_no_rows() -> None:
    body = _answer([]).replace(b'"results"', f'"link": "{_GENID}", "results"'.encode())
    found = read_rows(body, _GENID)
    assert isinstance(found, ox.QuerySolutions)
    assert list(found) == []


@pytest.mark.parametrize("end", [b"", b"]", b"]}", b",]}}", b"{}]}}", b",1]}}", b"]}}}"])
def test_an_answer_that_does_not_end_well_is_none(end: bytes) -> None:
    whole = _answer([{"bindings": _NODE}])
    assert whole.endswith(b"]}}")

    with pytest.raises(UnreadableAnswerError):
        read_rows(whole.removesuffix(b"]}}") + end, _GENID)


def test_a_large_answer_takes_little_more_than_its_own_size() -> None:
    body = _answer([{"bindings": _NODE, "b": _YES}] * 2_000)
    tracemalloc.start()

    read_rows(body, _GENID)

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 4 * len(body)

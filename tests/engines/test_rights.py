"""Virtuoso's own rights keep a restricted graph from who may not read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
from tests.engines import running
from tests.engines.conftest import virtuoso_or_skip

from ldgraph.engine.results import read_rows

if TYPE_CHECKING:
    from pathlib import Path

_ALL = "SELECT ?s WHERE { ?s ?p ?o }"
_FACT = b"<urn:s> <urn:p> <urn:o> .\n"


def _count(answer: httpx.Response) -> int:
    assert answer.status_code == 200
    rows = read_rows(answer.content, "urn:no-genid:")
    assert isinstance(rows, ox.QuerySolutions)
    return len(list(rows))


def test_only_its_readers_see_a_restricted_graph(tmp_path: Path) -> None:
    with running.virtuoso(virtuoso_or_skip(), tmp_path) as engine:
        engine.load("urn:open", _FACT)
        engine.load("urn:closed", _FACT)
        engine.restrict("urn:closed", ["reader"])
        engine.open_to_all("urn:open")

        assert _count(engine.ask(_ALL, "urn:open")) == 1
        assert _count(engine.ask(_ALL, "urn:closed")) == 0
        closed = httpx.post(
            engine.update_url,
            data={"query": _ALL, "default-graph-uri": "urn:closed"},
            headers={"accept": "application/sparql-results+json"},
            auth=httpx.DigestAuth("reader", "reader"),
        )
        assert _count(closed) == 1

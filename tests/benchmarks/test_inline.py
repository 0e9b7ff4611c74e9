"""Questions with their arguments written in answer as ours do: peers are timed on the same."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pyoxigraph as ox
from benchmarks.generate import generate
from benchmarks.subject import _questions, inlined

from ldgraph import snapshot
from ldgraph.answers.queries import ask
from ldgraph.graph.places import open_root

if TYPE_CHECKING:
    from pathlib import Path


def test_a_question_with_its_arguments_written_in_gives_the_same_rows(tmp_path: Path) -> None:
    generate(tmp_path / "root", 10)
    root = open_root(tmp_path / "root")
    view = snapshot.build(root, dt.date(2026, 11, 24)).view
    texts = {(name, scope): text for name, scope, text in inlined(root)}

    for name, scope, query, given in _questions(root):
        solutions = view.store.query(texts[name, scope], use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        found = sorted(str(tuple(row)) for row in solutions)
        assert found == sorted(map(str, ask(view, query, given).rows)), (name, scope)

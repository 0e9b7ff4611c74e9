"""What is unknown is told only of governments whose facts the caller may read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from ldgraph import snapshot
from ldgraph.answers.queries import NotYoursError, ask, load_queries
from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.graph.places import open_root
from ldgraph.terms import BASE

if TYPE_CHECKING:
    from pathlib import Path

ON = dt.date(2026, 11, 24)
OWN = f"{BASE}/id/lokaalbestuur/gemeente-99001"
OTHER = f"{BASE}/id/lokaalbestuur/gemeente-99002"


def test_a_government_reads_its_own_blind_spots_and_nobody_elses(project: Path) -> None:
    built = snapshot.build(open_root(project / "voorbeeld"), ON, Audience(government=OWN))
    query = load_queries(built.query_folders)["blind-spots"]
    whole = snapshot.build(open_root(project / "voorbeeld"), ON)
    arguments = {"government": OWN, "date": ON.isoformat()}

    mine = ask(built.view, query, arguments)

    assert mine.rows == ask(whole.view, query, arguments).rows
    for others in ({"government": OTHER, "date": ON.isoformat()}, {"date": ON.isoformat()}):
        with pytest.raises(NotYoursError):
            ask(built.view, query, others)


def test_everyone_may_ask_what_tells_nothing_about_governments(project: Path) -> None:
    built = snapshot.build(open_root(project / "voorbeeld"), ON, EVERYONE)
    queries = load_queries(built.query_folders)

    with pytest.raises(NotYoursError):
        ask(built.view, queries["gaps"], {"date": ON.isoformat()})

    assert ask(
        built.view, queries["requirements-without-full-cover"], {"date": ON.isoformat()}
    ).rows

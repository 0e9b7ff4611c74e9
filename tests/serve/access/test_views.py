"""What the server holds for one audience: nothing of another's, and nobody waits for it."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience
from ldgraph.graph.places import open_root
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.access.issuer import Issuer
from ldgraph.serve.access.tokens import TokenRules
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings
from ldgraph.terms import DERIVED_GRAPH

from .issuers import HERE
from .worlds import MY_NUMBER, ON, WORLDS, Overlaid, Request, asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .issuers import Running

_BESTUUR = "https://data.vlaanderen.be/id/lokaalbestuur/"
MINE, YOURS = Audience(f"{_BESTUUR}gemeente-99001"), Audience(f"{_BESTUUR}gemeente-99002")


@pytest.fixture
def made(project: Path) -> Callable[[], Library]:
    """Give a function that reads all anew, traps and all."""

    def make() -> Library:
        root = open_root(project / "voorbeeld", files=Overlaid(project, WORLDS["all"]))
        return Library(read(root, restricted=True), root, ON)

    return make


@pytest.mark.parametrize("who", [EVERYONE, MINE, YOURS], ids=["everyone", "mine", "yours"])
def test_nothing_that_is_held_for_one_speaks_of_a_file_of_another(
    made: Callable[[], Library], who: Audience
) -> None:
    published = made().published(who)
    own = {MINE: {"gemeente-99001"}, YOURS: {"gemeente-99002", "valstrik"}}.get(who, set())
    stores = (published.view.store, published.snapshot.dataset.store)
    derived = published.snapshot.root.base + DERIVED_GRAPH

    held = {str(name).strip("<>") for store in stores for name in store.named_graphs()}
    for graphs in (held, published.files.keys(), published.view.graphs):
        restricted = {one.rpartition("/")[2] for one in graphs if "/beperkt/" in one}
        assert restricted == own
    assert (derived in published.files) == (who == YOURS)
    assert "geheim" not in published.prefixes
    shown = {file.shown for file in published.snapshot.dataset.files}
    assert shown == set(published.files.values())


def test_what_is_derived_for_one_who_sees_all_is_not_for_another(
    made: Callable[[], Library],
) -> None:
    alone, after = made(), made()
    after.published(ENTITLED_TO_ALL)

    for who in (YOURS, MINE, EVERYONE):
        first, second = alone.published(who), after.published(who)
        assert first.version == second.version
        assert len(first.view.store) == len(second.view.store)


def test_that_another_reads_something_new_is_told_to_nobody_else(project: Path) -> None:
    def library(name: str, before: Library | None = None) -> Library:
        root = open_root(project / "voorbeeld", files=Overlaid(project, WORLDS[name]))
        return Library(read(root, restricted=True), root, ON, before=before)

    first = library("mine")
    read_at = {who: first.since(first.published(who)) for who in (EVERYONE, MINE, YOURS)}
    second = library("all", first)  # with all of the others
    third = library("public", second)  # without any

    assert second.read_at != first.read_at
    assert second.since(second.public) == third.since(third.public) == read_at[EVERYONE]
    assert second.since(second.published(MINE)) == read_at[MINE]
    assert second.since(second.published(YOURS)) == second.read_at
    assert third.since(third.published(MINE)) == third.read_at


def test_views_that_nobody_asks_for_make_room(
    made: Callable[[], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldgraph.serve.library._MOST", 1)
    library = made()
    first = library.published(MINE)
    assert library.published(MINE) is first
    library.published(YOURS)
    assert library.published(MINE) is not first


class Slow(Overlaid):
    """Files of which the rules take as long to read as a test wants."""

    def __init__(self, project: Path) -> None:
        super().__init__(project, WORLDS["all"])
        self.going = threading.Event()
        self.going.set()

    def read(self, path: Path, shown: str = "") -> bytes:
        """Read a file, rules when they may be."""
        if path.suffix == ".rq":
            assert self.going.wait(30)
        return super().read(path, shown)


def test_nobody_waits_for_a_view_that_is_made_for_others(project: Path, issuer: Running) -> None:
    files = Slow(project)
    root = open_root(project / "voorbeeld", files=files)
    library = Library(read(root, restricted=True), root, ON)
    known = Issuer(issuer.address)
    settings = Settings(concurrency=512)  # all of them come from one address
    app = create_app(library, settings, Gate(known, TokenRules(HERE)))
    token = f"Bearer {issuer.token(vo_orgcode=MY_NUMBER)}".encode()
    mine = Request("GET", b"/context/lokaal-digitaal.jsonld", headers=((b"authorization", token),))
    public = [
        Request("GET", path) for path in (b"/health/live", b"/doc/lokaalbestuur/gemeente-99001")
    ]

    async def ask_all() -> list[int]:
        await known.key(None)
        files.going.clear()
        # More than there are threads for routes.
        waiting = [asyncio.create_task(asked(app, mine)) for _ in range(100)]
        await asyncio.sleep(0.3)
        for one in public:
            assert (await asked(app, one)).status == 200
        assert not any(one.done() for one in waiting)
        files.going.set()
        return [(await one).status for one in waiting]

    assert asyncio.run(ask_all()) == [200] * 100

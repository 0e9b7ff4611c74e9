"""Servers that hold restricted facts too, and who asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.graph.places import open_root
from ldgraph.serve.access.gate import Gate
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ldgraph.serve.published import Published

    As = Callable[[Audience], TestClient]


class _Knowing(Gate):
    """A gate that takes every token for one caller's."""

    def __init__(self, who: Audience) -> None:
        super().__init__()
        self._who = who

    async def audience(self, given: Sequence[str], public: Published) -> Audience:  # noqa: ARG002
        return self._who


@pytest.fixture(scope="session")
def asked_as(project: Path, library: Library) -> As:
    """Give a function that makes a caller of a server over all facts, restricted ones too."""
    on = library.published(EVERYONE).snapshot.on
    root = open_root(project / "voorbeeld")
    whole = Library(read(root, restricted=True), root, on)
    made: dict[Audience, TestClient] = {}

    def client(who: Audience) -> TestClient:
        if who not in made:
            app = create_app(whole, Settings(on=on), _Knowing(who))
            made[who] = TestClient(app, "http://example.test", follow_redirects=False)
            if who != EVERYONE:
                made[who].headers["Authorization"] = "Bearer token"
        return made[who]

    return client

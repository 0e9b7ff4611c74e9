"""What not everyone may see: to everyone it is as what does not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from tests.serve.conftest import ON

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE
from ldgraph.graph.places import open_root
from ldgraph.serve import context, documents
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings
from ldgraph.terms import RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldgraph.serve.published import Published


@pytest.fixture(scope="module")
def whole(project: Path) -> Library:
    """Read all of the example."""
    root = open_root(project / "voorbeeld")
    return Library(read(root, restricted=True), root, ON)


@pytest.fixture(scope="module")
def stranger(whole: Library) -> Iterator[TestClient]:
    """Ask without a token what has all."""
    with TestClient(
        create_app(whole, Settings(on=ON)), "http://example.test", follow_redirects=False
    ) as client:
        yield client


def _things(published: Published) -> set[str]:
    base = published.base
    return {
        quad.subject.value.removeprefix(base)
        for quad in published.view.store
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith((f"{base}/id/", f"{base}/doc/"))
    }


def _some(paths: list[str]) -> set[str]:
    """Take of each kind the first and the last, and the shortest and the longest.

    And each that is written with something beside letters, digits, hyphens and points.
    """
    kinds: dict[str, list[str]] = {}
    for path in sorted(paths):
        kinds.setdefault("/".join(path.split("/")[:-1]), []).append(path)
    chosen = {
        one
        for alike in kinds.values()
        for one in (alike[0], alike[-1], min(alike, key=len), max(alike, key=len))
    }
    return chosen | {path for path in paths if re.search(r"[^\w/.-]", path, re.ASCII)}


def test_a_restricted_thing_is_answered_as_one_that_is_not(
    whole: Library, stranger: TestClient
) -> None:
    every, public = whole.published(ENTITLED_TO_ALL), whole.published(EVERYONE)
    hidden = sorted(_things(every) - _things(public))
    assert len(hidden) > 20
    for path in hidden:  # all of them in one way
        answer = stranger.get(path)
        assert answer.status_code == 404, path
    hidden = sorted(_some(hidden))
    assert len({path.split("/")[2] for path in hidden}) > 5
    nothing = stranger.get("/id/niets/niets")
    nothing.headers.pop("x-request-id")
    for path in hidden:
        document = documents.find(every, path)
        assert document is not None
        version = documents.version_of(every, document)
        doc = path.replace("/id/", "/doc/", 1)
        for one in (
            path,
            doc,
            f"{doc}.ttl",
            f"{doc}.html",
            f"{doc}/{version}",
            f"{path}/{version}",
        ):
            answer = stranger.get(one, headers={"If-None-Match": "*"})
            answer.headers.pop("x-request-id")
            assert answer.status_code == 404
            assert dict(answer.headers) == dict(nothing.headers)
            problem, other = answer.json(), nothing.json()
            assert problem.pop("instance") != other.pop("instance")
            assert problem == other


def test_a_thing_that_more_is_known_of_has_the_version_of_what_is_seen(project: Path) -> None:
    root = open_root(project / "voorbeeld")
    dataset = read(root, restricted=True)
    before = Library(dataset, root, ON).published(EVERYONE)
    path = "/id/aanbod/aanvullende-audit"
    thing = ox.NamedNode(f"{before.base}{path}")
    hidden = next(one for one in dataset.files if one.restricted)
    dataset.store.add(
        ox.Quad(thing, ox.NamedNode(RDFS + "comment"), ox.Literal("x"), ox.NamedNode(hidden.graph))
    )
    after = Library(dataset, root, ON)
    names = []
    for published in (before, after.published(EVERYONE), after.published(ENTITLED_TO_ALL)):
        document = documents.find(published, path)
        assert document is not None
        names.append(documents.version_of(published, document))
        assert documents.version(published, document, names[-1]) is not None
    assert names[0] == names[1] != names[2]
    document = documents.find(before, path)
    assert document is not None
    assert documents.version(before, document, names[2]) is None


def test_the_context_is_one_for_all_and_made_once(whole: Library) -> None:
    every, public = whole.published(ENTITLED_TO_ALL), whole.published(EVERYONE)
    assert context.of(every) == context.of(public)
    assert context.of(public) is context.of(public)

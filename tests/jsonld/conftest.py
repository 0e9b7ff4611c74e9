"""Both roots as someone entitled to all sees them, and their things as JSON."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox
import pytest
from tests.serve.conftest import ON

from ldgraph.graph.access import ENTITLED_TO_ALL
from ldgraph.graph.places import open_root
from ldgraph.serve import context, documents
from ldgraph.serve.http.negotiate import JSONLD
from ldgraph.serve.library import read
from ldgraph.serve.published import Published, publish
from ldgraph.terms import TYPE

if TYPE_CHECKING:
    from pathlib import Path

HERE = "https://example.test"


@pytest.fixture(scope="session", params=["voorbeeld", "."])
def everything(request: pytest.FixtureRequest, project: Path) -> Published:
    """Give the example, and the root itself, with all that is restricted."""
    return _published(project / request.param)


@pytest.fixture(scope="session")
def example(project: Path) -> Published:
    """Give the example with all that is restricted."""
    return _published(project / "voorbeeld")


@cache
def _published(folder: Path) -> Published:
    root = open_root(folder)
    return publish(read(root, restricted=True), root, ON, ENTITLED_TO_ALL)


class Thing(NamedTuple):
    """A thing, its JSON as served, and the classes whose schema it must conform to."""

    iri: str
    json: dict[str, Any]
    classes: list[str]
    document: documents.Document


@cache
def things(published: Published) -> tuple[Thing, ...]:
    """Give every thing that has a class; they are written once, for tests that leave them so."""
    typed = published.view.store.quads_for_pattern(None, ox.NamedNode(TYPE), None, None)
    inside = f"{published.base}/id/"
    named = {
        one.subject.value
        for one in typed
        if isinstance(one.subject, ox.NamedNode) and one.subject.value.startswith(inside)
    }
    return tuple(thing(published, iri) for iri in sorted(named))


def thing(published: Published, iri: str) -> Thing:
    """Give one thing."""
    found = documents.find(published, iri.removeprefix(published.base))
    assert found is not None
    content = json.loads(documents.written(published, found, JSONLD, HERE))
    classes = context.described_by(published, iri, found.quads)
    return Thing(iri, content, classes, found)

"""Every form says the same: JSON-LD expanded with its published context is the Turtle's graph."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from pyld import jsonld  # type: ignore[import-untyped]
from tests.serve.conftest import ON

from ldgraph.graph.places import open_root
from ldgraph.serve import context, documents
from ldgraph.serve.http.negotiate import BY_EXTENSION
from ldgraph.serve.library import Library, read

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.serve.documents import Document
    from ldgraph.serve.published import Published

HERE = "https://example.test"
_EXPANDED = ("nt", "rdf", "jsonld")


@pytest.fixture(scope="session", params=["voorbeeld", "."])
def published(request: pytest.FixtureRequest, project: Path) -> Published:
    """Publish the example, and the root itself."""
    root = open_root(project / request.param)
    return Library(read(root, restricted=False), root, ON).public


def _expanded(published: Published, content: bytes) -> ox.Dataset:
    """Read JSON-LD as another program does that has nothing but what is published."""
    found = context.of(published)

    def load(url: str, _: object) -> dict[str, object]:
        assert url == f"{HERE}{found.path}"
        # What lies there never changes: without the tag it is read anew for every document.
        terms = json.loads(found.content)
        return {"contextUrl": None, "documentUrl": url, "document": terms, "tag": "static"}

    text = jsonld.to_rdf(
        json.loads(content), {"format": "application/n-quads", "documentLoader": load}
    )
    return ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_QUADS))


def _canonical(dataset: ox.Dataset) -> ox.Dataset:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _read(published: Published, document: Document, extension: str) -> ox.Dataset:
    form = BY_EXTENSION[extension]
    content = documents.written(published, document, form, HERE)
    if extension == "jsonld":
        return _canonical(_expanded(published, content))
    return _canonical(ox.Dataset(ox.parse(content, format=form.rdf)))


def _documents(published: Published) -> list[Document]:
    iris = sorted(
        {
            quad.subject.value.removeprefix(published.base)
            for quad in published.view.store
            if isinstance(quad.subject, ox.NamedNode)
            and quad.subject.value.startswith((f"{published.base}/id/", f"{published.base}/doc/"))
        }
    )
    found = [documents.find(published, iri) for iri in iris]
    return [one for one in found if one is not None]


def test_all_forms_of_every_resource_are_one_graph(published: Published) -> None:
    listed = _documents(published)
    assert len(listed) > 1000
    wrong = []
    for document in listed:
        turtle = _read(published, document, "ttl")
        assert len(turtle) > 0
        wrong += [
            (document.iri, extension)
            for extension in _EXPANDED
            if _read(published, document, extension) != turtle
        ]
    assert wrong == []

"""The JSON-LD context, the frames and the schemas as the server has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.jsonld import frame, record, schema
from ldgraph.jsonld.context import FOLDER, NAME, Context, context_of
from ldgraph.jsonld.schema import Schema, schema_of
from ldgraph.serve.kept import kept
from ldgraph.terms import DERIVED_GRAPH, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pyoxigraph as ox

    from ldgraph.jsonld.record import Version
    from ldgraph.serve.published import Published

#: Where each is published as it is now, and a version of it, which never changes.
PATH, VERSIONED = f"/{FOLDER}/{NAME}", f"/{FOLDER}/{{version}}/{NAME}"
FRAME, FRAME_VERSIONED = (
    f"/{frame.FOLDER}/{{klasse}}.jsonld",
    f"/{frame.FOLDER}/{{version}}/{{klasse}}.jsonld",
)
SCHEMA, SCHEMA_VERSIONED = (
    f"/{schema.FOLDER}/{{klasse}}.json",
    f"/{schema.FOLDER}/{{version}}/{{klasse}}.json",
)


def of(published: Published) -> Context:
    """Give the context, the same for every audience; it is made once."""
    return kept(
        published,
        "context",
        lambda one: context_of(one.snapshot.dataset, one.snapshot.root),
    )


def versions(published: Published) -> Mapping[str, Version]:
    """Give the context as it is now and the versions that the root keeps."""
    return kept(published, "contexts", _versions)


def _versions(published: Published) -> Mapping[str, Version]:
    return record.published(published.snapshot.root, of(published))


def schemas(published: Published) -> Mapping[str, Schema]:
    """Give the schema of each class that has one, by the key of the class."""
    return kept(published, "schemas", _schemas)


def _schemas(published: Published) -> Mapping[str, Schema]:
    vocabulary = of(published).vocabulary
    return {name: schema_of(one, vocabulary) for name, one in vocabulary.framed.items()}


def described_by(published: Published, iri: str, quads: Iterable[ox.Quad]) -> list[str]:
    """Name the classes whose schema a thing has to conform to, the narrowest.

    Shapes are for what is written: a thing that a rule derives has none.
    """
    derived = published.base + DERIVED_GRAPH
    types = {
        str(quad.object)[1:-1]
        for quad in quads
        if quad.predicate.value == TYPE
        and str(quad.subject) == f"<{iri}>"
        and str(quad.graph_name) != f"<{derived}>"
    }
    framed = of(published).vocabulary.framed
    found = [one for one in framed.values() if one.iri in types]
    wider = {name for one in found for name in one.above}
    return [one.name for one in found if one.name not in wider]

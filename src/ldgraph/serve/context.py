"""The JSON-LD context as the server has it, and documents written with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.jsonld.context import FOLDER, NAME, Context, context_of
from ldgraph.serve.kept import kept

if TYPE_CHECKING:
    from ldgraph.serve.published import Published

#: The path at which the context is published.
PATH = f"/{FOLDER}/{NAME}"
#: And one version of it, which never changes.
VERSIONED = f"/{FOLDER}/{{version}}/{NAME}"


def of(published: Published) -> Context:
    """Give the context, the same for every audience; it is made once."""
    return kept(
        published,
        "context",
        lambda one: context_of(one.snapshot.dataset, one.snapshot.root),
    )

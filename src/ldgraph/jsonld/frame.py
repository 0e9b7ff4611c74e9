"""A frame for each class: with it anyone's copy of the graph gives things as the server does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.jsonld.context import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Where frames are published.
FOLDER = "frame"


def frame(classes: Iterable[str], context: str) -> bytes:
    """Write a frame: what is not said is not there, and other things are named only.

    Args:
        classes: The keys of a class and of those below it.
        context: The address of the context.
    """
    return as_json(
        {
            "@context": context,
            "@type": list(classes),
            "@embed": "@never",
            "@omitDefault": True,
        }
    )

"""A frame for each class: with it anyone's copy of the graph gives things as the server does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.jsonld.context import as_json

if TYPE_CHECKING:
    from ldgraph.jsonld.vocabulary import Class


def frame(one: Class, context: str) -> bytes:
    """Write the frame of a class, and of those below it: what is not said is not there.

    Args:
        one: The class.
        context: The address of the context.
    """
    return as_json(
        {
            "@context": context,
            "@type": list(one.below),
            "@embed": "@never",
            "@omitDefault": True,
        }
    )

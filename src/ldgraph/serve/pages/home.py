"""The home page: search, and where one can begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.serve.kept import queries
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.words import WORDS

if TYPE_CHECKING:
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

#: Questions that people begin with.
_OFTEN = (
    "requirements-without-full-cover",
    "requirements-with-unverified-cover-only",
    "capabilities-without-delivery",
    "capabilities-with-one-supplier",
    "overlapping-offerings",
    "outdated-claims",
)


def page(published: Published, at: Place) -> bytes:
    """Write the home page."""
    stored = queries(published)
    return layout.page(
        "home.html",
        published,
        at,
        title=WORDS[at.lang]["site"],
        often=[
            (name, stored[name].question if at.lang == "en" else stored[name].vraag)
            for name in _OFTEN
            if name in stored
        ],
    )

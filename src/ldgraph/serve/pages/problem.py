"""What went wrong, for people: the same that a program is told, as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.serve.pages import layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldgraph.serve.http.where import Place


def page(at: Place, title: str, detail: str, parameter: str, wanted: Sequence[str]) -> bytes:
    """Write the page of a problem: it shows nothing of the data."""
    return layout.page(
        "problem.html",
        None,
        at,
        title=title,
        detail=detail,
        parameter=parameter,
        wanted=wanted,
    )

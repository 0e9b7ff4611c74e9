"""Which findings say nothing but what everyone may know: those of a check of public files alone.

Shapes see all files united, and what was likely meant may stand anywhere, so a finding in a public
file may hang on a restricted one. Whether it does is not worked out but tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ldgraph.graph.access import public_graphs
from ldgraph.graph.check import check
from ldgraph.graph.load import load
from ldgraph.graph.places import source_files

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ldgraph.errors import Finding
    from ldgraph.graph.places import Root


def mark_dependent(
    found: Iterable[Finding],
    root: Root,
    beside: Sequence[Path] = (),
    engine: str = "fast",
    on: dt.date | None = None,
) -> list[Finding]:
    """Mark restricted what a check of the public files alone does not say, word for word.

    Arguments are those of the check that ``found`` comes from.
    """
    given = list(found)
    files = source_files(root)
    if all(one.restricted for one in given) or not any(one.restricted for one in files):
        return given
    open_to_all = public_graphs(load(files))
    public = [one for one in files if one.graph in open_to_all]
    known = {_said(one) for one in check(root, beside, engine=engine, on=on, files=public)}
    return [
        one if one.restricted or _said(one) in known else replace(one, restricted=True)
        for one in given
    ]


def _said(one: Finding) -> str:
    """Write all that a report may show of a finding; blank nodes of results have other labels."""
    return repr(replace(one, results=(), known=False, messages=dict(sorted(one.messages.items()))))

"""Every finding of a root: of reading, of names and files, and of the shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.errors import Finding
from ldgraph.graph.crosscheck import crosscheck
from ldgraph.graph.load import load
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import files_beside, source_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.graph.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ldgraph.graph.places import Root


def check(
    root: Root,
    beside: Iterable[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    engine: str = "fast",
) -> list[Finding]:
    """Read a root and give everything that is wrong with it, ordered by place.

    Args:
        root: The root to check, with the roots that it extends.
        beside: Files or folders outside the root to check against it.
        progress: Called with files read and files in all.
        engine: Which engine runs the shapes, of ``validate.ENGINES``.

    Raises:
        ShapesError: The shapes could not be run; the check has then no outcome.
    """
    dataset = load([*source_files(root), *files_beside(root, beside)], progress)
    locator = Locator(dataset)
    found = [
        *dataset.faults,
        *crosscheck(dataset, root, locator),
        *validate(dataset, locator, prefixes_of(root), engine),
    ]
    return sorted(found, key=Finding.sort_key)

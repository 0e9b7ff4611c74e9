"""Seeing that files changed, by their size and time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import CONFIG, files_beside, query_folders, source_files, unread_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ldgraph.graph.places import Root

#: Of each file its size, its time and its number: one that was put in its place is another.
Marks = dict["Path", tuple[int, int, int]]


def marks(opened: Callable[[], Root], beside: Iterable[Path] = ()) -> Marks:
    """Look at each file that is read with a root; nothing where that cannot be said now.

    Args:
        opened: Opens the root: its settings may have changed too.
        beside: Paths of which the files are looked at too.
    """
    given = list(beside)
    try:
        root = opened()
        files = [one.path for one in source_files(root)]
        if given:
            files += [one.path for one in files_beside(root, given)]
        files += [one.path for one in unread_files(root)]
        files += [one.path / CONFIG for one in root.lineage()]
        files += [path for folder in query_folders(root) for path in root.files.below(folder)]
    except (LdgraphError, OSError):  # half saved, or gone: looked at again in a moment
        return {}
    found: Marks = {}
    for file in files:
        try:
            at = file.stat()
        except OSError:
            continue
        found[file] = (at.st_size, at.st_mtime_ns, at.st_ino)
    return found

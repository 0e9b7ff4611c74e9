"""What the files of a root look like from outside, to see that one changed without reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import CONFIG, files_beside, query_folders, source_files, unread_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ldgraph.graph.places import Root

#: The size of each file, and the time of its last change in nanoseconds.
Look = dict["Path", tuple[int, int]]


def look(opened: Callable[[], Root], beside: Iterable[Path] = ()) -> Look:
    """Look at each file that a root is made of; nothing is seen of one that cannot be opened now.

    Args:
        opened: Opens the root; its settings may change too.
        beside: Files that are looked at beside it.
    """
    try:
        root = opened()
        files = [one.path for one in (*source_files(root), *files_beside(root, beside))]
        files += [one.path for one in unread_files(root)]
        files += [one.path / CONFIG for one in root.lineage()]
        files += [path for folder in query_folders(root) for path in root.files.below(folder)]
    except (LdgraphError, OSError):  # half saved, or gone: looked at again in a moment
        return {}
    found: Look = {}
    for file in files:
        try:
            at = file.stat()
        except OSError:
            continue
        found[file] = (at.st_size, at.st_mtime_ns)
    return found

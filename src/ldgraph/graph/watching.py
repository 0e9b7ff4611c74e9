"""Seeing that files changed, by their size and time."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import (
    CONFIG,
    FOLDERS,
    files_beside,
    query_folders,
    source_files,
    unread_files,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from ldgraph.graph.places import Root

#: Of each file its size, its time and its number: one that was put in its place is another.
Marks = dict[str, tuple[int, int, int]]


class Watch:
    """Looks at each file that is read with a root, again and again.

    They are listed anew only when a folder or a setting changed: else a look costs a millisecond
    for hundreds of files.

    Args:
        opened: Opens the root: its settings may have changed too.
        beside: Paths of which the files are looked at too.
    """

    def __init__(self, opened: Callable[[], Root], beside: Iterable[Path] = ()) -> None:
        self._opened = opened
        self._beside = list(beside)
        self._files: list[str] = []
        self._folders: Marks = {}
        self._lock = threading.Lock()

    def look(self) -> Marks:
        """Give the marks of the files; nothing where that cannot be said now."""
        with self._lock:
            if not self._folders or _marks(self._folders) != self._folders:
                try:
                    self._list()
                except (LdgraphError, OSError):  # half saved, or gone: looked at again in a moment
                    self._folders = {}
                    return {}
            return _marks(self._files)

    def _list(self) -> None:
        root = self._opened()
        tops = [one.path / folder for one in root.lineage() for folder in FOLDERS]
        tops += [*query_folders(root), *self._beside]
        # Marked first: what changes while files are listed is listed again.
        folders = [str(one.path) for one in root.lineage()]
        folders += [str(one.path / CONFIG) for one in root.lineage()]
        folders += [below for top in tops for below, _, _ in os.walk(top)]
        marked = _marks(folders)
        files = [one.path for one in source_files(root)]
        if self._beside:
            files += [one.path for one in files_beside(root, self._beside)]
        files += [one.path for one in unread_files(root)]
        files += [one.path / CONFIG for one in root.lineage()]
        files += [path for folder in query_folders(root) for path in root.files.below(folder)]
        self._files = [str(one) for one in files]
        self._folders = marked


def _marks(paths: Iterable[str]) -> Marks:
    found: Marks = {}
    for path in paths:
        try:
            at = os.stat(path)  # noqa: PTH116 (many, many times)
        except OSError:
            continue
        found[path] = (at.st_size, at.st_mtime_ns, at.st_ino)
    return found

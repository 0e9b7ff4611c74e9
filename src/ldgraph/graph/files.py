"""Where the files of a root come from: the disk, or another place that holds the same tree.

Paths are those on disk in either case, so that all else that is said of a file (its graph, how it
is shown, whether it is restricted) does not hang on where its content comes from.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

from ldgraph.turtle.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Files(Protocol):
    """A tree of files that can be read; of what is not in it ``exists`` is False."""

    def read(self, path: Path, shown: str = "") -> bytes:
        """Read a file whole; ``shown`` is how a message names it.

        Raises:
            UnreadableInputError: It is not a regular file, or cannot be read.
        """

    def below(self, folder: Path) -> Iterable[Path]:
        """List what lies in a folder and in those below it, in no order."""

    def exists(self, path: Path) -> bool:
        """Say whether there is something at a path, be it a link that leads nowhere."""

    def is_file(self, path: Path) -> bool:
        """Say whether a path is, or leads to, a regular file."""

    def is_dir(self, path: Path) -> bool:
        """Say whether a path is, or leads to, a folder."""

    def is_closed(self, path: Path) -> bool:
        """Say whether a path is a folder that may not or cannot be looked into."""


class Disk:
    """The files as they lie on disk now."""

    def read(self, path: Path, shown: str = "") -> bytes:
        """Read a file; see ``Files``."""
        return read_bytes(path, shown)

    def below(self, folder: Path) -> Iterable[Path]:
        """List a folder; see ``Files``."""
        return folder.rglob("*")

    def exists(self, path: Path) -> bool:
        """See ``Files``."""
        return os.path.lexists(path)

    def is_file(self, path: Path) -> bool:
        """See ``Files``."""
        return path.is_file()

    def is_dir(self, path: Path) -> bool:
        """See ``Files``."""
        return path.is_dir()

    def is_closed(self, path: Path) -> bool:
        """See ``Files``."""
        try:
            return path.is_dir() and not os.access(path, os.R_OK | os.X_OK)
        except OSError:  # the folder around it is closed, and listed
            return False


DISK: Files = Disk()

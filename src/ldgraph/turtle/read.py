"""Files are read whole, and only what is a file is read.

A pipe, a socket or a device may bear the name of a Turtle file or a query; to open one could wait
for ever.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError

if TYPE_CHECKING:
    from pathlib import Path


def read_bytes(path: Path, shown: str = "") -> bytes:
    """Read a file whole; ``shown`` is how a message names it. Links are followed.

    Raises:
        UnreadableInputError: It is not a regular file, or may not be read.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise UnreadableInputError(
                shown or path,
                "not a regular file but a pipe, a socket or a device",
                "geen gewoon bestand maar een pipe, een socket of een toestel",
            )
        return path.read_bytes()  # of a folder the system says itself that it is one
    except OSError as error:
        raise UnreadableInputError(shown or path, error.strerror or str(error)) from error


def read_text(path: Path) -> str:
    """Read a file whole as UTF-8, a byte order mark at its head left out.

    Raises:
        UnreadableInputError: It is not a regular file, may not be read, or is not UTF-8.
    """
    return as_text(read_bytes(path), path)


def as_text(content: bytes, path: Path) -> str:
    """Take content as UTF-8, a byte order mark at its head left out; ``path`` names it.

    Raises:
        UnreadableInputError: It is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInputError(
            path, f"not UTF-8 at byte {error.start}", f"geen UTF-8 bij byte {error.start}"
        ) from error

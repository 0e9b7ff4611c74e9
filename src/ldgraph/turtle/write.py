"""Files are replaced whole: whoever reads one sees the old text or the new one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ldgraph.errors import UnwritableFileError


def write_atomic(path: Path, content: str) -> None:
    """Replace a file whole or not at all, keeping its permissions; a link stays a link to it.

    Raises:
        UnwritableFileError: It could not be written; what was there is untouched.
    """
    part = None
    try:
        path = Path(os.path.realpath(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(part, path.stat().st_mode & 0o777 if path.exists() else 0o644)  # noqa: PTH101
        os.replace(part, path)  # noqa: PTH105
    except BaseException as error:
        if part is not None:
            with contextlib.suppress(OSError):
                os.unlink(part)  # noqa: PTH108
        if isinstance(error, OSError):
            raise UnwritableFileError(path, error.strerror or str(error)) from error
        raise

"""Make a new root: the ontology, shapes and queries that come along, and a starting set."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from ldgraph.errors import LdgraphError
from ldgraph.graph.places import bundled_root

_STARTER = Path(__file__).resolve().parent.parent / "starter"


class FolderInUseError(LdgraphError):
    """The folder for a new root holds something already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"'{folder}' is not empty: wanted a new or an empty folder",
            f"'{folder}' is niet leeg: geef een nieuwe of een lege map",
        )


def make_root(folder: Path, *, public_data: bool) -> None:
    """Make a root in ``folder``, whole or not at all.

    Args:
        folder: A folder that is empty or does not exist.
        public_data: Take the programme's public data along, instead of the invented starting set.

    Raises:
        FolderInUseError: The folder is not empty, or is a file.
        OSError: It cannot be written.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUseError(folder)
    source = bundled_root().parent
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        made.chmod(0o755)
        for name in ("ontology", "shapes", "queries"):
            shutil.copytree(source / name, made / name)
        shutil.copy(_STARTER / "ldgraph.toml", made)
        shutil.copytree((source if public_data else _STARTER) / "data", made / "data")
        if folder.exists():
            folder.rmdir()
        os.replace(made, folder)  # noqa: PTH105 (says what it does: takes the place of)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise

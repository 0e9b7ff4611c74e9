"""A root as everyone may see it, read from nothing else: what is not for everyone is not opened."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph import snapshot
from ldgraph.graph.access import EVERYONE, for_everyone
from ldgraph.graph.load import load
from ldgraph.graph.places import source_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.snapshot import Snapshot

#: What is given away holds on no day in particular: no rule looks at it.
_ON = dt.date.min


def read(root: Root, progress: Callable[[int, int], None] | None = None) -> Dataset:
    """Read what is for everyone; its faults are for the caller to look at."""
    top = Path(os.path.commonpath([one.path.resolve() for one in root.lineage()]))
    files = [file for file in source_files(root, top) if not file.restricted]
    return for_everyone(load(files, progress))


def public_of(root: Root, dataset: Dataset) -> Snapshot:
    """Make the snapshot of everyone, with what the rules derive.

    Raises:
        QueryFileError: A rule cannot be run.
    """
    return snapshot.of(dataset, root, _ON, EVERYONE)

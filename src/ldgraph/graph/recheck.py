"""Checking a root again and again: after a change, only what that may matter to.

What is kept from one check to the next is what was read and what shapes found, file by file and
focus node by focus node. It gives what a fresh check gives; where that is not certain (other
shapes, other settings, a shape that could not be run) everything is checked anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ldgraph.errors import UnreadableInputError
from ldgraph.graph.check import findings
from ldgraph.graph.fits import astray, is_about_classes
from ldgraph.graph.load import load, reread
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import CONFIG, Room, files_beside, source_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.graph.validate import Validation
from ldgraph.shacl.results import ShapesError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile


@dataclass(slots=True)
class _Kept:
    """What the last check read and found."""

    #: What the whole depends on: another one, and nothing that was kept holds.
    frame: object
    #: File to a digest of what it said.
    digests: Mapping[SourceFile, bytes]
    dataset: Dataset
    locator: Locator
    validation: Validation
    strays: list[ox.Quad]


class Checker:
    """Checks a root; each check after the first costs about what changed since."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def check(
        self,
        root: Root,
        beside: Iterable[Path] = (),
        progress: Callable[[int, int], None] | None = None,
        engine: str = "fast",
        *,
        on: dt.date | None = None,
    ) -> list[Finding]:
        """Give what ``check.check`` gives; arguments as there."""
        given = list(beside)
        files = [*source_files(root), *files_beside(root, given)]
        digests = {file: _digest(file.read) for file in files}
        frame = root, engine, given, prefixes_of(root), _settings(root), _shapes(digests)
        before, self._kept = self._kept, None  # whatever stops a check, the next begins anew
        kept = before
        if kept is not None and _still_holds(kept, frame, files):
            try:
                _change(kept, digests)
            except ShapesError:
                kept = None
        else:
            kept = None
        if kept is None:
            kept = _begin(files, root, engine, frame, digests, progress)
        self._kept = kept
        return findings(
            root,
            given,
            kept.dataset,
            kept.locator,
            kept.validation,
            strays=kept.strays,
            on=on,
        )

    def prepare(self) -> None:
        """Do now what the next check would wait for."""
        if self._kept is not None:
            self._kept.validation.prepare()


def _begin(  # noqa: PLR0913, PLR0917 (what a check is of)
    files: list[SourceFile],
    root: Root,
    engine: str,
    frame: object,
    digests: Mapping[SourceFile, bytes],
    progress: Callable[[int, int], None] | None,
) -> _Kept:
    dataset = load(files, progress)
    validation = Validation(dataset, prefixes_of(root), engine, progress)
    return _Kept(frame, digests, dataset, Locator(dataset), validation, astray(dataset))


def _still_holds(kept: _Kept, frame: object, files: list[SourceFile]) -> bool:
    """Say whether only data and ontology changed, and each file has a graph of its own."""
    graphs = {file.graph for file in files}
    one_each = len(graphs) == len(files) and len(kept.dataset.by_graph()) == len(kept.digests)
    return kept.validation.may_change and one_each and kept.frame == frame


def _change(kept: _Kept, digests: Mapping[SourceFile, bytes]) -> None:
    """Bring what was kept up to date.

    Raises:
        ShapesError: A shape cannot be run any more; what was kept is of no use then.
    """
    changed = [file for file, digest in digests.items() if kept.digests.get(file) != digest]
    same_graph = {file.graph for file in digests}
    gone = [file for file in kept.digests if file.graph not in same_graph]
    changes = [reread(kept.dataset, file) for file in changed]
    changes += [reread(kept.dataset, file, gone=True) for file in gone]
    removed = [quad for one in changes for quad in one.removed]
    added = [quad for one in changes for quad in one.added]
    graphs = {one.file.graph for one in changes}
    kept.validation.change(removed, added)
    kept.dataset = kept.dataset.after(changes, digests)
    kept.locator = kept.locator.after(kept.dataset, graphs)
    if any(is_about_classes(quad) for quad in (*removed, *added)):
        kept.strays = astray(kept.dataset)
    else:
        touched = dict.fromkeys(quad.subject for quad in (*removed, *added))
        others = [quad for quad in kept.strays if quad.subject not in touched]
        kept.strays = [*others, *astray(kept.dataset, touched)]
    kept.digests = digests


def _shapes(digests: Mapping[SourceFile, bytes]) -> dict[SourceFile, bytes]:
    return {file: digest for file, digest in digests.items() if file.room is Room.SHAPES}


def _settings(root: Root) -> list[bytes]:
    return [_digest(partial(one.files.read, one.path / CONFIG)) for one in root.lineage()]


def _digest(read: Callable[[], bytes]) -> bytes:
    try:
        content = read()
    except (OSError, UnreadableInputError) as error:
        content = b"unreadable " + str(error).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=20).digest()

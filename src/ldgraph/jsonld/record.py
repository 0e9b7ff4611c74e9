"""The versions of the context that were published: a root keeps them, and a server serves them.

A document of years ago names the context that it was written with, and means what it meant.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import LdgraphError
from ldgraph.jsonld.context import FOLDER, NAME, version_of
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ldgraph.graph.places import Root
    from ldgraph.jsonld.context import Context

#: What the file beside a context is called, with the classes that each frame finds.
CLASSES = "klassen.json"
_VERSION = re.compile(r"[0-9a-f]{16}")


class AlteredVersionError(LdgraphError):
    """A version that was published is another now."""

    exit_code = 3

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"'{folder}' is not what was published under that name: restore it",
            f"'{folder}' is niet wat onder die naam gepubliceerd is: herstel het",
        )


class Version(NamedTuple):
    """A context as it was published, and the classes that its frames find."""

    content: bytes
    classes: Mapping[str, list[str]]


def recorded(root: Root) -> dict[str, Version]:
    """Give the versions that a root keeps, or one that it extends.

    Raises:
        AlteredVersionError: One does not say what its name stands for.
    """
    found: dict[str, Version] = {}
    for one in root.lineage():
        folder = one.path / FOLDER
        if not one.files.is_dir(folder):
            continue
        names = {path.parent.name for path in one.files.below(folder) if path.name == NAME}
        for name in sorted(filter(_VERSION.fullmatch, names)):
            content = one.files.read(folder / name / NAME)
            classes = one.files.read(folder / name / CLASSES)
            if version_of(content + classes) != name:
                raise AlteredVersionError(folder / name)
            found[name] = Version(content, json.loads(classes))
    return found


def published(root: Root, context: Context) -> dict[str, Version]:
    """Give the versions that a root keeps, and its context as it is now.

    Raises:
        AlteredVersionError: One does not say what its name stands for.
    """
    now = Version(context.content, json.loads(context.classes))
    return {**recorded(root), context.version: now}


def record(root: Root, context: Context) -> Path | None:
    """Keep a context with the versions of a root; None where it is among them already."""
    if context.version in recorded(root):
        return None
    folder = root.path / FOLDER / context.version
    write_atomic(folder / NAME, context.content.decode())
    write_atomic(folder / CLASSES, context.classes.decode())
    return folder

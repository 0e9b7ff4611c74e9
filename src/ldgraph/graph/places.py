"""A root: a folder of Turtle files, its settings, and which file is which named graph.

A root has an ``ldgraph.toml``. It may extend other roots: their graphs are united with its own,
and their ontology, shapes and queries hold for it.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from ldgraph.errors import ConfigError, RootNotFoundError, UnreadableInputError
from ldgraph.terms import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

CONFIG = "ldgraph.toml"
#: Folders of a root that hold Turtle, in the order in which they are read.
FOLDERS = ("ontology", "shapes", "data")
SUFFIXES = (".ttl", ".trig")


class Room(StrEnum):
    """What a file is there for."""

    ONTOLOGY = "ontology"
    SHAPES = "shapes"
    PUBLIC = "public"
    RESTRICTED = "restricted"
    #: Of no root: only checked beside one.
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Root:
    """A folder with an ``ldgraph.toml``; ``name`` sets its graphs apart from those it extends."""

    path: Path
    name: str = ""
    base: str = BASE
    extends: tuple[Root, ...] = ()

    def lineage(self) -> tuple[Root, ...]:
        """List the roots that this one stands on, the furthest first, itself last, each once."""
        seen: dict[Path, Root] = {}
        for parent in self.extends:
            for root in parent.lineage():
                seen.setdefault(root.path, root)
        seen[self.path] = self
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Turtle file of a root and the named graph that it is."""

    path: Path
    #: The path as people see it: relative to the folder they work in.
    shown: str
    graph: str
    room: Room
    root: Root

    @property
    def restricted(self) -> bool:
        """Whether the file lies in the restricted folder."""
        return self.room is Room.RESTRICTED


def find_root(start: Path) -> Root:
    """Open the root at ``start``, or the nearest one above it.

    Raises:
        RootNotFoundError: Neither ``start`` nor a folder above it has an ``ldgraph.toml``.
        ConfigError: The settings cannot be used.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return open_root(folder)
    raise RootNotFoundError(start)


def open_root(path: Path, _below: tuple[Path, ...] = ()) -> Root:
    """Read a root's ``ldgraph.toml`` and those of the roots that it extends.

    Raises:
        RootNotFoundError: ``path`` has no ``ldgraph.toml``.
        ConfigError: A key is unknown, has the wrong type, or roots extend one another in a ring.
    """
    path = path.resolve()
    file = path / CONFIG
    if path in _below:
        raise ConfigError(file, "this root extends itself, directly or through another")
    if not file.is_file():
        raise RootNotFoundError(path)
    try:
        settings = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(file, f"not TOML: {error}") from error
    except OSError as error:
        raise UnreadableInputError(file, error.strerror or str(error)) from error
    for key in settings:
        if key not in {"name", "base", "extends"}:
            raise ConfigError(file, f"unknown key '{key}'; there are: base, extends, name")
    name, base = settings.get("name", ""), settings.get("base", BASE)
    extends = settings.get("extends", [])
    if not isinstance(name, str) or not isinstance(base, str):
        raise ConfigError(file, "'name' and 'base' must be strings")
    if not isinstance(extends, list) or not all(isinstance(one, str) for one in extends):
        raise ConfigError(file, "'extends' must be a list of folders, such as [\"..\"]")
    parents = tuple(open_root(path / one, (*_below, path)) for one in extends)
    return Root(path, name, base.rstrip("/"), parents)


def graph_of(root: Root, relative: Path) -> str:
    """Name the graph of a file: its path without the data folder and without the suffix.

    >>> graph_of(Root(Path("/r")), Path("data/openbaar/dekking/edr.ttl"))
    'https://data.vlaanderen.be/doc/graaf/openbaar/dekking/edr'
    """
    parts = list(relative.with_suffix("").parts)
    if parts[0] == "data":
        parts = parts[1:]
    if root.name:
        parts = [root.name, *parts]
    return f"{root.base}/doc/graaf/" + "/".join(quote(part) for part in parts)


def _room(relative: Path) -> Room:
    if relative.parts[0] == "ontology":
        return Room.ONTOLOGY
    if relative.parts[0] == "shapes":
        return Room.SHAPES
    # What is not in the public folder is restricted: a file in a wrong place leaks nothing.
    public = len(relative.parts) > 1 and relative.parts[1] == "openbaar"
    return Room.PUBLIC if public else Room.RESTRICTED


def source_files(root: Root, shown_from: Path | None = None) -> list[SourceFile]:
    """List the Turtle files of a root and of those it extends, in a stable order.

    Args:
        root: The root to list.
        shown_from: The folder that ``shown`` paths start from; the current one if None.
    """
    here = (shown_from or Path.cwd()).resolve()
    found = []
    for one in root.lineage():
        inner = [other.path for other in _nested_roots(one)]
        for folder in FOLDERS:
            for path in sorted(_walk(one.path / folder, inner)):
                relative = path.relative_to(one.path)
                shown = Path(os.path.relpath(path, here)).as_posix()
                graph = graph_of(one, relative)
                found.append(SourceFile(path, shown, graph, _room(relative), one))
    return found


def files_beside(root: Root, paths: Iterable[Path]) -> list[SourceFile]:
    """List the Turtle files under ``paths`` that are neither ``root``'s nor of one it extends."""
    own = {file.path for file in source_files(root)}
    found = []
    for path in paths:
        whole = path.resolve()
        for file in [whole] if whole.is_file() else sorted(_walk(whole, [])):
            if file not in own:
                shown = Path(os.path.relpath(file)).as_posix()
                found.append(SourceFile(file, shown, file.as_uri(), Room.BESIDE, root))
    return found


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """List the Turtle files under ``paths``, each once; a path that is a file counts as it is.

    In a folder that is a root only the folders for Turtle are looked into.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        inside = [path / one for one in FOLDERS] if (path / CONFIG).is_file() else [path]
        for folder in inside:
            found.update(dict.fromkeys(sorted(one for one in folder.rglob("*.ttl"))))
    return list(found)


def _nested_roots(root: Root) -> list[Root]:
    """List the roots that lie inside this one's Turtle folders: their files are theirs alone."""
    return [
        Root(config.parent)
        for folder in FOLDERS
        for config in (root.path / folder).rglob(CONFIG)
        if config.parent != root.path
    ]


def _walk(folder: Path, leave_out: list[Path]) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES
        and not path.name.startswith(".")
        and not any(path.is_relative_to(other) for other in leave_out)
    ]


def query_folders(root: Root) -> list[Path]:
    """List the ``queries`` folders that hold for a root, the furthest root's first."""
    return [one.path / "queries" for one in root.lineage() if (one.path / "queries").is_dir()]


def bundled_root() -> Path:
    """Find the example root that comes with the program: in the wheel, or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    in_wheel = package / "bundle" / "voorbeeld"
    return in_wheel if in_wheel.is_dir() else package.parent.parent / "voorbeeld"

"""A root: a folder of Turtle files, its settings, and which file is which named graph.

A root has an ``ldgraph.toml``. It may extend other roots: their graphs are united with its own,
and their ontology, shapes and queries hold for it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from ldgraph.errors import ConfigError, RootNotFoundError
from ldgraph.graph.config import read_config
from ldgraph.graph.files import DISK
from ldgraph.terms import BASE, Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.graph.config import Config
    from ldgraph.graph.files import Files

CONFIG = "ldgraph.toml"
#: The tables of the server, of a store elsewhere and of the event stream, which say themselves what
#: may be in them.
SERVE, SPARQL, STREAM = "serve", "sparql", "stream"
#: The tables of what is said of the public data when it is offered (``catalogue.settings``), and of
#: the sources of others that are harvested, one table each.
CATALOGUE, HARVEST = "catalogus", "oogst"
_TABLES = (SERVE, SPARQL, STREAM, CATALOGUE, HARVEST)
#: Where answers come from: the files, read into a store of our own, or an engine elsewhere.
EMBEDDED = "embedded"
_STORES = (EMBEDDED, SPARQL)
_KEYS = frozenset({"base", "extends", "name", "store", *_TABLES})
#: Folders of a root that hold Turtle, in the order in which they are read.
FOLDERS = ("ontology", "shapes", "data", "waivers")
SUFFIXES = (".ttl", ".trig")
#: Other RDF, which is not read: whoever puts it in a root should know.
_OTHER_RDF = frozenset(
    {".nt", ".nq", ".n3", ".rdf", ".owl", ".jsonld", ".json-ld", ".trix", ".hdt", ".turtle"}
)


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
    #: Where answers come from: ``embedded`` or ``sparql``.
    store: str = EMBEDDED
    #: Where its files are read from.
    files: Files = field(default=DISK, repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """Where the terms and shapes are: at the base of the root that all others stand on."""
        return self.extends[0].vocabulary if self.extends else Vocabulary(self.base)

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

    def read(self) -> bytes:
        """Read it whole.

        Raises:
            UnreadableInputError: It is not a regular file, or cannot be read.
        """
        return self.root.files.read(self.path, self.shown)


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


def open_root(path: Path, _below: tuple[Path, ...] = (), files: Files = DISK) -> Root:
    """Read a root's ``ldgraph.toml`` and those of the roots that it extends.

    Raises:
        RootNotFoundError: ``path`` has no ``ldgraph.toml``.
        ConfigError: A key is unknown, has the wrong type, or roots extend one another in a ring.
    """
    path = path.resolve()
    file = path / CONFIG
    if path in _below:
        raise ConfigError(
            file,
            "this root extends itself, directly or through another",
            "deze root breidt zichzelf uit, rechtstreeks of via een andere",
        )
    if not files.is_file(file):
        raise RootNotFoundError(path)
    config = read_config(file, files)
    settings = config.values
    for key in settings:
        if key not in _KEYS:
            raise config.unknown((key,), _KEYS)
    name, base = settings.get("name", ""), settings.get("base", BASE)
    extends = settings.get("extends", [])
    if not isinstance(name, str):
        raise config.error(("name",), "'name' must be a string", "'name' moet een tekst zijn")
    if not isinstance(base, str) or not is_base(base):
        raise config.error(
            ("base",),
            f"'base' is {base!r}; wanted an address such as '{BASE}', without # or ?",
            f"'base' is {base!r}; geef een adres zoals '{BASE}', zonder # of ?",
        )
    if not isinstance(extends, list) or not all(isinstance(one, str) for one in extends):
        raise config.error(
            ("extends",),
            "'extends' must be a list of folders, such as [\"..\"]",
            "'extends' moet een lijst van mappen zijn, zoals [\"..\"]",
        )
    store = _store(config)
    parents = tuple(open_root(path / one, (*_below, path), files) for one in extends)
    return Root(path, name, base.rstrip("/"), parents, store, files)


def _store(config: Config) -> str:
    """Say where answers come from; the tables are read by whom they are for."""
    settings = config.values
    for table in _TABLES:
        if not isinstance(settings.get(table, {}), dict):
            raise config.error(
                (table,),
                f"'{table}' must be a table: [{table}]",
                f"'{table}' moet een tabel zijn: [{table}]",
            )
    store = settings.get("store", EMBEDDED)
    if store not in _STORES:
        there = ", ".join(f'"{one}"' for one in _STORES)
        raise config.error(
            ("store",),
            f"'store' is {store!r}; wanted one of {there}",
            f"'store' is {store!r}; geef een van {there}",
        )
    return str(store)


def is_base(base: str) -> bool:
    """Say whether identifiers can live below an address: absolute, with a host, plain otherwise."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20<>\"{}|\\^`?#]+", base):
        return False
    try:
        ox.NamedNode(base)
        return bool(urlsplit(base).hostname)
    except ValueError:
        return False


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
    # A name on disk is bytes; those that are no UTF-8 are quoted as they are.
    return f"{root.base}/doc/graaf/" + "/".join(quote(os.fsencode(part)) for part in parts)


def room_of(relative: Path) -> Room:
    """Say what a file is there for, by its path in a root."""
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
            for path in sorted(_walk(one.path / folder, inner, one.files)):
                relative = path.relative_to(one.path)
                shown = Path(os.path.relpath(path, here)).as_posix()
                graph = graph_of(one, relative)
                found.append(SourceFile(path, shown, graph, room_of(relative), one))
    return found


def file_to_be(root: Root, path: Path) -> SourceFile:
    """Say what a file below a root would be, were it there."""
    relative = path.relative_to(root.path)
    return SourceFile(path, shown_path(path), graph_of(root, relative), room_of(relative), root)


def shown_path(path: Path) -> str:
    """Write a path as people see it: relative to the folder they work in."""
    return Path(os.path.relpath(path)).as_posix()


def files_beside(root: Root, paths: Iterable[Path]) -> list[SourceFile]:
    """List the Turtle files under ``paths`` that are neither ``root``'s nor of one it extends."""
    # A root named as a whole stands for what it reads, not for all that lies around it.
    wholes = [whole for path in paths if not root.path.is_relative_to(whole := path.resolve())]
    seen = {file.path for file in source_files(root)}
    found = []
    for whole in wholes:
        for file in sorted(_walk(whole, [], root.files)) if root.files.is_dir(whole) else [whole]:
            if file not in seen:
                seen.add(file)
                found.append(SourceFile(file, shown_path(file), file.as_uri(), Room.BESIDE, root))
    return found


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """List the Turtle files under ``paths``, each once; a path that is no folder counts as it is.

    In a folder that is a root only its folders for Turtle are looked into, as when it is read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        is_root = (path / CONFIG).is_file()
        inner = [other.path for other in _nested_roots(Root(path))] if is_root else []
        for folder in [path / one for one in FOLDERS] if is_root else [path]:
            found.update(dict.fromkeys(sorted(_walk(folder, inner))))
    return list(found)


def _nested_roots(root: Root) -> list[Root]:
    """List the roots that lie inside this one's Turtle folders: their files are theirs alone."""
    return [
        Root(config.parent)
        for folder in FOLDERS
        for config in root.files.below(root.path / folder)
        if config.name == CONFIG and config.parent != root.path
    ]


def _walk(folder: Path, leave_out: list[Path], files: Files = DISK) -> list[Path]:
    """List what is to be read; a folder that cannot be looked into is listed as one that fails."""
    found = _visible_files(folder, leave_out, files)
    return [path for path in (folder, *found) if files.is_closed(path) or is_read(path)]


def _visible_files(folder: Path, leave_out: list[Path], files: Files) -> list[Path]:
    return [
        path
        for path in files.below(folder)
        if not path.name.startswith(".")
        and not any(path.is_relative_to(other) for other in leave_out)
    ]


def is_read(path: Path) -> bool:
    """Say whether the name of a file is one of those that are read."""
    # Windows and mail programs like capitals in a suffix; a file is not less there for that.
    return path.suffix in SUFFIXES or path.suffix.lower() == ".ttl"


def unread_files(root: Root) -> list[SourceFile]:
    """List what looks like RDF in the folders for Turtle of a root and is not read."""
    found = []
    for one in root.lineage():
        inner = [other.path for other in _nested_roots(one)]
        for folder in FOLDERS:
            for path in sorted(_visible_files(one.path / folder, inner, one.files)):
                form = path.suffix.lower()
                if not is_read(path) and form in _OTHER_RDF | set(SUFFIXES):
                    relative = path.relative_to(one.path)
                    graph = graph_of(one, relative)
                    found.append(SourceFile(path, shown_path(path), graph, room_of(relative), one))
    return found


def is_source(root: Root, path: Path) -> bool:
    """Say whether a path is, or would be, read with a root: its settings, Turtle in its folders."""
    for one in root.lineage():
        folders = [one.path / folder for folder in FOLDERS]
        if path == one.path / CONFIG:
            return True
        if is_read(path) and any(path.is_relative_to(folder) for folder in folders):
            return True
    return False


def query_folders(root: Root) -> list[Path]:
    """List the ``queries`` folders that hold for a root, the furthest root's first."""
    return [
        one.path / "queries" for one in root.lineage() if one.files.is_dir(one.path / "queries")
    ]


def bundled_root() -> Path:
    """Find the example root that comes with the program: in the wheel, or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    in_wheel = package / "bundle" / "voorbeeld"
    return in_wheel if in_wheel.is_dir() else package.parent.parent / "voorbeeld"

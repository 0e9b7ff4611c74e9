"""A stream as it was built: which pages there are, and whether they can still change."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.stream.pages import LATEST, SHAPE, SUFFIX
from ldgraph.stream.write import FORMAT, MANIFEST, REMOVED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: A page has a number of so many digits: a longer one can be no name of a file.
_PAGE = r"\d{4}/\d{2}/[1-9]\d{0,8}"
_BELOW = re.compile(rf"(?:{SHAPE}|{LATEST}(?:/{_PAGE})?|\d{{4}}(?:/\d{{2}})?|{_PAGE})", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)


class Life(Enum):
    """Whether a page can change, cannot any more, or was taken away."""

    OPEN = "open"
    CLOSED = "closed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Folder:
    """The streams in a folder; it says nothing that was not written for everyone."""

    path: Path
    name: str
    iri: str
    #: Pages in the order of time, and when each begins, in milliseconds since 1970.
    pages: tuple[str, ...]
    starts: tuple[int, ...]
    #: Objects of which the last version is that they are gone.
    removed: frozenset[str]
    #: By name, streams in the place of which this one came, and whether they have pages still.
    old: Mapping[str, bool]
    #: Sets one state of the folder apart from another.
    mark: object = field(repr=False, default=None)

    def life(self, name: str) -> Life | None:
        """Say of a page whether it can change; None where there is no such page."""
        stream, _, below = name.partition("/")
        is_old = stream in self.old
        if (stream != self.name and not is_old) or (below and not _BELOW.fullmatch(below)):
            return None
        if not (self.path / (name + SUFFIX)).is_file():
            was = (is_old and not self.old[stream]) or below.removeprefix(
                f"{LATEST}/"
            ) in self.pages
            return Life.GONE if was else None
        if not below or below == SHAPE:
            return Life.OPEN
        if is_old:
            return Life.CLOSED
        if below.startswith(LATEST) or f"{self.pages[-1]}/".startswith(f"{below}/"):
            return Life.OPEN
        return Life.CLOSED

    def read(self, name: str) -> bytes | None:
        """Give the bytes of a page; None where it was taken away meanwhile."""
        try:
            return (self.path / (name + SUFFIX)).read_bytes()
        except OSError:
            return None

    def version(self, iri: str) -> tuple[ox.Triple, ...]:
        """Give what a version says, by its IRI; nothing where there is no such version."""
        time = iri.rpartition("/")[2]
        if not _TIME.fullmatch(time):
            return ()
        try:
            at = int(datetime.fromisoformat(time).timestamp() * 1000 + 0.5)
        except ValueError:
            return ()
        which = bisect_right(self.starts, at) - 1
        if which < 0:
            return ()
        content = self.read(f"{self.name}/{self.pages[which]}")
        if content is None or f"\n<{iri}>\n".encode() not in content:
            return ()
        by_subject: dict[str, list[ox.Triple]] = {}
        for quad in ox.parse(content, ox.RdfFormat.TURTLE, base_iri=self.iri):
            by_subject.setdefault(str(quad.subject), []).append(quad.triple)
        todo, found = [f"<{iri}>"], list[ox.Triple]()
        while todo:
            for triple in by_subject.pop(todo.pop(), ()):
                found.append(triple)
                if isinstance(triple.object, ox.BlankNode):
                    todo.append(str(triple.object))
        return tuple(found)


def mark_of(path: Path) -> object:
    """Give what changes with each build; None where there is no stream."""
    try:
        found = (path / MANIFEST).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def open_folder(path: Path) -> Folder | None:
    """Read which streams a folder has; None where it has none that can be read."""
    mark = mark_of(path)
    try:
        told = json.loads((path / MANIFEST).read_bytes())
        if told["format"] != FORMAT:
            return None
        removed = (path / REMOVED).read_text("utf-8").split("\n")[:-1]
        return Folder(
            path,
            str(told["name"]),
            str(told["iri"]),
            tuple(str(name) for name, _ in told["pages"]),
            tuple(int(start) for _, start in told["pages"]),
            frozenset(removed),
            {str(one["name"]): bool(one["kept"]) for one in told["old"]},
            mark,
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None

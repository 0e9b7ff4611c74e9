"""What a build remembers, so that the next one reads only what is new: a file of SQLite.

It holds the text of every version and which statements restricted graphs made (as hashes), so it
is not for the public: it lies beside the pages, never among them. One build is one transaction.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

#: Of another one nothing is used.
FORMAT = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS file (path TEXT PRIMARY KEY, mode TEXT, oid TEXT, restricted INTEGER);
CREATE TABLE IF NOT EXISTS shown (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS part (
    path TEXT, object TEXT, lines TEXT, PRIMARY KEY (object, path)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS part_path ON part (path);
CREATE TABLE IF NOT EXISTS hidden (
    key TEXT, triple TEXT, path TEXT, kind INTEGER, since INTEGER, until INTEGER);
CREATE INDEX IF NOT EXISTS hidden_key ON hidden (key);
CREATE INDEX IF NOT EXISTS hidden_path ON hidden (path);
CREATE TABLE IF NOT EXISTS made (
    seq INTEGER PRIMARY KEY, oid TEXT, seconds INTEGER);
CREATE TABLE IF NOT EXISTS version (
    n INTEGER PRIMARY KEY, object TEXT, key TEXT, seq INTEGER, ms INTEGER, change TEXT,
    page INTEGER, latest INTEGER, lines TEXT);
CREATE INDEX IF NOT EXISTS version_object ON version (object, n);
CREATE INDEX IF NOT EXISTS version_key ON version (key);
CREATE INDEX IF NOT EXISTS version_page ON version (page);
CREATE INDEX IF NOT EXISTS version_seq ON version (seq);
CREATE INDEX IF NOT EXISTS version_gone ON version (object)
    WHERE latest = 1 AND change = 'Delete';
CREATE TABLE IF NOT EXISTS page (
    n INTEGER PRIMARY KEY, name TEXT, start INTEGER, count INTEGER, latest INTEGER);
CREATE TABLE IF NOT EXISTS named (iri TEXT PRIMARY KEY, now INTEGER);
CREATE TABLE IF NOT EXISTS note (seq INTEGER, path TEXT, oid TEXT);
"""
_EMPTIED = ("file", "shown", "part", "hidden", "made", "version", "page", "note")


class StateError(LdgraphError):
    """The file in which a build remembers cannot be used."""

    exit_code = 3

    def __init__(self, path: Path, said: str) -> None:
        super().__init__(
            f"'{path}' cannot be used to remember what was built ({said}): remove it, and all is "
            "built anew",
            f"'{path}' kan niet gebruikt worden om te onthouden wat gebouwd is ({said}): verwijder "
            "het, en alles wordt opnieuw gebouwd",
        )


class BusyBuildError(LdgraphError):
    """Another build uses the same file."""

    exit_code = 3

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"another build of this stream is going on ('{path}' is in use): try again once it is "
            "done",
            f"er is al een bouw van deze stroom bezig ('{path}' is in gebruik): probeer opnieuw "
            "wanneer die klaar is",
        )


class Version(NamedTuple):
    """One version of an object; ``lines`` are empty where it was removed."""

    n: int
    object: str
    seq: int
    #: Milliseconds since 1970, UTC; no two versions have the same.
    ms: int
    #: Create, Update or Delete.
    change: str
    page: int
    latest: int
    lines: str


_VERSION = "n, object, seq, ms, change, page, latest, lines"


class Page(NamedTuple):
    """A page of versions: its name, the time of the first, how many, and how many are current."""

    n: int
    name: str
    start: int
    size: int
    latest: int


class State:
    """What was built. Use it as a block: all is kept at its end, or nothing where that fails."""

    def __init__(self, path: Path) -> None:
        """Open the file, or begin one.

        Raises:
            StateError: It is no such file.
            BusyBuildError: Another build uses it.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.db = sqlite3.connect(path, isolation_level=None, timeout=0.2)
            self.db.execute("PRAGMA synchronous = NORMAL")
            self.db.execute("BEGIN IMMEDIATE")
            for one in _TABLES.split(";"):
                self.db.execute(one)
        except (sqlite3.Error, OSError) as error:
            if "locked" in str(error):
                raise BusyBuildError(path) from error
            raise StateError(path, str(error)) from error

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Keep all, or nothing."""
        self.db.execute("COMMIT" if kind is None else "ROLLBACK")
        self.db.close()

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 (what was put)
        """Give a value that was put."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return default if row is None else json.loads(row[0])

    def put(self, key: str, value: object) -> None:
        """Put a value."""
        self.db.execute("REPLACE INTO meta VALUES (?, ?)", (key, json.dumps(value)))

    def clear(self) -> None:
        """Forget what git remembers anyhow."""
        for one in _EMPTIED:
            self.db.execute(f"DELETE FROM {one}")  # noqa: S608 (a name of our own)
        self.db.execute("DELETE FROM meta WHERE key IN ('last', 'seq')")
        # What another history named was published maybe, so it can still be withdrawn.
        self.db.execute("UPDATE named SET now = 0")

    # Files and what they say.

    def files_below(self, folder: str) -> list[tuple[str, str, str]]:
        """Give path, mode and blob of the files below a folder."""
        rows = self.db.execute("SELECT path, mode, oid FROM file ORDER BY path")
        return [row for row in rows if row[0].startswith(folder)]

    def parts_of_file(self, path: str) -> dict[str, str]:
        """Give what a file says of objects."""
        return dict(self.db.execute("SELECT object, lines FROM part WHERE path = ?", (path,)))

    def parts_of_object(self, iri: str) -> list[tuple[str, ...]]:
        """Give what each file says of an object, by path."""
        rows = self.db.execute("SELECT lines FROM part WHERE object = ? ORDER BY path", (iri,))
        return [tuple(lines.split("\n")) for (lines,) in rows]

    # Objects that public files ever named, shown or not.

    def name(self, iris: Iterable[str], *, now: bool = True) -> None:
        """Remember that a public file names objects, of this history or of one before."""
        rows = [(iri, int(now)) for iri in iris]
        self.db.executemany("REPLACE INTO named VALUES (?, ?)", rows)

    def names_now(self, iri: str) -> bool:
        """Say whether this history, and not only one that was rewritten, names an object."""
        row = self.db.execute("SELECT now FROM named WHERE iri = ?", (iri,)).fetchone()
        return bool(row and row[0])

    def knows(self, iri: str, key: str) -> bool:
        """Say whether a file of some commit named an object, or a restricted one described it."""
        text = (
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM named WHERE iri = ?) "
            "OR EXISTS (SELECT 1 FROM hidden WHERE key = ?)"
        )
        return self.db.execute(text, (iri, key)).fetchone() is not None

    def named(self) -> list[str]:
        """List the objects that public files named."""
        return [iri for (iri,) in self.db.execute("SELECT iri FROM named ORDER BY iri")]

    # Versions and pages.

    def latest(self, iri: str) -> Version | None:
        """Give the last version of an object."""
        text = f"SELECT {_VERSION} FROM version WHERE object = ? ORDER BY n DESC LIMIT 1"  # noqa: S608
        row = self.db.execute(text, (iri,)).fetchone()
        return Version(*row) if row else None

    def shows(self, iri: str) -> bool:
        """Say whether any version is of an object, or says something of it."""
        text = "SELECT 1 FROM version WHERE object = ? OR instr(lines, ?) LIMIT 1"
        return self.db.execute(text, (iri, f"<{iri}>")).fetchone() is not None

    def versions(self, where: str, values: Iterable[object] = ()) -> Iterator[Version]:
        """Give the versions for which something holds, the first first."""
        text = f"SELECT {_VERSION} FROM version WHERE {where} ORDER BY n"  # noqa: S608
        for row in self.db.execute(text, tuple(values)):
            yield Version(*row)

    def pages(self) -> list[Page]:
        """Give the pages, the first first."""
        text = "SELECT n, name, start, count, latest FROM page ORDER BY n"
        return [Page(*row) for row in self.db.execute(text)]

    def count(self, table: str) -> int:
        """Count the rows of a table."""
        row = self.db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608
        return int(row[0])

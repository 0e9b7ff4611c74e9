"""From commits to versions: each object that a commit changed has one more, with its own time.

A version's time is the later of that of its commit and that of the version before plus one
millisecond: it hangs on the history alone, and no version is older than one that was published.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ldgraph.graph.git import Entry
from ldgraph.graph.places import CONFIG, Room, graph_of, is_read, room_of
from ldgraph.stream.objects import digest, parse, united
from ldgraph.terms import DCT, PROV, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.graph.git import Commit, Reader
    from ldgraph.graph.places import Root
    from ldgraph.stream.state import State, Version

#: The folders of a root in which objects are described.
FOLDERS = ("data", "ontology")
CREATE, UPDATE, DELETE = "Create", "Update", "Delete"
#: What a version says of itself, and so no object may.
_OWN = tuple(f"<{one}> " for one in (DCT + "isVersionOf", PROV + "generatedAtTime"))
_REGULAR = "100"
#: The last second that a time can be written of.
LAST = 253402300799


@dataclass(slots=True)
class Withheld:
    """What no version shows: what was never meant to be public, or no longer is."""

    objects: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    #: Hashes of an object with one thing said of it, and which object that is.
    triples: dict[str, str] = field(default_factory=dict)

    def add(self, other: Withheld) -> bool:
        """Add what another withholds; say whether that was anything new."""
        before = self.size
        self.objects |= other.objects
        self.paths |= other.paths
        self.triples |= other.triples
        return self.size != before

    @property
    def size(self) -> int:
        """Say how much there is."""
        return len(self.objects) + len(self.paths) + len(self.triples)


class Replay:
    """Adds commits to what was built.

    Args:
        state: What was built.
        reader: Where files are read from.
        root: The root, for its base and the names of its graphs.
        above: The folder of the root in its repository, with a slash at its end; else empty.
        withheld: What no version shows.
        page: Versions on a page.
    """

    def __init__(  # noqa: PLR0913, PLR0917 (what it works with)
        self,
        state: State,
        reader: Reader,
        root: Root,
        above: str,
        withheld: Withheld,
        page: int,
    ) -> None:
        self._state = state
        self._db = state.db
        self._reader = reader
        self._root = root
        self._above = above
        self._withheld = withheld
        self._size = page
        self._seq = int(state.get("seq", 0))
        self._nested: list[str] = state.get("nested", [])
        row = self._db.execute("SELECT MAX(n), MAX(ms) FROM version").fetchone()
        self._n: int
        self._ms: int
        self._n, self._ms = row[0] or 0, row[1] if row[0] else -1
        last = self._db.execute("SELECT n, name, count FROM page ORDER BY n DESC").fetchone()
        self._page: int
        self._name: str
        self._count: int
        self._page, self._name, self._count = last or (0, "", 0)
        #: Pages that have a new version, and those of which a version is no longer the last.
        self.grown: set[int] = set()
        self.shrunk: set[int] = set()
        #: The page that was the last one.
        self.before = self._page
        self.added = 0
        #: Objects that were remembered as named, by this replay.
        self._named: set[str] = set()

    def add(self, commit: Commit) -> None:
        """Add what a commit changed."""
        self._seq += 1
        changes = {one.path.removeprefix(self._above): one.entry for one in commit.changes}
        changed: set[str] = set()
        for path, entry in self._in_nested(changes).items():
            self._file(path, entry, changed)
        row = (self._seq, commit.oid, commit.seconds)
        self._db.execute("INSERT INTO made VALUES (?, ?, ?)", row)
        start = max(0, min(commit.seconds, LAST)) * 1000
        for iri in sorted(changed):
            self._version(iri, start)
        self._state.put("seq", self._seq)

    def _in_nested(self, changes: Mapping[str, Entry | None]) -> dict[str, Entry | None]:
        """Leave out what belongs to a root inside this one, from when that is there."""
        found = dict(changes)
        configs = [one for one in changes if one.rpartition("/")[2] == CONFIG and "/" in one]
        for path in configs:
            folder = path.removesuffix(CONFIG)
            known = [one for one in self._nested if one != folder]
            self._nested = known if changes[path] is None else [*known, folder]
            for other, mode, oid in self._state.files_below(folder):
                found.setdefault(other, Entry(mode, oid))
        if configs:
            self._state.put("nested", self._nested)
        return found

    def _file(self, path: str, entry: Entry | None, changed: set[str]) -> None:
        """Take in what a file says now, or that it is gone."""
        relative = PurePosixPath(path)
        name = relative.name
        if relative.parts[0] not in FOLDERS or name.startswith(".") or not is_read(Path(name)):
            return
        if entry is None:
            self._db.execute("DELETE FROM file WHERE path = ?", (path,))
        is_ours = not any(path.startswith(folder) for folder in self._nested)
        if entry is None or not is_ours or not entry.mode.startswith(_REGULAR):
            if entry is not None:
                self._keep(path, entry, restricted=False)
            self._say(path, {}, changed)
            self._hide(path, {})
            return
        inside = Path(path)
        graph = graph_of(self._root, inside)
        parsed = parse(self._reader.read(entry.oid), graph, self._root.base)
        if parsed.said is None:
            self._db.execute("INSERT INTO note VALUES (?, ?, ?)", (self._seq, path, entry.oid))
            return
        restricted = room_of(inside) is Room.RESTRICTED or parsed.closed
        self._keep(path, entry, restricted=restricted)
        self._say(path, {} if restricted else parsed.said, changed)
        self._hide(path, parsed.said if restricted else {})

    def _keep(self, path: str, entry: Entry, *, restricted: bool) -> None:
        row = (path, entry.mode, entry.oid, int(restricted))
        self._db.execute("REPLACE INTO file VALUES (?, ?, ?, ?)", row)

    def _say(self, path: str, said: Mapping[str, Iterable[str]], changed: set[str]) -> None:
        """Put what a public file says in the place of what it said."""
        if said:
            self._db.execute("INSERT OR IGNORE INTO shown VALUES (?)", (path,))
        before = self._state.parts_of_file(path)
        self._remember_named(said, before)
        if path in self._withheld.paths:
            said = {}
        for iri in before.keys() - said.keys():
            changed.add(iri)
            self._db.execute("DELETE FROM part WHERE object = ? AND path = ?", (iri, path))
        for iri, listed in said.items():
            lines = "\n".join(listed)
            if before.get(iri) != lines:
                changed.add(iri)
                self._db.execute("REPLACE INTO part VALUES (?, ?, ?)", (path, iri, lines))

    def _remember_named(self, said: Mapping[str, Iterable[str]], before: Mapping[str, str]) -> None:
        """Remember which objects a public file describes or leads to, where that is new."""
        start = f"<{self._root.base}/id/"
        found = set(said.keys() - before.keys())
        for iri, lines in said.items():
            if before.get(iri) != "\n".join(lines):
                values = (one.rpartition(" ")[2] for one in lines)
                found |= {one[1:-1] for one in values if one.startswith(start)}
        self._state.name(sorted(found - self._named))
        self._named |= found

    def _hide(self, path: str, said: Mapping[str, Iterable[str]]) -> None:
        """Remember, as hashes, what a restricted file says now, and until when it said what."""
        kind = f"<{TYPE}> "
        now = {
            (digest(iri), digest(iri, line), int(line.startswith(kind)))
            for iri, lines in said.items()
            for line in lines
        }
        text = "SELECT key, triple, kind FROM hidden WHERE path = ? AND until IS NULL"
        before = set(self._db.execute(text, (path,)))
        self._db.executemany(
            "UPDATE hidden SET until = ? WHERE key = ? AND triple = ? AND path = ? "
            "AND until IS NULL",
            [(self._seq, key, triple, path) for key, triple, _ in sorted(before - now)],
        )
        self._db.executemany(
            "INSERT INTO hidden VALUES (?, ?, ?, ?, ?, NULL)",
            [(key, triple, path, typed, self._seq) for key, triple, typed in sorted(now - before)],
        )

    def _version(self, iri: str, start: int) -> None:
        """Add a version of an object, if what is said of it is not what was."""
        if iri in self._withheld.objects:
            return
        parts = self._state.parts_of_object(iri)
        lines = "\n".join(self._public(iri, united(iri, parts))) if parts else ""
        before = self._state.latest(iri)
        change = _change(before, lines)
        if not change:
            return
        if before is not None:
            self._db.execute("UPDATE version SET latest = 0 WHERE n = ?", (before.n,))
            self._db.execute("UPDATE page SET latest = latest - 1 WHERE n = ?", (before.page,))
            self.shrunk.add(before.page)
        self._n += 1
        self.added += 1
        self._ms = max(start, self._ms + 1)
        page = self._next_page()
        row = (self._n, iri, digest(iri), self._seq, self._ms, change, page, 1, lines)
        self._db.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._db.execute(
            "UPDATE page SET count = ?, latest = latest + 1 WHERE n = ?", (self._count, page)
        )

    def _public(self, iri: str, lines: Iterable[str]) -> Iterable[str]:
        """Leave out what is withheld, what leads there, and what a version says of itself."""
        hidden, objects = self._withheld.triples, self._withheld.objects
        return [
            one
            for one in lines
            if not one.startswith(_OWN)
            and not (hidden and digest(iri, one) in hidden)
            and not (objects and one.rpartition(" ")[2][1:-1] in objects)
        ]

    def _next_page(self) -> int:
        """Give the page of the version at this time: the next one is begun where it is full."""
        month = f"{written_time(self._ms)[:7].replace('-', '/')}"
        if self._count >= self._size or self._name.rpartition("/")[0] != month:
            same = self._name.rpartition("/")[0] == month
            number = int(self._name.rpartition("/")[2]) + 1 if same else 1
            self._page, self._name, self._count = self._page + 1, f"{month}/{number}", 0
            row = (self._page, self._name, self._ms)
            self._db.execute("INSERT INTO page VALUES (?, ?, ?, 0, 0)", row)
        self._count += 1
        self.grown.add(self._page)
        return self._page


def _change(before: Version | None, lines: str) -> str:
    """Say what became of an object; nothing where it is as it was."""
    there = before is not None and before.change != DELETE
    if not lines:
        return DELETE if there else ""
    if not there:
        return CREATE
    assert before is not None
    return UPDATE if before.lines != lines else ""


def moment(ms: int) -> datetime:
    """Give the time of milliseconds since 1970."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)


def written_time(ms: int) -> str:
    """Write a time as XML Schema has it, in UTC and to the millisecond.

    >>> written_time(1)
    '1970-01-01T00:00:00.001Z'
    """
    at = moment(ms)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"

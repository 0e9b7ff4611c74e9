"""A stream as a folder of files: only what changed is written, and what leads there comes last.

Whoever reads meanwhile finds every page that a page leads to. Beside the pages there are, for the
server, a list of them in ``stroom.json``, and in ``verwijderd.txt`` the objects that are gone; for
servers of files, the headers in ``.htaccess`` (Apache) and ``nginx.map`` (docs/stream.md).
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError
from ldgraph.stream import pages
from ldgraph.stream.pages import LATEST, SHAPE, SUFFIX, Link, Stream
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ldgraph.stream.state import Page, State

MANIFEST, REMOVED = "stroom.json", "verwijderd.txt"
APACHE, NGINX = ".htaccess", "nginx.map"
#: What stands before the versions on a page.
_TYPED = " a sh:NodeShape .\n"
#: Of another list of pages nothing is read.
FORMAT = 1
#: A page that a server does not know yet can still change, so what is closed is listed.
_APACHE = """# Written by ldgraph: what can change no more is kept for ever, the rest a minute.
AddType text/turtle .ttl
AddCharset utf-8 .ttl
Header set Access-Control-Allow-Origin "*"
Header set Cache-Control "public, max-age=60"
<If "%{{REQUEST_URI}} =~ m#/(?:{closed})\\.ttl$#">
    Header set Cache-Control "public, max-age=31536000, immutable"
</If>
"""
_NGINX = """# Written by ldgraph, for a map of $uri: what can change no more is kept for ever.
"~/(?:{closed})\\.ttl$" "public, max-age=31536000, immutable";
"""


@dataclass(frozen=True, slots=True)
class Old:
    """A stream in the place of which another came, and whether its pages are still there."""

    name: str
    iri: str
    kept: bool
    #: The years of its pages, to lead to them.
    years: tuple[str, ...] = ()
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """Pages that a build changed: with new versions, with fewer last ones; all if ``whole``."""

    grown: frozenset[int]
    shrunk: frozenset[int]
    whole: bool


class NotAStreamError(LdgraphError):
    """The folder to write in holds something else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"'{folder}' holds files and is no stream: choose an empty or a new folder",
            f"in '{folder}' zitten bestanden en het is geen stroom: kies een lege of een nieuwe "
            "map",
        )


def refuse_other(folder: Path) -> None:
    """Refuse a folder that holds something, and no stream.

    Raises:
        NotAStreamError: It is such a folder.
    """
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    if not (folder / MANIFEST).is_file() and not _was_cut_off(folder):
        raise NotAStreamError(folder)


def _was_cut_off(folder: Path) -> bool:
    """Say whether all that lies there are pages of a first build that did not come to its end."""
    stray = (APACHE, NGINX, REMOVED)
    return all(
        path.name in stray
        or path.name.startswith(".")
        or (path.suffix == SUFFIX and pages.is_page(path.read_bytes()))
        for path in folder.rglob("*")
        if path.is_file()
    )


class Writer:
    """Writes a stream below a folder."""

    def __init__(
        self, state: State, folder: Path, stream: Stream, number: int, old: Sequence[Old]
    ) -> None:
        self._state = state
        self._number = number
        self._folder = folder
        self._stream = stream
        self._old = old
        #: Files that were written, and all that there should be, where all was looked at.
        self.written = 0
        self._known: set[str] = set()

    def write(self, touched: Touched) -> None:
        """Write what changed."""
        found = self._state.pages()
        last = found[-1].n if found else 0
        for page in found:
            if touched.whole or page.n in touched.grown:
                self._page(page, closed=page.n != last)
            if touched.whole or page.n in touched.grown | touched.shrunk:
                self._latest(page)
        self._above(found, touched)
        self._put(f"{self._stream.name}/{SHAPE}", pages.shape(self._stream))
        current = [page for page in found if page.latest]
        links = [_link(page, found, f"{self._stream.name}/{LATEST}") for page in current]
        self._put(f"{self._stream.name}/{LATEST}", pages.latest_root(self._stream, links))
        first = found[0].start if found else None
        years = _groups(found, 1)
        replaces = self._old[-1].iri if self._old else ""
        self._put(
            self._stream.name,
            pages.root(self._stream, _spans(self._stream.name, years), first, replaces),
        )
        for one in self._old:
            self._replace(one)
        closed = "|".join(_closed(self._stream.name, found, self._old))
        self._write_text(APACHE, _APACHE.format(closed=closed))
        self._write_text(NGINX, _NGINX.format(closed=closed))
        self._write_text(REMOVED, "".join(f"{one}\n" for one in self._removed()))
        self._write_text(MANIFEST, self._manifest(found))
        if touched.whole:
            self._sweep()

    def is_other(self) -> bool:
        """Say whether pages that lie there already say something else than what is to be written.

        A page may have fewer versions than it will have, but not others.
        """
        pages_of = {page.name: page for page in self._state.pages()}
        start = self._folder / self._stream.name
        for path in sorted(start.glob(f"[0-9]*/*/*{SUFFIX}")):
            page = pages_of.get(path.relative_to(start).as_posix().removesuffix(SUFFIX))
            if page is None:
                return True
            there = path.read_text("utf-8", "replace").partition(_TYPED)[2]
            if not self._versions_text(page).partition(_TYPED)[2].startswith(there):
                return True
        return False

    def _page(self, page: Page, *, closed: bool) -> None:
        self._put_versions(f"{self._stream.name}/{page.name}", "page = ?", page, closed=closed)

    def _latest(self, page: Page) -> None:
        name = f"{self._stream.name}/{LATEST}/{page.name}"
        if page.latest:
            self._put_versions(name, "page = ? AND latest = 1", page, closed=False)
        else:
            (self._folder / (name + SUFFIX)).unlink(missing_ok=True)

    def _put_versions(self, name: str, where: str, page: Page, *, closed: bool) -> None:
        self._put(name, self._versions_text(page, name, where, closed=closed))

    def _versions_text(
        self, page: Page, name: str = "", where: str = "page = ?", *, closed: bool = True
    ) -> str:
        name = name or f"{self._stream.name}/{page.name}"
        versions = list(self._state.versions(where, (page.n,)))
        text = (
            "SELECT seq, oid, seconds FROM made "
            "WHERE seq IN (SELECT seq FROM version WHERE page = ?)"
        )
        commits = {
            seq: (oid, seconds) for seq, oid, seconds in self._state.db.execute(text, (page.n,))
        }
        return pages.of_versions(self._stream, name, versions, commits, closed=closed)

    def _above(self, found: Sequence[Page], touched: Touched) -> None:
        """Write the pages of the months and years in which something changed."""
        for depth in (2, 1):
            groups = _groups(found, depth)
            for number, (name, inside) in enumerate(groups):
                if not touched.whole and not any(one.n in touched.grown for one in inside):
                    continue
                own = f"{self._stream.name}/{name}"
                links = (
                    [_link(one, inside, self._stream.name) for one in inside]
                    if depth == 2  # noqa: PLR2004 (a year and a month)
                    else _spans(self._stream.name, _groups(inside, 2))
                )
                closed = number < len(groups) - 1
                self._put(own, pages.between(self._stream, own, links, closed=closed))

    def _replace(self, old: Old) -> None:
        """Say of an old stream what came in its place; where it is withdrawn, take it away."""
        stream = Stream(old.iri, old.name, "", self._stream.titles)
        if not old.kept:
            shutil.rmtree(self._folder / old.name, ignore_errors=True)
        links = [_span(old.name, year) for year in old.years] if old.kept else None
        self._put(old.name, pages.replaced(stream, self._stream.iri, links, old.first))
        self._put(f"{old.name}/{SHAPE}", pages.shape(stream))

    def _removed(self) -> list[str]:
        text = "SELECT object FROM version WHERE latest = 1 AND change = 'Delete' ORDER BY object"
        return [iri for (iri,) in self._state.db.execute(text)]

    def _manifest(self, found: Sequence[Page]) -> str:
        """List the pages: a line each, so that who looks at changes sees what changed."""
        head = {
            "format": FORMAT,
            "name": self._stream.name,
            "iri": self._stream.iri,
            # Another number with each build that adds something: who waits for one looks here.
            "versions": sum(one.size for one in found),
            "number": self._number,
            "old": [asdict(one) for one in self._old],
        }
        listed = ",\n".join(f"  {json.dumps([one.name, one.start])}" for one in found)
        return f'{json.dumps(head, indent=1)[:-2]},\n "pages": [\n{listed}\n ]\n}}\n'

    def _put(self, name: str, text: str) -> None:
        self._write_text(name + SUFFIX, text)

    def _write_text(self, name: str, text: str) -> None:
        """Write a file, unless it is as it should be."""
        self._known.add(name)
        path = self._folder / name
        with suppress(OSError):
            if path.read_bytes() == text.encode():
                return
        write_atomic(path, text)
        self.written += 1

    def _sweep(self) -> None:
        """Take away pages of this stream that nothing leads to any more."""
        for path in sorted((self._folder / self._stream.name).rglob(f"*{SUFFIX}")):
            if path.relative_to(self._folder).as_posix() not in self._known:
                path.unlink()


def _closed(name: str, found: Sequence[Page], old: Iterable[Old]) -> Iterator[str]:
    """Give what can change no more, as a regular expression has it; names have no sign in it."""
    for one in old:
        yield f"{one.name}/\\d.*"
    if not found:
        yield "-"
        return
    year, month, number = found[-1].name.split("/")
    yield from (f"{name}/{one}(?:/.*)?" for one, _ in _groups(found, 1) if one != year)
    here = [one for one, _ in _groups(found, 2) if one.startswith(f"{year}/")]
    yield from (f"{name}/{one}(?:/.*)?" for one in here if one != f"{year}/{month}")
    before = "|".join(str(one) for one in range(1, int(number)))
    if before:
        yield f"{name}/{year}/{month}/(?:{before})"


def years_of(state: State) -> tuple[tuple[str, ...], int | None]:
    """Give the years in which a stream has versions, and the time of the first."""
    found = state.pages()
    return tuple(name for name, _ in _groups(found, 1)), found[0].start if found else None


def _groups(found: Iterable[Page], depth: int) -> list[tuple[str, list[Page]]]:
    """Give the years (1) or months (2) of pages, with the pages of each."""

    def key(page: Page) -> str:
        return "/".join(page.name.split("/")[:depth])

    return [(name, list(inside)) for name, inside in groupby(found, key)]


def _spans(stream: str, groups: Iterable[tuple[str, list[Page]]]) -> list[Link]:
    return [_span(stream, name) for name, _ in groups]


def _span(stream: str, name: str) -> Link:
    """Give the way to a year or a month: its bounds are those of the calendar."""
    start, end = _bounds(name)
    return Link(f"{stream}/{name}", start, end)


def _bounds(name: str) -> tuple[int, int | None]:
    """Give the first moment of a year or a month, and of the next; there is none after 9999."""
    year, _, month = name.partition("/")
    of_year, of_month = int(year), int(month or 1)
    is_last = not month or of_month == 12  # noqa: PLR2004 (December)
    following = (of_year + 1, 1) if is_last else (of_year, of_month + 1)
    end = None if following[0] > 9999 else _ms(*following)  # noqa: PLR2004 (the last year)
    return _ms(of_year, of_month), end


def _ms(year: int, month: int) -> int:
    return int(datetime(year, month, 1, tzinfo=UTC).timestamp()) * 1000


def _link(page: Page, found: Sequence[Page], above: str) -> Link:
    """Give the way to a page: it ends where the next one begins, the last with its month."""
    end = _bounds(page.name.rpartition("/")[0])[1]
    at = page.n - found[0].n + 1
    if at < len(found):
        end = found[at].start
    return Link(f"{above}/{page.name}", page.start, end)

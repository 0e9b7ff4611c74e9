"""What was fetched, kept in a folder, so that a next run asks for what is new and no more.

The folder may be deleted at any time: all is then fetched anew. A page is two files, its statements
(N-Quads) and what is known of it (JSON, written last); one without the other counts as not there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.errors import UnreadableInputError, UnwritableFileError
from ldgraph.harvest.quads import as_moment
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: Of what is written here; another one is fetched anew.
_FORM = 1
#: A run that was interrupted longer ago is begun anew, with conditional requests.
_LATELY = timedelta(days=1)
_STATE, _GRAPH, _PAGES = "staat.json", "bron.nq", "paginas"


@dataclass(frozen=True, slots=True)
class Link:
    """A relation of a page: where it leads, and within which bounds what is there lies."""

    node: str
    #: The last segment of its type, such as ``GreaterThanOrEqualToRelation``.
    kind: str = "Relation"
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched."""

    address: str
    #: Where it was in the end, after redirects.
    final: str
    quads: Sequence[ox.Quad]
    links: tuple[Link, ...] = ()
    etag: str | None = None
    modified: str | None = None
    #: Whether it says of itself that it never changes.
    immutable: bool = False
    #: Names in it that are no IRIs.
    wrong: tuple[str, ...] = ()


class State:
    """The folder of one source."""

    def __init__(self, folder: Path, address: str, *, keep: bool = True) -> None:
        """Open it; what is of another address, or broken, counts as not there.

        Args:
            folder: Where it is, or will be.
            address: Of the source, as it may be shown.
            keep: Whether anything is written.
        """
        self.folder = folder
        self._address = address
        self._keep = keep
        said = self._said(folder / _STATE)
        mine = said.get("form") == _FORM and said.get("address") == address
        done = said.get("done", []) if mine and _is_recent(said.get("begun")) else []
        self.is_known = mine
        #: Pages that were fetched in a run that was not finished.
        self.done = (
            {one for one in done if isinstance(one, str)} if isinstance(done, list) else set()
        )
        self._begun = str(said["begun"]) if self.done else _now().isoformat()
        self._since_written = 0

    @staticmethod
    def _said(file: Path) -> dict[str, Any]:
        try:
            said = json.loads(read_bytes(file))
        except (UnreadableInputError, ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    def page(self, address: str) -> Page | None:
        """Give a page as it was kept; None where it is not, or not whole."""
        if not self.is_known:
            return None
        name = self.folder / _PAGES / _name(address)
        said = self._said(name.with_suffix(".json"))
        try:
            content = read_bytes(name.with_suffix(".nq"))
            if said.get("address") != address or said.get("digest") != _digest(content):
                return None
            quads = list(ox.parse(content, ox.RdfFormat.N_QUADS, lenient=True))
            links = tuple(Link(**one) for one in said["links"])
            return Page(
                address,
                said["final"],
                quads,
                links,
                said["etag"],
                said["modified"],
                said["immutable"] is True,
                tuple(map(str, said["wrong"])),
            )
        except (UnreadableInputError, SyntaxError, KeyError, TypeError, ValueError):
            return None

    def keep(self, page: Page) -> None:
        """Keep a page, and remember that this run has it.

        Raises:
            UnwritableFileError: The folder cannot be written.
        """
        self.have(page.address)
        if not self._keep:
            return
        self._begin()
        name = self.folder / _PAGES / _name(page.address)
        content = written(page.quads)
        write_atomic(name.with_suffix(".nq"), content)
        said = {
            "address": page.address,
            "final": page.final,
            "links": [asdict(one) for one in page.links],
            "etag": page.etag,
            "modified": page.modified,
            "immutable": page.immutable,
            "wrong": page.wrong,
            "digest": _digest(content.encode()),
        }
        write_atomic(name.with_suffix(".json"), json.dumps(said, indent=1))

    def have(self, address: str) -> None:
        """Remember that this run has a page."""
        self.done.add(address)
        self._since_written += 1
        # As often as it costs little: pages are kept one by one anyway.
        if self._keep and self._since_written * 20 >= len(self.done):
            self._begin()
            self._write()

    def stopped(self) -> None:
        """Write down how far this run came."""
        if self._keep and self.done:
            self._begin()
            self._write()

    def finished(
        self, triples: Iterable[ox.Triple], graph: str, *, pages_last: bool = True
    ) -> None:
        """Write the source graph, and that the run is at its end.

        Args:
            triples: The source graph.
            graph: What it is called.
            pages_last: Whether its pages are of use to a next run; else they go.
        """
        self.done = set()
        if not self._keep:
            return
        self._begin()
        node = ox.NamedNode(graph)
        quads = [ox.Quad(one.subject, one.predicate, one.object, node) for one in triples]
        write_atomic(self.folder / _GRAPH, written(quads))
        self._write()
        if not pages_last:
            _drop((self.folder / _PAGES).glob("*"))

    def _begin(self) -> None:
        """Make the folder, which no repository is to take up."""
        if self.is_known and self.folder.is_dir():
            return
        try:
            (self.folder / _PAGES).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableFileError(self.folder, error.strerror or str(error)) from error
        if not (self.folder / ".gitignore").exists():
            write_atomic(self.folder / ".gitignore", "*\n")
        self._write()
        self.is_known = True

    def _write(self) -> None:
        self._since_written = 0
        said = {
            "form": _FORM,
            "address": self._address,
            "begun": self._begun,
            "done": sorted(self.done),
        }
        write_atomic(self.folder / _STATE, json.dumps(said, indent=1))


def _now() -> datetime:
    return datetime.now(tz=UTC)


def _is_recent(begun: object) -> bool:
    """Say whether a run began so lately that what it fetched is as good as new."""
    moment = as_moment(begun) if isinstance(begun, str) else None
    return moment is not None and moment.tzinfo is not None and _now() - moment < _LATELY


def written(quads: Iterable[ox.Quad]) -> str:
    """Write statements as N-Quads, one a line."""
    return "".join(f"{one} .\n" for one in quads)


def _name(address: str) -> str:
    return hashlib.blake2b(address.encode(), digest_size=16).hexdigest()


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def forget(folder: Path) -> None:
    """Take away what was kept: only what is written here, whatever else lies in the folder."""
    _drop([folder / _STATE, folder / _GRAPH, *(folder / _PAGES).glob("*")])


def _drop(files: Iterable[Path]) -> None:
    for file in files:
        if file.suffix in {".json", ".nq"}:
            file.unlink(missing_ok=True)

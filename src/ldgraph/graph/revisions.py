"""A root as it was at a revision: read out of git, nothing is checked out.

What lies in the repository comes from the revision, also the roots that are extended; what lies
outside it has no revision and comes from disk. A link is followed within the revision. One that
leads out of it, and a submodule, cannot be read: that is a fault, like a file that is not Turtle.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ldgraph.errors import LdgraphError, UnreadableInputError
from ldgraph.graph.files import DISK
from ldgraph.graph.git import Repository
from ldgraph.graph.places import CONFIG, SUFFIXES, Root, open_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.graph.git import Entry

_LINK, _SUBMODULE = "120000", "160000"
_MOST_LINKS = 40
#: What is fetched from git at once when a folder is listed: all that will be read.
_READ = (*SUFFIXES, ".rq", ".toml")


class AtRevisionError(LdgraphError):
    """Something is wrong with a root as it was at a revision."""

    def __init__(self, name: str, error: LdgraphError) -> None:
        super().__init__(
            f"in revision '{name}': {error}", f"in revisie '{name}': {error.message('nl')}"
        )
        self.exit_code = error.exit_code


@dataclass(frozen=True, slots=True)
class At:
    """A root at a revision; where it did not exist yet it holds nothing."""

    root: Root
    #: As it was asked for, and the commit that this is.
    name: str
    commit: str
    existed: bool

    def from_disk(self) -> tuple[Root, ...]:
        """List the roots that lie outside the repository, and so are read from disk."""
        files = self.root.files
        assert isinstance(files, Revision)
        return tuple(one for one in self.root.lineage() if not files.holds(one.path))


def root_at(root: Root, name: str) -> At:
    """Open a root as it was at a revision.

    Raises:
        NoGitError: There is no git.
        NoRepositoryError: The root is in no repository.
        RevisionError: ``name`` is no commit.
        NotFetchedError: Some of it is not in this clone.
        AtRevisionError: The settings that it had cannot be used, or a root that it extended was
            not there.
    """
    repository = Repository(root.path)
    commit = repository.commit(name)
    files = Revision(repository, repository.tree(commit), name)
    existed = files.is_file(root.path / CONFIG)
    if existed:
        try:
            return At(open_root(root.path, files=files), name, commit, existed)
        except LdgraphError as error:
            raise AtRevisionError(name, error) from error
    nothing = Revision(repository, {}, name)
    return At(Root(root.path, root.name, root.base, (), files=nothing), name, commit, existed)


class Revision:
    """The files of one commit (``files.Files``); what lies outside the repository is on disk."""

    def __init__(self, repository: Repository, tree: Mapping[str, Entry], name: str) -> None:
        self._repository = repository
        self._tree = tree
        self._name = name
        self._folders = {str(above) for path in tree for above in PurePosixPath(path).parents}
        self._contents: dict[str, bytes] = {}

    def holds(self, path: Path) -> bool:
        """Say whether a path lies in the repository."""
        return path.is_relative_to(self._repository.top)

    def read(self, path: Path, shown: str = "") -> bytes:
        """Read a file; see ``Files``."""
        if not self.holds(path):
            return DISK.read(path, shown)
        real = self._real(path)
        entry = self._tree.get(real) if real is not None else None
        if entry is None or entry.mode in {_LINK, _SUBMODULE}:
            raise self._refusal(path, real, shown)
        return self._content(entry)

    def below(self, folder: Path) -> Iterable[Path]:
        """List a folder; see ``Files``."""
        if not self.holds(folder):
            return DISK.below(folder)
        real = self._real(folder)
        if real not in self._folders:
            return []
        start = "" if real == "." else f"{real}/"
        listed = [path for path in self._tree if path.startswith(start)]
        wanted = [self._tree[path] for path in listed if path.lower().endswith(_READ)]
        self._fetch(one.oid for one in wanted if one.mode != _SUBMODULE)
        folders = [one for one in self._folders if one.startswith(start) and one not in {real, "."}]
        return [folder / path[len(start) :] for path in (*listed, *folders)]

    def exists(self, path: Path) -> bool:
        """See ``Files``; a link that leads out of the revision leads to what is not there."""
        if not self.holds(path):
            return DISK.exists(path)
        real = self._real(path)
        return real in self._tree or real in self._folders

    def is_file(self, path: Path) -> bool:
        """See ``Files``."""
        if not self.holds(path):
            return DISK.is_file(path)
        real = self._real(path)
        entry = self._tree.get(real) if real is not None else None
        return entry is not None and entry.mode not in {_LINK, _SUBMODULE}

    def is_dir(self, path: Path) -> bool:
        """See ``Files``."""
        return self._real(path) in self._folders if self.holds(path) else DISK.is_dir(path)

    def is_closed(self, path: Path) -> bool:
        """See ``Files``; a submodule is closed, for its files are in another repository."""
        if not self.holds(path):
            return DISK.is_closed(path)
        real = self._real(path)
        entry = self._tree.get(real) if real is not None else None
        return entry is not None and entry.mode == _SUBMODULE

    def _real(self, path: Path) -> str | None:
        """Follow the links in a path; None where one leads out of the repository, or in a ring."""
        todo = list(path.relative_to(self._repository.top).parts)[::-1]
        done: list[str] = []
        links = 0
        while todo:
            part = todo.pop()
            if part == "..":
                if not done:
                    return None
                done.pop()
                continue
            done.append(part)
            entry = self._tree.get("/".join(done))
            if entry is None or entry.mode != _LINK:
                continue
            target = os.fsdecode(self._content(entry))
            links += 1
            if target.startswith("/") or links > _MOST_LINKS:
                return None
            done.pop()
            todo += [one for one in target.split("/") if one not in {"", "."}][::-1]
        return "/".join(done) or "."

    def _content(self, entry: Entry) -> bytes:
        self._fetch([entry.oid])
        return self._contents[entry.oid]

    def _fetch(self, oids: Iterable[str]) -> None:
        missing = [oid for oid in oids if oid not in self._contents]
        if missing:
            self._contents.update(self._repository.contents(missing))

    def _refusal(self, path: Path, real: str | None, shown: str) -> UnreadableInputError:
        """Say why something cannot be read at a revision."""
        at, named = f" ({self._name})", shown or path
        within = [] if real is None else [real, *map(str, PurePosixPath(real).parents)]
        if any(self._tree.get(one, ("",))[0] == _SUBMODULE for one in within):
            return UnreadableInputError(
                named,
                f"it lies in a submodule, which is another repository{at}",
                f"het zit in een submodule, en dat is een andere repository{at}",
            )
        if real is None:
            return UnreadableInputError(
                named,
                f"it is a link that leads out of the repository, or to itself{at}",
                f"het is een koppeling die uit de repository leidt, of naar zichzelf{at}",
            )
        if real in self._folders:
            return UnreadableInputError(named, f"is a folder{at}", f"is een map{at}")
        return UnreadableInputError(named, f"does not exist{at}", f"bestaat niet{at}")

"""What git is asked: which commit a name is, what its tree holds, what a file contained.

Only the plumbing of git is called, without a shell, a pager or a prompt, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

#: What a hook or a script sets to work in one repository, which may be another than the root's.
_OF_ANOTHER = frozenset(
    {
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_COMMON_DIR",
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_NAMESPACE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_PREFIX",
        "GIT_SHALLOW_FILE",
        "GIT_WORK_TREE",
    }
)
_SETTINGS = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "LANGUAGE": "C",
}
#: Of what git says of a name that several things bear.
_CANDIDATE = re.compile(r"^hint:\s+([0-9a-f]{4,64}) (?:commit|tag)\b", re.MULTILINE)


class NoGitError(LdgraphError):
    """There is no git on this machine."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "no git on this machine (nothing of that name in PATH), and a revision is read with it",
            "geen git op dit toestel (niets met die naam in PATH), en daarmee wordt een revisie "
            "gelezen",
        )


class NoRepositoryError(LdgraphError):
    """A folder is in no git repository, or in one that git will not open."""

    def __init__(self, folder: Path, said: str) -> None:
        super().__init__(
            f"'{folder}' is in no git repository that can be read: {said}",
            f"'{folder}' zit niet in een git-repository die gelezen kan worden: {said}",
        )


class RevisionError(LdgraphError):
    """A name is no commit, or that of several."""


class NotFetchedError(LdgraphError):
    """What is asked for is not in this clone, and nothing is fetched unasked."""

    exit_code = 3


class Entry(NamedTuple):
    """Something in a tree: a file (mode 100...), a link (120000) or a submodule (160000)."""

    mode: str
    oid: str


class Changed(NamedTuple):
    """A path from the top, and what is there after a commit; None where nothing is."""

    path: str
    entry: Entry | None


class Commit(NamedTuple):
    """A commit: its full name, its time in seconds since 1970, and what it changed."""

    oid: str
    seconds: int
    changes: tuple[Changed, ...]


class Repository:
    """A git repository with a working tree; ``top`` is the folder of that."""

    def __init__(self, folder: Path) -> None:
        """Find the repository that a folder is in.

        Raises:
            NoGitError: There is no git.
            NoRepositoryError: It is in none.
        """
        self._program = shutil.which("git")
        self.top = folder
        done = self._run("rev-parse", "--show-toplevel")
        if done.returncode:
            raise NoRepositoryError(folder, _said(done))
        self.top = type(folder)(os.fsdecode(done.stdout.removesuffix(b"\n")))

    def commit(self, name: str) -> str:
        """Give the full name of a commit.

        Raises:
            RevisionError: ``name`` is no commit, or stands for several.
            NotFetchedError: It is none here, and this clone does not hold all of the history.
        """
        if not name or name.startswith("-") or "\0" in name or ".." in name:
            raise RevisionError(
                f"'{name}' is not the name of one revision: give a branch, a tag or a commit, such "
                "as main or HEAD~1; two of them apart, with a space between",
                f"'{name}' is niet de naam van één revisie: geef een tak, een tag of een commit, "
                "zoals main of HEAD~1; twee apart, met een spatie ertussen",
            )
        done = self._run(
            *("-c", "core.warnAmbiguousRefs=true"), "rev-parse", "--verify", f"{name}^{{commit}}"
        )
        told = done.stderr.decode("utf-8", "replace")
        if "is ambiguous" in told:
            raise _ambiguous(name, _CANDIDATE.findall(told))
        if done.returncode == 0:
            return done.stdout.decode().strip()
        if self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            raise not_whole(
                f"no revision '{name}' in this clone, which holds only the last part of the "
                "history",
                f"geen revisie '{name}' in deze kloon, die maar het laatste deel van de "
                "geschiedenis heeft",
            )
        raise RevisionError(
            f"no revision '{name}' in {self.top}: give a branch, a tag or a commit that is there; "
            "what only another repository has must be fetched first (git fetch)",
            f"geen revisie '{name}' in {self.top}: geef een tak, een tag of een commit die er is; "
            "wat alleen in een andere repository zit, moet eerst opgehaald worden (git fetch)",
        )

    def tree(self, commit: str) -> Mapping[str, Entry]:
        """List all that a commit holds, by path from the top; folders are not listed.

        Raises:
            NotFetchedError: The tree is not in this clone.
        """
        done = self._run("ls-tree", "-r", "-z", "--full-tree", commit)
        if done.returncode:
            raise _missing(commit, _said(done))
        found = {}
        for line in done.stdout.split(b"\0")[:-1]:
            said, _, path = line.partition(b"\t")
            mode, _, oid = said.decode().split(" ")
            found[os.fsdecode(path)] = Entry(mode, oid)
        return found

    def contents(self, oids: Iterable[str]) -> Mapping[str, bytes]:
        """Give what files contain, by the name that git has for that.

        Raises:
            NotFetchedError: One is not in this clone.
        """
        wanted = list(dict.fromkeys(oids))
        done = self._run("cat-file", "--batch", given="".join(f"{oid}\n" for oid in wanted))
        found: dict[str, bytes] = {}
        at = 0
        for oid in wanted:
            end = done.stdout.find(b"\n", at)
            head = done.stdout[at:end].decode("utf-8", "replace").split(" ")
            if end < 0 or head[:2] != [oid, "blob"]:
                raise _missing(oid, _said(done) if done.returncode else " ".join(head))
            size = int(head[2])
            found[oid] = done.stdout[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found

    def is_whole(self) -> bool:
        """Say whether this clone holds all of the history."""
        return self._run("rev-parse", "--is-shallow-repository").stdout.strip() == b"false"

    def uncommitted(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """List the files in or below paths that are not as the last commit has them.

        What git was told to ignore is not listed; a file that moved is, at both its places.

        Raises:
            NotFetchedError: Git cannot tell.
        """
        where = [f":(literal){path}" for path in paths]
        # A monitor of files is another program, that the settings of a repository name.
        command = ["-c", "core.fsmonitor=false", "status", "--porcelain", "-z", "--no-renames"]
        done = self._run(*command, "--untracked-files=all", "--", *where)
        if done.returncode:
            raise _missing("HEAD", _said(done))
        # Two letters and a space stand before each path, which starts from the top.
        listed = done.stdout.split(b"\0")[:-1]
        return tuple(self.top / os.fsdecode(one[3:]) for one in listed)

    def goes_on_from(self, new: str, old: str) -> bool:
        """Say whether a commit is one of those that ``first_parents`` gives before another."""
        if new == old:
            return True
        told = self._run("rev-list", "--first-parent", "--parents", f"{old}..{new}")
        lines = told.stdout.decode().split("\n")[:-1] if told.returncode == 0 else []
        return bool(lines) and lines[-1].split(" ")[1:2] == [old]

    def first_parents(self, new: str, old: str, paths: Iterable[str]) -> Iterator[Commit]:
        """Go through the commits up to ``new``, the first one first, as seen from its branch.

        A merge is one commit, with all that it brought. Nothing is said of commits that changed
        nothing below the paths, and a file that moved is gone at one path and there at another.

        Args:
            new: The last commit.
            old: The commit after which to begin; the first of all if empty.
            paths: Where to look, from the top.

        Raises:
            NotFetchedError: Not all of it is in this clone.
        """
        how = "--first-parent --reverse --full-history --no-renames --raw -z --no-abbrev -m"
        safe = "--no-ext-diff --no-textconv --no-show-signature --no-color"
        which = f"{old}..{new}" if old else new
        where = [f":(top,literal){path}" for path in paths]
        command = ["log", *how.split(), *safe.split(), "--format=%x01%H %ct", which]
        done = self._run(*command, "--", *where)
        if done.returncode:
            raise _missing(new, _said(done))
        yield from _commits(done.stdout.split(b"\0"))

    def reader(self) -> Reader:
        """Give what reads files one after another, by the names that git has for them."""
        if self._program is None:
            raise NoGitError
        return Reader([self._program, "-C", str(self.top), "cat-file", "--batch"], _environment())

    def lines_ever(self, pattern: str, paths: Iterable[Path], patience: float) -> str:
        """Give all lines that some commit, of whatever branch, brought or took away.

        Args:
            pattern: A regular expression (POSIX, extended); files in which no such line came or
                went are passed over.
            paths: The files and folders to look at.
            patience: Seconds to wait.

        Raises:
            NotFetchedError: Not all of it is in this clone, or it took longer.
        """
        # With no lines around it, and no other program to show what is no text.
        how = "--all --full-history -m --patch --unified=0 --no-color --no-renames --format="
        safe = "--no-ext-diff --no-textconv --no-show-signature"
        where = [str(path) for path in paths]
        command = ["log", *how.split(), *safe.split(), f"-G{pattern}", "--", *where]
        try:
            done = self._run(*command, patience=patience)
        except subprocess.TimeoutExpired as error:
            raise _missing("--all", str(error.timeout)) from error
        if done.returncode:
            raise _missing("--all", _said(done))
        return done.stdout.decode("utf-8", "replace")

    def _run(
        self, *arguments: str, given: str = "", patience: float | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        if self._program is None:
            raise NoGitError
        return subprocess.run(  # noqa: S603 (no shell, and no argument is taken for an option)
            [self._program, "--no-pager", "-C", str(self.top), *arguments],
            env=_environment(),
            input=given.encode(),
            capture_output=True,
            check=False,
            timeout=patience,
        )


class Reader:
    """Reads files out of a repository: one process of git, which ends when the block does."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        #: How many were read.
        self.count = 0

    def __enter__(self) -> Self:
        """Begin; git is not started before something is read."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()

    def read(self, oid: str) -> bytes:
        """Give what a file contains.

        Raises:
            NotFetchedError: It is not in this clone.
        """
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 (no shell)
                self._command,
                env=dict(self._environment),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        source, sink = self._process.stdout, self._process.stdin
        assert source is not None
        assert sink is not None
        sink.write(f"{oid}\n".encode())
        sink.flush()
        head = source.readline().decode("utf-8", "replace").split()
        if head[:2] != [oid, "blob"]:
            raise _missing(oid, " ".join(head))
        self.count += 1
        content = source.read(int(head[2]) + 1)
        return content[:-1]


def _environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in _OF_ANOTHER}
    return {**kept, **_SETTINGS}


def _commits(told: list[bytes]) -> Iterator[Commit]:
    """Read what git's log told: a commit's name and time, then each path behind its change."""
    oid, seconds = "", 0
    changes: list[Changed] = []
    words = iter(told)
    for word in words:
        if word.startswith(b"\1"):
            if oid:
                yield Commit(oid, seconds, tuple(changes))
            oid, _, when = word[1:].decode().partition(" ")
            seconds, changes = int(when), []
        elif word.strip():
            _, mode, _, blob, kind = word.decode().strip().split(" ")
            entry = None if kind.startswith("D") else Entry(mode, blob)
            changes.append(Changed(os.fsdecode(next(words)), entry))
    if oid:
        yield Commit(oid, seconds, tuple(changes))


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Give the first line of what git said was wrong."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[0].removeprefix("fatal: ") if lines else f"git: {done.returncode}"


def not_whole(english: str, dutch: str) -> NotFetchedError:
    """Make the error that a clone does not hold all of the history, and say what to do."""
    return NotFetchedError(
        f"{english}: fetch the rest (git fetch --unshallow; fetch-depth: 0 for actions/checkout, "
        "GIT_DEPTH: 0 for GitLab)",
        f"{dutch}: haal de rest op (git fetch --unshallow; fetch-depth: 0 voor actions/checkout, "
        "GIT_DEPTH: 0 voor GitLab)",
    )


def _ambiguous(name: str, commits: list[str]) -> RevisionError:
    which = ", ".join(commits) or f"refs/heads/{name}, refs/tags/{name}"
    return RevisionError(
        f"'{name}' stands for several things: say which, such as {which}",
        f"'{name}' staat voor meer dan één ding: zeg welk, zoals {which}",
    )


def _missing(name: str, said: str) -> NotFetchedError:
    return NotFetchedError(
        f"not all of revision {name} is in this clone: fetch it first (git fetch --refetch, or "
        f"clone without --filter); git says: {said}",
        f"niet heel revisie {name} zit in deze kloon: haal ze eerst op (git fetch --refetch, of "
        f"kloon zonder --filter); git zegt: {said}",
    )

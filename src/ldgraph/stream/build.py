"""Build the event stream of a root: what git has that was not built yet is added, and written.

What was published never changes. Where it has to, because history was written anew, a setting is
another or something is withdrawn, a new stream takes its place, with an IRI of its own.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from ldgraph.errors import LdgraphError
from ldgraph.graph.git import Repository, not_whole
from ldgraph.stream import withheld
from ldgraph.stream.objects import digest
from ldgraph.stream.pages import SUFFIX, Stream, name_of
from ldgraph.stream.settings import never_there, read_settings
from ldgraph.stream.state import FORMAT, State
from ldgraph.stream.versions import FOLDERS, Replay, Withheld
from ldgraph.stream.write import MANIFEST, Old, Touched, Writer, refuse_other, years_of

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.graph.places import Root
    from ldgraph.stream.settings import StreamSettings

_TITLES = (
    "Wijzigingen van de publieke objecten van Lokaal Digitaal",
    "Changes of the public objects of Lokaal Digitaal",
)
#: Why a stream takes the place of another.
REWRITTEN, CHANGED, WITHDRAWN, NUMBERED = "rewritten", "changed", "withdrawn", "numbered"


class NotPublicError(LdgraphError):
    """Versions may not name their commits: the repository holds what is not for everyone."""

    def __init__(self) -> None:
        super().__init__(
            "'repository' is set in [stream], so every version would name its commit, but this "
            "repository holds restricted graphs, or did: a public repository holds public data "
            "alone. Leave 'repository' out",
            "'repository' staat in [stream], dus zou elke versie haar commit noemen, maar deze "
            "repository bevat beperkte grafen, of deed dat: een openbare repository bevat alleen "
            "openbare gegevens. Laat 'repository' weg",
        )


class Built(NamedTuple):
    """What a build did."""

    stream: Stream
    number: int
    #: Why this stream takes the place of another; empty where it goes on.
    reason: str
    versions: int
    #: Of this build: commits, files read out of git, versions, files written.
    commits: int
    blobs: int
    added: int
    written: int
    #: Files of some commit that are no Turtle; what they said before goes on.
    unread: int
    withheld: int


def build(root: Root, out: Path, remembered: Path) -> Built:
    """Build the stream of a root below a folder, or add to it what is new.

    Args:
        root: The root; of those that it extends each has a stream of its own.
        out: The folder of the pages.
        remembered: The file in which a build remembers.

    Raises:
        NoGitError: There is no git.
        NoRepositoryError: The root is in no repository.
        NotFetchedError: The clone does not hold all of the history.
        ConfigError: A setting cannot be, or something is withdrawn that was never there.
        NotAStreamError: ``out`` holds something else.
        NotPublicError: Commits are to be named that may not be.
        StateError: ``remembered`` cannot be used.
        UnwritableFileError: A page could not be written.
    """
    refuse_other(out)
    repository = Repository(root.path)
    head = repository.commit("HEAD")
    if not repository.is_whole():
        raise not_whole(
            "this clone holds only the last part of the history, and the stream is made of all of "
            "it",
            "deze kloon heeft maar het laatste deel van de geschiedenis, en de stroom wordt van "
            "heel de geschiedenis gemaakt",
        )
    settings = read_settings(root)
    with State(remembered) as state:
        return _Build(root, out, state, repository, head, settings).run()


class _Build:
    """One build, with all that its steps work with."""

    def __init__(  # noqa: PLR0913, PLR0917 (see above)
        self,
        root: Root,
        out: Path,
        state: State,
        repository: Repository,
        head: str,
        settings: StreamSettings,
    ) -> None:
        self._root = root
        self._out = out
        self._state = state
        self._repository = repository
        self._head = head
        self._settings = settings
        inside = root.path.relative_to(repository.top.resolve()).as_posix()
        self._above = "" if inside == "." else f"{inside}/"
        #: What the history itself withholds; what is withdrawn comes on top.
        objects, paths, triples = state.get("withheld", [[], [], {}])
        self._found = Withheld(set(objects), set(paths), dict(triples))
        self._old = [_old(one) for one in state.get("old", [])]
        #: What was built last; None where it is nothing, or closed.
        self._last: Old | None = _old(state.get("stream")) if state.get("stream") else None
        self._number = int(state.get("number", 0))
        self._commits = self._blobs = self._began = 0

    def run(self) -> Built:
        """Build."""
        state = self._state
        is_new = not self._is_going_on()
        if is_new:
            self._adopt()
        reason = self._reason()
        if reason:
            self._turn(reason)
            state.clear()
        whole = state.get("last") is None
        replay = self._replay()
        while why := self._why_not(0 if whole else self._began):
            if not whole:
                reason, whole = why, True
                self._turn(why)
            state.clear()
            replay = self._replay()
        self._refuse_never_there()
        if is_new and self._writer().is_other():
            # What was remembered of these pages is lost, so why they are others is not known.
            reason = WITHDRAWN if self._withheld().size else REWRITTEN
            self._turn(reason)
        if self._settings.repository and state.count("hidden"):
            raise NotPublicError
        grown = replay.grown | {replay.before} if replay.grown else set()
        writer = self._writer()
        writer.write(Touched(frozenset(grown), frozenset(replay.shrunk), whole))
        self._remember()
        return Built(
            self._stream(),
            self._number,
            reason,
            state.count("version"),
            self._commits,
            self._blobs,
            replay.added,
            writer.written,
            state.count("note"),
            self._withheld().size,
        )

    def _why_not(self, since: int) -> str:
        """Say why what was replayed is not what is to be published; nothing if it is."""
        if withheld.is_public_again(self._state, self._found):
            self._found = Withheld()
            return CHANGED
        return WITHDRAWN if self._found.add(withheld.find(self._state, since)) else ""

    def _refuse_never_there(self) -> None:
        """Refuse to withdraw what was never there: who mistypes would believe that it is gone."""
        unknown = [x for x in self._settings.withdrawn if not self._state.knows(x, digest(x))]
        if not unknown:
            return
        # Pages may have what history no longer has, and what nothing remembers.
        pages = sorted(self._out.rglob(f"*{SUFFIX}"))
        for iri in unknown:
            if not any(f"<{iri}>".encode() in one.read_bytes() for one in pages):
                raise never_there(self._root, iri, self._state.named())
        self._state.name(unknown, now=False)

    def _writer(self) -> Writer:
        return Writer(self._state, self._out, self._stream(), self._number, self._old)

    def _is_going_on(self) -> bool:
        """Say whether there is something to add to: what is remembered, and the pages of that."""
        if self._state.get("format") != FORMAT or self._last is None:
            return False
        return (self._out / (self._last.name + SUFFIX)).is_file()

    def _adopt(self) -> None:
        """Begin anew, after the streams that lie in the folder already."""
        self._state.clear()
        self._found, self._old, self._last = Withheld(), [], None
        self._number = self._settings.number
        try:
            told = json.loads((self._out / MANIFEST).read_bytes())
            number, listed = int(told["number"]), told["pages"]
            years = sorted({str(name).partition("/")[0] for name, _ in listed})
            last = Old(told["name"], told["iri"], kept=True, years=tuple(years))
            if listed:
                last = replace(last, first=int(listed[0][1]))
            old = [_old(one) for one in told["old"]]
        except (OSError, ValueError, LookupError, TypeError):
            return
        self._old, self._last = old, last
        if number >= self._number:
            self._number = number
        else:  # another was asked for, and what lies there is not it
            self._old, self._last = [*old, last], None

    def _reason(self) -> str:
        """Say why what was published cannot go on as it is; nothing if it can."""
        last = self._state.get("last")
        if last is None:
            return ""
        before, now = set(self._state.get("withdrawn", [])), set(self._settings.withdrawn)
        if any(self._state.shows(iri) for iri in sorted(now - before)):
            return WITHDRAWN
        no_longer = [iri for iri in before - now if self._state.names_now(iri)]
        if no_longer or self._state.get("settings") != self._identity():
            return CHANGED
        if self._settings.number > self._number:
            return NUMBERED
        return "" if self._repository.goes_on_from(self._head, last) else REWRITTEN

    def _withheld(self) -> Withheld:
        objects = self._found.objects | set(self._settings.withdrawn)
        return Withheld(objects, self._found.paths, self._found.triples)

    def _turn(self, reason: str) -> None:
        """Close the stream and begin another; what is withdrawn is in no old one either."""
        if self._last is not None:
            self._old.append(self._last)
        if reason == WITHDRAWN:
            self._old = [replace(one, kept=False) for one in self._old]
        self._number = max(self._number + 1, self._settings.number)
        self._last = None

    def _replay(self) -> Replay:
        """Add the commits that are new."""
        state = self._state
        last = state.get("last") or ""
        self._began = int(state.get("seq", 0))
        paths = [f"{self._above}{folder}" for folder in FOLDERS]
        with self._repository.reader() as reader:
            replay = Replay(
                state, reader, self._root, self._above, self._withheld(), self._settings.page
            )
            for commit in self._repository.first_parents(self._head, last, paths):
                replay.add(commit)
                self._commits += 1
            self._blobs += reader.count
        # Commits that changed nothing here count too: the next build need not look at them again.
        state.put("last", self._head)
        return replay

    def _identity(self) -> dict[str, object]:
        """Give what the bytes of a stream hang on, beside the history."""
        return {
            "base": self._root.base,
            "name": self._root.name,
            "page": self._settings.page,
            "repository": self._settings.repository,
        }

    def _stream(self) -> Stream:
        name = name_of(self._root.name, self._number)
        iri = f"{self._root.base}/id/stroom/{name}"
        return Stream(iri, name, self._settings.repository, _TITLES)

    def _remember(self) -> None:
        state = self._state
        state.put("format", FORMAT)
        state.put("number", self._number)
        years, first = years_of(state)
        stream = self._stream()
        state.put(
            "stream", asdict(Old(stream.name, stream.iri, kept=True, years=years, first=first))
        )
        state.put("settings", self._identity())
        state.put("old", [asdict(one) for one in self._old])
        state.put("withdrawn", list(self._settings.withdrawn))
        held = self._found
        state.put("withheld", [sorted(held.objects), sorted(held.paths), held.triples])


def _old(told: dict[str, Any]) -> Old:
    """Read a stream as it was told of."""
    return Old(**{**told, "years": tuple(told["years"])})

"""Publishing: load what is new, prove that it is there, turn the pointer, drop what is old.

Until the pointer is turned, nobody sees anything; turning it adds one statement. A
publication that fails before leaves what holds as it was, and what it loaded is found again by
the next one, or dropped by a later one.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.engine.endpoint import EngineError
from ldgraph.engine.loading import Loader
from ldgraph.engine.pointer import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ldgraph.engine.edition import Part
    from ldgraph.engine.pointer import Pointer, Term

    #: Given a version that is loaded, before readers are turned to it.
    Check = Callable[[str], None]
    #: Told of a version how far readers are turned to it, whenever that changes.
    Turning = Callable[[str, "Turned"], None]

_DCT, _DCAT = "http://purl.org/dc/terms/", "http://www.w3.org/ns/dcat#"
#: Graphs that are dropped at once.
_DROPPED = 50
#: A publication that did not say how it ended has failed once it began so long ago.
_ABANDONED = timedelta(hours=6)


class Turned(Enum):
    """How far readers are turned to a version, as far as is known."""

    #: It was sent, and no word came yet: it holds, or will, or does not.
    PERHAPS = "perhaps"
    #: It was read back.
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publication did, in graphs."""

    version: str
    #: Whether another version held before.
    changed: bool
    loaded: int
    kept: int
    dropped: int
    statements: int


def publish(
    pointer: Pointer,
    parts: Iterable[Part],
    *,
    check: Check | None = None,
    turning: Turning | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Publish what audiences may see.

    Args:
        pointer: The engine, and how things are named there.
        parts: The audiences, that of everyone first.
        check: Given the version that is loaded; what it raises keeps readers from it.
        turning: Told how far readers are turned; never, while what held before holds.
        now: The moment that is written down; None for this one.

    Raises:
        EngineError: The version that held before still holds, unless it was the turn itself of
            which no word came: then either does, whole.
    """
    return _Publication(pointer, now or datetime.now(tz=UTC), check, turning).run(parts)


class _Publication:
    """One publication."""

    def __init__(
        self, pointer: Pointer, now: datetime, check: Check | None, turning: Turning | None
    ) -> None:
        self.endpoint = pointer.endpoint
        self.layout = pointer.layout
        self.now = now
        self.pointer = pointer
        self.check = check
        self.turning = turning
        self.loader = Loader(pointer)

    def run(self, parts: Iterable[Part]) -> Outcome:
        """Publish; while it lasts nobody else drops what it may have found there."""
        own, now = f"urn:uuid:{uuid.uuid4()}", _moment(self.now)
        with self.endpoint.kept_open():
            self._say(f"INSERT DATA {{ {{}} <{own}> prov:startedAtTime {now} {{}} }}")
            try:
                return self._run(parts, own)
            except BaseException:
                with suppress(EngineError):
                    self._say(f"INSERT DATA {{ {{}} <{own}> prov:endedAtTime {now} {{}} }}")
                raise

    def _say(self, update: str) -> None:
        """Change the pointer's graph, whose braces are ``{}``."""
        opening = f"GRAPH <{self.layout.pointer}> {{"
        self.endpoint.change(PREFIXES + update.replace("{}", opening, 1).replace("{}", "}", 1))

    def _run(self, parts: Iterable[Part], own: str) -> Outcome:
        before = self.pointer.current()
        audiences: dict[str, str | None] = {}
        for part in parts:
            if not part.is_there:
                for name, lines in part.graphs.items():
                    self.loader.add(name, lines)
                self.loader.add(part.name, _listing(part))
            audiences[part.name] = self.layout.who(part.audience)
        version = self.layout.version(f"{name} {who}" for name, who in audiences.items())
        self.loader.add(version, _contents(version, audiences))
        self.loader.finish()
        if self.check is not None and version != before:
            self.check(version)
        self._turn(before, version)
        dropped = self._clean(version, own)
        did = self.loader
        return Outcome(version, before != version, did.loaded, did.kept, dropped, did.statements)

    def _turn(self, before: str | None, version: str) -> None:
        """Let a version hold: one statement more, which is there or not; then it is read back."""
        if before != version:
            issued = self.pointer.issued()
            latest = issued[-1][0] + timedelta(milliseconds=1) if issued else self.now
            moment = _moment(max(self.now, latest))
            self._tell(version, Turned.PERHAPS)
            self._say(f"INSERT DATA {{ {{}} <{version}> dct:issued {moment} {{}} }}")
        if (held := self.pointer.current()) != version:
            raise EngineError(
                self.endpoint.remote.update,
                f"version {version} was to hold; {held} does",
                f"versie {version} moest gelden; {held} geldt",
            )
        self._tell(version, Turned.YES)

    def _tell(self, version: str, turned: Turned) -> None:
        if self.turning is not None:
            self.turning(version, turned)

    def _clean(self, version: str, own: str) -> int:
        """Drop what nobody reads any more, unless another may count on it just now."""
        at = self.layout.pointer
        others: dict[str, bool] = {}
        for row in self.pointer.rows(
            f"GRAPH <{at}> {{ ?one prov:startedAtTime ?began "
            "OPTIONAL { ?one prov:endedAtTime ?end } }"
        ):
            has_failed = row.get("end") is not None or self._is_before(row["began"], _ABANDONED)
            others[row["one"].value] = has_failed  # type: ignore[union-attr]
        others.pop(own, None)
        dropped = 0
        if all(others.values()):
            dropped = self._prune(version)
            if others:
                dropped += self._collect()
            for one in others:
                self._say(f"DELETE WHERE {{ {{}} <{one}> ?p ?o {{}} }}")
        self._say(f"DELETE WHERE {{ {{}} <{own}> ?p ?o {{}} }}")
        return dropped

    def _is_before(self, when: Term | None, ago: timedelta) -> bool:
        assert isinstance(when, ox.Literal)
        return datetime.fromisoformat(when.value) < self.now - ago

    def _prune(self, version: str) -> int:
        """Drop versions that nobody can still be reading, and the graphs that only they had."""
        remote, ended = self.endpoint.remote, self._ended()
        newest = sorted(ended, key=lambda one: ended[one], reverse=True)
        since = self.now - timedelta(seconds=remote.grace)
        old = [one for one in newest[remote.keep :] if ended[one] < since]
        if not old:
            return 0
        held: set[str] = set()
        for one in (version, *(name for name in newest if name not in old)):
            held |= self._graphs_of(one)
        dropped = 0
        for one in old:
            # The version last: what is left of a drop that failed is found again.
            gone = self._graphs_of(one) - held - {one}
            dropped += self._drop(gone) + self._drop({one})
            self._say(f"DELETE WHERE {{ {{}} <{one}> ?p ?o {{}} }}")
        return dropped

    def _ended(self) -> dict[str, datetime]:
        """Say of each version that held, and does no more, when it last ceased to."""
        issued = self.pointer.issued()
        ended = {one: until for (_, one), (until, _) in pairwise(issued)}
        ended.pop(issued[-1][1], None)
        return ended

    def _collect(self) -> int:
        """Drop what publications that failed have loaded and no version has."""
        at = self.layout.pointer
        held: set[str] = set()
        for _, version in self.pointer.issued():
            held |= self._graphs_of(version)
        there = self.pointer.values("{ SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } }", "g")
        return self._drop({one for one in there if one.startswith(f"{at}/")} - held)

    def _drop(self, graphs: set[str]) -> int:
        listed = sorted(graphs)
        for start in range(0, len(listed), _DROPPED):
            self.endpoint.drop(listed[start : start + _DROPPED])
        return len(listed)

    def _graphs_of(self, version: str) -> set[str]:
        inner = (
            f"GRAPH <{version}> {{ <{version}> dct:hasPart ?a }} "
            "GRAPH ?a { { ?a dct:requires ?g } UNION { ?g dct:isVersionOf ?real } }"
        )
        audiences = self.pointer.values(f"GRAPH <{version}> {{ <{version}> dct:hasPart ?a }}", "a")
        held = self.pointer.values(f"{{ SELECT DISTINCT ?g WHERE {{ {inner} }} }}", "g")
        return {version, *audiences, *held}


def _listing(part: Part) -> list[str]:
    lines = [f"<{part.name}> <{_DCT}requires> <{one}> ." for one in part.default]
    lines += [f"<{copy}> <{_DCT}isVersionOf> <{real}> ." for copy, real in part.copies.items()]
    lines.append(f'<{part.name}> <{_DCAT}version> "{part.version}" .')
    return sorted(lines)


def _contents(version: str, audiences: Mapping[str, str | None]) -> list[str]:
    lines = [f"<{version}> <{_DCT}hasPart> <{one}> ." for one in audiences]
    lines += [f"<{one}> <{_DCT}audience> <{who}> ." for one, who in audiences.items() if who]
    return sorted(lines)


def _moment(when: datetime) -> str:
    return f'"{when.astimezone(UTC).isoformat()}"^^xsd:dateTime'

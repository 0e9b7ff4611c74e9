"""Other IRIs in the place of those that a text names; all else stays, character by character.

A ``PREFIX`` line is changed where everything that hangs on it moves along. One that a new name
needs is added among its neighbours, and one that no name needs any more goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.turtle.lexer import tokens
from ldgraph.turtle.mentions import Declaration, Mention, Text, query_events, value_of
from ldgraph.turtle.terms import resolve, unescape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ldgraph.turtle.mentions import Event

_LINE = re.compile(
    r"[ \t]*(@?)prefix[ \t]+\S*[ \t]*<[^<>]*>[ \t]*\.?[ \t]*(\r?\n|\Z)", re.IGNORECASE
)
_RAW = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Move:
    """What becomes of each IRI, of each namespace, and of the code of a finding."""

    term: Callable[[str], str]
    space: Callable[[str], str] = lambda space: space
    code: Callable[[str], str] = lambda code: code


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: what is relative to what, before and after, and which prefixes hold."""

    base: str
    new_base: str
    #: Of a root: for names held by strings, and for a ``PREFIX`` line that is to be added.
    known: Mapping[str, str] = field(default_factory=dict)
    new_known: Mapping[str, str] = field(default_factory=dict)
    #: Those that hold in the queries of shapes (``sh:declare``).
    given: Mapping[str, str] = field(default_factory=dict)
    new_given: Mapping[str, str] = field(default_factory=dict)


class Edit(NamedTuple):
    """A stretch of a text and what is to stand there, and how many names change in it."""

    start: int
    end: int
    text: str
    places: int = 1


def apply(text: str, edits: Sequence[Edit]) -> str:
    """Make edits, which do not overlap."""
    parts, at = [], 0
    for edit in sorted(edits):
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def replace(text: str, events: Sequence[Event], move: Move, place: Place) -> list[Edit]:
    """Give the edits after which a text names what ``move`` makes of what it names."""
    return _Replacing(text, events, move, place, {}, {}).edits()


@dataclass(slots=True)
class _Replacing:
    text: str
    events: Sequence[Event]
    move: Move
    place: Place
    #: Prefixes that hold without being declared, before and after.
    given: Mapping[str, str]
    new_given: Mapping[str, str]
    #: Namespaces for which a line is to be added, by prefix.
    added: dict[str, str] = field(default_factory=dict)

    def edits(self) -> list[Edit]:
        found: list[Edit] = []
        adopted = self._adopted()
        here, prefixes = self.place.new_base, dict(self.new_given)
        declared: dict[str, int] = {}
        before, after = set[int](), set[int]()
        for number, event in enumerate(self.events):
            if isinstance(event, Declaration):
                iri = adopted.get(number, event.iri)
                if resolve(here, unescape(event.written[1:-1])) != iri:
                    found.append(Edit(event.start, event.end, f"<{iri}>"))
                if event.prefix is None:
                    here = iri
                else:
                    prefixes[event.prefix], declared[event.prefix] = iri, number
            elif isinstance(event, Mention):
                wanted = self.move.term(event.iri)
                written = event.written
                if value_of(written, here, prefixes) != wanted:
                    written = self._written(event, wanted, prefixes)
                    found.append(Edit(event.start, event.end, written))
                before.add(event.by)
                after.add(declared.get(written.partition(":")[0], -1))
            elif edit := self._of_text(event):
                found.append(edit)
        lines = self._lines(before - after)
        return lines + [
            one for one in found if not any(e.start <= one.start < e.end for e in lines)
        ]

    def _adopted(self) -> dict[int, str]:
        """Find the declarations that change: all that hangs on them moves along with them."""
        uses: dict[int, list[Mention]] = {}
        for event in self.events:
            if isinstance(event, Mention):
                uses.setdefault(event.by, []).append(event)
        adopted = {}
        for number, event in enumerate(self.events):
            if not isinstance(event, Declaration):
                continue
            new = self.move.space(event.iri)
            table = {} if event.prefix is None else {event.prefix: new}
            if new != event.iri and all(
                value_of(one.written, new, table) == self.move.term(one.iri)
                for one in uses.get(number, ())
            ):
                adopted[number] = new
        return adopted

    def _written(self, event: Mention, iri: str, prefixes: Mapping[str, str]) -> str:
        """Write an IRI: in full where it was, else with its own prefix, another, or a new one."""
        if event.written.startswith("<"):
            return f"<{iri}>"
        own = event.written.partition(":")[0]
        for prefix in (own, *sorted(prefixes, key=lambda one: -len(prefixes[one]))):
            name = _name(prefix, prefixes.get(prefix, ""), iri)
            if name:
                return name
        known = self.place.new_known
        for prefix in sorted(known, key=lambda one: -len(known[one])):
            name = _name(prefix, known[prefix], iri)
            if name and prefix not in prefixes and self._line_at(prefix) is not None:
                self.added[prefix] = known[prefix]
                return name
        return f"<{iri}>"

    # -- lines ----------------------------------------------------------------------------------

    def _head(self) -> list[Declaration]:
        """Give the prefixes that are declared, a line each, before anything is named."""
        head = []
        for event in self.events:
            if not isinstance(event, Declaration):
                break
            if event.prefix is not None and self._line(event):
                head.append(event)
        return head

    def _line(self, event: Declaration) -> re.Match[str] | None:
        start = self.text.rfind("\n", 0, event.start) + 1
        return _LINE.match(self.text, start)

    def _line_at(self, prefix: str) -> int | None:
        """Say where the line of a prefix belongs; None where there are none to set it among."""
        head = self._head()
        for event in head:
            line = self._line(event)
            if line and (event.prefix or "") > prefix:
                return line.start()
        line = self._line(head[-1]) if head else None
        return line.end() if line and line[2] else None

    def _lines(self, unused: set[int]) -> list[Edit]:
        found = []
        for number in sorted(unused - {-1}):
            event = self.events[number]
            if isinstance(event, Declaration) and event.prefix is not None:
                line = self._line(event)
                if line:
                    found.append(Edit(line.start(), line.end(), "", places=0))
        by_place: dict[int, list[str]] = {}
        for prefix in sorted(self.added):
            at = self._line_at(prefix)
            model = self._line(self._head()[0])
            assert at is not None
            assert model is not None
            word, dot = ("@prefix", " .") if model[1] else ("PREFIX", "")
            line_end = model[2] or "\n"
            written = f"{word} {prefix}: <{self.added[prefix]}>{dot}{line_end}"
            by_place.setdefault(at, []).append(written)
        return found + [Edit(at, at, "".join(lines), places=0) for at, lines in by_place.items()]

    # -- strings --------------------------------------------------------------------------------

    def _of_text(self, event: Text) -> Edit | None:
        inner, places = event.inner, 1
        if event.kind == "query":
            new, places = self._query(inner)
        else:
            said = unescape(inner)
            wanted = self._said(said, event.kind)
            new = inner if wanted == said else wanted
        if new == inner:
            return None
        return Edit(event.start + event.width, event.end - event.width, new, places)

    def _said(self, said: str, kind: str) -> str:
        if kind == "namespace":
            return self.move.space(said)
        if kind == "code":
            return self.move.code(said)
        known, new_known = self.place.known, self.place.new_known
        iri = said if "://" in said else value_of(said, "", known) if ":" in said else None
        wanted = self.move.term(iri) if iri else iri
        if iri is None or wanted is None or value_of(said, "", new_known) == wanted:
            return said
        if wanted == iri:
            return said
        for prefix in sorted(new_known, key=lambda one: -len(new_known[one])):
            name = _name(prefix, new_known[prefix], wanted)
            if name and "://" not in said:
                return name
        return wanted

    def _query(self, raw: str) -> tuple[str, int]:
        """Replace in a query as it stands in a string, its escapes where they were; count."""
        text, starts = unescaped(raw)
        events = query_events(text, self.place.base, self.place.given)
        inner = _Replacing(
            text, events, self.move, self.place, self.place.given, self.place.new_given
        )
        edits = inner.edits()
        found = [Edit(starts[one.start], starts[one.end], one.text) for one in edits]
        return apply(raw, found), sum(one.places for one in edits)


def unescaped(raw: str) -> tuple[str, list[int]]:
    r"""Resolve the escapes in a text, and give for each character where it began, and the end.

    >>> unescaped(r'a\nb')
    ('a\nb', [0, 1, 3, 4])
    """
    pieces = [match.group() for match in _RAW.finditer(raw)]
    starts = [0, *accumulate(len(one) for one in pieces)]
    return "".join(unescape(one) for one in pieces), starts


def _name(prefix: str, space: str, iri: str) -> str | None:
    """Write an IRI with a prefix, where that is a name without escapes; else None."""
    if not space or not iri.startswith(space):
        return None
    name = f"{prefix}:{iri[len(space) :]}"
    kinds = [token.kind for token in tokens(name)]
    return name if kinds == ["name"] and "\\" not in name else None

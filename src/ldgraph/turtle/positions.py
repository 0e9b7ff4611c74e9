"""Where in a file each statement stands."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import XSD
from ldgraph.turtle.blocks import split
from ldgraph.turtle.parser import statements_of
from ldgraph.turtle.terms import key
from ldgraph.turtle.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ldgraph.errors import Position
    from ldgraph.turtle.reader import Statement

    Triple = tuple[str, str, str]

#: Rounds of refinement: blank nodes this far from a name can still be told apart.
_ROUNDS = 32
#: In a knot of very many there are fewer rounds: so many names are made for one, but for the first
#: rounds.
_MOST_NAMES, _FIRST_ROUNDS = 100_000, 4
#: Of a file of which more than this share was read in blocks the whole is read: that is quicker.
_SHARE = 8
_ANY = ox.NamedNode("urn:x-any")


class Index:
    """The places of a file's subjects, properties and values; terms are keys (``turtle.terms``).

    Blank nodes are named as ``blank_names`` and ``numbered`` do, so that they can be asked for.
    A statement's block is read when something in it is sought; the whole file only where a blank
    node may be written in any of them.
    """

    def __init__(self, content: bytes, shown: str, base: str) -> None:
        self._shown, self._base = shown, base
        self._text = decode(content).text
        self._lines = Lines(self._text)
        self._blocks = split(self._text, base)
        self._places: dict[tuple[str, ...], tuple[int, int]] = {}
        #: How many blank nodes bear a name.
        self._alike: Counter[str] = Counter()
        self._stored = Stored()
        self._read: set[str] = set()
        #: Characters in the blocks that were read.
        self._looked = 0
        self._is_whole = False

    def find(
        self,
        subject: str,
        predicate: str = "",
        value: str = "",
        owners: Collection[str] | None = None,
    ) -> Position | None:
        """Give the place of a value, else of the property, else of the subject; None if absent.

        Args:
            subject: Whose statement is sought.
            predicate: Its property; empty for the subject itself.
            value: Its value; empty for the property itself.
            owners: Of a blank subject, in whose statements it is written: nobody's where it begins
                one itself; None where that is not known.
        """
        self._look_up(subject, value, owners)
        whole = (subject, predicate, self._stored.key(value))
        # Of blank nodes that are alike any will do, if it is a value of this subject.
        alike = (subject, predicate, _alike(value))
        for wanted in (whole, alike, whole[:2], whole[:1]):
            if wanted in self._places:
                return self._lines.span(self._shown, *self._places[wanted])
        return None

    def _look_up(self, subject: str, value: str, owners: Collection[str] | None) -> None:
        """Read what has to be read to find a statement."""
        is_blank = subject.startswith("_:")
        has_blank = is_blank or value.startswith("_:")
        if self._is_whole:
            return
        if (
            self._blocks is None
            or (is_blank and owners is None)
            or (has_blank and self._blocks.has_labels)
        ):
            self._read_whole()
            return
        names = (owners or ("",)) if is_blank and owners is not None else (subject,)
        unread = [name for name in names if name not in self._read]
        if unread and self._looked > len(self._text) // _SHARE:
            self._read_whole()
            return
        for name in unread:
            self._read.add(name)
            for block in self._blocks.by_subject.get(name, ()):
                self._looked += block.end - block.start
                text = self._text[block.start : block.end]
                self._add(statements_of(text, *block.state), block.start)

    def _read_whole(self) -> None:
        self._is_whole = True
        # Of a blank node with a label only a part was seen: it may be known by a wrong name.
        self._places.clear()
        self._alike.clear()
        self._add(statements_of(self._text, self._base), 0)

    def _add(self, statements: list[Statement], start: int) -> None:
        """Note the places of statements of which the offsets count from ``start``."""
        values = [self._stored.key(one.object) for one in statements]
        triples = [
            (one.subject, one.predicate, value)
            for one, value in zip(statements, values, strict=True)
        ]
        names: dict[str, str] = {}
        for node, name in blank_names(triples).items():
            self._alike[name] += 1
            names[node] = numbered(name, self._alike[name])
        for one, value in zip(statements, values, strict=True):
            subject, named = names.get(one.subject, one.subject), names.get(value, value)
            self._note((subject,), start, one.subject_at)
            self._note((subject, one.predicate), start, one.predicate_at)
            self._note((subject, one.predicate, named), start, one.object_at)
            if named.startswith("_:"):
                self._note((subject, one.predicate, _alike(named)), start, one.object_at)

    def _note(self, wanted: tuple[str, ...], start: int, at: tuple[int, int]) -> None:
        self._places.setdefault(wanted, (start + at[0], start + at[1]))


class Stored:
    """Writes values as the store does, for which ``01`` and ``1`` are one number."""

    def __init__(self) -> None:
        self._store = ox.Store()
        self._keys: dict[str, str] = {}

    def key(self, value: str) -> str:
        """Give the key of a term as it comes back from the store.

        >>> Stored().key(f'"1.50"^^<{XSD}decimal>').partition("^")[0]
        '"1.5"'
        """
        if not (value.startswith('"') and value.endswith(">")):
            return value
        if value not in self._keys:
            lexical, _, datatype = value[1:-1].rpartition('"^^<')
            self._keys[value] = value if XSD not in datatype else self._kept(lexical, datatype)
        return self._keys[value]

    def _kept(self, lexical: str, datatype: str) -> str:
        literal = ox.Literal(lexical, datatype=ox.NamedNode(datatype))
        self._store.add(ox.Quad(_ANY, _ANY, literal))
        kept = next(iter(self._store))
        self._store.remove(kept)
        return key(kept.object)


def blank_names(triples: Iterable[Triple], rounds: int = _ROUNDS) -> Mapping[str, str]:
    """Name blank nodes after what is said of them, so that two readings of a file agree.

    Nodes of which the same is said have the same name: nothing in the file tells them apart, as
    far as ``rounds`` statements away. What a node is called hangs only on the nodes that it is
    connected with through blank nodes.
    """
    around: dict[str, dict[tuple[str, str, str], None]] = defaultdict(dict)
    for subject, predicate, value in triples:
        if subject.startswith("_:"):
            around[subject][">", predicate, value] = None
        if value.startswith("_:"):
            around[value]["<", predicate, subject] = None
    names: dict[str, str] = {}
    for knot in _knots(around):
        names |= _refined(knot, around, rounds)
    return {node: names[node] for node in around}


def numbered(name: str, number: int) -> str:
    """Set blank nodes of one name apart: which is which makes no difference."""
    return name if number == 1 else f"{name}.{number}"


def _alike(name: str) -> str:
    """Give what blank nodes that are alike are called; of no use for other names."""
    return name.partition(".")[0] if name.startswith("_:") else ""


def _knots(around: Mapping[str, Iterable[Triple]]) -> Iterator[list[str]]:
    """Give the blank nodes that hang together."""
    seen: set[str] = set()
    for start in around:
        if start in seen:
            continue
        seen.add(start)
        knot = [start]
        for node in knot:  # grows while it is walked
            for _, _, other in around[node]:
                if other in around and other not in seen:
                    seen.add(other)
                    knot.append(other)
        yield knot


def _refined(
    knot: list[str], around: Mapping[str, Iterable[Triple]], rounds: int
) -> dict[str, str]:
    names = dict.fromkeys(knot, "_:")
    apart = 1
    for _ in range(min(rounds, max(_FIRST_ROUNDS, _MOST_NAMES // len(knot)))):
        names = {
            node: _digest(sorted((way, p, names.get(t, t)) for way, p, t in around[node]))
            for node in knot
        }
        before, apart = apart, len(set(names.values()))
        if apart == before:
            break
    # Nodes of two knots are alike only if the knots are.
    whole = _digest(sorted(names.values()))
    return {node: f"_:{whole}-{name}" for node, name in names.items()}


def _digest(said: list[Triple] | list[str]) -> str:
    return hashlib.blake2b(repr(said).encode("utf-8", "replace"), digest_size=8).hexdigest()

"""What was fetched of a source, versions put together to things as they are now."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.harvest.observed import Left
from ldgraph.harvest.quads import Graph, as_moment, triples_of
from ldgraph.terms import AS, DCT, PROV, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ldgraph.harvest.quads import Term
    from ldgraph.harvest.rdf import Said

GENERATED = f"{PROV}generatedAtTime"
VERSION_OF = f"{DCT}isVersionOf"
#: Deleted, in the words of LDES 1.0 and of what Flemish streams say.
_DELETED = {f"{AS}Delete", f"{AS}Tombstone"}
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Paths:
    """Which properties of a member say when it is of, and of what it is a version."""

    time: str = GENERATED
    #: What orders members of one moment, where the stream names it.
    sequence: str | None = None
    version_of: str = VERSION_OF
    #: The property and the value that mark a removal, where the stream names its own.
    removal: tuple[str, str] | None = None


@dataclass(slots=True)
class Gathered:
    """Things as they are now, by their source."""

    triples: list[ox.Triple] = field(default_factory=list)
    #: Things that the source took away, and when.
    gone: dict[str, datetime] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    #: The time of the newest version.
    newest: datetime | None = None
    pages: int = 0
    members: int = 0

    def graph(self) -> Graph:
        """Give the statements to map."""
        return Graph(self.triples)


def no_iris(wrong: Iterable[str]) -> list[Left]:
    """Say of names that are no IRIs that what they stand in was left out."""
    return [
        Left(
            repr(one)[1:-1][:200],
            "geen geldige IRI; wat ermee gezegd wordt, is niet gelezen",
            "no valid IRI; what is said with it was not read",
        )
        for one in wrong
    ]


def of_file(said: Said) -> Gathered:
    """Take a file: what is a version of something becomes that thing, the newest counting."""
    found = _of_quads(said.quads)
    found.left[:0] = no_iris(said.wrong)
    return found


def _of_quads(quads: Iterable[ox.Quad]) -> Gathered:
    triples = list(triples_of(quads))
    graph = Graph(triples)
    members = {
        subject.value: _reached(subject, graph, frozenset())
        for subject in graph.subjects()
        if isinstance(subject, ox.NamedNode) and graph.iris(subject, VERSION_OF)
    }
    if not members:
        return Gathered(triples=triples)
    found = materialise(members, Paths())
    inside = {one for triples_of_member in members.values() for one in triples_of_member}
    found.triples += [one for one in triples if one not in inside]
    return found


def _reached(start: Term, graph: Graph, stop: frozenset[str]) -> list[ox.Triple]:
    """Give what is said of a thing and of all blank nodes that it leads to."""
    return reached(start, graph, stop, blanks_only=True)


def reached(
    start: Term, graph: Graph, stop: frozenset[str], *, blanks_only: bool = False
) -> list[ox.Triple]:
    """Give what is said of a thing, and of what it leads to that is no other member.

    Args:
        start: The thing.
        graph: The statements of its page.
        stop: IRIs at which to stop: other members, pages, the stream.
        blanks_only: Go on at blank nodes alone, as in a file, where all else is kept beside.
    """
    found: list[ox.Triple] = []
    seen: set[Term] = {start}
    waiting: list[Term] = [start]
    while waiting:
        node = waiting.pop()
        for predicate, value in graph.said(node):
            found.append(ox.Triple(node, ox.NamedNode(predicate), value))  # type: ignore[arg-type]
            if value in seen or isinstance(value, ox.Literal):
                continue
            goes_on = isinstance(value, ox.BlankNode) or (
                not blanks_only and str(getattr(value, "value", "")) not in stop
            )
            if goes_on and graph.has(value):
                seen.add(value)
                waiting.append(value)
    return found


def materialise(members: Mapping[str, Sequence[ox.Triple]], paths: Paths) -> Gathered:
    """Make of versions the things that they are versions of, as of the newest of each.

    A member that says neither of what it is a version nor when is itself the thing.
    """
    found = Gathered(members=len(members))
    versions: dict[str, list[tuple[_Order, str]]] = defaultdict(list)
    for iri, triples in members.items():
        of, when = _of(iri, triples, paths, found.left)
        if of:
            versions[of].append((_Order(when, *_sequence(iri, triples, paths)), iri))
            if when != _EARLIEST:
                found.newest = max(found.newest or when, when)
    for thing, listed in sorted(versions.items()):
        order = max(order for order, _ in listed)
        last = sorted(iri for one, iri in listed if one == order)
        newest = order.when
        if len({_said(members[iri], iri, paths) for iri in last}) > 1:
            found.left.append(
                Left(
                    thing,
                    f"twee versies van hetzelfde ogenblik ({newest.isoformat()}) verschillen",
                    f"two versions of the same moment ({newest.isoformat()}) differ",
                )
            )
            continue
        version = last[0]
        if _is_removal(members[version], version, paths):
            found.gone[thing] = newest
            continue
        found.triples += _renamed(members[version], version, thing, paths)
    return found


class _Order(NamedTuple):
    """What says which of two versions is the newer."""

    when: datetime
    number: float
    text: str


def _sequence(iri: str, triples: Sequence[ox.Triple], paths: Paths) -> tuple[float, str]:
    """Give what orders a version within its moment: a number, or else a text."""
    found = _own(triples, iri, paths.sequence) if paths.sequence else []
    if len(found) != 1 or not isinstance(found[0].object, ox.Literal):
        return 0.0, ""
    text = found[0].object.value
    try:
        number = float(text)
    except ValueError:
        return 0.0, text
    return (number, "") if math.isfinite(number) else (0.0, text)


def _of(
    iri: str, triples: Sequence[ox.Triple], paths: Paths, left: list[Left]
) -> tuple[str, datetime]:
    of = {
        one.object.value
        for one in _own(triples, iri, paths.version_of)
        if hasattr(one.object, "value")
    }
    times = [
        moment
        for one in _own(triples, iri, paths.time)
        if isinstance(one.object, ox.Literal) and (moment := as_moment(one.object.value))
    ]
    if not of and not times:
        return iri, _EARLIEST
    if len(of) > 1 or len(times) != 1:
        left.append(
            Left(
                iri,
                "een versie zonder één ogenblik, of van meer dan één ding",
                "a version without one moment, or of more than one thing",
            )
        )
        return "", _EARLIEST
    when = times[0]
    # The standard wants a time zone; where it lacks, UTC is the least surprising.
    return (of.pop() if of else iri), when if when.tzinfo else when.replace(tzinfo=UTC)


def _own(triples: Sequence[ox.Triple], iri: str, predicate: str) -> list[ox.Triple]:
    return [
        one
        for one in triples
        if one.predicate.value == predicate and getattr(one.subject, "value", "") == iri
    ]


def _is_removal(triples: Sequence[ox.Triple], iri: str, paths: Paths) -> bool:
    kinds = {str(getattr(one.object, "value", "")) for one in _own(triples, iri, TYPE)}
    if kinds & _DELETED:
        return True
    if paths.removal is None:
        return False
    predicate, wanted = paths.removal
    return any(
        str(getattr(one.object, "value", "")) == wanted for one in _own(triples, iri, predicate)
    )


def _said(triples: Sequence[ox.Triple], iri: str, paths: Paths) -> frozenset[tuple[str, str]]:
    """Give what a version says of itself, but for its own name and moment."""
    return frozenset(
        (one.predicate.value, "_:" if isinstance(one.object, ox.BlankNode) else str(one.object))
        for one in triples
        if getattr(one.subject, "value", "") == iri and one.predicate.value != paths.time
    )


def _renamed(
    triples: Sequence[ox.Triple], version: str, thing: str, paths: Paths
) -> list[ox.Triple]:
    old, new = ox.NamedNode(version), ox.NamedNode(thing)
    return [
        ox.Triple(
            new if one.subject == old else one.subject,
            one.predicate,
            new if one.object == old else one.object,
        )
        for one in triples
        if not (one.subject == old and one.predicate.value == paths.version_of)
    ]

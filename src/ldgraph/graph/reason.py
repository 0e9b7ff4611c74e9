"""Is there a clash in the ontology, or between it and the data? And which statements make it?

HermiT looks at the ontology, the code lists and a sample of every class. Where it finds no model,
the statements are narrowed down to a smallest set that still has none: leave any one of them out
and there is no clash left.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.axioms import Piece, Terminology, facts, ill_kinded, terminology
from ldgraph.graph.hermit import first_inconsistent, unsatisfiable
from ldgraph.terms import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

#: Instances looked at per class, unless asked otherwise.
SAMPLE = 25
_WITNESS = "urn:ldgraph:witness"
#: How many parts a large span is cut into, a small one, and what is small. Starting Java costs
#: as much as looking at some thirty small sets.
_STRIDE = 4
_FINE_STEPS = 24
_SMALL = 400


@dataclass(frozen=True, slots=True)
class Report:
    """What the reasoner found."""

    #: A smallest set of statements that cannot all be true; empty if there is no clash.
    clash: tuple[Piece, ...]
    #: Each class that can have no instance, with a smallest set of statements that makes it so.
    unsatisfiable: tuple[tuple[str, tuple[Piece, ...]], ...]
    axioms: int
    facts: int
    individuals: int
    seconds: float

    @property
    def consistent(self) -> bool:
        """Whether the statements have a model; a class without instances does not hinder it."""
        return not self.clash


def reason(
    store: ox.Store,
    ontology: Collection[str],
    sample: int = SAMPLE,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Look for clashes.

    Args:
        store: Ontology, code lists and data, a named graph each.
        ontology: IRIs of the graphs that are looked at in full: the ontology and the code lists.
        sample: How many instances of each class to take from the other graphs.
        progress: Called with steps done and steps in all, which is known only roughly.

    Raises:
        ReasonerMissingError: The extra ``reason`` is not installed.
        ReasonerFailedError: HermiT gave no answer.
    """
    start = time.perf_counter()
    tell = progress or (lambda _done, _whole: None)
    known = terminology(store)
    subjects = sampled(store, ontology, sample)
    pieces = facts(store, subjects, known)
    tell(1, 4)
    background = known.declarations()
    empty: list[tuple[str, tuple[Piece, ...]]] = []
    clash: tuple[Piece, ...] = tuple(_ill_kinded(store, pieces, known))
    hollow = [] if clash else unsatisfiable(_text(background, known.axioms))
    tell(2, 4)
    if hollow is None:
        clash = narrow(background, known.axioms)
    for name in hollow or ():
        witness = f"<{_WITNESS}> <{TYPE}> <{name}> .\n"
        empty.append((name, narrow(background + witness, known.axioms)))
    tell(3, 4)
    everything = (*known.axioms, *pieces)
    # An instance of an empty class is a clash that the class explains better.
    if not clash and not empty and first_inconsistent([_text(background, everything)]) is not None:
        clash = narrow(background, everything, len(known.axioms))
    tell(4, 4)
    seconds = time.perf_counter() - start
    return Report(clash, tuple(empty), len(known.axioms), len(pieces), len(subjects), seconds)


def sampled(store: ox.Store, ontology: Collection[str], sample: int) -> list[ox.NamedNode]:
    """Choose the things to look at: all of the ontology's own, and some of every class.

    Instances count by the classes they are in together, so that one of an odd pair is looked at;
    of every set of properties that instances of a class have, one is. The choice is spread evenly
    in the order of names: it is the same at every run and touches files of every part.
    """
    chosen: dict[str, None] = {}
    said: dict[str, tuple[set[str], set[str]]] = {}
    for quad in store:
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        name, predicate = quad.subject.value, quad.predicate.value
        if isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value in ontology:
            chosen[name] = None
        types, predicates = said.setdefault(name, (set(), set()))
        if predicate == TYPE and isinstance(quad.object, ox.NamedNode):
            types.add(quad.object.value)
        predicates.add(predicate)
    alike: dict[frozenset[str], list[str]] = {}
    for name, (types, predicates) in sorted(said.items()):
        of_kind = alike.setdefault(frozenset(types), [])
        of_kind.append(name)
        same = alike.setdefault(frozenset({"", *types, *predicates}), [])
        same.append(name)
    for signature, members in alike.items():
        count = min(1 if "" in signature else sample, len(members), sample)
        chosen.update(
            dict.fromkeys(members[place * len(members) // count] for place in range(count))
        )
    return [ox.NamedNode(name) for name in sorted(chosen)]


def narrow(background: str, pieces: Sequence[Piece], sound: int = -1) -> tuple[Piece, ...]:
    """Find a smallest part of ``pieces`` that has no model together with ``background``.

    The first ``sound`` pieces are known to have one; -1 if that is known of no number.

    The last piece of the shortest prefix without a model is needed; it is kept, and the search
    goes on in what stands before it, nearest in meaning first.
    """
    found: list[Piece] = []
    pool = list(pieces)
    while length := _shortest(background, found, pool, -1 if found else sound):
        found.append(pool[length - 1])
        pool = _nearest(found, pool[: length - 1])
    return tuple(found)


def _shortest(background: str, found: Sequence[Piece], pool: Sequence[Piece], sound: int) -> int:
    """Give the length of the shortest prefix of ``pool`` that, with the rest, has no model.

    0 means that the rest alone has none. The whole of ``pool`` is known to have none.
    """
    low, high = sound, len(pool)  # a prefix of `low` pieces has a model, one of `high` has none
    while high - low > 1:
        cuts = _cuts(low, high, gallop=bool(found))
        at = first_inconsistent([_text(background, (*found, *pool[:cut])) for cut in cuts])
        low, high = (cuts[-1], high) if at is None else (cuts[at - 1] if at else low, cuts[at])
    return high


def _cuts(low: int, high: int, *, gallop: bool) -> list[int]:
    """Choose prefixes to look at in one start of Java: small ones where they may do."""
    span = high - low
    if gallop and low < 0 and span > _SMALL:
        return [0, *(step for power in range(8) if (step := 8 * _STRIDE**power) < high)]
    count = min(_FINE_STEPS if span <= _SMALL else _STRIDE, span)
    return sorted({low + span * step // count for step in range(1, count)} - {low, high})


def _nearest(found: Sequence[Piece], pool: Sequence[Piece]) -> list[Piece]:
    """Order pieces by how many names away they are from those found; the rest stays in order."""
    by_name: dict[str, list[int]] = {}
    names = [_names(piece) for piece in pool]
    for number, own in enumerate(names):
        for name in own:
            by_name.setdefault(name, []).append(number)
    ordered: dict[int, None] = {}
    front = {name for piece in found for name in _names(piece)}
    seen: set[str] = set()
    while front:
        seen |= front
        near = sorted(
            {number for name in front for number in by_name.get(name, ())},
            key=lambda number: (pool[number].predicate != TYPE, number),  # a type says most
        )
        ordered.update(dict.fromkeys(near))
        front = {name for number in near for name in names[number]} - seen
    ordered.update(dict.fromkeys(range(len(pool))))
    return [pool[number] for number in ordered]


def _names(piece: Piece) -> set[str]:
    """Give the names in a piece: those that OWL defines link nothing."""
    parts = piece.lines.replace("\n", " ").split(" ")
    return {part for part in parts if part.startswith(("<", "_:")) and f"<{_W3}" not in part}


_W3 = "http://www.w3.org/"


def _text(background: str, pieces: Sequence[Piece]) -> list[str]:
    return [background, *(piece.lines for piece in pieces)]


def _ill_kinded(store: ox.Store, pieces: Sequence[Piece], known: Terminology) -> list[Piece]:
    """Give the first fact that is of the wrong kind, with the statement of what kind is right."""
    for piece in ill_kinded(pieces, known):
        kind = ox.NamedNode(known.properties[piece.predicate])
        name = ox.NamedNode(piece.predicate)
        said = next(store.quads_for_pattern(name, ox.NamedNode(TYPE), kind), None)
        return [piece, Piece(name, TYPE, kind, said, "")]
    return []

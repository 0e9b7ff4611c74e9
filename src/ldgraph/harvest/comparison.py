"""What a comparison of governments knows and yields, shared by its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.harvest.observed import Left
from ldgraph.harvest.ours import NAMED
from ldgraph.harvest.proposal import Proposal, Proposed, Question
from ldgraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldgraph.harvest.observed import Body
    from ldgraph.harvest.ours import Government, Ours
    from ldgraph.harvest.proposal import Edit, What


def day(value: date) -> ox.Literal:
    """Make a day a value."""
    return ox.Literal(value.isoformat(), datatype=ox.NamedNode(XSD + "date"))


@dataclass(slots=True)
class Comparison:
    """A source beside a root on a day."""

    ours: Ours
    on: date
    out: Proposed = field(default_factory=Proposed)
    #: Which of ours a body of the source is, by its IRI there.
    matched: dict[str, Government] = field(default_factory=dict)
    #: Bodies that none of ours is.
    new: dict[str, Body] = field(default_factory=dict)
    #: Governments that are proposed, by our IRI.
    made: dict[str, Government] = field(default_factory=dict)
    #: Who was given a number first in this harvest.
    claimed: dict[tuple[str, str], Government] = field(default_factory=dict)
    #: Numbers that two would have, with the second that the source gives them to.
    contested: dict[tuple[str, str], str] = field(default_factory=dict)
    #: Bodies that ended by their source, and of which we do not say so; a merger may say when.
    ended: dict[str, tuple[Body, Government]] = field(default_factory=dict)

    @property
    def told(self) -> int:
        """How much is said so far of what differs."""
        out = self.out
        return len(out.proposals) + len(out.questions) + len(out.left) + len(self.ended)

    def iri_of(self, word: str, number: str) -> str:
        """Give the IRI of a government by its kind and number."""
        return f"{self.ours.root.base}/id/lokaalbestuur/{word}-{number}"

    def name_of(self, body: Body) -> str:
        """Give a body's name as we write it."""
        name = body.names[0] if body.names else ""
        before = NAMED.get(body.kind, "")
        return name if name.startswith(before) else before + name

    def who(self, iri: str, when: date) -> Government | None:
        """Give whom an IRI of the source stood for on a day."""
        ever = self.ours.with_number("LBLOD", iri)
        holders = [one for one, number in ever if number.holds_on(when)]
        if holders:
            return holders[0] if len(holders) == 1 else None
        if iri in self.matched:
            return self.matched[iri]
        # Whoever alone ever had it is meant, though not on that day.
        others = {one.iri: one for one, _ in ever}
        return next(iter(others.values())) if len(others) == 1 else None

    def propose(
        self,
        what: What,
        government: Government,
        change: tuple[str, str],
        source: str,
        edits: Iterable[Edit],
    ) -> None:
        """Propose a change of a government; ``change`` is what it was and what it will be."""
        self.out.proposals.append(
            Proposal(what, government.iri, government.label, *change, source, tuple(edits))
        )

    def ask(
        self, about: str, label: str, dutch: str, english: str, candidates: tuple[str, ...] = ()
    ) -> None:
        """Leave something to a person."""
        self.out.questions.append(Question(about, label, dutch, english, candidates))

    def leave(self, about: str, dutch: str, english: str) -> None:
        """Say that something was not taken over, and why."""
        self.out.left.append(Left(about, dutch, english))

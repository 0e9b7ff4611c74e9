"""What is proposed, and what a person has to decide: values, and no text of a file yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from ldgraph.harvest.observed import Left

    Value = ox.NamedNode | ox.Literal


class What(StrEnum):
    """What a proposal changes."""

    NAME = "name"
    STATUS = "status"
    MERGER = "merger"
    IDENTIFIER = "identifier"
    NEW = "new"
    OFFERING = "offering"


class Replace(NamedTuple):
    """Another value in the place of one that a file states."""

    subject: str
    predicate: str
    old: Value
    new: Value


class Add(NamedTuple):
    """One more value of a thing that is there."""

    subject: str
    predicate: str
    value: Value


class Describe(NamedTuple):
    """A thing that is new, with all that is said of it, in the order in which it is written."""

    subject: str
    rows: Sequence[tuple[str, Sequence[Value]]]


Edit = Replace | Add | Describe


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that follows from what a source says, and can be made or left as a whole."""

    what: What
    #: The thing of ours that it is about.
    subject: str
    #: As people call it.
    label: str
    before: str
    after: str
    #: What of the source it rests on.
    source: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something that only a person can decide, and why."""

    about: str
    label: str
    dutch: str
    english: str
    #: Things of ours that it may be.
    candidates: tuple[str, ...] = ()

    def why(self, lang: str) -> str:
        """Give the reason in a language."""
        return self.english if lang == "en" else self.dutch


@dataclass(slots=True)
class Proposed:
    """The outcome of a comparison; nothing of the source is in none of these but what is equal."""

    proposals: list[Proposal] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    #: Things of the source that say what we say.
    equal: int = 0

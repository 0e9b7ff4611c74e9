"""A SPARQL query as groups of patterns, each with its place: enough to see how it will be run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ldgraph.turtle.lexer import Token


class Name(NamedTuple):
    """A variable (``name`` begins with ``?``), another term as written, or a node ``[ ]``."""

    name: str
    start: int
    end: int

    @property
    def is_variable(self) -> bool:
        """Whether it stands for what is to be found; a node ``[ ]`` does too."""
        return self.name[:2] == "_:" or self.name[:1] == "?"


class Pattern(NamedTuple):
    """A triple pattern; ``path`` is its tokens, one for a property."""

    subject: Name
    path: tuple[Token, ...]
    object: Name

    def variables(self) -> set[str]:
        """Name its variables."""
        terms = (self.subject, self.object, *map(named, self.path))
        return {one.name for one in terms if one.is_variable}


class Part(NamedTuple):
    """Groups within a group; ``kind`` is the word before, or ``GROUP``, ``UNION``, ``SELECT``."""

    kind: str
    groups: tuple[Group, ...]
    start: int
    end: int
    #: Of a ``SELECT``.
    select: Select | None = None

    def mark(self) -> Name:
        """Give the place of its first word, or of its brace."""
        width = 1 if self.kind in {"GROUP", "UNION"} else len(self.kind)
        return Name(self.kind, self.start, self.start + width)


class Assigned(NamedTuple):
    """A variable that ``BIND`` or ``AS`` gives a value, of others."""

    name: Name
    inputs: frozenset[str]


@dataclass(slots=True)
class Group:
    """What stands between braces, each kind in its order."""

    start: int
    end: int = 0
    patterns: list[Pattern] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    #: Variables in filters and other expressions.
    used: list[Name] = field(default_factory=list)
    values: list[Name] = field(default_factory=list)
    #: Parts of other files (``@include``).
    included: list[Name] = field(default_factory=list)


@dataclass(slots=True)
class Select:
    """A query, or one within another."""

    form: str
    start: int
    #: Of ``SELECT``: what is selected; of ``CONSTRUCT``: the variables of its template.
    projected: list[Name] = field(default_factory=list)
    star: bool = False
    assigned: list[Assigned] = field(default_factory=list)
    #: Variables in its expressions and modifiers.
    used: list[Name] = field(default_factory=list)
    ordered: bool = False
    grouped: bool = False
    group: Group = field(default_factory=lambda: Group(0))

    @property
    def counts_all(self) -> bool:
        """Whether it sums up all rows into one."""
        return (
            bool(self.assigned) and not self.grouped and len(self.assigned) == len(self.projected)
        )


def named(token: Token) -> Name:
    """Make a token a name; a variable may be written with either of two signs."""
    text = token.text
    return Name("?" + text[1:] if token.kind == "variable" else text, token.start, token.end)

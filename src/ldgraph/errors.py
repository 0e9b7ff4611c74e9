"""What can go wrong: findings for stewards, exceptions for engineers, and where in a file.

What a steward can cause is a ``Finding``: it is returned, never raised. What an engineer can cause
is a child of ``LdgraphError``: it takes the values and writes its own message with what was wanted
and what was got. Both speak Dutch and English.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


class Severity(StrEnum):
    """How bad a finding is: a violation blocks publishing, a warning will, an info advises."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for a violation, 2 for a warning, 1 for an info."""
        return {"violation": 3, "warning": 2, "info": 1}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A stretch of text in a file; lines and columns count from 1, columns in code points.

    ``file`` is the path as given to the reader (POSIX, relative to the root). ``end_column`` is
    the column just past the last character.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that mends a finding: ``text`` in the place of what stands at ``position``.

    ``safe`` is True where no meaning but the one that was intended can result: such a change may
    be made unasked, others are only offered.
    """

    position: Position
    text: str
    safe: bool


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a finding is let pass for a time; it is data, and ``position`` is where that stands."""

    iri: str
    reason: str
    #: Who answers for it: a role, never a person.
    owner: str
    #: The last day on which it holds, as an ISO date.
    expires: str
    position: Position | None = None
    #: The reason and the role in English, where they are given; else the Dutch ones hold.
    reason_en: str | None = None
    owner_en: str | None = None

    def why(self, lang: str) -> str:
        """Give the reason in ``lang``, in Dutch where there is no other."""
        return self.reason_en if lang == "en" and self.reason_en else self.reason

    def who(self, lang: str) -> str:
        """Give the role in ``lang``, in Dutch where there is no other."""
        return self.owner_en if lang == "en" and self.owner_en else self.owner


@dataclass(frozen=True, slots=True)
class ShaclResult:
    """What SHACL has of a finding: a ``sh:ValidationResult``, each term as N-Triples writes it."""

    focus: str
    #: The node of the path, which is blank where the path is more than a property.
    path: str | None
    value: str | None
    source_shape: str
    #: The node of an ``sh:sparql`` constraint.
    source_constraint: str | None
    component: str
    severity: str
    messages: tuple[str, ...]
    #: Statements that say what the blank nodes among these are.
    described: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a file that a steward can mend.

    ``code`` is stable and the same in both languages: a shape's last segment, or the name of a
    fault of syntax. ``messages`` has the keys ``nl`` and ``en``. ``focus``, ``path`` and ``value``
    are written as in N-Triples, so that two reports can be compared.
    """

    code: str
    severity: Severity
    messages: Mapping[str, str]
    position: Position | None = None
    #: IRI of the named graph in which the subject lies.
    graph: str | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    #: IRI of the SHACL constraint component, where a shape found it.
    component: str | None = None
    #: Prefixed names of the values that would have been right, where there is a list of them.
    allowed: tuple[str, ...] = ()
    #: The nearest known name, as it would be written in the file.
    suggestion: str | None = None
    #: True when the subject lies in a restricted graph: machine formats then hide its values.
    restricted: bool = field(default=False)
    #: True when because of this something was not checked: no outcome may then be called good.
    unchecked: bool = field(default=False)
    #: What would mend it, where that is known.
    fix: Fix | None = None
    #: What lets it pass; it is shown and does not count.
    waiver: Waiver | None = None
    #: True when it was there before the change that is looked at: it is shown and does not count.
    known: bool = field(default=False)
    #: The results of shapes that it stands for: none where no shape found it.
    results: tuple[ShaclResult, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it decides the outcome: what is waived or was there already does not."""
        return self.waiver is None and not self.known

    def message(self, lang: str) -> str:
        """Give the text in ``lang``, else in Dutch, else in whichever language there is."""
        for wanted in (lang, "nl", "en"):
            if wanted in self.messages:
                return self.messages[wanted]
        return next(iter(self.messages.values()), self.code)

    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        """Order findings by file, line, column, code, then content: the same at every run."""
        at = self.position
        place = (at.file, at.line, at.column) if at else ("", 0, 0)
        return (*place, self.code, self.focus or "", self.path or "", self.value or "")


class LdgraphError(Exception):
    """Something that the caller asked for cannot be done. ``exit_code`` is the command's.

    ``str`` gives the English text, ``message`` either.
    """

    exit_code = 2

    def __init__(self, english: str, dutch: str | None = None) -> None:
        super().__init__(english)
        self.dutch = dutch

    def message(self, lang: str) -> str:
        """Give the text in ``lang``: Dutch where there is one and it is asked for."""
        return self.dutch if lang == "nl" and self.dutch else str(self)


class RootNotFoundError(LdgraphError):
    """No root lies at the path given: a root has an ``ldgraph.toml``."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"no root at '{path}': wanted a folder with an ldgraph.toml; choose one with --root, "
            "or make one with: ldgraph init FOLDER",
            f"geen root in '{path}': er moet een map met een ldgraph.toml zijn; kies er een met "
            "--root, of maak er een met: ldgraph init MAP",
        )


class ConfigError(LdgraphError):
    """A setting is unknown, has the wrong type, or a value that cannot be."""

    def __init__(self, path: Path | str, english: str, dutch: str) -> None:
        super().__init__(f"{path}: {english}", f"{path}: {dutch}")


class OutputError(LdgraphError):
    """The report cannot go where it was asked to, or not in a form that is known."""


#: What the system says of a file, in Dutch.
_SYSTEM = {
    os.strerror(code): dutch
    for code, dutch in (
        (errno.ENOENT, "bestaat niet"),
        (errno.EACCES, "geen toegang"),
        (errno.EPERM, "niet toegelaten"),
        (errno.EISDIR, "is een map"),
        (errno.ENOTDIR, "een deel van het pad is geen map"),
        (errno.EEXIST, "bestaat al"),
        (errno.ENOSPC, "geen plaats meer op het toestel"),
        (errno.EROFS, "daar kan alleen gelezen worden"),
        (errno.ENAMETOOLONG, "de naam is te lang"),
        (errno.ELOOP, "de koppelingen wijzen naar elkaar"),
        (errno.EIO, "het toestel geeft een fout"),
        (errno.EBADF, "is gesloten"),
    )
}


def in_dutch(reason: str) -> str:
    """Give what the system says of a file in Dutch, where it is one of the usual reasons.

    >>> in_dutch("No such file or directory")
    'bestaat niet'
    """
    return _SYSTEM.get(reason, reason)


class UnreadableInputError(LdgraphError):
    """A file that had to be read could not be; reasons of the system are put in Dutch here."""

    exit_code = 3

    def __init__(self, path: Path | str, problem: str, dutch: str | None = None) -> None:
        super().__init__(
            f"cannot read '{path}': {problem}",
            f"kan '{path}' niet lezen: {dutch or in_dutch(problem)}",
        )


class UnwritableFileError(LdgraphError):
    """A file could not be written; what was there is untouched."""

    exit_code = 3

    def __init__(self, path: Path | str, problem: str) -> None:
        super().__init__(
            f"cannot write '{path}': {problem}",
            f"kan '{path}' niet schrijven: {in_dutch(problem)}",
        )


class UnwritableOutputError(LdgraphError):
    """What was to be shown could not be written where it was to go."""

    exit_code = 3

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"cannot write the output: {problem}",
            f"kan de uitvoer niet schrijven: {in_dutch(problem)}",
        )


class EditedByHandError(LdgraphError):
    """Files that an import would write were edited since the last one; none was written."""

    exit_code = 1

    def __init__(self, files: Iterable[str]) -> None:
        self.files = tuple(files)
        listed = "".join(f"\n    {one}" for one in self.files)
        super().__init__(
            f"edited by hand since the last import, so nothing was written:{listed}\n"
            "move what was added to a file of its own beside it, which no import writes; correct "
            "what was wrong in the tables; undo the edit (git checkout) and import again; or lose "
            "the edits with --overwrite",
            f"met de hand gewijzigd sinds de vorige import, dus niets is geschreven:{listed}\n"
            "zet wat erbij kwam in een eigen bestand ernaast, dat geen import schrijft; verbeter "
            "wat fout was in de tabellen; maak de wijziging ongedaan (git checkout) en lees "
            "opnieuw in; of verlies de wijzigingen met --overwrite",
        )


#: Kinds of names that a steward may mistype, in Dutch.
_KINDS = {
    "government": "bestuur",
    "single government": "eenduidig bestuur",
    "query": "vraag",
    "requirement": "vereiste",
    "offering": "aanbod",
    "risk": "risico",
    "capability": "capability",
    "top": "top van capabilities",
    "level": "niveau",
    "edition": "editie",
    "class": "klasse",
}


class UnknownNameError(LdgraphError):
    """A name (of a query, a government, a parameter) matches nothing, or more than one thing."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(known)
        there = ", ".join(self.known)
        super().__init__(
            f"no {kind} '{name}'; nearest or known: {there or 'none'}",
            f"geen {_KINDS.get(kind, kind)} '{name}'; dichtbij of bekend: {there or 'geen'}",
        )

"""What a source says, in our words: bodies, mergers, services, and what could not be read so.

An observation keeps the source's own IRIs: which of our things they are is for the comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

#: Longer is no name or title.
MOST_NAME = 300


class Life(StrEnum):
    """Whether a body is there, by its source."""

    ACTIVE = "active"
    ENDED = "ended"
    #: Proposed, being founded, or not said.
    UNSAID = "unsaid"


class Left(NamedTuple):
    """Something of a source that was not mapped, and why."""

    #: What it is about: an IRI of the source, or its page.
    about: str
    dutch: str
    english: str
    #: What was written there, where that matters.
    value: str = ""

    def why(self, lang: str) -> str:
        """Give the reason in a language."""
        return self.english if lang == "en" else self.dutch


@dataclass(frozen=True, slots=True)
class Body:
    """A government as a source describes it."""

    iri: str
    #: The last segment of its kind in the code list, as LBLOD and we have it.
    kind: str
    names: tuple[str, ...]
    #: Values by issuer, written as we write them: NIS, KBO, OVO, LBLOD, zonecode.
    ids: Mapping[str, tuple[str, ...]]
    life: Life = Life.UNSAID
    since: date | None = None
    #: The first day on which it is no longer there.
    until: date | None = None
    #: The day on which the source said this, where that is known.
    said_on: date | None = None
    #: Since when each identifier holds, by issuer, where the source says so.
    ids_since: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Merger:
    """Bodies that went into another on a day; all by the source's IRIs."""

    iri: str
    day: date | None
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a public catalogue."""

    iri: str
    #: Its number in that catalogue.
    key: str
    #: By language: ``nl`` and ``en`` where the source has them.
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    #: Last segments of the audiences that it names.
    audiences: frozenset[str]
    #: IRIs of the authorities that are competent.
    authorities: tuple[str, ...]
    since: date | None = None
    #: The last day on which it is offered.
    until: date | None = None
    #: Whether the source took it away.
    gone: bool = False


@dataclass(slots=True)
class Observed:
    """All that was read from a source."""

    bodies: list[Body] = field(default_factory=list)
    mergers: list[Merger] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


_KBO = re.compile(r"[01]\d{9}")
_FORMS = {
    "NIS": re.compile(r"\d{5}"),
    "OVO": re.compile(r"OVO\d{6}"),
    "zonecode": re.compile(r"\d{4}|99\d{3}"),
    "LBLOD": re.compile(r"http://data\.lblod\.info/id/bestuurseenheden/[0-9A-Fa-f-]+"),
}


def as_identifier(issuer: str, value: str) -> str | None:
    """Write an identifier as we do, or give None where it is none of that issuer.

    >>> as_identifier("KBO", "0207.500.123")
    '0207500123'
    >>> as_identifier("KBO", "0207500124") is None
    True
    """
    value = value.strip()
    if not issuer:
        return None
    if issuer == "KBO":
        digits = re.sub(r"[ .]", "", value)
        fits = _KBO.fullmatch(digits) and 97 - int(digits[:8]) % 97 == int(digits[8:])
        return digits if fits else None
    form = _FORMS.get(issuer)
    return value if form and form.fullmatch(value) else None


def as_name(value: str) -> str | None:
    """Give a name without spaces around or doubled in it; None where it is no name to write.

    What would steer a terminal, turn the direction of text or break a line is in no name.
    """
    name = " ".join(value.split(" ")).strip()
    name = re.sub(r" {2,}", " ", name)
    return name if 0 < len(name) <= MOST_NAME and name.isprintable() else None

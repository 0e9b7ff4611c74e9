"""Findings of every kind, and some that were made to break a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import Finding, Fix, Position, Severity, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[..., Finding]

_NASTY = (
    "\x00\x1b[31m]]>&\"'<b>\n::error::x%0A,|`](https://x.example/) @iemand #1 {0} \U0001f9ff\ud800"
)


@pytest.fixture
def make() -> Make:
    """Give a function that makes a finding; what is not said is as with any."""

    def finding(code: str = "Aanbod-graad", **more: object) -> Finding:
        said: dict[str, object] = {
            "severity": Severity.VIOLATION,
            "messages": {"nl": "Kies een graad", "en": "Choose a degree"},
            "position": Position("data/openbaar/a.ttl", 3, 5, 3, 9),
            "focus": "<https://example.org/id/a>",
            "path": "<https://example.org/ns#graad>",
        }
        return Finding(code, **{**said, **more})  # type: ignore[arg-type]

    return finding


@pytest.fixture
def every_kind(make: Make) -> tuple[Finding, ...]:
    """Give a finding of each kind, in the order of a report."""
    at = Position("data/openbaar/a.ttl", 3, 5, 3, 9)
    waiver = Waiver("https://example.org/w", "wacht", "team", "2027-01-31", at, "waits", "team")
    return (
        make("turtle-bad-iri", unchecked=True, focus=None, path=None),
        make("Aanbod-graad", fix=Fix(at, "graad:volledig", safe=True), suggestion="graad:volledig"),
        make("Aanbod-info", severity=Severity.INFO),
        make("Aanbod-known", known=True),
        make("Aanbod-naam", severity=Severity.WARNING),
        make("Aanbod-waived", waiver=waiver),
        make("Beoordeling-status", restricted=True, value='"geheim"'),
        make("no-place", position=None, focus=None, path=None),
    )


@pytest.fixture
def hostile(make: Make) -> tuple[Finding, ...]:
    """Give findings with what may break a form in their texts and in the names of their files."""
    files = ("a b,c:d%.ttl", "a\nb.ttl", "a\udcff.ttl", "\U0001f9ff.ttl", '"<&>.ttl', "../x:y.ttl")
    return tuple(
        make(
            f"code-{number}",
            messages={"nl": _NASTY, "en": _NASTY},
            position=Position(file, 1, 1, 2, 1),
            focus=f'"{_NASTY}"',
            value=_NASTY,
            suggestion=_NASTY,
            waiver=Waiver("urn:w", _NASTY, _NASTY, "2027-01-31") if number == 1 else None,
        )
        for number, file in enumerate(files)
    )

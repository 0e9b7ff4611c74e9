"""Findings as lines of text, the same on a terminal and in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.source import marked_line, one_line, shown_name
from ldgraph.report.words import count, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.errors import Finding, Waiver


def finding_lines(finding: Finding, lang: str, source_line: str | None = None) -> Iterator[str]:
    """Write ``file:line:column: severity: message [code]``, then the line with a mark below it."""
    at = finding.position
    where = f"{shown_name(at.file)}:{at.line}:{at.column}" if at else "-"
    kind = say(finding.severity.value, lang)
    yield f"{where}: {kind}: {one_line(with_hint(finding, lang))} [{finding.code}]"
    if source_line is not None and at:
        end = at.end_column if at.end_line == at.line else len(source_line) + 1
        for line in marked_line(source_line, at.column, end):
            yield f"    {line}"
    if finding.allowed:
        yield f"    {say('allowed', lang)}: {', '.join(finding.allowed)}"
    if finding.waiver:
        yield f"    {one_line(waived(finding.waiver, lang))}"
    elif finding.known:
        yield f"    {say('was_there', lang)}"


def waived(waiver: Waiver, lang: str) -> str:
    """Say until when a finding is waived, and why and by whom where that may be told."""
    if not waiver.reason:
        return say("standing until", lang).format(waiver.expires)
    return say("waived_until", lang).format(waiver.expires, waiver.why(lang), waiver.who(lang))


def with_hint(finding: Finding, lang: str) -> str:
    """Give the message, and the name that was likely meant where there is one."""
    text = finding.message(lang)
    near = finding.suggestion
    return f"{text} ({say('nearest', lang)} {near}?)" if near else text


def standing(finding: Finding, lang: str) -> list[str]:
    """Name what sets a finding apart: waived, known, not checked."""
    held = {
        "waived": finding.waiver,
        "was_there": finding.known,
        "standing unchecked": finding.unchecked,
    }
    return [say(name, lang) for name, holds in held.items() if holds]


def summary(found: Sequence[Finding], lang: str) -> str:
    """Say how many findings there are; those that are waived or were there are counted apart."""
    waived = sum(one.waiver is not None for one in found)
    known = sum(one.known and one.waiver is None for one in found)
    if not found:
        return say("no_findings", lang)
    parts = [count(len(found) - waived - known, "findings", lang)]
    parts += [count(waived, "waived", lang)] if waived else []
    parts += [count(known, "known", lang)] if known else []
    return ", ".join(parts)

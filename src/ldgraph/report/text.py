"""Findings as lines of text, the same on a terminal and in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.source import marked_line, one_line, shown_name
from ldgraph.report.words import count, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.errors import Finding


def finding_lines(finding: Finding, lang: str, source_line: str | None = None) -> Iterator[str]:
    """Write ``file:line:column: severity: message [code]``, then the line with a mark below it."""
    at = finding.position
    where = f"{shown_name(at.file)}:{at.line}:{at.column}" if at else "-"
    kind = say(finding.severity.value, lang)
    hint = f" ({say('nearest', lang)} {finding.suggestion}?)" if finding.suggestion else ""
    yield f"{where}: {kind}: {one_line(finding.message(lang))}{hint} [{finding.code}]"
    if source_line is not None and at:
        end = at.end_column if at.end_line == at.line else len(source_line) + 1
        for line in marked_line(source_line, at.column, end):
            yield f"    {line}"
    if finding.allowed:
        yield f"    {say('allowed', lang)}: {', '.join(finding.allowed)}"
    if finding.waiver:
        until, why, who = finding.waiver.expires, finding.waiver.why(lang), finding.waiver.who(lang)
        yield f"    {say('waived_until', lang).format(until, one_line(why), one_line(who))}"
    elif finding.known:
        yield f"    {say('was_there', lang)}"


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

"""Findings as lines of text, the same on a terminal and in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.source import marked_line, one_line, shown_name
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

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

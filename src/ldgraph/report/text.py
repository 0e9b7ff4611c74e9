"""Findings as lines of text, the same on a terminal and in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.errors import Finding


def finding_lines(finding: Finding, lang: str, source_line: str | None = None) -> Iterator[str]:
    """Write ``file:line:column: severity: message [code]``, then the line with a mark below it."""
    where = str(finding.position) if finding.position else "-"
    kind = say(finding.severity.value, lang)
    hint = f" ({say('nearest', lang)} {finding.suggestion}?)" if finding.suggestion else ""
    yield f"{where}: {kind}: {finding.message(lang)}{hint} [{finding.code}]"
    at = finding.position
    if source_line is not None and at:
        end = at.end_column if at.end_line == at.line else len(source_line) + 1
        # A tab before the mark is kept, so that the mark stands below what it means.
        lead = "".join("\t" if one == "\t" else " " for one in source_line[: at.column - 1])
        yield f"    {source_line}"
        yield f"    {lead}{'^' * max(1, end - at.column)}"
    if finding.allowed:
        yield f"    {say('allowed', lang)}: {', '.join(finding.allowed)}"

"""The form for people: each finding with its source line, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.source import SourceLines
from ldgraph.report.text import finding_lines, summary
from ldgraph.report.visible import visible
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.report.forms.report import Report


def write(report: Report) -> str:
    """Write the report for people, without what would steer a terminal."""
    return "".join(f"{visible(line)}\n" for line in lines(report))


def lines(report: Report) -> Iterator[str]:
    """Write findings, each with its source line and a mark below it, and how many there are."""
    sources = SourceLines()
    for one in report.findings:
        line = sources.line(one.position) if one.position else None
        yield from finding_lines(one, report.lang, line)
    if any(one.unchecked for one in report.findings):
        yield say("not_all_checked", report.lang)
    yield summary(report.findings, report.lang)

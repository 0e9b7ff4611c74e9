"""Markdown for a comment on a change, cut where a host would refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.forms.marked import code, marked
from ldgraph.report.forms.report import file_name
from ldgraph.report.text import standing, summary, waived, with_hint
from ldgraph.report.words import count, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.errors import Finding
    from ldgraph.report.forms.report import Report

#: GitHub takes 65,536 characters; bytes are counted here, and what surrounds a comment has room.
MOST_BYTES = 60_000
#: For what is said of those left out.
_KEPT_FREE = 1_000
#: Of one finding: a message may repeat what stands in a file.
_LONGEST = 2_000


def write(report: Report) -> str:
    """Write the report by file, as far as a comment may go, and how many are left out."""
    lang = report.lang
    lines = [f"### ldgraph validate: {summary(report.findings, lang)}", ""]
    if not report.all_checked:
        lines += [say("not_all_checked", lang), ""]
    free = MOST_BYTES - _KEPT_FREE - sum(len(one.encode()) + 1 for one in lines)
    shown = 0
    for one, block in _blocks(report):
        size = sum(len(line.encode()) + 1 for line in block)
        if size > free:
            break
        free -= size
        shown += one
        lines += block
    left = len(report.findings) - shown
    if left:
        lines += ["", f"**{say('comment_left_out', lang).format(count(left, 'findings', lang))}** "]
        full = report.full
        lines[-1] += (
            say("comment_full", lang).format(code(file_name(full)[-200:]))
            if full
            else say("comment_all", lang)
        )
    return "".join(f"{line}\n" for line in lines)


def _blocks(report: Report) -> Iterator[tuple[int, list[str]]]:
    """Give how many findings a block of lines shows, and the lines; a file's name goes first.

    What decides the outcome comes first, so that it is not that which is cut off.
    """
    ordered = sorted(report.findings, key=lambda one: not report.decides(one))
    last = None
    for one in ordered:
        file = one.position.file if one.position else ""
        head = []
        if file != last:
            name = code(file_name(file)) if file else say("comment_none", report.lang)
            head, last = ["", f"**{name}**", ""], file
        yield 1, [*head, _item(one, report.lang)]


def _item(one: Finding, lang: str) -> str:
    at = one.position
    where = f"{at.line}:{at.column} " if at else ""
    kind = say(one.severity.value, lang)
    words = [waived(one.waiver, lang)] if one.waiver else []
    words += standing(one, lang)[len(words) :]
    behind = f" _({marked('; '.join(words))})_" if words else ""
    text = marked(_cut(with_hint(one, lang)))
    return f"- {where}{kind}: {text} {code(one.code)}{behind}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\u2026"

"""What a change means, as a comment on a pull request: a summary first, the rest folded.

What comes from data stands between back quotes or in a block of code: there it is no markup, names
nobody and links to nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldgraph.report.difference import heading, sections, summary_lines
from ldgraph.report.visible import visible
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldgraph.report.difference import Difference

#: What hosts take for a comment; a byte is never less than what they count.
MOST = 65_536
#: Kept for the ends of what is cut off.
_KEPT = 400
_LONGEST = 300
_MOST_LINES = 60
_TICKS = re.compile("`+")


def markdown(diff: Difference, lang: str) -> str:
    """Write it; what does not fit is left out at the end, and it is said how much."""
    lines = list(summary_lines(diff, lang))
    summary = [_code(heading(diff, lang), bold=True), ""]
    summary += [f"- {_code(line)}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        summary.append(f"- {say('diff_cut', lang).format(len(lines) - _MOST_LINES)}")
    whole = "\n".join(summary)
    for title, body in sections(diff, lang):
        room = MOST - _KEPT - len(whole.encode())
        whole += _folded(title, body, room, lang)
    return whole


def _code(line: str, *, bold: bool = False) -> str:
    """Put a line between back quotes, its own taken out."""
    written = visible(line[:_LONGEST]).replace("`", "'")
    return f"**`{written}`**" if bold else f"`{written}`"


def _folded(title: str, body: Sequence[str], room: int, lang: str) -> str:
    """Write a title with lines folded below it, as many as there is room for."""
    safe = [visible(line.removeprefix("  ")) for line in body]
    fence = "`" * max(
        3, 1 + max((len(one) for line in safe for one in _TICKS.findall(line)), default=0)
    )
    used, kept = len(title) + 2 * len(fence) + _KEPT // 2, 0
    for line in safe:
        used += len(line.encode()) + 1
        if used > room:
            break
        kept += 1
    shown = safe[:kept]
    tail = []
    if kept < len(safe):
        tail = [say("diff_cut", lang).format(len(safe) - kept), ""]
    if not kept:
        return f"\n\n{title}: {tail[0]}" if room > 0 else ""
    return "\n".join(
        [
            *("\n", "<details>", f"<summary>{title}</summary>", ""),
            *(f"{fence}diff", *(_to_margin(line) for line in shown), fence, ""),
            *(*tail, "</details>"),
        ]
    )


def _to_margin(line: str) -> str:
    """Put a sign of what was added or removed first, where it gives the line its colour."""
    match = re.match(r"( +)([+-]) ", line)
    return f"{match[2]}{match[1]} {line[match.end() :]}" if match else f" {line}"

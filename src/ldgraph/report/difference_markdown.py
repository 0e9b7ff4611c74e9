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
#: Of that the summary has no more than this, and each of its lines no more than so many characters.
_SUMMARY, _LONGEST = 20_000, 300
#: Kept for what says that something was cut off.
_KEPT = 400
#: What folding takes, but for the title and the marks of the block.
_AROUND = 200
_TICKS = re.compile("`+")


def markdown(diff: Difference, lang: str) -> str:
    """Write it; what does not fit is left out at the end, and it is said how much."""
    lines = [f"- {_code(line)}" for line in summary_lines(diff, lang)]
    shown = _that_fit(lines, _SUMMARY)
    if len(shown) < len(lines):
        shown.append(f"- {say('diff_cut', lang).format(len(lines) - len(shown))}")
    whole = "\n".join([_code(heading(diff, lang), bold=True), "", *shown])
    for title, body in sections(diff, lang):
        whole += _folded(title, body, MOST - _KEPT - len(whole.encode()), lang)
    return whole


def _that_fit(lines: Sequence[str], room: int) -> list[str]:
    """Give the first lines that are no more than so many bytes together."""
    found = []
    for line in lines:
        room -= len(line.encode()) + 1
        if room < 0:
            break
        found.append(line)
    return found


def _code(line: str, *, bold: bool = False) -> str:
    """Put a line between back quotes, its own taken out."""
    written = visible(line[:_LONGEST]).replace("`", "'")
    return f"**`{written}`**" if bold else f"`{written}`"


def _folded(title: str, body: Sequence[str], room: int, lang: str) -> str:
    """Write a title with lines folded below it, as many as there is room for."""
    lines = [_to_margin(visible(line.removeprefix("  "))) for line in body]
    ticks = [len(one) for line in lines for one in _TICKS.findall(line)]
    fence = "`" * (1 + max([2, *ticks]))
    shown = _that_fit(lines, room - len(title) - 2 * len(fence) - _AROUND)
    cut = say("diff_cut", lang).format(len(lines) - len(shown))
    if not shown:
        return f"\n\n{title}: {cut}" if room > 0 else ""
    parts = ["\n", "<details>", f"<summary>{title}</summary>", ""]
    parts += [f"{fence}diff", *shown, fence, ""]
    parts += [cut, ""] if len(shown) < len(lines) else []
    return "\n".join([*parts, "</details>"])


def _to_margin(line: str) -> str:
    """Put a sign of what was added or removed first, where it gives the line its colour."""
    match = re.match(r"( +)([+-]) ", line)
    return f"{match[2]}{match[1]} {line[match.end() :]}" if match else f" {line}"

"""Text of others in Markdown: nothing in it is taken for markup, a mention or a reference."""

from __future__ import annotations

import re

from ldgraph.report.visible import visible

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~$&])")
#: Hosts tell people whom a comment mentions, and link numbers to issues. The signs for that are
#: put as characters of HTML, with one of no width behind them.
_CALLS = re.compile(r"@(?=\w)|(?<=\\#)(?=\d)|://|(?<=www)\.")
_WIDTHLESS = "&#8203;"


def marked(text: str) -> str:
    r"""Write a text on one line of Markdown, to be shown as it is.

    >>> marked("a*b @iemand")
    'a\\*b @&#8203;iemand'
    """
    plain = _MARKUP.sub(r"\\\1", visible(" ".join(text.split("\n"))))
    return _CALLS.sub(lambda match: f"{match[0]}{_WIDTHLESS}", plain)


def code(text: str) -> str:
    """Write a text on one line between as many signs for code as it takes."""
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"

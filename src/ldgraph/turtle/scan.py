"""A quick look at a file for what the fast reader takes and this project does not.

That is Turtle 1.2, and brackets in brackets without end. The look is over bytes, only at files
that hold the marks for it, and stops where the fast reader will refuse the file in any case.
"""

from __future__ import annotations

import re
from typing import NamedTuple

#: Brackets nested deeper than this are not read: people cannot, and layout need not.
DEEPEST = 100
_MARKS = (b"<<", b"{|", b"~", b"--ltr", b"--rtl")
_VERSION = re.compile(rb"[vV][eE][rR][sS][iI][oO][nN]\s*[\"']")
#: Not in a name, nor behind a full stop in one.
_NO_NAME = rb"(?<![\w:%\x80-\xff-])(?<![\w:\x80-\xff-]\.)"

#: Kinds of stretches, tried in this order; ``plain`` is all that means nothing here.
_KINDS = {
    "plain": rb"[^\"'#<>{|~\\@vV\[\]()\x00-\x08\x0b\x0c\x0e-\x1f]++",
    "long": rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""' + rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''",
    "stop": rb"\"\"\"|'''|[\x00-\x08\x0b\x0c\x0e-\x1f]",
    "text": rb"\"(?:[^\"\\\n\r]++|\\.)*+\"|'(?:[^'\\\n\r]++|\\.)*+'",
    "unclosed": rb"[\"']",
    "comment": rb"#[^\n\r]*+",
    "escape": rb"\\.",
    "newer": (
        rb"<<|>>|\{\||~|@[A-Za-z]++(?:-[A-Za-z0-9]++)*+--|@?"
        + _NO_NAME
        + rb"(?i:version)(?=\s*[\"'])"
    ),
    "iri": rb"<[^<>\x00-\x20]*+>",
    "no_iri": rb"<",
    "opening": rb"[\[(]",
    "closing": rb"[\])]",
    "other": rb".",
}
_STRETCH = re.compile(
    b"|".join(b"(?P<%s>%s)" % (kind.encode(), form) for kind, form in _KINDS.items()), re.DOTALL
)
_NUMBERS = _STRETCH.groupindex
_STOPS = frozenset(_NUMBERS[kind] for kind in ("stop", "unclosed", "no_iri"))


class Unwanted(NamedTuple):
    """What was found first: the code of its fault, its offset in bytes, and the bytes."""

    code: str
    offset: int
    found: bytes


def unwanted(content: bytes) -> Unwanted | None:
    """Look for Turtle 1.2 and for brackets deeper than ``DEEPEST``; None if there is neither."""
    if not _may_hold(content):
        return None
    opening, closing, newer = (_NUMBERS[kind] for kind in ("opening", "closing", "newer"))
    depth = 0
    for match in _STRETCH.finditer(content):
        kind = match.lastindex
        if kind == opening:
            depth += 1
            if depth > DEEPEST:
                return Unwanted("turtle-too-deep", match.start(), match.group())
        elif kind == closing:
            depth -= 1
        elif kind == newer:
            return Unwanted("turtle-newer", match.start(), match.group())
        elif kind in _STOPS:
            return None
    return None


def _may_hold(content: bytes) -> bool:
    return (
        content.count(b"[") + content.count(b"(") > DEEPEST
        or any(mark in content for mark in _MARKS)
        or _VERSION.search(content) is not None
    )

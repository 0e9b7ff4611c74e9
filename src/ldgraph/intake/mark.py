"""The line by which an imported file says that nobody edited it since.

The second line of such a file names a digest of all its other lines. Whoever edits the file without
importing it leaves a digest that no longer fits, and the next import does not overwrite the edit.
"""

from __future__ import annotations

import hashlib
import re

_WORDS = "# Ingelezen: wijzig hier niets met de hand, zie data/LEESMIJ.md. Kenmerk: "
_LINE = re.compile(rf"\A([^\n]*\n){re.escape(_WORDS)}([0-9a-f]{{32}})\n")


def marked(text: str) -> str:
    """Add the line to a text that has none."""
    first, rest = text.split("\n", 1)
    return f"{first}\n{_WORDS}{_digest(text)}\n{rest}"


def is_marked(text: str) -> bool:
    """Say whether the line is there, with whatever digest: an import writes this file."""
    return _LINE.match(text.replace("\r\n", "\n")) is not None


def unmarked(text: str) -> str:
    """Take the line away, if it is there."""
    return _LINE.sub(r"\1", text, count=1)


def is_untouched(text: str) -> bool:
    """Say whether the line is there and its digest fits the rest."""
    line = _LINE.match(text)
    return line is not None and line[2] == _digest(unmarked(text))


def _digest(text: str) -> str:
    """Give 128 bits: enough to notice an edit, and no proof of who made it."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

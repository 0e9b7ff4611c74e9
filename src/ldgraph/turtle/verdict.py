"""Whether a file is Turtle that the project reads: the same judgement for every command.

pyoxigraph is the judge, but for two things that it takes and the project does not: Turtle 1.2, and
brackets nested without end. What is wrong with a refused file our own reader says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Position
from ldgraph.turtle.faults import fault
from ldgraph.turtle.parser import faults
from ldgraph.turtle.scan import DEEPEST, unwanted
from ldgraph.turtle.text import BOM, Lines, decode, ended

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.errors import Finding

#: What pyoxigraph raises over a file; the last is of a single string or name that is too long.
REFUSALS = (SyntaxError, ValueError, MemoryError)
#: Of a file with more bytes only the first ``LOOK`` are searched for every fault.
LARGEST, LOOK = 32_000_000, 4_000_000
#: In the message of an error, the place that is given apart from it.
_PLACE = re.compile(r"^Parser error at [^:]*: ")


def without_mark(content: bytes) -> bytes:
    """Take the byte order mark off, which is nobody's fault and which pyoxigraph refuses."""
    return content.removeprefix(BOM)


def unwanted_faults(
    content: bytes, shown: str, base: str, known: Mapping[str, str] | None = None
) -> list[Finding]:
    """Give the faults of a file that holds what pyoxigraph takes and the project does not."""
    found = unwanted(content)
    if found is None:
        return []
    if found.code == "turtle-newer" and len(content) <= LARGEST:
        # The quick look may take a name for a version line; the reader knows better.
        all_faults = faults(content, shown, base, known)
        return all_faults if _is_refused(all_faults) else []
    before = decode(content[: found.offset]).text
    at = Lines(before).at(len(before))
    written = found.found.decode("utf-8", "replace")
    values = {"found": written if found.code == "turtle-newer" else str(DEEPEST)}
    place = Position(shown, *at, at[0], at[1] + len(written))
    return _faults(content, shown, base, known, fault(found.code, place, **values))


def refusal(
    content: bytes,
    shown: str,
    base: str,
    error: BaseException,
    known: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Give every fault of a file that pyoxigraph refused with ``error`` at its first."""
    # In a syntax error the line and the column stand apart from the text.
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    at = Position(shown, line, column, line, column + 1)
    said = _PLACE.sub("", str(getattr(error, "msg", None) or error))
    one = fault("turtle-refused", at, found=said)
    return _faults(content, shown, base, known, one)


def judge(content: bytes, shown: str, base: str) -> list[Finding]:
    """Give the faults for which a file is not read; none if it is.

    A value that is none of its datatype's is well-formed text, and no matter of this.
    """
    content = without_mark(content)
    found = unwanted_faults(content, shown, base)
    if found:
        return found
    try:
        for _ in ox.parse(ended(content), ox.RdfFormat.TURTLE, base_iri=base):
            pass
    except REFUSALS as error:
        return refusal(content, shown, base, error)
    return []


def _faults(
    content: bytes, shown: str, base: str, known: Mapping[str, str] | None, first: Finding
) -> list[Finding]:
    """Give what our reader finds; ``first``, which is known already, where it finds nothing."""
    whole = len(content) <= LARGEST
    part = content if whole else content[: content.rfind(b"\n", 0, LOOK) + 1] or content[:LOOK]
    found = faults(part, shown, base, known, whole=whole)
    if not whole and not part.endswith(b"\n"):  # one line, cut off: what ends it is not known
        found = found[:1]
    if not _is_refused(found):
        found = [*found, first]
    if whole or found[-1].code == "turtle-too-many":
        return found
    read = decode(part).text
    end = max(Lines(read).at(len(read)), _place(found[-1]))
    size = str(len(content) // 1_000_000)
    return [*found, fault("turtle-too-large", Position(shown, *end, *end), found=size)]


def _is_refused(found: list[Finding]) -> bool:
    """Say whether these are faults of syntax: for a value that is none no file is refused."""
    return any(one.code != "turtle-bad-literal" for one in found)


def _place(found: Finding) -> tuple[int, int]:
    return (found.position.line, found.position.column) if found.position else (1, 1)

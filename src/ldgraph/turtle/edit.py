"""Change words of a Turtle file, and nothing else: every byte outside them stays.

Comments, line ends, a byte order mark and the way a text is escaped are not touched, because the
text is cut and joined and never written anew. Whether the file then says what was meant is looked
at, not believed (``says_only_that``).
"""

from __future__ import annotations

import bisect
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.turtle.parser import parse
from ldgraph.turtle.terms import key
from ldgraph.turtle.text import BOM
from ldgraph.turtle.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ldgraph.turtle.reader import Statement


class Edit(NamedTuple):
    """``text`` in the place of what stands between two offsets, which count code points."""

    start: int
    end: int
    text: str


def edited(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Make edits, from back to front, so that the offsets of the others stay right.

    Raises:
        ValueError: Two of them overlap, or the content is not UTF-8.
    """
    mark = BOM if content.startswith(BOM) else b""
    text = content.removeprefix(BOM).decode()
    before = len(text)
    for one in sorted(edits, reverse=True):
        if one.end > before or one.start > one.end:
            raise ValueError(one)
        text = text[: one.start] + one.text + text[one.end :]
        before = one.start
    return mark + text.encode()


def says_only_that(
    before: bytes, after: bytes, base: str, edits: Sequence[Edit], renamed: Callable[[str], str]
) -> bool:
    """Say whether a file that was edited is read, and says the same but for what was edited.

    Both are read by our own reader: there have to be as many statements, in the same order, and
    each term has to be the same unless an edit lies in it. The second is read by the store's
    reader too, and has to state the same.

    Args:
        before: The file as it was.
        after: The file as it would be.
        base: What relative IRIs are relative to.
        edits: What was done to it.
        renamed: What a term that is not itself edited is to become: itself, unless an edit is of
            what a prefix stands for.
    """
    if judge(after, "", base):
        return False
    old, new = parse(before, "", base).statements, parse(after, "", base).statements
    places = sorted((one.start, one.end) for one in edits if one.start < one.end)
    if len(old) != len(new) or not all(
        _same(*pair, places, renamed) for pair in zip(old, new, strict=True)
    ):
        return False
    ours = Counter((_term(one.subject), one.predicate, _term(one.object)) for one in new)
    theirs = Counter(
        (key(one.subject), key(one.predicate), key(one.object))
        for one in ox.parse(after.removeprefix(BOM), ox.RdfFormat.TURTLE, base_iri=base)
    )
    return ours == theirs


def _same(
    old: Statement,
    new: Statement,
    places: Sequence[tuple[int, int]],
    renamed: Callable[[str], str],
) -> bool:
    parts = (
        (old.subject, new.subject, old.subject_at),
        (old.predicate, new.predicate, old.predicate_at),
        (old.object, new.object, old.object_at),
    )
    return all(
        now == renamed(was) or (_is_name_or_text(was) and _touches(places, *at))
        for was, now, at in parts
    )


def _touches(places: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Say whether an edit lies between two offsets."""
    first = bisect.bisect_left(places, (start, start))
    return first < len(places) and places[first][1] <= end


def _is_name_or_text(term: str) -> bool:
    # The place of a blank node is all between its brackets: an edit in there is of another term.
    return not term.startswith("_:")


def _term(term: str) -> str:
    return "_:" if term.startswith("_:") else term

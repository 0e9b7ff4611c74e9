"""Make the safe fixes of findings in a root's files, each file whole or not at all.

A file is written only if after the edits it is read and says the same as before but for what was
edited (``turtle.edit``), and only if nobody changed it since it was checked: places are of the
text that was checked.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from ldgraph.errors import Position, UnreadableInputError, UnwritableFileError
from ldgraph.graph.fixes import is_own
from ldgraph.graph.places import source_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.turtle.edit import Edit, edited, says_only_that
from ldgraph.turtle.lexer import tokens
from ldgraph.turtle.names import UNDEFINED
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.terms import unescape
from ldgraph.turtle.text import Lines, decode
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from ldgraph.errors import Finding, Fix
    from ldgraph.graph.places import Root, SourceFile
    from ldgraph.turtle.lexer import Token

#: Fixes of one file that are tried one by one where together they would say something else, and
#: bytes of the largest file of which that is done: each time it is read whole.
_MOST_ALONE, _LARGEST_ALONE = 50, 1_000_000


_DOUBLED = re.compile(r"(\r?\n)\1$")
#: Characters to look back for the words of a declaration.
_FAR = 200


class Why(StrEnum):
    """Why a fix was not made."""

    CHANGED = "changed"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Mended:
    """A word that was replaced."""

    position: Position
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Left:
    """A fix that was safe and was not made."""

    position: Position
    why: Why


@dataclass(slots=True)
class Outcome:
    """What was done and what not; ``texts`` has the text before and after by shown path."""

    done: list[Mended] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    #: Of files that could not be written; they are as they were.
    failed: list[UnwritableFileError] = field(default_factory=list)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)


def contents(root: Root) -> Mapping[Path, bytes]:
    """Give a digest of each file of a root that may be changed."""
    return {file.path: _digest(file.path) for file in source_files(root) if is_own(file, root)}


def mend(
    root: Root, found: Iterable[Finding], checked: Mapping[Path, bytes], *, write: bool = True
) -> Outcome:
    """Make the safe fixes of findings that count; what is waived may stand.

    Args:
        root: The root whose own files may be changed.
        found: Findings of ``check``.
        checked: What ``contents`` gave before that check.
        write: Whether to change the files, or only to say what would be.
    """
    by_file: dict[str, dict[Fix, None]] = defaultdict(dict)
    for one in found:
        if one.fix and one.fix.safe and one.counts:
            by_file[one.fix.position.file].setdefault(one.fix)
    files = {file.shown: file for file in source_files(root)}
    outcome = Outcome()
    for shown, fixes in sorted(by_file.items()):
        if shown in files and is_own(files[shown], root):
            _mend_file(files[shown], list(fixes), checked, outcome, write=write)
    return outcome


def _mend_file(
    file: SourceFile,
    fixes: list[Fix],
    checked: Mapping[Path, bytes],
    outcome: Outcome,
    *,
    write: bool,
) -> None:
    try:
        content = read_bytes(file.path)
    except UnreadableInputError:
        content = b""
    if checked.get(file.path) != _of(content):
        outcome.left += [Left(fixes[0].position, Why.CHANGED)]
        return
    sheet = _Sheet(content, file)
    made, after = sheet.with_all(fixes)
    if made and write:
        if _digest(file.path) != _of(content):
            outcome.left += [Left(fixes[0].position, Why.CHANGED)]
            return
        try:
            write_atomic(file.path, after.decode())
        except UnwritableFileError as error:
            outcome.failed.append(error)
            return
    outcome.left += [Left(one.position, Why.MORE) for one in fixes if one not in made]
    outcome.done += [sheet.mended(one) for one in made]
    if made:
        outcome.texts[file.shown] = decode(content).text, decode(after).text


class _Sheet:
    """A file to be edited."""

    def __init__(self, content: bytes, file: SourceFile) -> None:
        self._content = content
        self._file = file
        self._text = decode(content).text
        self._lines = Lines(self._text)

    def with_all(self, fixes: Sequence[Fix]) -> tuple[list[Fix], bytes]:
        """Make as many as can be made; where all at once cannot, one by one."""
        apart = self._apart(fixes)
        after = self._with(apart)
        if after is not None:
            return apart, after
        made: list[Fix] = []
        best = self._content
        for one in apart[:_MOST_ALONE] if len(self._content) <= _LARGEST_ALONE else ():
            after = self._with([*made, one])
            if after is not None:
                made, best = [*made, one], after
        return made, best

    def mended(self, fix: Fix) -> Mended:
        """Say what a fix replaced."""
        start, end = self._span(fix)
        return Mended(fix.position, self._text[start:end], fix.text)

    def _apart(self, fixes: Sequence[Fix]) -> list[Fix]:
        """Leave out fixes of a place where another one is made already: the next time is theirs."""
        kept: list[Fix] = []
        end = 0
        for one in sorted(fixes, key=self._span):
            if self._span(one)[0] >= end:
                kept.append(one)
                end = self._span(one)[1]
        return kept

    def _with(self, fixes: Sequence[Fix]) -> bytes | None:
        edits = _in_one_block([edit for fix in fixes for edit in self._edits(fix)])
        try:
            after = edited(self._content, edits)
        except ValueError:
            return None
        renamed = self._renamed(fixes)
        good = says_only_that(self._content, after, self._file.graph, edits, renamed)
        return after if good else None

    def _span(self, fix: Fix) -> tuple[int, int]:
        at = fix.position
        return (
            self._lines.offset(at.line, at.column),
            self._lines.offset(at.end_line, at.end_column),
        )

    def _edits(self, fix: Fix) -> list[Edit]:
        """Give the edits of a fix: one, or for a prefix one wherever it is used."""
        start, end = self._span(fix)
        prefix = self._text[start:end]
        if not (prefix.endswith(":") and fix.text.endswith(":")):
            return [Edit(start, end, fix.text)]
        return [
            Edit(one.start, one.start + len(prefix), fix.text)
            for one in self._names
            if one.text.startswith(prefix)
        ]

    @cached_property
    def _names(self) -> list[Token]:
        return [one for one in tokens(self._text) if one.kind == "name"]

    def _renamed(self, fixes: Sequence[Fix]) -> Callable[[str], str]:
        """Say what the terms become that are not edited themselves, but their prefix is."""
        known = prefixes_of(self._file.root)
        declared: dict[str, str] = {}
        moved: dict[str, str] = {}
        for fix in fixes:
            start, end = self._span(fix)
            if start == end:
                prefix = fix.text.split()[1]
                declared[UNDEFINED + prefix] = known.get(prefix[:-1], "")
            elif _declares(self._text, start):
                moved[self._text[start + 1 : end - 1]] = fix.text[1:-1]

        def renamed(term: str) -> str:
            before, _, name = term.rpartition("<")
            if not term.endswith(">"):  # neither an IRI nor a text with a datatype
                return term
            for old, new in declared.items():
                if name.startswith(old):
                    return f"{before}<{new}{unescape(name[len(old) :])}"
            for old, new in moved.items():
                if name.startswith(old):
                    return f"{before}<{new}{name[len(old) :]}"
            return term

        return renamed


def _in_one_block(edits: Sequence[Edit]) -> list[Edit]:
    """Let declarations that are added in the same place stand together, an empty line behind all.

    That is what a file gets that declares nothing yet.
    """
    last: dict[int, str] = {}
    for one in edits:
        if one.start == one.end:
            last[one.start] = max(last.get(one.start, ""), one.text)
    return [
        one._replace(text=_DOUBLED.sub(r"\1", one.text))
        if one.start == one.end and one.text != last[one.start]
        else one
        for one in edits
    ]


def _declares(text: str, start: int) -> bool:
    """Say whether the IRI at an offset stands behind a prefix that it is declared for."""
    before = text[max(0, start - _FAR) : start].split()[-2:]
    return len(before) == 2 and before[0].lower().lstrip("@") == "prefix" and before[1][-1] == ":"  # noqa: PLR2004


def _digest(path: Path) -> bytes:
    try:
        return _of(read_bytes(path))
    except UnreadableInputError:
        return b""


def _of(content: bytes) -> bytes:
    return hashlib.blake2b(content).digest()

"""What mends a finding: a word as it is to be written in its file, and whether that is safe.

A fix is safe, and may be made unasked, where all of this holds:

- it is sure what was meant (``turtle.spelling``: one slip, and nothing else as near; or one way
  alone to read a value, ``turtle.lexical``);
- what was written is not itself a name of something of that kind: a right word in the wrong place
  is a matter of meaning, which a steward judges;
- what was meant is of the same kind: a property for a property, a class for a class, a value of a
  list for a value of that list. Things that stewards describe are an open set: a name that nothing
  describes may be of something that is still to be described, so nothing is sure of it;
- of two names the one in the shapes is right, or the one that is used as often: where a term is
  misspelt where it is declared, its uses are not put wrong too;
- the file is the root's own, and no import wrote it: an import would write the fault again.

All others are offered (``Finding.suggestion``, ``Fix.safe`` False).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ldgraph.errors import Fix, Position, UnreadableInputError
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import shorten
from ldgraph.turtle.declarations import declarations, stable
from ldgraph.turtle.lexer import tokens
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.terms import resolve, unescape
from ldgraph.turtle.text import Lines, decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile

#: How the second line of a file begins that an import wrote (``intake.mark``).
IMPORTED = b"# Ingelezen"
_BASE = re.compile(r"@?\bbase\s*<", re.IGNORECASE)
_LOCAL = re.compile(r"\w[\w.-]*(?<!\.)")


@dataclass(frozen=True, slots=True)
class _Page:
    """A file as it is written."""

    text: str
    lines: Lines
    graph: str
    #: What it declares; a prefix that stands for two things is left out.
    prefixes: Mapping[str, str]
    #: Whether it may say what relative IRIs are relative to: what they are is then not known.
    has_base: bool


class Pen:
    """Writes names as a file does; a file is read again only where something in it is wrong."""

    def __init__(self, dataset: Dataset) -> None:
        self._files = {file.shown: file for file in dataset.files}
        self._pages: dict[str, _Page | None] = {}

    def rename(self, at: Position | None, wrong: str, right: str, *, sure: bool) -> Fix | None:
        """Put the name of ``right`` where that of ``wrong`` stands; both are IRIs.

        None where at that place something else is written: what a finding is about need not be
        what has to be changed.
        """
        page = self._page(at) if at else None
        if at is None or page is None:
            return None
        start = page.lines.offset(at.line, at.column)
        end = page.lines.offset(at.end_line, at.end_column)
        # In front of a datatype stands its value.
        cut = page.text.rfind("^^", start, end)
        start = cut + 2 if cut >= 0 and page.text[start] in "\"'" else start
        written = page.text[start:end]
        start += len(written) - len(written.lstrip())
        written = written.strip()
        if not _stands_for(written, page, wrong):
            return None
        new = _name(right, written, page)
        # Where the prefix is another one too, more than a word is wrong.
        sure = sure and _form(new) == _form(written)
        return Fix(page.lines.span(at.file, start, end), new, safe=sure)

    def rewrite(self, at: Position | None, wrong: str, right: str, *, sure: bool) -> Fix | None:
        """Put the text ``right`` for ``wrong`` in the literal that stands at a place.

        None where its text is not written as it is read, with escapes.
        """
        page = self._page(at) if at else None
        if at is None or page is None:
            return None
        start = page.lines.offset(at.line, at.column)
        mark = page.text[start : start + 1]
        quote = mark * 3 if page.text.startswith(mark * 3, start) else mark
        if mark not in {'"', "'"} or not page.text.startswith(quote + wrong + quote, start):
            return None
        start += len(quote)
        return Fix(page.lines.span(at.file, start, start + len(wrong)), right, safe=sure)

    def _page(self, at: Position) -> _Page | None:
        if at.file not in self._pages:
            file = self._files.get(at.file)
            self._pages[at.file] = _read(file) if file else None
        return self._pages[at.file]


def _read(file: SourceFile) -> _Page | None:
    try:
        text = decode(read_bytes(file.path)).text
    except UnreadableInputError:  # gone since it was loaded
        return None
    prefixes = stable(declarations(text, file.graph))
    has_base = _BASE.search(text) is not None
    return _Page(text, Lines(text), file.graph, prefixes, has_base)


def _stands_for(written: str, page: _Page, iri: str) -> bool:
    found = list(tokens(written))
    if len(found) != 1:
        return False
    if found[0].kind == "iri":
        return not page.has_base and resolve(page.graph, unescape(written[1:-1])) == iri
    prefix, _, local = written.partition(":")
    return found[0].kind == "name" and page.prefixes.get(prefix, "") + unescape(local) == iri


def _name(iri: str, written: str, page: _Page) -> str:
    """Write an IRI: with the prefix that stood there if it fits, in full if that stood there."""
    prefix, _, _ = written.partition(":")
    space = page.prefixes.get(prefix, "")
    if written.startswith("<"):
        return f"<{iri}>"
    if space and iri.startswith(space) and _LOCAL.fullmatch(iri[len(space) :]):
        return f"{prefix}:{iri[len(space) :]}"
    return shorten(iri, page.prefixes)


def _form(name: str) -> str:
    return "<" if name.startswith("<") else name.partition(":")[0]


def safe_where_own(found: Iterable[Finding], dataset: Dataset, root: Root) -> list[Finding]:
    """Let no fix be safe in a file that is not the root's own, or that an import wrote."""
    files = {file.shown: file for file in dataset.files}
    judged: dict[str, bool] = {}
    return [_judged(one, files, root, judged) for one in found]


def _judged(
    one: Finding, files: Mapping[str, SourceFile], root: Root, judged: dict[str, bool]
) -> Finding:
    if one.fix is None or not one.fix.safe:
        return one
    shown = one.fix.position.file
    if shown not in judged:
        judged[shown] = shown in files and is_own(files[shown], root)
    return one if judged[shown] else replace(one, fix=replace(one.fix, safe=False))


def is_own(file: SourceFile, root: Root) -> bool:
    """Say whether a file is a root's to change: in its folder, and written by people."""
    if file.room is Room.BESIDE or file.root.path != root.path:
        return False
    if not file.path.resolve().is_relative_to(root.path.resolve()):  # a link to elsewhere
        return False
    try:
        lines = read_bytes(file.path)[:4096].splitlines()
    except UnreadableInputError:
        return False
    return len(lines) < 2 or not lines[1].startswith(IMPORTED)  # noqa: PLR2004 (the second)

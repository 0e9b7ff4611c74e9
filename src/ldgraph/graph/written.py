"""What only the text of a file shows: what its prefixes stand for, and its language tags.

The store knows neither: of a prefix it has the names that it made, of a tag no capitals. A quick
look over the bytes says what a file seems to declare and which tags it has; only where one of those
is wrong the text is read token by token, for its places.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import Finding, Fix, Severity, UnreadableInputError
from ldgraph.graph.foreign import space_of, vocabularies
from ldgraph.graph.places import Room
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.turtle.declarations import declarations
from ldgraph.turtle.languages import is_language, is_ours, language_meant
from ldgraph.turtle.lexer import TRIVIA, tokens
from ldgraph.turtle.names import STRINGS
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.spelling import meant
from ldgraph.turtle.text import Lines, decode
from ldgraph.turtle.verdict import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile

_DECLARED = re.compile(rb"@?prefix\s+([^\s:<>\"]*):\s*<([^<>\s]*)>", re.IGNORECASE)
_TAG = re.compile(rb"[\"']\s*@([A-Za-z][A-Za-z0-9-]*)")
#: Well-known, and in no list: https://schema.org/ is the one that is.
_OTHERS_TOO = frozenset({"http://schema.org/"})
#: Of two addresses: one word in a long one is not near.
_NEAR_ENOUGH = 0.95
#: Of one file; nobody writes more different ones.
_MOST = 500


class _Wrong(NamedTuple):
    """What is wrong with a declaration or a tag, wherever it stands."""

    code: str
    severity: Severity
    dutch: str
    english: str
    right: str | None = None
    sure: bool = False


def written(dataset: Dataset, root: Root) -> list[Finding]:
    """Give what is wrong with prefixes and language tags in the files that were read, in no order.

    Codes: ``prefix-verkeerd`` (stands for what is no vocabulary, and near one that is),
    ``prefix-anders`` (stands for something else than everywhere in the root), ``prefix-dubbel``
    (for one thing here, for another further on), ``taal-onbekend`` (a tag of no language),
    ``taal-niet-gebruikt`` (of one that the project has no texts in) and ``taal-hoofdletters``.
    """
    broken = {fault.graph for fault in dataset.faults if fault.severity is Severity.VIOLATION}
    pages = [dataset.seen(file, _look) for file in dataset.files if file.graph not in broken]
    spaces = _Spaces(dataset, prefixes_of(root), pages)
    return [one for page in pages for one in _of_page(page, spaces)]


@dataclass(frozen=True, slots=True)
class _Page:
    """What a file seems to declare, prefix and space, and its language tags."""

    file: SourceFile
    declared: list[tuple[str, ...]]
    tags: list[tuple[str, ...]]


def _look(_: Dataset, file: SourceFile) -> _Page:
    content = _content(file)
    return _Page(file, _matches(_DECLARED, content), _matches(_TAG, content))


def _content(file: SourceFile) -> bytes:
    try:
        content = read_bytes(file.path)
    except UnreadableInputError:  # gone since it was loaded
        return b""
    return content if len(content) <= LARGEST else b""


def _of_page(page: _Page, spaces: _Spaces) -> Iterator[Finding]:
    file = page.file
    is_beside = file.room is Room.BESIDE
    declared = {
        (prefix, space): wrong
        for prefix, space in page.declared
        if (wrong := spaces.wrong(prefix, space, is_beside=is_beside))
    }
    if not is_beside:
        declared = _twice(page, spaces) | declared
    tags = {tag: wrong for (tag,) in page.tags if (wrong := _tag(tag, is_beside=is_beside))}
    if not declared and not tags:
        return
    text = decode(_content(file)).text
    lines = Lines(text)
    for start, end, wrong in (*_declared(text, file, declared), *_tagged(text, tags)):
        at = lines.span(file.shown, start, end)
        yield Finding(
            wrong.code,
            wrong.severity,
            {"nl": wrong.dutch, "en": wrong.english},
            at,
            graph=file.graph,
            suggestion=wrong.right,
            restricted=file.restricted,
            fix=Fix(at, wrong.right, wrong.sure) if wrong.right else None,
        )


def _twice(page: _Page, spaces: _Spaces) -> dict[tuple[str, str], _Wrong]:
    """Find the prefixes that stand for one thing in a part of a file and for another below it."""
    number = Counter(prefix for prefix, _ in page.declared)
    return {
        (prefix, space): _Wrong(
            "prefix-dubbel",
            Severity.WARNING,
            f"{prefix}: staat in dit bestand voor meer dan een vocabulaire: neem voor elk een "
            "eigen prefix",
            f"{prefix}: stands for more than one vocabulary in this file: take a prefix of its "
            "own for each",
        )
        for prefix, space in page.declared
        if number[prefix] > 1 and not spaces.is_usual(prefix, space)
    }


def _matches(form: re.Pattern[bytes], content: bytes) -> list[tuple[str, ...]]:
    found = {match.groups() for match in form.finditer(content)}
    return sorted(tuple(part.decode("utf-8", "replace") for part in parts) for parts in found)[
        :_MOST
    ]


def _declared(
    text: str, file: SourceFile, wrong: Mapping[tuple[str, str], _Wrong]
) -> Iterator[tuple[int, int, _Wrong]]:
    for one in declarations(text, file.graph) if wrong else ():
        if (one.prefix, one.space) in wrong:
            yield one.start, one.end, wrong[one.prefix, one.space]


def _tagged(text: str, wrong: Mapping[str, _Wrong]) -> Iterator[tuple[int, int, _Wrong]]:
    before = ""
    for kind, start, end, word in tokens(text) if wrong else ():
        if kind in TRIVIA:
            continue
        if kind == "language" and before in STRINGS and word[1:] in wrong:
            yield start, end, wrong[word[1:]]
        before = kind


class _Spaces:
    """What prefixes stand for: in the root's table, in its files, and in the world."""

    def __init__(self, dataset: Dataset, table: Mapping[str, str], pages: Iterable[_Page]) -> None:
        self._dataset, self._table = dataset, table
        self._usual = frozenset(table.values())
        self._described: set[str] | None = None
        self._uses = Counter(space for page in pages for _, space in page.declared)

    def wrong(self, prefix: str, space: str, *, is_beside: bool) -> _Wrong | None:
        """Say what is wrong with what a prefix stands for."""
        usual = self._table.get(prefix)
        if space == usual:
            return None
        near = None
        if space not in self._usual:
            near = meant(space, [usual] if usual else self._usual, _NEAR_ENOUGH)
        if near and not self._is_vocabulary(space):
            # It is sure only where the prefix says it too: ns/rov# is a vocabulary, and near to
            # ns/prov#. The slip may also be in the table.
            right = self._is_vocabulary(near.word) or self._uses[near.word] > self._uses[space]
            sure = near.sure and usual is not None and right
            return _Wrong(
                "prefix-verkeerd",
                Severity.VIOLATION if sure else Severity.WARNING,
                f"<{space}> is hier geen vocabulaire: alle namen met dit prefix zijn verkeerd",
                f"<{space}> is no vocabulary here: all names with this prefix are wrong",
                f"<{near.word}>",
                sure,
            )
        if usual and not is_beside:
            return _Wrong(
                "prefix-anders",
                Severity.WARNING,
                f"overal elders staat {prefix}: voor <{usual}> (ontology/prefixes.ttl): neem een "
                "ander prefix, of verbeter dit",
                f"everywhere else {prefix}: stands for <{usual}> (ontology/prefixes.ttl): take "
                "another prefix, or correct this",
                f"<{usual}>",
            )
        return None

    def is_usual(self, prefix: str, space: str) -> bool:
        """Say whether that is what a prefix stands for in the root's table."""
        return self._table.get(prefix) == space

    def _is_vocabulary(self, space: str) -> bool:
        """Say whether a space is well known, or something is described of which the name is in."""
        if space in vocabularies().keys() | _OTHERS_TOO:
            return True
        if self._described is None:
            self._described = {
                space_of(quad.subject.value)
                for store in (self._dataset.store, self._dataset.shapes)
                for quad in store
                if isinstance(quad.subject, ox.NamedNode)
            }
        return any(one.startswith(space) for one in self._described)


def _tag(tag: str, *, is_beside: bool) -> _Wrong | None:
    """Say what is wrong with a language tag."""
    guess = language_meant(tag)
    right = f"@{guess.word}" if guess else None
    first, dash, rest = tag.partition("-")
    if not is_language(tag):
        return _Wrong(
            "taal-onbekend",
            Severity.WARNING if is_beside else Severity.VIOLATION,
            f"'@{tag}' is geen taal: schrijf @nl of @en, of de taal waarin het staat",
            f"'@{tag}' is no language: write @nl or @en, or the language it is in",
            right,
            guess is not None and guess.sure,
        )
    if is_beside or first.lower() in {"x", "i"}:
        return None
    if not is_ours(tag):
        return _Wrong(
            "taal-niet-gebruikt",
            Severity.INFO,
            f"dit project heeft geen teksten in '@{tag}': is het nl of en?",
            f"this project has no texts in '@{tag}': is it nl or en?",
            right,
        )
    if first != first.lower():
        return _Wrong(
            "taal-hoofdletters",
            Severity.INFO,
            "een taal staat in kleine letters (het betekent hetzelfde)",
            "a language stands in small letters (it means the same)",
            f"@{first.lower()}{dash}{rest}",
            sure=True,
        )
    return None

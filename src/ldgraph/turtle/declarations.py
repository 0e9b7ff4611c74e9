"""The prefixes that a file declares, where that stands, and where one more would."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.turtle.lexer import TRIVIA, Token, tokens
from ldgraph.turtle.terms import resolve, unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORDS = frozenset({"prefix", "@prefix"})


class Declaration(NamedTuple):
    """``PREFIX prefix: <space>``; the offsets are of the IRI with its brackets."""

    prefix: str
    #: As it is read: absolute, without escapes.
    space: str
    start: int
    end: int


def declarations(text: str, base: str) -> Iterator[Declaration]:
    """Give the declarations of a file, faults or not, in its order."""
    word = name = ""
    for kind, start, end, written in tokens(text):
        if kind in TRIVIA:
            continue
        if kind == "iri" and name.endswith(":") and word.lower() in _WORDS:
            yield Declaration(name[:-1], resolve(base, unescape(written[1:-1])), start, end)
        word, name = name, written


def added(text: str, prefix: str, space: str) -> tuple[int, str]:
    """Give where one more declaration belongs, and its line, written as the file's others are.

    That is before the first of which the prefix comes later, else behind the last; a file that
    begins with a statement gets it before that.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    with_at = f"@prefix {prefix}: <{space}> .{end}"
    word: Token | None = None
    last, line = -1, f"PREFIX {prefix}: <{space}>{end}"
    for one in tokens(text):
        if one.kind in TRIVIA or one.text == ".":
            continue
        if one.text.lower() in _WORDS | {"base", "@base"}:
            word, line = one, with_at if one.text[0] == "@" else line
        elif word is None:  # a statement begins
            if last < 0:
                return one.start, line + end
            break
        elif one.kind == "iri":
            last, word = one.end, None
        elif one.kind == "name" and one.text[:-1] > prefix and word.text.lower() in _WORDS:
            return word.start, line
    below = text.find("\n", last) + 1
    return (below, line) if last >= 0 and below else (0, line)


def stable(found: Iterator[Declaration]) -> Mapping[str, str]:
    """Give prefix to space, without the prefixes that stand for one thing here, another there."""
    spaces: dict[str, set[str]] = {}
    for one in found:
        spaces.setdefault(one.prefix, set()).add(one.space)
    return {prefix: min(known) for prefix, known in spaces.items() if len(known) == 1}

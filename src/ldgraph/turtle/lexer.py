"""Text to tokens with offsets. Nothing is refused here: what is wrong is a token of its own kind.

The time taken grows with the length of the text and no faster, whatever the text is. So a form that
fails may not have looked far beyond where the next token begins: repetitions give nothing back
(``*+``, ``++``), and a long string that never closes is looked for once only.

Source: the grammar of https://www.w3.org/TR/turtle/#sec-grammar-grammar.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = f"{_BASE_CHARS}_"
_CHARS = f"{_START}0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ECHAR = rf"\\[tbnrf\"'\\]|{_UCHAR}"
# More dots than this in a prefix are none: each is looked past only to find no colon behind it.
_PREFIX = rf"[{_BASE_CHARS}][{_CHARS}]*+(?:\.++[{_CHARS}]++){{0,32}}+"
_LOCAL = rf"(?:[{_START}:0-9]|{_PLX})(?:\.*+(?:[{_CHARS}:]++|{_PLX}))*+"
_CURLY = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u201a"


def _long(quote: str, inside: str) -> str:
    mark, other = quote * 3, f"[^{quote}\\\\]++"
    return rf"{mark}(?:{inside}(?:{other}|{_ECHAR}))*+{mark}"


def _bad_long(quote: str) -> str:
    return rf"{quote * 3}(?:[^{quote}\\]++|\\.|{quote}(?!{quote}{quote}))*+{quote * 3}"


def kinds(closable: str) -> dict[str, str]:
    """Give the kinds of tokens in the order in which they are tried.

    Those named bad or unclosed are faults; ``newer`` is of a Turtle that is not read here.
    Long strings are looked for with the quotes ``closable`` only.
    """
    long_strings = {
        "long_string": "|".join(_long(quote, f"{quote}{{0,2}}") for quote in closable),
        "bad_long_string": "|".join(_bad_long(quote) for quote in closable),
    }
    return {
        "space": r"[ \t\r\n]++",
        "comment": r"#[^\n\r]*+",
        "conflict": r"(?m:^)(?:<{7}|={7}|>{7}|\|{7})(?![<=>|])[^\n\r]*+",
        "iri": rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]++|{_UCHAR})*+>",
        **(long_strings if closable else {}),
        "unclosed_long": r'"""' r"|'''",
        "string": rf"\"(?:[^\"\\\n\r]++|{_ECHAR})*+\"|'(?:[^'\\\n\r]++|{_ECHAR})*+'",
        "bad_string": r"\"(?:[^\"\\\n\r]++|\\.)*+\"|'(?:[^'\\\n\r]++|\\.)*+'",
        "unclosed": r"[\"'][^\n\r]*+",
        "language": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?![\w-])",
        "blank": rf"_:[{_START}0-9](?:\.*+[{_CHARS}]++)*+",
        "name": rf"(?:{_PREFIX})?+:(?:{_LOCAL})?+",
        "double": r"[+-]?(?:[0-9]++\.[0-9]*+|\.?[0-9]++)[eE][+-]?[0-9]++",
        "decimal": r"[+-]?[0-9]*+\.[0-9]++",
        "integer": r"[+-]?[0-9]++",
        "word": rf"[{_BASE_CHARS}][{_CHARS}]*+",
        "typed": r"\^\^",
        "newer": r"<<|>>|\{\||\|\}|~",
        "mark": r"[.;,()\[\]{}]",
        "bad_iri": r"<[^<>\n\r]*+>",
        # What follows it on its line is likely meant to stand behind it, and the marks at its end.
        "unclosed_iri": r"<(?:[.;,]*+[^<>\s.;,]++)*+",
        "curly": rf"[{_CURLY}][^{_CURLY}\"\n\r]*+[{_CURLY}]",
        "bad_language": r"@[^\s.;,)\]]*+",
        "bad": r".",
    }


@lru_cache(maxsize=4)
def _pattern(closable: str) -> re.Pattern[str]:
    forms = "|".join(f"(?P<{kind}>{form})" for kind, form in kinds(closable).items())
    return re.compile(forms, re.DOTALL)


def token_forms() -> dict[str, str]:
    """Give the regular expression of each kind of token, in the order in which they are tried."""
    return kinds("\"'")


#: Tokens that people write and machines skip.
TRIVIA = frozenset({"space", "comment"})


class Token(NamedTuple):
    """A stretch of text and what kind of thing it is; offsets count code points."""

    kind: str
    start: int
    end: int
    text: str


def tokens(text: str) -> Iterator[Token]:
    """Split ``text`` into tokens that together are the whole of it, spaces and comments too."""
    at, closable = 0, "\"'"
    while at < len(text):
        for match in _pattern(closable).finditer(text, at):
            kind, at = match.lastgroup or "bad", match.end()
            yield Token(kind, match.start(), at, match.group())
            if kind == "unclosed_long" and text[at - 1] in closable:
                # No such string closes in what follows: from here on none is looked for.
                closable = closable.replace(text[at - 1], "")
                break

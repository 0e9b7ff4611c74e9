"""Text to tokens with offsets. Nothing is refused here: what is wrong is a token of its own kind.

Source: the grammar of https://www.w3.org/TR/turtle/#sec-grammar-grammar.
"""

from __future__ import annotations

import re
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
_PREFIX = rf"[{_BASE_CHARS}](?:\.*[{_CHARS}])*"
_LOCAL = rf"(?:[{_START}:0-9]|{_PLX})(?:\.*(?:[{_CHARS}:]|{_PLX}))*"

#: Kinds of tokens, tried in this order; those named bad or unclosed are faults. Possessive
#: quantifiers (``*+``) keep a text that never closes from being read over and over.
_KINDS = {
    "space": r"[ \t\r\n]+",
    "comment": r"#[^\n\r]*",
    "iri": rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]++|{_UCHAR})*+>",
    "long_string": (
        rf'"""(?:"{{0,2}}(?:[^"\\]++|{_ECHAR}))*+"""'
        rf"|'''(?:'{{0,2}}(?:[^'\\]++|{_ECHAR}))*+'''"
    ),
    "bad_long_string": (r'"""(?:[^"\\]++|\\.|"(?!""))*+"""' r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"),
    "unclosed_long": r'"""' r"|'''",
    "string": rf"\"(?:[^\"\\\n\r]++|{_ECHAR})*+\"|'(?:[^'\\\n\r]++|{_ECHAR})*+'",
    "bad_string": r"\"(?:[^\"\\\n\r]++|\\.)*+\"|'(?:[^'\\\n\r]++|\\.)*+'",
    "unclosed": r"[\"'][^\n\r]*",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?![\w-])",
    "blank": rf"_:[{_START}0-9](?:\.*[{_CHARS}])*",
    "name": rf"(?:{_PREFIX})?:(?:{_LOCAL})?",
    "double": r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+",
    "decimal": r"[+-]?[0-9]*\.[0-9]+",
    "integer": r"[+-]?[0-9]+",
    "word": r"[A-Za-z][A-Za-z0-9_-]*",
    "typed": r"\^\^",
    "mark": r"[.;,()\[\]{}]",
    "bad_iri": r"<[^<>\n\r]*>?",
    "bad_language": r"@[^\s.;,)\]]*",
    "bad": r".",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _KINDS.items()), re.DOTALL)
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
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "bad", match.start(), match.end(), match.group())

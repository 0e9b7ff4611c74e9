"""SPARQL text to tokens with offsets, as ``lexer`` does for Turtle, with which it shares most.

Nothing is refused: a sign that means nothing is a token of its own.

Source: the grammar of https://www.w3.org/TR/sparql11-query/#sparqlGrammar.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ldgraph.turtle.lexer import Token, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHARED = (
    "space",
    "comment",
    "iri",
    "long_string",
    "string",
    "language",
    "blank",
    "name",
    "double",
    "decimal",
    "integer",
    "word",
)


@cache
def _pattern() -> re.Pattern[str]:
    turtle = kinds("\"'")
    forms = {kind: turtle[kind] for kind in _SHARED}
    # Without their sign: behind a variable that is an operator.
    forms["double"] = r"(?:[0-9]++\.[0-9]*+|\.?[0-9]++)[eE][+-]?[0-9]++"
    forms["decimal"], forms["integer"] = r"[0-9]*+\.[0-9]++", r"[0-9]++"
    forms["variable"] = r"[?$]\w++"
    forms["mark"] = r"\^\^|&&|\|\||!=|<=|>=|."
    return re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in forms.items()), re.DOTALL)


def sparql_tokens(text: str) -> Iterator[Token]:
    """Split a query into tokens that together are the whole of it.

    >>> [one.kind for one in sparql_tokens("?a<=<urn:b>")]
    ['variable', 'mark', 'iri']
    """
    for match in _pattern().finditer(text):
        yield Token(match.lastgroup or "mark", match.start(), match.end(), match.group())


_DATASET = re.compile("from|service", re.IGNORECASE)


@lru_cache(maxsize=256)
def dataset_words(text: str) -> frozenset[str]:
    """Give which of ``from`` and ``service`` are keywords in a query; neither is in most.

    >>> sorted(dataset_words("SELECT * FROM <urn:from> { ?service ?from 'FROM' } # from"))
    ['from']
    """
    if not _DATASET.search(text):
        return frozenset()
    words = {one.text.lower() for one in sparql_tokens(text) if one.kind == "word"}
    return frozenset(words & {"from", "service"})

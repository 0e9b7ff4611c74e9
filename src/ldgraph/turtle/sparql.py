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


_DATASET = re.compile(r"\b(?:from|service)\b", re.IGNORECASE)
#: What looks like an IRI with a bracket in it.
_BRACKETED = re.compile(r"<[^<>\s\"{}|^`\\]*\)[^<>\s\"{}|^`\\]*>")


def has_two_readings(text: str) -> bool:
    """Say whether a text may be read in two ways, as engines do: ``(?a<?b)#>`` is an IRI, or not.

    What is a text or a comment behind it then is not sure either.
    """
    return any(_closes_more(one.group()) for one in _BRACKETED.finditer(text))


def _closes_more(iri: str) -> bool:
    """Say whether a bracket is closed that was opened before: all comparisons stand in brackets."""
    depth = 0
    for sign in iri:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return True
    return False


@lru_cache(maxsize=256)
def dataset_words(text: str) -> frozenset[str]:
    r"""Give which of ``from`` and ``service`` are keywords in a query, or may be.

    >>> sorted(dataset_words("SELECT * FROM <urn:from> { ?service ?from 'FROM' } # from"))
    ['from']
    >>> sorted(dataset_words("ASK { FILTER(1<?b)SERVICE#>\n <urn:a> { } }"))
    ['service']
    """
    found = {one.group().lower() for one in _DATASET.finditer(text)}
    if not found or has_two_readings(text):
        return frozenset(found)
    words = {one.text.lower() for one in sparql_tokens(text) if one.kind == "word"}
    return frozenset(words & found)

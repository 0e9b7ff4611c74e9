"""Which queries are sent on to an engine: those that mean there what they mean here.

Engines have words of their own, some of which open files or addresses, or leave the dataset of the
request; and one that is given an update by whoever may write may run it.
"""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import LdgraphError
from ldgraph.graph.guard import refuse_deep
from ldgraph.turtle.sparql import has_two_readings, sparql_tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ldgraph.turtle.lexer import Token

_FORMS = frozenset({"select", "ask", "construct", "describe"})
#: Graphs have other names there, and nothing is asked of others.
_ELSEWHERE = frozenset({"graph", "from", "service"})
_GRAPHS = (
    (
        "{word} does not work here: the data lies in an engine, where graphs have other names, "
        "which change with every version; ask without {word}, over all the data at once"
    ),
    (
        "{word} werkt hier niet: de gegevens staan in een engine, en grafen heten daar anders, bij "
        "elke versie opnieuw; vraag zonder {word}, over alle gegevens samen"
    ),
)
_WHY_NOT = {
    "graph": tuple(one.format(word="GRAPH") for one in _GRAPHS),
    "from": tuple(one.format(word="FROM") for one in _GRAPHS),
    "service": (
        "SERVICE is not followed: nothing is asked of other servers",
        "SERVICE wordt niet gevolgd: aan andere servers wordt niets gevraagd",
    ),
}
#: A character by its number. The standard has engines put it in its place before they read anything
#: (https://www.w3.org/TR/sparql11-query/#codepointEscape), so that one in a text or comment may end
#: that, and what is behind it be read as the query; the parser here looks for it in texts alone.
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
#: Below this number characters have a meaning in SPARQL.
_MEANS_NOTHING = 0xA0
#: What some take for the end of a line, and so of a comment, or of the query.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_READ_OTHERWISE = (
    (
        "engines may read it otherwise, as it has {} in it; write characters as they are, and no "
        "control characters"
    ),
    (
        "engines kunnen ze anders lezen, want er staat {} in; schrijf tekens zoals ze zijn, en "
        "geen stuurtekens"
    ),
)
_WORD = re.compile(r"\w+")
#: How IRIs of data begin. Virtuoso names functions of its own, some of which read files or other
#: graphs, by IRIs of schemes that it made up: ``<bif:…>``, and the same as ``<LONG::bif:…>``.
_SCHEMES = frozenset({"http", "https", "urn", "mailto", "tel", "tag", "info", "ftp"})
_SCHEME = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*):")
#: Prefixes that mean those schemes there without being declared.
_OWN = re.compile(r"(?<![\w.:/#?=&-])(?:bif|sql|virt|sqlbif):", re.IGNORECASE)


class NotSentError(LdgraphError):
    """A query that is good SPARQL, and is not sent on."""


@lru_cache(maxsize=512)
def kind_of(text: str) -> str:
    """Say whether a text is a select, ask, construct or describe that may be sent on.

    It is parsed, and nothing is run: for text that is not trusted that is not enough, as a parser
    may take long.

    Raises:
        QueryTooDeepError: It could overflow the stack of a parser.
        SyntaxError: It is no query of SPARQL 1.1.
        NotSentError: It asks for graphs by name, for other services, or in words of one engine, or
            engines may read it otherwise.
    """
    refuse_deep(text)
    tokens = _solid(text)
    at = _form(tokens)
    parsed = text
    if at < len(tokens) and tokens[at].text.lower() == "ask":
        # Of a select nothing is computed before its first row is taken.
        parsed = f"{text[: tokens[at].start]}SELECT *{text[tokens[at].end :]}"
    with suppress(RuntimeError):  # it has a function that is nobody's, which is told below
        ox.Store().query(parsed)
    return sendable(text)


def sendable(text: str) -> str:
    """Say the same of a text that is known to be a query of SPARQL 1.1.

    Raises:
        NotSentError: It asks for graphs by name, for other services, or in words of one engine, or
            engines may read it otherwise.
    """
    _refuse_disguised(text)
    tokens = _solid(text)
    at = _form(tokens)
    kind = tokens[at].text.lower() if at < len(tokens) else ""
    if kind not in _FORMS:
        raise NotSentError("it is no query", "het is geen vraag")
    unsure = has_two_readings(text)
    said = {one.lower() for one in _WORD.findall(text)} if unsure else _words(tokens)
    if words := sorted(said & _ELSEWHERE):
        raise NotSentError(*_WHY_NOT[words[0]])
    # Where it is not sure what is a text, all of it may be names.
    named = text if unsure else " ".join(one.text for one in tokens if one.kind in {"iri", "name"})
    others = {one for one in _SCHEME.findall(named) if one.lower() not in _SCHEMES}
    if found := sorted(others | {one.rstrip(":") for one in _OWN.findall(named)}):
        raise NotSentError(
            f"names with '{found[0]}:' are not sent on: functions of one engine have them",
            f"namen met '{found[0]}:' gaan niet verder: functies van één engine hebben die",
        )
    return kind


def _refuse_disguised(text: str) -> None:
    """Refuse what may be another query there: one that was never looked at.

    Raises:
        NotSentError: It has such characters, or escapes.
    """
    for one in _ESCAPE.finditer(text):
        number = int(one[1] or one[2], 16)
        if number < _MEANS_NOTHING or _CONTROL.match(chr(min(number, sys.maxunicode))):
            raise NotSentError(*(said.format(one.group()) for said in _READ_OTHERWISE))
    if found := _CONTROL.search(text):
        shown = f"\\u{ord(found.group()):04X}"
        raise NotSentError(*(said.format(shown) for said in _READ_OTHERWISE))


def _solid(text: str) -> list[Token]:
    return [one for one in sparql_tokens(text) if one.kind not in {"space", "comment"}]


def _words(tokens: Sequence[Token]) -> set[str]:
    return {one.text.lower() for one in tokens if one.kind == "word"}


def _form(tokens: Sequence[Token]) -> int:
    """Find the word that says what kind of query it is, behind prefixes and base."""
    at = 0
    while at < len(tokens):
        word = tokens[at].text.lower()
        if word not in {"prefix", "base"}:
            break
        at += 3 if word == "prefix" else 2
    return at

"""An explanation for people, as lines; and for programs, each fact with file, line and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.report.facts import fact_lines
from ldgraph.report.standing import (
    cover_line,
    left_out_line,
    state_line,
    summary_lines,
)
from ldgraph.report.standing_json import cover_data, left_out_data, standing_data, state_data
from ldgraph.report.words import say
from ldgraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ldgraph.answers.explanation import Explanation
    from ldgraph.graph.locate import Locator

    Named = Callable[[str], str]


def explanation_lines(
    found: Explanation,
    locator: Locator,
    prefixes: Mapping[str, str],
    named: Named,
    lang: str,
) -> Iterator[str]:
    """Write who is asked about, what comes of it, and each fact with the place where it stands."""
    yield from summary_lines(found.standing, named, lang)
    yield ""
    if not found.standing.absence:
        yield from conclusion_lines(found, named, lang)
        yield from fact_lines(found.chain, locator, prefixes, lang)


def conclusion_lines(found: Explanation, named: Named, lang: str) -> Iterator[str]:
    """Say what the chain of facts comes to: for the requirement, and for the offering if named."""
    state, offering = found.state, found.offering
    if state is None:
        code = found.requirement.rsplit("/", 1)[-1]
        yield f"  {code}  {named(found.requirement)}: {say('does_not_apply', lang)}"
        return
    yield f"{state_line(state, named, lang)}: {say(f'{state.state}, one', lang)}"
    if not offering:
        return
    if state.state != "leemte":
        yield f"      - {named(offering)}: {say('no_gap', lang)}"
        return
    lines = [cover_line(one, named, lang) for one in found.covers] or [
        left_out_line(one, named, lang) for one in found.left_out
    ]
    yield f"      - {lines[0] if lines else named(offering) + ': ' + say('no_cover', lang)}"


def explanation_data(
    found: Explanation, locator: Locator, named: Named, lang: str
) -> dict[str, Any]:
    """Give all of it; what is not there is left out, but the offering's answers where one is named.

    ``conclusion`` is text for people; a fact without a file was derived by a rule.
    """
    whole: dict[str, Any] = {
        **standing_data(found.standing, named, lang),
        "requirement": found.requirement,
    }
    if found.offering:
        whole["offering"] = found.offering
    if found.standing.absence:
        return whole
    whole["state"] = None if found.state is None else state_data(found.state)
    if found.offering:
        whole["covers"] = [cover_data(one) for one in found.covers]
        whole["left_out"] = [left_out_data(one) for one in found.left_out]
    whole["conclusion"] = [one.strip() for one in conclusion_lines(found, named, lang)]
    whole["chain"] = [
        {
            "section": section.name.removeprefix("why "),
            "title": say(section.name, lang),
            "facts": [_fact(one, locator) for one in section.facts],
        }
        for section in found.chain
    ]
    return whole


def _fact(quad: ox.Quad, locator: Locator) -> dict[str, Any]:
    graph = getattr(quad.graph_name, "value", "")
    at = locator.place(graph, quad.subject, quad.predicate.value, quad.object)
    fact: dict[str, Any] = {
        "subject": getattr(quad.subject, "value", ""),
        "predicate": quad.predicate.value,
        "object": _term(quad.object),
        "graph": graph,
        "derived": at is None,
    }
    if at is not None:
        fact |= {"file": at.file, "line": at.line, "column": at.column}
    return fact


def _term(term: object) -> dict[str, str]:
    """Write a value as SPARQL-JSON does."""
    if isinstance(term, ox.Literal):
        found = {"type": "literal", "value": term.value}
        if term.language:
            found["xml:lang"] = term.language
        elif term.datatype.value != XSD + "string":
            found["datatype"] = term.datatype.value
        return found
    kind = "uri" if isinstance(term, ox.NamedNode) else "bnode"
    return {"type": kind, "value": str(getattr(term, "value", ""))}

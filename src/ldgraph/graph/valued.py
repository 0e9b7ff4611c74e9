"""Datatypes that are none, and what a text that is no value was meant to be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.foreign import undeclared
from ldgraph.graph.looks import look
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import RDF, XSD
from ldgraph.turtle.lexical import likely
from ldgraph.turtle.literals import datatypes
from ldgraph.turtle.spelling import Guess, meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ldgraph.errors import Finding
    from ldgraph.graph.fixes import Pen
    from ldgraph.graph.foreign import Unknown
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root

#: Right, and in no list of rdflib's.
_RIGHT = frozenset({RDF + "JSON", RDF + "langString"})


def unknown_datatypes(dataset: Dataset, root: Root, locator: Locator, pen: Pen) -> list[Finding]:
    """Give the uses of datatypes that there are not, in no order.

    Code: ``onbekende-term``. Those of other vocabularies than XML Schema and RDF are not looked at.
    """
    used = {one for file in dataset.files for one in dataset.seen(file, look).datatypes}
    ours = {one for one in used - set(datatypes()) if one.startswith((XSD, RDF))}
    unknown = {one.iri: _meant(one) for one in undeclared(ours, _RIGHT)}
    return [
        found
        for literal in _literals(dataset, unknown)
        for found in _uses(dataset, root, locator, pen, literal, unknown[literal.datatype.value])
    ]


def _literals(dataset: Dataset, names: Iterable[str]) -> list[ox.Literal]:
    """Give the literals of some datatypes, each once."""
    listed = ", ".join(f"<{one}>" for one in names)
    if not listed:
        return []
    rows = dataset.store.query(
        "SELECT DISTINCT ?value WHERE { GRAPH ?graph { ?thing ?property ?value } "
        f"FILTER (isLiteral(?value) && datatype(?value) IN ({listed})) }}"
    )
    assert isinstance(rows, ox.QuerySolutions)
    return [one for row in rows if isinstance(one := row["value"], ox.Literal)]


def with_likely(found: Iterable[Finding], pen: Pen) -> Iterator[Finding]:
    """Add to each value that is none which one was likely meant."""
    for one in found:
        (quad,) = ox.parse(f"<x:s> <x:p> {one.value} .", ox.RdfFormat.N_TRIPLES)
        literal = quad.object
        guess = None
        if isinstance(literal, ox.Literal):
            guess = likely(literal.value, literal.datatype.value)
        if guess is None or not isinstance(literal, ox.Literal):
            yield one
            continue
        fix = pen.rewrite(one.position, literal.value, guess.word, sure=guess.sure)
        yield replace(one, suggestion=f'"{guess.word}"', fix=fix)


def _meant(unknown: Unknown) -> Guess | None:
    """Give the datatype that was meant: one that is used for values, if such a one is near."""
    guess = meant(unknown.iri.removeprefix(XSD), [one.removeprefix(XSD) for one in datatypes()])
    if guess:
        return Guess(XSD + guess.word, guess.sure)
    return Guess(unknown.meant, sure=False) if unknown.meant else None


def _uses(  # noqa: PLR0913, PLR0917 (where, what, and what instead)
    dataset: Dataset,
    root: Root,
    locator: Locator,
    pen: Pen,
    literal: ox.Literal,
    guess: Guess | None,
) -> Iterator[Finding]:
    """Say at each place that there is no such datatype."""
    wrong, prefixes = literal.datatype.value, prefixes_of(root)
    name = shorten(wrong, prefixes)
    messages = {
        "nl": f"{name} is geen datatype: verbeter de naam",
        "en": f"{name} is no datatype: correct the name",
    }
    for quad in dataset.store.quads_for_pattern(None, None, literal, None):
        found = locator.finding("onbekende-term", quad, messages)
        if guess:
            fix = pen.rename(found.position, wrong, guess.word, sure=guess.sure)
            found = replace(found, suggestion=shorten(guess.word, prefixes), fix=fix)
        yield found

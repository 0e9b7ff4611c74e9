"""The stored questions as examples for a SPARQL service, each to be run as it stands.

In the words of https://github.com/sib-swiss/sparql-examples, at the address where its clients look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.answers.names import RANGES
from ldgraph.answers.queries import bind
from ldgraph.catalogue.dates import Calendar
from ldgraph.catalogue.parts import parts_of
from ldgraph.catalogue.triples import named, say, texts
from ldgraph.errors import LdgraphError
from ldgraph.serve.kept import kept, queries
from ldgraph.serve.pages.examples import standing_alone
from ldgraph.serve.pages.questions import values_of
from ldgraph.terms import RDFS, SH, TYPE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.serve.published import Published

PATH = "/.well-known/sparql-examples"
_SCHEMA = "https://schema.org/"


def examples(public: Published, on: date) -> dict[str, tuple[Query, str]]:
    """Give by name each question that everyone may ask, and the SPARQL that asks it.

    Args:
        public: What everyone may see: values of parameters are taken from there.
        on: The reference date where the data says none of its own.
    """
    return kept(public, "examples", lambda one: _examples(one, on))


def _examples(public: Published, on: date) -> dict[str, tuple[Query, str]]:
    whole = next(iter(parts_of(public.snapshot)))
    day = Calendar(public.snapshot).dates(whole).modified or on.isoformat()
    found = {}
    for name, query in sorted(queries(public).items()):
        # One that says what is unknown would say it of what is only hidden.
        if query.path.parent.name != "answers" or query.tells_unknown:
            continue
        try:
            bound = bind(query, _values(public, query, day))
        except LdgraphError:
            continue
        values = {one.value: term for one, term in bound.items()}
        found[name] = query, standing_alone(query.text, values)
    return found


def _values(public: Published, query: Query, day: str) -> dict[str, str]:
    """Give a value for each parameter that needs one."""
    found = {}
    for one in query.parameters:
        if one.name == "date":
            found[one.name] = day
        elif not one.optional and one.name in RANGES:
            there = values_of(public, one.name)
            if there:
                found[one.name] = there[0]
    return found


def describe(public: Published, here: str, on: date) -> list[ox.Triple]:
    """Describe the examples for the service of a server at ``here``."""
    return list(_described(public, here, on))


def _described(public: Published, here: str, on: date) -> Iterator[ox.Triple]:
    heads = ox.BlankNode("sparqlexamplesprefixes")
    for name, (query, text) in examples(public, on).items():
        iri = f"{here}/v1/vragen/{name}"
        yield say(iri, TYPE, named(SH + "SPARQLExecutable"))
        yield say(iri, TYPE, named(SH + "SPARQLSelectExecutable"))
        yield from texts(iri, RDFS + "comment", (query.vraag, query.question))
        yield say(iri, SH + "prefixes", heads)
        yield say(iri, SH + "select", ox.Literal(text))
        yield say(iri, _SCHEMA + "target", named(f"{here}/sparql"))
    for prefix, namespace in sorted(public.prefixes.items()):
        declared = ox.BlankNode(f"prefix{prefix.replace('-', '')}")
        yield say(heads, SH + "declare", declared)
        yield say(declared, SH + "prefix", ox.Literal(prefix))
        value = ox.Literal(namespace, datatype=named(XSD + "anyURI"))
        yield say(declared, SH + "namespace", value)


def written(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Write a description in a form of RDF."""
    prefixes = {"rdfs": RDFS, "schema": _SCHEMA, "sh": SH, "xsd": XSD}
    return ox.serialize(triples, format=form, prefixes=prefixes) or b""

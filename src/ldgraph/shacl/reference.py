"""pySHACL, the reference engine, with the same results as ours."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ldgraph.shacl.paths import Path
from ldgraph.shacl.results import Result, ShapesError, Term
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def validate(data: ox.Store, shapes: ox.Store) -> list[Result]:
    """Give pySHACL's results, over the union of the graphs of ``data``.

    Raises:
        ShapesError: pySHACL could not run the shapes; there is then no outcome.
    """
    # pySHACL drops the language of a message that stands with a SPARQL constraint.
    node = ox.NamedNode(SH + "message")
    written = [quad.object for quad in shapes.quads_for_pattern(None, node, None, None)]
    known = {one.value: one for one in written if isinstance(one, ox.Literal)}
    return [
        one._replace(messages=tuple(known.get(said.value, said) for said in one.messages))
        for one in results(report(data, shapes))
    ]


def report(data: ox.Store, shapes: ox.Store) -> Any:  # noqa: ANN401 (rdflib.Graph)
    """Give pySHACL's own report, in RDF.

    Raises:
        ShapesError: pySHACL could not run the shapes; there is then no outcome.
    """
    import pyshacl  # noqa: PLC0415 (slow to import; only used when asked for)

    try:
        with _as_written(), _read_once():
            _, said, _ = pyshacl.validate(
                _graph(data), shacl_graph=_graph(shapes), inference="none", advanced=False
            )
    except Exception as error:
        raise _refused(error) from error
    if isinstance(said, Exception):  # a failure comes back in the place of a report
        raise _refused(said)
    return said


def _refused(error: Exception) -> ShapesError:
    said = getattr(error, "message", "") or f"{type(error).__name__}: {error}"
    return ShapesError(
        None,
        f"pySHACL cannot run the shapes: {said}",
        f"pySHACL kan de vormen niet uitvoeren: {said}",
    )


@contextmanager
def _as_written() -> Iterator[None]:
    """Keep literals as they are written: rdflib would make "01" into "1", and "maybe" into false.

    It also warns of a literal that is no value of its datatype; that is what shapes find. And it
    orders what has no order, such as NaN, a day that does not exist, or a day and a number, where
    SPARQL has an error.
    """
    import rdflib  # noqa: PLC0415
    from pyshacl.constraints.core import value_range_constraints  # noqa: PLC0415

    ranges: Any = value_range_constraints
    literal: Any = rdflib.Literal
    normalized, compare = rdflib.NORMALIZE_LITERALS, ranges.compare_literal
    orders = {name: getattr(literal, name) for name in ("__lt__", "__le__", "__gt__", "__ge__")}

    rdflib.NORMALIZE_LITERALS, ranges.compare_literal = False, _ordered(compare)
    for name, order in orders.items():
        setattr(literal, name, _ordered(order))
    loud = logging.getLogger("rdflib.term")
    try:
        loud.disabled = True
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        loud.disabled = False
        rdflib.NORMALIZE_LITERALS, ranges.compare_literal = normalized, compare
        for name, order in orders.items():
            setattr(literal, name, order)


@contextmanager
def _read_once() -> Iterator[None]:
    """Read the text of a query once: pySHACL asks it of each thing, and reading takes longest."""
    import rdflib  # noqa: PLC0415
    from rdflib.plugins.sparql import prepareQuery  # noqa: PLC0415

    graph: Any = rdflib.Graph
    query = graph.query
    known: dict[Any, Any] = {}

    def asked(self: Any, text: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401
        spaces = dict(self.namespaces())
        key = text, frozenset(spaces.items())
        if key not in known:
            known[key] = prepareQuery(text, spaces)
        return query(self, known[key], *given, **named)

    graph.query = asked
    try:
        yield
    finally:
        graph.query = query


def _ordered(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Make a comparison of literals refuse those that have no order."""
    from rdflib import Literal  # noqa: PLC0415

    def compared(one: Any, other: Any) -> Any:  # noqa: ANN401 (rdflib.Literal)
        if isinstance(other, Literal):
            if any(each.ill_typed or each.value != each.value for each in (one, other)):
                raise TypeError
            numbers = {_is_number(each.value) for each in (one, other)}
            if len(numbers) > 1 or (numbers == {False} and one.datatype != other.datatype):
                raise TypeError
        return compare(one, other)

    return compared


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _graph(store: ox.Store) -> Any:  # noqa: ANN401 (rdflib.Graph)
    from rdflib import Graph  # noqa: PLC0415

    triples: Iterable[ox.Triple] = dict.fromkeys(
        ox.Triple(quad.subject, quad.predicate, quad.object) for quad in store
    )
    text = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    # Blank nodes keep their labels, so that a result can be traced to its shape and its place.
    labels = {
        term.value: term.value
        for triple in triples
        for term in (triple.subject, triple.object)
        if isinstance(term, ox.BlankNode)
    }
    return Graph().parse(data=text, format="nt", bnode_context=labels)


def results(said: Any) -> Iterable[Result]:  # noqa: ANN401 (rdflib.Graph)
    """Give the results of a validation report in RDF."""
    from rdflib import Namespace, URIRef  # noqa: PLC0415

    sh = Namespace(SH)
    # Those that a report does not list itself are details of others.
    for result in said.objects(None, sh.result):
        path = said.value(result, sh.resultPath)
        value = said.value(result, sh.value)
        constraint = said.value(result, sh.sourceConstraint)
        yield Result(
            _term(said.value(result, sh.focusNode)),
            _path(path) if isinstance(path, URIRef) else None,
            None if value is None else _term(value),
            _term(said.value(result, sh.sourceShape)),
            str(said.value(result, sh.sourceConstraintComponent)),
            str(said.value(result, sh.resultSeverity)),
            tuple(_literal(one) for one in said.objects(result, sh.resultMessage)),
            None if constraint is None else _term(constraint),
        )


def _path(node: Any) -> Path:  # noqa: ANN401 (rdflib term)
    return Path("predicate", predicate=str(node))


def _term(node: Any) -> Term:  # noqa: ANN401 (rdflib term)
    from rdflib import BNode, Literal  # noqa: PLC0415

    if isinstance(node, Literal):
        return _literal(node)
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _literal(node: Any) -> ox.Literal:  # noqa: ANN401 (rdflib term)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    datatype = ox.NamedNode(str(node.datatype)) if node.datatype else None
    return ox.Literal(str(node), datatype=datatype)

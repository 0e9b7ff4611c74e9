"""Does a property fit what it is said of? The ontology says of which classes it is.

A shape looks at the properties that a class has to have; one that belongs to another class would
be passed over, and so would all that is said of a thing whose class is not stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.axioms import items
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import OWL, RDF, RDFS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.locate import Locator
    from ldgraph.graph.places import Root

    Subject = ox.NamedNode | ox.BlankNode | ox.Triple

_OF_CLASSES = frozenset(
    {RDFS + "domain", RDFS + "subClassOf", OWL + "unionOf", RDF + "first", RDF + "rest"}
)


def unfitting(
    dataset: Dataset, root: Root, locator: Locator, found: Iterable[ox.Quad] | None = None
) -> list[Finding]:
    """Give the uses of a property of ours on a thing of another class, or of none, in no order.

    Code: ``eigenschap-past-niet``. ``found`` is what ``astray`` gives, where it is known already.
    """
    prefixes, classes = prefixes_of(root), domains(dataset.store)
    quads = astray(dataset) if found is None else found
    return [
        _finding(dataset, locator, prefixes, quad, classes[quad.predicate.value]) for quad in quads
    ]


def domains(store: ox.Store) -> Mapping[str, frozenset[str]]:
    """Give the classes that each property may be said of: those of its ``rdfs:domain``.

    A union counts as its members; what has no domain, or one that is no name, is left out.
    """
    found: dict[str, frozenset[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDFS + "domain"), None, None):
        members = [quad.object]
        if isinstance(quad.object, ox.BlankNode):
            union = ox.NamedNode(OWL + "unionOf")
            heads = store.quads_for_pattern(quad.object, union, None, None)
            members = [one for head in heads for one in items(store, head.object)]
        named = frozenset(one.value for one in members if isinstance(one, ox.NamedNode))
        if named and isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value] = named
    return found


def with_narrower(store: ox.Store, classes: frozenset[str]) -> frozenset[str]:
    """Give classes and all that stand below one of them."""
    found, todo = set(classes), list(classes)
    while todo:
        kind = ox.NamedNode(todo.pop())
        below = store.quads_for_pattern(None, ox.NamedNode(RDFS + "subClassOf"), kind, None)
        new = {one.subject.value for one in below if isinstance(one.subject, ox.NamedNode)} - found
        found |= new
        todo += new
    return frozenset(found)


def astray(dataset: Dataset, among: Iterable[Subject] | None = None) -> list[ox.Quad]:
    """Give the statements with a property of ours whose subject is in none of its classes.

    With ``among`` only those about some things.
    """
    store, ldg = dataset.store, dataset.vocabulary.ldg
    queries = {
        name: _query(name, with_narrower(store, classes))
        for name, classes in sorted(domains(store).items())
        if name.startswith(ldg)
    }
    if among is None:
        asked: list[tuple[str, dict[ox.Variable, Subject] | None]] = [
            (name, None) for name in queries
        ]
    else:
        asked = [
            (name, {ox.Variable("it"): one})
            for one in among
            for name in sorted(
                {quad.predicate.value for quad in store.quads_for_pattern(one, None, None, None)}
            )
            if name in queries
        ]
    found: list[ox.Quad] = []
    for name, bound in asked:
        rows = store.query(queries[name], substitutions=bound)  # type: ignore[arg-type]
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            found += store.quads_for_pattern(row["it"], ox.NamedNode(name), None, None)
    return found


def is_about_classes(quad: ox.Quad) -> bool:
    """Say whether a statement may change what the properties may be said of."""
    return quad.predicate.value in _OF_CLASSES


def _query(name: str, classes: Iterable[str]) -> str:
    listed = " , ".join(f"<{one}>" for one in sorted(classes))
    return (
        f"SELECT DISTINCT ?it WHERE {{ GRAPH ?said {{ ?it <{name}> ?value }} FILTER NOT EXISTS "
        f"{{ GRAPH ?typed {{ ?it a ?kind }} FILTER (?kind IN ({listed})) }} }}"
    )


def _finding(
    dataset: Dataset,
    locator: Locator,
    prefixes: Mapping[str, str],
    quad: ox.Quad,
    classes: frozenset[str],
) -> Finding:
    kinds = dataset.store.quads_for_pattern(quad.subject, ox.NamedNode(TYPE), None, None)
    own = sorted({shorten(one.object.value, prefixes) for one in kinds})  # type: ignore[union-attr]
    name = shorten(quad.predicate.value, prefixes)
    wanted = sorted(shorten(one, prefixes) for one in classes)
    is_nl = f"een {', '.join(own)}" if own else "zonder klasse"
    is_en = ", ".join(own) if own else "without a class"
    messages = {
        "nl": f"{name} hoort bij {_either(wanted, 'of')}, en dit is {is_nl}: verbeter de "
        "eigenschap, of zeg met 'a' wat dit is",
        "en": f"{name} goes with {_either(wanted, 'or')}, and this is {is_en}: correct the "
        "property, or say with 'a' what this is",
    }
    return locator.finding("eigenschap-past-niet", quad, messages, "property")


def _either(names: list[str], word: str) -> str:
    """List names.

    >>> _either(["a", "b", "c"], "of")
    'a, b of c'
    """
    return f" {word} ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

"""The editions of public figures that were published, read back from their statements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.strata import EVERYONE, Stratum, digest_of
from ldgraph.disclosure.measures import COLUMNS, PROPERTIES
from ldgraph.disclosure.protect import Earlier
from ldgraph.disclosure.table import ALL, Cell, Layout
from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.answers.strata import Strata
    from ldgraph.terms import Vocabulary

_EDITIONS = """
SELECT ?edition ?date ?threshold ?invented
WHERE {
    GRAPH ?graph { ?edition a ldg:Cijferuitgave ; ldg:datum ?date ; ldg:drempel ?threshold }
    OPTIONAL { ?graph ldg:fictief ?invented }
}
ORDER BY ?date ?edition
"""
_FIGURES = """
PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT ?figure ?edition ?requirement ?kind ?size ?digest
WHERE {
    ?figure a ldg:Cijfer ; qb:dataSet ?edition ; ldg:vereiste ?requirement .
    OPTIONAL { ?figure ldg:overSoort ?kind }
    OPTIONAL { ?figure ldg:overGrootteklasse ?size }
    OPTIONAL { ?figure ldg:groepskenmerk ?digest }
}
"""


class BrokenEditionError(LdgraphError):
    """An edition that was published does not read as one, so nothing can be compared with it."""

    exit_code = 3

    def __init__(self, iri: str) -> None:
        super().__init__(
            f"{iri} cannot be compared with: its figures are no whole numbers, or do not add up; "
            "put it back as it was published",
            f"{iri} is niet te vergelijken: de cijfers zijn geen gehele getallen, of tellen niet "
            "op; zet het terug zoals het gepubliceerd is",
        )


class Group(NamedTuple):
    """What an edition says of one group: its size, who is in it, and the counts that it gives."""

    population: int
    digest: str
    counts: Mapping[str, int]


class Edition(NamedTuple):
    """An edition of public figures, as it was published."""

    iri: str
    on: str
    threshold: int
    invented: bool
    #: By requirement, then by group.
    groups: Mapping[str, Mapping[Stratum, Group]]


def editions(store: ox.Store, vocabulary: Vocabulary) -> list[Edition]:
    """Read the editions in a store, the oldest first.

    Raises:
        BrokenEditionError: A figure is no whole number.
    """
    groups: dict[str, dict[str, dict[Stratum, Group]]] = defaultdict(lambda: defaultdict(dict))
    for row in _ask(store, vocabulary, _FIGURES):
        counts = _counts(store, vocabulary, row["figure"])
        stratum = Stratum(_text(row["kind"]), _text(row["size"]))
        group = Group(counts.pop(ALL, 0), _text(row["digest"]), counts)
        groups[_text(row["edition"])][_text(row["requirement"])][stratum] = group
    return [
        Edition(
            iri := _text(row["edition"]),
            _text(row["date"]),
            _whole(row["threshold"], iri),
            _text(row["invented"]) == "true",
            groups[iri],
        )
        for row in _ask(store, vocabulary, _EDITIONS)
    ]


def layout_of(groups: Mapping[Stratum, Group]) -> Layout:
    """Give the table that the groups of a requirement make."""
    top = EVERYONE.row if EVERYONE in groups else None
    parents: dict[str, str | None] = {}
    for one in groups:
        kind = Stratum(one.kind)
        above = kind.row if one.size and kind in groups else top
        parents[one.row] = None if one == EVERYONE else above
    return Layout(parents, COLUMNS, {one.row: group.population for one, group in groups.items()})


def published(groups: Mapping[Stratum, Group]) -> dict[Cell, int]:
    """Give the cells of a requirement that have a value."""
    return {
        Cell(one.row, column): value
        for one, group in groups.items()
        for column, value in group.counts.items()
    }


def earlier(edition: Edition, requirement: str, then: Strata | None, now: Strata) -> Earlier:
    """Put an edition beside the groups of today.

    Args:
        edition: What was published.
        requirement: The requirement in question.
        then: The groups on the day of the edition, as far as is known today.
        now: The groups of today.
    """
    groups = edition.groups.get(requirement, {})
    changed = {}
    for one, group in groups.items():
        members = now.members.get(one)
        if members is None:
            continue
        if group.digest == digest_of(members):
            changed[one.row] = 0
        elif then is not None and group.digest == digest_of(then.members.get(one, ())):
            changed[one.row] = len(members ^ then.members.get(one, frozenset()))
    return Earlier(layout_of(groups), published(groups), changed)


def _counts(store: ox.Store, vocabulary: Vocabulary, figure: object) -> dict[str, int]:
    assert isinstance(figure, ox.NamedNode)
    found = {}
    for column, name in PROPERTIES.items():
        for quad in store.quads_for_pattern(figure, ox.NamedNode(vocabulary.ldg + name), None):
            found[column] = _whole(quad.object, figure.value)
    return found


def _whole(term: object, iri: str) -> int:
    try:
        return int(_text(term))
    except ValueError as error:
        raise BrokenEditionError(iri) from error


def _ask(store: ox.Store, vocabulary: Vocabulary, query: str) -> ox.QuerySolutions:
    found = store.query(vocabulary.prefix + query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))

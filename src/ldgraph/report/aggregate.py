"""From a root read by someone entitled to all to an edition of figures that everyone may see."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.editions import BrokenEditionError, earlier, editions, layout_of, published
from ldgraph.answers.figures import figures, refuse_mixed
from ldgraph.answers.strata import strata
from ldgraph.disclosure.audit import exposed
from ldgraph.disclosure.bounds import ContradictionError
from ldgraph.disclosure.protect import protect
from ldgraph.errors import LdgraphError
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.report.disclosure import Reviewed
from ldgraph.report.edition import Issue, as_turtle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ldgraph.disclosure.audit import Limits
    from ldgraph.graph.access import View
    from ldgraph.snapshot import Snapshot
    from ldgraph.terms import Vocabulary

    Step = Callable[[int, int], None] | None

_WAVES = """
SELECT ?wave
WHERE {
    ?wave a ldg:Meetronde ; ldg:geldigVan ?from .
    OPTIONAL { ?wave ldg:geldigTot ?until }
    FILTER (STR(?from) <= "%(on)s" && (!BOUND(?until) || "%(on)s" <= STR(?until)))
}
ORDER BY ?wave
"""
_HOMES = "SELECT DISTINCT ?graph { GRAPH ?graph { ?edition a ldg:Cijferuitgave } }"
_NOTATIONS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?notation { ?concept skos:notation ?notation }
"""
#: What an edition rests on, where it is described: the first of these.
_SOURCES = {False: ("eigen-lezing",), True: ("verzonnen", "eigen-lezing")}


class LowThresholdError(LdgraphError):
    """A threshold was asked for at which a figure could tell of one government."""

    def __init__(self, asked: int, floor: int) -> None:
        super().__init__(
            f"threshold {asked}: it may not be below {floor}, for of two governments each knows "
            "itself and so the other",
            f"drempel {asked}: hij mag niet onder {floor} liggen, want van twee besturen kent elk "
            "zichzelf en dus het andere",
        )


class EditionExistsError(LdgraphError):
    """There is an edition of this day already, and editions are not rewritten."""

    def __init__(self, iri: str) -> None:
        super().__init__(
            f"there is an edition of this day already: {iri}. What was published stays as it is; "
            "if it was not published yet, replace it with --overwrite",
            f"er is al een uitgave van deze dag: {iri}. Wat gepubliceerd is, blijft zoals het is; "
            "is ze nog niet gepubliceerd, vervang ze dan met --overwrite",
        )


class ExposedError(LdgraphError):
    """The file as it would be written gives away what it withholds: a fault of the program."""

    exit_code = 4

    def __init__(self, requirement: str) -> None:
        super().__init__(
            f"the figures of {requirement} would give away what they withhold, so nothing is "
            "written; please report this",
            f"de cijfers van {requirement} zouden verraden wat ze weglaten, dus niets is "
            "geschreven; meld dit",
        )


class Aggregated(NamedTuple):
    """An edition to be, its text, and what of it is to be reviewed."""

    issue: Issue
    text: str
    reviewed: list[Reviewed]
    #: Whether an edition of this name was published already, or is to be replaced.
    exists: bool


def aggregate(  # noqa: PLR0913 (what an edition says comes from as many sides)
    whole: Snapshot,
    public: Snapshot,
    limits: Limits,
    made: date,
    version: str,
    *,
    overwrite: bool,
    step: Step = None,
) -> Aggregated:
    """Count, choose what can be published, write it down, and check what was written.

    Args:
        whole: The root as someone entitled to all sees it.
        public: The same root and date as everyone sees them.
        limits: How careful to be.
        made: The day on which this is done.
        version: The version of what is public.
        overwrite: Whether an edition of the same day is to be replaced, so that it does not count
            as published.
        step: Is told how far it is.

    Raises:
        MixedPopulationError: Some governments are invented, and others are not.
        ExposedError: What was written does not pass the audit.
        BrokenEditionError: An earlier edition does not read as one.
    """
    on = whole.on.isoformat()
    queries = whole.queries
    counted = figures(public.view, whole.view, queries, on)
    everyone = {one for each in counted.values() for one in each.strata.smallest()}
    invented = refuse_mixed(public.view, everyone)
    name = re.sub(r"[^0-9a-z]+", "-", f"{whole.root.name} {on}".lower()).strip("-")
    every = editions(public.view.store, public.view.vocabulary)
    there = [one for one in every if one.invented == invented and not (overwrite and one.on == on)]
    then = {one.on: strata(public.view, queries, one.on) for one in there}
    reviewed = []
    for number, (requirement, one) in enumerate(counted.items(), 1):
        before = [
            earlier(old, requirement, then[old.on].get(requirement), one.strata)
            for old in there
            if requirement in old.groups
        ]
        try:
            suppression = protect(one.table, before, limits)
        except ContradictionError as error:
            raise BrokenEditionError(", ".join(old.iri for old in there)) from error
        reviewed.append(Reviewed(requirement, one.strata, suppression))
        if step is not None:
            step(number, len(counted))
    issue = Issue(
        name=name,
        on=on,
        made=made.isoformat(),
        base=whole.root.base,
        threshold=limits.threshold,
        version=version,
        invented=invented,
        source=_source(public.view, invented=invented),
        waves=tuple(_values(public.view, _WAVES % {"on": on}, "wave")),
        strata={one.requirement: one.strata for one in reviewed},
        published={one.requirement: one.suppression.published for one in reviewed},
        notations=_notations(public.view),
    )
    exists = any(one.iri == issue.iri for one in every)
    return Aggregated(issue, _checked(issue, whole, limits), reviewed, exists)


def counted_from(public: View) -> View:
    """Give what is public without the editions themselves: the data that an edition is made of."""
    rows = public.query(public.vocabulary.prefix + _HOMES)
    assert isinstance(rows, ox.QuerySolutions)
    homes = {row["graph"].value for row in rows}
    return replace(public, graphs=public.graphs - homes)


def _checked(issue: Issue, whole: Snapshot, limits: Limits) -> str:
    """Write the edition, read it back as its readers will, and audit what they can work out."""
    text = as_turtle(issue, prefixes_of(whole.root), f"{issue.name}.ttl")
    refuse_exposed(text, whole.view.vocabulary, limits)
    return text


def refuse_exposed(text: str, vocabulary: Vocabulary, limits: Limits) -> None:
    """Audit the text of an edition, which is all that this looks at.

    Raises:
        ExposedError: Too much can be worked out from it.
    """
    store = ox.Store()
    graph = ox.NamedNode("urn:x-none:edition")
    store.load(text.encode(), ox.RdfFormat.TURTLE, base_iri=graph.value, to_graph=graph)
    for edition in editions(store, vocabulary):
        for requirement, groups in edition.groups.items():
            if any(exposed(layout_of(groups), published(groups), limits)):
                raise ExposedError(requirement)


def _source(view: View, *, invented: bool) -> str:
    for name in _SOURCES[invented]:
        iri = f"{view.vocabulary.base}/id/bron/{name}"
        if any(view.store.quads_for_pattern(ox.NamedNode(iri), None, None, None)):
            return iri
    return view.vocabulary.ldg.removesuffix("#")


def _notations(view: View) -> dict[str, str]:
    rows = view.query(_NOTATIONS)
    assert isinstance(rows, ox.QuerySolutions)
    return {row["concept"].value: row["notation"].value for row in rows}


def _values(view: View, query: str, name: str) -> list[str]:
    rows = view.query(view.vocabulary.prefix + query)
    assert isinstance(rows, ox.QuerySolutions)
    return [row[name].value for row in rows]

"""A stored question put to what a caller may see, a page of rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.names import label
from ldgraph.answers.queries import NotYoursError, ask, readable
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.kept import queries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.answers.queries import Answer, Query, Value
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.given import Page

Term = ox.NamedNode | ox.BlankNode | ox.Literal | None


class Rows(NamedTuple):
    """A page of an answer; ``more`` where there is another behind it."""

    columns: tuple[str, ...]
    rows: list[tuple[Term, ...]]
    page: Page
    more: bool


_DUTCH = (
    "Op deze vraag is er voor u geen antwoord. Feiten over een bestuur zijn er alleen voor dat "
    "bestuur zelf, aangemeld met een token."
)
_ENGLISH = (
    "There is no answer to this question for you. Facts about a government are there only for "
    "that government itself, signed in with a token."
)


def refused() -> Problem:
    """Say that there is no answer for this caller: the same whether there are facts or not."""
    return Problem(404, (_DUTCH, _ENGLISH), about="vraag")


def find(published: Published, name: str) -> Query:
    """Give a stored question.

    Raises:
        Problem: There is none of that name.
    """
    found = queries(published).get(name)
    if found is None:
        raise Problem(
            404,
            (
                "Er is geen vraag met deze naam; /v1/vragen noemt ze alle.",
                "There is no question of this name; /v1/vragen lists them all.",
            ),
            about="vraag",
        )
    return found


def about_own(
    published: Published, query: Query, values: Mapping[str, Value]
) -> Mapping[str, Value]:
    """Ask of a caller's own government what would else be asked of all, whom it may not read.

    Raises:
        Problem: The caller may not have the answer; nothing was read.
    """
    own = published.view.audience.government
    takes = any(one.name == "government" for one in query.parameters)
    if own and takes and query.tells_unknown and "government" not in values:
        values = {**values, "government": own}
    if not readable(published.view, query, values):
        raise refused()
    return values


def rows(published: Published, query: Query, values: Mapping[str, Value], page: Page) -> Rows:
    """Give a page of an answer.

    Raises:
        Problem: The caller may not have it.
    """
    try:
        found: Answer = ask(published.view, query, values, page.limit + 1, page.offset)
    except NotYoursError as error:
        raise refused() from error
    more = len(found.rows) > page.limit
    return Rows(found.columns, found.rows[: page.limit], page, more)


class Cell(NamedTuple):
    """A value as people read it; ``iri`` is empty where it names nothing."""

    text: str
    iri: str = ""


def labelled(published: Published, found: Rows, lang: str) -> list[list[Cell]]:
    """Give rows with the labels of what they name, for a page."""
    names: dict[str, str] = {}

    def cell(term: Term) -> Cell:
        if term is None:
            return Cell("")
        if isinstance(term, ox.NamedNode):
            if term.value not in names:
                names[term.value] = label(published.view, term.value, lang)
            return Cell(names[term.value], term.value)
        return Cell(term.value)

    return [[cell(term) for term in row] for row in found.rows]


def population(
    published: Published, query: Query, values: Mapping[str, Value], on: date
) -> int | None:
    """Count the governments that an answer is over; None where it is about one, or about none.

    A count names its population: the governments on that day of those that the caller may see.
    """
    existing = queries(published).get("existing")
    if "government" in values or existing is None or "ldg:LokaalBestuur" not in query.text:
        return None
    return len(ask(published.view, existing, {"date": on.isoformat()}).rows)

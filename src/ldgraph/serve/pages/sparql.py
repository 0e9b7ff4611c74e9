"""The page on which people put a SPARQL query of their own, and read what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs

import pyoxigraph as ox

from ldgraph.answers.names import RANGES
from ldgraph.answers.queries import bind
from ldgraph.errors import LdgraphError
from ldgraph.serve.kept import queries
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.examples import standing_alone
from ldgraph.serve.pages.lists import Table
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.questions import title_of, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

#: Rows that a page shows, and bytes of an answer that are read for it.
MOST_ROWS, MOST_BYTES = 500, 1 << 20
#: The forms in which a page asks for answers: what is cut at the end of a line can be read.
ROWS_AS, GRAPH_AS = "tsv", "nt"
#: The parameter that names a stored question to begin with.
EXAMPLE = "voorbeeld"
#: The longest query that is put in an address.
_LONGEST = 2000
_FIRST = """SELECT ?aanbod ?naam
WHERE {
    ?aanbod a ldg:Aanbod ; skos:prefLabel ?naam .
    FILTER (LANG(?naam) = "nl")
}
ORDER BY ?naam
LIMIT 100
"""


class Result(NamedTuple):
    """What came of a query: rows, or a truth; ``is_cut`` where there are more than are here."""

    columns: tuple[str, ...] = ()
    rows: list[tuple[object, ...]] = []  # noqa: RUF012 (never changed)
    truth: bool | None = None
    is_cut: bool = False


def read(form: str, content: bytes, *, is_cut: bool = False) -> Result:
    """Read an answer in one of the forms that a page asks for; ``is_cut`` if its end is missing.

    Raises:
        ValueError: It is something else.
    """
    if is_cut:
        content = content[: content.rfind(b"\n") + 1]
    if form == GRAPH_AS:
        triples = ox.parse(content, ox.RdfFormat.N_TRIPLES)
        rows = [(one.subject, one.predicate, one.object) for one in triples]
        return _first(("subject", "predicate", "object"), rows, is_cut=is_cut)
    if content.strip() in {b"true", b"false"}:
        return Result(truth=content.strip() == b"true")
    found = ox.parse_query_results(content, ox.QueryResultsFormat.TSV)
    if isinstance(found, ox.QueryBoolean):
        return Result(truth=bool(found))
    columns = tuple(one.value for one in found.variables)
    return _first(columns, [tuple(row) for row in found], is_cut=is_cut)


def _first(columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], *, is_cut: bool) -> Result:
    listed = list(rows)
    return Result(columns, listed[:MOST_ROWS], is_cut=is_cut or len(listed) > MOST_ROWS)


def page(  # noqa: PLR0913 (what was asked and what came of it)
    published: Published,
    at: Place,
    on: date,
    *,
    query: str = "",
    result: Result | None = None,
    problem: str = "",
) -> bytes:
    """Write the page.

    Args:
        published: What the caller may see.
        at: Where the page is.
        on: The reference date of the examples.
        query: What was asked; empty for an example to begin with.
        result: What came of it.
        problem: Why nothing came of it, in the language of the page.
    """
    write = Writer(published, at)
    stored = [one for one in queries(published).values() if one.path.parent.name == "answers"]
    chosen = parse_qs(at.query).get(EXAMPLE, [""])[0]
    text = query or _example(published, chosen, on, at.lang)
    return layout.page(
        "sparql.html",
        published,
        at,
        title=write.words["sparql"],
        query=text,
        rows=min(max(text.count("\n") + 2, 10), 28),
        table=_table(write, result),
        truth=None if result is None else result.truth,
        is_cut=result is not None and result.is_cut,
        most=MOST_ROWS,
        problem=problem,
        address=write.links.to("/sparql", query=query) if query and len(query) < _LONGEST else "",
        examples=[
            (title_of(one, at.lang), write.links.to("/sparql", **{EXAMPLE: one.name}))
            for one in stored
        ],
        prefixes=sorted(published.prefixes.items()),
    )


def _table(write: Writer, result: Result | None) -> Table | None:
    if result is None or result.truth is not None:
        return None
    rows = [[[_shown(write, one)] if one is not None else [] for one in row] for row in result.rows]
    return Table(write.words["result"], list(result.columns), rows, headed=False)


def _shown(write: Writer, term: object) -> Shown:
    """Show a term as it is: an IRI by its prefix, with its name where it has one."""
    if isinstance(term, ox.NamedNode):
        name = write.label(term.value)
        short = write.short(term.value)
        return Shown(f"{short} ({name})" if name else short, write.link(term.value))
    if isinstance(term, ox.Literal):
        return Shown(term.value, "", term.language or "")
    return Shown(str(term))


def _example(published: Published, name: str, on: date, lang: str) -> str:
    """Give a query to begin with: a stored question, its values written in."""
    query = queries(published).get(name)
    if query is None:
        used = ("ldg", "skos")
        heads = [f"PREFIX {one}: <{published.prefixes[one]}>" for one in used]
        return "\n".join([*heads, "", _FIRST])
    try:
        bound = bind(query, _values(published, query, on))
    except LdgraphError:
        return query.text
    text = standing_alone(query.text, {one.value: term for one, term in bound.items()})
    return f"# {title_of(query, lang)}\n{text}"


def _values(published: Published, query: Query, on: date) -> dict[str, str]:
    """Give a value for each parameter that needs one."""
    found = {}
    for one in query.parameters:
        if one.name == "date":
            found[one.name] = on.isoformat()
        elif not one.optional and one.name in RANGES:
            there = values_of(published, one.name)
            found[one.name] = there[0] if there else ""
    return found

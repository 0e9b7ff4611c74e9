"""The stored questions: a list of them, and a page for each with a form and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.answers.governments import every_name
from ldgraph.answers.names import RANGES
from ldgraph.serve.kept import kept, queries
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.columns import head, shown
from ldgraph.serve.pages.lists import Table
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.words import WORDS
from ldgraph.terms import RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ldgraph.answers.queries import Answer, Parameter, Query
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published

#: Rows on one page, unless more or less are asked for.
PER_PAGE = 100
#: The reference date as it is called in addresses.
DATE = "datum"
PATH = "/v1/vragen"
#: The forms of an answer that is data, and their extensions.
FORMS = (("CSV", "csv"), ("JSON", "json"))


class Field(NamedTuple):
    """A field of a form; ``kind`` is date, government, choice or text."""

    name: str
    label: str
    kind: str
    value: str
    optional: bool
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""


class Asked(NamedTuple):
    """A question as somebody asked it, and what came of it.

    ``answer`` is None where it was not answered; ``problem`` then says why, in the language. Else
    it has the rows from ``offset`` on, and there may be more behind them.
    """

    query: Query
    #: What was typed, by the name of the parameter in the address.
    given: Mapping[str, str]
    on: date
    answer: Answer | None = None
    problem: str = ""
    offset: int = 0
    more: bool = False


def title_of(query: Query, lang: str) -> str:
    """Give a question in words."""
    return query.question if lang == "en" else query.vraag


def index(published: Published, at: Place) -> bytes:
    """Write the list of questions."""
    stored = [one for one in queries(published).values() if one.path.parent.name == "answers"]
    of_government = [one for one in stored if _names_government(one)]
    return layout.page(
        "questions.html",
        published,
        at,
        title=WORDS[at.lang]["vragen"],
        groups=[
            (WORDS[at.lang][word], [(one.name, title_of(one, at.lang)) for one in ones])
            for word, ones in (
                ("questions_all", [one for one in stored if one not in of_government]),
                ("questions_one", of_government),
            )
        ],
    )


def _names_government(query: Query) -> bool:
    return any(one.name == "government" for one in query.parameters)


def page(published: Published, at: Place, asked: Asked, limit: int = PER_PAGE) -> bytes:
    """Write the page of a question: its form, and the rows of its answer that were asked for."""
    write = Writer(published, at)
    query = asked.query
    given = {name: value for name, value in asked.given.items() if value and name != DATE}
    parameters = {**given, DATE: asked.on} if _is_dated(query) else given
    rows = len(asked.answer.rows) if asked.answer else 0
    before = max(0, asked.offset - limit)
    return layout.page(
        "question.html",
        published,
        at,
        title=title_of(query, at.lang),
        crumbs=(layout.entrance("vragen", at),),
        name=query.name,
        path=f"{PATH}/{query.name}",
        fields=[_field(write, one, asked) for one in query.parameters],
        governments=_governments(published, asked.on) if _names_government(query) else [],
        asked_for=asked,
        on=asked.on.isoformat() if _is_dated(query) else "",
        rows=rows,
        table=_table(write, asked),
        first=asked.offset + 1,
        until=asked.offset + rows,
        previous=write.links.same(offset=before or "") if asked.offset else "",
        next=write.links.same(offset=asked.offset + limit) if asked.more else "",
        data=[
            (form, write.links.to(f"{PATH}/{query.name}.{extension}", **parameters))
            for form, extension in FORMS
        ],
        notes=_notes(write, asked),
        sparql=query.text,
        editor=write.links.to("/sparql", voorbeeld=query.name),
    )


def _is_dated(query: Query) -> bool:
    return any(one.name == "date" for one in query.parameters)


def _field(write: Writer, one: Parameter, asked: Asked) -> Field:
    label = head(one.name, write.at.lang)
    if one.name == "date":
        hint = write.words["date_hint"]
        return Field(DATE, label, "date", asked.on.isoformat(), optional=True, hint=hint)
    value = asked.given.get(one.name, "")
    if one.datatype == "xsd:date":
        return Field(one.name, label, "date", value, one.optional)
    if one.name == "government":
        return Field(one.name, label, "government", value, one.optional)
    if one.name in RANGES:
        choices = _choices(write, one.name)
        return Field(one.name, label, "choice", value, one.optional, choices)
    return Field(one.name, label, "text", value, one.optional)


def _governments(published: Published, on: date) -> list[str]:
    names = kept(published, "names", lambda one: every_name(one.view))
    day = on.isoformat()
    return sorted({one.name for one in names if one.is_label and one.exists_on(day)})


def _choices(write: Writer, name: str) -> list[tuple[str, str]]:
    """Give what a parameter can be: what to send, and its name."""
    iris = values_of(write.published, name)
    tails = [_tail(iri) for iri in iris]
    listed = [
        (tail if tails.count(tail) == 1 else iri, write.thing(iri).text)
        for iri, tail in zip(iris, tails, strict=True)
    ]
    return sorted(listed, key=lambda one: one[1].casefold())


def values_of(published: Published, name: str) -> list[str]:
    """Give what a parameter of ``RANGES`` can be."""
    return kept(published, f"range {name}", lambda one: _range(one, name))


def _range(published: Published, name: str) -> list[str]:
    text = f"""{published.view.vocabulary.prefix}
        PREFIX rdfs: <{RDFS}>
        PREFIX skos: <{SKOS}>
        SELECT DISTINCT ?thing WHERE {{ {RANGES[name]} }}"""
    rows = published.view.query(text)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(row["thing"].value for row in rows)


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def _table(write: Writer, asked: Asked) -> Table | None:
    if asked.answer is None:
        return None
    columns, rows = asked.answer
    # What was asked about is the same in every row and stands above the table.
    wanted = [n for n, name in enumerate(columns) if name != "date" and name not in asked.given]
    lang = write.at.lang
    return Table(
        title_of(asked.query, lang),
        [head(columns[n], lang) for n in wanted],
        [[_cell(write, columns[n], row[n]) for n in wanted] for row in rows],
        headed=False,
    )


def _cell(write: Writer, column: str, term: object) -> list[Shown]:
    one = shown(write, column, term)
    return [one] if one.text else []


def _notes(write: Writer, asked: Asked) -> list[str]:
    """Say what an answer is over, and why it may be empty."""
    if asked.answer is None:
        return []
    view, query = write.published.view, asked.query
    found = []
    if "ldg:Beoordeling" in query.text and not view.query(
        f"{view.vocabulary.prefix} ASK {{ ?assessment a ldg:Beoordeling }}"
    ):
        found.append(write.words["no_assessments"])
    if "government" not in asked.given and "ldg:LokaalBestuur" in query.text:
        population = len(_governments(write.published, asked.on))
        found.append(write.words["population_of"].format(population))
    return found

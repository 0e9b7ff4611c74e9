"""The answer to a stored question as a document: an envelope around rows, or rows alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.words import say
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.questions import forms, plain
from ldgraph.serve.questions.asking import labelled, population, rows
from ldgraph.serve.questions.forms import CSV, SPARQL_JSON
from ldgraph.serve.questions.replies import links

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.answers.queries import Query, Value
    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.questions.asking import Rows
    from ldgraph.serve.questions.given import Page
    from ldgraph.serve.questions.replies import Asked

Made = tuple[bytes, "Mapping[str, str]"]


def answer(  # noqa: PLR0913, PLR0917 (all that an answer hangs on)
    asked: Asked, query: Query, values: Mapping[str, Value], on: date, page: Page, form: Form
) -> Made:
    """Give a page of an answer in a form, and the addresses of its other pages.

    Raises:
        Problem: The caller may not have it.
    """
    found = rows(asked.published, query, values, page)
    others = links(asked, page, more=found.more)
    if form is CSV:
        return forms.rows_as_csv(found), others
    if form is SPARQL_JSON:
        return forms.rows_as_sparql_json(found), others
    remark = _population(asked, query, values, on)
    if form is HTML:
        lang = asked.at.lang
        title = query.vraag if lang == "nl" else query.question
        cells = labelled(asked.published, found, lang)
        return plain.table(title, found.columns, cells, remark, others, asked.at), others
    return forms.as_json(_envelope(asked, query, found, on, remark, others)), others


def _population(asked: Asked, query: Query, values: Mapping[str, Value], on: date) -> str:
    number = population(asked.published, query, values, on)
    return "" if number is None else say("population", asked.at.lang).format(number)


def _envelope(  # noqa: PLR0913, PLR0917 (its members)
    asked: Asked,
    query: Query,
    found: Rows,
    on: date,
    remark: str,
    others: Mapping[str, str],
) -> dict[str, object]:
    vocabulary = f"{asked.published.base}/v1/vragen/{query.name}#"
    data, columns = forms.rows_as_data(found, vocabulary)
    context = {
        "@version": 1.1,
        "AntwoordEnvelop": forms.COLLECTION,
        **forms.ENVELOPE,
    }
    # What rows are made of is said of rows alone: a column may have the name of a member above.
    context["data"] = {**forms.DATA, "@context": columns}
    document: dict[str, object] = {
        "@context": context,
        "@id": asked.iri,
        "@type": "AntwoordEnvelop",
        "titel": query.vraag if asked.at.lang == "nl" else query.question,
        "peildatum": on.isoformat(),
        "versie": asked.published.version,
    }
    if remark:
        document["opmerking"] = remark
    document["data"] = data
    document["_links"] = {"@type": "Links", **others}
    return document

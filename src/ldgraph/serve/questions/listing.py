"""Which questions there are, and what each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.report.spreadsheet import spreadsheet
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.kept import queries
from ldgraph.serve.questions import forms, plain
from ldgraph.serve.questions.asking import Cell
from ldgraph.serve.questions.forms import CSV
from ldgraph.serve.questions.parameters import fields
from ldgraph.serve.questions.replies import links

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.questions.given import Page
    from ldgraph.serve.questions.replies import Asked

_COLUMNS = ("naam", "titel", "parameters")


def listing(asked: Asked, page: Page, form: Form) -> tuple[bytes, Mapping[str, str]]:
    """List the questions in a form, and the addresses of the other pages."""
    every = list(queries(asked.published).values())
    shown = every[page.offset : page.offset + page.limit]
    others = links(asked, page, more=page.offset + page.limit < len(every))
    which = 0 if asked.at.lang == "nl" else 1
    table = [(one, (one.vraag, one.question)[which], _parameters(one)) for one in shown]
    if form is CSV:
        rows = [(one.name, title, parameters) for one, title, parameters in table]
        return spreadsheet(_COLUMNS, rows), others
    if form is HTML:
        cells = [
            (Cell(one.name, f"{asked.base}/{one.name}"), Cell(title), Cell(parameters))
            for one, title, parameters in table
        ]
        title = ("Vragen", "Questions")[which]
        return plain.table(title, _COLUMNS, cells, "", others, asked.at), others
    document = {
        "@context": {
            "@version": 1.1,
            "VragenEnvelop": forms.COLLECTION,
            **forms.ENVELOPE,
            "naam": forms.IDENTIFIER,
            "detail": "@id",
        },
        "@id": asked.iri,
        "@type": "VragenEnvelop",
        "versie": asked.published.version,
        "data": [
            {
                "detail": f"{asked.base}/{one.name}",
                "naam": one.name,
                "titel": title,
                "beperkt": one.tells_unknown,
                "parameters": [
                    {
                        "naam": field.name,
                        "type": field.datatype,
                        "verplicht": field.required,
                        "omschrijving": field.description[which],
                    }
                    for field in fields(one)
                ],
            }
            for one, title, _ in table
        ],
        "totaalAantal": len(every),
        "_links": {"@type": "Links", **others},
    }
    return forms.as_json(document), others


def _parameters(query: Query) -> str:
    return " ".join(one.name if one.required else f"[{one.name}]" for one in fields(query))

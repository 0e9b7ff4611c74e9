"""A question as somebody asks it on its page: with its answer, or with why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.answers.queries import Answer
from ldgraph.serve.http.problems import Problem
from ldgraph.serve.pages.questions import DATE, Asked
from ldgraph.serve.questions.asking import about_own, rows
from ldgraph.serve.questions.parameters import fields, values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.given import Page

_MOST_SHOWN = 8


def asked(  # noqa: PLR0913, PLR0917 (what was asked)
    published: Published, at: Place, query: Query, given: Mapping[str, str], on: date, part: Page
) -> tuple[Asked, int]:
    """Ask a question if all that it needs was given; and give the status of the answer."""
    if any(one.required and one.name not in given for one in fields(query)):
        return Asked(query, given, on), 200
    try:
        arguments = about_own(published, query, values(published, query, given, on))
        found = rows(published, query, arguments, part)
    except Problem as problem:
        told = problem.detail[0 if at.lang == "nl" else 1]
        wanted = ", ".join(problem.wanted[:_MOST_SHOWN])
        # To see the form is no question yet.
        is_asked = bool(set(given) - {DATE})
        status = problem.status if is_asked or problem.status != 404 else 200  # noqa: PLR2004
        return Asked(query, given, on, problem=f"{told} ({wanted})" if wanted else told), status
    answer = Answer(found.columns, found.rows)
    return Asked(query, given, on, answer, offset=part.offset, more=found.more), 200

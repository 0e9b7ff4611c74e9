"""From what somebody typed to a question's answer: names found, values checked and bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.answers.governments import find_government
from ldgraph.answers.names import find_thing
from ldgraph.answers.queries import Answer, NotYoursError, ask
from ldgraph.errors import LdgraphError
from ldgraph.serve.pages.questions import DATE, PER_PAGE, Asked
from ldgraph.serve.pages.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.answers.queries import Query
    from ldgraph.serve.published import Published

#: The longest name or number that is looked up.
_LONGEST = 500


def asked(  # noqa: PLR0913, PLR0917 (what was asked)
    published: Published,
    query: Query,
    given: Mapping[str, str],
    on: date,
    lang: str,
    offset: int = 0,
) -> tuple[Asked, int]:
    """Ask a question if all that it needs was given; and give the status of the answer.

    A question that may not be asked by this caller is refused before anything is looked up, so
    that the refusal is the same whatever was asked about.
    """
    typed = {name: value.strip() for name, value in given.items() if value.strip()}
    needed = {one.name for one in query.parameters if not one.optional and one.name != "date"}
    if needed - set(typed):
        return Asked(query, typed, on), 200
    try:
        arguments = _arguments(published, query, typed, on)
        columns, rows = ask(published.view, query, arguments)
        part = Answer(columns, rows[offset : offset + PER_PAGE])
        more = len(rows) > offset + PER_PAGE
        return Asked(query, typed, on, part, offset=offset, more=more), 200
    except NotYoursError:
        # To show the form is no question yet.
        status = 404 if set(typed) - {DATE} else 200
        return Asked(query, typed, on, problem=WORDS[lang]["not_yours"]), status
    except LdgraphError as error:
        return Asked(query, typed, on, problem=error.message(lang)), 400


def _arguments(
    published: Published, query: Query, typed: Mapping[str, str], on: date
) -> dict[str, str]:
    view = published.view
    if query.tells_unknown and not (view.may_read("") or view.audience.government):
        raise NotYoursError(query.name)
    types = {one.name: one.datatype for one in query.parameters}
    found = {"date": on.isoformat()} if "date" in types else {}
    for name, value in typed.items():
        if name == DATE:
            continue
        if len(value) > _LONGEST:
            raise LdgraphError(f"'{name}' is too long", f"'{name}' is te lang")
        if types.get(name) != "iri":
            found[name] = value
        elif name == "government":
            found[name] = find_government(view, value, on)
        else:
            found[name] = find_thing(view, name, value, published.prefixes)
    return found

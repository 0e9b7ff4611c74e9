"""What the command line says of one government: its gaps, what covers them, and why."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.covers import covers
from ldgraph.answers.explanation import explanation
from ldgraph.answers.names import label
from ldgraph.answers.standing import standing
from ldgraph.report.explanation import explanation_data, explanation_lines
from ldgraph.report.standing import cover_lines, history_lines, state_lines, summary_lines
from ldgraph.report.standing_json import covers_data, gaps_data
from ldgraph.report.visible import visible
from ldgraph.serve.http.negotiate import HTML
from ldgraph.serve.kept import locator, queries
from ldgraph.serve.questions import forms, plain
from ldgraph.serve.questions.asking import refused
from ldgraph.serve.questions.forms import TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from ldgraph.serve.http.negotiate import Form
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.replies import Asked

    Said = tuple[Mapping[str, object], Iterable[str]]


class Whose(NamedTuple):
    """What is asked: of whom, about which requirement and offering (empty: none), on which day."""

    government: str
    requirement: str
    offering: str
    on: date


def refuse_unread(published: Published, government: str) -> None:
    """Refuse by right, before anything is read.

    Raises:
        Problem: The caller may not read the facts of that government.
    """
    if not published.view.may_read(government):
        raise refused()


def why(asked: Asked, whose: Whose) -> Said:
    """Explain the answer about one requirement, and one offering if it is named."""
    seen, lang = asked.published, asked.at.lang
    found = explanation(seen.view, queries(seen), *whose)
    places, named = locator(seen), _named(asked)
    return (
        explanation_data(found, places, named, lang),
        explanation_lines(found, places, seen.prefixes, named, lang),
    )


def gaps(asked: Asked, whose: Whose) -> Said:
    """List gaps, blind spots and outdated assessments."""
    seen, lang, named = asked.published, asked.at.lang, _named(asked)
    found = standing(seen.view, queries(seen), whose.government, whose.on)

    def lines() -> Iterable[str]:
        yield from summary_lines(found, named, lang)
        for which in ("leemte", "onbekend", "te-herbevestigen"):
            yield from state_lines(found.states, which, named, lang)
        yield from history_lines(found, named, lang)

    return gaps_data(found, named, lang), lines()


def cover(asked: Asked, whose: Whose) -> Said:
    """Show for each gap what covers it."""
    seen, lang, named = asked.published, asked.at.lang, _named(asked)
    found = standing(seen.view, queries(seen), whose.government, whose.on)
    about = covers(seen.view, queries(seen), whose.government, whose.on) if found.states else None

    def lines() -> Iterable[str]:
        yield from summary_lines(found, named, lang)
        if about is not None:
            yield ""
            yield from cover_lines(found.states, about, named, lang)

    return covers_data(found, about, named, lang), lines()


def _named(asked: Asked) -> Callable[[str], str]:
    return lambda one: label(asked.published.view, one, asked.at.lang)


def written(asked: Asked, kind: str, said: Said, form: Form) -> bytes:
    """Write what was said in a form: for programs in an envelope, for people as lines."""
    data, lines = said
    if form in {HTML, TEXT}:
        listed = [visible(one) for one in lines]
        if form is TEXT:
            return ("\n".join(listed) + "\n").encode()
        title = listed[0] if listed else kind
        main = f"<pre>{escape(chr(10).join(listed))}</pre>"
        return plain.frame(title, main, asked.at)
    return forms.as_json(
        {
            "@type": f"{kind}Envelop",
            "versie": asked.published.version,
            "data": data,
            "_links": {"@type": "Links", "self": asked.itself()},
        }
    )

"""Why an answer holds: the chain of facts, each with the file and line where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.standing import standing
from ldgraph.answers.why import why
from ldgraph.report.words import say
from ldgraph.serve.kept import queries
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.government import stand
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.resource import line_of

if TYPE_CHECKING:
    import pyoxigraph as ox

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.pages.government import Covering, Need
    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.explaining import Whose


class Fact(NamedTuple):
    """A statement of the chain, and the file and line where it stands."""

    subject: Shown
    verb: Shown
    value: Shown
    file: Shown
    line: int


def page(published: Published, at: Place, whose: Whose) -> bytes:
    """Write an explanation, for who may read the facts of the government."""
    write = Writer(published, at)
    view = published.view
    government, requirement, offering, on = whose
    found = standing(view, queries(published), government, on)
    chain = [] if found.absence else why(view, government, requirement, offering, on)
    whole = stand(write, government, on)
    needs = [
        (say(f"{group.state}, one", at.lang), one)
        for group in (whole.groups if whole else ())
        for one in group.needs
        if one.code == requirement.rsplit("/", 1)[-1]
    ]
    offered = write.thing(offering) if offering else None
    return layout.page(
        "explain.html",
        published,
        at,
        title=write.words["explain"].format(write.thing(requirement).text),
        crumbs=(
            layout.entrance("besturen", at),
            layout.Crumb(write.thing(government).text, write.link(government)),
        ),
        government=write.thing(government),
        requirement=write.thing(requirement),
        offering=offered,
        on=on.isoformat(),
        absence=whole.absence if whole else "",
        conclusion=_conclusion(write, needs, offered),
        sections=[
            (say(section.name, at.lang), [_fact(write, quad) for quad in section.facts])
            for section in chain
        ],
    )


def _conclusion(
    write: Writer, needs: list[tuple[str, Need]], offered: Shown | None
) -> list[tuple[str, list[Covering]]]:
    """Say what the facts come to: the state, and what is said of the offering if one is named."""
    lang = write.at.lang
    if not needs:
        return [(say("does_not_apply", lang), [])]
    state, need = needs[0]
    words = ", ".join([state, need.priority, *need.notes])
    covering = [one for one in need.covering if offered is None or one.offering == offered]
    if offered and not covering:
        told = "no_cover" if need.is_open else "no_gap"
        return [(words, []), (f"{offered.text}: {say(told, lang)}", [])]
    return [(words, covering)]


def _fact(write: Writer, quad: ox.Quad) -> Fact:
    return Fact(
        write.value(quad.subject),
        write.verb(quad.predicate.value),
        write.value(quad.object),
        write.graph(quad.graph_name),
        line_of(write, quad),
    )

"""Why an answer holds: the chain of facts, each with the file and line where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.answers.governments import find_government
from ldgraph.answers.names import find_thing
from ldgraph.answers.standing import standing
from ldgraph.answers.why import why
from ldgraph.report.words import say
from ldgraph.serve.kept import queries
from ldgraph.serve.pages import layout
from ldgraph.serve.pages.government import stand
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.resource import line_of

if TYPE_CHECKING:
    from datetime import date

    import pyoxigraph as ox

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.pages.government import Covering, Need
    from ldgraph.serve.published import Published


class Fact(NamedTuple):
    """A statement of the chain, and the file and line where it stands."""

    subject: Shown
    verb: Shown
    value: Shown
    file: Shown
    line: int


class Asked(NamedTuple):
    """What an explanation is about, as typed; the offering may be empty."""

    government: str
    requirement: str
    offering: str


def page(published: Published, at: Place, asked: Asked, on: date) -> bytes | None:
    """Write an explanation; None where the caller may not read the facts of the government.

    Raises:
        UnknownNameError: Nothing is called so.
    """
    write = Writer(published, at)
    view, prefixes = published.view, published.prefixes
    # By right, before anything is looked up: the answer is the same whoever is asked about.
    if not (view.may_read("") or view.audience.government):
        return None
    government = find_government(view, asked.government, on)
    if not view.may_read(government):
        return None
    requirement = find_thing(view, "requirement", asked.requirement, prefixes)
    offering = find_thing(view, "offering", asked.offering, prefixes) if asked.offering else ""
    found = standing(view, queries(published), government, on)
    chain = [] if found.absence else why(view, government, requirement, offering, on)
    whole = stand(write, government, on)
    needs = [
        (group.title, one)
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
    words = ", ".join([state.lower(), need.priority, *need.notes])
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

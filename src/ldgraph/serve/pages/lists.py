"""The entrances: all governments, requirements, offerings, risks and capabilities, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.serve.pages import layout
from ldgraph.serve.pages.names import Shown, Writer
from ldgraph.serve.pages.search import folded
from ldgraph.terms import DCT, ORG, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldgraph.serve.http.where import Place
    from ldgraph.serve.published import Published


class Listing(NamedTuple):
    """What an entrance lists: a class, and properties as columns; one of them to filter by."""

    kind: str
    columns: tuple[str, ...]
    group: str


class Table(NamedTuple):
    """A table for a template; ``headed`` if the first cell of a row names it."""

    caption: str
    heads: list[str]
    rows: list[list[list[Shown]]]
    headed: bool = True
    note: str = ""


_CLASSIFICATION = ORG + "classification"
LISTINGS = {
    "besturen": Listing(
        "LokaalBestuur",
        (_CLASSIFICATION, "inProvincie", "inwonertal", "grootteklasse"),
        _CLASSIFICATION,
    ),
    "vereisten": Listing(
        "Vereiste",
        (TYPE, "prioriteit", "vanafNiveau", "vraagtCapability"),
        "prioriteit",
    ),
    "aanbod": Listing(
        "Aanbod", ("leverancier", "aanbodsoort", "aanbodstatus", "prijsmodel"), "aanbodsoort"
    ),
    "risicos": Listing("Risico", (SKOS + "definition", "herkomst"), "herkomst"),
    "capabilities": Listing("Capability", (SKOS + "definition", SKOS + "broader"), "herkomst"),
}


def instances(published: Published, kind: str) -> list[str]:
    """Give the things of a class of the project, and of those below it."""
    store, todo = published.view.store, [ox.NamedNode(published.ldg + kind)]
    for one in todo:  # grows while it is walked
        below = store.quads_for_pattern(None, ox.NamedNode(RDFS + "subClassOf"), one, None)
        todo += [
            q.subject
            for q in below
            if isinstance(q.subject, ox.NamedNode) and q.subject not in todo
        ]
    found = {
        quad.subject.value
        for one in todo
        for quad in store.quads_for_pattern(None, ox.NamedNode(TYPE), one, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    return sorted(found)


def page(published: Published, at: Place, word: str, on: date, group: str, wanted: str) -> bytes:  # noqa: PLR0913, PLR0917 (what was asked)
    """Write an entrance; ``group`` and ``wanted`` are what to filter by, empty for no filter."""
    write = Writer(published, at)
    listing = LISTINGS[word]
    there = [
        iri for iri in instances(published, listing.kind) if _exists(write, iri, on.isoformat())
    ]
    groups: dict[str, int] = {}
    mine: dict[str, set[str]] = {}
    for iri in there:
        mine[iri] = {_tail(one) for one in write.objects(iri, listing.group)}
        for one in mine[iri]:
            groups[one] = groups.get(one, 0) + 1
    names = {iri: _name(write, iri) for iri in there}
    key = folded(wanted)
    shown = sorted(
        (
            iri
            for iri in there
            if (not group or group in mine[iri]) and key in folded(names[iri] + " " + _tail(iri))
        ),
        key=lambda iri: (folded(names[iri]), iri),
    )
    named = {
        _tail(one): write.value(one).text
        for iri in there
        for one in write.objects(iri, listing.group)
    }
    return layout.page(
        "list.html",
        published,
        at,
        title=write.words[word],
        lead=write.words[f"about {word}"],
        group_label=write.verb(write.full(listing.group)).text,
        groups=sorted(
            ((one, named[one], number) for one, number in groups.items()), key=lambda one: one[1]
        ),
        group=group,
        wanted=wanted,
        number=len(shown),
        table=Table(
            write.words[word],
            [write.words["name"], *(write.verb(write.full(one)).text for one in listing.columns)],
            [_row(write, iri, names[iri], listing) for iri in shown],
            note=write.words["search_number"].format(len(shown)),
        ),
    )


def _name(write: Writer, iri: str) -> str:
    code = write.text(iri, DCT + "identifier")
    name = write.thing(iri).text
    return f"{code} {name}" if code and code != name else name


def _row(write: Writer, iri: str, name: str, listing: Listing) -> list[list[Shown]]:
    row = [[Shown(name, write.link(iri))]]
    own = write.published.ldg
    for one in listing.columns:
        if one == TYPE:
            kinds = [str(getattr(kind, "value", "")) for kind in write.objects(iri, TYPE)]
            wanted = (kind for kind in kinds if kind.startswith(own) and kind != own + listing.kind)
            row.append([write.thing(kind) for kind in wanted])
        elif one == SKOS + "definition":
            row.append([Shown(write.text(iri, one, DCT + "description"))])
        else:
            row.append(write.values(iri, one))
    return row


def _exists(write: Writer, iri: str, day: str) -> bool:
    since, until = (_texts(write.objects(iri, name)) for name in ("bestaatVan", "bestaatTot"))
    return all(one <= day for one in since) and all(day < one for one in until)


def _texts(values: Iterable[object]) -> list[str]:
    return [str(getattr(one, "value", "")) for one in values]


def _tail(term: object) -> str:
    value = term if isinstance(term, str) else str(getattr(term, "value", ""))
    return value.replace("#", "/").rsplit("/", 1)[-1]

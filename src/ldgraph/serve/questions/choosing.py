"""Which resources a list has: those that each filter lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.serve.kept import kept
from ldgraph.serve.questions.given import short, unfit
from ldgraph.serve.questions.kinds import STATES, iri_of
from ldgraph.serve.questions.parameters import government
from ldgraph.serve.questions.records import records
from ldgraph.terms import ORG, PREF_LABEL, RDFS, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from ldgraph.serve.published import Published
    from ldgraph.serve.questions.kinds import Filter, Kind
    from ldgraph.serve.questions.records import Record

    Keeps = Callable[[Record], bool]

_MOST_SHOWN = 30


def names_of(kind: Kind) -> tuple[str, ...]:
    """List the filters of a kind."""
    own = [one.name for one in kind.filters]
    if kind.by_class:
        own.append("soort")
    if kind.path == "besturen":
        own += ["status", "lidvan"]
    return (*own, "naam", "zoek")


def chosen(published: Published, kind: Kind, given: Mapping[str, str], on: date) -> list[Record]:
    """Give the resources that every filter lets through, in the order of their IRIs.

    Raises:
        Problem: A filter has a value that cannot be.
    """
    tests = list(_tests(published, kind, given, on))
    found = records(published, kind).values()
    return [one for one in found if all(keeps(one) for keeps in tests)]


def _tests(published: Published, kind: Kind, given: Mapping[str, str], on: date) -> Iterable[Keeps]:
    for one in kind.filters:
        if one.name in given:
            yield _by_value(published, kind, one, given[one.name])
    if kind.by_class and "soort" in given:
        yield _by_class(published, kind, given["soort"])
    if kind.path == "besturen" and "status" in given:
        yield _by_state(published, given["status"], on)
    if kind.path == "besturen" and "lidvan" in given:
        members = _members(published, given["lidvan"], on)
        yield lambda record: record.iri in members
    if "naam" in given:
        name = given["naam"].casefold()
        yield lambda record: name in record.names
    if "zoek" in given:
        words = given["zoek"].casefold().split()
        yield lambda record: all(word in record.text for word in words)


def _by_state(published: Published, wanted: str, on: date) -> Keeps:
    if wanted not in STATES:
        raise unfit("status", "die is er niet", "there is no such one", STATES)
    return lambda record: state_on(published, record, on) == wanted


def state_on(published: Published, record: Record, on: date) -> str:
    """Say whether a government exists on a day: from its first up to, not including, its last."""
    day = on.isoformat()
    since, until = (record.day(published.ldg + one) for one in ("bestaatVan", "bestaatTot"))
    if since and day < since:
        return STATES[2]
    return STATES[1] if until and until <= day else STATES[0]


def _members(published: Published, body: str, on: date) -> set[str]:
    """Give the members of a body on a day; where no dates are known it is taken to go on."""
    store, day = published.view.store, on.isoformat()
    of = ox.NamedNode(government(published, body, on, "lidvan"))

    def values(one: object, predicate: str) -> list[str]:
        quads = store.quads_for_pattern(one, ox.NamedNode(predicate), None, None)  # type: ignore[arg-type]
        return [str(getattr(quad.object, "value", "")) for quad in quads]

    found: set[str] = set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(ORG + "organization"), of, None):
        since, until = (
            values(quad.subject, published.ldg + one) for one in ("bestaatVan", "bestaatTot")
        )
        if all(one[:10] <= day for one in since) and all(day < one[:10] for one in until):
            found.update(values(quad.subject, ORG + "member"))
    return found


def _by_value(published: Published, kind: Kind, one: Filter, written: str) -> Keeps:
    predicate = iri_of(one.predicate, published.ldg)
    wanted = _resolved(published, choices(published, kind, one), one.name, written)

    def keeps(record: Record) -> bool:
        return any(
            wanted & upwards(published, value.value)
            for value in record.values(predicate)
            if isinstance(value, ox.NamedNode)
        )

    return keeps


def _by_class(published: Published, kind: Kind, written: str) -> Keeps:
    wanted = _resolved(published, classes(published, kind), "soort", written)
    return lambda record: any(
        getattr(value, "value", "") in wanted for value in record.values(TYPE)
    )


def _resolved(
    published: Published, known: Mapping[str, str], name: str, written: str
) -> frozenset[str]:
    """Give what is meant by a code, an IRI, the end of one, or a name in any language."""
    key = written.casefold()
    found = {
        iri
        for code, iri in known.items()
        if key in {code.casefold(), iri.casefold(), iri.rsplit("/", 1)[-1].casefold()}
    } or {iri for iri in known.values() if key in _labels(published, iri)}
    if not found:
        shown = sorted(known)[:_MOST_SHOWN] + ["…"] * (len(known) > _MOST_SHOWN)
        typed = short(written)
        raise unfit(name, f"'{typed}' is er niet", f"there is no '{typed}'", tuple(shown))
    return frozenset(found)


def _labels(published: Published, iri: str) -> set[str]:
    quads = published.view.store.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode(PREF_LABEL), None, None
    )
    labels = {getattr(quad.object, "value", "").casefold() for quad in quads}
    # A province goes by its name alone too.
    return labels | {one.removeprefix("provincie ") for one in labels}


def choices(published: Published, kind: Kind, one: Filter) -> Mapping[str, str]:
    """Give what a filter can be, by code: all codes of the list in use, else the things in use."""
    name = f"choices: {kind.path} {one.name}"
    return kept(published, name, lambda seen: _choices(seen, kind, one))


def _choices(published: Published, kind: Kind, one: Filter) -> Mapping[str, str]:
    predicate = iri_of(one.predicate, published.ldg)
    used = {
        value.value
        for record in records(published, kind).values()
        for value in record.values(predicate)
        if isinstance(value, ox.NamedNode)
    }
    store = published.view.store
    in_scheme = ox.NamedNode(SKOS + "inScheme")
    schemes = {
        quad.object
        for iri in used
        for quad in store.quads_for_pattern(ox.NamedNode(iri), in_scheme, None, None)
    }
    for scheme in schemes:
        used |= {
            quad.subject.value
            for quad in store.quads_for_pattern(None, in_scheme, scheme, None)
            if isinstance(quad.subject, ox.NamedNode)
        }
    return {_code(published, iri): iri for iri in sorted(used)}


def classes(published: Published, kind: Kind) -> Mapping[str, str]:
    """Give the classes below that of a kind, by their name in small letters."""

    def read(seen: Published) -> Mapping[str, str]:
        above = ox.NamedNode(seen.ldg + kind.type)
        below = seen.view.store.quads_for_pattern(
            None, ox.NamedNode(RDFS + "subClassOf"), above, None
        )
        iris = sorted({getattr(quad.subject, "value", "") for quad in below})
        return {iri.rsplit("#", 1)[-1].lower(): iri for iri in iris if iri.startswith(seen.ldg)}

    return kept(published, f"classes: {kind.path}", read)


def _code(published: Published, iri: str) -> str:
    """Name a thing by its code, else by the end of its IRI."""
    codes = published.view.store.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode(SKOS + "notation"), None, None
    )
    return (
        min((getattr(quad.object, "value", "") for quad in codes), default="")
        or (iri.rsplit("/", 1)[-1])
    )


def upwards(published: Published, iri: str) -> set[str]:
    """Give a thing and all that is broader."""
    table: dict[str, set[str]] = kept(published, "broader", lambda _: {})
    if iri not in table:
        found = [iri]
        for one in found:
            above = published.view.store.quads_for_pattern(
                ox.NamedNode(one), ox.NamedNode(SKOS + "broader"), None, None
            )
            found += [
                quad.object.value
                for quad in above
                if isinstance(quad.object, ox.NamedNode) and quad.object.value not in found
            ]
        table[iri] = set(found)
    return table[iri]

"""What every stored question is asked: for all, of each of its parameters, and of all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ldgraph.terms import BASE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ldgraph.answers.queries import Query

DATE = "2026-11-24"
#: Values for what must be given; those after the first are tried as well, one at a time.
_VALUES: Mapping[str, tuple[str, ...]] = {
    "date": (DATE, "2024-06-30"),
    "government": tuple(
        f"{BASE}/id/lokaalbestuur/{one}"
        for one in (
            "gemeente-99003",
            "gemeente-99006",
            "igs-99021",
            "bestaat-niet",
        )
    ),
    "requirement": (f"{BASE}/id/vereiste/V012", f"{BASE}/id/vereiste/V015"),
    "offering": (f"{BASE}/id/aanbod/voorbeeld-mdr", f"{BASE}/id/aanbod/vo-crt-traject-mfa"),
    "risk": (f"{BASE}/id/risico/datalek",),
    "level": (
        f"{BASE}/id/concept/CyfunNiveau/2023-basis",
        f"{BASE}/id/concept/CyfunNiveau/2023-belangrijk",
    ),
    "capability": (f"{BASE}/id/concept/Capability/toegangsbeheer",),
    "top": (f"{BASE}/id/concept/Capability/end-to-end-toezicht",),
    "class": (f"{BASE}/ns/lokaal-digitaal#Dekking",),
}


class Case(NamedTuple):
    """A question, and what it is asked with."""

    name: str
    arguments: Mapping[str, str]

    def __str__(self) -> str:
        given = [value.rpartition("/")[2] for key, value in self.arguments.items()]
        return "-".join([self.name, *given])


#: Parameters that are given one at a time.
EACH = frozenset(_VALUES)


def cases(
    queries: Mapping[str, Query], each: Collection[str] = EACH, *, others: bool = True
) -> Iterator[Case]:
    """Give the cases of all questions: with what must be given, and with values besides.

    Args:
        queries: The stored questions.
        each: Parameters that are given one at a time. With any there is a case of all values
            together too: what is given is written into the text, so that a sub-select without
            columns of its own is another query to an engine.
        others: Whether values of a parameter after the first are given too.
    """
    for name, query in queries.items():
        must = {one.name: _VALUES[one.name][0] for one in query.parameters if not one.optional}
        yield Case(name, must)
        for one in query.parameters:
            values = _VALUES[one.name][0 if one.optional else 1 :] if one.name in each else ()
            for value in values if others else values[: one.optional]:
                yield Case(name, {**must, one.name: value})
        if each and sum(one.optional for one in query.parameters) > 1:
            yield Case(name, {one.name: _VALUES[one.name][0] for one in query.parameters})

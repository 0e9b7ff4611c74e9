"""Find the government that somebody means: by IRI, by any identifier, or by name."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ldgraph.graph.access import View

_EVERY_NAME = """
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?government ?name ?is_label ?from ?until
WHERE {
    ?government a ldg:LokaalBestuur .
    { ?government skos:prefLabel ?name . BIND (true AS ?is_label) }
    UNION
    { ?government adms:identifier/skos:notation ?name . BIND (false AS ?is_label) }
    OPTIONAL { ?government ldg:bestaatVan ?from }
    OPTIONAL { ?government ldg:bestaatTot ?until }
}
"""
_MOST_NAMES_SHOWN = 8


class Named(NamedTuple):
    """One name or identifier of a government; it exists in ``[since, until)``, ISO dates."""

    iri: str
    name: str
    is_label: bool
    since: str
    until: str

    def exists_on(self, on: str) -> bool:
        """Whether the government exists on an ISO date; no date stated is no limit."""
        return (not self.since or self.since <= on) and (not self.until or on < self.until)


def every_name(view: View) -> list[Named]:
    """List all names and identifiers of all governments in a view."""
    solutions = view.query(view.vocabulary.prefix + _EVERY_NAME)
    assert isinstance(solutions, ox.QuerySolutions)
    return [
        Named(
            row["government"].value,
            row["name"].value,
            row["is_label"].value == "true",
            row["from"].value if row["from"] else "",
            row["until"].value if row["until"] else "",
        )
        for row in solutions
    ]


class Governments:
    """The governments of a view by all their names, read once to find many."""

    def __init__(self, view: View) -> None:
        self._names = every_name(view)
        self._exact: dict[str, dict[str, Named]] = {}
        self._by_label: dict[str, dict[str, Named]] = {}
        for one in self._names:
            for key in (one.name.casefold(), one.iri.casefold(), _tail(one.iri)):
                self._exact.setdefault(key, {})[one.iri] = one
            if one.is_label:
                self._by_label.setdefault(_plain(one.name), {})[one.iri] = one

    def find(self, wanted: str, on: date) -> str:
        """Give the IRI of the government that ``wanted`` names; see ``find_government``.

        Raises:
            UnknownNameError: Nothing matches (with the nearest names), or several governments do.
        """
        key = _key(wanted)
        found = self._exact.get(key) or self._by_label.get(key) or {}
        if len(found) > 1:
            existing = {iri: one for iri, one in found.items() if one.exists_on(on.isoformat())}
            found = existing or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UnknownNameError("single government", wanted, sorted(map(_tail, found)))
        raise UnknownNameError("government", wanted, _nearest(key, self._names))


def find_government(view: View, wanted: str, on: date) -> str:
    """Give the IRI of the government that ``wanted`` names.

    ``wanted`` is an IRI, the end of one (``gemeente-44021``, with or without ``bestuur:``), a NIS,
    KBO or OVO number, a zone code, an LBLOD IRI, or a name, in any case; KBO numbers with points
    or with BE before them too. What a name has between brackets at its end may be left out. Of
    several that share it, the one that exists on the date is meant.

    Raises:
        UnknownNameError: Nothing matches (with the nearest names), or several governments do.
    """
    return Governments(view).find(wanted, on)


def _key(wanted: str) -> str:
    """Reduce what was typed to what is stored: KBO numbers as 0207.451.227 or BE0207451227 too."""
    key = wanted.strip().strip("<>").removeprefix("bestuur:").casefold()
    label = re.fullmatch(r"(?:nis|kbo|ovo|zone)[\s:-]+(\S+)", key)
    if label:
        key = label[1]
    number = re.fullmatch(r"(?:be[\s.]?)?(\d{4})[\s.]?(\d{3})[\s.]?(\d{3})", key)
    return "".join(number.groups()) if number else key


def _tail(iri: str) -> str:
    return iri.rsplit("/", 1)[-1].casefold()


def _plain(name: str) -> str:
    """Leave out what a name has between brackets at its end."""
    return re.sub(r"\s*\([^()]*\)$", "", name).casefold()


def _nearest(key: str, names: Iterable[Named]) -> list[str]:
    by_key = {named.name.casefold(): named.name for named in names if named.is_label}
    near = difflib.get_close_matches(key, by_key, n=_MOST_NAMES_SHOWN, cutoff=0.6)
    part = sorted(one for one in by_key if key in one)[:_MOST_NAMES_SHOWN]
    return [by_key[one] for one in dict.fromkeys([*near, *part])][:_MOST_NAMES_SHOWN]

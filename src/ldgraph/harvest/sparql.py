"""Ask a SPARQL endpoint for the things of a mapping, a page of subjects at a time.

Pages are ordered and go on behind the last subject, not at an offset: endpoints bound how far they
sort. What is asked for is rows in JSON, which cannot be cut off unnoticed by the wire; an endpoint
that bounds its answers gives round numbers of rows, and is then asked for less at a time. At the
end there have to be as many subjects as the endpoint counts.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from ldgraph.harvest.errors import PassingError, SourceError, masked, shown
from ldgraph.harvest.exchange import Request
from ldgraph.harvest.gathered import Gathered
from ldgraph.harvest.quads import triples_of
from ldgraph.harvest.rdf import is_html
from ldgraph.harvest.state import Page

if TYPE_CHECKING:
    import urllib.request
    from collections.abc import Callable, Iterable, Sequence

    from ldgraph.harvest.exchange import Answer
    from ldgraph.harvest.polite import Client
    from ldgraph.harvest.state import State

#: Longer queries are posted.
_LONGEST = 1500
#: An endpoint that bounds its answers does so at a multiple of this.
_ROUND, _FEW = 100, 1000
#: Steps from a subject to what describes it: an identifier, and the value in that.
_DEEPEST = 3
_MOST_SUBJECTS = 500_000
_JSON_TYPES = {"application/sparql-results+json", "application/json"}


@dataclass(slots=True)
class Endpoint:
    """A SPARQL endpoint, and what is asked of it."""

    client: Client
    address: str
    graph: str | None = None
    #: Subjects at a time.
    page: int = 100
    progress: Callable[[int, int], None] | None = None
    #: Where what was said of some subjects is kept until all is there.
    state: State | None = None
    _seen: dict[str, ox.BlankNode] = field(default_factory=dict)

    def gather(self, classes: Sequence[str], followed: Sequence[str]) -> Gathered:
        """Give all that is said of the things of these classes.

        Args:
            classes: What is asked for.
            followed: Properties of which the value is asked after too.

        Raises:
            SourceError: The endpoint does not answer, or not wholly; what it said is kept.
        """
        try:
            return self._gather(classes, followed)
        except BaseException:
            if self.state:
                self.state.stopped()
            raise

    def _gather(self, classes: Sequence[str], followed: Sequence[str]) -> Gathered:
        whole = self._count(classes)
        subjects = self._subjects(classes, whole)
        if len(subjects) < whole:
            raise SourceError(
                f"{shown(self.address)} counts {whole:,} things and gave {len(subjects):,}: its "
                "answers are cut off",
                f"{shown(self.address)} telt {whole:,} dingen en gaf er {len(subjects):,}: zijn "
                "antwoorden zijn afgekapt",
            )
        found = Gathered(members=len(subjects))
        asked = set(subjects)
        level: Iterable[str] = subjects
        for _ in range(_DEEPEST):
            listed = list(level)
            triples = [one for page in _pages(listed, self.page) for one in self._kept(page)]
            found.triples += triples
            level = sorted(
                {
                    one.object.value
                    for one in triples
                    if one.predicate.value in followed and isinstance(one.object, ox.NamedNode)
                }
                - asked
            )
            asked.update(level)
            if not level:
                break
        found.pages = self.client.asked
        return found

    def _count(self, classes: Sequence[str]) -> int:
        pattern = self._within(f"?s a ?class . {_values('class', classes)}")
        rows = self._rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} }}")
        try:
            return int(rows[0]["n"]["value"])
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise _not_results(self.address) from error

    def _subjects(self, classes: Sequence[str], whole: int) -> list[str]:
        found: list[str] = []
        last = ""
        size = max(self.page, min(1000, whole))
        while True:
            after = f"FILTER (STR(?s) > {_text(last)})" if last else ""
            pattern = self._within(
                f"?s a ?class . {_values('class', classes)} {after} FILTER (ISIRI(?s))"
            )
            rows = self._rows(
                f"SELECT DISTINCT ?s WHERE {{ {pattern} }} ORDER BY STR(?s) LIMIT {size}"
            )
            page = [_iri(one.get("s"), self.address) for one in rows]
            page = [one for one in page if one > last]
            if not page or page != sorted(set(page)):
                if page:
                    raise SourceError(
                        f"{shown(self.address)} does not order its answers",
                        f"{shown(self.address)} ordent zijn antwoorden niet",
                    )
                return found
            found += page
            last = page[-1]
            if len(found) > _MOST_SUBJECTS:
                raise SourceError(
                    f"{shown(self.address)} has more than {_MOST_SUBJECTS:,} things",
                    f"{shown(self.address)} heeft meer dan {_MOST_SUBJECTS:,} dingen",
                )
            if self.progress:
                self.progress(len(found), max(whole, len(found)))

    def _kept(self, subjects: Sequence[str]) -> list[ox.Triple]:
        """Give what is said of some subjects, from a run that was interrupted if it had it."""
        if self.state is None:
            return self._said(subjects)
        key = f"{masked(self.address)} {self.graph or ''} {' '.join(subjects)}"
        kept = self.state.page(key) if key in self.state.done else None
        if kept:
            return list(triples_of(kept.quads))
        found = self._said(subjects)
        quads = [ox.Quad(one.subject, one.predicate, one.object) for one in found]
        self.state.keep(Page(key, key, quads))
        return found

    def _said(self, subjects: Sequence[str]) -> list[ox.Triple]:
        """Give what is said of some subjects; asked again for fewer where it may be cut off."""
        pattern = self._within(f"{_values('s', subjects)} ?s ?p ?o")
        rows = self._rows(f"SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }}")
        if len(rows) >= _FEW and len(rows) % _ROUND == 0:
            if len(subjects) == 1:
                raise SourceError(
                    f"{shown(self.address)} gives {len(rows):,} rows of one thing: cut off",
                    f"{shown(self.address)} geeft {len(rows):,} rijen van één ding: afgekapt",
                )
            half = math.ceil(len(subjects) / 2)
            return [*self._said(subjects[:half]), *self._said(subjects[half:])]
        # A label is of one answer: in the next it may be another node's.
        self._seen.clear()
        return [self._triple(one) for one in rows]

    def _within(self, pattern: str) -> str:
        return f"GRAPH <{_safe(self.graph)}> {{ {pattern} }}" if self.graph else pattern

    # -- the wire -------------------------------------------------------------------------------

    def _rows(self, query: str) -> list[dict[str, Any]]:
        wrapper = _Asking(self.address, self.client)
        wrapper.setQuery(query)
        wrapper.setReturnFormat(JSON)
        if len(query) > _LONGEST:
            wrapper.setMethod(POST)
        return wrapper.rows()

    def _triple(self, row: dict[str, Any]) -> ox.Triple:
        subject, predicate = self._term(row.get("s")), self._term(row.get("p"))
        value = self._term(row.get("o"))
        if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
            raise _not_results(self.address)
        return ox.Triple(subject, predicate, value)

    def _term(self, said: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        try:
            assert isinstance(said, dict)
            kind, value = said["type"], said["value"]
            if kind == "uri":
                return ox.NamedNode(value)
            if kind == "bnode":
                return self._seen.setdefault(value, ox.BlankNode())
            language, datatype = said.get("xml:lang"), said.get("datatype")
            if language:
                # A longer part of a tag than the standard lets be is cut there.
                tag = "-".join(part[:8] for part in language.split("-"))
                return ox.Literal(value, language=tag)
            return ox.Literal(value, datatype=ox.NamedNode(datatype) if datatype else None)
        except (AssertionError, KeyError, TypeError, ValueError) as error:
            raise _not_results(self.address) from error


class _Asking(SPARQLWrapper):
    """SPARQLWrapper that asks over our own connection, which is judged, bounded and polite."""

    def __init__(self, address: str, client: Client) -> None:
        parts = urlsplit(address)
        super().__init__(urlunsplit((*parts[:3], "", "")))
        # SPARQLWrapper puts its own question behind the address.
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            self.addParameter(name, value)
        self._client = client

    def rows(self) -> list[dict[str, Any]]:
        """Ask, and give the rows.

        Raises:
            SourceError: It is no answer to a question, or is cut off.
        """
        made: urllib.request.Request = self._createRequest()
        headers = {name: value for name, value in made.header_items() if name != "User-agent"}
        data = made.data if isinstance(made.data, bytes) else None
        return self._client.fetch(Request(made.full_url, headers, data), _understood)


def _understood(answer: Answer) -> list[dict[str, Any]]:
    where = shown(answer.address.partition("?")[0])
    kind = answer.media_type.partition(";")[0].strip().lower()
    if is_html(answer.body, kind):
        raise PassingError(
            f"{where} answers with a page for people (HTML), not with data",
            f"{where} antwoordt met een pagina voor mensen (HTML), niet met gegevens",
        )
    if kind not in _JSON_TYPES:
        raise SourceError(
            f"{where} answers with '{kind[:80]}'; wanted SPARQL results in JSON",
            f"{where} antwoordt met '{kind[:80]}'; het moeten SPARQL-resultaten in JSON zijn",
        )
    # Virtuoso says so where it stopped before the end.
    if "x-sql-state" in answer.headers:
        raise PassingError(
            f"{where} stopped before the end of its answer",
            f"{where} stopte voor het einde van zijn antwoord",
        )
    try:
        rows = json.loads(answer.body)["results"]["bindings"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PassingError(
            f"{where} sends results that are not whole",
            f"{where} stuurt resultaten die niet volledig zijn",
        ) from error
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise _not_results(where)
    return rows


def _not_results(address: str) -> SourceError:
    return SourceError(
        f"{shown(address)} sends no SPARQL results",
        f"{shown(address)} stuurt geen SPARQL-resultaten",
    )


def _iri(said: object, address: str) -> str:
    if not isinstance(said, dict) or said.get("type") != "uri":
        raise _not_results(address)
    return _safe(str(said.get("value", "")))


def _safe(iri: str | None) -> str:
    """Give an IRI that may stand in a query; another one would be more than an IRI there."""
    try:
        return ox.NamedNode(iri or "").value
    except ValueError as error:
        text = (iri or "")[:100]
        raise SourceError(f"{text!r} is no IRI", f"{text!r} is geen IRI") from error


def _values(name: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(f'<{_safe(one)}>' for one in iris)} }}"


def _text(value: str) -> str:
    return str(ox.Literal(value))


def _pages(listed: Sequence[str], size: int) -> list[Sequence[str]]:
    return [listed[at : at + size] for at in range(0, len(listed), size)]

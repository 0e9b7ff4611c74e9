"""Requests of all kinds, to every address that an application has.

An address is filled by the names of its parameters, from a table here and from the examples that
the application gives itself; a parameter that neither knows gets any of the values. So a new
address is tried without a word here, and tried better with one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from hypothesis import strategies as st

from .worlds import MINE, Request

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hypothesis.strategies import SearchStrategy

    from .addresses import Address, Described

_BASE = "https://data.vlaanderen.be"
#: Parameters of which the values here find more than the examples that are given with them.
_OWN_VALUES = {"bestuur", "government", "lang", "limit", "offset", "path"}
#: What there is one answer at, or one for each form.
_SAME = {
    "",
    "/aanbod",
    "/besturen",
    "/capabilities",
    "/catalogus",
    "/context/lokaal-digitaal",
    "/health",
    "/health/live",
    "/health/ready",
    "/matrix",
    "/metrics",
    "/ns/lokaal-digitaal",
    "/openapi.json",
    "/risicos",
    "/shacl/lokaal-digitaal",
    "/vereisten",
}
_CLASSES = ("Aanbod", "Beoordeling", "LokaalBestuur", "Vereiste")
_VERSIONS = sorted(one.name for one in (Path(__file__).parents[3] / "context").iterdir())
#: More addresses of a kind than most have.
_MANY = 20
_EXTENSIONS = ["", "", ".html", ".ttl", ".jsonld", ".nt", ".rdf", ".nq", ".trig", ".csv", ".xyz"]
_ACCEPTS = [
    *[""] * 6,
    *["*/*"] * 6,
    "text/html",
    "text/turtle",
    "application/ld+json",
    "application/json",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/rdf+xml",
    "text/csv",
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/tab-separated-values",
    "image/png",
    "text/html;q=0.1, text/turtle;q=0.9, */*;q=0",
]
_LANGUAGES = ["", "nl", "en", "fr;q=0.5, en;q=0.4"]
_DATES = [*["2026-11-25", "2026-06-01", "2025-01-01", "1900-01-01"] * 3, "2026-02-30", "", "x"]
_NUMBERS = [*["0", "1", "2", "10", "100"] * 3, "1000000", "-1", "x", "0.5"]
_WORDS = ["geheim", "secret", "multi-factor", "verzonnen", "Voorbeeldgem", "", "%", '"', "a" * 300]
#: What is in the catalogue, and files of it: all of them is more than there is.
_OFFERED = [
    *("catalogus/kennisgraaf-lokaal-digitaal", "dataservice/lokaal-digitaal-sparql"),
    *("dataset/lokaal-digitaal", "dataset/lokaal-digitaal-beperkt"),
    *("dataset/lokaal-digitaal-root-voorbeeld", "distributie/lokaal-digitaal-nq-gz"),
]
_FILES = [
    *(f"lokaal-digitaal{part}.nq.gz" for part in ("", "-root-voorbeeld", "-beperkt", "-vormen")),
    *(f"lokaal-digitaal-root-voorbeeld.{form}" for form in ("ttl", "nq", "jsonld")),
]
_GOVERNMENTS = (
    [MINE] * 6
    + [f"gemeente-990{number:02}" for number in range(1, 14)]
    + [
        "ocmw-99001",
        "igs-99021",
        "politiezone-99031",
        "hulpverleningszone-99041",
        "provincie-99000",
        "gemeente-44021",
    ]
)


def _queries(names: Sequence[str]) -> SearchStrategy[str]:
    """Make SPARQL that looks everywhere, also where there is nothing to be seen."""
    hidden = f"{_BASE}/doc/graaf/voorbeeld/beperkt/gemeente-99002"
    fixed = [
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }",
        "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g",
        "SELECT ?t (COUNT(?s) AS ?n) WHERE { ?s a ?t } GROUP BY ?t ORDER BY ?t",
        "SELECT DISTINCT ?p WHERE { ?s ?p ?o } ORDER BY ?p",
        "ASK { ?s ?p 'geheim'@nl }",
        f"ASK FROM <{hidden}> {{ ?s ?p ?o }}",
        f"SELECT * FROM <{hidden}> WHERE {{ ?s ?p ?o }} ORDER BY ?s ?p ?o LIMIT 5",
        f"SELECT * FROM NAMED <{hidden}> WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?s ?p ?o",
        f"ASK {{ GRAPH <{hidden}> {{ }} }}",
        "ASK { ?s ?p ?o . FILTER(CONTAINS(STR(?s), 'beperkt')) }",
        f"SELECT ?x WHERE {{ <{_BASE}/id/geheim/a> (!<urn:x>|^!<urn:x>)+ ?x }} ORDER BY ?x",
        "SELECT",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    ]
    name = st.sampled_from(names)
    return st.one_of(
        st.sampled_from(fixed),
        name.map(lambda iri: f"DESCRIBE <{iri}>"),
        name.map(lambda iri: f"ASK {{ <{iri}> ?p ?o }}"),
        name.map(lambda iri: f"ASK {{ ?s ?p <{iri}> }}"),
        name.map(lambda iri: f"SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} ORDER BY ?p ?o"),
        name.map(lambda iri: f"CONSTRUCT {{ ?s ?p <{iri}> }} WHERE {{ ?s ?p <{iri}> }}"),
    )


class Requests:
    """Makes requests.

    Args:
        found: The addresses that are asked.
        names: IRIs that anything speaks of, those that are hidden first.
        tags: Hashes of what is hidden, and of what is not.
        stored: The names of the stored questions.
    """

    def __init__(
        self, found: Described, names: Sequence[str], tags: Sequence[str], stored: Sequence[str]
    ) -> None:
        self._tags = tags
        self._name = st.sampled_from(names)
        rest = self._name.map(lambda iri: iri.removeprefix(_BASE).partition("/")[2])
        below = rest.map(lambda one: one.partition("/")[2] or one)
        segment = below.map(lambda one: one.rpartition("/")[2])
        governments = st.one_of(
            st.sampled_from(_GOVERNMENTS),
            st.sampled_from(_GOVERNMENTS).map(lambda one: f"{_BASE}/id/lokaalbestuur/{one}"),
        )
        numbers, dates = st.sampled_from(_NUMBERS), st.sampled_from(_DATES)
        queries = _queries(names)
        graphs = st.sampled_from([one for one in names if "/doc/graaf/" in one])
        #: By the name of a parameter, in an address or behind it.
        self.values: dict[str, SearchStrategy[str]] = {
            "path": st.tuples(
                st.one_of(*[below] * 5, st.sampled_from(_OFFERED)), st.sampled_from(_EXTENSIONS)
            ).map("".join),
            "file": st.one_of(*[st.sampled_from(_FILES)] * 3, segment),
            "extension": st.sampled_from(_EXTENSIONS).map(lambda one: one[1:]),
            "name": st.one_of(st.sampled_from(stored), segment),
            "stroom": st.sampled_from(["voorbeeld-publiek", "publiek", "geheim"]),
            "bladzijde": st.tuples(
                st.sampled_from(["voorbeeld-publiek", "publiek"]),
                st.sampled_from(["", "/2026", "/2026/11/1", "/laatste", "/vorm", "/2026/11/99"]),
                st.sampled_from(_EXTENSIONS),
            ).map("".join),
            "naam": st.one_of(st.sampled_from(stored), segment),
            "klasse": st.one_of(st.sampled_from(_CLASSES), segment),
            "version": st.sampled_from([*_VERSIONS, "0123456789abcdef"]),
            "bestuur": governments,
            "government": governments,
            "government2": governments,
            "id": segment,
            "iri": self._name,
            "uri": self._name,
            "datum": dates,
            "date": dates,
            "op": dates,
            "offset": numbers,
            "limit": numbers,
            "lang": st.sampled_from([*["nl", "en"] * 5, *_LANGUAGES]),
            "query": queries,
            "q": st.one_of(st.sampled_from(_WORDS), segment),
            "zoek": st.one_of(st.sampled_from(_WORDS), segment),
            "reference": st.one_of(governments, segment),
            "default-graph-uri": graphs,
            "named-graph-uri": graphs,
        }
        self.anything = st.one_of(self._name, segment, numbers, dates, st.sampled_from(_WORDS))
        for name, examples in found.examples.items():
            if examples and name not in _OWN_VALUES:
                known = self.values.get(name, segment)
                self.values[name] = st.one_of(*[st.sampled_from(examples)] * 3, known)
        kinds: dict[str, list[SearchStrategy[Request]]] = {"nowhere": [self._nowhere()] * 2}
        for one in found.addresses:
            kinds.setdefault(one.kind, []).append(self._to(one))
        # Where values are filled in there is more to find than where there is one answer. Chosen
        # in two steps: those of which there are many do not drown the others.
        weighed = [kind for kind in sorted(kinds) for _ in range(1 if kind in _SAME else 4)]
        weighed += [kind for kind in weighed if len(kinds[kind]) > _MANY]
        self.one = st.sampled_from(weighed).flatmap(
            lambda kind: st.sampled_from(kinds[kind]).flatmap(lambda one: one)
        )

    def _pair(self, parameter: str) -> SearchStrategy[tuple[str, str]]:
        return self._value(parameter).map(lambda value: (parameter, value))

    def _value(self, parameter: str) -> SearchStrategy[str]:
        return self.values.get(parameter, self.anything)

    def _to(self, address: Address) -> SearchStrategy[Request]:
        """Make requests to one address."""
        literal, parameters = _parts(address.path)
        filled = st.tuples(*(self._value(one) for one in parameters)).map(
            lambda values: _filled(literal, values)
        )
        needed = st.tuples(*(self._pair(one) for one in sorted(address.needed)))
        others = [self._pair(one) for one in sorted(address.asked - address.needed)]
        # Now and then one that is needed lacks.
        pairs = st.tuples(
            st.sampled_from([True] * 9 + [False]).flatmap(
                lambda whole: needed.map(list) if whole else st.just([])
            ),
            st.lists(st.one_of(others), max_size=3, unique_by=lambda one: one[0])
            if others
            else st.just([]),
        ).map(lambda two: two[0] + two[1])
        more = st.sampled_from(
            [*[[]] * 16, [("lang", "en")], [("x", "geheim")], [("datum", "2026-11-01")] * 2]
        )
        own = sorted(address.methods - {"OPTIONS"})
        method = st.sampled_from([*own[:1] * 24, *own * 4, "OPTIONS", "POST", "QUERY"])
        return st.builds(
            _request,
            method,
            filled,
            st.tuples(pairs, more).map(lambda two: two[0] + two[1]),
            self._headers(),
        )

    def _nowhere(self) -> SearchStrategy[Request]:
        path = st.one_of(
            self._name.map(lambda iri: iri.removeprefix(_BASE)),
            self._name.map(lambda iri: "/" + iri),
            st.sampled_from(
                ["/", "//", "/id", "/id/", "/doc", "/doc/", "/doc/graaf/", "/v1", "/%"]
            ),
        )
        return st.builds(
            _request, st.sampled_from(["GET", "HEAD", "POST"]), path, st.just([]), self._headers()
        )

    def _headers(self) -> SearchStrategy[tuple[tuple[bytes, bytes], ...]]:
        known = st.one_of(
            st.none(),
            st.none(),
            st.just("*"),
            st.sampled_from([*self._tags, '"0"']),
            st.sampled_from([*self._tags, '"0"']).map(lambda tag: f'W/{tag}, "x"'),
        )
        kinds = st.fixed_dictionaries(
            {
                "accept": st.sampled_from(_ACCEPTS),
                "accept-language": st.sampled_from(_LANGUAGES),
                "if-none-match": known,
                "origin": st.sampled_from([None, None, None, "https://elsewhere.example"]),
                "range": st.sampled_from([None] * 9 + ["bytes=0-10"]),
            }
        )
        return kinds.map(
            lambda given: tuple(
                (name.encode(), value.encode()) for name, value in given.items() if value
            )
        )


def _request(
    method: str,
    path: str,
    pairs: list[tuple[str, str]],
    headers: tuple[tuple[bytes, bytes], ...],
) -> Request:
    form = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in pairs).encode()
    escaped = quote(path, safe="/:%@!$&'()*+,;=~-._").encode()
    if method == "POST":
        kind = (b"content-type", b"application/x-www-form-urlencoded")
        return Request(method, escaped, b"", (*headers, kind), form)
    return Request(method, escaped, form, headers)


def _parts(path: str) -> tuple[list[str], list[str]]:
    """Take an address apart: what is fixed, and the names of what stands between."""
    literal, parameters = [], []
    rest = path
    while "{" in rest:
        before, _, rest = rest.partition("{")
        inside, _, rest = rest.partition("}")
        literal.append(before)
        parameters.append(inside.partition(":")[0])
    return [*literal, rest], parameters


def _filled(literal: list[str], values: tuple[str, ...]) -> str:
    return literal[0] + "".join(
        value + after for value, after in zip(values, literal[1:], strict=True)
    )

"""Requests that would hurt a server that let them: each kind, and what may come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Callable

#: A whole answer; one that is cut off, for its caller to see; none, for the caller was gone.
WHOLE, CUT, LEFT = "200", "cut", "left"
_DIRECT = {"Content-Type": "application/sparql-query"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ALL = "?s{0} ?p{0} ?o{0}"
#: What takes too much of something, or waited for its turn for too long.
_HEAVY = frozenset({"503", "504", "422", CUT})


class Attack(NamedTuple):
    """A request, how its sender behaves, and what may come of it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    may: frozenset[str]
    #: ``wait`` for all of the answer, ``leave`` at once, or ``stall``: take a little, then nothing.
    manner: str = "wait"


def _sent(
    text: str,
    may: frozenset[str] = _HEAVY,
    *,
    accept: str = "*/*",
    manner: str = "wait",
) -> Attack:
    headers = {**_DIRECT, "Accept": accept}
    # A lone surrogate stands for a byte that is no UTF-8.
    body = text.encode("utf-8", "surrogateescape")
    return Attack("POST", "/sparql", headers, body, may, manner)


def _product(count: int) -> str:
    return " . ".join(_ALL.format(n) for n in range(count))


def _deep(number: int) -> Attack:
    depth = 5_000 + number
    return _sent(f"ASK {{ {'{' * depth}{'}' * depth} }}", frozenset({"400", "503"}))


def _long_chain(number: int) -> Attack:
    terms = " + ".join(str(one) for one in range(20_000 + number))
    return _sent(f"ASK {{ FILTER({terms} > 0) }}", frozenset({"400", "503"}))


def _values(number: int) -> Attack:
    listed = " ".join(str(one + number) for one in range(15_000))
    rows = " ".join(f"VALUES ?v{n} {{ {listed} }}" for n in range(2))
    return _sent(f"SELECT (COUNT(*) AS ?n) {{ {rows} {_ALL.format(0)} }}")


def _regex(number: int) -> Attack:
    pattern = f"(((a{{1,99}}){{1,99}}){{1,99}}){{1,{90 + number % 9}}}"
    return _sent(
        f'SELECT (COUNT(*) AS ?n) {{ {_product(3)} FILTER REGEX(STR(?o0), "{pattern}") }}',
        _HEAVY | {WHOLE},
    )


def _replace(number: int) -> Attack:
    value = '"aaaaaaaaaaaaaaaa"'
    for _ in range(12):
        value = f'REPLACE({value}, "a", "aaaaaaaa")'
    return _sent(f"SELECT ?x {{ BIND(STRLEN({value}) + {number} AS ?x) }}")


def _grow(number: int) -> Attack:
    binds = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(48))
    return _sent(f'SELECT ?x48 {{ BIND("{number}xxxxxxxx" AS ?x0) {binds} }}')


def _nested_selects(number: int) -> Attack:
    inner = f"{{ {_ALL.format(number)} }}"
    for n in range(6):
        inner = f"{{ SELECT * {{ {inner} {_ALL.format(f'x{n}')} }} }}"
    return _sent(f"SELECT (COUNT(*) AS ?n) {inner}")


def _many_graphs(number: int) -> Attack:
    graphs = "".join(f"FROM NAMED <urn:g{number}:{n}> " for n in range(4_000))
    return _sent(
        f"SELECT * {graphs} {{ GRAPH ?g {{ {_product(3)} }} }}",
        _HEAVY | {WHOLE, "400"},
    )


def _many_parameters(number: int) -> Attack:
    given = [("default-graph-uri", f"urn:g{number}:{n}") for n in range(5_000)]
    body = urlencode([("query", "ASK {}"), *given]).encode()
    return Attack("POST", "/sparql", _FORM, body, frozenset({"400", "413"}))


def _update(number: int) -> Attack:
    texts = (
        "DROP ALL",
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "CLEAR SILENT ALL",
    )
    body = urlencode({"update": texts[number % len(texts)]}).encode()
    return Attack("POST", "/sparql", _FORM, body, frozenset({"403"}))


def _in_address(number: int) -> Attack:
    text = f"SELECT * {{ {_product(4)} FILTER(?o0 != {number}) }} ORDER BY ?o3"
    return Attack("GET", f"/sparql?query={quote(text)}", {}, None, _HEAVY)


def _huge_text(number: int) -> Attack:
    return _sent(f"ASK {{ # {number} " + "x" * 10_000_000 + "\n}", frozenset({"413", CUT}))


#: By name: what makes one, by its number. No two of a kind are alike.
KINDS: dict[str, Callable[[int], Attack]] = {
    "product": lambda n: _sent(f"SELECT * {{ {_product(4)} FILTER(?o0 != {n}) }}"),
    "counted product": lambda n: _sent(
        f"SELECT (COUNT(*) AS ?n) {{ {_product(3)} FILTER(?o0 != ?o1 + {n}) }}"
    ),
    "path of any length": lambda n: _sent(
        f"SELECT (COUNT(*) AS ?n) {{ ?a (!<urn:p{n}>)* ?b }}", _HEAVY | {WHOLE}
    ),
    "path in path": lambda n: _sent(
        f"SELECT * {{ ?a (((!<urn:p{n}>)+/(^!<urn:q>)*)+|(!<urn:r>)*)* ?b . ?b (!<urn:s>)+ ?c }}"
    ),
    "nesting": _deep,
    "long chain": _long_chain,
    "values": _values,
    "regular expression": _regex,
    "replacement that grows": _replace,
    "text that doubles": _grow,
    "concatenation of all": lambda n: _sent(
        f'SELECT (GROUP_CONCAT(?o0; SEPARATOR="{n}") AS ?x) {{ {_product(2)} }}'
    ),
    "order of a product": lambda n: _sent(
        f"SELECT * {{ {_product(2)} }} ORDER BY ?o0 DESC(?o1) ?s0 LIMIT {10 + n}"
    ),
    "distinct product": lambda n: _sent(
        f"SELECT DISTINCT ?s0 ?o1 ?s2 {{ {_product(3)} }} OFFSET {1_000_000_000 + n}"
    ),
    "groups of a product": lambda n: _sent(
        f"SELECT ?s0 ?o1 (SUM({n}) AS ?n) {{ {_product(2)} }} GROUP BY ?s0 ?o1"
    ),
    "description of all": lambda n: _sent(
        f"DESCRIBE * {{ {_product(3)} FILTER(?o1 != {n}) }}", accept="text/turtle"
    ),
    "constructed product": lambda n: _sent(
        f"CONSTRUCT {{ ?s0 <urn:p{n}> ?o1 . ?s1 ?p0 ?o0 }} {{ {_product(3)} }}",
        accept="application/rdf+xml",
    ),
    "optional products": lambda n: _sent(
        f"SELECT (COUNT(*) AS ?n) {{ {_ALL.format(0)} OPTIONAL {{ {_product(3)} }} "
        f"MINUS {{ ?s1 ?p9 {n} }} }}"
    ),
    "hashes of a product": lambda n: _sent(
        f"SELECT (MAX(SHA512(CONCAT(STR(?o0), STR(?o1), '{n}'))) AS ?x) {{ {_product(2)} }}"
    ),
    "select in select": _nested_selects,
    "many graphs": _many_graphs,
    "many parameters": _many_parameters,
    "huge text": _huge_text,
    "service": lambda n: _sent(
        f"SELECT * {{ SERVICE SILENT <http://127.0.0.1:9/{n}> {{ ?s ?p ?o }} }}",
        frozenset({"403", "503"}),
    ),
    "load": lambda n: _sent(f"LOAD <http://127.0.0.1:9/{n}>", frozenset({"400", "403", "503"})),
    "update": _update,
    "no text": lambda n: _sent(f"ASK {{ ?s ?p '\udcff{n}' }}", frozenset({"400"})),
    "no grammar": lambda n: _sent(
        "SELECT * WHERE { " + "?s ?p [ " * (50 + n % 50), frozenset({"400", "503"})
    ),
    "in the address": _in_address,
    "left at once": lambda n: _sent(
        f"SELECT (COUNT(*) AS ?n) {{ {_product(3)} FILTER(?o0 != {n}) }}",
        frozenset({LEFT}),
        manner="leave",
    ),
    "never taken": lambda n: _sent(
        f"SELECT * {{ {_product(2)} FILTER(?o0 != {n}) }}",
        frozenset({LEFT, *_HEAVY}),
        manner="stall",
    ),
}

"""What is slow or useless in a query, and what only looks so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.graph.slow import Around, slow
from ldgraph.turtle.query_reader import TooDeepError, read_query

_PREFIXES = {"x": "urn:x/"}
_PARTS = {"states": frozenset({"?government", "?state"})}


def _told(text: str, given: str = "") -> list[str]:
    around = Around(
        _PREFIXES,
        frozenset(f"?{name}" for name in given.split()),
        _PARTS,
        frozenset({"urn:x/Assessment"}),
        frozenset({"urn:x/of", "urn:x/about"}),
    )
    return [
        f"{one.code} {text[one.start : one.end]}" + (" (mild)" if one.mild else "")
        for one in slow(text, read_query(text), around)
    ]


@pytest.mark.parametrize(
    "inner",
    [
        "?a x:of ?g ; x:about ?r",
        "?a a x:Assessment ; x:of ?g",
        "?a x:of ?g . ?a ?any ?r",
        "?a x:of ?g . ?b x:about ?r . FILTER (?a = ?b)",
        "?a x:of ?b FILTER (?b > ?k)",
    ],
)
def test_not_exists_over_something_big_is_told(inner: str) -> None:
    told = _told(f"SELECT ?g {{ ?g x:kind ?k ; x:has ?r FILTER NOT EXISTS {{ {inner} }} }}")

    assert "query-not-exists NOT EXISTS" in told


@pytest.mark.parametrize(
    "inner",
    [
        "?g x:of ?r",  # it starts at what is known
        "?a x:of ?g",  # one look into an index
        "?a a x:Claim ; x:about ?r",  # of a class that is small
        "?a x:small ?g ; x:other ?r",
        "<urn:a> x:of ?g ; x:about ?r",
    ],
)
def test_not_exists_with_a_start_or_over_little_is_not(inner: str) -> None:
    told = _told(f"SELECT ?g {{ ?g x:kind ?k ; x:has ?r FILTER NOT EXISTS {{ {inner} }} }}")

    assert told == []


def test_minus_that_shares_nothing_is_told() -> None:
    assert _told("SELECT ?g { ?g x:kind ?k MINUS { ?a x:small ?b } }") == [
        "query-minus-nothing MINUS"
    ]


def test_minus_over_something_big_is_told_unless_it_names_something() -> None:
    whole = "SELECT ?g { ?g x:kind ?k MINUS { ?a x:of ?g ; x:about ?r } }"
    named = whole.replace("?r", "<urn:r>")

    assert _told(whole) == ["query-minus-whole MINUS"]
    assert _told(named) == []
    assert _told(whole, given="g") == []


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("x:up*", "query-path-empty"),
        ("x:up+", "query-path-whole"),
        ("(x:up|x:on)*", "query-path-empty"),
    ],
)
def test_a_path_that_starts_nowhere_is_told(path: str, code: str) -> None:
    assert _told(f"SELECT ?a ?b {{ ?a {path} ?b }}") == [f"{code} ?a {path} ?b"]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a { ?a x:up+ <urn:top> }",
        "SELECT ?a ?b { ?a x:kind <urn:k> . ?a x:up+ ?b }",
        "SELECT ?a ?b { ?a x:up/x:up* ?b }",
    ],
)
def test_a_path_with_a_start_is_not(text: str) -> None:
    assert _told(text) == []


def test_a_path_that_starts_at_what_another_group_finds_is_told() -> None:
    text = "SELECT ?a ?government { { @include states } ?a x:up+ ?government }"

    assert _told(text) == ["query-path-whole ?a x:up+ ?government"]
    assert _told(text, given="government") == []


def test_a_branch_of_a_union_that_is_gone_through_whole_is_told() -> None:
    text = "SELECT ?g ?r { ?g x:kind ?k . { ?a x:of ?g ; x:about ?r } UNION { ?g x:has ?r } }"

    assert _told(text) == ["query-union-joined {"]
    assert _told(text, given="g") == []
    assert _told(text.replace("?g x:kind ?k . ", "")) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?a ?c { ?a x:p ?b . ?c x:q ?d }", ["query-product ?c x:q ?d"]),
        ("SELECT ?a ?c { ?a x:p ?b . ?c x:q ?d FILTER (?b = ?d) }", ["query-product ?c x:q ?d"]),
        ("SELECT ?a ?c { ?a x:p ?b . ?c x:q ?d . ?b x:r ?d }", []),
        ("SELECT ?a ?e { ?a x:p ?b . ?c x:q ?d . OPTIONAL { ?b x:r ?d ; x:s ?e } }", []),
        ("SELECT ?a ?c { ?a x:p ?b . { ?c x:q ?d } }", ["query-product {"]),
        ("SELECT ?a ?state { ?a x:p ?b . { @include states } }", ["query-product {"]),
        ("SELECT ?a { ?a x:p [ x:q ?b ] }", []),
        ("SELECT ?a { ?a x:p ( 1 ?b ) }", []),
        ("SELECT ?a ?n { ?a x:p 1 { SELECT (COUNT(?b) AS ?n) { ?b x:p 2 } } }", []),
        ("SELECT ?a ?b { GRAPH ?g { ?a x:p 1 } ?g x:q ?b }", []),
    ],
)
def test_what_shares_no_variable_with_the_rest_is_told(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_a_product_that_a_parameter_narrows_is_told_mildly() -> None:
    told = _told("SELECT ?a ?c { ?a x:p ?b . ?c x:q ?d }", given="a")

    assert told == ["query-product ?c x:q ?d (mild)"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?a { ?a x:p ?b BIND (1 AS ?c) }", ["query-unused-variable ?c"]),
        ("SELECT ?a ?c { ?a x:p ?b BIND (1 AS ?c) }", []),
        ("SELECT * { ?a x:p ?b BIND (1 AS ?c) OPTIONAL { ?a x:q ?d } }", []),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a x:p ?b } GROUP BY ?a", []),
        (
            "SELECT ?a { { SELECT ?a (COUNT(?b) AS ?n) { ?a x:p ?b } GROUP BY ?a } }",
            ["query-unused-variable ?n"],
        ),
        (
            "SELECT ?a { { SELECT ?a ?b { ?a x:p ?b } } }",
            ["query-unused-variable ?b (mild)"],
        ),
        ("SELECT ?a ?b { { SELECT ?a ?b { ?a x:p ?b } } }", []),
        ("SELECT ?a { ?a x:p 1 OPTIONAL { ?a x:q ?b } }", ["query-unused-optional OPTIONAL"]),
        ("SELECT ?a ?b { ?a x:p 1 OPTIONAL { ?a x:q ?b } }", []),
        ("SELECT ?a { ?a x:p 1 OPTIONAL { ?a x:q ?b } FILTER (!BOUND(?b)) }", []),
        ("SELECT ?a ?state { ?a x:p ?government OPTIONAL { { @include states } } }", []),
        ("SELECT ?a { ?a x:p ?b FILTER (?bb > 1) }", ["query-unbound-variable ?bb"]),
        (
            "SELECT ?a { { ?a x:p ?b } { ?a x:q ?c FILTER (?c > ?b) } }",
            ["query-unbound-variable ?b"],
        ),
        ("SELECT ?a { ?a x:p ?b OPTIONAL { ?a x:q ?c FILTER (?c > ?b) } FILTER (?c > 1) }", []),
        ("SELECT ?a { ?a x:p ?b FILTER EXISTS { ?a x:q ?c FILTER (?c > ?b) } }", []),
        ("SELECT ?a { ?a x:p ?b } GROUP BY ?a HAVING (COUNT(?b) > 1)", []),
        ("SELECT ?aa { ?a x:p 1 }", ["query-unbound-variable ?aa"]),
        ("SELECT ?a ?c { ?a x:p ?b BIND (IF(?b > 1, ?b, ?none) AS ?c) }", []),
        ("SELECT ?a { VALUES ?b { 1 } ?a x:p ?b FILTER (?b > 1) }", []),
        ("CONSTRUCT { ?a x:p ?c } { ?a x:q ?b BIND (?b AS ?c) }", []),
        ("CONSTRUCT { ?a x:p ?c } { ?a x:q 1 }", ["query-unbound-variable ?c"]),
    ],
)
def test_what_has_no_use_or_no_value_is_told(text: str, told: list[str]) -> None:
    assert _told(text) == told


def test_what_is_inside_is_looked_at_too() -> None:
    text = "ASK { { SELECT ?a { OPTIONAL { ?a x:p ?b . ?c x:q ?d } FILTER (?b = ?d) } } UNION {} }"

    assert "query-product ?c x:q ?d" in _told(text)


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(TooDeepError):
        read_query("SELECT * " + "{" * 100)
    with pytest.raises(TooDeepError):
        read_query("SELECT * { ?a x:p " + "[ x:p " * 100)


_PIECE = st.sampled_from(
    [
        "SELECT",
        "WHERE",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ".",
        ";",
        ",",
        "FILTER",
        "NOT",
        "EXISTS",
        "MINUS",
        "UNION",
        "OPTIONAL",
        "BIND",
        "AS",
        "?a",
        "?b",
        "x:p",
        "a",
        "VALUES",
        "GRAPH",
        "@include",
        "ORDER",
        "BY",
        "GROUP",
        "1",
        "'x'",
        "<urn:y>",
        "*",
        "+",
        "/",
        "^",
        "|",
    ]
)


@given(st.lists(_PIECE, max_size=40))
def test_no_text_stops_the_reading(pieces: list[str]) -> None:
    text = " ".join(pieces)

    try:
        _told(text)
    except TooDeepError:
        assert text.count("{") + text.count("[") + text.count("(") > 10

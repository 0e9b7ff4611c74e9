"""Other IRIs in a text: what changes, and that all else stays."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.turtle.mentions import query_events, turtle_events
from ldgraph.turtle.replace import Move, Place, apply, replace
from ldgraph.turtle.sparql import sparql_tokens

_HEAD = "PREFIX a: <urn:a/>\nPREFIX c: <urn:c/>\n\n"
_KNOWN = {"a": "urn:a/", "b": "urn:b/", "c": "urn:c/"}
_PLACE = Place("urn:file", "urn:file", _KNOWN, _KNOWN, _KNOWN, _KNOWN)


def _move(old: str, new: str) -> Move:
    return Move(lambda iri: new if iri == old else iri)


def _turtle(text: str, move: Move, place: Place = _PLACE) -> str:
    return apply(text, replace(text, turtle_events(text, place.base), move, place))


def _query(text: str, move: Move) -> str:
    return apply(text, replace(text, query_events(text, "", {}), move, _PLACE))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a:x a:p a:x .", "a:y a:p a:y ."),
        ("<urn:a/x> a:p 1 .", "<urn:a/y> a:p 1 ."),
        ("c:s a:x ( a:x [ a:p a:x ] ) .", "c:s a:y ( a:y [ a:p a:y ] ) ."),
        ('c:s a:p "1"^^a:x .', 'c:s a:p "1"^^a:y .'),
        ("c:s a:p a:xx , a:x.x , <urn:a/x/x> .", "c:s a:p a:xx , a:x.x , <urn:a/x/x> ."),
        ('c:s a:p "a:x", """<urn:a/x>""" . # a:x', 'c:s a:p "a:x", """<urn:a/x>""" . # a:x'),
        (r"c:s a:p <urn:a/\u0078> .", "c:s a:p <urn:a/y> ."),
        ("c:s\n\ta:p   a:x;;\r\n.", "c:s\n\ta:p   a:y;;\r\n."),
    ],
)
def test_a_term_is_replaced_wherever_it_stands_and_nothing_else(before: str, after: str) -> None:
    assert _turtle(_HEAD + before, _move("urn:a/x", "urn:a/y")) == _HEAD + after


def test_a_relative_name_is_what_it_is_relative_to() -> None:
    place = Place("urn:x:/file/a", "urn:x:/file/a")

    done = _turtle(
        "BASE <http://e/d/>\n<x> <p> <../d/x> .", _move("http://e/d/x", "http://e/d/y"), place
    )

    assert done == "BASE <http://e/d/>\n<http://e/d/y> <p> <http://e/d/y> ."


def test_a_new_prefix_gets_its_line_and_one_without_use_loses_it() -> None:
    text = "PREFIX a: <urn:a/>\nPREFIX c: <urn:c/>\n\nc:s c:p a:x .\n"

    done = _turtle(text, _move("urn:a/x", "urn:b/x"))

    assert done == "PREFIX b: <urn:b/>\nPREFIX c: <urn:c/>\n\nc:s c:p b:x .\n"
    assert _turtle(done, _move("urn:b/x", "urn:a/x")) == text


def test_without_lines_to_set_a_new_prefix_among_a_name_is_written_in_full() -> None:
    text = '[] <http://www.w3.org/ns/shacl#select> "SELECT ?s { ?s c:p a:x }" .'
    given = {"a": "urn:a/", "c": "urn:c/"}
    place = Place("urn:file", "urn:file", _KNOWN, _KNOWN, given, given)

    done = _turtle(text, _move("urn:a/x", "urn:b/x"), place)

    assert done == text.replace("a:x", "<urn:b/x>")


def test_what_is_no_name_is_written_in_full() -> None:
    assert _turtle(_HEAD + "a:x a:p 1 .", _move("urn:a/x", "urn:a/y,z")) == (
        _HEAD + "<urn:a/y,z> a:p 1 ."
    )


def test_a_declaration_moves_with_all_that_hangs_on_it() -> None:
    text = "PREFIX a: <urn:a/>\nPREFIX c: <urn:c/>\na:x c:p a:y, <urn:a/z> ."
    move = Move(
        lambda iri: iri.replace("urn:a/", "urn:n/"), lambda space: space.replace("urn:a/", "urn:n/")
    )

    assert _turtle(text, move) == text.replace("urn:a/", "urn:n/")


def test_a_declaration_stays_where_something_that_hangs_on_it_stays() -> None:
    text = "PREFIX a: <urn:a/>\na:x a:p a:stay ."
    move = Move(
        lambda iri: iri if "stay" in iri else iri.replace("urn:a/", "urn:n/"),
        lambda space: space.replace("urn:a/", "urn:n/"),
    )

    assert _turtle(text, move) == "PREFIX a: <urn:a/>\n<urn:n/x> <urn:n/p> a:stay ."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SELECT ?a { ?a a:x/a:p* ?b }", "SELECT ?a { ?a a:y/a:p* ?b }"),
        (
            "ASK { ?a a:p ?b FILTER (?a<?b && ?b > a:x) }",
            "ASK { ?a a:p ?b FILTER (?a<?b && ?b > a:y) }",
        ),
        ('ASK { ?s ?p "a:x" # a:x\n}', 'ASK { ?s ?p "a:x" # a:x\n}'),
        ("ASK { { @include a } ?s ^a:x|!(a:x) 1 }", "ASK { { @include a } ?s ^a:y|!(a:y) 1 }"),
        ("ASK { ?x a:p ?a:x }", "ASK { ?x a:p ?a:x }"),
    ],
)
def test_a_query_is_changed_in_its_names_alone(before: str, after: str) -> None:
    assert _query(_HEAD + before, _move("urn:a/x", "urn:a/y")) == _HEAD + after


def test_a_query_in_a_string_is_changed_and_its_escapes_stay() -> None:
    text = (
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        r'[] sh:select "SELECT $this { $this a:x \"a:x\\n\" , <urn:a/x> }" ; sh:message "a:x" .'
    )

    assert _turtle(text, _move("urn:a/x", "urn:a/yy")) == (
        "PREFIX sh: <http://www.w3.org/ns/shacl#>\n"
        r'[] sh:select "SELECT $this { $this a:yy \"a:x\\n\" , <urn:a/yy> }" ; sh:message "a:x" .'
    )


@given(st.text(max_size=200))
def test_the_tokens_of_any_text_are_the_whole_of_it(text: str) -> None:
    assert "".join(one.text for one in sparql_tokens(text)) == text


_TERM = st.sampled_from(
    [
        "a:x",
        "<urn:a/x>",
        "a:y",
        "a:xx",
        "c:x",
        '"a:x"',
        "'''a:x <urn:a/x'''",
        '"1"^^a:x',
        "[ a:x a:x ]",
        "( a:x 1 )",
        "<x>",
    ]
)
_GAP = st.sampled_from([" ", "  ", "\n\t", " # a:x\n", "\r\n"])
_VERB = st.sampled_from(["a:x", "a", "c:p", "<urn:a/x>"])


@given(
    st.lists(st.tuples(_GAP, st.sampled_from(["a:x", "c:s", "<urn:a/x>"]), _VERB, _TERM, _GAP)),
    st.sampled_from(["urn:a/new", "urn:b/new", "urn:d/new"]),
)
def test_there_and_back_gives_the_same_text_and_there_the_same_statements(
    lines: list[tuple[str, str, str, str, str]], new: str
) -> None:
    body = "".join(f"{gap}{s} {p}{other}{o} .\n" for gap, s, p, o, other in lines)
    # Both prefixes have a use that stays, so that no line comes or goes.
    text = f"PREFIX a: <urn:a/>\nPREFIX b: <urn:b/>\nPREFIX c: <urn:c/>\na:k b:k c:k .\n{body}"

    there = _turtle(text, _move("urn:a/x", new))

    def said(of: str) -> list[str]:
        quads = ox.parse(of.encode(), ox.RdfFormat.TURTLE, base_iri="urn:file")
        return [
            " ".join(str(term) for term in quad.triple) for quad in quads if "_:" not in str(quad)
        ]

    assert said(there) == [one.replace("<urn:a/x>", f"<{new}>") for one in said(text)]
    if new != "urn:d/new":  # which no prefix covers, so that names become IRIs in full
        assert _turtle(there, _move(new, "urn:a/x")) == text

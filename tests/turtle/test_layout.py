"""The house layout: the same graph, every comment in its place, and stable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.turtle import layout
from ldgraph.turtle.layout import format_turtle
from ldgraph.turtle.lexer import tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HEAD = "PREFIX x: <https://example.org/ns#>\nPREFIX y: <https://example.org/y#>\n"


def _laid_out(text: str) -> str:
    done, faults = format_turtle(text.encode(), "x.ttl")
    assert faults == []
    return done


def _graph(text: str) -> ox.Dataset:
    graph = ox.Dataset(ox.parse(text, ox.RdfFormat.TURTLE, base_iri="https://example.org/doc"))
    graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return graph


def _comments(text: str) -> list[str]:
    return [one.text.rstrip() for one in tokens(text) if one.kind == "comment"]


def test_a_file_is_laid_out_as_the_house_does_it() -> None:
    text = """# Kop.
@prefix y: <https://example.org/y#> .
@prefix x: <https://example.org/ns#>. @prefix unused: <urn:u:> .
x:a a x:Ding; x:naam "een"@nl, "one"@en # in twee talen
; # en dan
# voor de lijst
x:lijst (1 2 ( y:b )); x:los [x:p "q";] .
x:lang x:omschrijving "een omschrijving die zo lang is dat ze niet naast een andere past"@nl,
 "a description so long that it does not fit beside another on one line of the file"@en.
# slot
"""

    assert (
        _laid_out(text)
        == """# Kop.

PREFIX x: <https://example.org/ns#>
PREFIX y: <https://example.org/y#>

x:a
    a x:Ding ;
    x:naam "een"@nl , "one"@en ; # in twee talen
    # en dan
    # voor de lijst
    x:lijst ( 1 2 ( y:b ) ) ;
    x:los [ x:p "q" ] ;
.

x:lang
    x:omschrijving
        "een omschrijving die zo lang is dat ze niet naast een andere past"@nl ,
        "a description so long that it does not fit beside another on one line of the file"@en ;
.

# slot
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# alleen een opmerking\n",
        "PREFIX x: <urn:x:>\n",
        "BASE <urn:a:>\nPREFIX x: <b>\nBASE <urn:c:>\nPREFIX x: <d>\nx:e x:f x:g .\n",
        '[] <urn:p> [] . [ <urn:q> "r" ] .\n',
        "<urn:a> <urn:b> \"\"\"lang\r\n   # geen opmerking\n\"\"\" , '''x'''@nl ; # wel een\n.\n",
        (
            "<urn:a> # een\n <urn:b> # twee\n <urn:c> # drie\n , # vier\n # vijf\n"
            " <urn:d> ; ; # zes\n # zeven\n . # acht\n# negen\n"
        ),
        "<urn:a> <urn:b> ( # een\n <urn:c> # twee\n ) , [ # drie\n <urn:d> 1 # vier\n ] .\n",
        "\ufeff<urn:a> <urn:b> 1.0e6 , .5 , -3 , true .\r\n",
    ],
)
def test_odd_places_keep_their_graph_and_comments(text: str) -> None:
    done = _laid_out(text)

    assert _graph(done) == _graph(text.removeprefix("\ufeff"))
    assert _comments(done) == _comments(text)
    assert _laid_out(done) == done


def test_a_file_with_faults_is_left_alone() -> None:
    text, faults = format_turtle(b"<a> <b> .", "x.ttl")

    assert (text, [one.code for one in faults]) == ("", ["turtle-unexpected"])


def test_a_value_that_is_none_of_its_datatype_is_laid_out_all_the_same() -> None:
    text = '<urn:a>\n    <urn:b> "x"^^<http://www.w3.org/2001/XMLSchema#date> ;\n.\n'

    assert _laid_out(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"<https://example.org/{'x' * 100}>\n    a <urn:b> ;\n.\n",
        f"<urn:a>\n    <urn:{'p' * 120}>\n        <urn:{'o' * 120}> ,\n        1 ;\n.\n",
        f"_:{'b' * 120}\n    <urn:a> 1 ;\n.\n",
    ],
    ids=["subject", "property and value", "blank node"],
)
def test_what_does_not_fit_on_a_line_stands_on_one_all_the_same(text: str) -> None:
    assert _laid_out(text) == text


def test_a_layout_that_would_say_something_else_is_not_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for wrong in ("<urn:a> <urn:b> 2 .", "<urn:a> <urn:b> 1 . )"):
        monkeypatch.setattr(layout, "_layout", lambda *_, wrong=wrong: wrong)

        text, faults = format_turtle(b"<urn:a> <urn:b> 1 .", "x.ttl")

        assert (text, [one.code for one in faults]) == ("", ["layout-changes-graph"])


def test_the_reference_copies_keep_their_graph_and_then_stay(shared: Callable[..., Path]) -> None:
    files = sorted(shared("standards").rglob("*.ttl"))
    refused = 0
    for file in files:
        content = file.read_bytes()

        text, faults = format_turtle(content, file.name)

        refused += bool(faults)
        if not faults:
            assert _said(text.encode()) == _said(content), file
            assert format_turtle(text.encode(), file.name) == (text, [])
    assert len(files) > 50
    assert refused < 5  # IRIs with a space, and language tags that are too long


def _said(content: bytes) -> list[str]:
    """Write what a file says, with blank nodes all alike."""
    base = "https://example.org/doc"
    return sorted(
        " ".join(
            "_:" if isinstance(one, ox.BlankNode) else str(one)
            for one in (quad.subject, quad.predicate, quad.object)
        )
        for quad in ox.parse(content, ox.RdfFormat.TURTLE, base_iri=base)
    )


_space = st.sampled_from([" ", "\n", "  ", "\t", "\n\n", " # opmerking\n", "\n# eigen regel\n"])
_iris = st.integers(1, 130).map(lambda length: f"<urn:{'n' * length}>")
_texts = st.text(st.characters(codec="utf-8", exclude_characters='"\\\r\n'), max_size=130)
_atoms = st.one_of(
    st.sampled_from(["x:a", "y:b", '"e"@nl', '"f"^^x:g', "1", "2.5", "true", "_:i", "'''g\nh'''"]),
    _iris,
    _texts.map(lambda text: f'"{text}"'),
    _texts.map(lambda text: f'"""{text}\n{text}"""@nl'),
)
_values = st.recursive(
    _atoms,
    lambda inner: st.one_of(
        st.lists(st.tuples(_space, inner), max_size=3).map(
            lambda items: "(" + "".join(s + v for s, v in items) + " )"
        ),
        st.lists(st.tuples(_space, inner), max_size=3).map(
            lambda items: "[" + " ; ".join(f"{s}x:p{s}{v}" for s, v in items) + " ]"
        ),
    ),
    max_leaves=6,
)
_properties = st.tuples(_space, _space, st.lists(_values, min_size=1, max_size=3)).map(
    lambda p: f"{p[0]}x:q{p[1]}{(p[0] + ',' + p[1]).join(p[2])}"
)
_statements = st.tuples(
    _space,
    st.one_of(
        st.sampled_from(["x:s", "_:u", "[]", "( 1 x:a )", f"[ x:p {'1 , ' * 40}2 ]"]),
        _iris,
    ),
    st.lists(_properties, min_size=1, max_size=4),
).map(lambda s: f"{s[0]}{s[1]}{(s[0] + ';').join(s[2])}{s[0]}.{s[0]}")


@given(st.lists(_statements, max_size=4).map("".join))
def test_any_text_keeps_its_graph_its_comments_and_then_stays(body: str) -> None:
    text = f"{_HEAD}{body}"

    done = _laid_out(text)

    assert _graph(done) == _graph(text)
    assert _comments(done) == _comments(text)
    assert _laid_out(done) == done


@given(st.lists(_statements, min_size=1, max_size=3).map(" ".join), st.sampled_from(["x:g ", ""]))
def test_graphs_in_a_file_are_refused_and_never_laid_out(body: str, name: str) -> None:
    content = f"{_HEAD}{name}{{ {body} }}".encode()

    text, faults = format_turtle(content, "x.trig")

    assert text == ""
    assert {one.code for one in faults} == {"turtle-graph-block"}

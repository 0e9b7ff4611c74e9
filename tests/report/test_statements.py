"""Statements as lines say what was said: read again, they are the same graph."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.report.statements import Subject, subjects

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NODES = st.sampled_from([ox.BlankNode(f"n{number}") for number in range(6)])
_NAMES = st.sampled_from(
    [
        *(ox.NamedNode(f"urn:x:{one}") for one in ("a", "b", "c.", "é", "a/b")),
        *(ox.NamedNode(_RDF + one) for one in ("first", "rest", "nil", "type")),
    ]
)
_LITERALS = st.one_of(
    st.builds(ox.Literal, st.text(max_size=6)),
    st.builds(lambda text: ox.Literal(text, language="nl"), st.text(max_size=6)),
    st.builds(ox.Literal, st.one_of(st.integers(), st.booleans(), st.floats(allow_nan=False))),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(kind)),
        st.sampled_from(["1", "x", '"^^<a>', "01", "-5", "1.", "TRUE"]),
        st.sampled_from([_XSD + "date", _XSD + "integer", _XSD + "boolean", _XSD + "decimal"]),
    ),
)
_TRIPLES = st.builds(
    ox.Triple, st.one_of(_NODES, _NAMES), _NAMES, st.one_of(_NODES, _NAMES, _LITERALS)
)


def _canonical(triples: frozenset[ox.Triple]) -> frozenset[str]:
    graph = ox.Dataset(ox.Quad(*one) for one in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, graph))


def _read_again(lines: list[Subject]) -> frozenset[ox.Triple]:
    text = "PREFIX x: <urn:x:>\n" + "".join(
        f"{one.written} {line.predicate} {line.value} .\n" for one in lines for line in one.lines
    )
    return frozenset(quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE))


@given(st.frozensets(_TRIPLES, max_size=14))
def test_lines_that_are_read_again_are_the_same_graph(graph: frozenset[ox.Triple]) -> None:
    lines = subjects([], graph, {"x": "urn:x:"})

    assert _canonical(_read_again(lines)) == _canonical(graph)


def _lines(removed: str, added: str) -> list[str]:
    before, after = (
        [quad.triple for quad in ox.parse(f"PREFIX x: <urn:x:> {one}", ox.RdfFormat.TURTLE)]
        for one in (removed, added)
    )
    return [
        f"{one.written} {line.sign} {line.predicate} {line.value}"
        for one in subjects(before, after, {"x": "urn:x:"})
        for line in one.lines
    ]


def test_a_list_and_what_has_no_name_stand_inside_what_names_them() -> None:
    assert _lines("", "x:a x:p ( 1 [ x:q 'een'@nl ] ( ) ) .") == [
        'x:a + x:p ( 1 [ x:q "een"@nl ] <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> )'
    ]


def test_what_was_removed_stands_before_what_came_in_its_place() -> None:
    assert _lines("x:a x:q 1 ; x:p 2 .", "x:a x:p 3 .") == [
        "x:a - x:p 2",
        "x:a + x:p 3",
        "x:a - x:q 1",
    ]


def test_blank_nodes_of_both_sides_have_names_of_their_own() -> None:
    assert _lines("[] x:p 1 .", "[] x:p 2 .") == ["_:b1 - x:p 1", "_:b2 + x:p 2"]


def test_a_long_list_or_chain_is_written_all_the_same() -> None:
    rest = f"<{_RDF}rest>"
    chain = "".join(f"_:c{n} {rest} _:c{n + 1} ; x:p 1 .\n" for n in range(20_000))

    lines = _lines("", f"{chain} x:a x:p ( {'1 ' * 50_000} ) .")

    assert lines[-1].count(" 1") == 50_000

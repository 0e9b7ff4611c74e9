"""A question with its parameters written in answers as one whose parameters are bound."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from ldgraph.answers.bound import UnboundableError, with_values

_DATA = """
    <urn:a> <urn:made> <urn:x> , <urn:y> ; <urn:says> "it's \\"so\\"" .
    <urn:b> <urn:made> <urn:x> .
"""


def _store() -> ox.Store:
    store = ox.Store()
    store.load(_DATA.encode(), ox.RdfFormat.TURTLE)
    return store


def _rows(found: object) -> list[tuple[object, ...]]:
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(row) for row in found]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?who ?what WHERE { ?who <urn:made> ?what } ORDER BY ?who ?what",
        "SELECT ?who (COUNT(?what) AS ?n) WHERE { ?who <urn:made> ?what } GROUP BY ?who",
        # Renamed and not projected, it is another variable.
        (
            "SELECT ?who ?other WHERE { ?who <urn:made> ?what { SELECT ?what (?who AS ?other) "
            "WHERE { ?who <urn:made> ?what } } } ORDER BY ?other"
        ),
        (
            "SELECT ?who ?n WHERE { ?who <urn:made> <urn:x> { SELECT (COUNT(?who) AS ?n) "
            "WHERE { ?who <urn:made> ?what } } }"
        ),
        (
            "SELECT ?who ?n WHERE { OPTIONAL { SELECT ?who (COUNT(?what) AS ?n) "
            "WHERE { ?who <urn:made> ?what } GROUP BY ?who } }"
        ),
        "SELECT ?who ?n WHERE { { SELECT ?who ?n WHERE { ?who <urn:made> ?n } ORDER BY ?who } }",
        "SELECT ?who ?what WHERE { SELECT DISTINCT ?who ?what WHERE { ?who <urn:made> ?what } }",
        "SELECT ?who ?is WHERE { ?who <urn:made> <urn:y> BIND (BOUND(?who) AS ?is) } # ?who",
    ],
)
@pytest.mark.parametrize("value", ["urn:a", "urn:b", "urn:nobody"])
def test_rows_are_those_of_bound_values(text: str, value: str) -> None:
    given = ox.NamedNode(value)

    found = _store().query(with_values(text, {"who": given}))

    expected = _rows(_store().query(text, substitutions={ox.Variable("who"): given}))
    assert sorted(map(str, _rows(found))) == sorted(map(str, expected))


@pytest.mark.parametrize(
    ("body", "is_compared"),
    [
        ("?government <urn:made> ?requirement", True),
        (
            (
                "{ { SELECT ?government ?requirement WHERE { ?government ?made ?requirement } } } "
                "FILTER (ISIRI(?requirement))"
            ),
            True,
        ),
        # A row may lack it here: a comparison would leave that row out.
        ("?government ?p ?o OPTIONAL { ?o <urn:made> ?requirement }", False),
        (
            "{ ?government <urn:made> ?requirement } UNION { ?government <urn:says> ?o }",
            False,
        ),
        (
            (
                "{ SELECT ?government ?requirement WHERE { ?government <urn:says> ?o "
                "OPTIONAL { ?government <urn:made> ?requirement } } }"
            ),
            False,
        ),
    ],
)
@pytest.mark.parametrize("value", ["urn:x", "urn:nothing"])
def test_of_both_a_requirement_is_compared_at_the_end(
    body: str, value: str, *, is_compared: bool
) -> None:
    text = f"SELECT ?government ?requirement WHERE {{ {body} }}"
    government, requirement = ox.NamedNode("urn:a"), ox.NamedNode(value)

    written = with_values(text, {"government": government, "requirement": requirement})

    assert ("FILTER (?requirement = " in written) is is_compared
    bound = {ox.Variable("government"): government, ox.Variable("requirement"): requirement}
    expected = _rows(_store().query(text, substitutions=bound))  # type: ignore[arg-type]
    assert sorted(map(str, _rows(_store().query(written)))) == sorted(map(str, expected))


def test_a_value_stays_one_term_whatever_is_in_it() -> None:
    text = "SELECT ?who ?text WHERE { ?who <urn:says> ?text }"
    hostile = 'it\'s "so" } #\n; DROP ALL \\'

    known = _rows(_store().query(with_values(text, {"text": ox.Literal('it\'s "so"')})))
    none = _rows(_store().query(with_values(text, {"text": ox.Literal(hostile)})))

    assert len(known) == 1
    assert none == []


def test_a_variable_that_is_not_selected_is_not_bound() -> None:
    text = "SELECT ?what WHERE { ?who <urn:made> ?what }"

    assert len(_rows(_store().query(with_values(text, {"who": ox.NamedNode("urn:a")})))) == 3


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { ?who ?p ?o }",
        "ASK { ?who ?p ?o }",
        "SELECT ?who WHERE { VALUES ?who { <urn:a> } }",
        "SELECT ?who WHERE { ?s ?p ?o BIND (?s AS ?who) }",
        "SELECT ?who WHERE { ?who ?p ?o { SELECT (MAX(?s) AS ?who) WHERE { ?s ?p ?o } } }",
        "SELECT ?who WHERE { ?who ?p ?o MINUS { ?who <urn:says> ?text } }",
        "SELECT ?who WHERE { ?who ?p ?o ",
        "SELECT ?who WHERE { ?who ?p ?o } }",
    ],
)
def test_what_would_mean_something_else_is_refused(text: str) -> None:
    with pytest.raises(UnboundableError):
        with_values(text, {"who": ox.NamedNode("urn:a")})

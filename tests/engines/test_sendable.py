"""Which queries an engine is given: those that are the same there, and never an update."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.answers.queries import load_queries
from ldgraph.engine.sendable import NotSentError, kind_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "select"),
        ("# SERVICE\nPREFIX a: <urn:a> BASE <urn:b> ask { ?graph a:service 'FROM' }", "ask"),
        ('CONSTRUCT WHERE { ?s <urn:graph> """GRAPH""" }', "construct"),
        ("DESCRIBE <urn:a>", "describe"),
        ("SELECT (<http://www.w3.org/2001/XMLSchema#integer>('1') AS ?a) WHERE {}", "select"),
        ("PREFIX mysql: <http://a.example/sql:> SELECT * WHERE { ?s mysql:a ?o }", "select"),
        ("SELECT * WHERE { ?s <HTTPS://a.example/LONG::bifx> '<LONG::bif:x>' }", "select"),
    ],
)
def test_queries_are_sent(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }", "GRAPH"),
        ("SELECT * FROM <urn:a> WHERE { ?s ?p ?o }", "FROM"),
        ("SELECT * WHERE { SERVICE <urn:a> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * WHERE { { SELECT ?s WHERE { GRAPH <urn:a> { ?s ?p ?o } } } }", "GRAPH"),
        ("SELECT (<bif:x>() AS ?a) WHERE {}", "functions of one engine"),
        ("PREFIX b: <sql:> SELECT (b:x() AS ?a) WHERE {}", "functions of one engine"),
        ("SELECT (<LONG::bif:concat>('a', 'b') AS ?a) WHERE {}", "functions of one engine"),
        ("SELECT (<SQLVAL::bif:concat>('a') AS ?a) WHERE {}", "functions of one engine"),
        ("PREFIX b: <LONG::bif:> SELECT (b:x() AS ?a) WHERE {}", "functions of one engine"),
        ("PREFIX b: <LONG:> SELECT (b::bif:x() AS ?a) WHERE {}", "functions of one engine"),
        ("PREFIX b: <SHORT::s> SELECT (b:ql:x() AS ?a) WHERE {}", "functions of one engine"),
        ("SELECT * WHERE { ?s <Special::bif:contains> 'x' }", "functions of one engine"),
        ("ASK { FILTER(1<?b)#>\nFILTER(<LONG::bif:x>())\n}", "functions of one engine"),
        ("ASK { FILTER(1<?b)GRAPH#>\n ?g { ?s ?p ?o } }", "GRAPH"),
    ],
)
def test_what_would_mean_something_else_there_is_not_sent(text: str, told: str) -> None:
    with pytest.raises(NotSentError, match=told) as error:
        kind_of(text)
    assert error.value.message("nl") != error.value.message("en")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }",
        "DEFINE input:inference <urn:a> SELECT * WHERE { ?s ?p ?o }",
        "SELECT * WHERE { ?s ?p ?o } ; DROP ALL",
        "SELECT * WHERE { ?s ?p ?o OPTION (transitive) }",
        "",
    ],
)
def test_what_is_no_query_of_the_standard_is_not_sent(text: str) -> None:
    with pytest.raises(SyntaxError):
        kind_of(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # An engine that puts the character in its place first reads GRAPH as the query.
        ("SELECT * { ?s ?p ?o #\\u000A GRAPH ?g { ?a ?b ?c }\n }", "u000A"),
        ("SELECT * { ?s ?p ?o #\\u000d GRAPH ?g { ?a ?b ?c }\n }", "u000d"),
        ("SELECT * { ?s ?p 'a\\u0027 . GRAPH ?g { ?a ?b ?c } #' }", "u0027"),
        ("SELECT * { ?s ?p 'a\\\\u0027 . GRAPH ?g { ?a ?b ?c } #' }", "u0027"),
        ('SELECT * { ?s ?p "a\\U00000022 SERVICE <urn:a> { } #" }', "U00000022"),
        ("SELECT (<b\\u0069f:x>() AS ?a) WHERE {}", "u0069"),
        ("PREFIX b: <s\\u0071l:> SELECT (b:x() AS ?a) WHERE {}", "u0071"),
        ("SELECT * { ?s ?p ?o #\\u2028 GRAPH ?g { ?a ?b ?c }\n }", "u2028"),
        ("SELECT * { ?s ?p ?o #\x0c GRAPH ?g { ?a ?b ?c }\n }", "u000C"),
        ("SELECT * { ?s ?p ?o #\x85 GRAPH ?g { ?a ?b ?c }\n }", "u0085"),
        ("SELECT * { ?s ?p ?o } #\x00", "u0000"),
    ],
)
def test_what_an_engine_may_read_as_another_query_is_not_sent(text: str, shown: str) -> None:
    with pytest.raises(NotSentError, match="may read it otherwise") as told:
        kind_of(text)
    assert shown in told.value.message("nl")
    assert str(told.value).isprintable()


def test_a_letter_by_its_number_is_sent() -> None:
    assert kind_of("SELECT * { ?s ?p 'caf\\u00e9 \\U0001F600 \\n\\t' } # \\user") == "select"


@pytest.mark.parametrize("word", ["GRAPH ?g", "SERVICE <urn:a>"])
def test_why_it_is_not_sent_is_said_of_the_word_that_it_has(word: str) -> None:
    with pytest.raises(NotSentError) as told:
        kind_of(f"SELECT * WHERE {{ {word} {{ ?s ?p ?o }} }}")
    dutch, has_graph = told.value.message("nl"), word.startswith("GRAPH")
    assert ("vraag zonder GRAPH, over alle gegevens samen" in dutch) is has_graph
    assert ("andere servers" in dutch) is not has_graph


def test_every_stored_question_is_sent(project: Path) -> None:
    queries = load_queries([project / "queries"])
    assert len(queries) > 30
    assert {kind_of(one.text) for one in queries.values()} == {"select"}

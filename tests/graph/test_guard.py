"""Query text that could overflow the engine's stack: what is refused, and what is not."""

from __future__ import annotations

import gc
import sys
import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.answers.queries import load_queries, load_rules
from ldgraph.graph.guard import (
    MOST_CHAINED,
    MOST_NESTED,
    QueryTooDeepError,
    refuse_deep,
    with_deep_stack,
)

if TYPE_CHECKING:
    from pathlib import Path

DEEP = MOST_NESTED + 1


@pytest.mark.parametrize("pair", ["()", "{}", "[]"])
def test_brackets_nest_up_to_a_limit(pair: str) -> None:
    refuse_deep(pair[0] * MOST_NESTED + pair[1] * MOST_NESTED)

    with pytest.raises(QueryTooDeepError, match=f"{DEEP} nested brackets; at most {MOST_NESTED}"):
        refuse_deep(pair[0] * DEEP + pair[1] * DEEP)


def test_brackets_of_all_kinds_count_together() -> None:
    with pytest.raises(QueryTooDeepError):
        refuse_deep("({[" * MOST_NESTED)


def test_brackets_beside_one_another_nest_nothing() -> None:
    refuse_deep("SELECT * WHERE { " + "( ) " * DEEP + "}")


@pytest.mark.parametrize("chained", ["&& ", "|| ", "+ ", "/ ", "^ ", "! ", "UNION ", "optional "])
def test_operators_and_patterns_chain_up_to_a_limit(chained: str) -> None:
    refuse_deep(chained * MOST_CHAINED)

    with pytest.raises(QueryTooDeepError, match=f"at most {MOST_CHAINED}"):
        refuse_deep(chained * (MOST_CHAINED + 1))


@pytest.mark.parametrize(
    "skipped",
    [
        '"{}"',
        "'{}'",
        '"""{}"""',
        "'''{}'''",
        '"""a "word" and\n{}"""',
        r'"a \" {}"',
        r"'it\'s {}'",
        "# {}\n",
        "# it's {}",
    ],
)
@pytest.mark.parametrize("content", ["(" * DEEP, "&&" * (MOST_CHAINED + 1)])
def test_a_text_and_a_comment_nest_and_chain_nothing(skipped: str, content: str) -> None:
    refuse_deep("SELECT * WHERE { ?s ?p " + skipped.replace("{}", content))


def test_iris_of_usual_length_nest_and_chain_nothing() -> None:
    refuse_deep("VALUES ?s { " + "<https://a.be/x-y/z_(b)?c=d#e> " * MOST_CHAINED + "}")


@pytest.mark.parametrize(
    "before",
    [
        '"#"',
        "'#'",
        '"""#"""',
        '"\'"',
        "'\"'",
        r'"\\"',
        r"'it\'s'",
        "'' ''",
        "<urn:x#y>",
        "# it's\n",
        '# "\n',
        "# <\n",
        "?a < 1 && ?b > 2",
        '"a" < "b"',
    ],
)
def test_what_follows_a_text_a_comment_or_an_iri_is_counted(before: str) -> None:
    with pytest.raises(QueryTooDeepError):
        refuse_deep(f"SELECT * WHERE {{ ?s ?p {before} " + "(" * DEEP)


def test_a_refusal_says_in_dutch_and_english_what_was_found_and_what_is_taken() -> None:
    with pytest.raises(QueryTooDeepError) as refused:
        refuse_deep("(" * DEEP)

    assert str(refused.value) == (
        f"the query has {DEEP} nested brackets; at most {MOST_NESTED} are taken"
    )
    assert refused.value.dutch == (
        f"de vraag heeft {DEEP} haakjes in elkaar; hoogstens {MOST_NESTED} worden aanvaard"
    )


def test_every_stored_question_and_rule_is_taken(project: Path) -> None:
    folders = [project / "queries"]
    stored = [*load_queries(folders).values(), *load_rules(folders)]

    for one in stored:
        refuse_deep(one.text)

    assert len(stored) > len(list((project / "queries" / "answers").glob("*.rq")))


@pytest.mark.parametrize(
    "condition",
    [
        "(" * (MOST_NESTED - 2) + "1" + ")" * (MOST_NESTED - 2),
        "1" + " && 1" * (MOST_CHAINED - 4),
        "1" + " + 1" * (MOST_CHAINED - 4),
        "! " * (MOST_CHAINED - 4) + "1",
    ],
    ids=["nested", "and", "plus", "not"],
)
def test_what_is_taken_runs_on_a_deep_stack(condition: str) -> None:
    text = f"SELECT * WHERE {{ FILTER ({condition}) }}"
    refuse_deep(text)

    rows = with_deep_stack(lambda: list(ox.Store().query(text)))  # type: ignore[arg-type]

    assert len(rows) <= 1


def test_work_on_a_deep_stack_gives_its_value_or_raises_its_error() -> None:
    def fail() -> int:
        raise KeyError("told")

    before = threading.stack_size()

    assert with_deep_stack(lambda: 3) == 3
    with pytest.raises(KeyError, match="told"):
        with_deep_stack(fail)
    assert threading.stack_size() == before


def test_what_the_engine_gave_is_dropped_in_the_thread_that_asked_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)

    def fail() -> None:
        rows = ox.Store().query("SELECT * WHERE { ?s ?p ?o }")
        raise KeyError(type(rows).__name__)

    with pytest.raises(KeyError) as caught:
        with_deep_stack(fail)
    del caught
    gc.collect()

    assert told == []


def test_what_only_looks_like_an_iri_is_counted() -> None:
    with pytest.raises(QueryTooDeepError):
        refuse_deep(f"SELECT * WHERE {{ FILTER (?a<{'(' * DEEP}1{')' * DEEP}&&?b>2) }}")


def test_operators_in_what_only_looks_like_an_iri_are_counted() -> None:
    with pytest.raises(QueryTooDeepError):
        refuse_deep(f"SELECT * WHERE {{ FILTER (?a<1{'+1' * MOST_CHAINED}+1&&?b>2) }}")

"""A file is cut into statements where its full stops are, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ldgraph.turtle.blocks import split
from ldgraph.turtle.parser import statements_of
from ldgraph.turtle.positions import Index

if TYPE_CHECKING:
    from ldgraph.turtle.reader import Statement

_BASE = "https://example.org/doc"


@pytest.mark.parametrize(
    "statement",
    [
        "x:a x:b x:c.",
        "x:a.b x:c.d 1.5, 1e3,.5,-7 .",
        "x:a x:b 1.",
        'x:a x:b "een. twee." , \'\'\'lang. "."\'\'\' , """ . \\" . """.',
        "x:a x:b [ x:c ( 1.0 2 ) ; x:d [] ].",
        "x:a x:b <https://a.b/c.d?e=.#f>.",
        'x:a x:b "c"@nl-BE, "2026"^^x:d.e.',
        "x:a # geen einde .\n  x:b x:c .",
        "_:a.b x:c _:d .",
        "[ x:a x:b ] .",
        "( x:a 1 ) x:b true .",
        "x:a\\.b x:c\\~d x:e\\- .",
        "<> a <b> .",
        "prefix:a base:b base:c .",
    ],
)
def test_a_statement_is_one_block(statement: str) -> None:
    head = "@prefix x: <urn:x:>.PREFIX prefix: <urn:p:>\nprefix base:<urn:b:># .\n@base<urn:d>."
    text = f"{head}\n<urn:first> x:p x:q .{statement} x:last x:p x:q ."

    cut = split(text, _BASE)

    assert cut is not None
    found = sorted(block for blocks in cut.by_subject.values() for block in blocks)
    first, middle, last = (text[block.start : block.end] for block in found)
    assert (first, middle, last) == ("<urn:first> x:p x:q .", statement, "x:last x:p x:q .")
    assert cut.by_subject["<urn:x:last>"] == [found[2]]


def test_a_block_knows_what_is_declared_where_it_begins() -> None:
    text = "PREFIX x: <urn:a:> x:a x:p 1 . BASE <https://b/c> PREFIX x: <#> x:a x:p 2 . <> x:p 3 ."

    cut = split(text, _BASE)

    assert cut is not None
    assert set(cut.by_subject) == {"<urn:a:a>", "<https://b/c#a>", "<https://b/c>"}


@pytest.mark.parametrize("text", ["<urn:a> <urn:b>", "<urn:a> <urn:b> 'x .", ". .", "@prefix x ."])
def test_what_is_no_turtle_is_not_cut(text: str) -> None:
    assert split(text, _BASE) is None
    assert Index(text.encode(), "x.ttl", _BASE).find("<urn:nobody>") is None


def test_a_file_that_declares_anew_again_and_again_is_read_whole() -> None:
    text = "".join(f"PREFIX x: <urn:{number}:> x:a x:p 1 .\n" for number in range(101))

    assert split(text, _BASE) is None
    assert str(Index(text.encode(), "x.ttl", _BASE).find("<urn:100:a>")) == "x.ttl:101:22"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list in which the lengths of the texts that are read are noted."""
    lengths: list[int] = []

    def counted(text: str, *rest: Any) -> list[Statement]:  # noqa: ANN401 (as they are given)
        lengths.append(len(text))
        return statements_of(text, *rest)

    monkeypatch.setattr("ldgraph.turtle.positions.statements_of", counted)
    return lengths


_LARGE = "".join(f"<urn:{number}>\n  <urn:p> {number} .\n" for number in range(2000))


def test_only_the_statements_of_a_subject_are_read(seen: list[int]) -> None:
    found = Index(_LARGE.encode(), "x.ttl", _BASE).find("<urn:1234>", "<urn:p>")

    assert str(found) == "x.ttl:2470:3"
    assert 0 < sum(seen) < len(_LARGE) / 100


def test_a_file_of_which_all_is_sought_is_read_whole_once(seen: list[int]) -> None:
    index = Index(_LARGE.encode(), "x.ttl", _BASE)

    found = [index.find(f"<urn:{number}>", "<urn:p>") for number in range(2000)]

    assert [at.line for at in found if at] == list(range(2, 4002, 2))
    assert len(_LARGE) < sum(seen) < len(_LARGE) * 1.2

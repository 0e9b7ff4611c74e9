"""Where statements stand, for everything that Turtle allows."""

from __future__ import annotations

import random

import pytest

from ldgraph.turtle.positions import Index

_BASE = "https://example.org/doc"
_TEXT = """@prefix x: <https://example.org/ns#> . # the first
<>
    a x:Graph ;   # a comment ; with "marks" .
    x:nested [ x:deep [ x:deeper "below"@nl ] ;
        x:list ( "one" x:two 3 ) ] ;
.
@base <https://example.org/other/> .
<rel> x:p 'single' , \"\"\"long
string\"\"\" ; x:q x:r .
[ x:name "blank" ] x:said true .
x:r x:number 1.50 , -7 , 1e3 ; x:date "2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date> .
"""
_NS = "https://example.org/ns#"


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ((f"<{_BASE}>",), (2, 1)),
        ((f"<{_BASE}>", f"<{_NS}nested>"), (4, 5)),
        (("<https://example.org/other/rel>", f"<{_NS}p>", '"single"'), (8, 11)),
        (("<https://example.org/other/rel>", f"<{_NS}p>", '"long\nstring"'), (8, 22)),
        (("<https://example.org/other/rel>", f"<{_NS}q>", f"<{_NS}r>"), (9, 17)),
        (
            (f"<{_NS}r>", f"<{_NS}number>", '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
            (11, 14),
        ),
        ((f"<{_NS}r>", f"<{_NS}missing>"), (11, 1)),
    ],
)
def test_a_statement_is_found_where_it_is_written(
    asked: tuple[str, ...], place: tuple[int, int]
) -> None:
    found = Index(_TEXT.encode(), "x.ttl", _BASE).find(*asked)

    assert found is not None
    assert (found.line, found.column) == place


def test_what_is_not_there_has_no_place() -> None:
    assert Index(_TEXT.encode(), "x.ttl", _BASE).find("<https://example.org/nobody>") is None


def test_a_number_too_large_to_reckon_with_has_its_place() -> None:
    text = "<urn:a> <urn:b> 1e999999999 , 1e400000 ,\n    2.50 ."

    index = Index(text.encode(), "x.ttl", _BASE)

    found = index.find("<urn:a>", "<urn:b>", '"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    assert found is not None
    assert (found.line, found.column) == (2, 5)


def test_a_planted_statement_is_found_in_random_places() -> None:
    """Two hundred edits, each of a place between two statements."""
    lines = _TEXT.splitlines(keepends=True)
    places = [0, 1, 6, 7, 9, 10, 11]
    chance = random.Random(7)  # noqa: S311 (the same every time)
    for number in range(200):
        at = chance.choice(places)
        pad = chance.choice(["", "# met # hekjes\n", "\n\n", "# [ ( ; . \n"])
        planted = f'{pad}<urn:planted> <urn:p> [ <urn:q> ( "{number}" ) ] ,\n  "{number}" .\n'
        text = "".join([*lines[:at], planted, *lines[at:]])

        found = Index(text.encode(), "x.ttl", _BASE).find("<urn:planted>", "<urn:p>", f'"{number}"')

        assert found is not None
        assert text.splitlines()[found.line - 1].strip() == f'"{number}" .'
        assert found.column == 3

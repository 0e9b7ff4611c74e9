"""Tokens: together they are the text, and their time grows with its length and no faster."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from ldgraph.turtle.lexer import tokens

#: Each would cost time in the square of its length, or worse, if a form gave back what it took.
_HOSTILE = [
    "A",
    "a.",
    "true.",
    "é",
    "é.",
    '"""\\',
    "'''\\",
    '"',
    '"\\',
    "<",
    "<a",
    "<a ",
    "@a-",
    "1",
    "1.",
    "1e",
    ".",
    "x:a.",
    "x:%",
    "\u201c",
    "_:a.",
    "'\"",
    "a\u0301.",
    "'''\"\"\"",
    "=======\n",
    "[",
]


@pytest.mark.parametrize("part", _HOSTILE)
def test_no_text_takes_more_time_than_its_length_asks(part: str) -> None:
    text = part * (200_000 // len(part))
    start = time.process_time()

    end = 0
    for token in tokens(text):
        assert token.start == end
        end = token.end

    assert end == len(text)
    assert time.process_time() - start < 3  # a quarter of a second; in the square, minutes


def test_tokens_are_the_whole_text() -> None:
    text = '<a> x:b \'c\'@nl , """d\n""" ; # e\n<<<<<<< f\n \\ """g \'h\' ""i\n \'\'\'j\'\'\' .'

    found = list(tokens(text))

    assert "".join(one.text for one in found) == text
    assert all(one.end == other.start for one, other in pairwise(found))


def test_behind_a_long_string_that_never_closes_the_other_kind_is_still_read() -> None:
    kinds = [one.kind for one in tokens("\"\"\"a '''b\n''' c") if one.kind != "space"]

    assert kinds == ["unclosed_long", "word", "long_string", "word"]

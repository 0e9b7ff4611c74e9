"""Which known word was meant, and when that is sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldgraph.turtle.spelling import Guess, meant, slips_between

_KNOWN = ["prioriteit", "prefLabel", "status", "graad", "voldaan", "volledig", "must", "niveau-3"]


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("prioriteid", "prioriteit"),  # wrong
        ("priorteit", "prioriteit"),  # missing
        ("priorriteit", "prioriteit"),  # added
        ("prioirteit", "prioriteit"),  # changed places
        ("priorritteit", "prioriteit"),  # two, in a long word
        ("preflabel", "prefLabel"),
        ("pref-label", "prefLabel"),
        ("Graad", "graad"),
        ("mst", "must"),
    ],
)
def test_one_slip_is_sure(word: str, right: str) -> None:
    assert meant(word, _KNOWN) == Guess(right, sure=True)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("onvoldaan", ["voldaan"]),  # turned round by how it begins
        ("grraadd", ["graad"]),  # two slips in a short word
        ("niveau-4", ["niveau-3"]),
        ("lijst1", ["lijst2", "lijst3"]),
        ("kans", ["kanz", "kant"]),
        ("ab", ["abc"]),
        ("label", ["Label", "LABEL"]),
    ],
)
def test_what_could_be_another_word_is_not_sure(word: str, known: list[str]) -> None:
    guess = meant(word, known)

    assert guess is None or not guess.sure


def test_what_is_far_from_every_word_is_nothing() -> None:
    assert meant("kwijtschelding", _KNOWN) is None
    assert meant("x" * 1000, ["x" * 999]) is None
    assert meant("woord", []) is None


@given(st.text("abcé😀", max_size=8), st.text("abcé😀", max_size=8))
def test_slips_are_counted_alike_from_both_sides(one: str, other: str) -> None:
    number = slips_between(one, other, 8)

    assert number == slips_between(other, one, 8)
    assert (number == 0) == (one == other)
    assert abs(len(one) - len(other)) <= number <= max(len(one), len(other))

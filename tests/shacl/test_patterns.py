"""``sh:pattern`` ends in time, whatever is written there."""

from __future__ import annotations

import time

import pytest

from ldgraph.shacl.patterns import PatternError, matcher, may_take_for_ever


@pytest.mark.parametrize(
    "pattern",
    [
        "^(([a-z ])+)+$X",
        "^(a|a)*$",
        "^(a|aa)+$",
        "(a*)*b",
        "(a?){25}a{25}",
        "(?:x+x+)+y",
        ".*.*.*=",
        "(a{1,9}){2,}b",
    ],
)
def test_a_pattern_that_may_take_for_ever_does_not(pattern: str) -> None:
    fits = matcher(pattern, "")

    start = time.process_time()
    fits("aaaa " * 2000 + "!")

    assert may_take_for_ever(pattern)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "pattern",
    [
        "^V[0-9]{3,}$",
        "/id/lokaalbestuur/(gemeente|ocmw)-[0-9a-z-]+$",
        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-x",
        r"\(+\)+",
        "[(*+]+",
        "^[^@]+@[^@]+$",
    ],
)
def test_a_plain_pattern_stays_with_the_quick_engine(pattern: str) -> None:
    assert not may_take_for_ever(pattern)


@pytest.mark.parametrize("text", ["abc X", "ABC X", "abc", 'a "b" X', "a\\X", "aX\nb"])
@pytest.mark.parametrize("flags", ["", "i"])
def test_both_ways_find_the_same(text: str, flags: str) -> None:
    slow, quick = matcher("^([a-z ]+)+X$", flags), matcher("^[a-z ]+X$", flags)

    assert slow(text) == quick(text)


@pytest.mark.parametrize("pattern", ["[", "(", "(?=a+)+x|(b+)+"])
def test_what_cannot_be_run_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        matcher(pattern, "")


def test_a_flag_that_nobody_knows_is_refused() -> None:
    with pytest.raises(PatternError):
        matcher("a", "g")

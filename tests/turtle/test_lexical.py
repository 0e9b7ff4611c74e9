"""What a text that is no value was meant to be, and which language a tag was meant to name."""

from __future__ import annotations

import pytest

from ldgraph.terms import XSD
from ldgraph.turtle.languages import is_language, language_meant
from ldgraph.turtle.lexical import likely
from ldgraph.turtle.spelling import Guess


@pytest.mark.parametrize(
    ("text", "datatype", "right"),
    [
        ("2026-1-5", "date", "2026-01-05"),
        ("2026/01/05", "date", "2026-01-05"),
        ("24/11/2026", "date", "2026-11-24"),
        ("2026-11-24 09:00:00", "dateTime", "2026-11-24T09:00:00"),
        ("2026-1", "gYearMonth", "2026-01"),
        ("1,5", "decimal", "1.5"),
        ("-0,2500", "decimal", "-0.2500"),
        ("1.234.567,8", "decimal", "1234567.8"),
        ("True", "boolean", "true"),
    ],
)
def test_what_can_be_read_in_one_way_is_sure(text: str, datatype: str, right: str) -> None:
    assert likely(text, XSD + datatype) == Guess(right, sure=True)


@pytest.mark.parametrize(
    ("text", "datatype", "right"),
    [
        ("5/1/2026", "date", "2026-01-05"),
        ("2026-01-05T09:00:00", "date", "2026-01-05"),
        ("12.0", "integer", "12"),
        ("ja", "boolean", "true"),
        ("nee", "boolean", "false"),
    ],
)
def test_what_may_mean_something_else_is_offered(text: str, datatype: str, right: str) -> None:
    assert likely(text, XSD + datatype) == Guess(right, sure=False)


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("1,234", "decimal"),  # a thousand and some, or one and some
        ("12.000", "integer"),
        ("2026-02-30", "date"),
        ("2026-13-01", "date"),
        ("5-2026-1", "date"),
        ("gisteren", "date"),
        ("50%", "decimal"),
        ("iets", "anyURI"),
        ("1" * 5000 + ",5", "date"),
    ],
)
def test_nothing_is_made_of_what_is_unclear(text: str, datatype: str) -> None:
    assert likely(text, XSD + datatype) is None


@pytest.mark.parametrize(
    "tag", ["nl", "en", "nl-BE", "en-gb", "fr", "NL", "vls", "x-eigen", "zh-Hant"]
)
def test_a_tag_of_a_language_is_one(tag: str) -> None:
    assert is_language(tag)


@pytest.mark.parametrize(
    ("tag", "right", "sure"),
    [
        ("n1", "nl", True),
        ("dutch", "nl", True),
        ("nld", "nl", True),
        ("Nederlands", "nl", True),
        ("eng", "en", True),
        ("en-UK", "en-GB", True),
        ("nl_BE", "nl-BE", True),
        ("vl", "nl-BE", False),
        ("nl_vlaanderen", "nl", False),
    ],
)
def test_a_tag_of_none_gets_the_one_that_was_meant(tag: str, right: str, *, sure: bool) -> None:
    assert not is_language(tag) or "_" in tag
    assert language_meant(tag) == Guess(right, sure)


def test_a_tag_far_from_any_language_gets_none() -> None:
    assert not is_language("klingons")
    assert language_meant("klingons") is None

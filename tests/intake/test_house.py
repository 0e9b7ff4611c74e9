"""Tables are read value by value, and what is laid out is Turtle in the house layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat, parse

from ldgraph.errors import UnreadableInputError
from ldgraph.intake.house import DAY, NIS, Block, layout, one_of, read_rows, text, typed

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = {"ex": "https://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}


def test_codes_keep_their_leading_zeros(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("nis,name\n01234,x\n", "utf-8")

    rows = read_rows(file, ["name"], {"nis": NIS})

    assert rows[0]["nis"] == "01234"


def test_a_quoted_value_may_hold_commas_and_lines_and_the_line_is_still_right(
    tmp_path: Path,
) -> None:
    file = tmp_path / "t.csv"
    file.write_text('nis,name\n11001,"a, b\nc"\n1100,d\n', "utf-8")

    with pytest.raises(UnreadableInputError, match=r"t\.csv:4': column 'nis' has '1100'"):
        read_rows(file, ["name"], {"nis": NIS})


def test_a_mark_of_byte_order_and_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(b"\xef\xbb\xbfnis,name\r\n11001,x\r\n\r\n")

    rows = read_rows(file, ["nis", "name"])

    assert [(row["nis"], row["name"]) for row in rows] == [("11001", "x")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1\n", r"t\.csv:2': 1 values where the header has 2"),
        ("a,b\n1,2,3\n", r"t\.csv:2': 3 values where the header has 2"),
        ("a,a\n1,2\n", r"t\.csv:1': column '(b' is missing|a' is there twice)"),
        ('a,b\n"1,2\n', "unexpected end of data"),
        ("a,b\n3,2\n", r"t\.csv:2': column 'a' has '3'; wanted one of '1', '2'"),
    ],
)
def test_a_fault_in_a_table_is_named(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(content, "utf-8")

    with pytest.raises(UnreadableInputError, match=said):
        read_rows(file, ["b"], {"a": one_of("1", "2")})


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2025-01-01", True), ("2025-02-29", False), ("20250101", False), ("", False)],
)
def test_a_day_is_one_of_the_calendar(day: str, *, fits: bool) -> None:
    assert DAY.fits(day) is fits


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_comes_back_from_turtle_as_it_was(value: str) -> None:
    turtle = layout("x", [Block("ex:s", [("ex:p", [text(value, "nl")])])], PREFIXES)

    (found,) = parse(turtle.encode(), RdfFormat.TURTLE)

    assert found.object == Literal(value, language="nl")


def test_only_prefixes_in_use_are_declared_and_long_lists_stand_one_to_a_line() -> None:
    many = [f"ex:value-number-{number}" for number in range(6)]
    rows = [("ex:p", many), ("ex:q", []), ("ex:r", [text("xsd:no , <prefix>")])]

    turtle = layout("Wat dit is.", [Block("ex:s", rows)], PREFIXES)

    assert turtle == (
        "# Wat dit is.\n\nPREFIX ex: <https://example.org/>\n\nex:s\n    ex:p\n"
        + "".join(f"        {one} ,\n" for one in many[:-1])
        + f"        {many[-1]} ;\n"
        + '    ex:r "xsd:no , <prefix>" ;\n.\n'
    )


def test_a_typed_value_declares_the_prefix_of_its_type() -> None:
    turtle = layout("x", [Block("ex:s", [("ex:p", [typed("2025", "xsd:gYear")])])], PREFIXES)

    assert "PREFIX xsd:" in turtle

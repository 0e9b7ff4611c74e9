"""Do two files say the same?"""

from __future__ import annotations

import pytest

from ldgraph.turtle.same import same_statements

_BASE = "https://example.org/"


def _same(one: str, other: str) -> bool:
    return same_statements(one.encode(), other.encode(), _BASE)


def test_order_layout_and_the_names_of_blank_nodes_mean_nothing() -> None:
    one = "<a> <b> 1 , [ <c> ( 1 2 ) ] . _:x <d> _:y ."

    assert _same(one, "_:p <d> _:q . <a> <b> [ <c> ( 1 2 ) ; ] , 1 ; .")


@pytest.mark.parametrize(
    "other",
    [
        "<a> <b> ( 1 3 ) , [ <c> 1 ] .",
        "<a> <b> ( 2 1 ) , [ <c> 1 ] .",
        "<a> <b> ( 1 2 ) , [ <c> 1 ] , 2 .",
        "<a> <b> ( 1 2 ) .",
        "<a> <b> ( 1 2 [ <c> 1 ] ) .",
        '<a> <b> ( 1 2 ) , [ <c> "1" ] .',
    ],
)
def test_a_statement_more_or_less_or_other_is_seen(other: str) -> None:
    assert not _same("<a> <b> ( 1 2 ) , [ <c> 1 ] .", other)

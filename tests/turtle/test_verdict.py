"""What is read and what is refused: the same for every command, at any size."""

from __future__ import annotations

import random

import pyoxigraph as ox
import pytest

from ldgraph.turtle import verdict
from ldgraph.turtle.layout import format_turtle
from ldgraph.turtle.parser import faults
from ldgraph.turtle.scan import DEEPEST
from ldgraph.turtle.verdict import REFUSALS, judge, refusal, unwanted_faults

_BASE = "https://example.org/"
#: Pieces of Turtle, of later Turtle and of what is none; of the first few a statement is made.
_PIECES = [
    *("<a>", "<http://x/b>", "x:c", "x:", "y:z", "_:b", '"s"', "'t'", '"u"@nl', ":q", "[]", "()"),
    *("[x:p()]", "(1[])", "1", "2.5", "1e3", "-7", ".5", "5.", "true", "false", "x:a\\,b", "x:%41"),
    *("@nl", "@en-US", "^^", "^^x:d", "a", "[", "]", "(", ")", ".", ";", ",", "{", "}", "<<", ">>"),
    *("{|", "|}", "~", '"v"@en--ltr', '"\\q"', '"\\u00e9"', "<\\u00e9>", "<%zz>", "x:a.b", "x:."),
    *('"open', "é", "GRAPH", "x:a:b", "x:-", "-", "1.", "1.e2", '"a"^^<b>', "<http://[::1]/>"),
    *('"\\uD800"', "@prefix", "x:true", "true.", '"x"@a', ":", '"x"@nederlands', '"x" @nl'),
    *('"""l\nm"""', "# c\n", "\n", "PREFIX x: <urn:x:>\n", "@prefix x: <urn:x:> .", "<x y>"),
    *("BASE <http://b/c>", "@base <d> .", 'VERSION "1.2"'),
]
_HEAD = "PREFIX x: <urn:x:>\nPREFIX : <urn:d:>\n"


def _some_text(chance: random.Random) -> str:
    """Put pieces together: of any kind, or as a statement with perhaps one piece too many."""
    if chance.random() < 0.5:
        return " ".join(chance.choices(_PIECES, k=chance.randrange(1, 9)))
    ends = [".", ";", ". ", "; .", ", <e> .", "; x:q 1 ."]
    said = [_HEAD]
    for _ in range(chance.randrange(1, 3)):
        verb = chance.choice(["a", "x:p", "<p>"])
        said += [chance.choice(_PIECES[:6]), verb, chance.choice(_PIECES[:24]), chance.choice(ends)]
    if chance.random() < 0.5:
        said.insert(chance.randrange(len(said) + 1), chance.choice(_PIECES))
    return chance.choice([" ", "\n"]).join(said)


def test_reading_and_layout_take_and_refuse_the_same() -> None:
    chance = random.Random(20261124)  # noqa: S311 (the same every time)
    taken = 0
    for _ in range(4000):
        content = _some_text(chance).encode()
        unwanted = unwanted_faults(content, "x.ttl", _BASE)
        try:
            list(ox.parse(content, ox.RdfFormat.TURTLE, base_iri=_BASE))
            is_read = not unwanted
        except REFUSALS:
            is_read = False

        ours = [one for one in faults(content, "x.ttl", _BASE) if one.code != "turtle-bad-literal"]
        _, found = format_turtle(content, "x.ttl")

        assert is_read == (not ours), content
        assert is_read == (not found), content
        assert is_read or found[0].code != "turtle-refused", content
        taken += is_read
    assert 300 < taken < 3700


@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_brackets_are_read_up_to_a_depth_and_refused_beyond(brackets: str) -> None:
    opening, closing = (brackets[0] + " <p> " if brackets == "[]" else "( "), brackets[1]

    def nested(depth: int) -> bytes:
        return f"<a> <b> {opening * depth}1{f' {closing}' * depth} .\n".encode()

    assert judge(nested(DEEPEST), "x.ttl", _BASE) == []
    assert faults(nested(DEEPEST), "x.ttl", _BASE) == []
    for depth in (DEEPEST + 1, 50_000):
        (one,) = judge(nested(depth), "x.ttl", _BASE)
        assert one.code == "turtle-too-deep"
        assert one.position is not None
        assert one.position.column == 9 + DEEPEST * len(opening)


def test_brackets_and_marks_in_text_and_comments_are_none() -> None:
    text = (
        f'<a> <b> "{"[" * 500}" , """{"(" * 500} " VERSION """ . # {"[" * 500} << ~ VERSION "1.2"\n'
        "<a~b> <version> 'x@en--ltr {|' , '\\'[[' ; <p> <c\\u00e9> .\n"
        "PREFIX x: <urn:x:>\nx:a\\~b x:version 'x' ; x:a.version 'y' ; x:a-version 'z' .\n"
    )

    assert judge(text.encode(), "x.ttl", _BASE) == []


@pytest.mark.parametrize("gap", ["", " ", "\n"])
def test_a_version_line_is_seen_wherever_it_stands(gap: str) -> None:
    for line in ('VERSION "1.2"', "version '1.2'", 'Version"1.2"', '@version "1.2" .'):
        (one,) = judge(f"<a> <b> <c>.{gap}{line}".encode(), "x.ttl", _BASE)
        assert one.code == "turtle-newer"


def test_a_value_that_is_none_is_no_reason_to_refuse_and_hides_none() -> None:
    good = b'<a> <b> "x"^^<http://www.w3.org/2001/XMLSchema#date> .'

    assert judge(good, "x.ttl", _BASE) == []
    assert [one.code for one in refusal(good, "x.ttl", _BASE, SyntaxError("no good"))] == [
        "turtle-bad-literal",
        "turtle-refused",
    ]


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    assert judge(b"\xef\xbb\xbf<a> <b> <c> .", "x.ttl", _BASE) == []


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a file of a few lines a large one."""
    monkeypatch.setattr(verdict, "LARGEST", 100)
    monkeypatch.setattr(verdict, "LOOK", 50)


def _judged(text: str) -> list[tuple[str, int, int]]:
    found = judge(text.encode(), "x.ttl", _BASE)
    return [(one.code, one.position.line, one.position.column) for one in found if one.position]


@pytest.mark.usefixtures("small")
def test_of_a_large_file_the_first_part_is_searched_and_the_rest_said_to_be_left() -> None:
    assert _judged("<a> <b> <c d> .\n" * 10) == [
        ("turtle-bad-iri", 1, 9),
        ("turtle-bad-iri", 2, 9),
        ("turtle-bad-iri", 3, 9),
        ("turtle-too-large", 4, 1),
    ]


@pytest.mark.usefixtures("small")
def test_of_a_large_file_with_one_fault_far_on_that_fault_is_told() -> None:
    assert _judged("<a> <b> <c> .\n" * 20 + "<a> <b> .") == [
        ("turtle-refused", 21, 9),
        ("turtle-too-large", 21, 9),
    ]


@pytest.mark.usefixtures("small")
def test_of_a_large_file_what_the_cut_breaks_is_no_fault() -> None:
    long_string = '<a> <b> <c> .\n<a> <b> """' + "x\n" * 60 + '""" .\n<a> <b> .'

    assert [code for code, *_ in _judged(long_string)] == ["turtle-refused", "turtle-too-large"]
    assert [code for code, *_ in _judged("[" * 200)] == ["turtle-unexpected", "turtle-too-large"]


@pytest.mark.usefixtures("small")
def test_of_a_large_file_the_quick_look_is_told_in_its_own_words() -> None:
    newer = "<a> <b> <c> .\n" * 10 + "<a> <b> 'x'@en--ltr ."
    deep = "<a> <b> <c> .\n" * 10 + "<a> <b> " + "(" * 200 + ")" * 200 + "."

    assert _judged(newer)[0] == ("turtle-newer", 11, 12)
    assert _judged(deep)[0] == ("turtle-too-deep", 11, 9 + DEEPEST)


def test_a_piece_longer_than_the_fast_reader_holds_is_told() -> None:
    content = b'<a> <b> "' + b"x" * 17_000_000 + b'" .'

    (one,) = judge(content, "x.ttl", _BASE)

    assert one.code == "turtle-refused"

"""Faults of Turtle: each at its place, several in one file, and none that are not there."""

from __future__ import annotations

import pytest

from ldgraph.turtle.parser import faults
from ldgraph.turtle.stream import MOST_FAULTS

_KNOWN = {"ldg": "https://example.org/ns#", "skos": "http://www.w3.org/2004/02/skos/core#"}


def _found(content: bytes, shown: str = "x.ttl") -> list[tuple[str, int, int]]:
    found = faults(content, shown, "https://example.org/doc", _KNOWN)
    return [(one.code, one.position.line, one.position.column) for one in found if one.position]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<a> <b> <met spatie> .", ("turtle-bad-iri", 1, 9)),
        ("<a> <b> <x\\u0020y> .", ("turtle-bad-iri", 1, 9)),
        ("<a> <b> ( False ) .", ("turtle-boolean", 1, 11)),
        ("<a> <b> ldg:x .", ("turtle-undefined-prefix", 1, 9)),
        ('<a> <b> "open .\n', ("turtle-unclosed-string", 1, 9)),
        ('<a> <b> """open .\n', ("turtle-unclosed-string", 1, 9)),
        ('<a> <b> "x\\q" .', ("turtle-bad-escape", 1, 9)),
        ('<a> <b> "\\uD800" .', ("turtle-lone-surrogate", 1, 10)),
        ('"x" <b> <c> .', ("turtle-literal-subject", 1, 1)),
        ("42 <b> <c> .", ("turtle-literal-subject", 1, 1)),
        ('<a> <b> "x"@nl_be .', ("turtle-bad-language-tag", 1, 12)),
        ("<a> <b> <c>\n<d> <e> <f> .", ("turtle-missing-dot", 1, 11)),
        ("<a> <b> <c>\n    <d> <e> .", ("turtle-missing-separator", 1, 11)),
        ("<a> <b> .", ("turtle-unexpected", 1, 9)),
        ("<a> <b> <c>", ("turtle-unfinished", 1, 11)),
        ("@PREFIX x: <y:> .", ("turtle-unexpected", 1, 1)),
        ("<a> ; <b> <c> .", ("turtle-unexpected", 1, 5)),
        ("[] .", ("turtle-unexpected", 1, 4)),
        ("<a> <b> <http://x:y:z> .", ("turtle-malformed-iri", 1, 9)),
        ("<a> <b> <http://x/%zz> .", ("turtle-malformed-iri", 1, 9)),
        ('<a> <b> "x"@nederlands .', ("turtle-bad-language-tag", 1, 12)),
        ('<a> <b> "x"@nl-x .', ("turtle-bad-language-tag", 1, 12)),
        ('<a> <b> "x"\n@prefix x: <y:> .', ("turtle-missing-dot", 1, 11)),
        ("<a> <b> [ <c> 1 .", ("turtle-unexpected", 1, 17)),
        (
            '<a> <b> "' + "9" * 5000 + '-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .',
            ("turtle-bad-literal", 1, 9),
        ),
        (
            '<a> <b> "2026-13-01"^^<http://www.w3.org/2001/XMLSchema#date> .',
            ("turtle-bad-literal", 1, 9),
        ),
        (
            '<a> <b> "2026-02-29"^^<http://www.w3.org/2001/XMLSchema#date> .',
            ("turtle-bad-literal", 1, 9),
        ),
    ],
)
def test_a_fault_is_reported_where_it_is(text: str, fault: tuple[str, int, int]) -> None:
    assert _found(text.encode())[0] == fault


def test_every_fault_of_a_file_is_reported_and_nothing_else() -> None:
    text = """PREFIX ldg: <https://example.org/ns#>

<a>
    ldg:een "goed" ;
    skoss:twee "prefix" ;
    ldg:drie "escape \\q" ;
.

<b> ldg:vier <met spatie> ; ldg:vijf 5 .
"c" ldg:zes 6 .
<d> ldg:zeven "goed" .
"""

    assert _found(text.encode()) == [
        ("turtle-undefined-prefix", 5, 5),
        ("turtle-bad-escape", 6, 14),
        ("turtle-bad-iri", 9, 14),
        ("turtle-literal-subject", 10, 1),
    ]


def test_an_undeclared_prefix_comes_with_the_line_to_add_or_the_one_meant() -> None:
    one, two = faults(b"<a> ldg:x skso:y .", "x.ttl", "urn:x:", _KNOWN)

    assert "PREFIX ldg: <https://example.org/ns#>" in one.message("nl")
    assert two.suggestion == "skos:"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_message_is_whole_in_both_languages(lang: str) -> None:
    text = (
        b'<a> <b> "x"^^<http://www.w3.org/2001/XMLSchema#date> , <c d> , x:y \\ . "s" <p> "\\q" .'
    )

    for one in faults(text, "x.ttl", "urn:x:", _KNOWN):
        assert one.message(lang)
        assert "{" not in one.message(lang).replace("'{'", "")


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        # A full stop that is forgotten where every value ends with a semicolon.
        ("x:a\n    x:p 1 ;\nx:b\n    x:q 2 ;\n.\n", [("turtle-missing-dot", 2, 9)]),
        ("x:a\n    x:p 1 ;\nx:b a x:C .\n", [("turtle-missing-dot", 2, 9)]),
        ("x:a\n    x:p 1 ;\n[] x:p 2 .\n", [("turtle-missing-dot", 2, 9)]),
        ("x:a\n    x:p 1 ;\nPREFIX y: <urn:y:>\n", [("turtle-missing-dot", 2, 9)]),
        # A property in the first column is none the less one.
        ("x:a\nx:p x:o ;\nx:q x:r ;\nx:s 's' ;\nx:t x:u , x:v .\n", []),
        ("x:a\nx:p x:o ;\nx:q x:r\nx:s x:t .\n", [("turtle-missing-separator", 3, 7)]),
        # A string that is not closed takes the rest of its line, and nothing more.
        ('x:a x:p "een@nl , "one"@en ;\n    x:q 1 ;\n.\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p "a" , "b ;\n    x:q "c" ;\n.\n', [("turtle-unclosed-string", 1, 15)]),
        ('x:a x:p "een .\nx:b x:q x:r .\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p "een\nx:b x:q x:r .\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p "een ,\n  "twee" .\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p "een\n  ; x:q 1 .\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p "een\n  x:q 1 .\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p "een\n  twee" ; x:q 1 .\nx:b x:q 1 .\n', [("turtle-unclosed-string", 1, 9)]),
        ('x:a x:p ( "een ) ;\n    x:q 1 .\n', [("turtle-unclosed-string", 1, 11)]),
        (
            '"een .\nx:b x:q 1 .\n',
            [("turtle-literal-subject", 1, 1), ("turtle-unclosed-string", 1, 1)],
        ),
        ('x:a x:p """een\n.\nx:b x:q 1 .\n', [("turtle-unclosed-string", 1, 9)]),
        # An IRI that is not closed takes what belongs to it.
        ("x:a x:p <http://x/c .\nx:b x:q x:r .\n", [("turtle-unclosed-iri", 1, 9)]),
        ("x:a x:p <http://x/c;\n    x:q x:r .\n", [("turtle-unclosed-iri", 1, 9)]),
        ("x:a x:p \u201ctekst\u201d@nl ; x:q 1 .\n", [("turtle-curly-quotes", 1, 9)]),
        ("x:a x:p \u201ctekst ;\n    x:q 1 .\n", [("turtle-curly-quotes", 1, 9)]),
    ],
)
def test_what_was_meant_is_said_once_and_reading_goes_on(
    text: str, faults: list[tuple[str, int, int]]
) -> None:
    found = _found(("PREFIX x: <urn:x:> " + text).encode())

    moved = [(code, line, column - (19 if line == 1 else 0)) for code, line, column in found]
    assert moved == faults


def test_a_conflict_of_two_versions_is_one_fault() -> None:
    text = "<a>\n<<<<<<< HEAD\n    <p> 1 ;\n=======\n    <p> 2 ;\n>>>>>>> tak\n.\n<b> <p> <c d> .\n"

    assert _found(text.encode()) == [
        ("turtle-conflict-marker", 2, 1),
        ("turtle-bad-iri", 8, 9),
    ]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('VERSION "1.2"\n<a> <b> <c> .', 1),
        ("@version '1.2' .\n<a> <b> <c> .", 1),
        ("<a> <b> <<( <c> <d> <e> )>> .\n<a> <b> <c> .", 9),
        ("<< <a> <b> <c> >> <d> <e> .", 1),
        ("<a> <b> <c> {| <d> <e> |} .\n<a> <b> <c> .", 13),
        ("<a> <b> <c> ~ <d> .", 13),
        ('<a> <b> "x"@en--ltr .\n<a> <b> <c> .', 12),
    ],
)
def test_turtle_of_a_later_version_is_a_fault(text: str, column: int) -> None:
    assert _found(text.encode()) == [("turtle-newer", 1, column)]


@pytest.mark.parametrize("shown", ["x.ttl", "x.trig"])
def test_every_block_of_a_graph_is_a_fault_and_what_is_in_it_is_read(shown: str) -> None:
    text = b"<g> { <a> <b> <c d> . <d> <e> <f> }\n{ <a> <b> <c> }\nGRAPH <h> { <a> <b> <c> }"

    assert _found(text, shown) == [
        ("turtle-graph-block", 1, 1),
        ("turtle-bad-iri", 1, 15),
        ("turtle-graph-block", 2, 1),
        ("turtle-graph-block", 3, 1),
    ]


def test_what_a_message_repeats_is_short_and_on_one_line() -> None:
    text = '<a> <b> """' + "x\n" * 500 + '"""^^<http://www.w3.org/2001/XMLSchema#date> .'

    (one,) = faults(text.encode(), "x.ttl", "urn:x:")

    assert len(one.message("nl")) < 250
    assert "\n" not in one.message("nl")


def test_a_long_undeclared_prefix_is_reported_without_looking_for_what_was_meant() -> None:
    (one,) = faults(b"<a> <b> " + b"p" * 1_000_000 + b":c .", "x.ttl", "urn:x:", _KNOWN)

    assert one.code == "turtle-undefined-prefix"
    assert len(one.message("nl")) < 250


def test_bytes_that_are_no_utf8_are_reported_and_the_rest_is_read() -> None:
    assert _found(b'<a> <b> "caf\xe9" .\n<c> <d> <e f> .') == [
        ("turtle-bad-encoding", 1, 13),
        ("turtle-bad-iri", 2, 9),
    ]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
def test_a_file_in_another_encoding_is_one_fault_that_names_it(encoding: str, name: str) -> None:
    (one,) = faults("<a> <b> <c> .\n".encode(encoding), "x.ttl", "urn:x:")

    assert one.code == "turtle-bad-encoding"
    assert name in one.message("nl")


def test_bad_bytes_stand_where_they_are_whatever_stands_before_them() -> None:
    text = 'PREFIX é: <urn:é:>\n<a> <b> "\U0001f600'.encode() + b'\xff\xfe\xed\xa0x\xe9" .'

    assert _found(text) == [("turtle-bad-encoding", 2, 11), ("turtle-bad-encoding", 2, 16)]


def test_what_is_no_text_is_not_reported_byte_by_byte() -> None:
    found = _found(b"\x00\xff!" * 1000)

    assert len(found) < 20
    assert found[-1][0] == "turtle-too-many"


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert _found(b"\xef\xbb\xbf<a> <b> <c> .\r\n<d> <e> <f> .\r\n") == []


def test_lines_end_as_windows_ends_them_too() -> None:
    assert _found(b"<a> <b> <c> .\r\n<d> <e> <f g> .\r\n") == [("turtle-bad-iri", 2, 9)]


def test_after_many_faults_reading_stops_and_says_so() -> None:
    found = _found(b"<a> <b c> <d> .\n" * (2 * MOST_FAULTS))

    assert len(found) == MOST_FAULTS + 1
    assert found[-1] == ("turtle-too-many", MOST_FAULTS + 1, 10)


@pytest.mark.parametrize(
    "junk",
    [b"[" * 100_000, b"(" * 100_000, b'"""' + b"x" * 100_000, b"\0" * 100_000, b"<" * 100_000],
    ids=["brackets", "lists", "string", "nul", "angles"],
)
def test_junk_is_a_handful_of_findings(junk: bytes) -> None:
    assert 0 < len(_found(b"<a> <b> " + junk)) <= MOST_FAULTS + 1

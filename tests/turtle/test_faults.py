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


def test_bytes_that_are_no_utf8_are_reported_and_the_rest_is_read() -> None:
    assert _found(b'<a> <b> "caf\xe9" .\n<c> <d> <e f> .') == [
        ("turtle-bad-encoding", 1, 13),
        ("turtle-bad-iri", 2, 9),
    ]


def test_a_file_in_another_encoding_is_one_fault() -> None:
    assert _found("<a> <b> <c> .".encode("utf-16")) == [("turtle-bad-encoding", 1, 1)]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault() -> None:
    assert _found(b"\xef\xbb\xbf<a> <b> <c> .\r\n<d> <e> <f> .\r\n") == []


def test_lines_end_as_windows_ends_them_too() -> None:
    assert _found(b"<a> <b> <c> .\r\n<d> <e> <f g> .\r\n") == [("turtle-bad-iri", 2, 9)]


def test_after_many_faults_reading_stops_and_says_so() -> None:
    found = _found(b"<a> <b c> <d> .\n" * (2 * MOST_FAULTS))

    assert len(found) == MOST_FAULTS + 1
    assert found[-1][0] == "turtle-too-many"


@pytest.mark.parametrize(
    "junk",
    [b"[" * 100_000, b"(" * 100_000, b'"""' + b"x" * 100_000, b"\0" * 100_000, b"<" * 100_000],
    ids=["brackets", "lists", "string", "nul", "angles"],
)
def test_junk_is_a_handful_of_findings(junk: bytes) -> None:
    assert 0 < len(_found(b"<a> <b> " + junk)) <= MOST_FAULTS + 1


def test_trig_is_read_by_its_name() -> None:
    text = b"<g> { <a> <b> <c> . <d> <e> <f> }\n{ <a> <b> <c> }\nGRAPH <h> { <a> <b> <c> }"

    assert _found(text, "x.trig") == []
    assert _found(text, "x.ttl") != []

"""An edit changes what it names and nothing else, and that is looked at."""

from __future__ import annotations

import pytest

from ldgraph.turtle.declarations import added
from ldgraph.turtle.edit import Edit, edited, says_only_that

_BASE = "https://example.org/doc/graaf"
_TEXT = '# 😀 één\r\n<a> <b> "x\\u00e9" , [ <c> 1.50 ; <d> ( <e> "f"@nl ) ] .\r\n'


def _edit(text: str, old: str, new: str) -> Edit:
    start = text.index(old)
    return Edit(start, start + len(old), new)


def _passes(text: str, *edits: Edit) -> bool:
    content = text.encode()
    return says_only_that(content, edited(content, edits), _BASE, edits, lambda term: term)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_byte_outside_the_edits_stays(mark: bytes) -> None:
    edits = [_edit(_TEXT, "<e>", "<eee>"), _edit(_TEXT, "<b>", "<2>")]

    after = edited(mark + _TEXT.encode(), edits)

    assert after == mark + _TEXT.replace("<e>", "<eee>").replace("<b>", "<2>").encode()


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="Edit"):
        edited(b"<a> <b> <c> .", [Edit(0, 5, ""), Edit(4, 7, "")])


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnicodeDecodeError):
        edited(b"<a> <b> '\xff' .", [Edit(0, 3, "<x>")])


@pytest.mark.parametrize(
    ("old", "new"), [("<e>", "<f>"), ("<c>", "<cc>"), ('"f"@nl', '"f"@en'), ("<a>", "<z>")]
)
def test_a_word_for_a_word_passes(old: str, new: str) -> None:
    assert _passes(_TEXT, _edit(_TEXT, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<e>", "<f> <g>"),  # one more value
        ("<e>", ""),  # one less
        ("<e>", "<f"),  # no Turtle any more
        ("<e>", "[]"),  # no name any more
        ("<c> 1.50", "<c> 1.50 , 2"),
        ("<b>", "<b> 1 ; <c>"),
        ("<a>", "<q> <r> <s> . <a>"),
        ("# 😀 één\r\n", "<q> <r> <s> ."),  # out of a comment
    ],
)
def test_what_would_say_more_or_less_or_cannot_be_read_does_not_pass(old: str, new: str) -> None:
    assert not _passes(_TEXT, _edit(_TEXT, old, new))


def test_a_prefix_that_comes_to_stand_for_something_else_does_not_pass_unmeant() -> None:
    text = "PREFIX a: <urn:a:>\na:s a:p 'x'^^a:d .\n"
    content, edit = text.encode(), _edit(text, "<urn:a:>", "<urn:b:>")
    after = edited(content, [edit])

    def meant(term: str) -> str:
        return term.replace("<urn:a:", "<urn:b:")

    assert not says_only_that(content, after, _BASE, [edit], lambda term: term)
    assert says_only_that(content, after, _BASE, [edit], meant)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PREFIX a: <x:a>\nPREFIX z: <x:z>\n\n<s> <p> 1 .\n", "PREFIX a: <x:a>\n+PREFIX z: "),
        ("PREFIX a: <x:a> # eerst\n\n<s> <p> 1 .\n", "# eerst\n+\n"),
        ("@prefix z: <x:z> .\n<s> <p> 1 .\n", "+@prefix z: "),
        ("# kop\n\n<s> <p> m:x .\n", "# kop\n\n+<s>"),
        ("BASE <x:>\n<s> <p> 1 .\n", "BASE <x:>\n+<s>"),
        ("", "+"),
    ],
)
def test_a_declaration_is_added_where_it_belongs(text: str, wanted: str) -> None:
    offset, line = added(text, "m", "urn:m:")

    assert wanted in f"{text[:offset]}+{text[offset:]}"
    assert line.strip() in {"PREFIX m: <urn:m:>", "@prefix m: <urn:m:> ."}
    assert line.startswith("@") == text.startswith("@")


def test_a_declaration_ends_its_line_as_the_file_does() -> None:
    assert added("PREFIX a: <x:a>\r\n", "m", "urn:m:") == (17, "PREFIX m: <urn:m:>\r\n")

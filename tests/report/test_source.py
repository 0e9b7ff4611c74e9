"""Source lines in a report: the right one, cut to size, nothing in it that steers a terminal."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from ldgraph.errors import Finding, Position, Severity
from ldgraph.report import source
from ldgraph.report.source import BEFORE, WIDTH, SourceLines, marked_line, one_line, shown_name
from ldgraph.report.text import finding_lines

if TYPE_CHECKING:
    from pathlib import Path


def _at(file: Path | str, line: int, column: int = 1, end: int = 2) -> Position:
    return Position(str(file), line, column, line, end)


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 65_536])
def test_a_line_is_the_one_that_the_reader_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(source, "CHUNK", chunk)
    file = tmp_path / "a.ttl"
    file.write_bytes(b"\xef\xbb\xbfeen\r\ntwee\rdrie\n\n\xe9vijf\n")
    lines = SourceLines()

    wanted = {1: "een", 2: "twee", 3: "drie", 4: "", 5: "\ufffdvijf", 6: "", 7: None}
    for number in (1, 2, 2, 4, 5, 3, 7, 6, 1, 5):
        assert lines.line(_at(file, number)) == wanted[number]


def test_each_file_is_read_once_while_its_findings_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(path: Path) -> bytes:
        read.append(path.name)
        return b"regel\n" * 1000

    monkeypatch.setattr(source, "read_bytes", counted)
    lines = SourceLines()

    for name in ("a.ttl", "b.ttl"):
        for number in range(1, 1000):
            assert lines.line(_at(tmp_path / name, number)) == "regel"

    assert read == ["a.ttl", "b.ttl"]


def test_of_a_file_that_cannot_be_read_there_is_no_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")

    assert SourceLines().line(_at(tmp_path / "pipe.ttl", 1)) is None
    assert SourceLines().line(_at(tmp_path / "nergens.ttl", 1)) is None


def test_a_long_line_is_cut_around_the_place_that_is_meant() -> None:
    line = "a" * 5000 + "HIER" + "b" * 5000

    shown, marks = marked_line(line, 5001, 5005)

    assert len(shown) == WIDTH + 2
    assert shown[marks.index("^") : marks.index("^") + 4] == "HIER"
    assert marks.count("^") == 4
    assert shown.startswith("\u2026a")
    assert shown.endswith("b\u2026")


def test_a_long_mark_ends_with_what_is_shown() -> None:
    shown, marks = marked_line("a" * 5000, 1, 5001)

    assert (len(shown), len(marks)) == (WIDTH + 1, WIDTH)
    assert len(marked_line("a" * 5000, 4000, 5001)[1]) == 1 + WIDTH
    assert BEFORE < WIDTH


def test_a_tab_is_kept_and_what_steers_a_terminal_is_not() -> None:
    assert marked_line("\tx\x1b[31m \u202e y", 2, 3) == ("\tx\u241b[31m \ufffd y", "\t^")


def test_a_name_that_is_no_text_is_shown_on_one_line() -> None:
    name = os.fsdecode(b"a\xff\n\x1bb\xc3\xa9\xe2\x80\xae.ttl")

    assert shown_name(name) == "a\\xff\u240a\u241bb\u00e9\ufffd.ttl"
    assert one_line("een\n   twee\x07 \udcff") == "een twee\u2407 \ufffd"


def test_a_finding_is_one_line_that_can_be_printed_whatever_its_file_is_called() -> None:
    name = os.fsdecode(b"x\xff\n.ttl")
    messages = {"nl": f"staat ook\nin {name}"}
    found = Finding("code", Severity.WARNING, messages, Position(name, 3, 4, 3, 5))

    (line,) = finding_lines(found, "nl")

    assert line.startswith("x\\xff\u240a.ttl:3:4: waarschuwing: staat ook in x")
    assert line.encode("utf-8").count(b"\n") == 0

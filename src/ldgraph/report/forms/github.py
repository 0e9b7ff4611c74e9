"""Commands of a workflow on GitHub, which shows each beside the changed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.errors import Severity
from ldgraph.report.forms.report import file_name
from ldgraph.report.text import standing, summary, with_hint
from ldgraph.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.errors import Finding
    from ldgraph.report.forms.report import Report

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = {**_IN_TEXT, ":": "%3A", ",": "%2C"}


def write(report: Report) -> str:
    """Write a command for each finding, and at last how many there are.

    What is waived or known is a notice, whatever its severity.
    """
    lines = [_command(one, report) for one in report.findings]
    return "".join(f"{line}\n" for line in (*lines, summary(report.findings, report.lang)))


def _command(one: Finding, report: Report) -> str:
    command = _COMMANDS[one.severity] if one.counts else "notice"
    said = ",".join(f"{name}={_property(value)}" for name, value in _properties(one, report))
    return f"::{command} {said}::{_escaped(with_hint(one, report.lang), _IN_TEXT)}"


def _properties(one: Finding, report: Report) -> Iterator[tuple[str, str]]:
    at = one.position
    if at:
        yield "file", file_name(at.file)
        yield "line", str(at.line)
        yield "endLine", str(at.end_line)
        # Columns are of one line, or they are not allowed.
        if at.line == at.end_line:
            yield "col", str(at.column)
            yield "endColumn", str(at.end_column)
    yield "title", " ".join([one.code, *(f"({word})" for word in standing(one, report.lang))])


def _property(value: str) -> str:
    return _escaped(value, _IN_PROPERTY)


def _escaped(text: str, signs: dict[str, str]) -> str:
    shown = "\n".join(map(visible, text.split("\n")))
    return "".join(signs.get(one, one) for one in shown)

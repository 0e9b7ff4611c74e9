"""JUnit's XML, the form that build servers count tests by.

A file is a suite and a code a case, so that a file without findings is a suite that passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ldgraph.report.forms.report import file_name
from ldgraph.report.text import finding_lines
from ldgraph.report.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ldgraph.errors import Finding
    from ldgraph.report.forms.report import Report

#: What XML cannot hold besides what ``visible`` replaces.
_NO_CHARACTERS = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}


def write(report: Report) -> str:
    """Write the report as suites of cases.

    What decides the outcome is a failure, what was not checked an error. What is waived or known
    is skipped. What stays below the threshold passes, and is told as output of its case.
    """
    suites = [_suite(name, found, report) for name, found in report.by_file().items()]
    total = _Counts(*(sum(one) for one in zip(*(counts for counts, _ in suites), strict=True)))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites name={_quoted('ldgraph validate')}{total}>",
        *(line for _, lines in suites for line in lines),
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


class _Counts(NamedTuple):
    tests: int = 0
    failures: int = 0
    errors: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        return "".join(f' {name}="{number}"' for name, number in self._asdict().items())


def _suite(name: str, found: Sequence[Finding], report: Report) -> tuple[_Counts, list[str]]:
    shown = file_name(name) or "-"
    cases: dict[str, list[Finding]] = {one.code: [] for one in found} or {"validate": []}
    for one in found:
        cases[one.code].append(one)
    written = [_case(code, shown, some, report) for code, some in sorted(cases.items())]
    kinds = [kind for kind, _ in written]
    counts = _Counts(len(kinds), *(kinds.count(name) for name in ("failure", "error", "skipped")))
    inner = (line for _, lines in written for line in lines)
    return counts, [f"  <testsuite name={_quoted(shown)}{counts}>", *inner, "  </testsuite>"]


def _case(
    code: str, file: str, found: Sequence[Finding], report: Report
) -> tuple[str, Iterator[str]]:
    """Give what became of a case, and its lines."""
    bad = [one for one in found if report.decides(one)]
    let_pass = [one for one in found if not one.counts]
    if any(one.unchecked for one in bad):
        kind, shown = "error", bad
    elif bad:
        kind, shown = "failure", bad
    elif found and len(let_pass) == len(found):
        kind, shown = "skipped", let_pass
    else:
        kind, shown = "", []
    told = set(map(id, shown))
    rest = [one for one in found if id(one) not in told]
    return kind, _case_lines(code, file, (kind, shown, rest), report)


def _case_lines(
    code: str, file: str, told: tuple[str, Sequence[Finding], Sequence[Finding]], report: Report
) -> Iterator[str]:
    kind, shown, rest = told
    first = next((one.position for one in (*shown, *rest) if one.position), None)
    line = f' line="{first.line}"' if first else ""
    opening = f"    <testcase name={_quoted(code)} classname={_quoted(file)} file={_quoted(file)}"
    if not shown and not rest:
        yield f"{opening}{line}/>"
        return
    yield f"{opening}{line}>"
    if shown:
        message = shown[0].message(report.lang)
        if len(shown) > 1:
            message = f"{message} (+{len(shown) - 1})"
        worst = max(shown, key=lambda one: one.severity.rank).severity.value
        kept = f"      <{kind} message={_quoted(message)} type={_quoted(worst)}>"
        yield f"{kept}{_lines(shown, report)}</{kind}>"
    if rest:
        yield f"      <system-out>{_lines(rest, report)}</system-out>"
    yield "    </testcase>"


def _lines(found: Sequence[Finding], report: Report) -> str:
    """Write findings as people read them: file, line, column, text and code."""
    return _text("\n".join(line for one in found for line in finding_lines(one, report.lang)))


def _text(text: str) -> str:
    return escape("\n".join(map(_plain, text.split("\n"))))


def _quoted(text: str) -> str:
    return quoteattr(_plain(text))


def _plain(text: str) -> str:
    return visible(text).translate(_NO_CHARACTERS)

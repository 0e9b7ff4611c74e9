"""JUnit's form, as a reader of it has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from junitparser import Error, Failure, JUnitXml, Skipped, TestSuite

from ldgraph.errors import Position, Severity
from ldgraph.report.forms.junit import write
from ldgraph.report.forms.report import Report

if TYPE_CHECKING:
    from tests.report.conftest import Make

    from ldgraph.errors import Finding


def _suites(report: Report) -> list[TestSuite]:
    return list(JUnitXml.fromstring(write(report).encode()))


def test_a_file_without_findings_is_a_suite_that_passes(make: Make) -> None:
    clean, bad = _suites(Report((make(),), files=("data/openbaar/a.ttl", "a.ttl")))

    assert (clean.name, clean.tests, clean.failures) == ("a.ttl", 1, 0)
    assert (bad.name, bad.tests, bad.failures) == ("data/openbaar/a.ttl", 1, 1)


def test_each_rule_is_a_case_that_says_where_it_failed(make: Make) -> None:
    second = make(position=Position("data/openbaar/a.ttl", 8, 2, 8, 3))

    (suite,) = _suites(Report((make(), second, make("Aanbod-naam"))))

    cases = list(suite)
    assert [one.name for one in cases] == ["Aanbod-graad", "Aanbod-naam"]
    (failure,) = cases[0].result
    assert isinstance(failure, Failure)
    assert "data/openbaar/a.ttl:3:5: fout: Kies een graad [Aanbod-graad]" in failure.text
    assert "data/openbaar/a.ttl:8:2: fout: " in failure.text
    assert failure.message == "Kies een graad (+1)"


def test_what_does_not_decide_does_not_fail(every_kind: tuple[Finding, ...]) -> None:
    suites = _suites(Report(every_kind))

    cases = {case.name: case for suite in suites for case in suite}
    kinds = {name: [type(one) for one in case.result] for name, case in cases.items()}
    assert kinds == {
        "turtle-bad-iri": [Error],
        "Aanbod-graad": [Failure],
        "Aanbod-info": [],
        "Aanbod-known": [Skipped],
        "Aanbod-naam": [],
        "Aanbod-waived": [Skipped],
        "Beoordeling-status": [Failure],
        "no-place": [Failure],
    }
    assert "waarschuwing: Kies een graad" in cases["Aanbod-naam"].system_out
    assert "2027-01-31" in cases["Aanbod-waived"].result[0].text


def test_the_threshold_decides_what_fails(make: Make) -> None:
    found = (make(severity=Severity.WARNING),)

    assert [one.failures for one in _suites(Report(found, limit=3))] == [0]
    assert [one.failures for one in _suites(Report(found, limit=2))] == [1]


def test_numbers_are_those_of_the_cases(
    every_kind: tuple[Finding, ...], hostile: tuple[Finding, ...]
) -> None:
    read: Any = JUnitXml.fromstring(
        write(Report((*every_kind, *hostile), files=("z.ttl",))).encode()
    )
    said = (read.tests, read.failures, read.errors, read.skipped)

    read.update_statistics()

    assert said == (read.tests, read.failures, read.errors, read.skipped)
    assert read.errors == 1


def test_no_character_breaks_it(hostile: tuple[Finding, ...], make: Make) -> None:
    more = make("more", messages={"nl": "".join(map(chr, range(0x300))) + "\ufffe\uffff"})

    suites = _suites(Report((*hostile, more)))

    assert len(suites) == len(hostile) + 1

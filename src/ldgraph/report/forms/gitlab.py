"""GitLab's report of code quality, which it shows in a merge request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ldgraph.errors import Severity
from ldgraph.report.forms.report import file_name, whole
from ldgraph.report.text import standing, with_hint

if TYPE_CHECKING:
    from ldgraph.errors import Finding
    from ldgraph.report.forms.report import Report

_SEVERITIES = {
    Severity.VIOLATION: "critical",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def write(report: Report) -> str:
    """Write a list of issues.

    What was not checked is a blocker; what is waived or known is an info and says so. What has no
    place stands at the settings of the root: GitLab shows nothing without a file.
    """
    pairs = zip(report.findings, report.fingerprints, strict=True)
    issues = [_issue(one, name, report) for one, name in pairs]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(one: Finding, fingerprint: str, report: Report) -> dict[str, Any]:
    at = one.position
    words = "".join(f"({word}) " for word in standing(one, report.lang))
    return {
        "description": whole(f"{words}{with_hint(one, report.lang)}"),
        "check_name": one.code,
        "fingerprint": fingerprint,
        "severity": _severity(one),
        "location": {
            "path": file_name(at.file) if at else file_name(report.settings),
            "lines": {"begin": at.line if at else 1, "end": at.end_line if at else 1},
        },
    }


def _severity(one: Finding) -> str:
    if not one.counts:
        return "info"
    return "blocker" if one.unchecked else _SEVERITIES[one.severity]

"""Our own form in JSON, with all that is known of each finding (docs/findings.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ldgraph.report.forms.report import file_name, whole

if TYPE_CHECKING:
    from ldgraph.errors import Finding, Fix, Position, Waiver
    from ldgraph.report.forms.report import Report

#: Raised when something that stood in it is gone or means something else; not for what is added.
FORMAT = 1


def write(report: Report) -> str:
    """Write the report as one JSON object."""
    pairs = zip(report.findings, report.fingerprints, strict=True)
    listed = report.findings
    said = {
        "format": FORMAT,
        "tool": {"name": "ldgraph", "version": report.version},
        "language": report.lang,
        "exitCode": report.exit_code,
        "allChecked": report.all_checked,
        "counts": {
            **{name: sum(one.severity.value == name for one in listed) for name in _SEVERITIES},
            "deciding": sum(map(report.decides, listed)),
            "waived": sum(one.waiver is not None for one in listed),
            "known": sum(one.known for one in listed),
            "unchecked": sum(one.unchecked for one in listed),
        },
        "files": [file_name(name) for name in sorted(report.files)],
        "findings": [_finding(one, name, report) for one, name in pairs],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


_SEVERITIES = ("violation", "warning", "info")


def _finding(one: Finding, fingerprint: str, report: Report) -> dict[str, Any]:
    said = {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message(report.lang),
        "messages": dict(sorted(one.messages.items())),
        "position": _position(one.position),
        "graph": one.graph,
        "focus": one.focus,
        "path": one.path,
        "value": one.value,
        "component": one.component,
        "allowed": list(one.allowed),
        "suggestion": one.suggestion,
        "fix": _fix(one.fix),
        "waiver": _waiver(one.waiver, report.lang),
        "known": one.known,
        "unchecked": one.unchecked,
        "restricted": one.restricted,
        "decides": report.decides(one),
        "fingerprint": fingerprint,
    }
    clean: dict[str, Any] = _whole(said)
    return clean


def _position(at: Position | None) -> dict[str, Any] | None:
    if at is None:
        return None
    return {
        "file": file_name(at.file),
        "line": at.line,
        "column": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {"position": _position(fix.position), "text": fix.text, "safe": fix.safe}


def _waiver(waiver: Waiver | None, lang: str) -> dict[str, Any] | None:
    if waiver is None:
        return None
    return {
        "iri": waiver.iri or None,
        "reason": waiver.why(lang) or None,
        "owner": waiver.who(lang) or None,
        "expires": waiver.expires,
        "position": _position(waiver.position),
    }


def _whole(said: Any) -> Any:  # noqa: ANN401 (what JSON holds)
    """Give values of JSON without halves of characters in their texts."""
    if isinstance(said, dict):
        return {name: _whole(one) for name, one in said.items()}
    if isinstance(said, list):
        return [_whole(one) for one in said]
    return whole(said) if isinstance(said, str) else said

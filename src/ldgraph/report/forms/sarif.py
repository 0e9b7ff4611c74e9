"""SARIF 2.1.0, the form that hosts of code show beside the lines."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ldgraph.errors import Severity
from ldgraph.graph.rules import Rule
from ldgraph.report.forms.address import Address, address_of
from ldgraph.report.forms.marked import marked
from ldgraph.report.forms.report import whole
from ldgraph.report.text import waived, with_hint
from ldgraph.report.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.errors import Finding, Fix, Position, Waiver
    from ldgraph.report.forms.report import Report

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
_LANGUAGES = {"nl": "nl-BE", "en": "en"}
#: The name that GitHub looks for; without it, it would make one from the line.
_GITHUB_FINGERPRINT = "primaryLocationLineHash"


def write(report: Report) -> str:
    """Write the report as one run."""
    found = {one.code: report.rule(one) for one in report.findings}
    rules = [found[code] for code in sorted(found)]
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    pairs = zip(report.findings, report.fingerprints, strict=True)
    addresses = [address_of(name, report.root) for name in sorted(report.files)]
    run = {
        "tool": {
            "driver": {
                "name": "ldgraph",
                "version": report.version or "0",
                "language": _LANGUAGES[report.lang],
                "rules": [_rule(one, report.lang) for one in rules],
            }
        },
        "language": _LANGUAGES[report.lang],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The folder in which the check was run."}},
            "LDGRAPHROOT": {"description": {"text": "The folder with the ldgraph.toml."}},
        },
        "artifacts": [{"location": _location(one)} for one in addresses],
        "invocations": [_invocation(report, numbers)],
        "results": [_result(one, name, report, numbers) for one, name in pairs],
    }
    said = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    name, text = Rule.say(rule.names, lang), Rule.say(rule.texts, lang)
    reason = Rule.say(rule.reasons, lang)
    said: dict[str, Any] = {
        "id": rule.code,
        "name": rule.code,
        "shortDescription": _text(name or rule.code),
        "fullDescription": _text(reason or text or rule.code),
        "help": {
            **_text("\n\n".join(f"{lang}: {text}" for lang, text in _help(rule))),
            "markdown": "\n\n".join(f"**{lang}**: {marked(text)}" for lang, text in _help(rule)),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    return {**said, "helpUri": rule.address} if rule.address else said


def _help(rule: Rule) -> list[tuple[str, str]]:
    """Say in every language what to do, and then why where that is known."""
    return [*sorted(rule.texts.items()), *sorted(rule.reasons.items())]


def _invocation(report: Report, numbers: Mapping[str, int]) -> dict[str, Any]:
    told = [one for one in report.findings if one.unchecked and one.counts]
    return {
        "executionSuccessful": report.all_checked,
        "exitCode": report.exit_code,
        "toolExecutionNotifications": [_notification(one, report, numbers) for one in told],
    }


def _notification(one: Finding, report: Report, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "level": "error",
        "message": _text(f"{say('standing unchecked', report.lang)}: {one.message(report.lang)}"),
        "associatedRule": {"id": one.code, "index": numbers[one.code]},
        "locations": [_place(one.position, report)],
    }


def _result(
    one: Finding, fingerprint: str, report: Report, numbers: Mapping[str, int]
) -> dict[str, Any]:
    said: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": numbers[one.code],
        "level": _LEVELS[one.severity],
        "message": _text(with_hint(one, report.lang)),
        "locations": [_place(one.position, report)],
        "partialFingerprints": {
            "ldgraphFinding/v1": fingerprint,
            _GITHUB_FINGERPRINT: fingerprint,
        },
    }
    if report.tells_new:
        said["baselineState"] = "unchanged" if one.known else "new"
    if one.waiver:
        said["suppressions"] = [_suppression(one.waiver, report)]
    if one.fix:
        said["fixes"] = [_fix(one.fix, report)]
    more = {
        "messages": {lang: whole(text) for lang, text in sorted(one.messages.items())},
        "unchecked": one.unchecked,
        "restricted": one.restricted,
        **{
            name: whole(value)
            for name in ("focus", "path", "value", "component", "suggestion")
            if (value := getattr(one, name)) is not None
        },
    }
    return {**said, "properties": more}


def _suppression(waiver: Waiver, report: Report) -> dict[str, Any]:
    why = waived(waiver, report.lang)
    said: dict[str, Any] = {"kind": "external", "status": "accepted", "justification": whole(why)}
    return {**said, "location": _place(waiver.position, report)} if waiver.position else said


def _fix(fix: Fix, report: Report) -> dict[str, Any]:
    place = _place(fix.position, report)["physicalLocation"]
    new = {"deletedRegion": place["region"], "insertedContent": {"text": whole(fix.text)}}
    change = {"artifactLocation": place["artifactLocation"], "replacements": [new]}
    return {"artifactChanges": [change]}


def _place(at: Position | None, report: Report) -> dict[str, Any]:
    """Give a location; hosts refuse a result without one, so the settings stand in for none."""
    if at is None:
        settings = _location(address_of(report.settings, report.root))
        return {"physicalLocation": {"artifactLocation": settings}}
    region = {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.end_line,
        "endColumn": at.end_column,
    }
    location = _location(address_of(at.file, report.root))
    return {"physicalLocation": {"artifactLocation": location, "region": region}}


def _location(address: Address) -> dict[str, str]:
    if address.base is None:
        return {"uri": address.uri}
    return {"uri": address.uri, "uriBaseId": address.base}


def _text(text: str) -> dict[str, str]:
    """Write plain text: braces would be places to fill in, brackets could make a link."""
    doubled = text.replace("{", "{{").replace("}", "}}")
    return {"text": whole(_LINK.sub(r"\\[", doubled))}

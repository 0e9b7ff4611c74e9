"""What is reported: the findings of one check, and what is needed to show them.

Nothing in it depends on the day, the machine or the run: the same files give the same report.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ldgraph.errors import Waiver
from ldgraph.graph.places import CONFIG, shown_path
from ldgraph.graph.rules import Rule, rule_of
from ldgraph.terms import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ldgraph.errors import Finding, ShaclResult

#: Above every rank: no finding reaches it.
NEVER = 4
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Report:
    """The findings of one check, in the order in which they are shown."""

    findings: tuple[Finding, ...]
    lang: str = "nl"
    #: The folder of the root, where it is known.
    root: Path | None = None
    #: Paths of the files that were checked, as people see them.
    files: tuple[str, ...] = ()
    #: What codes stand for; one that is not here is described by its name alone.
    rules: Mapping[str, Rule] = field(default_factory=dict)
    #: The rank of severity from which a finding decides the outcome; ``NEVER`` if none does.
    limit: int = 3
    #: Where the terms and shapes of the root are.
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    #: Of the program.
    version: str = ""
    #: Whether it was asked what was there before.
    compared: bool = False
    #: Name of the file that holds all findings, where this form may have to leave some out.
    full: str | None = None

    @cached_property
    def fingerprints(self) -> tuple[str, ...]:
        """Give each finding a name that stays while lines move.

        It is made of code, subject and property; what has no subject of a name goes by its file.
        Those of restricted findings are made of code and file alone: from a digest of a name that
        is one of few that name could be guessed. Equal ones are told apart by a number.
        """
        times: Counter[tuple[str, ...]] = Counter()
        found = []
        for one in self.findings:
            file = one.position.file if one.position else ""
            named = one.focus and not one.focus.startswith("_:") and not one.restricted
            path = "" if one.restricted else one.path or ""
            identity = (one.code, one.focus or "" if named else "", "" if named else file, path)
            text = "\0".join((*identity, str(times[identity])))
            times[identity] += 1
            found.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
        return tuple(found)

    @property
    def settings(self) -> str:
        """Path of the root's settings: where what has no place of its own is shown."""
        return shown_path(self.root / CONFIG) if self.root else CONFIG

    @property
    def all_checked(self) -> bool:
        """Whether nothing that counts kept something from being checked."""
        return not any(one.unchecked and one.counts for one in self.findings)

    @property
    def exit_code(self) -> int:
        """The exit code of the command: 3 not all was checked, 1 findings that decide, else 0."""
        return 3 if not self.all_checked else int(any(map(self.decides, self.findings)))

    @cached_property
    def tells_new(self) -> bool:
        """Whether what was there before is known, so that all else is new."""
        return self.compared or any(one.known for one in self.findings)

    def decides(self, finding: Finding) -> bool:
        """Say whether a finding makes the outcome a bad one."""
        return finding.counts and (finding.unchecked or finding.severity.rank >= self.limit)

    def rule(self, finding: Finding) -> Rule:
        """Give what a finding's code stands for."""
        return self.rules.get(finding.code) or rule_of(finding.code, finding.severity)

    def by_file(self) -> dict[str, list[Finding]]:
        """Give the findings of each file that was checked, and those of no file (``""``) last."""
        found: dict[str, list[Finding]] = {name: [] for name in sorted(self.files)}
        for one in self.findings:
            found.setdefault(one.position.file if one.position else "", []).append(one)
        return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Put findings in one order, with names for blank nodes that are the same at every run."""
    listed = sorted(findings, key=lambda one: (not one.unchecked, _place(one)))
    names: dict[str, str] = defaultdict(lambda: f"_:b{len(names) + 1}")

    def named(term: str | None) -> str | None:
        return names[term] if term and term.startswith("_:") else term

    return tuple(
        replace(
            one,
            focus=named(one.focus),
            path=named(one.path),
            value=named(one.value),
            results=tuple(_renamed(told, named) for told in one.results),
        )
        for one in listed
    )


def without_secrets(finding: Finding, rules: Mapping[str, Rule]) -> Finding:
    """Leave of a restricted finding what may travel: its code, what that asks, and where it is.

    Where it ends would tell how long it is, and why it is waived what it is about.
    """
    if not finding.restricted:
        return finding
    rule = rules.get(finding.code) or rule_of(finding.code, finding.severity)
    at, waiver = finding.position, finding.waiver
    return replace(
        finding,
        messages=rule.texts,
        position=at and replace(at, end_line=at.line, end_column=at.column),
        graph=None,
        focus=None,
        path=None,
        value=None,
        component=None,
        allowed=(),
        suggestion=None,
        fix=None,
        waiver=waiver and Waiver("", "", "", waiver.expires),
        results=(),
    )


def file_name(name: str) -> str:
    r"""Give the name of a file as text that can be written in any encoding.

    >>> print(file_name("a\udcff.ttl"))
    a\xff.ttl
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def whole(text: str) -> str:
    """Give a text without halves of characters, which no form can hold."""
    return _HALVES.sub("\ufffd", text)


def _place(one: Finding) -> tuple[object, ...]:
    masked = ("_:" if term and term.startswith("_:") else term for term in (one.focus, one.value))
    focus, value = masked
    said = sorted(one.messages.items())
    return (*one.sort_key()[:4], focus or "", one.path or "", value or "", said)


def _renamed(told: ShaclResult, named: Callable[[str | None], str | None]) -> ShaclResult:
    return replace(
        told,
        focus=named(told.focus) or "",
        path=named(told.path),
        value=named(told.value),
        source_shape=named(told.source_shape) or "",
        source_constraint=named(told.source_constraint),
        described=tuple(_described(line, named) for line in told.described),
    )


def _described(line: str, named: Callable[[str | None], str | None]) -> str:
    """Rename the blank nodes of a statement; what stands in a text is left as it is."""
    subject, predicate, rest = line.split(" ", 2)
    value = rest.removesuffix(" .")
    return f"{named(subject)} {predicate} {named(value)} ."

"""What was there before a change: the findings of a revision, and which of today's they are.

A finding is the same when it says the same of the same thing, wherever that stands now: line and
file may be others. What could not be read or checked is never taken for known, now or then.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ldgraph.errors import Finding, Position, Severity, UnreadableInputError
from ldgraph.graph.check import check
from ldgraph.graph.places import CONFIG, files_beside, shown_path, source_files
from ldgraph.graph.renames import renamed
from ldgraph.graph.revisions import At, root_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from ldgraph.graph.places import Root, SourceFile

    Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was found at a revision."""

    at: At
    findings: tuple[Finding, ...]
    files: Mapping[str, SourceFile]
    beside: tuple[Path, ...]

    def mark(self, found: Iterable[Finding], root: Root) -> list[Finding]:
        """Mark what was there already, each as often as it was.

        Where not all could be checked then, and something is left that counts, it is not known
        whether that is new: a finding that says so comes first.
        """
        files = _by_graph(root, self.beside)
        now_called = {old: new for new, old in renamed(self.files, files).items()}
        was = Counter(
            # What was waived was let stand by that waiver alone.
            _key(one, self.files, now_called)
            for one in self.findings
            if one.waiver is None
        )
        marked: list[Finding] = []
        for one in found:
            key = _key(one, files, {})
            known = was[key] > 0 and not one.unchecked
            was[key] -= known
            marked.append(replace(one, known=True) if known else one)
        unchecked = [one for one in self.findings if one.unchecked]
        if unchecked and any(one.counts for one in marked):
            marked.insert(0, self._not_checked(unchecked, root))
        return marked

    def _not_checked(self, unchecked: list[Finding], root: Root) -> Finding:
        first, name, number = unchecked[0], self.at.name, len(unchecked)
        where = f"{first.position}: " if first.position else ""
        return Finding(
            "baseline-not-checked",
            Severity.VIOLATION,
            {
                "nl": f"in {name} kon niet alles gelezen of nagekeken worden ({number}; het "
                f"eerste: {where}{first.message('nl')}), dus of iets er toen al stond is niet te "
                "zeggen: kies een revisie waarin het wel kan, of kijk na zonder --baseline",
                "en": f"not everything in {name} could be read or checked ({number}; the first: "
                f"{where}{first.message('en')}), so whether something was there then cannot be "
                "said: choose a revision in which it can, or check without --baseline",
            },
            Position(shown_path(root.path / CONFIG), 1, 1, 1, 1),
            restricted=first.restricted,
            unchecked=True,
        )


def baseline_at(  # noqa: PLR0913, PLR0917 (what check takes, and where)
    root: Root,
    name: str,
    beside: Iterable[Path],
    progress: Callable[[int, int], None] | None,
    engine: str,
    on: dt.date,
) -> Baseline:
    """Check a root as it was at a revision; where it did not exist yet nothing is known.

    Raises:
        LdgraphError: There is no such revision, or it cannot be read (``revisions.root_at``).
    """
    given = tuple(beside)
    at = root_at(root, name)
    if not at.existed:
        return Baseline(at, (), {}, given)
    there = [path for path in given if at.root.files.exists(path.resolve())]
    found = check(at.root, there, progress, engine, on)
    return Baseline(at, tuple(found), _by_graph(at.root, there), given)


def _by_graph(root: Root, beside: Iterable[Path]) -> dict[str, SourceFile]:
    found: dict[str, SourceFile] = {}
    for file in (*source_files(root), *files_beside(root, beside)):
        found.setdefault(file.graph, file)
    return found


def _key(finding: Finding, files: Mapping[str, SourceFile], now_called: Mapping[str, str]) -> Key:
    """Say what makes a finding the same; graphs go by the names that they have now."""
    if finding.focus is not None:
        said = (finding.focus, finding.path, finding.value)
        return finding.code, *(_called(one, now_called) for one in said)
    graph = finding.graph or ""
    text = _line(files[graph], finding.position) if graph in files and finding.position else ""
    return finding.code, now_called.get(graph, graph), finding.message("nl"), text


def _called(term: str | None, now_called: Mapping[str, str]) -> str | None:
    """Write an IRI of a renamed file, or of something in it, with the name that it has now."""
    if term is None or not term.startswith("<"):
        return term
    graph, mark, rest = term[1:-1].partition("#")
    return f"<{now_called.get(graph, graph)}{mark}{rest}>"


def _line(file: SourceFile, at: Position) -> str:
    """Give the text at a place, without the white space around it."""
    try:
        lines = file.read().splitlines()
    except UnreadableInputError:
        return ""
    return lines[at.line - 1].strip().decode("utf-8", "replace") if at.line <= len(lines) else ""

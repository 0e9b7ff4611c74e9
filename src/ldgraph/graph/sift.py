"""Which findings are worth saying: each once, and none that only follows from a broken file.

A file that does not parse contributes nothing, so whatever refers to it looks wrong. What such a
file is likely to describe is read off its tokens, and findings that hang on that are kept back
until the file is mended. One that stops in the middle, as when it was saved by half, may have
described more things of the kinds that its prefixes name.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import Severity, UnreadableInputError
from ldgraph.graph.places import Room
from ldgraph.terms import SH
from ldgraph.turtle.lexer import TRIVIA, tokens
from ldgraph.turtle.terms import resolve
from ldgraph.turtle.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.errors import Finding, ShaclResult
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile

#: Of a longer file only the beginning is looked at: as far as takes a second or two.
_MOST_BYTES, _MOST_TOKENS = 20_000_000, 1_000_000
_LISTED = SH + "InConstraintComponent"
_CLASS = SH + "ClassConstraintComponent"
_OTHERS = "Class Node Not And Or Xone QualifiedMinCount QualifiedMaxCount"
_ITSELF = (
    "Datatype NodeKind MinCount MaxCount MinExclusive MinInclusive MaxExclusive MaxInclusive "
    "MinLength MaxLength Pattern LanguageIn UniqueLang Equals Disjoint LessThan LessThanOrEquals "
    "Closed HasValue In"
)
#: Constraints that hang on what is said of the value, or on the hierarchy of classes.
_OF_OTHERS = frozenset(f"{SH}{name}ConstraintComponent" for name in _OTHERS.split())
#: Components of SHACL Core that look at one value, or at the values of one property.
_OF_ITSELF = frozenset(f"{SH}{name}ConstraintComponent" for name in _ITSELF.split())


@dataclass(frozen=True, slots=True)
class Lost:
    """What broken files may say; terms are written as in N-Triples."""

    #: What they seem to describe.
    subjects: frozenset[str]
    #: What they name in any place.
    named: frozenset[str]
    #: Whether one cannot be looked into at all: it may then describe anything.
    anything: bool
    #: Whether one is of the ontology: the hierarchy of classes may then be incomplete.
    ontology: bool
    #: What the IRIs begin with that those which stop in the middle may have described.
    spaces: tuple[str, ...] = ()

    def explains(self, finding: Finding, store: ox.Store) -> bool:
        """Say whether a finding may be gone once the broken files are mended."""
        here = {finding.focus, finding.value}
        if finding.component is None:
            here.add(finding.path)
        if here & self.subjects:
            return True
        is_cut = any(self._may_describe(one, store) for one in here)
        if finding.unchecked:  # a fault of a shape, whatever else the data says
            return is_cut
        if finding.component in _OF_OTHERS:
            return is_cut or self.ontology or self.anything
        if finding.component is None:
            return is_cut or self.anything or bool({finding.path, finding.value} & self.named)
        if finding.component in _OF_ITSELF and _is_plain(finding.path):
            return False
        return self.anything or self.ontology or self._reaches(finding, store)

    def _may_describe(self, term: str | None, store: ox.Store) -> bool:
        """Say whether what nothing describes may stand in what a broken file lacks."""
        if not self.spaces or not term or not term.startswith(tuple(f"<{x}" for x in self.spaces)):
            return False
        return not any(store.quads_for_pattern(ox.NamedNode(term[1:-1]), None, None, None))

    def _reaches(self, finding: Finding, store: ox.Store) -> bool:
        """Say whether a rule that looks further than one property meets what is lost."""
        if finding.focus in self.named:
            return True
        if not finding.focus or not finding.focus.startswith("<"):
            return False
        said = store.quads_for_pattern(ox.NamedNode(finding.focus[1:-1]), None, None, None)
        return any(str(quad.object) in self.subjects for quad in said)


def _is_plain(path: str | None) -> bool:
    return path is None or (path.startswith("<") and path.count("<") == 1 and path.endswith(">"))


def lost(dataset: Dataset) -> Lost:
    """Look into the files of a dataset that could not be read for what they may describe."""
    broken = {fault.graph for fault in dataset.faults if fault.severity is Severity.VIOLATION}
    files = [file for file in dataset.files if file.graph in broken]
    subjects: set[str] = set()
    named: set[str] = set()
    spaces: set[str] = set()
    anything = False
    for file in files:
        tree = file.root.files
        if tree.is_closed(file.path) or not tree.exists(file.path):  # or gone since it was listed
            anything = True
            continue
        if not tree.is_file(file.path):  # a folder or a pipe describes nothing
            continue
        try:
            content = file.read()[:_MOST_BYTES]
        except UnreadableInputError:
            anything = True
            continue
        seen = _look(_text(content), file)
        subjects |= seen.subjects
        named |= seen.named
        if not seen.ends:
            spaces |= _spaces(seen, file)
    ontology = any(file.room is Room.ONTOLOGY for file in files)
    return Lost(frozenset(subjects), frozenset(named), anything, ontology, tuple(sorted(spaces)))


def _spaces(seen: _Seen, file: SourceFile) -> set[str]:
    """Give what the IRIs begin with of which a file that stops in the middle may have more.

    Data describes things, and only the ontology terms.
    """
    ours = f"{file.root.base}/id/"
    likely = (ours, file.root.vocabulary.ldg) if file.room is Room.ONTOLOGY else (ours,)
    if not seen.subjects:  # it may stop before the first of its prefixes
        return {*likely}
    folders = {one[1:-1].rpartition("/")[0] + "/" for one in seen.subjects}
    return {one for one in seen.prefixes | folders if one.startswith(likely)}


def _text(content: bytes) -> str:
    decoded = decode(content)
    return content.decode("utf-16", "replace") if decoded.other_encoding else decoded.text


@dataclass(slots=True)
class _Seen:
    """What a text names, however broken; terms are written as in N-Triples, prefixes are not."""

    subjects: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    #: The IRIs that it declares prefixes for.
    prefixes: set[str] = field(default_factory=set)
    #: Whether its last statement does.
    ends: bool = False


def _look(text: str, file: SourceFile) -> _Seen:
    seen = _Seen()
    prefixes: dict[str, str] = {}
    before = behind = ""
    first = True
    for kind, start, _, word in islice(tokens(text), _MOST_TOKENS):
        if kind in TRIVIA:
            continue
        begins_line = start == 0 or text[start - 1] in "\r\n"
        declares = behind.lower() in {"prefix", "@prefix"} and kind == "iri"
        if declares:
            prefixes[before.rstrip(":")] = resolve(file.graph, word[1:-1])
        elif kind in {"iri", "name"} and before.lower() not in {"prefix", "@prefix", "base"}:
            space, colon, local = word.partition(":")
            iri = resolve(file.graph, word[1:-1]) if kind == "iri" else prefixes.get(space, "")
            if iri or colon:
                whole = f"<{iri if kind == 'iri' else iri + local.replace(chr(92), '')}>"
                seen.named.add(whole)
                if first or begins_line or before == ".":
                    seen.subjects.add(whole)
        first = declares and before != "."
        behind, before = before, word
    seen.prefixes |= {*prefixes.values()}
    seen.ends = before == "."
    return seen


def once(found: Iterable[Finding]) -> list[Finding]:
    """Leave out what says the same of the same place again.

    A value that a list does not have need not be called unknown too; one that nothing describes
    need not be called of the wrong class. The one that is kept stands for the results of shapes
    of those that are left out.
    """
    listed = list(found)
    outside = {_statement(one) for one in listed if one.component == _LISTED}
    missing = {_statement(one) for one in listed if one.code == "verwijzing-naar-niets"}
    kept: dict[object, Finding] = {}
    results: dict[object, list[ShaclResult]] = defaultdict(list)
    of_missing: dict[object, object] = {}
    left_out: list[Finding] = []
    for one in listed:
        here = _statement(one)
        if one.code == "verwijzing-naar-niets" and here in outside:
            continue
        if one.component == _CLASS and here in missing - outside:
            left_out.append(one)
            continue
        same = (one.code, one.position, *sorted(one.messages.items()), one.suggestion)
        key = same if one.position else (same, here)
        kept.setdefault(key, one)
        results[key] += one.results
        if one.code == "verwijzing-naar-niets":
            of_missing.setdefault(here, key)
    for one in left_out:
        results[of_missing[_statement(one)]] += one.results
    return [
        one if len(results[key]) == len(one.results) else replace(one, results=tuple(results[key]))
        for key, one in kept.items()
    ]


def _statement(one: Finding) -> tuple[str | None, str | None, str | None]:
    return one.focus, one.path, one.value

"""A harvest from beginning to end: gather, map, compare, draw up the edits, and try them."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ldgraph.graph.check import check
from ldgraph.graph.places import Room, source_files
from ldgraph.harvest import lblod
from ldgraph.harvest.compare import compare
from ldgraph.harvest.edits import Target, draw
from ldgraph.harvest.errors import SettingError, SourceError
from ldgraph.harvest.gathered import of_quads
from ldgraph.harvest.ours import ours
from ldgraph.harvest.proposal import Question
from ldgraph.harvest.rdf import format_of_file, parse
from ldgraph.harvest.source import Kind
from ldgraph.turtle.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.harvest.edits import Drawn, Rewritten
    from ldgraph.harvest.gathered import Gathered
    from ldgraph.harvest.proposal import Proposed
    from ldgraph.harvest.source import Source

#: Where what each mapping reads is published.
PUBLISHERS = {
    "gemeenteregister": "https://basisregisters.vlaanderen.be",
    "lblod": "https://centrale-vindplaats.lblod.info",
    "lpdc": "https://productencatalogus.data.vlaanderen.be",
}
#: Bytes of the largest file that is read.
MOST_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Harvest:
    """What came of a harvest; nothing is written yet."""

    source: Source
    gathered: Gathered
    proposed: Proposed
    drawn: Drawn
    #: What a check would find with the edits made, and does not find now.
    findings: tuple[Finding, ...]


def gather_file(source: Source) -> Gathered:
    """Read a source that is a file.

    Raises:
        SourceError: It is too large, or not of a form that is read.
    """
    path = Path(source.address)
    form = format_of_file(path.suffix)
    if form is None:
        raise SourceError(
            f"'{path}': wanted a file .ttl, .nt, .nq, .trig or .jsonld",
            f"'{path}': geef een bestand .ttl, .nt, .nq, .trig of .jsonld",
        )
    content = read_bytes(path)
    if len(content) > MOST_BYTES:
        raise SourceError(f"'{path}' is too large", f"'{path}' is te groot")
    return of_quads(parse(content, form, path.resolve().as_uri()))


def harvest(source: Source, gathered: Gathered, dataset: Dataset, root: Root, on: date) -> Harvest:
    """Compare what was gathered with a root, and draw up what it proposes.

    Raises:
        HarvestEditError: An edit would say something else; a fault of the program.
    """
    mine = ours(dataset, root)
    observed = lblod.observe(gathered.graph())
    observed.left[:0] = gathered.left
    proposed = compare(observed, mine, on)
    drawn = draw(proposed.proposals, mine, _target(source, root), on)
    for one in drawn.elsewhere:
        proposed.questions.append(
            Question(
                one.source,
                one.label,
                f"dit staat in een andere root of een ander soort bestand: {one.before} → {one.after}",
                f"this stands in another root or kind of file: {one.before} → {one.after}",
                (one.subject,),
            )
        )
    proposed.proposals = drawn.kept
    return Harvest(source, gathered, proposed, drawn, tuple(tried(root, drawn.files, on)))


def _target(source: Source, root: Root) -> Target:
    given = source.file or f"data/openbaar/besturen/oogst-{source.name}.ttl"
    path = (root.path / given).resolve()
    public = (root.path / "data" / "openbaar").resolve()
    if not path.is_relative_to(public) or path.suffix != ".ttl":
        raise SettingError(
            f"'{given}': what is harvested goes to a .ttl file below data/openbaar",
            f"'{given}': wat geoogst wordt, gaat naar een .ttl-bestand onder data/openbaar",
        )
    return Target(path, f"Geoogst uit {source.name}", source.cited or cited(source))


def cited(source: Source) -> str:
    """Give what to name as the source in what is written: where anyone can find it."""
    host = urlsplit(source.address).hostname or ""
    is_here = source.kind is Kind.FILE or "." not in host or re.fullmatch(r"[\d.]+", host)
    return PUBLISHERS[source.mapping] if is_here else source.shown


def tried(root: Root, files: Sequence[Rewritten], on: date) -> list[Finding]:
    """Give what a check of the public files finds with the edits and did not find before."""
    if not files:
        return []
    now = [one for one in source_files(root) if one.room is not Room.RESTRICTED]
    known = Counter(map(_essence, check(root, on=on, files=now)))
    changed = {one.file.path: one for one in files}
    with tempfile.TemporaryDirectory() as folder:
        then = [one for one in now if one.path not in changed]
        for number, one in enumerate(files):
            draft = Path(folder) / f"{number}.ttl"
            draft.write_bytes(one.new)
            then.append(replace(one.file, path=draft))
        after = check(root, on=on, files=then)
    found = []
    for one in after:
        known[_essence(one)] -= 1
        if known[_essence(one)] < 0:
            found.append(one)
    return found


def _essence(one: Finding) -> Sequence[object]:
    """Give what makes a finding the same after lines moved."""
    file = one.position.file if one.position else None
    return (one.code, one.severity, file, one.focus, one.path, one.value, one.counts)

"""A harvest from beginning to end: gather, map, compare, draw up the edits, and try them."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox

from ldgraph.graph.check import check
from ldgraph.graph.places import file_to_be, source_files
from ldgraph.harvest import lblod, lpdc, register
from ldgraph.harvest.address import place
from ldgraph.harvest.compare import compare
from ldgraph.harvest.edits import Target, draw
from ldgraph.harvest.errors import SettingError, SourceError
from ldgraph.harvest.exchange import Limits
from ldgraph.harvest.gathered import of_file
from ldgraph.harvest.ldes import Follower
from ldgraph.harvest.observed import Left
from ldgraph.harvest.ours import ours
from ldgraph.harvest.polite import Client, Pace
from ldgraph.harvest.proposal import Question
from ldgraph.harvest.rdf import format_of_file, parse
from ldgraph.harvest.services import compare_services
from ldgraph.harvest.source import MAPPINGS, Kind
from ldgraph.harvest.state import State
from ldgraph.intake.placing import is_invented
from ldgraph.turtle.read import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ldgraph.errors import Finding
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.harvest.edits import Drawn, Rewritten
    from ldgraph.harvest.gathered import Gathered
    from ldgraph.harvest.observed import Observed
    from ldgraph.harvest.ours import Ours
    from ldgraph.harvest.proposal import Proposed
    from ldgraph.harvest.quads import Graph
    from ldgraph.harvest.source import Source

#: Where what each mapping reads is published.
PUBLISHERS = {
    "gemeenteregister": "https://basisregisters.vlaanderen.be",
    "lblod": "https://centrale-vindplaats.lblod.info",
    "lpdc": "https://productencatalogus.data.vlaanderen.be",
}
#: Bytes of the largest file that is read.
MOST_BYTES = 256 << 20


#: What reads each mapping.
_MAPPED = {"gemeenteregister": register, "lblod": lblod, "lpdc": lpdc}


@dataclass(frozen=True, slots=True)
class Way:
    """How a source is asked."""

    #: The folder that keeps what was fetched.
    state: Path
    environment: Mapping[str, str]
    allow_private: bool = False
    keep: bool = True
    limits: Limits = field(default_factory=Limits)
    pace: Pace | None = None
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True, slots=True)
class Harvest:
    """What came of a harvest; nothing is written yet."""

    source: Source
    gathered: Gathered
    proposed: Proposed
    drawn: Drawn
    #: What a check would find with the edits made, and does not find now.
    findings: tuple[Finding, ...]
    #: Why a source cannot be what its mapping reads; None where something of it was mapped.
    foreign: SourceError | None = None


def gather(source: Source, root: Root, way: Way) -> Gathered:
    """Fetch a source, or what is new of it.

    Raises:
        SourceError: It could not be read, or not wholly; what was fetched is kept.
        SettingError: An address may not be asked.
    """
    if source.kind is Kind.FILE:
        return _file(source)
    key = _key(source, way.environment)
    client = Client(
        f"ldgraph/{version('ldgraph')} (oogst)",
        way.limits,
        way.pace or Pace(pause=source.pause),
        way.allow_private,
        key,
        place(source.address).origin if key else None,
    )
    state = State(way.state, source.shown, keep=way.keep)
    graph = f"{root.base}/doc/graaf/oogst/{source.name}"
    if source.kind is Kind.SPARQL:
        from ldgraph.harvest.sparql import Endpoint  # noqa: PLC0415 (rdflib takes a while)

        endpoint = Endpoint(client, source.address, source.graph, source.page, way.progress, state)
        mapping = _MAPPED[source.mapping]
        found = endpoint.gather(mapping.CLASSES, mapping.FOLLOWED)
    else:
        follower = Follower(
            client,
            state,
            frozenset(one.lower() for one in source.hosts),
            _moment(source),
            {one: read_bytes(root.path / file) for one, file in source.contexts.items()},
            way.progress,
        )
        found = follower.follow(source.address)
    state.finished(found.triples, graph, pages_last=source.kind is Kind.LDES)
    return found


def _key(source: Source, environment: Mapping[str, str]) -> tuple[str, str] | None:
    if source.header is None or source.variable is None:
        return None
    value = environment.get(source.variable, "")
    if not value or not value.isascii() or not value.isprintable():
        raise SettingError(
            f"source '{source.name}' needs a key in the variable {source.variable}",
            f"bron '{source.name}' heeft een sleutel nodig in de variabele {source.variable}",
        )
    return source.header, value


def _moment(source: Source) -> datetime | None:
    if source.since is None:
        return None
    return datetime.combine(date.fromisoformat(source.since), time(), UTC)


def _file(source: Source) -> Gathered:
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
    return of_file(parse(content, form, path.resolve().as_uri()))


def harvest(  # noqa: PLR0913 (what is compared, and how)
    source: Source,
    gathered: Gathered,
    dataset: Dataset,
    root: Root,
    on: date,
    *,
    only: Collection[str] = (),
) -> Harvest:
    """Compare what was gathered with a root, and draw up what it proposes.

    Args:
        source: Where it came from.
        gathered: What was gathered.
        dataset: The root as it was read; restricted files are of no use here.
        root: The root.
        on: The day of the comparison.
        only: The kinds of proposals that are wanted; all if it is empty.

    Raises:
        HarvestEditError: An edit would say something else; a fault of the program.
    """
    mine = ours(dataset, root)
    graph = gathered.graph()
    observed = _MAPPED[source.mapping].observe(graph)
    foreign = _foreign(source, graph, observed)
    observed.left[:0] = gathered.left
    if source.mapping == "lpdc":
        proposed = compare_services(observed, mine, on, gathered.gone)
    else:
        proposed = compare(observed, mine, on)
        proposed.left += [
            Left(
                iri,
                "de bron nam dit weg; hier blijft het staan",
                "its source took this away; here it stays",
            )
            for iri in sorted(gathered.gone)
        ]
    if only:
        proposed.proposals = [one for one in proposed.proposals if one.what in only]
    drawn = draw(proposed.proposals, mine, _target(source, root, mine), on)
    for one in drawn.elsewhere:
        change = f"{one.before} → {one.after}".strip(" →")
        proposed.questions.append(
            Question(
                one.source,
                one.label,
                f"dit staat in een andere root, of in meer dan één bestand: {change}",
                f"this stands in another root, or in more than one file: {change}",
                (one.subject,),
            )
        )
    proposed.proposals = sorted(drawn.kept, key=lambda one: (one.what, one.subject, one.after))
    findings = tuple(tried(root, drawn.files, on))
    return Harvest(source, gathered, proposed, drawn, findings, foreign)


def _foreign(source: Source, graph: Graph, observed: Observed) -> SourceError | None:
    """Say that nothing of a source was mapped: that it proposes nothing would look like success."""
    number = sum(isinstance(one, ox.NamedNode) for one in graph.subjects())
    # A stream may have nothing new, or only things that it took away.
    nothing_new = source.kind is Kind.LDES and not number
    if observed.bodies or observed.mergers or observed.services or nothing_new:
        return None
    mapping = _MAPPED[source.mapping]
    classes, (dutch, english) = ", ".join(mapping.CLASSES), mapping.NEEDED
    return SourceError(
        f"source '{source.name}': of {number} things read, mapping '{source.mapping}' recognised "
        f"none. It reads things of class {classes}, with {english}. Is it the right mapping "
        f"({', '.join(MAPPINGS)})?",
        f"bron '{source.name}': van {number} gelezen dingen herkende mapping '{source.mapping}' er "
        f"geen. Die leest dingen van klasse {classes}, met {dutch}. Is het de juiste mapping "
        f"({', '.join(MAPPINGS)})?",
    )


def _target(source: Source, root: Root, mine: Ours) -> Target:
    folder = "catalogus" if source.mapping == "lpdc" else "besturen"
    given = source.file or f"data/openbaar/{folder}/oogst-{source.name}.ttl"
    path = (root.path / given).resolve()
    public = (root.path / "data" / "openbaar").resolve()
    if not path.is_relative_to(public) or path.suffix != ".ttl":
        raise SettingError(
            f"'{given}': what is harvested goes to a .ttl file below data/openbaar",
            f"'{given}': wat geoogst wordt, gaat naar een .ttl-bestand onder data/openbaar",
        )
    file = file_to_be(root, path)
    fictional = is_invented(file, None, mine.dataset, root)
    return Target(path, f"Geoogst uit {source.name}", source.cited or cited(source), fictional)


def cited(source: Source) -> str:
    """Give what to name as the source in what is written: where anyone can find it."""
    host = urlsplit(source.address).hostname or ""
    is_here = source.kind is Kind.FILE or "." not in host or re.fullmatch(r"[\d.]+", host)
    return PUBLISHERS[source.mapping] if is_here else source.shown


def tried(root: Root, files: Sequence[Rewritten], on: date) -> list[Finding]:
    """Give what a check of the public files finds with the edits and did not find before."""
    if not files:
        return []
    now = [one for one in source_files(root) if not one.restricted]
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
    for finding in after:
        known[_essence(finding)] -= 1
        if known[_essence(finding)] < 0:
            found.append(finding)
    return found


def _essence(one: Finding) -> Sequence[object]:
    """Give what makes a finding the same after lines moved."""
    file = one.position.file if one.position else None
    return (one.code, one.severity, file, one.focus, one.path, one.value, one.counts)

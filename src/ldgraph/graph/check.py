"""Every finding of a root: of reading, of names and files, and of the shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ldgraph.errors import Finding, Position, Severity
from ldgraph.graph.crosscheck import crosscheck
from ldgraph.graph.fits import unfitting
from ldgraph.graph.fixes import Pen, safe_where_own
from ldgraph.graph.hidden import mark_restricted
from ldgraph.graph.load import load
from ldgraph.graph.locate import Locator
from ldgraph.graph.places import CONFIG, files_beside, shown_path, source_files, unread_files
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.graph.rooms import misplaced
from ldgraph.graph.sift import lost, once
from ldgraph.graph.validate import Validation
from ldgraph.graph.valued import unknown_datatypes
from ldgraph.graph.waive import waive
from ldgraph.graph.written import written

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root, SourceFile


def check(  # noqa: PLR0913 (what is read, how, and on which day)
    root: Root,
    beside: Iterable[Path] = (),
    progress: Callable[[int, int], None] | None = None,
    engine: str = "fast",
    on: dt.date | None = None,
    *,
    files: Sequence[SourceFile] | None = None,
) -> list[Finding]:
    """Read a root and give everything that is wrong with it.

    What kept something from being checked (``Finding.unchecked``) comes first, then the rest,
    each ordered by place. What may only follow from a file that could not be read is left out.

    Args:
        root: The root to check, with the roots that it extends.
        beside: Files or folders outside the root to check against it.
        progress: Called with files read and files in all, then with shapes run and shapes in all.
        engine: Which engine runs the shapes, of ``validate.ENGINES``.
        on: The day on which waivers have to hold; without one none is looked at.
        files: What to read as the files of the root, where that is not what lies there now.
    """
    given = list(beside)
    own = source_files(root) if files is None else files
    dataset = load([*own, *files_beside(root, given)], progress)
    validation = Validation(dataset, prefixes_of(root), engine, progress)
    return findings(root, given, dataset, Locator(dataset), validation, on=on)


def findings(  # noqa: PLR0913 (all that is known of a root)
    root: Root,
    given: Sequence[Path],
    dataset: Dataset,
    locator: Locator,
    validation: Validation,
    *,
    strays: Iterable[ox.Quad] | None = None,
    on: dt.date | None = None,
) -> list[Finding]:
    """Give what ``check`` gives, of what was read and validated already.

    Args:
        root: As for ``check``.
        given: As ``beside`` there.
        dataset: What was read.
        locator: Of the dataset.
        validation: Of the dataset.
        strays: What ``fits.astray`` gives, where it is known.
        on: As for ``check``.
    """
    found = [
        *crosscheck(dataset, root, locator),
        *unknown_datatypes(dataset, root, locator, Pen(dataset)),
        *written(dataset, root),
        *misplaced(dataset, root, locator),
        *unfitting(dataset, root, locator, strays),
        *validation.findings(dataset, locator),
    ]
    if dataset.faults:
        gone = lost(dataset)
        found = [one for one in found if not gone.explains(one, dataset.store)]
    told = [*_faults(dataset), *_without_shapes(dataset, root), *_unread(root, given), *found]
    told = safe_where_own(told, dataset, root)
    if on:
        told = waive(told, dataset, root, locator, on)
    named = [_named(one, locator) for one in told]
    told = once(sorted(named, key=lambda one: (not one.unchecked, one.sort_key())))
    return mark_restricted(told, dataset)


def _named(finding: Finding, locator: Locator) -> Finding:
    """Name blank nodes so that they have the same name in another report."""
    focus, value = (locator.described(finding.graph, one) for one in (finding.focus, finding.value))
    if (focus, value) == (finding.focus, finding.value):
        return finding
    return replace(finding, focus=focus, value=value)


def _faults(dataset: Dataset) -> Iterator[Finding]:
    for one in dataset.faults:
        yield replace(one, unchecked=one.severity is Severity.VIOLATION)


def _without_shapes(dataset: Dataset, root: Root) -> Iterator[Finding]:
    """Say that nothing holds for a root: with nothing to check against, all would be good."""
    broken = {fault.position.file for fault in dataset.faults if fault.position}
    if len(dataset.shapes) or any(file.shown in broken for file in dataset.files):
        return
    messages = {
        "nl": "deze root heeft geen vormen, dus er is niets om tegen na te kijken: zet ze in "
        "shapes/, of breid een root uit die ze heeft (extends)",
        "en": "this root has no shapes, so there is nothing to check against: put them in "
        "shapes/, or extend a root that has them (extends)",
    }
    at = Position(shown_path(root.path / CONFIG), 1, 1, 1, 1)
    yield Finding("no-shapes", Severity.VIOLATION, messages, at, unchecked=True)


def _unread(root: Root, given: Iterable[Path]) -> Iterator[Finding]:
    """Say which files lie in a root and look like RDF, and are not read."""
    apart = {path.resolve() for path in given}
    messages = {
        "nl": "dit bestand wordt niet gelezen: zet het om naar Turtle (.ttl), of haal het hier weg",
        "en": "this file is not read: turn it into Turtle (.ttl), or take it away from here",
    }
    for file in unread_files(root):
        if file.path not in apart:
            at = Position(file.shown, 1, 1, 1, 1)
            yield Finding(
                "file-not-read",
                Severity.WARNING,
                messages,
                at,
                graph=file.graph,
                restricted=file.restricted,
            )

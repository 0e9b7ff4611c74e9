"""Proposals as new texts of Turtle files: what is not edited stays, character by character.

A value is replaced where it stands. What is added to a thing goes to the end of its block in a file
that people write; what is added to one that an import wrote goes to a file of the harvest's own,
for the next import would otherwise stop at that file. A correction of what an import wrote is
proposed where it stands, and named: the tables of the import need it too.

Whether a new text says what was meant is looked at: all that the old one said, but for what is
replaced, and what is added.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.errors import LdgraphError
from ldgraph.graph.fixes import is_own
from ldgraph.graph.places import file_to_be
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.harvest.errors import HarvestEditError
from ldgraph.harvest.inside import edited_inside, written
from ldgraph.harvest.proposal import Add, Describe, Proposal, Replace
from ldgraph.intake.filing import added, new_file
from ldgraph.intake.house import Block, text, typed
from ldgraph.terms import RDF
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.terms import key
from ldgraph.turtle.text import BOM
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ldgraph.graph.places import SourceFile
    from ldgraph.harvest.ours import Ours
    from ldgraph.harvest.proposal import Value
    from ldgraph.intake.filing import Written


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A file with its old and new text; the old is None where there is no file yet."""

    file: SourceFile
    old: bytes | None
    new: bytes
    #: Whether an import wrote it: its tables have to say the same.
    imported: bool


@dataclass(slots=True)
class Drawn:
    """Proposals as texts, and those that no file of this root can say."""

    files: list[Rewritten] = field(default_factory=list)
    kept: list[Proposal] = field(default_factory=list)
    #: What cannot be proposed here: the thing stands in another root.
    elsewhere: list[Proposal] = field(default_factory=list)


def draw(proposals: Iterable[Proposal], ours: Ours, target: Target, on: date) -> Drawn:
    """Make the new texts of files.

    Args:
        proposals: What to propose.
        ours: The root as it was read.
        target: Where what is new goes.
        on: The day of the change.

    Raises:
        HarvestEditError: A text would not say what was meant; a fault of the program.
    """
    drawn = Drawn()
    desk = _Desk(ours, target)
    for one in proposals:
        placed = desk.place(one)
        if placed is None:
            drawn.elsewhere.append(one)
            continue
        drawn.kept.append(one)
        for file, edit in placed:
            desk.take(file, edit)
    drawn.files = desk.texts(on)
    return drawn


@dataclass(frozen=True, slots=True)
class Target:
    """The file for what has no place yet, and how it describes itself where it is new."""

    path: Path
    title: str
    #: The source, as an IRI, where it is one that may be named.
    source: str
    fictional: bool = False


@dataclass(slots=True)
class _Desk:
    """Files that are to be edited, each with its edits."""

    ours: Ours
    target: Target
    _edits: dict[str, list[Replace | Add | Describe]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _files: dict[str, SourceFile] = field(default_factory=dict)
    _own: dict[str, bool] = field(default_factory=dict)
    _new: dict[str, str] = field(default_factory=dict)

    def place(self, one: Proposal) -> list[tuple[SourceFile, Replace | Add | Describe]] | None:
        """Say in which file each edit goes; None where one cannot be made in this root."""
        placed = []
        here = {edit.subject for edit in one.edits if isinstance(edit, Describe)}
        for edit in one.edits:
            file = self._file_for(edit, here)
            if file is None:
                return None
            placed.append((file, edit))
        return placed

    def _file_for(self, edit: Replace | Add | Describe, here: set[str]) -> SourceFile | None:
        if isinstance(edit, Replace):
            graphs = [
                quad.graph_name.value  # type: ignore[union-attr]
                for quad in self.ours.store.quads_for_pattern(
                    ox.NamedNode(edit.subject), ox.NamedNode(edit.predicate), edit.old, None
                )
            ]
            return self.ours.files.get(graphs[0]) if len(graphs) == 1 else None
        if isinstance(edit, Add) and edit.subject not in here:
            for graph in self.ours.where_described(edit.subject):
                file = self.ours.files.get(graph)
                if file and self._is_own(file):
                    return file
        return self._target()

    def _target(self) -> SourceFile:
        file = file_to_be(self.ours.root, self.target.path)
        return self.ours.files.get(file.graph, file)

    def _is_own(self, file: SourceFile) -> bool:
        if file.graph not in self._own:
            self._own[file.graph] = is_own(file, self.ours.root)
        return self._own[file.graph]

    def take(self, file: SourceFile, edit: Replace | Add | Describe) -> None:
        """Add an edit to a file."""
        self._files[file.graph] = file
        if edit not in self._edits[file.graph]:
            self._edits[file.graph].append(edit)

    def texts(self, on: date) -> list[Rewritten]:
        """Give the files as they would be."""
        found = []
        for graph, file in sorted(self._files.items(), key=lambda one: one[1].shown):
            old = read_bytes(file.path, file.shown) if file.path.exists() else None
            imported = old is not None and not self._is_own(file)
            new = self._text(file, old, self._edits[graph], on)
            found.append(Rewritten(file, old, new, imported))
        return found

    def _text(
        self,
        file: SourceFile,
        old: bytes | None,
        edits: Sequence[Replace | Add | Describe],
        on: date,
    ) -> bytes:
        known = prefixes_of(self.ours.root)
        whole = old
        there = self._described_in(file) if whole is not None else set()
        apart, inside = _sorted(edits, there)
        if whole is not None:
            whole = edited_inside(whole, file, inside, on)
        if apart:
            whole = self._with_blocks(whole, apart, known, on)
        assert whole is not None
        _compare(file, old, whole, edits)
        return whole

    def _described_in(self, file: SourceFile) -> set[str]:
        found = self.ours.store.quads_for_pattern(None, None, None, ox.NamedNode(file.graph))
        return {str(getattr(one.subject, "value", "")) for one in found}

    def _with_blocks(
        self, whole: bytes | None, things: Sequence[Describe], known: Mapping[str, str], on: date
    ) -> bytes:
        first, *more = [_block(one) for one in things]
        if whole is None:
            whole = new_file(
                f"{self.target.title}.", self._header(on), first, known
            ).content.encode()
            if not more:
                return whole
            first, *more = more
        return added(whole, first, known, on.isoformat(), *more).content.encode()

    def _header(self, on: date) -> Written:
        def graph(_: Mapping[str, str]) -> Block:
            return Block(
                "<>",
                [
                    ("a", ["ldg:Graaf"]),
                    ("dct:title", [text(self.target.title, "nl")]),
                    ("dct:source", [f"<{self.target.source}>"] if self.target.source else []),
                    ("dct:modified", [typed(on.isoformat(), "xsd:date")]),
                    ("dct:accessRights", ["toegang:PUBLIC"]),
                    ("ldg:fictief", ["true"] if self.target.fictional else []),
                ],
            )

        return graph


def _block(one: Describe) -> Written:
    def block(prefixes: Mapping[str, str]) -> Block:
        rows = [
            (
                "a" if predicate == RDF + "type" else shorten(predicate, prefixes),
                [written(value, prefixes) for value in values],
            )
            for predicate, values in one.rows
        ]
        return Block(shorten(one.subject, prefixes), rows)

    return block


def _sorted(
    edits: Sequence[Replace | Add | Describe], there: set[str]
) -> tuple[list[Describe], list[Replace | Add]]:
    """Part edits into blocks to be added, each of one thing, and edits of what is there."""
    blocks: dict[str, dict[str, list[Value]]] = {}
    inside: list[Replace | Add] = []
    for one in edits:
        if isinstance(one, Describe):
            rows = blocks.setdefault(one.subject, {})
            for predicate, values in one.rows:
                rows.setdefault(predicate, []).extend(values)
    for one in edits:
        if isinstance(one, Replace) or (
            isinstance(one, Add) and one.subject in there and one.subject not in blocks
        ):
            inside.append(one)
        elif isinstance(one, Add):
            said = blocks.setdefault(one.subject, {}).setdefault(one.predicate, [])
            if one.value not in said:
                said.append(one.value)
    return [Describe(subject, list(rows.items())) for subject, rows in blocks.items()], inside


def _compare(
    file: SourceFile, old: bytes | None, new: bytes, edits: Sequence[Replace | Add | Describe]
) -> None:
    """See that a new text says what the old one said, with the edits made.

    Raises:
        HarvestEditError: It does not.
    """
    try:
        before, after = _said(old or b"", file.graph), _said(new, file.graph)
    except (SyntaxError, ValueError) as error:
        raise _other(file) from error
    for one in edits:
        subject = f"<{one.subject}>"
        if isinstance(one, Replace):
            before.discard((subject, f"<{one.predicate}>", key(one.old)))
            before.add((subject, f"<{one.predicate}>", key(one.new)))
        elif isinstance(one, Add):
            before.add((subject, f"<{one.predicate}>", key(one.value)))
        else:
            before |= {
                (subject, f"<{predicate}>", key(value))
                for predicate, values in one.rows
                for value in values
            }
    # What the file says of itself changes too: its day, and all of a new file's header.
    about = f"<{file.graph}>"
    if {one for one in before if one[0] != about} != {one for one in after if one[0] != about}:
        raise _other(file)


def _said(content: bytes, base: str) -> set[tuple[str, str, str]]:
    read = ox.parse(content.removeprefix(BOM), ox.RdfFormat.TURTLE, base_iri=base)
    return {(key(one.subject), key(one.predicate), key(one.object)) for one in read}


def _other(file: SourceFile) -> HarvestEditError:
    return HarvestEditError(
        f"'{file.shown}' would say something else than was proposed: nothing was written",
        f"'{file.shown}' zou iets anders zeggen dan voorgesteld is: niets is geschreven",
    )


def carry_out(files: Sequence[Rewritten]) -> None:
    """Write the new texts, all of them or none, unless one was changed since it was read.

    Raises:
        HarvestEditError: A file was changed meanwhile; nothing was written.
        UnwritableFileError: A file could not be written; those before it have their old text.
    """
    for one in files:
        now = read_bytes(one.file.path, one.file.shown) if one.file.path.exists() else None
        if now != one.old:
            raise HarvestEditError(
                f"'{one.file.shown}' was changed meanwhile: nothing was written; try again",
                f"'{one.file.shown}' is intussen gewijzigd: niets is geschreven; probeer opnieuw",
            )
    begun: list[Rewritten] = []
    try:
        for one in files:
            begun.append(one)
            write_atomic(one.file.path, one.new.decode())
    except BaseException:
        for one in begun:
            _put_back(one)
        raise


def _put_back(one: Rewritten) -> None:
    """Give a file its old text; what cannot be put back is in the message of what went wrong."""
    with contextlib.suppress(LdgraphError, OSError):
        if one.old is None:
            one.file.path.unlink(missing_ok=True)
        elif read_bytes(one.file.path) == one.new:
            write_atomic(one.file.path, one.old.decode())

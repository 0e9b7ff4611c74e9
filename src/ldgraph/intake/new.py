"""Put a new thing into a root: identifier, file and statements, all checked before any is written.

The root is checked as it is and as it would be. Whatever the second check finds and the first did
not is the new thing's, wherever it stands; where that blocks, nothing is written.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import LdgraphError
from ldgraph.graph.check import check
from ldgraph.graph.kinds import fields_of
from ldgraph.graph.places import source_files
from ldgraph.graph.prefixes import shorten
from ldgraph.intake.filing import Filed, added, new_file
from ldgraph.intake.house import Block, text, typed
from ldgraph.intake.mint import mint
from ldgraph.intake.placing import SUPPLEMENT, Readers, is_invented, named_place, place
from ldgraph.intake.values import written
from ldgraph.terms import DCT, TYPE
from ldgraph.turtle.read import read_bytes
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from ldgraph.errors import Finding
    from ldgraph.graph.kinds import Field
    from ldgraph.graph.places import Root, SourceFile
    from ldgraph.intake.draft import Draft
    from ldgraph.intake.mint import Setting, Taken
    from ldgraph.intake.values import Value

_SOURCE = DCT + "source"


class ChangedMeanwhileError(LdgraphError):
    """Somebody else wrote the file after it was read; it is left as they left it."""

    def __init__(self, shown: str) -> None:
        super().__init__(
            f"'{shown}' was changed meanwhile, so nothing was written: try again",
            f"'{shown}' is ondertussen gewijzigd, dus niets is geschreven: probeer opnieuw",
        )


class Target(NamedTuple):
    """The file that a thing goes into, and its IRI."""

    iri: str
    file: SourceFile
    #: What is in the file; None where there is none yet.
    old: bytes | None
    #: The government that a new file is about, if it is about one alone.
    government: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """What a new file says of itself, beside what follows from its place."""

    title: str | None = None
    source: Value | None = None


def target_of(
    draft: Draft, setting: Setting, in_use: Taken, wanted: str | None, file: Path | None
) -> Target:
    """Say what a thing will be called, and where it goes.

    Raises:
        IdentifierError: The identifier asked for cannot be given.
        PlaceError: The file asked for cannot be written.
        UnreadableInputError: The file cannot be read.
    """
    root = setting.root
    iri = mint(draft.kind, draft.said, setting, in_use, wanted)
    facts: dict[str, Sequence[Value]] = {TYPE: [ox.NamedNode(draft.kind.iri)], **draft.said}
    space = f"{root.base}/id/{draft.kind.word}/"
    where = (
        place(draft.kind, facts, space, draft.dataset, root)
        if file is None
        else named_place(file, draft.dataset, root)
    )
    is_there = where.path.exists() or where.path.is_symlink()
    old = read_bytes(where.path, where.shown) if is_there else None
    government = Readers(draft.kind, draft.said, draft.dataset).government
    return Target(iri, where, old, government if where.restricted else None)


def source_field(draft: Draft) -> Field:
    """Give what a file's own source has to be."""
    graph = draft.dataset.vocabulary.ldg + "Graaf"
    fields = fields_of(draft.dataset, draft.values.prefixes, graph)
    return next(one for one in fields if one.path == _SOURCE)


def header_source(draft: Draft) -> Value | None:
    """Give the source of a new file: that of the first thing in it, if it has one."""
    return next(iter(draft.said.get(_SOURCE, [])), None)


def filed(draft: Draft, target: Target, header: Header, root: Root, on: date) -> Filed:
    """Make the file as it will be."""

    def block(prefixes: Mapping[str, str]) -> Block:
        rows = [("a", [shorten(draft.kind.iri, prefixes)])]
        for path, values in draft.facts(target.iri):
            rows.append((shorten(path, prefixes), [written(one, prefixes) for one in values]))
        return Block(shorten(target.iri, prefixes), rows)

    prefixes = draft.values.prefixes
    if target.old is not None:
        return added(target.old, block, prefixes, on.isoformat())
    # It stands in a comment too, which has one line.
    given = " ".join("".join(filter(_is_shown, header.title or "")).split())
    title = given.rstrip(" .") or _title(draft, target)
    invented = is_invented(target.file, target.government, draft.dataset, root)

    def graph(prefixes: Mapping[str, str]) -> Block:
        source = [written(header.source, prefixes)] if header.source else []
        access = "toegang:NON_PUBLIC" if target.file.restricted else "toegang:PUBLIC"
        readers = [shorten(target.government, prefixes)] if target.government else []
        return Block(
            "<>",
            [
                ("a", ["ldg:Graaf"]),
                ("dct:title", [text(title, "nl")]),
                ("dct:source", source),
                ("dct:modified", [typed(on.isoformat(), "xsd:date")]),
                ("dct:accessRights", [access]),
                ("ldg:leesbaarVoor", readers),
                ("ldg:fictief", ["true"] if invented else []),
            ],
        )

    return new_file(f"{title}.", graph, block, prefixes)


def _is_shown(character: str) -> bool:
    return character.isprintable() or character.isspace()


def _title(draft: Draft, target: Target) -> str:
    if target.government:
        return f"Feiten over {target.government.rsplit('/', 1)[-1]}"
    if target.file.restricted:
        return "Feiten over meerdere besturen of geen enkel"
    word = draft.kind.word.capitalize()
    return f"{word}: aanvullingen" if target.file.path.stem == SUPPLEMENT else word


def findings(
    root: Root, target: Target, content: str, on: date, before: Iterable[Finding]
) -> list[Finding]:
    """Give what a check finds with the file as it will be and did not find before.

    What keeps a check from being whole is given too, whenever it was there.
    """
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "nieuw.ttl"
        draft.write_text(content, "utf-8", newline="")
        files = [one for one in source_files(root) if one.path != target.file.path]
        after = check(root, on=on, files=[*files, replace(target.file, path=draft)])
    known = Counter(map(_essence, before))
    found = []
    for one in after:
        known[_essence(one)] -= 1
        if one.unchecked or known[_essence(one)] < 0:
            found.append(one)
    return found


def _essence(one: Finding) -> Sequence[object]:
    """Give what makes a finding the same after lines moved."""
    file = one.position.file if one.position else None
    return (one.code, one.severity, file, one.focus, one.path, one.value, one.counts)


def save(target: Target, content: str) -> None:
    """Write the file, unless it was changed since it was read.

    Raises:
        ChangedMeanwhileError: It was.
        UnwritableFileError: It cannot be written.
    """
    path = target.file.path
    now = read_bytes(path, target.file.shown) if path.exists() else None
    if now != target.old:
        raise ChangedMeanwhileError(target.file.shown)
    write_atomic(path, content)

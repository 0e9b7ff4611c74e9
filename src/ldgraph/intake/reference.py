"""``ldgraph import reference``: a folder of reference tables becomes files of the public root.

The output depends on the tables alone, so a new edition of a source is a diff to review; a file
of which nothing else changed keeps its ``dct:modified``. What someone edited by hand since the last
import is never overwritten unasked (``mark.py``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import EditedByHandError, LdgraphError, UnreadableInputError
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.intake.house import Block, layout, text, typed
from ldgraph.intake.mark import is_untouched, marked, unmarked
from ldgraph.intake.plan import DEFAULT_GROUPS, GROUPS, Planned
from ldgraph.turtle.write import write_atomic

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ldgraph.graph.places import Root

_MODIFIED = re.compile(r'^    dct:modified "(\d{4}-\d\d-\d\d)"\^\^xsd:date ;$', re.MULTILINE)


class Written(NamedTuple):
    """Files that changed and files that were already right, relative to the root."""

    changed: list[str]
    unchanged: list[str]


def import_reference(  # noqa: PLR0913 (what to read, where to write, two dates, two choices)
    source: Path,
    root: Root,
    read_on: str,
    *,
    on: date,
    only: Collection[str] = DEFAULT_GROUPS,
    dry_run: bool = False,
    overwrite: bool = False,
) -> Written:
    """Read the tables in ``source`` and write public files of ``root``.

    Args:
        source: Folder with the reference tables.
        root: The root to write into; nothing is written unless every table could be read.
        read_on: Month in which the tables were copied from their sources (``2026-11``).
        on: Day that a changed file says it was changed on.
        only: Groups to write; ``mappings`` and ``selection-matrix`` are not among the default ones.
        dry_run: Only say which files would change.
        overwrite: Write over files that were edited by hand too.

    Raises:
        UnreadableInputError: A table is missing or not as expected, or a file of the root that
            would be written cannot be read.
        EditedByHandError: Files that would be written were edited since the last import; none was
            written.
        LdgraphError: ``read_on`` is no month.
    """
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", read_on):
        raise LdgraphError(
            f"'{read_on}' is no month: wanted one such as 2026-11",
            f"'{read_on}' is geen maand: geef er een zoals 2026-11",
        )
    if not source.is_dir():
        raise UnreadableInputError(
            source,
            "not a folder; wanted the folder with the tables",
            "geen map; geef de map met de tabellen",
        )
    prefixes = prefixes_of(root)
    groups = [make for name, make in GROUPS.items() if name in only]
    planned = [file for make in groups for file in make(source, read_on, root.base)]
    wanted: dict[str, str] = {}
    unchanged, edited = [], []
    for file in planned:
        name = f"data/openbaar/{file.name}.ttl"
        old = _old_text(root.path / name)
        since = _MODIFIED.search(old or "")
        as_it_was = _content(file, read_on, since[1], prefixes) if since else None
        if as_it_was is not None and old == marked(as_it_was):
            unchanged.append(name)
        elif old is None or as_it_was is None or as_it_was != unmarked(old):
            wanted[name] = marked(_content(file, read_on, on.isoformat(), prefixes))
            if old is not None and not is_untouched(old):
                edited.append(name)
        else:  # Only the mark is lacking: nothing in it was changed today.
            wanted[name] = marked(as_it_was)
    if edited and not overwrite:
        raise EditedByHandError(edited)
    if not dry_run:
        for name, content in wanted.items():
            write_atomic(root.path / name, content)
    return Written(list(wanted), unchanged)


def _old_text(target: Path) -> str | None:
    """Give what is there, with one kind of line end; None when nothing is.

    What is no UTF-8 was not written by an import: it comes back as a text that no import writes.
    """
    try:
        return target.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnreadableInputError(target, error.strerror or str(error)) from error


def _content(file: Planned, read_on: str, modified: str, prefixes: Mapping[str, str]) -> str:
    graph = Block(
        "<>",
        [
            ("a", ["ldg:Graaf"]),
            ("dct:title", [text(file.title, "nl")]),
            ("dct:source", _sources(file.sources)),
            ("dct:modified", [typed(modified, "xsd:date")]),
            ("ldg:gelezenOp", [typed(read_on, "xsd:gYearMonth")]),
            ("dct:accessRights", ["toegang:PUBLIC"]),
        ],
    )
    return layout(f"{file.title}.", [graph, *file.blocks], prefixes)


def _sources(sources: Sequence[str]) -> list[str]:
    return [one if one.startswith(("bron:", "norm:")) else f"<{one}>" for one in sources]

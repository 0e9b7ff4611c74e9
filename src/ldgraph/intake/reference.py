"""``ldgraph import reference``: a folder of reference tables becomes files of the public root.

The output depends on the tables alone, so a new edition of a source is a diff to review; a file
of which nothing else changed keeps its ``dct:modified``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.errors import LdgraphError, UnreadableInputError
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.intake.house import Block, layout, text, typed
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


def import_reference(  # noqa: PLR0913 (what to read, where to write, and two dates)
    source: Path,
    root: Root,
    read_on: str,
    *,
    on: date,
    only: Collection[str] = DEFAULT_GROUPS,
    dry_run: bool = False,
) -> Written:
    """Read the tables in ``source`` and write public files of ``root``.

    Args:
        source: Folder with the reference tables.
        root: The root to write into; nothing is written unless every table could be read.
        read_on: Month in which the tables were copied from their sources (``2026-11``).
        on: Day that a changed file says it was changed on.
        only: Groups to write; ``mappings`` and ``selection-matrix`` are not among the default ones.
        dry_run: Only say which files would change.

    Raises:
        UnreadableInputError: A table is missing or not as expected.
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
    planned = [file for name in GROUPS if name in only for file in GROUPS[name](source, read_on)]
    changed, unchanged = [], []
    for file in planned:
        name = f"data/openbaar/{file.name}.ttl"
        target = root.path / name
        old = _old_text(target)
        since = _MODIFIED.search(old)
        if since and _content(file, read_on, since[1], prefixes) == old:
            unchanged.append(name)
            continue
        changed.append(name)
        if not dry_run:
            write_atomic(target, _content(file, read_on, on.isoformat(), prefixes))
    return Written(changed, unchanged)


def _old_text(target: Path) -> str:
    """Give what is there; what cannot be read is replaced."""
    try:
        return target.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


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

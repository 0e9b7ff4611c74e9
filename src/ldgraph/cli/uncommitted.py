"""A word to who gives data away: which files are not as the last commit has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from ldgraph.graph.places import Root

#: How many files are named; of more it says how many.
_NAMED = 5
_WORDS = {
    #: What is written comes from commits.
    "left_out": {
        "nl": "let op, niet meegenomen want niet gecommit: {count} ({names})",
        "en": "note, not taken in because not committed: {count} ({names})",
    },
    #: What is written comes from disk.
    "taken_in": {
        "nl": "let op, meegenomen zoals op schijf en niet gecommit, dus geen commit geeft dezelfde "
        "bytes: {count} ({names})",
        "en": "note, taken in as on disk and not committed, so no commit gives the same bytes: "
        "{count} ({names})",
    },
    "more": {"nl": "en nog {}", "en": "and {} more"},
}


def warn(root: Root, what: str, lang: str, *, extended: bool) -> None:
    """Say on standard error which public files of a root git does not have as they are.

    Args:
        root: The root; nothing is said of one in no repository.
        what: ``left_out`` or ``taken_in``: what becomes of them.
        lang: The language to say it in.
        extended: Whether what the root extends is given away with it.
    """
    from ldgraph.graph.places import shown_path
    from ldgraph.report.source import shown_name
    from ldgraph.report.words import count

    found = [path for one in (root.lineage() if extended else (root,)) for path in _public(one)]
    if not found:
        return
    names = [shown_name(shown_path(path)) for path in found[:_NAMED]]
    if len(found) > _NAMED:
        names.append(_WORDS["more"][lang].format(len(found) - _NAMED))
    told = _WORDS[what][lang].format(count=count(len(found), "files", lang), names=", ".join(names))
    click.echo(told, err=True)


def _public(root: Root) -> list[Path]:
    """List the public files of one root that differ: the name of a restricted one stays inside."""
    from ldgraph.errors import LdgraphError
    from ldgraph.graph.git import Repository
    from ldgraph.graph.places import FOLDERS, Room, is_read, room_of

    try:
        repository = Repository(root.path)
        listed = repository.uncommitted(root.path / folder for folder in FOLDERS)
    except LdgraphError:
        # Without git there is nothing to differ from; who needs it says so itself.
        return []
    top = repository.top.resolve()
    paths = sorted(top / path.relative_to(repository.top) for path in listed)
    return [
        path
        for path in paths
        if is_read(path)
        and not path.name.startswith(".")
        and room_of(path.relative_to(root.path)) is not Room.RESTRICTED
    ]

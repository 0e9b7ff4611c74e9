"""Everything at one moment: a root read, its views made, its rules applied. Start reading here.

data/**/*.ttl -> ``graph.load`` -> Dataset, a named graph per file -> ``graph.access`` -> View
-> ``graph.infer`` -> the view with its derived graph -> ``answers``
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.answers.queries import QueryFileError, load_rules
from ldgraph.graph.access import ENTITLED_TO_ALL, Audience, View, view_for
from ldgraph.graph.infer import infer
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import Root, query_folders, source_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A root as read at one moment, asked as of one date; never mended, only built anew."""

    root: Root
    #: The reference date: every answer holds as of this day.
    on: date
    dataset: Dataset
    view: View

    @property
    def query_folders(self) -> list[Path]:
        """The folders with the stored questions that hold for this root."""
        return query_folders(self.root)


def build(
    root: Root,
    on: date,
    audience: Audience = ENTITLED_TO_ALL,
    progress: Callable[[int, int], None] | None = None,
) -> Snapshot:
    """Read a root and make the view of ``audience``, with what the rules derive from it.

    The files' faults are in ``dataset.faults``: the caller says what they mean for an answer.

    Raises:
        QueryFileError: A rule cannot be run.
    """
    dataset = load(source_files(root), progress)
    view = view_for(dataset, audience)
    for rule in load_rules(query_folders(root)):
        try:
            infer(view.store, [rule.text], root.base)
        except (SyntaxError, TypeError) as error:
            dutch = f"deze regel kan niet uitgevoerd worden: {error}"
            raise QueryFileError(rule.path, str(error), dutch) from error
    return Snapshot(root, on, dataset, view)

"""Everything at one moment: a root read, its views made, its rules applied. Start reading here.

data/**/*.ttl -> ``graph.load`` -> Dataset, a named graph per file -> ``graph.access`` -> View
-> ``graph.infer`` -> the view with its derived graph -> ``answers``
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.answers.queries import QueryFileError, load_queries, load_rules
from ldgraph.graph.access import ENTITLED_TO_ALL, Audience, View, view_for
from ldgraph.graph.infer import infer
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import Root, query_folders, source_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from ldgraph.answers.queries import Query


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

    @property
    def queries(self) -> Mapping[str, Query]:
        """The stored questions that hold for this root, as they were when it was read."""
        return load_queries(self.query_folders, self.root.files)


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
    return of(load(source_files(root), progress), root, on, audience)


def of(dataset: Dataset, root: Root, on: date, audience: Audience = ENTITLED_TO_ALL) -> Snapshot:
    """Make a snapshot of what was read already; see ``build``."""
    return with_rules(dataset, view_for(dataset, audience), root, on)


def with_rules(dataset: Dataset, view: View, root: Root, on: date) -> Snapshot:
    """Add to a view of a dataset what the rules derive from it; see ``build``."""
    for rule in load_rules(query_folders(root), root.files):
        try:
            infer(view.store, [rule.text], root.base)
        except (SyntaxError, TypeError) as error:
            dutch = f"deze regel kan niet uitgevoerd worden: {error}"
            raise QueryFileError(rule.path, str(error), dutch) from error
    return Snapshot(root, on, dataset, view)

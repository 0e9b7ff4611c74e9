"""What the server has of a root at one moment, for each audience. A reload makes a new one."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ldgraph.graph.access import EVERYONE, Audience
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import source_files
from ldgraph.serve.published import Published, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ldgraph.graph.places import Root

#: Views of governments that are kept; the one asked for longest ago makes room.
_MOST = 16


def read(
    root: Root, *, restricted: bool, progress: Callable[[int, int], None] | None = None
) -> Dataset:
    """Read a root. Unless ``restricted``, what is not for everyone is not even opened."""
    files = [file for file in source_files(root) if restricted or not file.restricted]
    return load(files, progress)


class Library:
    """A dataset, and what each audience may see of it, made when it is first asked for.

    What everyone may see is made at once and from nothing else.

    Args:
        dataset: The root as read.
        root: Its settings and folders.
        on: The reference date of a view that is not told one.
    """

    def __init__(self, dataset: Dataset, root: Root, on: date) -> None:
        self.root = root
        self.read_at = datetime.now(tz=UTC)
        self._dataset = dataset
        self._on = on
        self._public = publish(dataset, root, on, EVERYONE)
        self._others: OrderedDict[Audience, Published] = OrderedDict()
        self._lock = threading.Lock()

    def published(self, audience: Audience) -> Published:
        """Give what ``audience`` may see."""
        if audience == EVERYONE:
            return self._public
        with self._lock:
            found = self._others.get(audience)
            if found is None:
                found = publish(self._dataset, self.root, self._on, audience)
                self._others[audience] = found
                if len(self._others) > _MOST:
                    self._others.popitem(last=False)
            self._others.move_to_end(audience)
            return found

"""What the server has of a root whose data lies in an engine: nothing but where to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.engine.opened import dataset_of
from ldgraph.graph.access import EVERYONE
from ldgraph.graph.prefixes import prefixes_of
from ldgraph.serve.library import Library, named_files
from ldgraph.serve.published import Published, vocabularies
from ldgraph.snapshot import Snapshot

if TYPE_CHECKING:
    from datetime import date

    from ldgraph.engine.opened import Engines
    from ldgraph.graph.access import Audience, View
    from ldgraph.graph.places import Root


class RemoteLibrary(Library):
    """One version that was published, as each audience may see it.

    Args:
        engines: Where it lies.
        root: Its settings, questions and shapes, which are read here.
        on: The reference date of a view that is not told one.
        restricted: Whether others than everyone are answered.
        before: The library of which this one takes the place.

    Raises:
        EngineError: There is no answer.
        NothingPublishedError: There is nothing yet.
        NotPublishedError: Others are to be answered, and nothing of theirs is in an engine.
    """

    def __init__(
        self,
        engines: Engines,
        root: Root,
        on: date,
        *,
        restricted: bool,
        before: Library | None = None,
    ) -> None:
        self.engines = engines
        self.restricted = restricted
        self._files = named_files(root, restricted=restricted)
        if restricted:
            engines.pointer_of_others()  # it is there; it need not answer yet
        public = self._opened(*engines.view(EVERYONE), root, on)
        self._begin(public, root, on, before)

    def _opened(self, version: str, view: View, root: Root, on: date) -> Published:
        dataset = dataset_of(view, self._files)
        return Published(
            Snapshot(root, on, dataset, view),
            version,
            prefixes_of(root),
            {file.graph: file.shown for file in dataset.files},
            vocabularies(view.store),
        )

    def _publish(self, audience: Audience) -> Published:
        return self._opened(*self.engines.view(audience), self.root, self._on)

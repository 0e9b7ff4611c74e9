"""What the server has of a root at one moment, for each audience. A reload makes a new one."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ldgraph.graph.access import EVERYONE, Audience, seen_by
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import source_files
from ldgraph.serve.published import Published, publish

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ldgraph.graph.places import Root, SourceFile

#: Views of governments that are kept; the one asked for longest ago makes room.
_MOST = 8


def read(
    root: Root, *, restricted: bool, progress: Callable[[int, int], None] | None = None
) -> Dataset:
    """Read a root. Unless ``restricted``, what is not for everyone is not even opened."""
    return load(named_files(root, restricted=restricted), progress)


def named_files(root: Root, *, restricted: bool) -> list[SourceFile]:
    """List the files of a root, named from the folder that holds the roots.

    Neither where a server was started nor where its machine keeps them is anybody's business.
    """
    top = Path(os.path.commonpath([one.path.resolve() for one in root.lineage()]))
    return [file for file in source_files(root, top) if restricted or not file.restricted]


class Library:
    """A dataset, and what each audience may see of it, made when it is first asked for.

    What everyone may see is made at once and from nothing else; whoever asks for it shares no lock
    and no thread with those who wait for more.

    Args:
        dataset: The root as read.
        root: Its settings and folders.
        on: The reference date of a view that is not told one.
        others: Where the views of others are still made, if what is not for everyone could not be
            read this time.
        before: The library of which this one takes the place.
    """

    def __init__(
        self,
        dataset: Dataset,
        root: Root,
        on: date,
        others: Library | None = None,
        before: Library | None = None,
    ) -> None:
        self._dataset = dataset if others is None else seen_by(dataset, EVERYONE)
        self._digests: dict[str, str] = {}
        public = publish(dataset, root, on, EVERYONE, self._digests)
        self._begin(public, root, on, before, others and others.whole)

    def _begin(
        self,
        public: Published,
        root: Root,
        on: date,
        before: Library | None,
        others: Library | None = None,
    ) -> None:
        self.root = root
        self.read_at = datetime.now(tz=UTC)
        #: By audience: a version, and when it was first read.
        self.reads: dict[Audience, tuple[str, datetime]] = dict(before.reads) if before else {}
        self._from = others
        self._on = on
        self._public = public
        self._others: OrderedDict[Audience, Published] = OrderedDict()
        self._lock = threading.Lock()
        self._making = threading.Lock()
        self.since(self._public)
        # One at a time: making a view takes a processor, and others wait for answers.
        self._maker = ThreadPoolExecutor(1, "ldgraph-views")

    @property
    def whole(self) -> Library:
        """The library that makes the views of others than everyone."""
        return self._from or self

    @property
    def public(self) -> Published:
        """What everyone may see."""
        return self._public

    def since(self, published: Published) -> datetime:
        """Say when what an audience sees was first read as it is now.

        That what another sees was read again since then is not for it to know.
        """
        audience = published.view.audience
        version, read = self.reads.get(audience, ("", self.read_at))
        if version == published.version:
            return read
        if not version and audience != EVERYONE:
            read = self.since(self._public)
        elif version:
            read = self.read_at
        self.reads[audience] = published.version, read
        return read

    async def soon(self, audience: Audience) -> Published:
        """Give what ``audience`` may see; where it has to be made first, others go on meanwhile."""
        if self._from is not None and audience != EVERYONE:
            return await self._from.soon(audience)
        found = self._found(audience)
        if found is not None:
            return found
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._maker, self.published, audience)

    def published(self, audience: Audience) -> Published:
        """Give what ``audience`` may see."""
        found = self._found(audience)
        if found is not None:
            return found
        with self._making:
            return self._found(audience) or self._made(audience)

    def _found(self, audience: Audience) -> Published | None:
        if audience == EVERYONE:
            return self._public
        if self._from is not None:
            return self._from.published(audience)
        with self._lock:
            if audience in self._others:
                self._others.move_to_end(audience)
            return self._others.get(audience)

    def _publish(self, audience: Audience) -> Published:
        return publish(self._own(audience), self.root, self._on, audience, self._digests)

    def _made(self, audience: Audience) -> Published:
        made = self._publish(audience)
        with self._lock:
            self._others[audience] = made
            if len(self._others) > _MOST:
                self._others.popitem(last=False)
        return made

    def _own(self, audience: Audience) -> Dataset:
        """Give the dataset, as a copy where the view would otherwise be the dataset's own store.

        The rules add to a view, and what they derive for one audience is not for another.
        """
        return self._dataset.copied() if audience.all_graphs else self._dataset

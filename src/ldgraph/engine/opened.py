"""A root whose answers come from an engine: its settings and questions here, its data there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ldgraph.engine.endpoint import Endpoint
from ldgraph.engine.layout import Layout
from ldgraph.engine.pointer import Pointer
from ldgraph.engine.settings import remotes
from ldgraph.errors import LdgraphError
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience, View
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import Room, source_files
from ldgraph.snapshot import Snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ldgraph.graph.places import Root, SourceFile


class NotPublishedError(LdgraphError):
    """What is restricted is in no engine."""

    exit_code = 3

    def __init__(self) -> None:
        super().__init__(
            "restricted data are in no engine, and without them the answer would be another: "
            "give [sparql.restricted] in ldgraph.toml, and run 'ldgraph publish'",
            "de afgeschermde gegevens staan in geen engine, en zonder hen is het antwoord anders: "
            "geef [sparql.restricted] in ldgraph.toml, en voer 'ldgraph publish' uit",
        )


class Engines:
    """The engines of a root: one of what is for everyone, and perhaps one of what is not."""

    def __init__(self, root: Root, environment: Mapping[str, str]) -> None:
        public, restricted = remotes(root, environment)
        self.root = root
        self.public = Pointer(Endpoint(public), Layout(root.base, restricted=False))
        self.restricted: Pointer | None = None
        if restricted is not None:
            self.restricted = Pointer(Endpoint(restricted), Layout(root.base, restricted=True))

    def pointer(self, audience: Audience) -> Pointer:
        """Give the pointer of the engine that an audience is answered from.

        Raises:
            NotPublishedError: There is none for it.
        """
        return self.public if audience == EVERYONE else self.pointer_of_others()

    def pointer_of_others(self) -> Pointer:
        """Give the pointer of the engine of what is not for everyone.

        Raises:
            NotPublishedError: There is none.
        """
        if self.restricted is None:
            raise NotPublishedError
        return self.restricted

    def view(self, audience: Audience) -> tuple[str, View]:
        """Give what an audience may see as it is now, and the hash of that.

        Raises:
            EngineError: There is no answer.
            NothingPublishedError: There is nothing yet.
            NotPublishedError: What the audience may see is in no engine.
        """
        return self.pointer(audience).view(audience, self.root.vocabulary)


def snapshot(root: Root, on: date, environment: Mapping[str, str]) -> Snapshot:
    """Make a snapshot of all that was published of a root.

    Raises:
        ConfigError: The settings cannot be used.
        EngineError: There is no answer.
        NothingPublishedError: There is nothing yet.
        NotPublishedError: The root has restricted files, and none were published.
    """
    engines = Engines(root, environment)
    files = source_files(root)
    if engines.restricted is None and not any(one.restricted for one in files):
        _, view = engines.view(EVERYONE)
        view = View(view.store, ENTITLED_TO_ALL, view.graphs, view.vocabulary)
    else:
        _, view = engines.view(ENTITLED_TO_ALL)
    return Snapshot(root, on, dataset_of(view, files), view)


def dataset_of(view: View, files: list[SourceFile]) -> Dataset:
    """Make the dataset of a view: its files are known by name, only the shapes are read."""
    shapes = load([one for one in files if one.room is Room.SHAPES])
    listed = tuple(one for one in files if one.graph in view.graphs)
    return Dataset(view.store, shapes.shapes, listed, shapes.faults)

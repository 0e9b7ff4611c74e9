"""Publishing a root: to each engine what is for its audiences, compared before readers turn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ldgraph.engine.agree import refuse_unlike
from ldgraph.engine.edition import audiences, parts
from ldgraph.engine.pointer import Pointer
from ldgraph.engine.publish import publish
from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE
from ldgraph.snapshot import of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from ldgraph.engine.edition import Part
    from ldgraph.engine.opened import Engines
    from ldgraph.engine.publish import Outcome, Turned
    from ldgraph.graph.access import Audience
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root

    #: Told how many are done of how many: audiences whose graphs are made, then questions asked.
    Step = Callable[[int, int], None]
    #: Told how far readers of an engine are turned to a version.
    Turning = Callable[[Pointer, str, Turned], None]

#: How many times as long an answer may take that is compared: it is whole, and readers' are pages.
_PATIENCE = 10.0


def release(  # noqa: PLR0913 (what is published where, and who is told)
    engines: Engines,
    dataset: Dataset,
    root: Root,
    on: date,
    step: Step | None = None,
    *,
    turning: Turning | None = None,
) -> Iterator[tuple[Pointer, Outcome]]:
    """Publish a root in each engine, that of what is for everyone first.

    Args:
        engines: Where to.
        dataset: The root as read and validated; rules add to its store in the end.
        root: Its settings, rules and questions.
        on: The reference date that answers are compared on.
        step: Told how far it is.
        turning: Told how far readers of each engine are turned, as ``publish`` says.

    Raises:
        DisagreesError: An engine answers a question otherwise; what it held before holds.
        EngineError: A publication failed; what held before holds, as ``publish`` says.
    """
    for pointer in (engines.public, engines.restricted):
        if pointer is None:
            continue
        own = Pointer(pointer.endpoint.for_publishing(), pointer.layout)
        restricted = own.layout.restricted
        wanted = audiences(dataset) if restricted else []
        made = parts(dataset, root, on, own.layout, wanted, known=own.audiences())
        whose = ENTITLED_TO_ALL if restricted else EVERYONE
        compare = _Compare(own, dataset, root, on, whose, step=step)
        told = _told(made, 1 + len(wanted), step)
        turn = partial(turning, pointer) if turning is not None else None
        yield pointer, publish(own, told, check=compare, turning=turn)


def _told(made: Iterable[Part], whole: int, step: Step | None) -> Iterator[Part]:
    """Say of each part that it is made; what is loaded of those before is loaded by then."""
    for number, part in enumerate(made, 1):
        yield part
        if step is not None:
            step(number, whole)


class _Compare:
    """Compares what an engine answers an audience with what the files answer."""

    def __init__(  # noqa: PLR0913 (both sides, what is asked, and who is told)
        self,
        pointer: Pointer,
        dataset: Dataset,
        root: Root,
        on: date,
        audience: Audience,
        *,
        step: Step | None,
    ) -> None:
        self._pointer = pointer
        self._dataset = dataset
        self._root = root
        self._on = on
        self._audience = audience
        self._step = step

    def __call__(self, version: str) -> None:
        built = of(self._dataset, self._root, self._on, self._audience)
        pointer = Pointer(self._pointer.endpoint.patient(_PATIENCE), self._pointer.layout)
        _, there = pointer.view_of(version, self._audience, self._root.vocabulary)
        address = self._pointer.endpoint.remote.query
        on, step = self._on.isoformat(), self._step
        refuse_unlike(built.view, there, built.queries, on, address, step=step)

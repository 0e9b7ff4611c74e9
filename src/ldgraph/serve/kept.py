"""What is made once of what an audience may see, and forgotten with it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import WeakKeyDictionary

from ldgraph.graph.locate import Locator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.serve.published import Published

Made = TypeVar("Made")

_KEPT: WeakKeyDictionary[Published, dict[str, object]] = WeakKeyDictionary()
_LOCK = threading.Lock()


def kept(published: Published, name: str, make: Callable[[Published], Made]) -> Made:
    """Give what ``make`` made of a root as one audience sees it; two callers may make it twice."""
    with _LOCK:
        made = _KEPT.setdefault(published, {})
    if name not in made:
        made[name] = make(published)
    return cast("Made", made[name])


def queries(published: Published) -> Mapping[str, Query]:
    """Give the stored questions."""
    return kept(published, "queries", lambda one: one.snapshot.queries)


def locator(published: Published) -> Locator:
    """Give what finds the line of a statement."""
    return kept(published, "locator", lambda one: Locator(one.snapshot.dataset))

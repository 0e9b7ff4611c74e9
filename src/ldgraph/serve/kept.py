"""What is made once of what an audience may see, and forgotten with it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar, cast
from weakref import WeakKeyDictionary

from ldgraph.graph.locate import Locator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ldgraph.answers.queries import Query
    from ldgraph.serve.published import Published

    #: The content, and addresses that it leads to.
    Answer = tuple[bytes, Mapping[str, str]]

Made = TypeVar("Made")


class _Kept:
    """What was made for one audience, and a lock for each of it that is being made."""

    def __init__(self) -> None:
        self.made: dict[str, object] = {}
        self.making: dict[str, threading.Lock] = {}


_KEPT: WeakKeyDictionary[Published, _Kept] = WeakKeyDictionary()
_LOCK = threading.Lock()
#: Bytes of answers that are kept for each audience; one of more than an eighth is not.
_MOST_BYTES = 8 << 20


def kept(published: Published, name: str, make: Callable[[Published], Made]) -> Made:
    """Give what ``make`` made of a root as one audience sees it.

    It is made once: who asks meanwhile waits for it, which is sooner than making it beside others.
    What is made may ask for what is kept under another name, never for its own.
    """
    with _LOCK:
        one = _KEPT.setdefault(published, _Kept())
        making = one.making.setdefault(name, threading.Lock())
    if name not in one.made:
        with making:
            if name not in one.made:
                one.made[name] = make(published)
    return cast("Made", one.made[name])


def is_kept(published: Published, name: str) -> bool:
    """Say whether something was made of a root as one audience sees it."""
    with _LOCK:
        one = _KEPT.get(published)
        return one is not None and name in one.made


def queries(published: Published) -> Mapping[str, Query]:
    """Give the stored questions."""
    return kept(published, "queries", lambda one: one.snapshot.queries)


def locator(published: Published) -> Locator:
    """Give what finds the line of a statement."""
    return kept(published, "locator", lambda one: Locator(one.snapshot.dataset))


class _Answers:
    """Answers by their hash, so many bytes of them; those asked for longest ago make room."""

    def __init__(self) -> None:
        self._made: OrderedDict[str, Answer] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, tag: str) -> Answer | None:
        with self._lock:
            if tag in self._made:
                self._made.move_to_end(tag)
            return self._made.get(tag)

    def keep(self, tag: str, answer: Answer) -> None:
        if len(answer[0]) > _MOST_BYTES // 8:
            return
        with self._lock:
            if tag not in self._made:
                self._made[tag] = answer
                self._size += len(answer[0])
            while self._size > _MOST_BYTES:
                self._size -= len(self._made.popitem(last=False)[1][0])


def answered(published: Published, tag: str, make: Callable[[], Answer]) -> Answer:
    """Give the answer with a hash as it was made before for this audience, else make it.

    Args:
        published: What the caller may see: another audience's answers are kept elsewhere.
        tag: A hash of all that the answer hangs on.
        make: Makes it.
    """
    answers = kept(published, "answers", lambda _: _Answers())
    found = answers.get(tag)
    if found is None:
        found = make()
        answers.keep(tag, found)
    return found

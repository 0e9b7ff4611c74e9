"""What was seen lately: so many things at most, each for so many seconds."""

from __future__ import annotations

import time
from collections import OrderedDict
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

_MOST = 1024


class Known:
    """Things seen in the last so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._seen: OrderedDict[Hashable, float] = OrderedDict()

    def add(self, one: Hashable) -> None:
        """See a thing now."""
        self._seen[one] = time.monotonic()
        self._seen.move_to_end(one)
        self._forget()

    def discard(self, one: Hashable) -> None:
        """Forget a thing."""
        self._seen.pop(one, None)

    def __contains__(self, one: Hashable) -> bool:
        self._forget()
        return one in self._seen

    def has_other(self, one: Hashable) -> bool:
        """Say whether anything beside one thing was seen."""
        self._forget()
        return any(other != one for other in islice(reversed(self._seen), 2))

    def _forget(self) -> None:
        """Forget what is too old or too much: the oldest comes first."""
        while self._seen:
            first = next(iter(self._seen))
            is_old = time.monotonic() - self._seen[first] > self._seconds
            if not is_old and len(self._seen) <= _MOST:
                return
            del self._seen[first]

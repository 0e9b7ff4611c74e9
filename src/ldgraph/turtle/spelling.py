"""Which known word was meant by one that is not known, and how sure that is.

What is sure may be put in its place unasked, so it is held narrow: see ``meant``.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Longest word that is compared: to compare a longer one takes long, and finds nothing.
_LONGEST = 80
#: Slips that are taken for sure, by the length from which a word may have so many.
_SLIPS = ((10, 2), (3, 1))
_NUMBERS = re.compile(r"[0-9]+")
_BETWEEN = re.compile(r"[-_. ]")


class Guess(NamedTuple):
    """A known word that is near."""

    word: str
    #: Whether nothing else can have been meant.
    sure: bool


def meant(word: str, known: Iterable[str], near_enough: float = 0.75) -> Guess | None:
    """Give the known word that is nearest to one that is none; None where none is near.

    It is sure where it differs in capitals and hyphens alone, or by one slip (a letter missing,
    added, wrong, or two letters changed places; two slips from ten letters on), and where besides

    - no other known word is as near,
    - both begin with the same letter: ``onvolledig`` is no slip of ``volledig``,
    - both hold the same numbers: a number is never guessed.

    >>> meant("prioritiet", ["prioriteit", "status"])
    Guess(word='prioriteit', sure=True)
    >>> meant("gemeente-99902", ["gemeente-99901"])
    Guess(word='gemeente-99901', sure=False)
    """
    if len(word) > _LONGEST:
        return None
    words = [one for one in known if len(one) <= _LONGEST and one != word]
    folded = _folded(word)
    alike = sorted({one for one in words if _folded(one) == folded})
    if len(alike) == 1 and _numbers(alike[0]) == _numbers(word):
        return Guess(alike[0], sure=True)
    most = next((slips for length, slips in _SLIPS if len(word) >= length), 0)
    letters = set(word)
    slips = {
        one: slips_between(word, one, most)
        for one in words
        # Most words are told apart at a glance.
        if abs(len(word) - len(one)) <= most and len(letters ^ set(one)) <= 2 * most
    }
    within = sorted((number, one) for one, number in slips.items() if number <= most)
    if within and not alike:
        number, nearest = within[0]
        alone = len(within) == 1 or within[1][0] > number
        same = nearest[:1] == word[:1] and _numbers(nearest) == _numbers(word)
        return Guess(nearest, sure=alone and same)
    close = alike or difflib.get_close_matches(word, words, n=1, cutoff=near_enough)
    return Guess(close[0], sure=False) if close else None


def slips_between(one: str, other: str, most: int) -> int:
    """Count letters missing, added, wrong or changed places with the next; stop past ``most``.

    >>> slips_between("titel", "title", 2), slips_between("graad", "gradd", 2)
    (1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        previous, row, older = row, [i], before
        for j, opposite in enumerate(other, 1):
            changed = previous[j - 1] + (letter != opposite)
            best = min(previous[j] + 1, row[j - 1] + 1, changed)
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        before = previous
        if min(row) > most:
            return most + 1
    return row[-1]


@lru_cache(maxsize=65536)
def _folded(word: str) -> str:
    return _BETWEEN.sub("", word).casefold()


def _numbers(word: str) -> list[str]:
    return _NUMBERS.findall(word)

"""Language tags: which are of a language, and which was meant by one that is none.

Of two letters those of ISO 639-1 are a language, of three letters any; longer first parts are
registered for none. Which parts of a tag may follow is only looked at where people slip.
"""

from __future__ import annotations

import re

from ldgraph.turtle.spelling import Guess

#: The languages of the project.
OURS = ("nl", "en")
_ISO_639_1 = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv "
    "sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh "
    "zu"
)
_TWO = frozenset(_ISO_639_1.split())
#: Other words for the languages of the project; those of three letters are of older standards.
_WORDS = {
    "nl": "nederlands nederland vlaams dutch nld dut n1",
    "en": "engels english eng engl enlish",
}
_MEANT = {word: tag for tag, words in _WORDS.items() for word in words.split()}
#: Near, and yet a guess: a country, or a language of its own.
_NEAR = {"vl": "nl-BE", "vls": "nl-BE", "be": "nl-BE", "ne": "nl", "ml": "nl", "nd": "nl"}
_NEAR |= {"uk": "en", "gb": "en", "us": "en", "ln": "nl", "et": "en", "es": "en"}


def is_language(tag: str) -> bool:
    """Say whether a tag begins with a language, and where it names a country, with one there is.

    >>> is_language("nl-BE"), is_language("dutch"), is_language("en-UK"), is_language("x-eigen")
    (True, False, False, True)
    """
    first, *rest = tag.lower().split("-")
    if first in {"x", "i"}:
        return True
    if first in _MEANT or "uk" in rest[:1]:
        return False
    return first in _TWO if len(first) == 2 else len(first) == 3 and first.isalpha()  # noqa: PLR2004


def is_ours(tag: str) -> bool:
    """Say whether a tag is of a language of the project, whatever the country."""
    return tag.lower().split("-")[0] in OURS


def language_meant(tag: str) -> Guess | None:
    """Give the tag that was meant, as it is usually written; None where none is near.

    >>> language_meant("dutch"), language_meant("en_UK"), language_meant("vl")
    (Guess(word='nl', sure=True), Guess(word='en-GB', sure=True), Guess(word='nl-BE', sure=False))
    """
    first, *rest = re.split("[-_]", tag)
    language = _MEANT.get(first.lower(), first.lower())
    if language not in OURS:
        near = _NEAR.get(first.lower())
        return Guess(near, sure=False) if near and not rest else None
    country = rest[0].upper() if len(rest) == 1 and len(rest[0]) == 2 else ""  # noqa: PLR2004
    if rest and not country:
        return Guess(language, sure=False)
    country = "GB" if country == "UK" else country
    return Guess(f"{language}-{country}" if country else language, sure=True)

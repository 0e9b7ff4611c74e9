"""Text of others without what would steer a terminal or forge a line of output."""

from __future__ import annotations

import re

#: Control characters but the tab, marks that turn the direction of text, breaks of lines and
#: pages, and halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_PICTURES, _DELETE = 0x2400, "\u2421"


def visible(text: str) -> str:
    r"""Put a sign in the place of each character that is not to be printed; lengths stay equal.

    >>> visible("a\x1b[31m\nb")
    'a␛[31m␊b'
    """
    return _UNSAFE.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:  # noqa: PLR2004 (where Unicode has a picture for each)
        return chr(_PICTURES + code)
    return _DELETE if match[0] == "\x7f" else "\ufffd"

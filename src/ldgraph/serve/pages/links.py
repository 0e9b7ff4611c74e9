"""Addresses on this server; they keep the language that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

if TYPE_CHECKING:
    from ldgraph.serve.http.where import Place

#: More parameters than any page has; the rest is not carried along.
_MOST = 40


class Links:
    """Writes addresses for one page.

    They start at the root of the host: a page is the same at whichever address it is reached.
    """

    def __init__(self, at: Place) -> None:
        self._prefix = urlsplit(at.here).path
        self._path = at.path
        self._given = parse_qsl(at.query, keep_blank_values=True)[:_MOST]
        asked = any(name == "lang" for name, _ in self._given)
        #: The language to carry along; empty where nobody chose one.
        self.lang = at.lang if asked else ""

    def to(self, path: str, **asked: object) -> str:
        """Give the address of a path below the server; parameters that are empty are left out."""
        path, hash_sign, part = path.partition("#")
        pairs = [(name, str(value)) for name, value in asked.items() if value not in {"", None}]
        if self.lang:
            pairs.append(("lang", self.lang))
        query = f"?{urlencode(pairs)}" if pairs else ""
        return f"{self._prefix}{path}{query}{hash_sign}{part}"

    def same(self, **changed: object) -> str:
        """Give the address of this page with some parameters changed; empty ones are left out."""
        pairs = [(name, value) for name, value in self._given if name not in changed and value]
        pairs += [(name, str(value)) for name, value in changed.items() if value not in {"", None}]
        return f"{self._prefix}{self._path}" + (f"?{urlencode(pairs)}" if pairs else "")

"""Tokens to terms, written so that two are equal exactly when the terms are.

An IRI is ``<…>``, a literal ``"…"``, ``"…"@nl`` or ``"…"^^<…>`` with nothing escaped inside, a
blank node ``_:`` with a number in the order of the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ldgraph.terms import XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LAST_CODE_POINT = 0x10FFFF


def unescape(text: str) -> str:
    """Resolve the escapes of a string, an IRI or a local name."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= _LAST_CODE_POINT else "\ufffd"
    return _PLAIN.get(code, code)


def lone_surrogate(text: str) -> re.Match[str] | None:
    """Find an escape that stands for half a character, or for none."""
    for match in _ESCAPE.finditer(text):
        if match[1][0] in "uU" and len(match[1]) > 1:
            number = int(match[1][1:], 16)
            if 0xD800 <= number <= 0xDFFF or number > _LAST_CODE_POINT:  # noqa: PLR2004
                return match
    return None


#: Scheme, authority, path, query and fragment (RFC 3986, appendix B).
_PARTS = re.compile(
    r"^(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$", re.DOTALL
)


def resolve(base: str, reference: str) -> str:
    """Make a reference absolute (RFC 3986, section 5.2).

    As pyoxigraph does it: dots are taken out only of a path that is put below that of the base.

    >>> resolve("https://x/doc/a", "#b")
    'https://x/doc/a#b'
    >>> resolve("https://x/doc//a/b", "../c")
    'https://x/doc//c'
    """
    if _SCHEME.match(reference):
        return reference
    _, authority, path, query, fragment = _split(reference)
    scheme, base_authority, base_path, base_query, _ = _split(base)
    if authority is None:
        authority = base_authority
        if not path:
            path, query = base_path, base_query if query is None else query
        elif path.startswith("/"):
            path = _without_dots("/", path[1:])
        else:
            above = base_path[: base_path.rfind("/") + 1]
            path = _without_dots(above or ("" if authority is None else "/"), path)
    whole = f"{scheme}:" if scheme is not None else ""
    whole += f"//{authority}" if authority is not None else ""
    whole += path
    whole += f"?{query}" if query is not None else ""
    return whole + (f"#{fragment}" if fragment is not None else "")


def _split(reference: str) -> tuple[str | None, str | None, str, str | None, str | None]:
    match = _PARTS.match(reference)
    scheme, authority, path, query, fragment = match.groups() if match else (None,) * 5
    return scheme, authority, path or "", query, fragment


def _without_dots(above: str, path: str) -> str:
    """Put a path below a folder, without its ``.`` and ``..``; an empty segment is a segment."""
    if not path.startswith(".") and "/." not in path:
        return above + path
    kept = above.split("/")[:-1]
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            # The first is what stands before the leading slash.
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def literal(value: str, language: str = "", datatype: str = "") -> str:
    """Write a literal as a key."""
    if language:
        return f'"{value}"@{language.lower()}'
    if datatype and datatype != XSD + "string":
        return f'"{value}"^^<{datatype}>'
    return f'"{value}"'


def key(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Write a term of the store as a key; blank nodes are all ``_:``, as labels mean nothing."""
    language = getattr(term, "language", None)
    datatype = getattr(term, "datatype", None)
    if datatype is not None:
        value: str = getattr(term, "value", "")
        return literal(value, language or "", "" if language else datatype.value)
    text = str(term)
    return text if text.startswith("<") else "_:"

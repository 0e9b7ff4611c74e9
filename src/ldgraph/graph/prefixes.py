"""The prefixes of a root: ``ontology/prefixes.ttl``, one table for every file."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.places import Root

_LINE = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>]*)>\s*\.?\s*(?:#.*)?$", re.IGNORECASE)


def prefixes_of(root: Root) -> Mapping[str, str]:
    """Give prefix -> namespace for a root; those of the roots it extends hold too."""
    table: dict[str, str] = {}
    for one in root.lineage():
        file = one.path / "ontology" / "prefixes.ttl"
        if one.files.is_file(file):
            table.update(_read(one.files.read(file)))
    return table


@lru_cache(maxsize=16)
def _read(content: bytes) -> Mapping[str, str]:
    lines = content.decode("utf-8-sig", "replace").splitlines()
    return {match[1]: match[2] for line in lines if (match := _LINE.match(line))}


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI with the prefix that covers most of it, or in full between angle brackets.

    >>> shorten("http://x/a/b", {"a": "http://x/a/", "x": "http://x/"})
    'a:b'
    """
    best = ""
    for prefix, namespace in prefixes.items():
        covers = iri.startswith(namespace) and len(namespace) > len(prefixes.get(best, ""))
        if covers and re.fullmatch(r"[\w][\w.-]*(?<!\.)", iri[len(namespace) :]):
            best = prefix
    return f"{best}:{iri[len(prefixes[best]) :]}" if best else f"<{iri}>"


def expand(name: str, prefixes: Mapping[str, str]) -> str | None:
    """Give the IRI of a prefixed name or of a written IRI; None if it is neither.

    >>> expand("a:b", {"a": "http://x/a/"})
    'http://x/a/b'
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and local.startswith("//"):
        return name
    return prefixes[prefix] + local if colon and prefix in prefixes else None

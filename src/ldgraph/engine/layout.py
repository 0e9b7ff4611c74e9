"""Which graph of an engine holds what. Every name but the pointer's is made of its content.

- The pointer, one graph: ``dct:issued`` says when each version was; that issued last holds. A
  switch adds one statement and takes none away, so that no engine has a moment without a version.
- A version, one graph: ``dct:hasPart`` its audiences, each with ``dct:audience`` if it is not for
  everyone.
- An audience, one graph: ``dct:requires`` the graphs that together are its default graph, none of
  which repeats a statement of another, and for each named graph that it may see the copy that
  ``dct:isVersionOf`` it. What rules derive may lie in two: what they derive for everyone, and what
  they derive beyond that.

Nothing below a name is ever changed, only added and, when no version needs it, dropped: who reads
a version reads that version, and a graph that two versions share is loaded once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ldgraph.graph.access import EVERYONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ldgraph.graph.access import Audience

_LENGTH = 32
#: Who may see all is no government.
ALL = "alles"
#: Blank nodes have names in an engine: it gives them others in each answer, and what hangs on one
#: is asked for in the next. These names leave nowhere, so that nobody takes them for addresses.
#: https://www.w3.org/TR/rdf11-concepts/#section-skolemization
GENID = "urn:ldgraph:blank:"


@dataclass(frozen=True, slots=True)
class Layout:
    """The names of one dataset: what is for everyone, or all there is."""

    base: str
    restricted: bool

    @property
    def pointer(self) -> str:
        """The graph that says which version holds."""
        return f"{self.base}/doc/publicatie/{ALL if self.restricted else 'openbaar'}"

    def graph(self, digest: str) -> str:
        """Name the graph of a content."""
        return f"{self.pointer}/graaf/{digest[:_LENGTH]}"

    def audience(self, digest: str) -> str:
        """Name the graph of what an audience may see."""
        return f"{self.pointer}/publiek/{digest[:_LENGTH]}"

    def version(self, parts: Iterable[str]) -> str:
        """Name the version that has audiences."""
        return f"{self.pointer}/versie/{digest_of(sorted(parts))[:_LENGTH]}"

    def who(self, audience: Audience) -> str | None:
        """Say for whom an audience's graph is; None for everyone."""
        if audience == EVERYONE:
            return None
        return self.pointer if audience.all_graphs else audience.government


def digest_of(lines: Iterable[str]) -> str:
    """Hash lines."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()

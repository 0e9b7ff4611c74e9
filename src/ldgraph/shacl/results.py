"""What a validation gives: W3C SHACL section 3.6, one tuple a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from ldgraph.errors import LdgraphError

if TYPE_CHECKING:
    from ldgraph.shacl.paths import Path

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Result(NamedTuple):
    """One ``sh:ValidationResult``. IRIs are strings, terms those of the store."""

    focus: Term
    path: Path | None
    value: Term | None
    source_shape: Term
    #: IRI of the constraint component.
    component: str
    #: IRI of the severity.
    severity: str
    messages: tuple[ox.Literal, ...]
    #: The node of an ``sh:sparql`` constraint.
    source_constraint: Term | None = None

    def key(self) -> tuple[str, ...]:
        """Give what two engines must agree on, as strings in N-Triples form."""
        messages = "\n".join(sorted(str(one) for one in self.messages))
        return (
            str(self.focus),
            str(self.path or ""),
            str(self.value or ""),
            str(self.source_shape) if isinstance(self.source_shape, ox.NamedNode) else "_:",
            self.component,
            self.severity,
            messages,
        )


class ShapesError(LdgraphError):
    """A shape, or all of them, cannot be used; what it would say is then not known.

    ``english`` and ``dutch`` begin with what is wrong, without the shape's name.
    """

    exit_code = 3

    def __init__(self, shape: Term | None, english: str, dutch: str) -> None:
        super().__init__(f"shape {shape}: {english}", f"vorm {shape}: {dutch}")
        self.shape = shape
        self.messages = {"nl": dutch, "en": english}

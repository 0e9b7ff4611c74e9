"""What one file names: gathered in one pass over its statements, and kept while it is the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.terms import TYPE
from ldgraph.turtle.literals import is_value

if TYPE_CHECKING:
    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import SourceFile


@dataclass(frozen=True, slots=True)
class Look:
    """What a file names; names are IRIs."""

    subjects: set[str] = field(default_factory=set)
    predicates: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)
    #: Things of which it states a class.
    typed: set[str] = field(default_factory=set)
    datatypes: set[str] = field(default_factory=set)
    #: Literals that are no value of their datatype, each with its datatype.
    bad_literals: set[tuple[str, str]] = field(default_factory=set)


def look(dataset: Dataset, file: SourceFile) -> Look:
    """Look through a file; for ``Dataset.seen``."""
    found = Look()
    literals: set[tuple[str, str]] = set()
    here = ox.NamedNode(file.graph)
    for subject, predicate, thing, _ in dataset.store.quads_for_pattern(None, None, None, here):
        if isinstance(subject, ox.NamedNode):
            found.subjects.add(subject.value)
        found.predicates.add(predicate.value)
        if isinstance(thing, ox.NamedNode):
            if predicate.value == TYPE:
                found.classes.add(thing.value)
                if isinstance(subject, ox.NamedNode):
                    found.typed.add(subject.value)
            else:
                found.objects.add(thing.value)
        elif isinstance(thing, ox.Literal):
            literals.add((thing.value, thing.datatype.value))
    found.datatypes.update(datatype for _, datatype in literals)
    found.bad_literals.update(one for one in literals if not is_value(*one))
    return found

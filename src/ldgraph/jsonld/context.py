"""The context as it is published, and its version: a hash of what it says."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.jsonld.vocabulary import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.jsonld.vocabulary import Definition, Terms, Vocabulary

#: What its file is called, and where that is published.
NAME = "lokaal-digitaal.jsonld"
FOLDER = "context"
_VERSION = 16


class Context(NamedTuple):
    """A context: what it is made of, its content as published, and the version of that."""

    vocabulary: Vocabulary
    content: bytes
    #: By class with a form, the classes that its frame finds, as JSON.
    classes: bytes

    @property
    def version(self) -> str:
        """What it is called: another content has another name."""
        return version_of(self.content + self.classes)

    @property
    def path(self) -> str:
        """Where this version is, which never changes."""
        return path_of(self.version)


def path_of(version: str) -> str:
    """Give where a version is published."""
    return f"/{FOLDER}/{version}/{NAME}"


def context_of(dataset: Dataset, root: Root) -> Context:
    """Make the context of the ontology and the shapes of a root, the same for everyone."""
    vocabulary = vocabulary_of(dataset, root)
    content = written_context(vocabulary.terms, vocabulary.classes, vocabulary.scoped)
    below = {name: list(one.below) for name, one in vocabulary.framed.items()}
    return Context(vocabulary, content, as_json(below))


def version_of(content: bytes) -> str:
    """Name a version after what it says."""
    return hashlib.sha256(content).hexdigest()[:_VERSION]


def written_context(
    terms: Terms, classes: Mapping[str, str], scoped: Mapping[str, Terms]
) -> bytes:
    """Write a context; ``@type`` is a list, as a thing often has several."""
    of_classes: dict[str, object] = {}
    for name, iri in classes.items():
        own = {key: _short(one) for key, one in scoped.get(name, {}).items()}
        of_classes[name] = {"@id": iri, "@context": own} if own else iri
    shown = {key: _short(one) for key, one in terms.items()}
    return as_json(
        {"@context": {"@version": 1.1, "@type": {"@container": "@set"}, **of_classes, **shown}}
    )


def _short(definition: Definition) -> object:
    return definition["@id"] if list(definition) == ["@id"] else definition


def as_json(document: object) -> bytes:
    """Write JSON, always the same bytes for the same."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

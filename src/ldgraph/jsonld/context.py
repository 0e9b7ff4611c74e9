"""The context as it is published, and its version: a hash of what it says."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.jsonld.vocabulary import NATIVE, hidden, vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ldgraph.graph.load import Dataset
    from ldgraph.graph.places import Root
    from ldgraph.jsonld.vocabulary import Definition, Vocabulary

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
    content = written(vocabulary)
    below = {name: list(one.below) for name, one in vocabulary.framed.items()}
    return Context(vocabulary, content, as_json(below))


def version_of(content: bytes) -> str:
    """Name a version after what it says."""
    return hashlib.sha256(content).hexdigest()[:_VERSION]


def written(vocabulary: Vocabulary) -> bytes:
    """Write a context; ``@type`` is a list, as a thing often has several."""
    shown: dict[str, object] = {"@version": 1.1, "@type": {"@container": "@set"}}
    for name, iri in vocabulary.classes.items():
        own: dict[str, object] = dict.fromkeys(hidden(vocabulary, name))
        own |= {key: _short(one) for key, one in vocabulary.scoped.get(name, {}).items()}
        own = dict(sorted(own.items()))
        shown[name] = {"@id": iri, "@context": own} if own else iri
    shown |= {key: _short(one) for key, one in vocabulary.terms.items()}
    return f'{{\n  "@context": {_lines(shown, "    ")}\n}}\n'.encode()


def _short(definition: Definition) -> object:
    shown = {
        name: value for name, value in definition.items() if name != "@type" or value not in NATIVE
    }
    return shown["@id"] if list(shown) == ["@id"] else shown


def _lines(members: Mapping[str, object], indent: str) -> str:
    """Write each key on a line of its own, so that a difference shows what changed."""
    lines = []
    for key, value in members.items():
        if isinstance(value, dict) and "@context" in value:
            inner = _lines(value["@context"], indent + "  ")
            text = f'{{"@id": {json.dumps(value["@id"])}, "@context": {inner}}}'
        else:
            text = json.dumps(value, ensure_ascii=False)
        lines.append(f"{indent}{json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + f"\n{indent[2:]}}}"


def as_json(document: object) -> bytes:
    """Write JSON, always the same bytes for the same."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()

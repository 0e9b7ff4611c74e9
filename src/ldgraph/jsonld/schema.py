"""A JSON Schema for each class: what its shapes ask of one value at a time, on the JSON alone.

What holds between values or things is left to the shapes themselves.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from ldgraph.jsonld.context import as_json, version_of
from ldgraph.jsonld.vocabulary import LANGUAGES, hidden, types_of
from ldgraph.terms import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ldgraph.graph.kinds import Field
    from ldgraph.jsonld.vocabulary import Class, Definition, Vocabulary

    Part = dict[str, object]

#: Where schemas are published.
FOLDER = "schema"
MEDIA = "application/schema+json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What a key is that is a whole address: of a property for which a class has no key.
_ADDRESS = r"^[A-Za-z][A-Za-z0-9+.-]*:"
_LANGUAGE = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"
_ZONE = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?"
_DAY = r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?"
#: How the values of a datatype are written; one that is not here is any text.
_WRITTEN: Mapping[str, Part] = {
    XSD + "integer": {"type": "integer"},
    XSD + "boolean": {"type": "boolean"},
    XSD + "decimal": {
        "type": "string",
        "pattern": r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$",
    },
    XSD + "date": {"type": "string", "pattern": f"^{_DAY}{_ZONE}$"},
    XSD + "dateTime": {"type": "string", "pattern": f"^{_DAY}T{_TIME}{_ZONE}$"},
    XSD + "gYear": {"type": "string", "pattern": f"^-?[0-9]{{4,}}{_ZONE}$"},
    XSD + "gYearMonth": {"type": "string", "pattern": f"^-?[0-9]{{4,}}-(0[1-9]|1[0-2]){_ZONE}$"},
    XSD + "anyURI": {"type": "string", "format": "iri-reference"},
}
_IRI: Part = {"type": "string", "format": "iri"}


class Schema(NamedTuple):
    """The schema of a class, and the version of what it says."""

    name: str
    content: Mapping[str, object]

    @property
    def version(self) -> str:
        """What it is called: another content has another name."""
        return version_of(as_json(self.content))

    @property
    def path(self) -> str:
        """Where this version is, which never changes."""
        return f"/{FOLDER}/{self.version}/{self.name}.json"

    def written(self, here: str) -> bytes:
        """Write it, as published at an address."""
        first = {"$schema": DIALECT, "$id": here + self.path}
        return as_json({**first, **self.content})


def schema_of(one: Class, vocabulary: Vocabulary) -> Schema:
    """Make the schema of a class; a thing may have the keys of no class too."""
    return Schema(one.name, _described(one, vocabulary))


def _described(one: Class, vocabulary: Vocabulary) -> Part:
    terms = vocabulary.scoped[one.name]
    properties: Part = {
        "@context": {},
        "@id": _named(one),
        "@type": {
            "type": "array",
            "items": {"type": "string"},
            "uniqueItems": True,
            "contains": {"enum": list(one.below)},
        },
    }
    for key, field in one.fields.items():
        properties[key] = _property(field, terms[key])
    properties["@included"] = {"type": "array", "items": {"type": "object"}}
    for key, field in one.fields.items():
        if _is_typed(terms[key]) and types_of(field):  # another value would not conform
            properties[field.path] = False
    required = [key for key, field in one.fields.items() if field.is_needed]
    document: Part = {
        **_told(one.labels, one.definitions),
        "type": "object",
        "required": ["@id", "@type", *required],
        "properties": properties,
        "patternProperties": {**_elsewhere(vocabulary, one), _ADDRESS: {}},
        "additionalProperties": False,
    }
    either = list(_either(one))
    if either:
        document["allOf"] = either
    return document


def _told(names: Mapping[str, str], messages: Mapping[str, str]) -> Part:
    said = {"title": names.get("nl"), "description": messages.get("nl")}
    return {key: text for key, text in said.items() if text}


def _named(one: Class) -> Part:
    if one.kind is None:
        return _IRI
    end = f"/id/{one.kind.word}/{one.kind.end}$"
    told = one.kind.iri_messages.get("nl")
    return {**_IRI, **_pattern(end), **({"description": told} if told else {})}


def _property(field: Field, term: Definition) -> Part:
    told = _told(field.names, field.messages)
    containers = term.get("@container", ())
    containers = containers if isinstance(containers, list) else [containers]
    if LANGUAGES in containers:
        return {**told, **_texts(field, is_list="@set" in containers)}
    value = _value(field, term)
    if "@set" not in containers:
        return {**told, **value}
    listed = _listed(value)
    if field.least:
        listed["minItems"] = field.least
    if field.most is not None:
        listed["maxItems"] = field.most
    return {**told, **listed}


def _texts(field: Field, *, is_list: bool) -> Part:
    text: Part = {"type": "string", **_pattern(field.pattern)}
    if is_list:
        text = {**_listed(text), "minItems": 1}
    found: Part = {
        "type": "object",
        "propertyNames": {"pattern": _LANGUAGE},
        "additionalProperties": text,
    }
    if field.languages:
        found["required"] = sorted(field.languages)
    if field.least:
        found["minProperties"] = 1
    if field.most == 1:
        found["maxProperties"] = 1
    return found


def _value(field: Field, term: Definition) -> Part:
    """Describe one value."""
    said = term.get("@type")
    if said == "@id":
        return (
            {"enum": list(field.choices)} if field.choices else {**_IRI, **_pattern(field.pattern)}
        )
    if said is None:
        return _untyped(field)
    found = _typed(str(said))
    if field.texts:
        return {"enum": [_json(one.value, found) for one in field.texts]}
    if found.get("type") == "integer":
        limits = {"minimum": field.lowest, "maximum": field.highest}
        found |= {name: int(one) for name, one in limits.items() if one and _is_whole(one)}
    if "pattern" not in found and found.get("type") == "string":
        found |= _pattern(field.pattern)
    return found


def _untyped(field: Field) -> Part:
    types = types_of(field)
    if types == {XSD + "string"}:
        if field.texts:
            return {"enum": [one.value for one in field.texts]}
        return {"type": "string", **_pattern(field.pattern)}
    return _any(field.pattern)


def _any(pattern: str | None = None) -> Part:
    """Describe a value that its key does not type."""
    matched = _pattern(pattern)
    whole = {
        "type": "object",
        "oneOf": [{"required": ["@id"]}, {"required": ["@value"]}],
        "properties": {
            "@id": {**_IRI, **matched},
            "@value": {"type": ["string", "number", "boolean"], **matched},
            "@type": _IRI,
            "@language": {"type": "string", "pattern": _LANGUAGE},
        },
        "additionalProperties": False,
    }
    return {"anyOf": [{"type": ["string", "number", "boolean"], **matched}, whole]}


def _typed(datatype: str) -> Part:
    return dict(_WRITTEN.get(datatype, {"type": "string"}))


def _json(text: str, found: Part) -> object:
    return json.loads(text) if found.get("type") in {"integer", "boolean"} else text


def _is_whole(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[0-9]+", text))


def _is_typed(term: Definition) -> bool:
    return "@type" in term or LANGUAGES in str(term.get("@container", ""))


def _pattern(pattern: str | None) -> Part:
    """Give a pattern of a shape, if it means the same in a schema."""
    if pattern is None or re.search(r"\\[icpIC]|-\[|\[\[", pattern):
        return {}
    return {"pattern": pattern}


def _elsewhere(vocabulary: Vocabulary, one: Class) -> Part:
    """Describe the keys of no class: they are lists; those of one form stand together."""
    grouped: dict[str, list[str]] = defaultdict(list)
    # What a narrower class says of a key of its own is in the schema of that.
    narrower = {key for name in one.below for key in vocabulary.scoped.get(name, {})}
    for key in sorted(
        {*vocabulary.terms, *narrower}.difference(one.fields, hidden(vocabulary, one.name))
    ):
        form = {} if key in narrower else _any_of(vocabulary.terms[key])
        grouped[json.dumps(form, sort_keys=True)].append(key)
    return {_one_of(keys): json.loads(form) for form, keys in sorted(grouped.items())}


def _any_of(term: Definition) -> Part:
    if LANGUAGES in str(term.get("@container", "")):
        return {
            "type": "object",
            "propertyNames": {"pattern": _LANGUAGE},
            "additionalProperties": _listed({"type": "string"}),
        }
    said = term.get("@type")
    return _listed(_IRI if said == "@id" else _any() if said is None else _typed(str(said)))


def _listed(value: Part) -> Part:
    return {"type": "array", "items": value, "uniqueItems": True}


def _one_of(keys: Iterable[str]) -> str:
    return f"^({'|'.join(sorted(keys))})$"


def _either(one: Class) -> Iterable[Part]:
    """Ask for one of several properties, where the shapes do."""
    keys = {field.path: key for key, field in one.fields.items()}
    for either in one.kind.either if one.kind else ():
        if all(path in keys for path in either.paths):
            yield {
                **_told({}, either.messages),
                "anyOf": [{"required": [keys[path]]} for path in either.paths],
            }

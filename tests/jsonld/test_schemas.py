"""A schema takes every thing that conforms to the shapes, and refuses what they refuse in one."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from tests.jsonld.conftest import HERE, thing, things

from ldgraph.serve import context
from ldgraph.terms import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ldgraph.serve.published import Published

    Change = Callable[[dict[str, Any]], object]


def _validators(published: Published) -> dict[str, Draft202012Validator]:
    found = {}
    for name, schema in context.schemas(published).items():
        content = json.loads(schema.written(HERE))
        Draft202012Validator.check_schema(content)
        found[name] = Draft202012Validator(content)
    return found


def test_every_thing_conforms_to_the_schemas_of_its_classes(everything: Published) -> None:
    schemas = _validators(everything)
    wrong, used = [], set[str]()
    for one in things(everything):
        for name in one.classes:
            used.add(name)
            wrong += [
                (one.iri, name, found.message) for found in schemas[name].iter_errors(one.json)
            ]
    assert wrong == []
    assert len(used) > 30


def test_what_is_derived_is_not_said_to_conform(example: Published) -> None:
    derived = [one for one in things(example) if "Dekking" in one.json["@type"] and not one.classes]
    assert derived
    assert all("datum" not in one.json for one in derived)


def test_what_lies_above_a_class_takes_its_things_too(example: Published) -> None:
    schemas = _validators(example)
    for iri in ("vereiste/V066", "aanbod/ciport", "concept/Capability/eindpuntbeveiliging"):
        one = thing(example, f"{example.base}/id/{iri}")
        framed = [name for name in one.json["@type"] if name in schemas]
        assert len(framed) > 1
        assert [list(schemas[name].iter_errors(one.json)) for name in framed] == [[]] * len(framed)


_REQUIREMENT = "vereiste/V066"
_MUTANTS: dict[str, tuple[str, Change]] = {
    "nothing of what is needed": (_REQUIREMENT, lambda one: one.pop("prioriteit")),
    "no name": (_REQUIREMENT, lambda one: one.pop("naam")),
    "no name in Dutch": (_REQUIREMENT, lambda one: one["naam"].pop("nl")),
    "an empty list of what is needed": (_REQUIREMENT, lambda one: one.update(mitigeert=[])),
    "one value where a list is": (
        _REQUIREMENT,
        lambda one: one.update(mitigeert=one["mitigeert"][0]),
    ),
    "a list where one value is": (
        _REQUIREMENT,
        lambda one: one.update(prioriteit=[one["prioriteit"]]),
    ),
    "two texts in a language": (
        _REQUIREMENT,
        lambda one: one["naam"].update(nl=["een", "twee"]),
    ),
    "a text without a language": (_REQUIREMENT, lambda one: one.update(naam="naam")),
    "a text in what is no language": (
        _REQUIREMENT,
        lambda one: one["naam"].update({"not a language": "x"}),
    ),
    "a value that the list has not": (
        _REQUIREMENT,
        lambda one: one.update(prioriteit=one["prioriteit"] + "x"),
    ),
    "a code of another pattern": (_REQUIREMENT, lambda one: one.update(sleutel="66")),
    "a name of another pattern": (_REQUIREMENT, lambda one: one.update({"@id": "urn:x"})),
    "another class": (_REQUIREMENT, lambda one: one.update({"@type": ["Aanbod"]})),
    "one class outside a list": (_REQUIREMENT, lambda one: one.update({"@type": "Vereiste"})),
    "a key that is misspelt": (
        _REQUIREMENT,
        lambda one: one.update(prioritiet=one["prioriteit"]),
    ),
    "a value twice": (
        _REQUIREMENT,
        lambda one: one.update(mitigeert=one["mitigeert"][:1] * 2),
    ),
    "a value beside its key": (
        _REQUIREMENT,
        lambda one: one.update({"https://data.vlaanderen.be/ns/lokaal-digitaal#prioriteit": 1}),
    ),
    "a truth as text": (_REQUIREMENT, lambda one: one.update(betreftToetsing="true")),
    "a day that is none": (_REQUIREMENT, lambda one: one.update(geldigVan="2026-13-01")),
    "a number as text": (
        "lokaalbestuur/gemeente-99001",
        lambda one: one.update(inwonertal=str(one["inwonertal"])),
    ),
    "a number that is too low": (
        "lokaalbestuur/gemeente-99001",
        lambda one: one.update(inwonertal=-1),
    ),
}


@pytest.mark.parametrize("which", _MUTANTS)
def test_a_mutant_is_refused(example: Published, which: str) -> None:
    iri, change = _MUTANTS[which]
    one = thing(example, f"{example.base}/id/{iri}")
    (name,) = one.classes
    schema = Draft202012Validator(json.loads(context.schemas(example)[name].written(HERE)))
    assert schema.is_valid(one.json)
    mutant = copy.deepcopy(one.json)
    change(mutant)
    assert mutant != one.json
    assert not schema.is_valid(mutant)


def _asked(published: Published, word: str) -> list[tuple[str, str, str]]:
    """Give class, property and value of a constraint, as the shapes have it."""
    text = f"""SELECT ?class ?path ?value WHERE {{
        ?node <{SH}targetClass> ?class ; <{SH}property> ?shape .
        ?shape <{SH}path> ?path ; <{SH}{word}> ?value ; <{SH}severity> <{SH}Violation> .
        FILTER (ISIRI(?path))
    }}"""
    rows = published.snapshot.dataset.shapes.query(text)
    assert isinstance(rows, ox.QuerySolutions)
    return [(row["class"].value, row["path"].value, row["value"].value) for row in rows]


def _key(published: Published, iri: str, path: str) -> tuple[str, str] | None:
    vocabulary = context.of(published).vocabulary
    for name, one in vocabulary.framed.items():
        for key, field in one.fields.items():
            if (one.iri, field.path) == (iri, path):
                return name, key
    return None


def test_what_a_shape_needs_a_schema_requires_and_nothing_else(example: Published) -> None:
    schemas = context.schemas(example)
    needed = {
        _key(example, iri, path)
        for word in ("minCount", "qualifiedMinCount")
        for iri, path, least in _asked(example, word)
        if int(least) > 0
    }
    assert len(needed) > 100
    for name, schema in schemas.items():
        above = [name, *context.of(example).vocabulary.framed[name].above]
        wanted = {one[1] for one in needed if one is not None and one[0] in above}
        required: Any = schema.content["required"]
        assert set(required) == wanted | {"@id", "@type"}


def test_a_shape_with_one_value_at_most_has_no_list_and_any_other_has(example: Published) -> None:
    single = {
        _key(example, iri, path)
        for iri, path, most in _asked(example, "maxCount")
        if int(most) == 1
    }
    seen = 0
    for name, terms in context.of(example).vocabulary.scoped.items():
        above = {name, *context.of(example).vocabulary.framed[name].above}
        for key, term in terms.items():
            if "@language" not in str(term.get("@container")):
                is_single = any((one, key) in single for one in above)
                assert ("@set" in str(term.get("@container"))) != is_single, (name, key)
                seen += 1
    assert seen > 200


def test_a_code_list_is_an_enumeration(example: Published) -> None:
    schemas = context.schemas(example)
    content: Any = schemas["Vereiste"].content
    degrees: Any = schemas["Dekking"].content
    kinds: Any = schemas["LokaalBestuur"].content
    begin = f"{example.base}/id/concept/"
    assert degrees["properties"]["graad"]["enum"] == [
        f"{begin}Dekkingsgraad/{one}" for one in ("geen", "gedeeltelijk", "volledig")
    ]
    assert len(content["properties"]["voorSoort"]["items"]["enum"]) == 11
    assert kinds["properties"]["soort"]["enum"]


def test_what_a_key_is_for_stands_there_in_dutch(example: Published) -> None:
    content: Any = context.schemas(example)["Vereiste"].content
    assert content["title"] == "vereiste"
    assert content["properties"]["naam"]["title"] == "naam"
    assert "Geef precies één prioriteit" in content["properties"]["prioriteit"]["description"]


def _mutants(one: dict[str, Any], required: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Change a thing in each way that its form forbids, one at a time."""
    for key in required:
        yield f"without {key}", {name: value for name, value in one.items() if name != key}
    for key, value in one.items():
        if key in {"@context", "@included"} or key.startswith("http"):
            continue
        if isinstance(value, list):
            yield f"{key} no list", {**one, key: value[0]}
            yield f"{key} twice", {**one, key: [*value, value[0]]}
        elif isinstance(value, dict) and "@id" not in value:
            yield f"{key} without languages", {**one, key: next(iter(value.values()))}
            yield f"{key} in no language", {**one, key: {**value, "_": "x"}}
        else:
            yield f"{key} a list", {**one, key: [value]}
            yield f"{key} null", {**one, key: None}
        yield f"{key} a thing", {**one, key: {"@id": {}}}
        yield f"{key} misspelt", {**one, f"{key}x": value}


def test_no_class_takes_a_thing_of_another_form(example: Published) -> None:
    schemas = _validators(example)
    seen, taken = set[str](), []
    tried = 0
    for one in things(example):
        for name in one.classes:
            if name not in seen:
                seen.add(name)
                required: Any = context.schemas(example)[name].content["required"]
                for what, mutant in _mutants(one.json, required):
                    tried += 1
                    if schemas[name].is_valid(mutant):
                        taken.append((name, what))
    assert taken == []
    assert (len(seen) > 45, tried > 1000) == (True, True)

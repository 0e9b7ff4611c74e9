"""A frame gives of anyone's copy of the graph what the server gives of a thing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from pyld import jsonld  # type: ignore[import-untyped]
from tests.jsonld.conftest import HERE, things
from tests.jsonld.test_context import loader

from ldgraph.jsonld.frame import frame
from ldgraph.serve import context

if TYPE_CHECKING:
    from ldgraph.serve.published import Published


def _sorted(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Put lists in one order: in RDF they have none."""
    if isinstance(value, dict):
        return {key: _sorted(one) for key, one in sorted(value.items())}
    if isinstance(value, list):
        return sorted((_sorted(one) for one in value), key=json.dumps)
    return value


def test_framed_a_copy_says_what_the_server_says(everything: Published) -> None:
    found, load = context.of(everything), loader(everything)
    seen = set[str]()
    for one in things(everything):
        kinds = " ".join(one.json["@type"])
        if not one.classes or kinds in seen or len(one.json.get("@included", ())) > 1:
            continue
        seen.add(kinds)
        triples = "".join(f"{ox.Triple(*quad.triple)} .\n" for quad in one.document.quads)
        # As the copy of another program has it: plain triples.
        copied = jsonld.from_rdf(triples, {"format": "application/n-quads", "useNativeTypes": True})
        wanted = _sorted(
            {
                # Of a property without a key no program knows that there may be several.
                key: value[0] if ":" in key and len(value) == 1 else value
                for key, value in one.json.items()
                if key != "@included"
            }
        )
        for name in one.classes:
            below = found.vocabulary.framed[name].below
            made = json.loads(frame(below, HERE + found.path))
            framed = jsonld.frame(copied, made, {"documentLoader": load})
            assert _sorted(framed) == wanted
    assert len(seen) > 30


def test_a_frame_finds_the_things_of_narrower_classes(example: Published) -> None:
    framed = context.of(example).vocabulary.framed
    assert framed["Vereiste"].below == ("FunctioneleVereiste", "TechnischeVereiste", "Vereiste")
    assert framed["Dekking"].below == ("Dekking",)

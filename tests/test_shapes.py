"""The shapes against their examples; the examples are found, so that a new one needs no edit here.

``tests/shapes/<class>/good.ttl`` conforms. A ``bad-….ttl`` has one defect and says in its ``#+``
lines which shape finds it and on which thing. Each is read together with the ontology, the code
lists and ``tests/shapes/omgeving.ttl``, where the things it refers to are described.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

from ldgraph import frontmatter
from ldgraph.graph.prefixes import expand
from ldgraph.shacl import engine, reference
from ldgraph.shacl.shapes import CONSTRAINTS, Shapes, compile_shapes
from ldgraph.terms import SH

if TYPE_CHECKING:
    from ldgraph.shacl.results import Result

_HERE = Path(__file__).parent
_PROJECT = _HERE.parent
_EXAMPLES = sorted((_HERE / "shapes").glob("*/*.ttl"))
_BAD = [file for file in _EXAMPLES if file.name.startswith("bad-")]
_GOOD = [file for file in _EXAMPLES if file.name == "good.ttl"]
_PREFIX = re.compile(r"^PREFIX ([\w-]*): <(.*)>$", re.MULTILINE)
#: What says how a constraint beside it is to be read, and is no constraint itself.
_COMPONENTS = {"qualifiedValueShape": "QualifiedMinCount", "sparql": "SPARQL"}


def _load(store: ox.Store, file: Path) -> None:
    store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="https://example.org/")


@cache
def _surroundings() -> bytes:
    store = ox.Store()
    for file in sorted((_PROJECT / "ontology").rglob("*.ttl")):
        _load(store, file)
    _load(store, _HERE / "shapes" / "omgeving.ttl")
    return store.dump(format=ox.RdfFormat.N_QUADS) or b""


@cache
def _shapes_store() -> ox.Store:
    store = ox.Store()
    for file in sorted((_PROJECT / "shapes").glob("*.ttl")):
        _load(store, file)
    return store


@cache
def _shapes() -> Shapes:
    return compile_shapes(_shapes_store())


def _with(file: Path | None) -> ox.Store:
    store = ox.Store()
    store.load(_surroundings(), format=ox.RdfFormat.N_QUADS)
    if file is not None:
        _load(store, file)
    return store


@cache
def _results(file: Path) -> tuple[Result, ...]:
    return tuple(engine.validate(_with(file), _shapes()))


class Said(NamedTuple):
    """What a bad example says of itself, as IRIs."""

    shape: str
    focus: str
    #: Other shapes that cannot but find fault with it too.
    also: frozenset[str]


def _said(file: Path) -> Said:
    text = file.read_text("utf-8")
    head = frontmatter.read(text, file, {"shape", "focus", "also"}, {"shape", "focus"})
    prefixes = dict(_PREFIX.findall(text))
    prefixes.setdefault("shp", "https://data.vlaanderen.be/shacl/lokaal-digitaal/")
    shape, focus = (expand(head[name], prefixes) for name in ("shape", "focus"))
    assert shape
    assert focus
    also = frozenset(expand(one, prefixes) or one for one in head.get("also", "").split())
    return Said(shape, focus, also)


def _name(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def test_every_class_of_shapes_has_its_examples() -> None:
    folders = {file.parent.name for file in _GOOD}
    shapes = {file.stem for file in (_PROJECT / "shapes").glob("*.ttl")}

    assert shapes - {"prefixen", "waarden"} == folders


@pytest.mark.parametrize("file", _GOOD, ids=_name)
def test_a_good_example_conforms(file: Path) -> None:
    assert [one.key() for one in _results(file)] == []


@pytest.mark.parametrize("file", _BAD, ids=_name)
def test_a_bad_example_gives_the_finding_it_names_and_no_other(file: Path) -> None:
    said = _said(file)

    found = _results(file)

    here = [one for one in found if str(one.focus) == f"<{said.focus}>"]
    assert {str(one.source_shape)[1:-1] for one in found} == {said.shape, *said.also}
    assert here
    assert {message.language for message in here[0].messages} == {"nl", "en"}


def test_every_constraint_is_noticed_when_it_is_gone() -> None:
    """A bad example that only one constraint finds fault with would pass without it."""
    noticed = set()
    for file in _BAD:
        found = {(one.source_shape, one.component) for one in _results(file)}
        if len(found) == 1:
            noticed |= found
    shapes = _shapes()
    missed = []
    for node in shapes.graph.nodes():
        if not isinstance(node, ox.NamedNode) or not _own_findings(shapes, node):
            continue
        for name in shapes.shape(node).parameters:
            if name not in CONSTRAINTS or name == "property":
                continue
            component = _COMPONENTS.get(name, name[0].upper() + name[1:])
            if (node, f"{SH}{component}ConstraintComponent") not in noticed:
                missed.append(f"{node} sh:{name}")

    assert missed == []


def _own_findings(shapes: Shapes, node: ox.NamedNode) -> bool:
    """Say whether a shape gives findings of its own: it has targets, or one with targets has it."""
    if shapes.shape(node).targets:
        return True
    return any(node in one.parameters.get("property", []) for one in shapes.with_targets())


def test_pyshacl_finds_the_same_in_the_examples_that_break_several_rules() -> None:
    together = ox.Store()
    together.load(_surroundings(), format=ox.RdfFormat.N_QUADS)
    for file in _BAD[::3]:
        _load(together, file)

    ours = sorted(one.key() for one in engine.validate(together, _shapes()))
    theirs = sorted(one.key() for one in reference.validate(together, _shapes_store()))

    assert len(ours) > 100
    assert ours == theirs


def test_a_closed_list_names_every_value_of_its_code_list() -> None:
    data = _with(None)
    schemes: dict[str, set[str]] = {}
    in_scheme = ox.NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
    for quad in data.quads_for_pattern(None, in_scheme, None, None):
        schemes.setdefault(str(quad.object), set()).add(str(quad.subject))
    chosen = {
        "Dekking-basis",  # derived coverage is for rules alone
        "MaatregelBeoordeling-documentatieMaturiteit",  # unscored is absent, not 0
        "MaatregelBeoordeling-implementatieMaturiteit",
    }
    for node in _shapes().graph.nodes():
        for head in _shapes().graph.objects(node, SH + "in"):
            members = {str(one) for one in _shapes().graph.items(head)}
            homes = [name for name, values in schemes.items() if members & values]
            if homes and str(node).rsplit("/", 1)[-1].rstrip(">") not in chosen:
                assert members == schemes[homes[0]], node

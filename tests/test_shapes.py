"""The shapes against their examples; the examples are found, so that a new one needs no edit here.

``tests/shapes/<class>/good.ttl`` conforms. A ``bad-….ttl`` has one defect and says in its ``#+``
lines which shape finds it and on which thing. Each is read together with the ontology, the code
lists and ``tests/shapes/omgeving.ttl``, where the things it refers to are described.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

from ldgraph import frontmatter
from ldgraph.graph.prefixes import expand
from ldgraph.shacl import engine, reference
from ldgraph.shacl.queries import tokens
from ldgraph.shacl.shapes import CONSTRAINTS, Shapes, compile_shapes
from ldgraph.shacl.vocabulary import TARGETS
from ldgraph.terms import SH, SHP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ldgraph.shacl.results import Result

_HERE = Path(__file__).parent
_PROJECT = _HERE.parent
_EXAMPLES = sorted((_HERE / "shapes").glob("*/*.ttl"))
_BAD = [file for file in _EXAMPLES if file.name.startswith("bad-")]
_GOOD = [file for file in _EXAMPLES if file.name == "good.ttl"]
_PREFIXES = ox.NamedNode(SHP + "prefixen")
_PREFIX = re.compile(r"^PREFIX ([\w-]*): <(.*)>$", re.MULTILINE)
#: Signs of SPARQL of two characters.
_SIGNS = {"||", "&&", "!=", "<=", ">=", "^^"}
#: What can be taken away from a shape so that it asks less.
_COUNTED = (CONSTRAINTS | {"qualifiedMinCount"}) - {"qualifiedValueShape", "property"}


def _load(store: ox.Store, file: Path) -> None:
    store.load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri="https://example.org/")


@cache
def _surroundings() -> ox.Store:
    """Read what every example stands in; ``_example`` alone adds to it, for a while."""
    store = ox.Store()
    for file in sorted((_PROJECT / "ontology").rglob("*.ttl")):
        _load(store, file)
    _load(store, _HERE / "shapes" / "omgeving.ttl")
    return store


@contextmanager
def _example(file: Path) -> Iterator[ox.Store]:
    store = _surroundings()
    parsed = ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE, base_iri="https://example.org/")
    added = [quad for quad in parsed if quad not in store]
    store.extend(added)
    try:
        yield store
    finally:
        for quad in added:
            store.remove(quad)


@cache
def _shapes_store() -> ox.Store:
    store = ox.Store()
    for file in sorted((_PROJECT / "shapes").glob("*.ttl")):
        _load(store, file)
    return store


@cache
def _shapes() -> Shapes:
    return compile_shapes(_shapes_store())


@cache
def _results(file: Path) -> tuple[Result, ...]:
    with _example(file) as store:
        return tuple(engine.validate(store, _shapes()))


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
    """Each is really taken away, and so is each alternative of a query: an example then passes."""
    missed: set[str] = set()
    noticed: set[str] = set()
    by_shape: dict[str, list[Path]] = {}
    for file in _BAD:
        by_shape.setdefault(_said(file).shape, []).append(file)
    for shape, files in by_shape.items():
        mutants = list(_mutants(ox.NamedNode(shape)))
        missed |= {one.what for one in mutants}
        shapes = compile_shapes(
            [*_closure(_PREFIXES), *(quad for one in mutants for quad in one.quads)]
        )
        for file in files:
            left = _shapes_that_find(file, shapes)
            noticed |= {one.what for one in mutants if one.top not in left}
        # Without an alternative that lets something pass, what is good is found fault with.
        for file in {one.parent / "good.ttl" for one in files}:
            found = _shapes_that_find(file, shapes)
            noticed |= {one.what for one in mutants if one.top in found}

    assert len(missed) > 900
    assert sorted(missed - noticed) == []


def test_every_shape_has_an_example_that_it_finds_fault_with() -> None:
    named = {_said(file).shape for file in _BAD}
    shapes = _shapes()

    finding = {
        node.value
        for node in shapes.graph.nodes()
        if isinstance(node, ox.NamedNode)
        and _own_findings(shapes, node)
        and CONSTRAINTS - {"property"} & shapes.shape(node).parameters.keys()
    }

    assert finding - named == set()


def _shapes_that_find(file: Path, shapes: Shapes) -> set[str]:
    """Name the shapes with targets that find fault with an example, where it says it is wrong."""
    focus = {ox.NamedNode(_said(file).focus)} if file in _BAD else None
    with _example(file) as store:
        found = engine.validate(store, shapes, focus=focus)
    return {str(one.source_shape).strip("<>").split("#")[-1] for one in found}


class Mutant(NamedTuple):
    """A shape from which one thing is taken away; its nodes have names of their own."""

    what: str
    #: The mark in the names of its nodes.
    top: str
    quads: list[ox.Quad]


def _mutants(shape: ox.NamedNode) -> Iterator[Mutant]:
    whole = list(_closure(shape))
    targets = [quad for quad in whole if quad.subject == shape and _local(quad) in TARGETS]
    owners = [
        quad.subject
        for quad in _shapes_store().quads_for_pattern(None, _sh("property"), shape, None)
        if quad.subject in {one.node for one in _shapes().with_targets()}
    ]
    around: list[ox.Quad] = []
    if not targets:
        around = [
            quad
            for quad in _shapes_store().quads_for_pattern(owners[0], None, None, None)
            if _local(quad) in TARGETS
        ]
        around.append(ox.Quad(owners[0], _sh("property"), shape))
    for number, (what, quads) in enumerate(_without_one(shape, whole)):
        mark = f"{shape.value.rsplit('/', 1)[-1]}-{number}"
        own: set[object] = {one.subject for one in (*whole, *around)}
        yield Mutant(what, mark, [_renamed(one, own, mark) for one in (*quads, *around)])


def _closure(shape: ox.NamedNode) -> Iterator[ox.Quad]:
    """Give what is said of a shape and of the nodes that it is made of."""
    todo: list[ox.NamedNode | ox.BlankNode] = [shape]
    seen = set()
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        for quad in _shapes_store().quads_for_pattern(node, None, None, None):
            yield quad
            thing = quad.object
            is_shape = isinstance(thing, ox.NamedNode) and thing.value.startswith(SHP)
            if isinstance(thing, ox.BlankNode) or (is_shape and _local(quad) != "prefixes"):
                todo.append(thing)  # type: ignore[arg-type]


def _without_one(shape: ox.NamedNode, whole: list[ox.Quad]) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Take away each constraint, each of several targets, and each alternative of a query."""
    for part, quad in enumerate(whole):
        name = _local(quad)
        subject = str(quad.subject)[1:-1].rsplit("/", 1)[-1] if _named(quad) else f"[{part}]"
        others = [one for one in whole if one != quad]
        if name in _COUNTED or (name in TARGETS and _several(whole, name)):
            if name == "qualifiedMinCount":
                others = [one for one in others if _local(one) != "qualifiedValueShape"]
            owner = subject if _named(quad) else f"{shape.value.rsplit('/', 1)[-1]} {subject}"
            value = f" {quad.object}" if name in TARGETS else ""
            yield f"{owner} sh:{name}{value}", others
        elif name == "select" and isinstance(quad.object, ox.Literal):
            for place, text in enumerate(_fewer_alternatives(quad.object.value)):
                less = ox.Quad(quad.subject, quad.predicate, ox.Literal(text))
                yield (
                    f"{shape.value.rsplit('/', 1)[-1]} alternative {place}: {text}",
                    [
                        *others,
                        less,
                    ],
                )


def _fewer_alternatives(query: str) -> Iterator[str]:
    """Write a query without one operand of ``||``, member of ``IN``, step of ``|`` or ``UNION``."""
    words: list[str] = []
    for one in tokens(query):
        if words and (words[-1] + one in _SIGNS or (words[-1] + one).isdigit()):
            words[-1] += one
        elif not one.isspace():
            words.append(one)
    for start, end in _alternations(words):
        operands = _split(words[start:end])
        for left_out in range(len(operands)):
            kept = [one for place, one in enumerate(operands) if place != left_out]
            joint = _joint(words, start, end)
            inner = [word for one in kept for word in (joint, *one)][1:]
            text = " ".join([*words[:start], *inner, *words[end:]])
            yield re.sub(r"(\w) \(", r"\1(", text)


def _alternations(words: list[str]) -> Iterator[tuple[int, int]]:
    opened: list[int] = []
    for place, word in enumerate(words):
        if word == "(":
            opened.append(place)
        elif word == ")":
            start = opened.pop() + 1
            is_list = words[start - 2].upper() == "IN"
            if len(_split(words[start:place])) > 1 and (is_list or "||" in words[start:place]):
                yield start, place
    for place, word in enumerate(words):
        first = word == "|" and (place < 2 or words[place - 2] != "|")
        if first:
            end = place
            while end < len(words) and words[end] == "|":
                end += 2
            yield place - 1, end


def _split(words: list[str]) -> list[list[str]]:
    """Cut at the commas, ``||`` or ``|`` that stand in no inner bracket."""
    parts: list[list[str]] = [[]]
    depth = 0
    for word in words:
        depth += (word in "({") - (word in ")}")
        if depth == 0 and word in {"||", "|", ","}:
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _joint(words: list[str], start: int, end: int) -> str:
    return next(word for word in ("||", "|", ",") if word in words[start:end])


def _several(whole: list[ox.Quad], name: str) -> bool:
    return sum(_local(one) == name for one in whole) > 1


def _named(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.NamedNode)


def _local(quad: ox.Quad) -> str:
    return quad.predicate.value.removeprefix(SH)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _renamed(quad: ox.Quad, own: set[object], mark: str) -> ox.Quad:
    def named(term: object) -> object:
        if term not in own:
            return term
        if isinstance(term, ox.NamedNode):
            return ox.NamedNode(f"{term.value}#{mark}")
        return ox.BlankNode(f"{term.value}{mark.replace('-', '')}")  # type: ignore[attr-defined]

    return ox.Quad(named(quad.subject), quad.predicate, named(quad.object))  # type: ignore[arg-type]


def _own_findings(shapes: Shapes, node: ox.NamedNode) -> bool:
    """Say whether a shape gives findings of its own: it has targets, or one with targets has it."""
    if shapes.shape(node).targets:
        return True
    return any(node in one.parameters.get("property", []) for one in shapes.with_targets())


def test_pyshacl_finds_the_same_in_the_examples_that_break_several_rules() -> None:
    together = ox.Store()
    together.extend(_surroundings())
    for file in _BAD[::5]:
        _load(together, file)

    ours = sorted(one.key() for one in engine.validate(together, _shapes()))
    theirs = sorted(one.key() for one in reference.validate(together, _shapes_store()))

    assert len(ours) > 100
    assert ours == theirs


def test_a_weight_that_is_no_number_stops_no_engine() -> None:
    shapes = ox.Store()
    for name in ("besluitvormingskader", "gunningscriterium", "prefixen", "waarden"):
        _load(shapes, _PROJECT / "shapes" / f"{name}.ttl")
    text = (_HERE / "shapes" / "gunningscriterium" / "good.ttl").read_text("utf-8")
    double = '"NaN"^^<http://www.w3.org/2001/XMLSchema#double>'
    decimal = '"veel"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    for weight in ('"veel"', decimal, double):
        data = ox.Store()
        data.load(text.replace("100.0", f"100.0 , {weight}").encode(), ox.RdfFormat.TURTLE)

        ours = {one.key() for one in engine.validate(data, compile_shapes(shapes))}
        theirs = {one.key() for one in reference.validate(data, shapes)}

        assert any("Gunningscriterium-gewicht" in part for key in ours for part in key)
        assert ours == theirs


def test_a_weight_that_two_files_give_counts_once() -> None:
    text = (_HERE / "shapes" / "besluitvormingskader" / "good.ttl").read_bytes()
    data = ox.Store()
    for graph in ("urn:one", "urn:two"):
        data.load(text, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))

    found = engine.validate(data, _shapes())

    assert not any("Besluitvormingskader-gewichten" in str(one.source_shape) for one in found)


def test_a_closed_list_names_every_value_of_its_code_list() -> None:
    data = _surroundings()
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

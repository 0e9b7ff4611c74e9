"""The vocabulary's address is the root's: no module but one has it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ldgraph
from ldgraph.graph.places import Root
from ldgraph.terms import LDG, SHP, Vocabulary, term_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PROGRAM = Path(ldgraph.__file__).parent
_NAMES = {"LDG", "SHP"}
#: Modules that may use the default base, and why.
_BASE_ALLOWED = {
    "terms.py",  # which says what it is
    "graph/places.py",  # a root has it unless its settings say otherwise
    "graph/rename.py",  # others keep things below it
}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_PROGRAM.rglob("*.py")):
        yield path.relative_to(_PROGRAM).as_posix(), ast.parse(path.read_text("utf-8"))


def _said(tree: ast.Module) -> Iterator[str]:
    """Give the names and the texts of a module, but those that document it."""
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ):
            yield node.value


def test_no_module_has_the_address_of_the_vocabulary() -> None:
    found = {
        name
        for name, tree in _modules()
        for said in _said(tree)
        if said in _NAMES
        or "://data.vlaanderen.be" in said
        or "ns/lokaal-digitaal" in said
        or "shacl/lokaal-digitaal" in said
    }
    assert found == {"terms.py"}


def test_few_modules_have_the_default_base() -> None:
    assert {name for name, tree in _modules() if "BASE" in _said(tree)} == _BASE_ALLOWED


@pytest.mark.parametrize("folder", ["shapes", "queries", "ontology"])
def test_no_text_of_a_shape_or_query_has_the_address(project: Path, folder: str) -> None:
    """A rename moves IRIs and leaves what is in a text: a check by text would look no more."""
    for path in (project / folder).rglob("*.*"):
        for line in path.read_text("utf-8").splitlines():
            if "/ns/lokaal-digitaal" in line or "/shacl/lokaal-digitaal" in line:
                is_iri = f"<{LDG[:-1]}" in line or f"<{SHP[:-1]}" in line
                assert is_iri or "sh:namespace" in line or "vann:" in line, f"{path}: {line}"


def test_a_root_has_the_vocabulary_of_the_root_that_all_others_stand_on() -> None:
    first = Root(Path("/a"), base="https://a.example")
    second = Root(Path("/b"), base="https://b.example", extends=(first,))
    third = Root(Path("/c"), extends=(second, Root(Path("/d"), base="https://d.example")))

    assert first.vocabulary.ldg == "https://a.example/ns/lokaal-digitaal#"
    assert third.vocabulary == second.vocabulary == first.vocabulary
    assert first.vocabulary.shp == "https://a.example/shacl/lokaal-digitaal/"
    assert Root(Path("/e")).vocabulary.ldg == LDG


def test_a_term_is_known_below_any_base() -> None:
    assert term_of(f"{LDG}Dekking") == "Dekking"
    assert term_of("https://a.example/ns/lokaal-digitaal#Dekking") == "Dekking"
    assert not term_of("https://a.example/ns/lokaal#Dekking")
    assert not term_of(LDG)


def test_a_term_is_elsewhere_below_another_base_alone() -> None:
    ours = Vocabulary("https://a.example")

    assert ours.is_elsewhere(f"{LDG}Dekking")
    assert not ours.is_elsewhere("https://a.example/ns/lokaal-digitaal#Dekking")
    assert not ours.is_elsewhere("http://a.example/ns/lokaal-digitaal#Dekking")
    assert not ours.is_elsewhere("https://a.example/ns/ander#Dekking")

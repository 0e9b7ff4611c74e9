"""Import the reference copies once, into a root of their own; and read what came out of it."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store

from ldgraph.graph.places import Root, open_root
from ldgraph.intake.plan import GROUPS
from ldgraph.intake.reference import import_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def reference(shared: Callable[..., Path]) -> Path:
    """Give the folder of the reference copies, or skip."""
    return shared("reference")


@pytest.fixture(scope="session")
def imported(reference: Path, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Root:
    """Make a root that holds everything the importer can write, the mappings too."""
    folder = tmp_path_factory.mktemp("imported")
    shutil.copy(project / "ldgraph.toml", folder)
    shutil.copytree(project / "ontology", folder / "ontology")
    root = open_root(folder)
    import_reference(reference, root, "2026-11", on=DAY, only=tuple(GROUPS))
    return root


@pytest.fixture(scope="session")
def ask(imported: Root) -> Callable[[str], list[tuple[str, ...]]]:
    """Give a function that asks the imported files a SELECT, and gives rows of plain strings."""
    store = Store()
    prefixes = (imported.path / "ontology" / "prefixes.ttl").read_text("utf-8")
    for number, file in enumerate(sorted(imported.path.rglob("*/*/*.ttl"))):
        base = f"https://example.org/graph/{number}"
        store.load(file.read_bytes(), RdfFormat.TURTLE, base_iri=base, to_graph=DefaultGraph())

    def select(query: str) -> list[tuple[str, ...]]:
        found = store.query(prefixes + query)
        return [tuple("" if one is None else one.value for one in row) for row in found]  # type: ignore[union-attr]

    return select


@pytest.fixture(scope="session")
def table(reference: Path) -> Callable[[str], list[dict[str, str]]]:
    """Give a function that reads a reference table as it is."""

    def read(name: str) -> list[dict[str, str]]:
        with (reference / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read

"""What the generator takes from a checkout: its model, and the names in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.graph.prefixes import prefixes_of, shorten
from ldgraph.terms import LDG, SKOS, TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: What holds for every root: taken over whole. Real governments and real offerings stay behind,
#: for the size that is measured is that of the invented ones.
_TAKEN = (
    "ontology",
    "shapes",
    "queries",
    "data/openbaar/bronnen",
    "data/openbaar/normen/cyfun-2023.ttl",
    "data/openbaar/risicos",
)


@dataclass(frozen=True, slots=True)
class Names:
    """Prefixed names that exist in the model, each list sorted."""

    prefixes: Mapping[str, str]
    risks: tuple[str, ...]
    #: Those that a requirement can ask for: what lies below a group.
    capabilities: tuple[str, ...]
    #: CyberFundamentals 2023, level basic.
    controls: tuple[str, ...]


def copy_model(checkout: Path, folder: Path) -> None:
    """Make ``folder`` a root with the ontology, shapes, queries and frameworks of a checkout."""
    folder.mkdir(parents=True)
    (folder / "ldgraph.toml").write_text(
        "# Model en kaders, overgenomen uit het project.\n", encoding="utf-8"
    )
    for name in _TAKEN:
        source, target = checkout / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def names_of(folder: Path) -> Names:
    """Read which names a model has."""
    root = open_root(folder)
    store = load(source_files(root)).store
    prefixes = prefixes_of(root)

    def subjects(predicate: str, value: str) -> set[str]:
        found = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), None)
        return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}

    def short(iris: set[str]) -> tuple[str, ...]:
        return tuple(sorted(shorten(iri, prefixes) for iri in iris))

    broader = ox.NamedNode(SKOS + "broader")
    all_broader = list(store.quads_for_pattern(None, broader, None, None))
    below = {str(quad.subject) for quad in all_broader}
    leaves = {
        quad.subject.value
        for quad in all_broader
        if isinstance(quad.subject, ox.NamedNode) and str(quad.object) in below
    }
    level = prefixes["niveau"] + "2023-basis"
    return Names(
        prefixes,
        short(subjects(TYPE, LDG + "Risico")),
        short(subjects(TYPE, LDG + "Capability") & leaves),
        short(subjects(LDG + "vanafNiveau", level)),
    )

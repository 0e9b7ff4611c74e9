"""The example root as read, with the public root that it extends; no rule applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PREFIXES = """
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX aanbodstatus: <https://data.vlaanderen.be/id/concept/Aanbodstatus/>
PREFIX basis: <https://data.vlaanderen.be/id/concept/Dekkingsbasis/>
PREFIX bestuur: <https://data.vlaanderen.be/id/lokaalbestuur/>
PREFIX bestuurssoort: <https://data.vlaanderen.be/id/concept/BestuursSoort/>
PREFIX bron: <https://data.vlaanderen.be/id/bron/>
PREFIX capability: <https://data.vlaanderen.be/id/concept/Capability/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX graad: <https://data.vlaanderen.be/id/concept/Dekkingsgraad/>
PREFIX herkomst: <https://data.vlaanderen.be/id/concept/Herkomst/>
PREFIX interactiestatus: <https://data.vlaanderen.be/id/concept/Interactiestatus/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX niveau: <https://data.vlaanderen.be/id/concept/CyfunNiveau/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prijsmodel: <https://data.vlaanderen.be/id/concept/Prijsmodel/>
PREFIX prioriteit: <https://data.vlaanderen.be/id/concept/Prioriteit/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX status: <https://data.vlaanderen.be/id/concept/BeoordelingStatus/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX zekerheid: <https://data.vlaanderen.be/id/concept/Zekerheid/>
"""


@pytest.fixture(scope="package")
def dataset(project: Path) -> Dataset:
    """Read the example root and the public root under it."""
    return load(source_files(open_root(project / "voorbeeld")))


@pytest.fixture(scope="package")
def example_graphs(dataset: Dataset) -> frozenset[str]:
    """Name the graphs of the example's own data."""
    return frozenset(file.graph for file in dataset.files if file.root.name == "voorbeeld")


@pytest.fixture(scope="package")
def real_graphs(dataset: Dataset) -> frozenset[str]:
    """Name the graphs of the public root's data, ontology and code lists left out."""
    return frozenset(
        file.graph
        for file in dataset.files
        if not file.root.name and file.path.is_relative_to(file.root.path / "data")
    )


@pytest.fixture(scope="package")
def rows(dataset: Dataset) -> Callable[[str], list[tuple[str, ...]]]:
    """Give a function that asks SPARQL of all graphs together; IRIs come as their last part."""

    def ask(text: str) -> list[tuple[str, ...]]:
        found = dataset.store.query(_PREFIXES + text, use_default_graph_as_union=True)
        return sorted(
            tuple("" if term is None else _short(term.value) for term in solution)
            for solution in found  # type: ignore[union-attr]
        )

    return ask


def _short(value: str) -> str:
    is_iri = value.startswith(("http://", "https://"))
    return value.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if is_iri else value

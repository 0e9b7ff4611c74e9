"""Who sees what: every view holds exactly the graphs of its audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ldgraph.graph.access import ENTITLED_TO_ALL, EVERYONE, Audience, view_for
from ldgraph.graph.load import Dataset, load
from ldgraph.graph.places import open_root, source_files

if TYPE_CHECKING:
    from pathlib import Path

_FILE = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX ldg: <https://data.vlaanderen.be/ns/lokaal-digitaal#>
PREFIX toegang: <http://publications.europa.eu/resource/authority/access-right/>
<> a ldg:Graaf ; {says} .
<#secret> <urn:x> "{name}" .
"""
MINE = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99001"
YOURS = "https://data.vlaanderen.be/id/lokaalbestuur/gemeente-99002"
FILES = {
    "openbaar/open": "dct:accessRights toegang:PUBLIC",
    "openbaar/undescribed": "dct:title 'x'",
    # Misplaced or mislabelled: either way it is not for everyone.
    "openbaar/marked": "dct:accessRights toegang:NON_PUBLIC",
    "openbaar/both": "dct:accessRights toegang:PUBLIC , toegang:NON_PUBLIC",
    "beperkt/claims-public": "dct:accessRights toegang:PUBLIC",
    "beperkt/mine": f"dct:accessRights toegang:NON_PUBLIC ; ldg:leesbaarVoor <{MINE}>",
    "beperkt/yours": f"dct:accessRights toegang:NON_PUBLIC ; ldg:leesbaarVoor <{YOURS}>",
    "beperkt/programma": "dct:accessRights toegang:NON_PUBLIC",
}
PUBLIC = {"open", "undescribed"}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    (tmp_path / "ldgraph.toml").write_text("", "utf-8")
    for name, says in FILES.items():
        file = tmp_path / "data" / f"{name}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_FILE.format(says=says, name=name.rsplit("/", 1)[-1]), "utf-8")
    return load(source_files(open_root(tmp_path)))


def _seen(dataset: Dataset, audience: Audience) -> set[str]:
    view = view_for(dataset, audience)
    text = "SELECT ?name WHERE { ?s <urn:x> ?name }"
    names = {row["name"].value for row in view.query(text)}  # type: ignore[union-attr]
    assert {graph.rsplit("/", 1)[-1] for graph in view.graphs} == names
    return names


def test_everyone_sees_what_is_in_the_public_folder_and_not_marked_otherwise(
    dataset: Dataset,
) -> None:
    assert _seen(dataset, EVERYONE) == PUBLIC


def test_a_government_sees_its_own_graph_and_no_other(dataset: Dataset) -> None:
    assert _seen(dataset, Audience(government=MINE)) == PUBLIC | {"mine"}


def test_a_government_without_a_graph_sees_what_everyone_sees(dataset: Dataset) -> None:
    assert _seen(dataset, Audience(government=MINE + "0")) == PUBLIC


def test_who_is_entitled_to_all_sees_all(dataset: Dataset) -> None:
    assert _seen(dataset, ENTITLED_TO_ALL) == {name.rsplit("/", 1)[-1] for name in FILES}


def test_no_way_of_asking_reaches_a_graph_outside_the_view(dataset: Dataset) -> None:
    view = view_for(dataset, EVERYONE)
    hidden = "https://data.vlaanderen.be/doc/graaf/beperkt/mine"
    for text in (
        f"SELECT ?o WHERE {{ GRAPH <{hidden}> {{ ?s <urn:x> ?o }} }}",
        f"SELECT ?o FROM <{hidden}> WHERE {{ ?s <urn:x> ?o }}",
        f"SELECT ?o FROM NAMED <{hidden}> WHERE {{ GRAPH ?g {{ ?s <urn:x> ?o }} }}",
        f"SELECT ?o WHERE {{ <{hidden}#secret> (!<urn:y>)* ?o FILTER(isLiteral(?o)) }}",
    ):
        names = {row["o"].value for row in view.query(text)}  # type: ignore[union-attr]
        assert names <= PUBLIC


def test_a_query_may_name_the_graphs_that_it_asks(dataset: Dataset) -> None:
    view = view_for(dataset, EVERYONE)
    graph = "https://data.vlaanderen.be/doc/graaf/openbaar/open"
    asked = view.query(f"SELECT ?o FROM <{graph}> WHERE {{ ?s <urn:x> ?o }}")
    assert [row["o"].value for row in asked] == ["open"]  # type: ignore[union-attr]


@pytest.mark.parametrize("turned", [False, True])
def test_a_graph_that_a_restricted_file_claims_too_is_restricted(
    tmp_path: Path, *, turned: bool
) -> None:
    # "beperkt" is the folder of the one and the name of the other.
    folders = {"one": "data/beperkt/openbaar", "two": "data/openbaar"}
    for name, folder in folders.items():
        file = tmp_path / name / folder / "x.ttl"
        file.parent.mkdir(parents=True)
        file.write_text(_FILE.format(says="dct:title 'x'", name=name), "utf-8")
    (tmp_path / "one" / "ldgraph.toml").write_text('extends = ["../two"]\n' * turned, "utf-8")
    settings = 'name = "beperkt"\n' + 'extends = ["../one"]\n' * (not turned)
    (tmp_path / "two" / "ldgraph.toml").write_text(settings, "utf-8")

    read = load(source_files(open_root(tmp_path / ("one" if turned else "two"))))

    assert [one.code for one in read.faults] == ["graaf-dubbel"]
    assert _seen(read, EVERYONE) == set()

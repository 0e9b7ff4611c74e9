"""The stream of the project's own roots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from ldgraph.errors import LdgraphError
from ldgraph.graph.access import EVERYONE, view_for
from ldgraph.graph.load import load
from ldgraph.graph.places import open_root, source_files
from ldgraph.graph.revisions import root_at
from ldgraph.stream.build import build

from .histories import AS, files_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LDES = "https://w3id.org/ldes#"


@pytest.fixture(scope="module", params=[".", "voorbeeld"])
def built(
    request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Path, str]:
    """Build the stream of a root of the project; gives the root, the pages and the name."""
    root = open_root(project / request.param)
    out = tmp_path_factory.mktemp("stroom") / "uit"
    try:
        made = build(root, out, out.with_name("onthouden"))
    except LdgraphError as error:
        pytest.skip(f"no history of the project here: {error}")
    return root.path, out, made.stream.name


def test_the_last_versions_are_the_public_graph(built: tuple[Path, Path, str]) -> None:
    folder, out, name = built
    root = root_at(open_root(folder), "HEAD").root
    files = [one for one in source_files(root) if one.root == root]
    public = view_for(load(files), EVERYONE)
    start = f"{root.base}/id/"
    graph: dict[str, set[str]] = {}
    for quad in public.store:
        if str(quad.subject).startswith(f"<{start}"):
            said = graph.setdefault(str(quad.subject)[1:-1], set())
            said.add(f"{quad.predicate} {_value(quad.object)}")

    latest = {one.object: one for one in walk(out, name)}

    now = {
        iri: {_line(line) for line in one.lines}
        for iri, one in latest.items()
        if one.change != "Delete"
    }
    assert now == graph


def _line(line: str) -> str:
    """Write a statement as the store does, which has its own way to write numbers and times."""
    predicate, _, value = line.partition(" ")
    store = ox.Store()
    store.load(f"<x:x> {predicate} {value} .".encode(), ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    return f"{quad.predicate} {_value(quad.object)}"


def _value(value: object) -> str:
    return "_:" if isinstance(value, ox.BlankNode) else str(value)


def test_nothing_restricted_is_in_it(built: tuple[Path, Path, str]) -> None:
    folder, out, _ = built
    dataset = load(source_files(open_root(folder)))
    public = view_for(dataset, EVERYONE)
    known = {str(term)[1:-1] for quad in public.store for term in quad.triple}
    hidden = {
        str(quad.subject)[1:-1]
        for quad in dataset.store
        if isinstance(quad.subject, ox.NamedNode) and str(quad.subject)[1:-1] not in known
    }
    if folder.name == "voorbeeld":
        assert len(hidden) > 500
    text = b"".join(files_of(out).values()).decode()
    assert not [iri for iri in hidden if f"<{iri}>" in text or f"<{iri}/20" in text]
    assert "/beperkt/" not in text


def test_each_version_has_its_own_time_and_each_object_one_beginning(
    built: tuple[Path, Path, str],
) -> None:
    _, out, name = built
    versions = walk(out, name)
    times = [one.time for one in versions]
    assert len(set(times)) == len(times) > 100
    there: set[str] = set()
    for one in versions:
        assert (one.change == "Create") == (one.object not in there)
        assert one.iri == f"{one.object}/{one.time}"
        (there.discard if one.change == "Delete" else there.add)(one.object)


@pytest.mark.filterwarnings("ignore")
def test_the_first_page_is_as_flemish_servers_have_it(
    built: tuple[Path, Path, str], shared: Callable[..., Path]
) -> None:
    import rdflib  # noqa: PLC0415
    from pyshacl import validate  # noqa: PLC0415

    _, out, name = built
    shapes = shared("standards", "ldes", "vsds-eventstream-shape.ttl")
    for one in (name, f"{name}/laatste"):
        page = rdflib.Graph().parse(out / f"{one}.ttl", publicID=f"http://example.test/{one}.ttl")
        conforms, _, text = validate(page, shacl_graph=rdflib.Graph().parse(shapes))
        assert conforms, text
        assert (
            None,
            rdflib.URIRef(f"{_LDES}versionDeleteObject"),
            rdflib.URIRef(f"{AS}Delete"),
        ) in page

"""A context that was published stays: another one has another name, and the old one is served."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.serve.conftest import ON

from ldgraph.graph.places import open_root
from ldgraph.jsonld.context import context_of
from ldgraph.jsonld.record import AlteredVersionError, record, recorded
from ldgraph.serve.app import create_app
from ldgraph.serve.library import Library, read
from ldgraph.serve.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ldgraph.graph.places import Root
    from ldgraph.jsonld.context import Context


def _now(root: Root) -> Context:
    return context_of(read(root, restricted=False), root)


def test_the_context_of_this_project_is_kept(project: Path) -> None:
    root = open_root(project)
    # Did you change the ontology or a shape? `ldgraph jsonld --record` keeps the new version.
    assert _now(root).version in recorded(root)


@pytest.fixture
def changed(tmp_path: Path, project: Path) -> Root:
    """Give the project after a shape of it was changed: there may be several of one thing."""
    for name in ("ontology", "shapes", "context"):
        shutil.copytree(project / name, tmp_path / name)
    shutil.copy(project / "ldgraph.toml", tmp_path)
    file = tmp_path / "shapes" / "dekking.ttl"
    text = file.read_text("utf-8")
    before = "    sh:path ldg:volgens ;\n    sh:minCount 1 ;\n    sh:maxCount 1 ;\n"
    assert before in text
    file.write_text(text.replace(before, before.replace("    sh:maxCount 1 ;\n", "")), "utf-8")
    return open_root(tmp_path)


def test_a_change_of_the_shapes_is_a_version_that_is_not_kept(changed: Root) -> None:
    assert _now(changed).version not in recorded(changed)


def test_a_version_is_kept_once(changed: Root) -> None:
    before = set(recorded(changed))
    now = _now(changed)
    folder = record(changed, now)
    assert folder is not None
    assert recorded(changed).keys() == before | {now.version}
    assert record(changed, now) is None


def test_a_version_that_was_altered_is_refused(changed: Root) -> None:
    (folder, *_) = (changed.path / "context").iterdir()
    file = folder / "lokaal-digitaal.jsonld"
    file.write_text(file.read_text("utf-8").replace("prefLabel", "altLabel"), "utf-8")
    with pytest.raises(AlteredVersionError, match=folder.name):
        recorded(changed)


@pytest.fixture
def client(changed: Root) -> Iterator[TestClient]:
    """Serve the project after the change."""
    app = create_app(Library(read(changed, restricted=False), changed, ON), Settings(on=ON))
    with TestClient(app, "http://example.test") as made:
        yield made


def test_old_versions_are_served_beside_the_new_one(client: TestClient, changed: Root) -> None:
    old, now = recorded(changed), _now(changed)
    assert len(old) >= 1
    for version, one in old.items():
        answer = client.get(f"/context/{version}/lokaal-digitaal.jsonld")
        assert answer.content == one.content
        assert answer.headers["cache-control"].endswith("immutable")
        frame = client.get(f"/frame/{version}/Vereiste.jsonld").json()
        assert frame["@context"] == str(answer.url)
    current = client.get("/context/lokaal-digitaal.jsonld")
    assert current.content == now.content
    assert client.get(current.links["latest-version"]["url"]).content == now.content
    assert now.version not in old
    assert json.loads(now.content)["@context"]["Dekking"]["@context"]["volgens"]["@container"]


@pytest.mark.parametrize(
    "path",
    [
        "/context/0123456789abcdef/lokaal-digitaal.jsonld",
        "/context/../lokaal-digitaal.jsonld",
        "/context/%2e%2e%2f/lokaal-digitaal.jsonld",
        "/frame/Onbekend.jsonld",
        "/frame/0123456789abcdef/Vereiste.jsonld",
        "/schema/Onbekend.json",
        "/schema/Vereiste.jsonld",
        "/schema/0123456789abcdef/Vereiste.json",
    ],
)
def test_what_was_never_published_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/frame/Vereiste.jsonld", "/schema/Vereiste.json"])
def test_each_has_a_version_that_does_not_change(client: TestClient, path: str) -> None:
    now = client.get(path)
    fixed = client.get(now.links["latest-version"]["url"])
    assert fixed.content == now.content
    assert fixed.headers["cache-control"].endswith("immutable")
    assert fixed.links["original"]["url"] == str(now.url)


def test_a_thing_leads_to_its_schema(project: Path) -> None:
    root = open_root(project)
    app = create_app(Library(read(root, restricted=False), root, ON), Settings(on=ON))
    with TestClient(app, "http://example.test") as client:
        answer = client.get("/doc/vereiste/V066", headers={"Accept": "application/ld+json"})
        listed = answer.headers["link"].split(", ")
        (found,) = [one for one in listed if "application/schema+json" in one]
        schema = client.get(found.partition(">")[0].removeprefix("<"))
        assert schema.headers["content-type"] == "application/schema+json"
        assert schema.json()["$id"] == str(schema.url)
